//! What stands on disk, and who may touch it.

use std::fs;

use super::*;

fn options() -> WriterOptions {
    WriterOptions { fingerprint: "rules".into(), full: false, memory: 15_000_000, threads: 1 }
}

#[test]
fn a_second_writer_is_refused_with_the_holder_s_process() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let writer = IndexWriter::open(folder.path(), &options()).expect("the first writer");
    let refused = IndexWriter::open(folder.path(), &options()).err().expect("a second writer");
    match refused {
        IndexError::Locked { holder, .. } => assert_eq!(holder, std::process::id().to_string()),
        other => panic!("{other}"),
    }
    writer.abandon().expect("the first writer gives up");
    IndexWriter::open(folder.path(), &options()).expect("the lock is free again");
}

#[test]
fn nothing_is_seen_of_a_run_before_it_is_published() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let missing = || matches!(Snapshot::open(folder.path()), Err(IndexError::Missing { .. }));
    assert!(missing());
    let writer = IndexWriter::open(folder.path(), &options()).expect("a writer");
    assert!(missing());
    drop(writer);
    assert!(missing());
    let writer = IndexWriter::open(folder.path(), &options()).expect("a writer");
    assert_eq!(writer.opening(), Opening::Created);
    writer.publish().expect("it publishes");
    assert_eq!(Snapshot::open(folder.path()).expect("it opens").manifest().generation, 1);
}

#[test]
fn an_index_of_other_rules_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    IndexWriter::open(folder.path(), &options()).expect("a writer").publish().expect("published");
    assert!(Snapshot::open_matching(folder.path(), "rules").is_ok());
    let refused = Snapshot::open_matching(folder.path(), "other").err().expect("other rules");
    assert!(matches!(refused, IndexError::Outdated { .. }), "{refused}");
}

#[test]
fn damage_is_told_and_mended_by_the_next_run() {
    #[track_caller]
    fn check(damage: impl Fn(&std::path::Path)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        IndexWriter::open(root, &options()).expect("a writer").publish().expect("published");
        damage(root);
        let error = Snapshot::open(root).err().expect("it is damaged");
        assert!(matches!(error, IndexError::Damaged { .. }), "{error}");
        let writer = IndexWriter::open(root, &options()).expect("a writer");
        assert_eq!(writer.opening(), Opening::Damaged);
        writer.publish().expect("it publishes");
        Snapshot::open(root).expect("it is whole again");
    }
    check(|root| fs::write(root.join("CURRENT"), "../elsewhere\n").expect("written"));
    check(|root| fs::write(root.join("CURRENT"), "").expect("written"));
    check(|root| fs::remove_dir_all(root.join("engine-000001")).expect("removed"));
    check(|root| fs::write(root.join("engine-000001/meta.json"), "{").expect("written"));
}

#[test]
fn a_file_is_judged_by_size_time_and_how_old_the_time_is() {
    #[track_caller]
    fn check(indexed: Option<(u64, i64)>, size: u64, modified: i64, expected: Standing) {
        let indexed = indexed.map(|(size, modified)| SourceState { size, modified, digest: 7 });
        assert_eq!(Standing::of(indexed.as_ref(), size, modified, 10_000_000_000), expected);
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
