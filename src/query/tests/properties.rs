use proptest::prelude::*;

use super::*;
use crate::report::{Date, DateRange, FacetField, Kind, Span};

/// Pieces of the syntax, of text, and of what looks like syntax.
const PIECES: [&str; 60] = [
    " ",
    " ",
    " ",
    "\u{3000}",
    "\n",
    "\0",
    "\u{200b}",
    "(",
    ")",
    "（",
    "）",
    "\"",
    "\"",
    "＂",
    "「",
    "」",
    "『",
    "』",
    "“",
    "”",
    "-",
    "－",
    "ー",
    "*",
    "＊",
    "|",
    "｜",
    "AND",
    "ＯＲ",
    "OR",
    "NOT",
    "and",
    "cause:",
    "原因：",
    "cuase:",
    "kind:",
    "notice",
    "org:",
    "title:",
    "id:",
    "published:",
    "公表:",
    "affected:",
    "件数：",
    "2022",
    "-10",
    "..",
    "～",
    ">=",
    "≦",
    "<",
    "令和5年",
    "1月",
    "1.5",
    "万",
    "人",
    "件",
    "漏えい",
    "a",
    "e\u{301}",
];

fn typed() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24);
    prop_oneof![pieces.prop_map(|pieces| pieces.concat()), any::<String>()]
}

fn text_leaf() -> impl Strategy<Value = TextLeaf> {
    let word = "[a-zぁ-んァ-ヶ亜-熙ー・、0-9][a-zぁ-ん:：ー0-9-]{0,6}";
    let phrase = prop_oneof![
        "[a-z(){}|*-]{1,4}( [a-z「」()|*-]{1,4}){0,2}",
        "[a-z]{1,3}\"[a-z]{0,3}",
        "[a-z]{1,3}[\"」][a-z]{0,3}",
    ];
    prop_oneof![
        word.prop_filter_map("is no word", |text| leaf(Form::Word, text, "")),
        word.prop_filter_map("is no prefix", |text| leaf(Form::Prefix, text, "*")),
        phrase.prop_map(|text| TextLeaf { form: Form::Phrase, text, span: NOWHERE }),
    ]
}

const NOWHERE: Span = Span { start: 0, end: 0 };

/// A leaf of `text`, unless that means something else, such as a field, when typed with `mark` after it.
fn leaf(form: Form, text: String, mark: &str) -> Option<TextLeaf> {
    let leaf = TextLeaf { form, text, span: NOWHERE };
    let read = parse(&format!("{}{mark}", leaf.text)).ok()?;
    (read.without_spans().root == Node::Text(leaf.clone())).then_some(leaf)
}

fn some_date() -> impl Strategy<Value = Date> {
    (1..=9999_i16, 1..=12_i8, 1..=28_i8, 0..3).prop_map(|(year, month, day, precision)| {
        let date = match precision {
            0 => Date::year_only(year),
            1 => Date::month_of(year, month),
            _ => Date::day_of(year, month, day),
        };
        date.unwrap()
    })
}

fn filter() -> impl Strategy<Value = Filter> {
    let facet = prop::sample::select(vec![
        FacetField::Cause,
        FacetField::Vendor,
        FacetField::Data,
        FacetField::Organisation,
    ]);
    let value = "[a-z/ぁ-ん*:>-]{1,5}( [a-z\"()|]{1,5})?";
    let kind = prop::sample::select(&Kind::ALL[..]);
    let unit = prop::option::of(prop::sample::select(vec![Unit::People, Unit::Records]));
    prop_oneof![
        (facet, value).prop_map(|(field, value)| Filter::Facet { field, value }),
        kind.prop_map(|kind| Filter::Facet {
            field: FacetField::Kind,
            value: kind.as_str().to_owned()
        }),
        (prop::option::of(some_date()), prop::option::of(some_date()))
            .prop_filter("has an end", |ends| ends.0.is_some() || ends.1.is_some())
            .prop_map(|(since, until)| match (since, until) {
                (Some(a), Some(b)) if a.first_day() > b.last_day() => (until, since),
                ends => ends,
            })
            .prop_map(|(since, until)| Filter::Published(DateRange { since, until })),
        (any::<Option<u64>>(), any::<Option<u64>>(), unit)
            .prop_filter("has an end", |(min, max, _)| min.is_some() || max.is_some())
            .prop_map(|(a, b, unit)| {
                let swapped = matches!((a, b), (Some(a), Some(b)) if a > b);
                let (min, max) = if swapped { (b, a) } else { (a, b) };
                match unit {
                    None if min.is_some_and(|min| min % 2 == 0) => Filter::Delay { min, max },
                    unit => Filter::Affected { min, max, unit },
                }
            }),
        text_leaf().prop_map(Filter::Title),
        value.prop_map(Filter::Id),
    ]
}

fn tree() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        1 => Just(Node::All),
        4 => text_leaf().prop_map(Node::Text),
        3 => filter().prop_map(|filter| Node::Filter(FilterLeaf::unplaced(filter))),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|node| Node::Not(Box::new(node))),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Node::all_of),
            prop::collection::vec(inner, 1..4).prop_map(Node::any_of),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_parses_or_shows_where_it_does_not(text in typed()) {
        if let Err(error) = parse(&text) {
            prop_assert!(error.span.of(&text).is_some(), "{error:?}");
            let rendered = error.render(&text);
            prop_assert_eq!(rendered.lines().count(), 4, "{}", &rendered);
            prop_assert!(!rendered.chars().any(|c| c.is_control() && c != '\n'));
        }
    }

    #[test]
    fn what_parses_prints_to_the_same_query(text in typed()) {
        if let Ok(query) = parse(&text) {
            let printed = query.to_string();
            let read = parse(&printed);
            prop_assert_eq!(read.map(Query::without_spans), Ok(query.without_spans()), "{}", &printed);
        }
    }

    #[test]
    fn a_tree_prints_to_text_that_parses_to_it(root in tree()) {
        let printed = root.to_string();
        let read = parse(&printed).map(Query::without_spans);
        prop_assert_eq!(read, Ok(Query { root }), "{}", &printed);
    }
}
