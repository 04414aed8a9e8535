//! Queries: one that parses prints to itself, one that does not says where.
#![no_main]

use jiken::query::{Query, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(query) => {
            let printed = query.to_string();
            // What is printed in full may be longer than what a query may be.
            if printed.chars().count() <= jiken::query::MAX_CHARS {
                let read = parse(&printed).map(Query::without_spans);
                assert_eq!(read, Ok(query.without_spans()), "{printed:?}");
            }
        }
        Err(error) => {
            let span = error.span;
            assert!(text.get(span.start..span.end).is_some(), "{span:?} of {text:?}");
            let rendered = error.render(text);
            assert_eq!(rendered.lines().count(), 4, "{rendered:?}");
            assert!(!rendered.chars().any(|c| c.is_control() && c != '\n'), "{rendered:?}");
        }
    }
});
