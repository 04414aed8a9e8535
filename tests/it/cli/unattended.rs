//! What a nightly job and a researcher's desk need: the account, limits, logs, signals, `--watch`.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{BARE, Place};

/// Longer than anything here takes, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(120);

const LOSS: &str =
    "紛失のお知らせ\n2023年6月1日\n株式会社小倉文具\nUSBメモリを紛失いたしました。\n";

/// The program under way.
struct Underway {
    child: Child,
    lines: Receiver<String>,
}

impl Underway {
    fn start(place: &Place, args: &[&str]) -> Self {
        let program = assert_cmd::cargo::cargo_bin("jiken");
        // What was ignored when the test began, as in a job in the background, must not be here.
        let mut command = if cfg!(target_os = "linux") {
            let mut command = Command::new("env");
            command.arg("--default-signal=INT,TERM,HUP").arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(place.path("")).args(args).stdout(Stdio::null()).stderr(Stdio::piped());
        for name in BARE {
            command.env_remove(name);
        }
        let mut child = command.spawn().expect("the program starts");
        let stderr = child.stderr.take().expect("a pipe");
        Self { child, lines: lines(stderr) }
    }

    /// Reads on until a line on stderr holds `wanted`, and returns it.
    #[track_caller]
    fn until(&self, wanted: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut said = Vec::new();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("`{wanted}` was never said, but {said:?}")
            };
            if line.contains(wanted) {
                return line;
            }
            said.push(line);
        }
    }

    /// Sends a signal, and returns how the program ended and how long that took.
    #[cfg(unix)]
    fn end(mut self, signal: &str) -> (ExitStatus, Duration) {
        let began = Instant::now();
        let kill = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().expect("a shell").success());
        while began.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("it is a child") {
                return (status, began.elapsed());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("{signal} did not end it")
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(stderr: ChildStderr) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

fn account(place: &Place, name: &str) -> Value {
    let text = std::fs::read_to_string(place.path(name)).expect("an account");
    serde_json::from_str(&text).expect("JSON")
}

impl Place {
    fn rename(&self, from: &str, to: &str) {
        std::fs::rename(self.path(from), self.path(to)).expect("it can be renamed");
    }
}

/// Files in the folder of the report, hidden ones too.
fn names(place: &Place) -> Vec<String> {
    let entries = std::fs::read_dir(place.path("")).expect("a folder");
    let names =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_run_leaves_one_account_in_the_file_and_on_stdout() {
    let place = Place::new();
    place.write("corpus/crawl.jsonl", "{\"text\": \"名簿を誤って送信しました。\"}\n{\n");
    let run = place.run(&["index", "--report", "last.json", "--format", "json", "--quiet"]);
    assert_eq!(run.code, Some(1));
    let json = account(&place, "last.json");
    assert_eq!(serde_json::from_str::<Value>(&run.stdout).expect("JSON"), json);
    assert_eq!((&json["outcome"], &json["exit_code"]), (&"published".into(), &1.into()));
    assert_eq!((&json["generation_before"], &json["generation"]), (&0.into(), &1.into()));
    assert_eq!((&json["files"]["seen"], &json["files"]["added"]), (&3.into(), &3.into()));
    assert_eq!((&json["reports"]["indexed"], &json["reports"]["total"]), (&3.into(), &3.into()));
    assert_eq!(json["set_aside"][0]["path"], "crawl.jsonl");
    assert_eq!(json["set_aside"][0]["line"], 2);
    assert_eq!(json["jiken"], env!("CARGO_PKG_VERSION"));
    let seconds = |value: &Value| value.as_f64().expect("seconds");
    assert!(seconds(&json["stages"]["extract"]) > 0.0 && seconds(&json["seconds"]) > 0.0);
    let [started, finished] =
        ["started", "finished"].map(|name| json[name].as_str().expect("a time"));
    assert!(started < finished && finished.ends_with('Z'), "{started} {finished}");
    assert_eq!(json["fingerprint"].as_str().map(str::len), Some(64));
    // Nothing changes; nothing but the account lies beside corpus and index.
    // What was set aside is remembered while the file is as it was.
    assert_eq!(place.run(&["index", "--report", "last.json"]).code, Some(1));
    let again = account(&place, "last.json");
    assert_eq!((&again["outcome"], &again["files"]["unchanged"]), (&"unchanged".into(), &3.into()));
    assert_eq!(again["set_aside"], json["set_aside"]);
    assert_eq!(names(&place), ["corpus", "index", "last.json"]);
}

#[test]
fn a_run_that_fails_leaves_its_account_too() {
    let place = Place::indexed();
    place.write("lexicon/causes.toml", "oops");
    for (args, error) in [
        (vec!["index", "nowhere"], "nowhere does not exist"),
        (vec!["index", "--lexicon", "lexicon"], "causes.toml"),
        (vec!["index", "--lexicon", "nowhere"], "no lexicon folder"),
    ] {
        let args = [args, vec!["--report", "last.json"]].concat();
        assert_eq!(place.run(&args).code, Some(2), "{args:?}");
        let json = account(&place, "last.json");
        assert_eq!((&json["outcome"], &json["exit_code"]), (&"failed".into(), &2.into()));
        assert!(json["error"].as_str().is_some_and(|said| said.contains(error)), "{json}");
        assert_eq!((&json["generation"], &json["opening"]), (&1.into(), &Value::Null));
    }
    // Where the account cannot be written, nothing is done that it would tell of.
    place.write("corpus/new.txt", LOSS);
    let run = place.run(&["index", "--report", "no/such/folder/last.json"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("cannot write the report"), "{}", run.stderr);
    assert_eq!(place.run(&["search", "USBメモリ", "--no-relax"]).code, Some(1));
}

#[test]
fn a_run_that_would_lose_too_much_fails_and_the_index_stands() {
    let place = Place::indexed();
    place.write("corpus/broken.json", "{\"title\": ");
    let run = place.run(&["index", "--max-set-aside", "30", "--report", "last.json"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("warning: set aside broken.json"), "{}", run.stderr);
    assert!(run.stderr.contains("1 of 3 reports would be set aside"), "{}", run.stderr);
    let json = account(&place, "last.json");
    assert_eq!(
        (&json["outcome"], &json["set_aside"][0]["path"]),
        (&"refused".into(), &"broken.json".into())
    );
    assert_eq!(place.run(&["index", "--max-set-aside", "34"]).code, Some(1));

    std::fs::remove_file(place.path("corpus/aozora.txt")).expect("it goes");
    let run = place.run(&["index", "--max-removed", "20%"]);
    assert!(run.code == Some(2) && run.stderr.contains("1 of 2 reports"), "{}", run.stderr);
    assert_eq!(place.run(&["search", "改ざん"]).code, Some(0));
}

#[test]
fn an_index_is_not_emptied_because_the_corpus_is_not_mounted() {
    let place = Place::indexed();
    place.rename("corpus", "elsewhere");
    std::fs::create_dir(place.path("corpus")).expect("a mount point");
    for args in [vec!["index"], vec!["index", "--full"], vec!["index", "--max-removed", "50"]] {
        let run = place.run(&args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("mounted"), "{}", run.stderr);
        assert_eq!(place.run(&["search", "改ざん"]).code, Some(0));
    }
    assert_eq!(place.run(&["index", "--max-removed", "100"]).code, Some(0));
    assert_eq!(place.run(&["search", "改ざん"]).code, Some(1));
}

#[test]
fn a_log_for_machines_is_one_json_object_a_line() {
    let place = Place::new();
    place.write("corpus/broken.json", "{\"title\": ");
    let parsed = |stderr: &str| -> Vec<Value> {
        stderr.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
    };
    let lines = parsed(&place.run(&["index", "-v", "--log-format", "json"]).stderr);
    let find = |message: &str| lines.iter().find(|line| line["message"] == message);
    let set_aside = find("set aside").expect("a warning");
    assert_eq!(
        (&set_aside["level"], &set_aside["path"]),
        (&"warning".into(), &"broken.json".into())
    );
    assert!(set_aside["reason"].is_string() && set_aside["time"].is_string());
    assert_eq!(find("added").map(|line| &line["level"]), Some(&"debug".into()));
    // Errors of every command, and mistakes in the command line.
    for (args, hinted) in [
        (vec!["search", "改ざん AND"], true),
        (vec!["show", "no-such-report"], true),
        (vec!["search", "--no-such-flag"], false),
    ] {
        let run = place.run(&[args, vec!["--log-format", "json"]].concat());
        let lines = parsed(&run.stderr);
        assert_eq!((run.code, lines.len(), run.stdout.as_str()), (Some(2), 1, ""), "{lines:?}");
        assert_eq!((&lines[0]["level"], lines[0]["hint"].is_string()), (&"error".into(), hinted));
    }
}

#[test]
fn the_level_of_the_log_comes_from_flags_or_the_environment() {
    let place = Place::new();
    place.write("corpus/broken.json", "{\"title\": ");
    place.run(&["index"]);
    for (args, level, expected) in [
        (vec![], None, ["warning: ", "files: "].as_slice()),
        (vec!["-q"], None, &["warning: "]),
        (vec![], Some("error"), &[]),
        (vec!["-q"], Some("error"), &[]),
        (vec![], Some("warning"), &["warning: "]),
        (vec!["-v"], Some("error"), &["warning: ", "files: ", "all threads"]),
        (vec!["--log-level", "info"], Some("error"), &["warning: ", "files: "]),
        (vec!["-vv"], None, &["warning: ", "files: ", "unchanged aozora.txt"]),
    ] {
        let mut command = place.command();
        command.args([vec!["index"], args.clone()].concat());
        level.map(|level| command.env("JIKEN_LOG", level));
        let output = command.output().expect("it runs");
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        for begin in ["warning: ", "files: ", "all threads", "unchanged aozora.txt"] {
            let said = stderr.lines().any(|line| line.starts_with(begin));
            let wanted = expected.contains(&begin) || (begin == "all threads" && args == ["-vv"]);
            assert_eq!(said, wanted, "{args:?} {level:?}: {begin} in {stderr}");
        }
    }
}

#[test]
#[cfg(unix)]
fn a_signal_ends_a_run_quickly_and_the_old_index_stands() {
    let place = Place::indexed();
    for number in 0..2_000 {
        place.write(&format!("corpus/{}/{number}.txt", number % 20), LOSS);
    }
    for signal in ["TERM", "INT", "HUP"] {
        let args = ["index", "--report", "last.json", "--threads", "1", "-v"];
        let underway = Underway::start(&place, &args);
        underway.until("added ");
        let (status, took) = underway.end(signal);
        assert_eq!(status.code(), Some(2), "{signal}");
        assert!(took < Duration::from_secs(5), "{signal}: {took:?}");
        let json = account(&place, "last.json");
        assert_eq!((&json["outcome"], &json["published"]), (&"stopped".into(), &false.into()));
        assert_eq!((&json["generation"], &json["reports"]["total"]), (&1.into(), &2.into()));
        assert!(json["error"].as_str().is_some_and(|said| said.contains(signal)), "{json}");
    }
    assert_eq!(place.run(&["search", "USBメモリ", "--no-relax"]).code, Some(1));
    assert_eq!(place.run(&["search", "改ざん"]).code, Some(0));
    let json = place.json(&["index", "--format", "json", "--quiet"]);
    assert_eq!(json["reports"]["total"], 2_002);
}

#[test]
#[cfg(unix)]
fn a_watch_keeps_up_with_files_and_lexicon_until_a_signal_comes() {
    let place = Place::new();
    place.write("lexicon/stop-words.txt", "お知らせ\n");
    let args = ["index", "--watch", "--every", "1", "--lexicon", "lexicon"];
    let underway = Underway::start(&place, &args);
    underway.until("watching corpus");
    // As editors write: another file first, then renamed over.
    place.write("corpus/.new.txt.tmp", LOSS);
    place.rename("corpus/.new.txt.tmp", "corpus/new.txt");
    underway.until("1 added, 0 changed, 0 removed; 3 reports");
    place.write("corpus/.new.txt.tmp", LOSS.replace("USBメモリ", "保守用ノート"));
    place.rename("corpus/.new.txt.tmp", "corpus/new.txt");
    underway.until("0 added, 1 changed, 0 removed; 3 reports");
    // A run that fails is told of, and does not end the watch.
    place.write("lexicon/variants.toml", "oops");
    underway.until("error: ");
    place.rename("lexicon/variants.toml", "lexicon/mended.txt");
    place.write("lexicon/stop-words.txt", "お知らせ\nお詫び\n");
    underway.until("3 added, 0 changed, 0 removed; 3 reports");
    std::fs::remove_file(place.path("corpus/new.txt")).expect("it goes");
    underway.until("0 added, 0 changed, 1 removed; 2 reports");
    let (status, took) = underway.end("TERM");
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(place.run(&["search", "改ざん", "--lexicon", "lexicon"]).code, Some(0));
}

#[test]
#[cfg(unix)]
fn a_watch_without_events_looks_now_and_then() {
    let place = Place::new();
    let args = ["index", "--watch=poll", "--every", "1", "--report", "last.json"];
    let underway = Underway::start(&place, &args);
    underway.until("watching corpus");
    place.write("corpus/new.txt", LOSS);
    underway.until("1 added, 0 changed, 0 removed; 3 reports");
    // The corpus is away for a while, and the index stands.
    place.rename("corpus", "elsewhere");
    underway.until("error: corpus does not exist");
    place.rename("elsewhere", "corpus");
    place.write("corpus/newer.txt", LOSS);
    underway.until("1 added, 0 changed, 0 removed; 4 reports");
    assert_eq!(underway.end("INT").0.code(), Some(0));
    assert_eq!(account(&place, "last.json")["generation"], 3);
}
