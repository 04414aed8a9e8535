use std::process::Stdio;

use super::Place;

/// A run that must fail, print nothing on stdout and begin so on stderr.
#[track_caller]
fn refused(place: &Place, args: &[&str], beginning: &str) -> String {
    let run = place.run(args);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{args:?}");
    assert!(run.stderr.starts_with(beginning), "{args:?}: {}", run.stderr);
    run.stderr
}

#[test]
fn a_bad_query_is_shown_with_a_caret_under_the_place() {
    let place = Place::new();
    let stderr = refused(&place, &["search", "改ざん AND"], "error: ");
    insta::assert_snapshot!(stderr, @r#"
    error: `AND` has nothing on its right
      改ざん AND
             ^^^
    hint: write a word after it, or `"AND"` to search for the word itself
    "#);
    // What is typed is judged before anything is built.
    assert!(!place.path("index").exists());
}

#[test]
fn an_unknown_value_is_answered_with_those_that_exist() {
    let place = Place::indexed();
    let stderr = refused(&place, &["search", "cause:ransomwear"], "error: ");
    assert!(stderr.contains("  ^^^^^"), "{stderr}");
    assert!(stderr.contains("malware/ransomware"), "{stderr}");
    let stderr = refused(&place, &["search", "--cause", "ransomwear"], "error: ");
    assert!(!stderr.contains('^'), "{stderr}");
    assert!(stderr.contains("malware/ransomware"), "{stderr}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let place = Place::indexed();
    for (args, beginning) in [
        (&["search", "--colour"][..], "error: unexpected argument '--colour'"),
        (&["search", "-USB"], "error: unexpected argument"),
        (&["search", "--since", "2022-13"], "error: invalid value '2022-13'"),
        (&["search", "--page", "2", "--offset", "1"], "error: the argument"),
        (&["search", "--bom"], "error: --bom is for csv"),
        (&["search", "--format", "trec", "--sort", "date"], "error: a TREC run"),
        (&["search", "--since", "2023", "--until", "2022"], "error: nothing was published"),
        (&["search", "--lexicon", "nowhere"], "error: there is no lexicon folder nowhere"),
        (&["search", "--dictionary", "nowhere"], "error: cannot load the dictionary in nowhere"),
        (&["search", "--queries", "nowhere"], "error: cannot read nowhere"),
        (&["facets", "--field", "colour"], "error: invalid value 'colour'"),
        (&["index", "nowhere"], "error: nowhere does not exist"),
        (&["index", "--memory", "1MB"], "error: invalid value '1MB'"),
        (&["index", "--threads", "0"], "error: invalid value '0'"),
        (&["extract", "nowhere"], "error: nowhere does not exist"),
        (&["extract"], "error: the following required arguments"),
        (&["completions", "cobol"], "error: invalid value 'cobol'"),
        (&["nonsense"], "error: unrecognized subcommand 'nonsense'"),
    ] {
        refused(&place, args, beginning);
    }
}

#[test]
fn without_index_and_corpus_it_says_what_to_type() {
    let place = Place::new();
    std::fs::remove_dir_all(place.path("corpus")).expect("a removed folder");
    for command in ["search", "facets", "stats"] {
        let stderr = refused(&place, &[command], "error: no index at index");
        assert!(stderr.contains("`jiken index`"), "{stderr}");
    }
    refused(&place, &["show", "a"], "error: no index at index");
}

#[test]
fn help_and_version_are_answers() {
    let place = Place::new();
    for args in [&["--help"][..], &["help", "search"], &["search", "-h"], &["--version"]] {
        let run = place.run(args);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{args:?}");
        assert!(run.stdout.contains("jiken"), "{args:?}");
    }
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let place = Place::new();
    // More output than a pipe holds.
    let line = |n: usize| {
        format!(
            "{{\"id\":\"r{n}\",\"title\":\"報告{n}\",\"text\":\"{}\"}}\n",
            "改ざんの件。".repeat(40)
        )
    };
    place.write("corpus/many.jsonl", (0..2000).map(line).collect::<String>());
    place.ok(&["index", "--quiet"]);
    let program = assert_cmd::cargo::cargo_bin("jiken");
    let mut child = std::process::Command::new(program)
        .current_dir(place.path(""))
        .env_remove("JIKEN_INDEX")
        .args(["search", "改ざん", "--limit", "0", "--format", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""));
}
