//! `-誤送信` on a command line: a word to leave out, not a bundle of one-letter options.
//!
//! No option has a name outside ASCII, so such an argument of a command that takes a query can only
//! be meant for the query. It passes the argument parser behind a full-width minus, which is no
//! option to it, and gets its own minus back before the query is read.

use std::ffi::OsString;

/// Commands that take a query.
const QUERYING: [&str; 2] = ["search", "facets"];
/// A minus that begins no option.
const DISGUISE: char = '－';

/// Arguments in which words to leave out are disguised.
pub(super) fn disguised(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut querying = false;
    let mut only_words = false;
    let disguise = |arg: OsString| {
        let text = arg.to_str().unwrap_or_default();
        querying |= QUERYING.contains(&text);
        only_words |= text == "--";
        match text.strip_prefix('-') {
            Some(word) if querying && !only_words && !word.is_empty() && !starts_ascii(word) => {
                format!("{DISGUISE}{word}").into()
            }
            _ => arg,
        }
    };
    args.into_iter().map(disguise).collect()
}

/// An argument as it was typed.
pub(super) fn revealed(word: &str) -> String {
    match word.strip_prefix(DISGUISE) {
        Some(rest) => format!("-{rest}"),
        None => word.to_owned(),
    }
}

fn starts_ascii(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_a_query_are_disguised_and_come_back_as_typed() {
        for (typed, expected) in [
            (&["search", "漏えい", "-誤送信"][..], &["search", "漏えい", "－誤送信"][..]),
            (&["facets", "-「誤送信」", "-n", "1"], &["facets", "－「誤送信」", "-n", "1"]),
            (&["search", "-n", "-1", "--since", "-"], &["search", "-n", "-1", "--since", "-"]),
            (&["search", "--", "-誤送信"], &["search", "--", "-誤送信"]),
            (&["show", "-報告.txt"], &["show", "-報告.txt"]),
        ] {
            let args = disguised(typed.iter().map(OsString::from));
            assert_eq!(args, expected, "{typed:?}");
            let back: Vec<String> =
                args.iter().filter_map(|arg| arg.to_str()).map(revealed).collect();
            assert_eq!(back, typed);
        }
    }
}
