//! Numbers as people read them.

use crate::report::{Count, Qualifier};

/// Digits in groups of three: `1,244`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of things: `1 report`, `1,244 reports`.
pub(super) fn plural(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A size: `812 bytes`, `4.2 MB`.
#[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
pub(super) fn human_bytes(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    UNITS.iter().find(|(unit, _)| bytes >= *unit).map_or_else(
        || plural(bytes, "byte"),
        |(unit, name)| format!("{:.1} {name}", bytes as f64 / *unit as f64),
    )
}

/// A count as the text gives it: `約1,244件`, `最大800人`, `1,000〜2,000件`.
pub(super) fn count(count: &Count) -> String {
    let unit = count.unit.label();
    if let (Some(min), Some(max)) = (count.min, count.max)
        && min != max
    {
        return format!("{}〜{}{unit}", grouped(min), grouped(max));
    }
    let number = grouped(count.number());
    match count.qualifier {
        Qualifier::Exact => format!("{number}{unit}"),
        Qualifier::About => format!("約{number}{unit}"),
        Qualifier::AtMost => format!("最大{number}{unit}"),
        Qualifier::AtLeast => format!("{number}{unit}以上"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Unit;

    #[test]
    fn numbers_have_commas() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (12_345, "12,345"),
            (657_096, "657,096"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), expected);
        }
        assert_eq!(plural(1, "report"), "1 report");
        assert_eq!(plural(0, "report"), "0 reports");
    }

    #[test]
    fn sizes_have_one_decimal() {
        for (bytes, expected) in
            [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (4_249_999, "4.2 MB")]
        {
            assert_eq!(human_bytes(bytes), expected);
        }
    }

    #[test]
    fn counts_say_how_exact_they_are() {
        let about = |qualifier| Count::new(Unit::Records, 1_244, qualifier);
        let between = Count { min: Some(1_000), ..about(Qualifier::About) };
        for (number, expected) in [
            (about(Qualifier::Exact), "1,244件"),
            (about(Qualifier::About), "約1,244件"),
            (about(Qualifier::AtMost), "最大1,244件"),
            (about(Qualifier::AtLeast), "1,244件以上"),
            (between, "1,000〜1,244件"),
        ] {
            assert_eq!(count(&number), expected);
        }
    }
}
