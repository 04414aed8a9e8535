use super::Place;

#[test]
fn a_file_of_queries_becomes_a_run_in_the_order_of_the_file() {
    let place = Place::indexed();
    place.write("topics.tsv", "t2\tランサムウェア\r\n\nt1\t改ざん\n");
    let run = place.ok(&["search", "--queries", "topics.tsv"]);
    let lines: Vec<Vec<&str>> = run.lines().map(|line| line.split(' ').collect()).collect();
    let told: Vec<(&str, &str)> = lines.iter().map(|line| (line[0], line[2])).collect();
    assert_eq!(told, [("t2", "midorikawa.txt#1"), ("t1", "aozora.txt#1")]);
}

#[test]
fn queries_come_from_standard_input_too() {
    let place = Place::indexed();
    let mut command = place.command();
    let command = command.args(["search", "--queries", "-", "--format", "jsonl"]);
    let output = command.write_stdin("改ざん\n").output().expect("the program runs");
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&line["qid"], &line["id"]), (&"1".into(), &"aozora.txt#1".into()));
}

#[test]
fn csv_of_several_queries_has_one_header() {
    let place = Place::indexed();
    place.write("topics.tsv", "a\t改ざん\nb\tランサムウェア\n");
    let sheet = place.ok(&["search", "--queries", "topics.tsv", "--format", "csv"]);
    let first_cells: Vec<&str> = sheet.lines().filter_map(|line| line.split(',').next()).collect();
    assert_eq!(first_cells, ["qid", "a", "b"]);
}

#[test]
fn nothing_is_printed_when_one_query_cannot_be_read() {
    let place = Place::indexed();
    place.write("topics.tsv", "a\t改ざん\nb\t(改ざん\n");
    let run = place.run(&["search", "--queries", "topics.tsv"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.starts_with("error: topics.tsv:2: "), "{}", run.stderr);
}
