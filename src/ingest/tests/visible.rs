//! What searches see while runs go on.

use super::*;

#[test]
fn searches_that_go_on_during_runs_see_all_of_one_or_nothing_of_it() {
    const FILES: usize = 12;
    let notice = |word: &str| format!("{word}社のお知らせ\n個人情報が漏えいしました。");
    let write_all = |bench: &Bench, word: &str| {
        for file in 0..FILES {
            bench.write(&format!("{file}.txt"), &notice(word));
        }
    };
    let bench = Bench::new(&[]);
    write_all(&bench, "甲");
    bench.run();
    let done = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut generations = BTreeMap::new();
            while !done.load(Ordering::Relaxed) {
                let snapshot =
                    Snapshot::open(bench.index.path()).expect("there is always an index");
                let generation = snapshot.manifest().generation;
                let texts = (0..FILES).map(|file| {
                    let report = snapshot.find(&format!("{file}.txt")).expect("it is read");
                    report.expect("no file ever goes").document.text
                });
                let first: String =
                    texts.map(|text| text.chars().take(1).collect::<String>()).collect();
                let found = (snapshot.reports(), first);
                let earlier = generations.insert(generation, found.clone());
                assert_eq!(earlier.as_ref().unwrap_or(&found), &found, "generation {generation}");
            }
            generations
        });
        for round in 0..8 {
            write_all(&bench, if round % 2 == 0 { "乙" } else { "甲" });
            bench.run();
        }
        done.store(true, Ordering::Relaxed);
        reader.join().expect("the reader ends well")
    });
    for (generation, found) in &seen {
        let word = if generation % 2 == 1 { "甲" } else { "乙" };
        assert_eq!(*found, (FILES as u64, word.repeat(FILES)), "generation {generation}");
    }
    assert!(seen.len() > 2, "the reader saw {} states", seen.len());
}
