//! What stands on disk, and who may touch it.

use std::fs;
use std::path::Path;

use super::*;

fn options() -> WriterOptions {
    WriterOptions {
        fingerprint: "rules".into(),
        memory: 15_000_000,
        threads: 1,
        ..WriterOptions::default()
    }
}

#[test]
fn a_second_writer_is_refused_with_the_holder_s_process() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let writer = IndexWriter::open(folder.path(), options()).expect("the first writer");
    let refused = IndexWriter::open(folder.path(), options()).err().expect("a second writer");
    match refused {
        IndexError::Locked { holder, .. } => assert_eq!(holder, std::process::id().to_string()),
        other => panic!("{other}"),
    }
    writer.abandon();
    IndexWriter::open(folder.path(), options()).expect("the lock is free again");
}

#[test]
fn nothing_is_seen_of_a_run_before_it_is_published() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let missing = || matches!(Snapshot::open(folder.path()), Err(IndexError::Missing { .. }));
    assert!(missing());
    let writer = IndexWriter::open(folder.path(), options()).expect("a writer");
    assert!(missing());
    drop(writer);
    assert!(missing());
    let writer = IndexWriter::open(folder.path(), options()).expect("a writer");
    assert_eq!(writer.base().opening(), Opening::Created);
    writer.publish(&Refusals::new()).expect("it publishes");
    assert_eq!(Snapshot::open(folder.path()).expect("it opens").manifest().generation, 1);
}

#[test]
fn an_index_of_other_rules_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    IndexWriter::open(folder.path(), options())
        .expect("a writer")
        .publish(&Refusals::new())
        .expect("published");
    let open = || Snapshot::open(folder.path()).expect("it opens");
    assert!(open().matching("rules").is_ok());
    let refused = open().matching("other").err().expect("other rules");
    assert!(matches!(refused, IndexError::Outdated { .. }), "{refused}");
}

#[test]
fn damage_is_told_and_mended_by_the_next_run() {
    #[track_caller]
    fn check(damage: impl Fn(&Path)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        IndexWriter::open(root, options())
            .expect("a writer")
            .publish(&Refusals::new())
            .expect("published");
        damage(root);
        let error = Snapshot::open(root).err().expect("it is damaged");
        assert!(matches!(error, IndexError::Damaged { .. }), "{error}");
        let writer = IndexWriter::open(root, options()).expect("a writer");
        assert_eq!(writer.base().opening(), Opening::Damaged);
        writer.publish(&Refusals::new()).expect("it publishes");
        Snapshot::open(root).expect("it is whole again");
    }
    check(|root| fs::write(root.join("CURRENT"), "../elsewhere\n").expect("written"));
    check(|root| fs::write(root.join("CURRENT"), "").expect("written"));
    check(|root| fs::remove_dir_all(root.join("generation-000001")).expect("removed"));
    check(|root| fs::write(root.join("generation-000001/meta.json"), "{").expect("written"));
}

#[test]
fn a_file_is_judged_by_size_time_and_how_old_the_time_is() {
    #[track_caller]
    fn check(indexed: Option<(u64, i64)>, size: u64, modified: i64, expected: Standing) {
        let indexed = indexed.map(|(size, modified)| SourceState { size, modified, digest: 7 });
        assert_eq!(
            Standing::of(indexed.as_ref(), size, modified, modified, 10_000_000_000),
            expected
        );
    }
    let suspect = Standing::Suspect { digest: 7 };
    check(None, 1, 1, Standing::New);
    check(Some((1, 1)), 1, 1, Standing::Unchanged);
    check(Some((1, 1)), 2, 1, suspect);
    check(Some((1, 1)), 1, 2, suspect);
    check(Some((1, 7_999_999_999)), 1, 7_999_999_999, Standing::Unchanged);
    check(Some((1, 8_000_000_000)), 1, 8_000_000_000, suspect);
    check(Some((1, i64::MIN)), 1, i64::MIN, Standing::Unchanged);
}

/// Publishes an empty state.
fn publish(root: &Path, keep: Option<usize>) -> Manifest {
    let options = WriterOptions { keep, ..options() };
    let writer = IndexWriter::open(root, options).expect("a writer");
    writer.publish(&Refusals::new()).expect("it publishes")
}

fn kept(root: &Path) -> Vec<(u64, bool)> {
    let kept = generations(root).expect("an index");
    kept.iter().map(|kept| (kept.manifest.generation, kept.current)).collect()
}

