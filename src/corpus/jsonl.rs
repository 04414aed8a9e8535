//! JSON lines: a report on every line, read one line at a time.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};

use super::input::Input;
use super::lines::{Lines, Raw};
use super::outlet::Outlet;
use super::read::{MAX_LINE, trouble};
use super::{decode, json};

/// Reads a JSONL file; a bad line is set aside and the others go on.
///
/// A report's number is the number of its line, so that mending one line renames no other.
pub(super) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    if let Err(error) = reports(input, outlet) {
        outlet.refuse(None, trouble(&error));
    }
}

fn reports(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> std::io::Result<()> {
    let mut lines = Lines::new(input);
    let encoding = match lines.encoding()? {
        Ok(encoding) => encoding,
        Err(error) => {
            outlet.refuse(None, error.to_string());
            return Ok(());
        }
    };
    let mut line = Vec::new();
    let mut any = false;
    for number in 1_u32.. {
        line.clear();
        match lines.next(encoding, &mut line)? {
            Raw::End => break,
            Raw::TooLong => {
                any = true;
                let limit = MAX_LINE / 1024 / 1024;
                let reason = format!("is longer than {limit} MiB; split the report");
                outlet.refuse(Some(number.into()), reason);
            }
            Raw::Line => any |= report(number, encoding, &line, outlet),
        }
    }
    if !any {
        outlet.refuse(None, "holds no text; remove it or fill it");
    }
    Ok(())
}

/// Hands on the report of one line; false for a blank line.
fn report(number: u32, encoding: &'static Encoding, line: &[u8], outlet: &mut Outlet<'_>) -> bool {
    // Crawls append to one file what was written by several programs: a line that is UTF-8 is
    // UTF-8 whatever the others are, and one that is not is judged on its own.
    let superset = encoding.is_ascii_compatible() && encoding != ISO_2022_JP;
    let line_encoding = match superset && std::str::from_utf8(line).is_ok() {
        true => UTF_8,
        false => encoding,
    };
    let (mut text, broken) = line_encoding.decode_without_bom_handling(line);
    if broken && superset {
        match decode::decode(line, None) {
            Ok(decoded) => text = decoded,
            Err(error) => {
                outlet.refuse(Some(number.into()), error.to_string());
                return true;
            }
        }
    }
    if text.trim().is_empty() {
        return false;
    }
    if json::is_crowded(&text) {
        outlet.refuse(Some(number.into()), "holds more than a million values; split it");
        return true;
    }
    match json::parse(text.trim()) {
        Err(error) => outlet.refuse(Some(number.into()), json::syntax(&error, "line")),
        Ok(value) => match json::record(value) {
            Ok(record) => outlet.record(number, record),
            Err(reason) => outlet.refuse(Some(number.into()), reason),
        },
    }
    true
}
