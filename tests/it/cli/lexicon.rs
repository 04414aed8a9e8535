//! The lexicon as a researcher meets it: exported, edited, checked, used, refused.

use super::Place;

/// A notice of a cause that no lexicon knows.
const DRONE: &str = "無人機による情報漏えいに関するお詫び\n2024年3月4日\n株式会社夕凪\n\
弊社の倉庫におきまして、空中窃視器による撮影を受け、お客様の氏名が漏えいしたことが判明いたしました。\n";

fn causes(place: &Place, args: &[&str]) -> String {
    let args = [&["extract", "drone.txt", "--format", "json"], args].concat();
    place.json(&args)[0]["causes"].to_string()
}

#[test]
fn an_edited_lexicon_changes_what_is_extracted() {
    let place = Place::new();
    place.write("drone.txt", DRONE);
    place.ok(&["lexicon", "export", "mine"]);
    let before = causes(&place, &[]);
    assert_eq!(causes(&place, &["--lexicon", "mine"]), before);
    let file = std::fs::read_to_string(place.path("mine/causes.toml")).expect("it was exported");
    let value = "\n[[group.value]]\nslug = \"aerial-spying\"\nlabel = \"空中からの撮影\"\n\
        veris = [\"action.physical.variety.Snooping\"]\ntsr = [\"other\"]\njnsa = [\"other\"]\n\
        cues = [\"空中窃視器\"]\n";
    place.write("mine/causes.toml", file.trim_end().to_owned() + "\n" + value);
    assert_eq!(
        place.ok(&["lexicon", "check", "mine"]),
        place.ok(&["lexicon", "check"]).replace("lexicon/", "mine/")
    );
    let after = causes(&place, &["--lexicon", "mine"]);
    assert!(!before.contains("aerial-spying"));
    assert!(after.contains("\"unknown/aerial-spying\"") && after.contains("不明/空中からの撮影"));
    assert!(after.contains("\"certainty\":\"stated\""), "{after}");
}

