//! Tables of the lexicon: CSV files with a header.

use crate::lexicon::{Lexicon, LexiconError};

/// The rows of the table `name`, whose content is `text`, each with its byte; what cannot be read is
/// refused, and left out where the lexicon is lenient.
///
/// # Errors
///
/// Another header, or a row that is no CSV.
pub(super) fn rows(
    lexicon: &Lexicon,
    name: &str,
    text: &str,
    header: &[&str],
) -> Result<Vec<(usize, csv::StringRecord)>, LexiconError> {
    let columns = header.join(",");
    let place = |position: Option<&csv::Position>| {
        position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0))
    };
    let refuse =
        |at: usize, message: String| lexicon.refuse(lexicon.mistake(name, text, at, message));
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    match reader.headers() {
        Ok(found) if found.iter().eq(header.iter().copied()) => {}
        _ => refuse(0, format!("the header must be “{columns}”"))?,
    }
    let mut rows = Vec::new();
    for row in reader.records() {
        match row {
            Ok(row) => rows.push((place(row.position()), row)),
            Err(error) => refuse(place(error.position()), format!("{error}; write {columns}"))?,
        }
    }
    Ok(rows)
}
