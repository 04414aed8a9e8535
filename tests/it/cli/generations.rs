//! States of the index: checked, kept, listed, searched, brought back; and what a run would do.

use super::Place;

const LOST: &str = "紛失に関するお知らせ\n2024年3月4日\n株式会社白浜運輸\n当社の配達員が伝票30名分を紛失いたしました。\n";

#[test]
fn an_older_state_is_kept_listed_searched_and_brought_back() {
    let place = Place::indexed();
    place.write("corpus/lost.txt", LOST);
    place.ok(&["index", "--quiet", "--keep", "1"]);
    let listed = |place: &Place| {
        let json = place.json(&["generations", "--format", "json"]);
        let states = json["generations"].as_array().expect("a list").clone();
        states
            .iter()
            .map(|state| {
                let number = |name: &str| state[name].as_u64().expect("a number");
                let current = state["current"].as_bool().expect("yes or no");
                (number("generation"), number("reports"), current)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(&place), [(2, 3, true), (1, 2, false)]);
    let lines = place.ok(&["generations"]);
    let starts: Vec<&str> = lines.lines().map(|line| line.get(..8).expect("a number")).collect();
    assert_eq!(starts, ["*      2", "       1"]);

    assert_eq!(place.run(&["search", "伝票", "--no-relax"]).code, Some(0));
    let older = place.run(&["search", "伝票", "--no-relax", "--generation", "1"]);
    assert_eq!(older.code, Some(1), "{}", older.stdout);
    let json = place.json(&["search", "不正アクセス", "--format", "json", "--generation", "1"]);
    assert_eq!(json["index"]["generation"], 1);
    let gone = place.run(&["search", "伝票", "--generation", "9"]);
    assert_eq!(gone.code, Some(2));
    assert!(gone.stderr.contains("keeps no generation 9"), "{}", gone.stderr);

    let back = place.run(&["rollback"]);
    assert_eq!((back.code, back.stdout.as_str()), (Some(0), ""));
    assert!(back.stderr.contains("generation 1 of "), "{}", back.stderr);
    assert_eq!(listed(&place), [(2, 3, false), (1, 2, true)]);
    assert_eq!(place.run(&["search", "伝票", "--no-relax"]).code, Some(1));
    // The next run starts from the state that was brought back.
    place.ok(&["index", "--quiet"]);
    assert_eq!(listed(&place).first(), Some(&(3, 3, true)));
    assert_eq!(place.run(&["search", "伝票", "--no-relax"]).code, Some(0));
}

#[test]
fn a_check_reads_everything_and_names_the_damage() {
    let place = Place::indexed();
    let whole = place.json(&["check", "--format", "json"]);
    assert_eq!((&whole["whole"], &whole["reports"]), (&true.into(), &2.into()));
    assert!(place.ok(&["check"]).ends_with("whole\n"));

    let folder = place.path("index/generation-000001");
    let store = std::fs::read_dir(folder)
        .expect("the generation")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|extension| extension == "store"))
        .expect("stored reports");
    let mut bytes = std::fs::read(&store).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    std::fs::write(&store, bytes).expect("written");
    let damaged = place.run(&["check"]);
    assert_eq!(damaged.code, Some(1), "{}", damaged.stderr);
    assert!(damaged.stdout.contains("has another checksum"), "{}", damaged.stdout);
    assert!(damaged.stdout.contains("jiken index --full"), "{}", damaged.stdout);
    place.ok(&["index", "--full", "--quiet"]);
    assert_eq!(place.run(&["check"]).code, Some(0));

    let nothing = place.run(&["check", "--index", "elsewhere"]);
    assert_eq!(nothing.code, Some(2), "{}", nothing.stdout);
}

#[test]
fn a_dry_run_lists_what_would_change_and_does_nothing() {
    let place = Place::new();
    let plan = || place.run(&["index", "--dry-run"]);
    assert_eq!(plan().stdout, "+ aozora.txt\n+ midorikawa.txt\n");
    assert!(!place.path("index").exists());
    place.ok(&["index", "--quiet"]);
    place.write("corpus/lost.txt", LOST);
    place.write("corpus/midorikawa.txt", LOST);
    std::fs::rename(place.path("corpus/aozora.txt"), place.path("corpus/2022.txt"))
        .expect("renamed");
    let run = plan();
    assert_eq!(run.stdout, "> aozora.txt -> 2022.txt\n+ lost.txt\n~ midorikawa.txt\n");
    assert!(run.stderr.contains("nothing was done"), "{}", run.stderr);
    let json = place.json(&["index", "--dry-run", "--format", "json", "--quiet"]);
    assert_eq!(json["changes"][0]["from"], "aozora.txt");
    place.ok(&["index", "--quiet"]);
    assert_eq!(plan().stdout, "");
}

#[test]
fn an_upgrade_rebuilds_only_what_it_outdated() {
    let place = Place::new();
    let generation =
        |place: &Place| place.json(&["stats", "--format", "json"])["generation"].clone();
    place.ok(&["index", "--if-needed", "--quiet"]);
    assert_eq!(generation(&place), 1);
    place.write("corpus/lost.txt", LOST);
    let idle = place.run(&["index", "--if-needed"]);
    assert_eq!((idle.code, generation(&place)), (Some(0), 1.into()));
    assert!(idle.stderr.contains("nothing was done"), "{}", idle.stderr);
    place.ok(&["lexicon", "export", "mine", "--quiet"]);
    let terms = place.path("mine/terms.csv");
    let text = std::fs::read_to_string(&terms).expect("a lexicon file");
    std::fs::write(&terms, text + "\n").expect("written");
    let rebuilt = place.run(&["index", "--if-needed", "--lexicon", "mine"]);
    assert_eq!(rebuilt.code, Some(0), "{}", rebuilt.stderr);
    assert!(rebuilt.stderr.contains("another lexicon"), "{}", rebuilt.stderr);
}
