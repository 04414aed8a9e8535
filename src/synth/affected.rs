//! Numbers of people and records, and how texts write them.

use crate::report::{Count, Qualifier, Unit};

use super::calendar::write_digits;
use super::rng::Rng;

/// A number as one incident's reports give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) count: Count,
    style: Style,
    /// What stands behind the digits.
    unit: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 1,244
    Commas,
    /// 1244
    Bare,
    /// 2万3,400
    Myriads,
}

const PEOPLE: [&str; 4] = ["名", "人", "名様", "人分"];
const RECORDS: [&str; 2] = ["件", "件分"];

impl Number {
    /// A number of an incident; small ones are as frequent as ten times larger ones.
    pub(super) fn draw(people: bool, rng: &mut Rng) -> Self {
        let bound = 10_usize.pow(u32::try_from(1 + rng.skewed(6)).unwrap_or(1));
        let number = u64::try_from(1 + rng.below(bound) + rng.below(bound / 2 + 1)).unwrap_or(1);
        let qualifier = match rng.below(10) {
            0..=5 => Qualifier::Exact,
            6 | 7 if number >= 10 => Qualifier::AtMost,
            8 if number >= 100 => Qualifier::About,
            9 if number >= 100 => Qualifier::AtLeast,
            _ => Qualifier::Exact,
        };
        let number = match qualifier {
            Qualifier::About | Qualifier::AtLeast => rounded(number),
            _ => number,
        };
        let style = match rng.below(10) {
            0..=5 => Style::Commas,
            6 => Style::Bare,
            _ => Style::Myriads,
        };
        let units: &[&str] = if people { &PEOPLE } else { &RECORDS };
        let unit = rng.one(units).copied().unwrap_or("件");
        let what = if people { Unit::People } else { Unit::Records };
        Self { count: Count::new(what, number, qualifier), style, unit }
    }

    /// Another number written in the same way, exactly.
    pub(super) fn exactly(self, number: u64) -> Self {
        let count = Count::new(self.count.unit, number.max(1), Qualifier::Exact);
        Self { count, ..self }
    }

    /// Another number under the same qualifier.
    pub(super) fn like(self, number: u64) -> Self {
        let number = match self.count.qualifier {
            Qualifier::About | Qualifier::AtLeast => rounded(number),
            _ => number,
        };
        let count = Count::new(self.count.unit, number.max(1), self.count.qualifier);
        Self { count, ..self }
    }

    /// Writes it with qualifier and unit: 最大1,244名.
    pub(super) fn write(&self, out: &mut String) {
        let number = self.count.number();
        out.push_str(match self.count.qualifier {
            Qualifier::Exact => "",
            Qualifier::About => "約",
            Qualifier::AtMost => "最大",
            Qualifier::AtLeast => "少なくとも",
        });
        match self.style {
            Style::Commas => write_digits(number, true, out),
            Style::Bare => write_digits(number, false, out),
            Style::Myriads if number < 10_000 => write_digits(number, true, out),
            Style::Myriads => {
                write_digits(number / 10_000, true, out);
                out.push('万');
                if !number.is_multiple_of(10_000) {
                    write_digits(number % 10_000, true, out);
                }
            }
        }
        out.push_str(self.unit);
    }
}

/// Two digits and zeros.
fn rounded(number: u64) -> u64 {
    let mut unit = 1;
    while number / unit >= 100 {
        unit *= 10;
    }
    number / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_texts_do() {
        for (number, qualifier, style, unit, expected) in [
            (1_244, Qualifier::Exact, Style::Commas, "名", "1,244名"),
            (1_244, Qualifier::AtMost, Style::Bare, "件", "最大1244件"),
            (23_400, Qualifier::AtLeast, Style::Myriads, "人", "少なくとも2万3,400人"),
            (40_000, Qualifier::About, Style::Myriads, "人分", "約4万人分"),
            (812, Qualifier::Exact, Style::Myriads, "名様", "812名様"),
        ] {
            let count = Count::new(Unit::People, number, qualifier);
            let mut out = String::new();
            Number { count, style, unit }.write(&mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn rough_numbers_are_round() {
        let rough = [(7, 7), (99, 99), (1_244, 1_200), (987_654, 980_000)];
        for (number, expected) in rough {
            assert_eq!(rounded(number), expected);
        }
        let mut rng = Rng::new(3);
        for _ in 0..2000 {
            let drawn = Number::draw(true, &mut rng).count;
            assert!((1..=1_500_000).contains(&drawn.number()), "{drawn:?}");
            if drawn.qualifier == Qualifier::About {
                assert_eq!(rounded(drawn.number()), drawn.number());
            }
        }
    }
}
