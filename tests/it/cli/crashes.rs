//! Runs that are killed, or run out of room, at any moment: the index answers as before or as after the
//! run, is whole, and the next run completes without a hand on it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Place, Run};

/// Kills when `JIKEN_KILLS` does not ask for more.
const KILLS: u32 = 6;

const QUERIES: &str = "漏えい\n不正アクセス 改ざん\n「宛先」 OR 紛失\nお知らせ -誤送信\nろうえい\n\
                       cause:malware\n委託先はどこですか\nサイト*\n";

/// Sentences that notices are made of.
const SENTENCES: [&str; 8] = [
    "第三者による不正アクセスを受け、決済画面が改ざんされました。",
    "サーバーがランサムウェアに感染し、ファイルが暗号化されました。",
    "職員が宛先を誤り、メールを誤送信しました。",
    "業務で使うUSBメモリを紛失しました。",
    "お客様の氏名とメールアドレスが漏えいした可能性があります。",
    "カード番号は含まれておりません。",
    "委託先の担当者がサイトの設定を誤り、名簿が閲覧できる状態でした。",
    "対象となる方には個別にご連絡いたします。",
];

/// Chance that can be repeated: xorshift of Marsaglia.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn notice(&mut self, number: u64) -> String {
        let mut text = format!("第{number}社 個人情報に関するお知らせ\n");
        for _ in 0..2 + self.below(6) {
            let sentence = usize::try_from(self.below(8)).unwrap_or(0);
            text.push_str(SENTENCES[sentence]);
        }
        text.push_str(&format!("\n対象は{}名です。\n", 1 + self.below(9_999)));
        text
    }

    /// Does to a corpus what a day does: some files come, change, go or are renamed.
    fn change(&mut self, corpus: &Path) {
        for _ in 0..1 + self.below(12) {
            let number = self.below(60);
            let path = corpus.join(format!("{number:02}.txt"));
            match self.below(6) {
                0 => {
                    let _ = fs::remove_file(&path);
                }
                1 => {
                    let to = corpus.join(format!("{:02}.txt", self.below(60)));
                    let _ = fs::rename(&path, to);
                }
                _ => fs::write(&path, self.notice(number)).expect("a file"),
            }
        }
        let lines: String = (0..20 + self.below(200))
            .map(|number| {
                let text = self.notice(number);
                serde_json::json!({ "id": format!("crawl-{number}"), "text": text }).to_string()
                    + "\n"
            })
            .collect();
        fs::write(corpus.join("crawl.jsonl"), lines).expect("a file");
    }
}

/// What the index answers: ids and scores for every query, and the facets of everything.
fn answers(place: &Place, index: &str) -> String {
    let run = |args: &[&str]| {
        let run = place.run(args);
        assert_ne!(run.code, Some(2), "{args:?}: {}", run.stderr);
        run.stdout
    };
    let ranked = run(&["search", "--queries", "queries.tsv", "--format", "trec", "--index", index]);
    ranked + &run(&["facets", "--format", "json", "--index", index])
}

/// What an index built from scratch answers.
fn built_anew(place: &Place) -> String {
    place.ok(&["index", "--quiet", "--full", "--index", "fresh"]);
    answers(place, "fresh")
}

/// Without what two answers may differ in: scores that are summed in another order, and the number of the
/// state.
fn told(answers: &str) -> String {
    let line = |line: &str| {
        let mut cells: Vec<String> = line.split(' ').map(str::to_owned).collect();
        if let [_, _, _, _, score, _] = cells.as_mut_slice() {
            *score =
                score.parse::<f64>().map_or_else(|_| score.clone(), |score| format!("{score:.2}"));
        }
        cells.join(" ")
    };
    answers
        .lines()
        .filter(|line| !line.contains("\"generation\""))
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_run_that_is_killed_leaves_an_index_that_answers_and_that_the_next_run_completes() {
    let kills = std::env::var("JIKEN_KILLS").ok().and_then(|kills| kills.parse().ok());
    let kills: u32 = kills.unwrap_or(KILLS);
    let place = Place::new();
    place.write("queries.tsv", QUERIES);
    let corpus = place.path("corpus");
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    chance.change(&corpus);
    let began = Instant::now();
    place.ok(&["index", "--quiet"]);
    // A little longer than a run takes, so that some end before they are killed.
    let longest = began.elapsed().mul_f64(1.2);
    let mut before = told(&answers(&place, "index"));
    let (mut unfinished, mut published) = (0, 0);
    for kill in 1..=kills {
        chance.change(&corpus);
        let mut run = Command::new(env!("CARGO_BIN_EXE_jiken"))
            .args(["index", "--quiet"])
            .current_dir(place.path("."))
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let share = Duration::from_micros(chance.below(1 + longest.as_micros() as u64));
        std::thread::sleep(share);
        run.kill().expect("it is killed, or has ended");
        run.wait().expect("it has ended");
        let now = told(&answers(&place, "index"));
        let after = told(&built_anew(&place));
        assert!(now == before || now == after, "kill {kill} left other answers:\n{now}");
        let check = place.run(&["check"]);
        assert_eq!(check.code, Some(0), "kill {kill}: {}", check.stdout);
        if now == before {
            unfinished += 1;
        } else {
            published += 1;
        }
        // Two in three kills meet what the one before left behind.
        if chance.below(3) == 0 {
            place.ok(&["index", "--quiet"]);
            assert_eq!(told(&answers(&place, "index")), after, "the run after kill {kill}");
        }
        before = told(&answers(&place, "index"));
    }
    place.ok(&["index", "--quiet"]);
    assert_eq!(told(&answers(&place, "index")), told(&built_anew(&place)));
    let litter: Vec<String> = fs::read_dir(place.path("index"))
        .expect("the index")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("building-") || name.starts_with("swept-"))
        .collect();
    assert_eq!(litter, Vec::<String>::new());
    eprintln!("{kills} kills: {unfinished} left the old state, {published} the new one");
}

