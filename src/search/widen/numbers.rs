//! Exact numbers that a round one may stand for.

use super::super::error::SearchError;
use super::Vocabulary;

/// Smaller numbers are years, ages and prices as often as counts.
const LEAST: u64 = 1_000;
/// Most numbers of one.
const MOST: usize = 12;

/// The numbers of an index that a round number may be cut or rounded from, the nearest first: 657096 for
/// 650000, which may stand for 645000 to 659999.
pub(super) fn near(vocabulary: &Vocabulary<'_>, term: &str) -> Result<Vec<String>, SearchError> {
    let Some((least, most)) = range(term) else { return Ok(Vec::new()) };
    let (from, to) = (least.to_string(), most.to_string());
    let words = vocabulary.fields().words;
    let terms = vocabulary.from(words, &from, |other| other <= to.as_str())?;
    let typed: u64 = term.parse().unwrap_or(0);
    let mut numbers: Vec<u64> = terms
        .keys()
        // 65 sorts between 645 and 659, and is no number of this range.
        .filter(|other| other.len() == from.len())
        .filter_map(|other| other.parse().ok())
        .filter(|number| (least..=most).contains(number) && *number != typed)
        .collect();
    numbers.sort_by_key(|number| (number.abs_diff(typed), *number));
    numbers.truncate(MOST);
    Ok(numbers.into_iter().map(|number| number.to_string()).collect())
}

/// What a round number may stand for; `None` for one that is not round.
///
/// Its last zeros are taken for unknown, but at least two digits for known.
fn range(term: &str) -> Option<(u64, u64)> {
    if !term.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u64 = term.parse().ok()?;
    let zeros = term.len() - term.trim_end_matches('0').len();
    let unknown = u32::try_from(zeros.min(term.len().checked_sub(2)?)).ok()?;
    let is_year = term.len() == 4 && unknown < 2;
    if number < LEAST || unknown == 0 || is_year {
        return None;
    }
    let step = 10_u64.checked_pow(unknown)?;
    let least = number.checked_sub(step / 2)?;
    // 100000 begins with a digit less than 95000 has; both are found by their own length alone.
    let least = if least.to_string().len() < term.len() { number } else { least };
    Some((least, number.checked_add(step - 1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_numbers_stand_for_a_range() {
        #[track_caller]
        fn check(term: &str, expected: Option<(u64, u64)>) {
            assert_eq!(range(term), expected, "{term}");
        }
        check("650000", Some((645_000, 659_999)));
        check("413000", Some((412_500, 413_999)));
        check("700000", Some((695_000, 709_999)));
        check("100000", Some((100_000, 109_999)));
        check("12660", Some((12_655, 12_669)));
        check("1200", Some((1_150, 1_299)));
        check("657096", None);
        check("2020", None);
        check("100", None);
        check("1.4", None);
        check("github", None);
    }
}