#[test]
fn older_states_are_kept_and_come_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    for _ in 0..3 {
        publish(root, None);
    }
    assert_eq!(kept(root), [(3, true)]);
    publish(root, Some(2));
    publish(root, None);
    publish(root, None);
    assert_eq!(kept(root), [(6, true), (5, false), (4, false)], "the number is remembered");
    assert_eq!(Snapshot::open_generation(root, 5).expect("kept").manifest().generation, 5);
    let gone = Snapshot::open_generation(root, 3).err().expect("swept");
    assert!(matches!(gone, IndexError::NoGeneration { .. }), "{gone}");

    assert_eq!(roll_back(root, None).expect("there is one").generation, 5);
    assert_eq!(kept(root), [(6, false), (5, true), (4, false)]);
    assert_eq!(Snapshot::open(root).expect("it opens").manifest().generation, 5);
    assert_eq!(roll_back(root, Some(6)).expect("it is kept").generation, 6);
    let gone = roll_back(root, Some(2)).expect_err("swept");
    assert!(matches!(gone, IndexError::NoGeneration { .. }), "{gone}");

    roll_back(root, Some(4)).expect("it is kept");
    assert_eq!(publish(root, Some(0)).generation, 7, "no number is used twice");
    assert_eq!(kept(root), [(7, true)]);
    let gone = roll_back(root, None).expect_err("nothing older");
    assert!(matches!(gone, IndexError::NoGeneration { .. }), "{gone}");
}

#[test]
fn a_run_that_ends_between_two_steps_leaves_a_whole_index_and_no_litter_behind_the_next() {
    for step in Step::ALL {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        publish(root, None);
        let steps = Steps::telling(move |done| match done == step {
            true => Err(std::io::Error::other("no room")),
            false => Ok(()),
        });
        let writer = IndexWriter::open(root, WriterOptions { steps, ..options() });
        let outcome = writer.expect("a writer").publish(&Refusals::new());
        assert!(matches!(outcome, Err(IndexError::Io { .. })), "{}", step.name());
        let published = matches!(step, Step::Published | Step::Swept);
        let generation = Snapshot::open(root).expect("it opens").manifest().generation;
        assert_eq!(generation, if published { 2 } else { 1 }, "{}", step.name());
        assert!(check(root, None, &|_| ()).expect("an index").damage.is_empty(), "{}", step.name());
        let next = publish(root, None).generation;
        assert_eq!(kept(root), [(next, true)], "{}", step.name());
        let mut names: Vec<_> = fs::read_dir(root)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .collect();
        names.sort();
        let generation = format!("generation-{next:06}");
        assert_eq!(names, [".jiken-writer.lock", "CURRENT", &generation], "{}", step.name());
    }
}

#[test]
fn a_state_is_not_changed_by_the_one_that_grows_out_of_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    publish(root, Some(1));
    let first = root.join("generation-000001");
    let contents = || {
        let mut files: Vec<(std::ffi::OsString, Vec<u8>)> = fs::read_dir(&first)
            .expect("the folder")
            .map(|entry| entry.expect("an entry"))
            .filter(|entry| !entry.file_name().to_string_lossy().ends_with(".lock"))
            .map(|entry| (entry.file_name(), fs::read(entry.path()).expect("a file")))
            .collect();
        files.sort();
        files
    };
    let before = contents();
    publish(root, None);
    assert_eq!(contents(), before);
}

#[test]
fn an_index_of_an_older_layout_is_rebuilt() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    fs::create_dir(root.join("engine-000007")).expect("a folder");
    fs::write(root.join("CURRENT"), "engine-000007\n").expect("written");
    let refused = Snapshot::open(root).err().expect("another layout");
    assert!(matches!(refused, IndexError::Outdated { .. }), "{refused}");
    let writer = IndexWriter::open(root, options()).expect("a writer");
    assert_eq!(writer.base().opening(), Opening::Outdated);
    assert_eq!(writer.publish(&Refusals::new()).expect("it publishes").generation, 8);
    assert!(!root.join("engine-000007").exists());
}

#[test]
fn a_check_finds_every_byte_that_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let state = SourceState { size: 1, modified: 2, digest: 3 };
    let reason =
        Refusal { path: "a.txt".into(), line: Some(4), reason: "is empty; fill it".into() };
    let refused = Refused { state, reasons: vec![reason], more: 5 };
    let refusals = Refusals::from([("a.txt".to_owned(), refused)]);
    IndexWriter::open(root, options()).expect("a writer").publish(&refusals).expect("published");
    assert_eq!(Snapshot::open(root).expect("it opens").refusals().expect("a list"), refusals);
    assert_eq!(check(root, None, &|_| ()).expect("an index").damage, Vec::<String>::new());
    let list = root.join("generation-000001/refused.jsonl");
    fs::write(&list, fs::read_to_string(&list).expect("a list").replace('4', "5"))
        .expect("written");
    let damage = check(root, None, &|_| ()).expect("an index").damage;
    assert_eq!(damage.len(), 1, "{damage:?}");
    let writer = IndexWriter::open(root, options()).expect("a writer");
    assert_eq!(writer.base().opening(), Opening::Damaged);
}

#[test]
fn a_lock_that_a_dead_process_left_behind_means_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join(".jiken-writer.lock"), "4194304\n").expect("written");
    publish(folder.path(), None);
    assert_eq!(kept(folder.path()), [(1, true)]);
}
