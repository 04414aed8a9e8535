//! What stands after a field's colon, as typed, to a filter; and the ranges dates and numbers come in.

use unicode_normalization::UnicodeNormalization;

use super::dates::{neighbour, plain_date};
use super::error::{ErrorKind, QueryError};
use super::field::Field;
use super::lexer::{Value, is_separator, is_star, word_form};
use super::numbers::{plain_number, split_unit};
use super::tree::{Filter, Form, TextLeaf};
use crate::report::{Date, DateError, DateRange, FacetField, Kind};

/// The filter that `value` makes for `field`.
pub(super) fn filter(field: Field, value: Value<'_>) -> Result<Filter, QueryError> {
    let filter = match field {
        Field::Facet(FacetField::Kind) => kind(field, value.text),
        Field::Facet(facet) => facet_value(facet, field, value),
        Field::Published => published(value.text),
        Field::Affected => affected(value.text),
        Field::Delay => delay(value.text),
        Field::Title => title(value),
        Field::Id => Ok(Filter::Id(value.text.to_owned())),
    };
    filter.map_err(|kind| QueryError::new(kind, value.span))
}

/// `text` with each run of separators as one space, and none at the ends.
pub(super) fn tidy(text: &str) -> String {
    text.split(is_separator).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn facet_value(facet: FacetField, field: Field, value: Value<'_>) -> Result<Filter, ErrorKind> {
    if !value.quoted && value.text.contains(is_star) {
        return Err(ErrorKind::StarInValue { field });
    }
    Ok(Filter::Facet { field: facet, value: tidy(value.text) })
}

fn kind(field: Field, typed: &str) -> Result<Filter, ErrorKind> {
    let folded: String = tidy(typed).nfkc().collect();
    let kind = Kind::parse(&folded).ok_or_else(|| ErrorKind::UnknownValue {
        field,
        value: typed.to_owned(),
        known: Kind::ALL.map(|kind| kind.as_str().to_owned()).to_vec(),
    })?;
    Ok(Filter::Facet { field: FacetField::Kind, value: kind.as_str().to_owned() })
}

fn title(value: Value<'_>) -> Result<Filter, ErrorKind> {
    let (form, text) = if value.quoted {
        (Form::Phrase, tidy(value.text))
    } else {
        let (form, text) = word_form(value.text)?;
        (form, text.to_owned())
    };
    Ok(Filter::Title(TextLeaf { form, text, span: value.span }))
}

fn published(typed: &str) -> Result<Filter, ErrorKind> {
    let read = |text: &str| {
        plain_date(text).map_err(|error| match error {
            DateError::Syntax(_) => ErrorKind::BadDate { value: typed.to_owned() },
            DateError::NoSuchDay(date) => ErrorKind::NoSuchDay { date },
        })
    };
    let beside = |date: Date, step: i16| {
        neighbour(date, step).map_err(|error| ErrorKind::NoSuchDay {
            date: match error {
                DateError::Syntax(date) | DateError::NoSuchDay(date) => date,
            },
        })
    };
    let text = plain(typed);
    let (since, until) = match Range::of(&text) {
        Range::One(one) => (Some(read(one)?), Some(read(one)?)),
        Range::Between(low, high) => (Some(read(low)?), Some(read(high)?)),
        Range::AtLeast(low) => (Some(read(low)?), None),
        Range::AtMost(high) => (None, Some(read(high)?)),
        Range::Above(low) => (Some(beside(read(low)?, 1)?), None),
        Range::Below(high) => (None, Some(beside(read(high)?, -1)?)),
    };
    if let (Some(since), Some(until)) = (since, until)
        && since.first_day() > until.last_day()
    {
        return Err(ErrorKind::EmptyRange { value: typed.to_owned() });
    }
    Ok(Filter::Published(DateRange { since, until }))
}

fn affected(typed: &str) -> Result<Filter, ErrorKind> {
    let mut units = Vec::new();
    let (min, max) = numbers(typed, |text| {
        let (number, unit) = split_unit(text);
        units.extend(unit);
        number
    })?;
    if units.windows(2).any(|pair| pair.first() != pair.last()) {
        return Err(ErrorKind::UnitsDiffer { value: typed.to_owned() });
    }
    Ok(Filter::Affected { min, max, unit: units.first().copied() })
}

fn delay(typed: &str) -> Result<Filter, ErrorKind> {
    let (min, max) = numbers(typed, |text| {
        let days = ["日間", "日", "days", "d"].iter().find_map(|unit| text.strip_suffix(unit));
        days.unwrap_or(text)
    })?;
    Ok(Filter::Delay { min, max })
}

/// The inclusive ends of a range of whole numbers; `bare` takes the unit off an end.
fn numbers(
    typed: &str,
    mut bare: impl FnMut(&str) -> &str,
) -> Result<(Option<u64>, Option<u64>), ErrorKind> {
    let mut read = |text: &str| {
        plain_number(bare(text)).ok_or_else(|| ErrorKind::BadNumber { value: typed.to_owned() })
    };
    let empty = || ErrorKind::EmptyRange { value: typed.to_owned() };
    let text = plain(typed);
    let (min, max) = match Range::of(&text) {
        Range::One(one) => {
            let number = read(one)?;
            (Some(number), Some(number))
        }
        Range::Between(low, high) => (Some(read(low)?), Some(read(high)?)),
        Range::AtLeast(low) => (Some(read(low)?), None),
        Range::AtMost(high) => (None, Some(read(high)?)),
        Range::Above(low) => (Some(read(low)?.checked_add(1).ok_or_else(empty)?), None),
        Range::Below(high) => (None, Some(read(high)?.checked_sub(1).ok_or_else(empty)?)),
    };
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        return Err(empty());
    }
    Ok((min, max))
}

