//! What a search looked for beside what was typed, and what may have been meant.

use std::io::{self, Write};

use crate::search::{Correction, How, Response, Widened};

use super::hits::put;
use super::terminal::Layout;
use super::text::{FAINT, Text};

/// Most words that are named of one widening.
const MOST: usize = 8;

/// Writes a line for what may have been meant, if anything, and one for each word that was widened.
pub(super) fn write(out: &mut dyn Write, response: &Response, layout: Layout) -> io::Result<()> {
    if let Some(correction) = &response.meant {
        put(out, &Text::plain(&meant(correction)), layout)?;
    }
    for widened in
        response.widened.iter().filter(|widened| widened.words != [widened.typed.as_str()])
    {
        put(out, &Text::new(FAINT, &also(widened)), layout)?;
    }
    Ok(())
}

fn meant(correction: &Correction) -> String {
    let quoted = |words: Vec<&str>| {
        words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
    };
    let typed = quoted(correction.words.iter().map(|(typed, _)| typed.as_str()).collect());
    let meant = quoted(correction.words.iter().map(|(_, meant)| meant.as_str()).collect());
    if correction.applied {
        format!("No report has {typed}; these are for {meant}.")
    } else {
        format!("Did you mean {meant} instead of {typed}? {}", correction.query)
    }
}

fn also(widened: &Widened) -> String {
    let shown: Vec<&str> = widened.words.iter().take(MOST).map(String::as_str).collect();
    let more = if widened.words.len() > MOST { ", …" } else { "" };
    let why = match widened.how {
        How::Related => "related",
        How::Alias => "another name",
        How::Reading => "read so",
        How::Number => "nearby",
        How::Date => "however the date is written",
    };
    let also = if widened.how == How::Date { "" } else { "also " };
    format!("{}: {also}{}{more} ({why})", widened.typed, shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::sample;

    #[test]
    fn what_was_widened_or_corrected_is_told_in_a_line_each() {
        let widened = |typed: &str, how, words: &[&str]| Widened {
            typed: typed.to_owned(),
            how,
            words: words.iter().map(|&word| word.to_owned()).collect(),
        };
        let correction = |applied| Correction {
            query: "フィッシング 銀行".to_owned(),
            words: vec![("フィシング".to_owned(), "フィッシング".to_owned())],
            applied,
        };
        let mut response = sample::response();
        response.widened = vec![
            widened("流出", How::Related, &["漏えい", "情報漏れ"]),
            widened("関電", How::Alias, &["関西電力"]),
            widened("ろうえい", How::Reading, &["漏えい"]),
            widened("65万", How::Number, &["1", "2", "3", "4", "5", "6", "7", "8", "9"]),
            widened("令和5年1月", How::Date, &["2023-01"]),
            widened("2023-01", How::Date, &["2023-01"]),
        ];
        let shown = |response: &Response| {
            let mut out = Vec::new();
            let layout = Layout { colour: false, columns: 100, wraps: false };
            write(&mut out, response, layout).expect("a buffer takes everything");
            String::from_utf8(out).expect("UTF-8")
        };
        response.meant = Some(correction(true));
        insta::assert_snapshot!(shown(&response), @"
        No report has “フィシング”; these are for “フィッシング”.
        流出: also 漏えい, 情報漏れ (related)
        関電: also 関西電力 (another name)
        ろうえい: also 漏えい (read so)
        65万: also 1, 2, 3, 4, 5, 6, 7, 8, … (nearby)
        令和5年1月: 2023-01 (however the date is written)
        ");
        response.widened.clear();
        response.meant = Some(correction(false));
        insta::assert_snapshot!(shown(&response), @"Did you mean “フィッシング” instead of “フィシング”? フィッシング 銀行");
    }
}
