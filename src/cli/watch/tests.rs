//! Which events call for a run.

use notify::event::{CreateKind, DataChange, RemoveKind, RenameMode};

use super::*;

#[test]
fn only_changes_of_the_corpus_and_the_lexicon_call_for_a_run() {
    let filter = Filter {
        root: "/reports".into(),
        single: false,
        ours: vec!["/reports/index".into(), "/reports/account.json".into()],
    };
    let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    let created = EventKind::Create(CreateKind::File);
    let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Any));
    let removed = EventKind::Remove(RemoveKind::Folder);
    let opened = EventKind::Access(AccessKind::Open(AccessMode::Read));
    let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
    for (kind, paths, matters, is_loss) in [
        (written, vec!["/reports/a.txt"], true, false),
        (closed, vec!["/reports/sub/a.txt"], true, false),
        (opened, vec!["/reports/a.txt"], false, false),
        (created, vec!["/reports/index/CURRENT"], false, false),
        (created, vec!["/reports/account.json"], false, false),
        (created, vec!["/reports/.a.txt.swp"], false, false),
        (created, vec!["/reports/.git/index"], false, false),
        (written, vec!["/reports/.jikenignore"], true, false),
        (renamed, vec!["/reports/.a.txt.new", "/reports/a.txt"], true, false),
        (written, vec!["/lexicon/causes.toml"], true, false),
        (removed, vec!["/reports/sub"], true, false),
        (removed, vec!["/reports"], true, true),
        (renamed, vec!["/reports"], true, true),
        (EventKind::Other, vec![], true, false),
    ] {
        let event = paths.iter().fold(Event::new(kind), |event, path| event.add_path(path.into()));
        assert_eq!(
            (filter.matters(&event), filter.is_loss(&event)),
            (matters, is_loss),
            "{event:?}"
        );
    }
}

#[test]
fn of_a_single_file_only_the_file_itself_calls_for_a_run() {
    let filter = Filter { root: "/reports/a.jsonl".into(), single: true, ours: Vec::new() };
    for (path, expected) in
        [("/reports/a.jsonl", true), ("/reports/b.jsonl", false), ("/lexicon/causes.toml", true)]
    {
        let event = Event::new(EventKind::Create(CreateKind::File)).add_path(path.into());
        assert_eq!((filter.matters(&event), filter.is_loss(&event)), (expected, false), "{path}");
    }
}
