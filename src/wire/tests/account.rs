//! The account of a run of `index`.

use super::*;
use crate::corpus::SetAside;
use crate::index::{CopyCount, Opening};
use crate::ingest::{Stages, Summary};

#[test]
fn the_fields_of_an_index_account_are_a_promise() {
    let summary = Summary {
        opening: Opening::Updated,
        generation: 3,
        previous: 2,
        published: true,
        seen: 7,
        added: 1,
        changed: 2,
        removed: 3,
        renamed: 0,
        unchanged: 4,
        skipped: 5,
        reports: 6,
        bytes: 7,
        set_aside: vec![SetAside {
            path: "crawl.jsonl".to_owned(),
            line: Some(9),
            reason: "is not JSON; mend it".to_owned(),
        }],
        unnamed: 0,
        stages: Stages::default(),
    };
    let around = Circumstances {
        index: "index".as_ref(),
        corpus: "corpus".as_ref(),
        outcome: Outcome::Published,
        exit_code: Some(1),
        error: None,
        started: "2026-11-22T03:15:00.000Z",
        finished: Some("2026-11-22T03:15:00.250Z".to_owned()),
        seconds: 0.250_4,
        generation: Some(3),
        total: Some(90),
        copies: Some(CopyCount { exact: 2, near: 1 }),
        fingerprint: Some("c0ffee"),
        threads: 2,
        peak_memory: Some(50_000_000),
    };
    let mut account = serde_json::to_value(IndexAccount::new(around.clone(), Some(&summary)))
        .expect("an account is JSON");
    account["jiken"] = "VERSION".into();
    insta::assert_json_snapshot!(account, @r#"
    {
      "jiken": "VERSION",
      "outcome": "published",
      "exit_code": 1,
      "error": null,
      "started": "2026-11-22T03:15:00.000Z",
      "finished": "2026-11-22T03:15:00.250Z",
      "seconds": 0.25,
      "index": "index",
      "corpus": "corpus",
      "opening": "updated",
      "published": true,
      "generation": 3,
      "generation_before": 2,
      "fingerprint": "c0ffee",
      "files": {
        "seen": 7,
        "added": 1,
        "changed": 2,
        "removed": 3,
        "renamed": 0,
        "unchanged": 4,
        "set_aside": 0,
        "skipped": 5
      },
      "reports": {
        "indexed": 6,
        "total": 90
      },
      "duplicates": {
        "exact": 2,
        "near": 1
      },
      "bytes": 7,
      "threads": 2,
      "stages": {
        "walk": 0.0,
        "read": 0.0,
        "extract": 0.0,
        "analyse": 0.0,
        "write": 0.0,
        "publish": 0.0
      },
      "peak_memory": 50000000,
      "set_aside": [
        {
          "path": "crawl.jsonl",
          "line": 9,
          "reason": "is not JSON; mend it"
        }
      ],
      "set_aside_unnamed": 0
    }
    "#);
    // A run that did not begin has the same fields.
    let failed = IndexAccount::new(Circumstances { outcome: Outcome::Failed, ..around }, None);
    let failed = serde_json::to_value(failed).expect("an account is JSON");
    let fields = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    assert_eq!((fields(&failed), &failed["opening"]), (fields(&account), &serde_json::Value::Null));
}
