use super::*;
use crate::eval::labels;

/// The label of a report whose facts are these fields of a JSON object.
fn label(fields: &str) -> Label {
    let mut label = serde_json::json!({
        "id": "a.txt#1", "kind": "notice", "organisation": null, "service": null,
        "aliases": {}, "causes": [], "vendors": [], "data": [], "affected": [], "dates": [],
    });
    let set: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(fields).expect(fields);
    label.as_object_mut().expect("an object").extend(set);
    labels::parse("labels.jsonl", &label.to_string()).expect(fields).remove(0)
}

/// Facts in short: `c malware/ransomware possible`, `d contact/name denied`, `v 見本 contractor`,
/// `n 5 people exact`, `t detected 2022-07`, `o 株式会社見本`.
fn facts(short: &[&str]) -> Label {
    let mut fields = serde_json::Map::new();
    for fact in short {
        let words: Vec<&str> = fact.split(' ').collect();
        let evidence = serde_json::json!({ "quote": *fact });
        let (key, one) = match *words.as_slice() {
            ["c", value, certainty] => (
                "causes",
                serde_json::json!({"value": value, "certainty": certainty, "evidence": evidence}),
            ),
            ["d", value, certainty] => (
                "data",
                serde_json::json!({"value": value, "certainty": certainty, "evidence": evidence}),
            ),
            ["v", name, role] => {
                ("vendors", serde_json::json!({"name": name, "role": role, "evidence": evidence}))
            }
            ["n", number, unit, qualifier] => {
                let number: u64 = number.parse().expect(fact);
                let bound = |known: bool| known.then_some(number);
                let (min, max) = (bound(qualifier != "at-most"), bound(qualifier != "at-least"));
                (
                    "affected",
                    serde_json::json!({"what": "", "unit": unit, "min": min, "max": max,
                        "qualifier": qualifier, "evidence": evidence}),
                )
            }
            ["t", event, date] => {
                ("dates", serde_json::json!({"event": event, "date": date, "evidence": evidence}))
            }
            ["o", name] => {
                fields.insert(
                    "organisation".to_owned(),
                    serde_json::json!({"name": name, "evidence": evidence}),
                );
                continue;
            }
            ["k", kind] => {
                fields.insert("kind".to_owned(), kind.into());
                continue;
            }
            _ => panic!("no fact: {fact}"),
        };
        let list = fields.entry(key).or_insert_with(|| serde_json::json!([]));
        list.as_array_mut().expect("a list").push(one);
    }
    label(&serde_json::Value::Object(fields).to_string())
}

/// Takes 株式会社 off, as a stand-in for the lexicon's legal forms.
fn normalise(name: &str) -> String {
    name.replace("株式会社", "")
}

/// `+` right, `-` missed, `!` false alarm, of one field.
fn verdicts(field: Field, expected: &[&str], found: &[&str]) -> String {
    let judgement = judge(&facts(expected), &facts(found).facts, &normalise);
    let of_field = judgement.outcomes.iter().filter(|outcome| outcome.field == field);
    let signs: Vec<String> = of_field
        .map(|outcome| {
            let sign = match outcome.verdict {
                Verdict::Matched => '+',
                Verdict::Missed => '-',
                Verdict::FalseAlarm => '!',
            };
            format!("{sign}{}", outcome.fact)
        })
        .collect();
    signs.join(", ")
}

