//! Numbers as typed in queries: digits, commas, decimal fractions, 千, 万, 億, and the unit after them.

use super::values::plain;
use crate::report::Unit;

/// Reads one number as the query language does: `1000`, `1,000`, `１万`, `1.5万`, `1万2千`.
pub fn number(text: &str) -> Option<u64> {
    plain_number(&plain(text))
}

pub(super) fn plain_number(text: &str) -> Option<u64> {
    const UNITS: [(char, u64); 2] = [('億', 100_000_000), ('万', 10_000)];
    let mut total = 0_u64;
    let mut rest = text;
    for (mark, unit) in UNITS {
        if let Some((section, after)) = rest.split_once(mark) {
            total = total.checked_add(read_section(section, unit)?)?;
            rest = after;
            if rest.is_empty() {
                return Some(total);
            }
        }
    }
    total.checked_add(read_section(rest, 1)?)
}

/// `2千5` or `1.5`, times `unit`; `None` unless that is a whole number.
fn read_section(text: &str, unit: u64) -> Option<u64> {
    match text.split_once('千') {
        None => read_decimal(text, unit),
        Some((thousands, "")) => read_decimal(thousands, unit.checked_mul(1000)?),
        Some((thousands, rest)) => {
            read_decimal(thousands, unit.checked_mul(1000)?)?.checked_add(read_decimal(rest, unit)?)
        }
    }
}

fn read_decimal(text: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let mut total = read_grouped(whole)?.checked_mul(unit)?;
    let Some(fraction) = fraction else { return Some(total) };
    if fraction.is_empty() {
        return None;
    }
    let mut place = unit;
    for digit in fraction.chars() {
        let digit = u64::from(digit.to_digit(10)?);
        if digit > 0 && place < 10 {
            return None;
        }
        place /= 10;
        total = total.checked_add(digit * place)?;
    }
    Some(total)
}

/// Digits, with commas between all groups of three or none.
fn read_grouped(text: &str) -> Option<u64> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let grouped = text.len() > first.len();
    let fits = if grouped { (1..=3).contains(&first.len()) } else { !first.is_empty() };
    let all_digits = text.bytes().all(|b| b.is_ascii_digit() || b == b',');
    if !fits || !all_digits || groups.any(|group| group.len() != 3) {
        return None;
    }
    text.replace(',', "").parse().ok()
}

/// A number's text without the unit after it, and the unit.
pub(super) fn split_unit(text: &str) -> (&str, Option<Unit>) {
    const UNITS: [(&str, Unit); 7] = [
        ("人分", Unit::People),
        ("名分", Unit::People),
        ("名様", Unit::People),
        ("人", Unit::People),
        ("名", Unit::People),
        ("people", Unit::People),
        ("records", Unit::Records),
    ];
    if let Some(number) = text.strip_suffix('件') {
        return (number, Some(Unit::Records));
    }
    UNITS
        .into_iter()
        .find_map(|(mark, unit)| Some((text.strip_suffix(mark)?, Some(unit))))
        .unwrap_or((text, None))
}
