use super::Place;

/// Files added, changed, removed and unchanged, and reports in the index.
#[track_caller]
fn account(place: &Place) -> [u64; 5] {
    let json = place.json(&["index", "--format", "json", "--quiet"]);
    let number = |value: &serde_json::Value| value.as_u64().expect("a number");
    let files = &json["files"];
    [
        number(&files["added"]),
        number(&files["changed"]),
        number(&files["removed"]),
        number(&files["unchanged"]),
        number(&json["reports"]["total"]),
    ]
}

#[test]
fn a_run_takes_in_what_is_new_changed_and_gone_and_nothing_else() {
    let place = Place::new();
    assert_eq!(account(&place), [2, 0, 0, 0, 2]);
    assert_eq!(account(&place), [0, 0, 0, 2, 2]);
    place.write("corpus/sub/new.md", "# 紛失のお知らせ\n\nUSBメモリを紛失いたしました。\n");
    assert_eq!(account(&place), [1, 0, 0, 2, 3]);
    place.write(
        "corpus/sub/new.md",
        "# 盗難のお知らせ\n\n車上荒らしでノートパソコンが盗まれました。\n",
    );
    assert_eq!(account(&place), [0, 1, 0, 2, 3]);
    assert_eq!(place.run(&["search", "USBメモリ", "--no-relax"]).code, Some(1));
    assert_eq!(place.run(&["search", "車上荒らし"]).code, Some(0));
    std::fs::remove_file(place.path("corpus/sub/new.md")).expect("a removed file");
    assert_eq!(account(&place), [0, 0, 1, 2, 2]);
    assert_eq!(place.run(&["search", "車上荒らし", "--no-relax"]).code, Some(1));
}

#[test]
fn the_account_is_for_people_on_stderr_and_for_programs_on_stdout() {
    let place = Place::new();
    let people = place.run(&["index"]);
    assert_eq!((people.code, people.stdout.as_str()), (Some(0), ""));
    assert!(people.stderr.contains("2 added, 0 changed, 0 removed, 0 unchanged"));
    assert!(
        people.stderr.contains("reports: 2 indexed, 2 in the index (generation 1)"),
        "{}",
        people.stderr
    );
    let programs = place.run(&["index", "--format", "json", "--quiet"]);
    assert_eq!(programs.stderr, "");
    let json: serde_json::Value = serde_json::from_str(&programs.stdout).expect("JSON");
    assert_eq!((&json["opening"], &json["published"]), (&"updated".into(), &false.into()));
    assert_eq!(json["generation"], 1);
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside_by_name_and_the_exit_code_is_1() {
    let place = Place::new();
    place.write("corpus/broken.json", "{\"title\": ");
    let run = place.run(&["index", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.starts_with("warning: set aside broken.json"), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1);
    let json = place.run(&["index", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(json["set_aside"][0]["path"], "broken.json");
    assert_eq!(place.run(&["search", "改ざん"]).code, Some(0));
}

#[test]
fn a_rebuild_replaces_what_another_lexicon_made() {
    let place = Place::indexed();
    place.write("lexicon/stop-words.txt", "お知らせ\n");
    let outdated = place.run(&["search", "改ざん", "--lexicon", "lexicon"]);
    assert_eq!((outdated.code, outdated.stdout.as_str()), (Some(2), ""));
    assert!(outdated.stderr.contains("run `jiken index`"), "{}", outdated.stderr);
    let json = place.json(&["index", "--lexicon", "lexicon", "--format", "json"]);
    assert_eq!(json["opening"], "outdated");
    assert_eq!(place.run(&["search", "改ざん", "--lexicon", "lexicon"]).code, Some(0));
    assert_eq!(place.run(&["search", "改ざん"]).code, Some(2));
}

#[test]
fn statistics_count_what_was_indexed() {
    let place = Place::indexed();
    let json = place.json(&["stats", "--format", "json"]);
    assert_eq!((&json["reports"], &json["files"]), (&2.into(), &2.into()));
    assert_eq!((&json["undated"], &json["with"]["published"]), (&0.into(), &2.into()));
    assert_eq!(json["with"]["cause"], 2);
    assert_eq!(json["years"][0]["value"], "2022");
    let text = place.ok(&["stats"]);
    assert!(text.contains("reports                 2\n"), "{text}");
}