#[test]
fn a_fact_is_right_when_all_that_its_field_names_agrees() {
    #[track_caller]
    fn check(field: Field, expected: &[&str], found: &[&str], outcome: &str) {
        assert_eq!(verdicts(field, expected, found), outcome);
    }
    use Field::*;
    check(Kind, &["k qa"], &["k qa"], "+qa");
    check(Kind, &["k none"], &["k news"], "-none, !news");

    check(Organisation, &["o 株式会社見本"], &["o 見本"], "+見本");
    check(Organisation, &["o 見本"], &["o 手本"], "-見本, !手本");
    check(Organisation, &[], &["o 見本"], "!見本");
    check(Organisation, &[], &[], "");

    let hosts = ["v 甲株式会社 hosting", "v 乙 contractor"];
    check(Vendor, &hosts, &["v 甲 contractor"], "+甲, -乙");
    check(VendorRole, &hosts, &["v 甲 contractor"], "-甲 hosting, -乙 contractor, !甲 contractor");
    check(Vendor, &["v 甲 hosting"], &["v 甲 hosting", "v 甲 contractor"], "+甲");

    let ransom = ["c malware/ransomware stated"];
    check(Cause, &ransom, &["c malware/ransomware possible"], "+malware/ransomware");
    check(Cause, &ransom, &["c malware/ransomware denied"], "-malware/ransomware");
    check(CauseDenied, &ransom, &["c malware/ransomware denied"], "!malware/ransomware");
    check(
        CauseDenied,
        &["c malware/emotet denied"],
        &["c malware/emotet denied"],
        "+malware/emotet",
    );
    check(
        CauseLevel1,
        &["c malware/ransomware stated", "c malware/emotet possible"],
        &["c malware/other-malware stated", "c insider/data-takeout stated"],
        "+malware, !insider",
    );

    let people = ["n 12 people exact", "n 12 people exact", "n 7 records about"];
    check(
        Affected,
        &people,
        &["n 12 people exact", "n 7 records exact"],
        "+12..12 people exact, -12..12 people exact, -7..7 records about, !7..7 records exact",
    );
    check(
        AffectedNumber,
        &people,
        &["n 12 people exact", "n 7 records exact"],
        "+12 people, -12 people, +7 records",
    );
    check(
        Affected,
        &["n 9 people at-most", "n 3 people at-least"],
        &["n 9 people at-most", "n 3 people at-least"],
        "+?..9 people at-most, +3..? people at-least",
    );

    check(Dates, &["t detected 2022-07"], &["t detected 2022-07"], "+detected 2022-07");
    check(
        Dates,
        &["t detected 2022-07-01"],
        &["t detected 2022-07", "t police 2022-07-01"],
        "-detected 2022-07-01, !detected 2022-07, !police 2022-07-01",
    );
    check(
        Dates,
        &["t reported 2022-07-01", "t reported 2022-08-01"],
        &["t reported 2022-08-01"],
        "-reported 2022-07-01, +reported 2022-08-01",
    );
}

#[test]
fn certainty_is_judged_of_what_was_found_rightly() {
    #[track_caller]
    fn check(expected: &[&str], found: &[&str], outcome: &str) {
        assert_eq!(verdicts(Field::DataCertainty, expected, found), outcome);
    }
    check(
        &["d contact/name stated", "d contact/email stated", "d contact/phone denied"],
        &["d contact/name possible", "d contact/address stated", "d contact/phone stated"],
        "-contact/name stated, !contact/name possible",
    );
    check(&["d contact/name possible"], &["d contact/name possible"], "+contact/name possible");
}

#[test]
fn a_denied_category_that_is_found_as_leaked_is_told_apart() {
    #[track_caller]
    fn check(expected: &[&str], found: &[&str], outcome: &str) {
        assert_eq!(verdicts(Field::DeniedAsLeaked, expected, found), outcome);
    }
    let denied = ["d payment/card-number denied"];
    check(&denied, &["d payment/card-number possible"], "!payment/card-number");
    check(&denied, &["d payment/card-number denied"], "");
    check(&denied, &["d payment/security-code stated"], "");
    check(&denied, &[], "");
    // Some customers' were in it, others' were not.
    let both = ["d contact/name denied", "d contact/name stated"];
    check(&both, &["d contact/name stated"], "");
}

#[test]
fn a_false_alarm_shows_the_sentence_it_was_found_in() {
    let found = facts(&["d contact/name stated", "d contact/email stated"]);
    let judgement = judge(&facts(&["d contact/name possible"]), &found.facts, &normalise);
    let shown: Vec<String> = judgement
        .outcomes
        .iter()
        .filter(|outcome| outcome.field == Field::Data)
        .map(ToString::to_string)
        .collect();
    let expected = [
        "data  right  contact/name  「d contact/name possible」",
        "data  false alarm  contact/email  「d contact/email stated」",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn fields_are_known_by_one_name() {
    for field in Field::ALL {
        assert_eq!(Field::parse(field.as_str()), Some(field));
        let json = serde_json::to_value(field).expect("JSON");
        assert_eq!(json, field.as_str(), "{field:?}");
    }
}
