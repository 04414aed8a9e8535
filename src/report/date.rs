//! Calendar dates that know how precise they are.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
}

impl Precision {
    /// Stable name in JSON and labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        }
    }
}

/// A date of the Gregorian calendar, as precise as it is known; prints as ISO 8601 (`2022-07`).
///
/// Years run from 1 to 9999. Ordering compares the first day each date may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why a date could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[error("`{0}` is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")]
    Syntax(String),
    /// The calendar has no such day.
    #[error("the calendar has no {0}")]
    NoSuchDay(String),
}

impl Date {
    /// A date known to the year.
    pub fn year_only(year: i16) -> Result<Self, DateError> {
        Self::checked(year, None, None)
    }

    /// A date known to the month (1 to 12).
    pub fn month_of(year: i16, month: i8) -> Result<Self, DateError> {
        Self::checked(year, Some(month), None)
    }

    /// A date known to the day.
    pub fn day_of(year: i16, month: i8, day: i8) -> Result<Self, DateError> {
        Self::checked(year, Some(month), Some(day))
    }

    fn checked(year: i16, month: Option<i8>, day: Option<i8>) -> Result<Self, DateError> {
        let date = Self { year, month, day };
        let exists = (1..=9999).contains(&year)
            && jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).is_ok();
        if exists { Ok(date) } else { Err(DateError::NoSuchDay(date.to_string())) }
    }

    /// The year, 1 to 9999.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, if known.
    pub fn month(&self) -> Option<i8> {
        self.month
    }

    /// The day of the month, 1 to 31, if known.
    pub fn day(&self) -> Option<i8> {
        self.day
    }

    /// How much is known.
    pub fn precision(&self) -> Precision {
        match (self.month, self.day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        }
    }

    /// First day the date may stand for.
    pub fn first_day(&self) -> jiff::civil::Date {
        jiff::civil::date(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Last day the date may stand for.
    pub fn last_day(&self) -> jiff::civil::Date {
        match self.precision() {
            Precision::Day => self.first_day(),
            Precision::Month => self.first_day().last_of_month(),
            Precision::Year => self.first_day().last_of_year(),
        }
    }

    /// Whether both may stand for one day: 2022-07 agrees with 2022-07-28.
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.first_day() <= other.last_day() && other.first_day() <= self.last_day()
    }

    /// A calendar day as a date of day precision.
    pub fn from_day(day: jiff::civil::Date) -> Result<Self, DateError> {
        Self::day_of(day.year(), day.month(), day.day())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let syntax = || DateError::Syntax(text.to_owned());
        let mut fields = text.split('-');
        let mut field = |width: usize| -> Result<Option<i16>, DateError> {
            let Some(digits) = fields.next() else { return Ok(None) };
            if digits.is_empty()
                || digits.len() > width
                || !digits.bytes().all(|b| b.is_ascii_digit())
            {
                return Err(syntax());
            }
            digits.parse().map(Some).map_err(|_| syntax())
        };
        let year = field(4)?.ok_or_else(syntax)?;
        let month = field(2)?;
        let day = field(2)?;
        if fields.next().is_some() {
            return Err(syntax());
        }
        let small = |n: i16| i8::try_from(n).map_err(|_| syntax());
        Self::checked(year, month.map(small).transpose()?, day.map(small).transpose()?)
    }
}

/// An inclusive range of days, open at an end that is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DateRange {
    /// Not before the first day of this date.
    pub since: Option<Date>,
    /// Not after the last day of this date.
    pub until: Option<Date>,
}