#[cfg(debug_assertions)]
#[test]
fn a_run_that_ends_after_any_durable_step_has_published_all_or_nothing() {
    for (step, expected) in [
        ("based", "old"),
        ("committed", "old"),
        ("sealed", "old"),
        ("published", "new"),
        ("swept", "new"),
    ] {
        let place = Place::indexed();
        place.write("queries.tsv", QUERIES);
        let old = told(&answers(&place, "index"));
        place.write("corpus/new.txt", Chance(7).notice(1));
        let mut command = place.command();
        let killed = command.args(["index", "--quiet"]).env("JIKEN_ABORT_AFTER", step).output();
        assert_eq!(killed.expect("the program runs").status.code(), None, "{step}");
        let new = told(&built_anew(&place));
        let now = told(&answers(&place, "index"));
        assert_eq!(now, if expected == "old" { &*old } else { &*new }, "{step}");
        assert_eq!(place.run(&["check"]).code, Some(0), "{step}");
        place.ok(&["index", "--quiet"]);
        assert_eq!(told(&answers(&place, "index")), new, "{step}");
    }
}

/// A place for an index that may grow so far and no further.
#[cfg(unix)]
enum Room {
    /// A small file system of its own, where the system lets this process mount one.
    Mounted(std::path::PathBuf),
    /// Elsewhere no file may grow beyond a limit, which ends a run in the same way.
    Limited,
}

#[cfg(unix)]
impl Room {
    fn at(index: &Path) -> Self {
        let room = Self::Mounted(index.to_owned());
        if room.mount("size=3m") { room } else { Self::Limited }
    }

    fn mount(&self, options: &str) -> bool {
        let Self::Mounted(at) = self else { return true };
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    }

    /// Indexes with room for so many kilobytes, or for as many more as there must be.
    fn index(&self, place: &Place, kilobytes: &mut usize) -> Run {
        // A file system cannot be made smaller than what it holds.
        while !self.mount(&format!("remount,size={kilobytes}k")) {
            *kilobytes += 100;
            assert!(*kilobytes < 64_000, "the file system cannot be resized");
        }
        let Self::Limited = self else { return place.run(&["index", "--quiet"]) };
        // In blocks of 512 bytes; the signal would end the program before it sees the error.
        let limited =
            format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" index --quiet", 2 * *kilobytes);
        let program = place.command();
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(limited).arg(program.get_program());
        shell.current_dir(place.path(""));
        for (name, _) in program.get_envs() {
            shell.env_remove(name);
        }
        Run::of(shell.output().expect("the shell runs"))
    }
}

#[cfg(unix)]
impl Drop for Room {
    fn drop(&mut self) {
        if let Self::Mounted(at) = self {
            let mut unmount = Command::new("umount");
            let _ = unmount.arg("--lazy").arg(at).stderr(Stdio::null()).status();
        }
    }
}

/// Runs over a growing corpus with now too little room and now enough; tells how many were which.
#[cfg(unix)]
fn without_room_the_old_index_stays(place: &Place, room: &Room) -> String {
    place.write("queries.tsv", QUERIES);
    let corpus = place.path("corpus");
    place.ok(&["index", "--quiet"]);
    let mut before = told(&answers(place, "index"));
    let mut chance = Chance(0x0123_4567_89AB_CDEF);
    let (mut full, mut done) = (0, 0);
    let mut kilobytes = 1_500;
    for round in 0..40 {
        chance.change(&corpus);
        let run = room.index(place, &mut kilobytes);
        let now = told(&answers(place, "index"));
        let after = told(&built_anew(place));
        match run.code {
            Some(0) => {
                assert_eq!(now, after, "round {round}");
                done += 1;
                // Less room from round to round, until it is too little.
                kilobytes = kilobytes * 3 / 4;
            }
            Some(2) => {
                assert!(run.stderr.contains("room"), "round {round}: {}", run.stderr);
                assert_eq!(now, before, "round {round}");
                assert_eq!(place.run(&["check"]).code, Some(0), "round {round}");
                full += 1;
                kilobytes += kilobytes / 2 + 8;
            }
            other => panic!("round {round}: {other:?} {}", run.stderr),
        }
        before = now;
    }
    assert_eq!(room.index(place, &mut 60_000).code, Some(0), "with room enough");
    assert_eq!(told(&answers(place, "index")), told(&built_anew(place)));
    assert!(full > 3 && done > 3, "{full} runs without room, {done} with");
    format!("{full} runs found no room and left the old state, {done} were published")
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_index_and_room_lets_the_next_run_complete() {
    let place = Place::new();
    let index = place.path("index");
    fs::create_dir(&index).expect("a folder");
    eprintln!("{}", without_room_the_old_index_stays(&place, &Room::at(&index)));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_leaves_the_old_index() {
    eprintln!("{}", without_room_the_old_index_stays(&Place::new(), &Room::Limited));
}