#[test]
fn a_wrong_edit_is_refused_with_file_and_line_by_every_command() {
    let place = Place::indexed();
    place.write("drone.txt", DRONE);
    place.write("mine/kinds.toml", "qa_title = [\n  \"甲\",\n  \"(乙\",\n]\n");
    place.write("mine/sections.toml", "contact = [\"(甲\"]\n");
    place.write("mine/terms.csv", "surface,part_of_speech,reading\n甲,名詞,コウ\n");
    for args in [
        &["extract", "drone.txt", "--lexicon", "mine"][..],
        &["search", "甲", "--lexicon", "mine"],
        &["index", "--lexicon", "mine"],
    ] {
        let run = place.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(
            run.stderr.starts_with("error: mine/terms.csv:2:1: a term needs two"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn check_names_every_mistake_of_every_file() {
    let place = Place::new();
    place.ok(&["lexicon", "export", "mine"]);
    let edit = |name: &str, from: &str, to: &str| {
        let path = format!("mine/{name}");
        let text = std::fs::read_to_string(place.path(&path)).expect("it was exported");
        assert!(text.contains(from), "{name} holds {from}");
        place.write(&path, text.replacen(from, to, 1));
    };
    let first_cue = |name: &str, cues: &str| edit(name, "cues = [", &format!("cues = [{cues}, "));
    first_cue(
        "causes.toml",
        "\"(甲\", \"甲\", \"甲\", \"…乙\", \"丙(丁||戊)\", \"己）|庚\", \"{無}\"",
    );
    edit("causes.toml", "unless_found = [", "unless_found = [\"no/such\", ");
    edit("causes.toml", "\"action.hacking.variety.Unknown\"", "\"action.hacking.variety.Magic\"");
    edit("data.toml", "slug = \"card-number\"", "slug = \"Card\"");
    edit("data.toml", "label = \"有効期限\"", "label = \"有効期限\"\ncolour = \"赤\"");
    edit("vendors.toml", "name = \"hosting\"", "name = \"host\"");
    edit("dates.toml", "name = \"contained\"", "name = \"stopped\"");
    edit("certainty.toml", "leak = [", "leak = [\"一行\\n二行\", ");
    edit("variants.toml", "forms = [\"漏洩\"", "forms = [\"改竄\", \"漏洩\"");
    place.write(
        "mine/terms.csv",
        "surface,part_of_speech,reading\n甲乙,動詞,コウオツ\n甲\n丙丁,名詞,ヘイテイ\n",
    );
    place.write("mine/sections.toml", "contact = [\n");
    place.write("mine/cause.toml", "");
    let run = place.run(&["lexicon", "check", "mine", "--format", "json"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let findings = json["findings"].as_array().expect("findings");
    let errors: Vec<String> = findings
        .iter()
        .filter(|found| found["severity"] == "error")
        .map(|found| {
            assert!(found["line"].is_u64() && found["column"].is_u64(), "{found}");
            format!(
                "{}: {}",
                found["file"].as_str().expect("a file"),
                found["message"].as_str().expect("words")
            )
        })
        .collect();
    for (file, part) in [
        ("causes", "`(甲`: the choice `(` is not closed"),
        ("causes", "`甲` stands in this list twice"),
        ("causes", "`…乙`: an empty cue or an empty end of a gap"),
        ("causes", "`丙(丁||戊)`: holds an empty choice"),
        ("causes", "`己）|庚`: has a sign outside of a choice"),
        ("causes", "`無` is not among `sets`"),
        ("causes", "`no/such` is no value of this file"),
        ("causes", "`action.hacking.variety.Magic` is no term of veris.toml"),
        ("data", "`payment/Card` is not a slug path"),
        ("data", "unknown field `colour`"),
        ("vendors", "`host` is no vendor role; use one of"),
        ("dates", "`stopped` is no event; use one of"),
        ("certainty", "holds a line break"),
        ("variants", "stands for “"),
    ] {
        let expected = format!("mine/{file}.toml: ");
        let is_named =
            errors.iter().any(|error| error.starts_with(&expected) && error.contains(part));
        assert!(is_named, "{file}: {part}\n{}", errors.join("\n"));
    }
    assert!(
        errors.iter().any(|error| error.starts_with("mine/terms.csv: unknown part")),
        "{errors:?}"
    );
    assert!(errors.iter().any(|error| error.starts_with("mine/terms.csv: a term has three")));
    assert!(errors.iter().any(|error| error.starts_with("mine/sections.toml: ")), "{errors:?}");
    let strange = findings.iter().find(|found| found["file"] == "mine/cause.toml").expect("named");
    assert_eq!(strange["severity"], "warning");
    assert_eq!(json["errors"].as_u64(), u64::try_from(errors.len()).ok());
    let text = place.run(&["lexicon", "check", "mine"]);
    assert_eq!(text.code, Some(2));
    assert!(text.stdout.contains(": error: `host` is no vendor role"), "{}", text.stdout);
    // The built-in files beside the edited ones are sound, so nothing drowns what was found.
    assert!(text.stderr.ends_with(" errors, 1 warning\n"), "{}", text.stderr);
}

#[test]
fn the_built_in_lexicon_is_right_and_can_be_looked_at() {
    let place = Place::new();
    let json = place.json(&["lexicon", "check", "--format", "json"]);
    assert_eq!(json["errors"], 0, "{json}");
    assert_eq!(json["findings"], serde_json::json!([]));
    assert!(
        place
            .ok(&["lexicon", "show"])
            .starts_with("lexicon/boilerplate.toml\nlexicon/causes.toml\n")
    );
    assert!(place.ok(&["lexicon", "show", "tsr.toml"]).contains("intrusion = "));
    let run = place.run(&["lexicon", "show", "cause.toml"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("hint: write one of causes.toml"), "{}", run.stderr);
    assert_eq!(place.run(&["lexicon", "check", "nowhere"]).code, Some(2));
}

#[test]
fn export_leaves_edited_files_alone() {
    let place = Place::new();
    place.write("mine/kinds.toml", "edited");
    let run = place.run(&["lexicon", "export", "mine"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.contains("1 were there and are left alone"), "{}", run.stderr);
    let read = || std::fs::read_to_string(place.path("mine/kinds.toml")).expect("a file");
    assert_eq!(read(), "edited");
    place.ok(&["lexicon", "export", "mine", "--force"]);
    assert_ne!(read(), "edited");
}
