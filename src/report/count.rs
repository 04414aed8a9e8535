//! Counts with their range, as texts give them: 最大655,488件, 約1万2千人, 4万件超.

use serde::{Deserialize, Serialize};

/// What a number counts. People and records are different things and are never added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Unit {
    /// 人, 名, 人分, 名様 …
    People,
    /// 件, 契約, アカウント, 通 …
    Records,
}

impl Unit {
    /// Stable name in JSON and labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Records => "records",
        }
    }

    /// What a reader sees after a number.
    pub fn label(self) -> &'static str {
        match self {
            Self::People => "人",
            Self::Records => "件",
        }
    }
}

/// How a text qualifies a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Qualifier {
    /// A plain number.
    Exact,
    /// 約, およそ, 程度: both bounds are the number that was written.
    About,
    /// 最大, 以下, 近く: only the upper bound is known.
    AtMost,
    /// 以上, 超, 少なくとも: only the lower bound is known.
    AtLeast,
}

impl Qualifier {
    /// Stable name in JSON and labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::AtMost => "at-most",
            Self::AtLeast => "at-least",
        }
    }
}

/// A number of people or records with its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Count {
    /// What is counted.
    pub unit: Unit,
    /// Lower bound, inclusive.
    pub min: Option<u64>,
    /// Upper bound, inclusive.
    pub max: Option<u64>,
    /// How the text qualifies it.
    pub qualifier: Qualifier,
}

impl Count {
    /// A count of `number` under `qualifier`, with the bounds that follow from it.
    pub fn new(unit: Unit, number: u64, qualifier: Qualifier) -> Self {
        let (min, max) = match qualifier {
            Qualifier::Exact | Qualifier::About => (Some(number), Some(number)),
            Qualifier::AtMost => (None, Some(number)),
            Qualifier::AtLeast => (Some(number), None),
        };
        Self { unit, min, max, qualifier }
    }

    /// The number as it was written: the upper bound, or the lower where there is no upper.
    pub fn number(&self) -> u64 {
        self.max.or(self.min).unwrap_or(0)
    }
}
