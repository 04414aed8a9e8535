//! Numbers as Japanese texts write them: 14,127, 1万4127, 1.4万, 約1万2千, 三百.

/// The value of a folded number; `None` when it is none or too large.
pub(super) fn parse_number(text: &str) -> Option<u64> {
    let mut total: u64 = 0;
    let mut section: u64 = 0;
    let mut digits: Option<u64> = None;
    let mut fraction: Option<u64> = None;
    for c in text.chars() {
        let kanji = "〇一二三四五六七八九".chars().position(|digit| digit == c);
        let digit =
            c.to_digit(10).map(u64::from).or(kanji.and_then(|digit| u64::try_from(digit).ok()));
        if let Some(digit) = digit {
            digits = Some(digits.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            fraction = match fraction {
                Some(scale) => Some(scale.checked_mul(10)?),
                None => None,
            };
            continue;
        }
        let unit: u64 = match c {
            ',' | '、' => continue,
            '.' => {
                fraction = Some(1);
                continue;
            }
            '数' => return None,
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '億' => 100_000_000,
            _ => return None,
        };
        let scale = fraction.take().unwrap_or(1);
        let value = digits.take();
        if unit < 10_000 {
            section = section.checked_add(value.unwrap_or(1).checked_mul(unit)? / scale)?;
        } else {
            let value = section.checked_add(value.unwrap_or(0))?.max(1);
            total = total.checked_add(value.checked_mul(unit)? / scale)?;
            section = 0;
        }
    }
    let rest = digits.unwrap_or(0) / fraction.unwrap_or(1).max(1);
    total.checked_add(section)?.checked_add(rest)
}
