//! Numbers in folded text: 657,096 and 65万7096 as one and the same.

/// A number in ASCII digits, with the 千, 万 and 億 between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Without commas; with the point of a decimal; with 千, 万 and 億 multiplied out.
    pub(super) digits: String,
    /// Byte offset of its end.
    pub(super) end: usize,
}

/// Powers of ten that stand for themselves, largest first.
const POWERS: [(char, u64); 2] = [('億', 100_000_000), ('万', 10_000)];

impl Number {
    /// Reads the number that starts at a byte offset: 657,096 as one, 1.4 as one, 2023.5.8 as three,
    /// 1万2千 as 12000.
    pub(super) fn read(text: &str, start: usize) -> Option<Self> {
        let plain = Self::plain(text, start)?;
        Some(Self::multiplied(text, start, &plain).unwrap_or(plain))
    }

    /// Digits alone.
    fn plain(text: &str, start: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let run = |from: usize| {
            let digits = bytes.get(from..).unwrap_or_default();
            digits.iter().take_while(|byte| byte.is_ascii_digit()).count()
        };
        let first = run(start);
        if first == 0 {
            return None;
        }
        let mut digits = text.get(start..start + first)?.to_owned();
        let mut end = start + first;
        if first <= 3 {
            while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
                digits.push_str(text.get(end + 1..end + 4)?);
                end += 4;
            }
        }
        let fraction = if bytes.get(end) == Some(&b'.') { run(end + 1) } else { 0 };
        let dotted_before = start > 0 && bytes.get(start - 1) == Some(&b'.');
        let dotted_after =
            bytes.get(end + 1 + fraction) == Some(&b'.') && run(end + fraction + 2) > 0;
        if fraction > 0 && !dotted_before && !dotted_after {
            digits.push_str(text.get(end..end + 1 + fraction)?);
            end += 1 + fraction;
        }
        Some(Self { digits, end })
    }

    /// The whole of a number that goes on with 千, 万 or 億; `None` if it does not.
    fn multiplied(text: &str, start: usize, first: &Self) -> Option<Self> {
        let (mut value, mut end) = Self::section(text, start)?;
        let mut total = 0_u64;
        let mut least = u64::MAX;
        while let Some((mark, power)) = power_at(text, end).filter(|(_, power)| *power < least) {
            let section = value.times(power)?;
            total = total.checked_add(section)?;
            least = power;
            end += mark.len_utf8();
            value = Decimal::default();
            match Self::section(text, end) {
                Some((next, after)) if next.whole_below(power) => (value, end) = (next, after),
                _ => break,
            }
        }
        total = total.checked_add(value.times(1)?)?;
        (end > first.end).then(|| Self { digits: total.to_string(), end })
    }

    /// A number below one 万: digits, or thousands and what follows them; and its end.
    fn section(text: &str, start: usize) -> Option<(Decimal, usize)> {
        let plain = Self::plain(text, start)?;
        let value = Decimal::of(&plain.digits)?;
        if !is_thousand(text, plain.end) {
            return Some((value, plain.end));
        }
        let end = plain.end + '千'.len_utf8();
        let thousands = Decimal { digits: value.times(1000)?, places: 0 };
        match Self::plain(text, end) {
            Some(rest) => {
                let after = text.get(rest.end..)?.chars().next();
                let rest_value = Decimal::of(&rest.digits)?;
                if after == Some('百') || !rest_value.whole_below(1000) {
                    return None;
                }
                let digits = thousands.digits.checked_add(rest_value.digits)?;
                Some((Decimal { digits, places: 0 }, rest.end))
            }
            None => Some((thousands, end)),
        }
    }
}

/// A decimal number, exactly.
#[derive(Debug, Clone, Copy, Default)]
struct Decimal {
    /// All digits, the point left out.
    digits: u64,
    /// Digits after the point.
    places: u32,
}

impl Decimal {
    fn of(digits: &str) -> Option<Self> {
        let places = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let digits = digits.replace('.', "").parse().ok()?;
        Some(Self { digits, places: u32::try_from(places).ok()? })
    }

    /// The product, if it is whole.
    fn times(self, factor: u64) -> Option<u64> {
        let unit = 10_u64.checked_pow(self.places)?;
        let product = self.digits.checked_mul(factor)?;
        product.is_multiple_of(unit).then(|| product / unit)
    }

    fn whole_below(self, limit: u64) -> bool {
        self.places == 0 && self.digits < limit
    }
}

/// The power that stands at an offset, unless it begins another word: 万全, 万一, 万が一, 万引き.
fn power_at(text: &str, at: usize) -> Option<(char, u64)> {
    let mut rest = text.get(at..)?.chars();
    let mark = rest.next()?;
    let power = POWERS.into_iter().find(|(power, _)| *power == mark)?;
    let begins_word = mark == '万'
        && (rest.as_str().starts_with(['全', '一', '引']) || rest.as_str().starts_with("が一"));
    (!begins_word).then_some(power)
}

/// Whether 千 at an offset counts thousands, and is no part of 千葉 and other names.
fn is_thousand(text: &str, at: usize) -> bool {
    let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix('千')) else { return false };
    rest.chars().next().is_none_or(|next| {
        next.is_ascii_digit()
            || "万億人名件円社枚通台冊部校口個世余超以強弱".contains(next)
            || !matches!(super::script::Script::of(next), super::script::Script::Kanji)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, digits: &str, rest: &str) {
        let number = Number::read(text, 0).expect(text);
        let left = text.get(number.end..).expect("a character boundary");
        assert_eq!((number.digits.as_str(), left), (digits, rest), "{text}");
    }

    #[test]
    fn numbers_are_read_however_they_are_grouped() {
        check("657096件", "657096", "件");
        check("657,096件", "657096", "件");
        check("65万7096件", "657096", "件");
        check("65万7,096件", "657096", "件");
        check("65万件", "650000", "件");
        check("1万2660人", "12660", "人");
        check("1万2千人", "12000", "人");
        check("5千人", "5000", "人");
        check("2千5人", "2005", "人");
        check("1.4万件", "14000", "件");
        check("3千万円", "30000000", "円");
        check("1億2345万6789人", "123456789", "人");
        check("1億5人", "100000005", "人");
    }

    #[test]
    fn what_only_looks_like_a_power_is_left() {
        check("1千葉", "1", "千葉");
        check("1万全を期す", "1", "万全を期す");
        check("2千5百人", "2", "千5百人");
        check("2023.5.8", "2023", ".5.8");
        check("1.23456万", "1.23456", "万");
        check("1.4倍", "1.4", "倍");
        check("1,23", "1", ",23");
        check("5万20000", "50000", "20000");
    }
}