/// `text` in half-width characters, without separators, every range mark `..` or a comparison in ASCII.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text.nfkc() {
        match c {
            _ if is_separator(c) => {}
            // The long vowel mark is what the minus key gives in a Japanese input method.
            '−' | '‐' | '–' | 'ー' => plain.push('-'),
            '~' | '〜' | '∼' => plain.push_str(".."),
            '≧' | '≥' => plain.push_str(">="),
            '≦' | '≤' => plain.push_str("<="),
            _ => plain.push(c),
        }
    }
    plain
}

/// A range whose ends are not yet read.
enum Range<'t> {
    One(&'t str),
    Between(&'t str, &'t str),
    AtLeast(&'t str),
    AtMost(&'t str),
    Above(&'t str),
    Below(&'t str),
}

impl<'t> Range<'t> {
    fn of(text: &'t str) -> Self {
        /// Makes a range of its one end.
        type Make = for<'t> fn(&'t str) -> Range<'t>;
        const BEFORE: [(&str, Make); 4] = [
            (">=", |end| Range::AtLeast(end)),
            ("<=", |end| Range::AtMost(end)),
            (">", |end| Range::Above(end)),
            ("<", |end| Range::Below(end)),
        ];
        const AFTER: [(&str, Make); 10] = [
            ("以上", |end| Range::AtLeast(end)),
            ("以降", |end| Range::AtLeast(end)),
            ("から", |end| Range::AtLeast(end)),
            ("以下", |end| Range::AtMost(end)),
            ("以前", |end| Range::AtMost(end)),
            ("まで", |end| Range::AtMost(end)),
            ("超", |end| Range::Above(end)),
            ("より後", |end| Range::Above(end)),
            ("未満", |end| Range::Below(end)),
            ("より前", |end| Range::Below(end)),
        ];
        let before = BEFORE.iter().find_map(|(mark, make)| Some(make(text.strip_prefix(mark)?)));
        if let Some(range) = before {
            return range;
        }
        let after = AFTER.iter().find_map(|(mark, make)| Some(make(text.strip_suffix(mark)?)));
        if let Some(range) = after {
            return range;
        }
        match text.split_once("..").map(|(low, high)| (low, high.trim_start_matches('.'))) {
            None => Self::One(text),
            Some((low, "")) => Self::AtLeast(low),
            Some(("", high)) => Self::AtMost(high),
            Some((low, high)) => Self::Between(low, high),
        }
    }
}
