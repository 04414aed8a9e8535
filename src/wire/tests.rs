use crate::index::Coverage;
use crate::search::Relaxation;

use super::*;

mod account;

#[test]
fn the_fields_of_a_search_response_are_a_promise() {
    let response = sample::response();
    insta::assert_json_snapshot!(SearchResponse::new("ペイメント　改ざん", &response, 1.5), @r#"
    {
      "query": "ペイメント　改ざん",
      "interpreted": "ペイメントアプリケーション AND 改ざん",
      "total": 2,
      "relaxed": null,
      "widened": [],
      "did_you_mean": null,
      "took_ms": 1.5,
      "index": {
        "generation": 7,
        "reports": 1200
      },
      "hits": [
        {
          "rank": 1,
          "score": 12.5,
          "id": "notices/sample.txt#1",
          "title": "不正アクセスによる個人情報漏えいに関するお詫びとお知らせ",
          "organisation": "株式会社見本",
          "kind": "notice",
          "published": "2022-10",
          "causes": [
            "unauthorized-access/payment-page-tampering"
          ],
          "vendors": [
            "株式会社委託"
          ],
          "data": [
            "payment/card-number",
            "contact/email"
          ],
          "affected": [
            {
              "what": "メールアドレス",
              "unit": "records",
              "min": 1244,
              "max": 1244,
              "qualifier": "exact"
            }
          ],
          "delay_days": null,
          "source": {
            "path": "notices/sample.txt",
            "part": 1
          },
          "url": "https://example.jp/news/1",
          "snippets": [
            {
              "text": "第三者の不正アクセスにより、ペイメントアプリケーションの改ざんが行われたためです。",
              "highlights": [
                [
                  14,
                  27
                ],
                [
                  28,
                  31
                ]
              ]
            }
          ],
          "copies": []
        }
      ],
      "facets": {
        "cause": [
          {
            "value": "unauthorized-access",
            "label": "不正アクセス",
            "count": 2,
            "children": [
              {
                "value": "unauthorized-access/payment-page-tampering",
                "label": "決済画面・ペイメントアプリ改ざん",
                "count": 2,
                "children": []
              }
            ]
          }
        ],
        "vendor": [],
        "organisation": [
          {
            "value": "見本",
            "label": "見本",
            "count": 1,
            "children": []
          },
          {
            "value": "東玉",
            "label": "東玉",
            "count": 1,
            "children": []
          }
        ],
        "year": [
          {
            "value": "2022",
            "label": "2022",
            "count": 1100,
            "children": []
          }
        ]
      }
    }
    "#);
}

#[test]
fn a_search_tells_what_it_was_widened_by_and_what_may_have_been_meant() {
    let response = crate::search::Response {
        widened: vec![crate::search::Widened {
            typed: "改ざん".to_owned(),
            how: crate::search::How::Related,
            words: vec!["書き換え".to_owned()],
        }],
        meant: Some(crate::search::Correction {
            query: "ペイメント 改ざん".to_owned(),
            words: vec![("ペイメト".to_owned(), "ペイメント".to_owned())],
            applied: true,
        }),
        ..sample::response()
    };
    let json = serde_json::to_value(SearchResponse::new("ペイメト 改ざん", &response, 1.5));
    let json = json.expect("an answer is JSON");
    insta::assert_json_snapshot!((json.get("widened"), json.get("did_you_mean")), @r#"
    [
      [
        {
          "typed": "改ざん",
          "how": "related",
          "words": [
            "書き換え"
          ]
        }
      ],
      {
        "query": "ペイメント 改ざん",
        "words": [
          {
            "typed": "ペイメト",
            "meant": "ペイメント"
          }
        ],
        "applied": true
      }
    ]
    "#);
}

#[test]
fn a_relaxed_search_says_how() {
    let named = |relaxation| {
        let response = crate::search::Response { relaxed: relaxation, ..sample::response() };
        let json = serde_json::to_value(SearchResponse::new("", &response, 0.0)).expect("JSON");
        json.get("relaxed").cloned().expect("the field is always there")
    };
    assert_eq!(named(None), serde_json::Value::Null);
    assert_eq!(named(Some(Relaxation::Apart)), "apart");
    assert_eq!(named(Some(Relaxation::Several)), "several");
    assert_eq!(named(Some(Relaxation::Any)), "any");
}

#[test]
fn facets_alone_are_the_response_without_hits() {
    let response = sample::response();
    let mut whole = serde_json::to_value(SearchResponse::new("a", &response, 1.5)).expect("JSON");
    let facets =
        serde_json::to_value(FacetsResponse::new("a", &response, None, 1.5)).expect("JSON");
    whole.as_object_mut().expect("an object").remove("hits");
    assert_eq!(facets, whole);
}

#[test]
fn a_hit_of_several_queries_begins_with_its_query() {
    let response = sample::response();
    let hit = Numbered { qid: "q7", hit: response.hits.first().expect("a hit").into() };
    let line = serde_json::to_string(&hit).expect("JSON");
    assert!(line.starts_with(r#"{"qid":"q7","rank":1,"#), "{line}");
}

#[test]
fn the_fields_of_an_explanation_are_a_promise() {
    let mut response = sample::response();
    let hit = response.hits.first_mut().expect("a hit");
    hit.explanation = Some(sample::explanation());
    let json = serde_json::to_value(Hit::from(&*hit)).expect("JSON");
    insta::assert_json_snapshot!(json["explanation"], @r#"
    {
      "kept": 0.75,
      "parts": [
        {
          "typed": "漏洩",
          "view": "words",
          "how": null,
          "place": "text",
          "found": [
            "漏えい"
          ],
          "written": [
            "漏洩",
            "漏えい"
          ],
          "occurrences": 3,
          "score": 6.25,
          "share": 0.5
        },
        {
          "typed": "漏洩",
          "view": "characters",
          "how": null,
          "place": "text",
          "found": [
            "漏え",
            "えい"
          ],
          "written": [],
          "occurrences": 2,
          "score": 5.0,
          "share": 0.4000000059604645
        },
        {
          "typed": "漏洩",
          "view": "words",
          "how": null,
          "place": "title",
          "found": [
            "漏えい"
          ],
          "written": [
            "漏洩"
          ],
          "occurrences": 1,
          "score": 1.25,
          "share": 0.10000000149011612
        }
      ],
      "missing": [
        "サーバ"
      ]
    }
    "#);
}

#[test]
fn the_fields_of_similar_reports_are_a_promise() {
    let (report, similar) = (sample::report(), sample::similar());
    let mut response =
        serde_json::to_value(SimilarResponse::new(&report, &similar, 1.5)).expect("JSON");
    // What a hit has is promised above.
    let hit = similar.hits.first().expect("a hit");
    let whole = serde_json::to_value(Hit::from(&hit.hit)).expect("JSON");
    let own = response["hits"][0].as_object_mut().expect("an object");
    for (name, value) in whole.as_object().expect("an object") {
        assert_eq!(own.remove(name).as_ref(), Some(value), "{name}");
    }
    insta::assert_json_snapshot!(response, @r#"
    {
      "id": "notices/sample.txt#1",
      "title": "不正アクセスによる個人情報漏えいに関するお詫びとお知らせ",
      "words": [
        {
          "word": "ペイメント",
          "weight": 3.25
        },
        {
          "word": "改ざん",
          "weight": 1.5
        }
      ],
      "took_ms": 1.5,
      "index": {
        "generation": 7,
        "reports": 1200
      },
      "copies": [],
      "hits": [
        {
          "shared": {
            "words": [
              {
                "word": "改ざん",
                "score": 0.25
              }
            ],
            "causes": [
              "unauthorized-access/payment-page-tampering"
            ],
            "data": [
              "payment/card-number",
              "contact/email"
            ],
            "vendors": [
              "株式会社委託"
            ]
          },
          "same_incident": true
        }
      ]
    }
    "#);
}

#[test]
fn the_fields_of_the_statistics_are_a_promise() {
    let response = sample::response();
    let coverage = Coverage {
        reports: 12,
        organisation: 11,
        cause: 10,
        vendor: 1,
        data: 9,
        affected: 8,
        published: 7,
    };
    let stats = Stats {
        index: "index".to_owned(),
        generation: 7,
        coverage,
        copies: 1,
        files: 5,
        bytes: 4_096,
    };
    insta::assert_json_snapshot!(StatsAccount::new(&stats, &response.facets), @r#"
    {
      "index": "index",
      "generation": 7,
      "reports": 12,
      "copies": 1,
      "files": 5,
      "bytes": 4096,
      "kinds": [],
      "years": [
        {
          "value": "2022",
          "label": "2022",
          "count": 1100
        }
      ],
      "undated": 5,
      "with": {
        "organisation": 11,
        "cause": 10,
        "vendor": 1,
        "data": 9,
        "affected": 8,
        "published": 7
      }
    }
    "#);
}
