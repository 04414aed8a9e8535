//! The JSON of `show` and `extract`, which needs a lexicon for its labels.

use crate::lexicon::Lexicon;
use crate::taxonomy::Taxonomies;
use crate::wire::{ExtractedReport, ShownReport, sample};

fn taxonomies() -> Taxonomies {
    Taxonomies::new(&Lexicon::embedded()).expect("the embedded lexicon")
}

#[test]
fn the_fields_of_an_extracted_report_are_a_promise() {
    let report = sample::report();
    insta::assert_json_snapshot!(ExtractedReport::new(&report, &taxonomies()), @r#"
    {
      "id": "notices/sample.txt#1",
      "source": {
        "path": "notices/sample.txt",
        "part": 1
      },
      "title": "不正アクセスによる個人情報漏えいに関するお詫びとお知らせ",
      "kind": "notice",
      "organisation": {
        "name": "株式会社見本",
        "evidence": {
          "start": 0,
          "end": 84,
          "quote": "不正アクセスによる個人情報漏えいに関するお詫びとお知らせ"
        }
      },
      "service": null,
      "aliases": {
        "見本社": "株式会社見本"
      },
      "causes": [
        {
          "value": "unauthorized-access/payment-page-tampering",
          "label": "不正アクセス/決済画面・ペイメントアプリ改ざん",
          "certainty": "stated",
          "evidence": {
            "start": 85,
            "end": 208,
            "quote": "第三者の不正アクセスにより、ペイメントアプリケーションの改ざんが行われたためです。"
          }
        }
      ],
      "vendors": [
        {
          "name": "株式会社委託",
          "role": "contractor",
          "evidence": {
            "start": 85,
            "end": 208,
            "quote": "第三者の不正アクセスにより、ペイメントアプリケーションの改ざんが行われたためです。"
          }
        }
      ],
      "data": [
        {
          "value": "payment/card-number",
          "label": "決済情報/クレジットカード番号",
          "certainty": "possible",
          "evidence": {
            "start": 209,
            "end": 310,
            "quote": "カード番号およびメールアドレス1,244件が漏えいした可能性がございます。"
          }
        },
        {
          "value": "contact/email",
          "label": "連絡先/メールアドレス",
          "certainty": "possible",
          "evidence": {
            "start": 209,
            "end": 310,
            "quote": "カード番号およびメールアドレス1,244件が漏えいした可能性がございます。"
          }
        },
        {
          "value": "contact/address",
          "label": "連絡先/住所",
          "certainty": "denied",
          "evidence": {
            "start": 311,
            "end": 359,
            "quote": "なお、住所は含まれておりません。"
          }
        }
      ],
      "affected": [
        {
          "what": "メールアドレス",
          "unit": "records",
          "min": 1244,
          "max": 1244,
          "qualifier": "exact",
          "evidence": {
            "start": 209,
            "end": 310,
            "quote": "カード番号およびメールアドレス1,244件が漏えいした可能性がございます。"
          }
        }
      ],
      "dates": [
        {
          "event": "published",
          "date": "2022-10",
          "precision": "month",
          "evidence": {
            "start": 0,
            "end": 84,
            "quote": "不正アクセスによる個人情報漏えいに関するお詫びとお知らせ"
          }
        }
      ],
      "delay_days": null,
      "sections": [
        {
          "kind": "body",
          "heading": null,
          "start": 0,
          "end": 359
        }
      ]
    }
    "#);
}

#[test]
fn evidence_counts_bytes_of_the_text() {
    let report = sample::report();
    let shown = serde_json::to_value(ShownReport::new(&report, &taxonomies(), true)).expect("JSON");
    let text = shown["text"].as_str().expect("a text");
    let evidence = &shown["causes"][0]["evidence"];
    let at = |name: &str| evidence[name].as_u64().and_then(|at| usize::try_from(at).ok());
    let (start, end) = (at("start").expect("a start"), at("end").expect("an end"));
    assert_eq!(text.get(start..end), evidence["quote"].as_str());
}

#[test]
fn a_shown_report_is_the_extracted_one_with_address_and_text() {
    let report = sample::report();
    let taxonomies = taxonomies();
    let json = |value: serde_json::Result<serde_json::Value>| value.expect("JSON");
    let mut shown = json(serde_json::to_value(ShownReport::new(&report, &taxonomies, true)));
    let shown = shown.as_object_mut().expect("an object");
    assert_eq!(shown.remove("url"), Some("https://example.jp/news/1".into()));
    assert_eq!(shown.remove("text"), Some(report.document.text.clone().into()));
    let extracted = json(serde_json::to_value(ExtractedReport::new(&report, &taxonomies)));
    assert_eq!(Some(&*shown), extracted.as_object());
    let without = json(serde_json::to_value(ShownReport::new(&report, &taxonomies, false)));
    assert_eq!(without.get("text"), None);
}
