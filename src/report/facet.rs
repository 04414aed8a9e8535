//! The fields reports are narrowed by, and the slug paths of the two hierarchical ones.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A field that search results are counted and narrowed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FacetField {
    /// Why it happened; two levels.
    Cause,
    /// Through whom it happened.
    Vendor,
    /// What leaked; two levels. Denied categories are not counted.
    Data,
    /// Who suffered it.
    Organisation,
    /// What sort of document it is.
    Kind,
    /// Year of publication.
    Year,
}

impl FacetField {
    /// Every field, in the order results list them.
    pub const ALL: [Self; 6] =
        [Self::Cause, Self::Vendor, Self::Data, Self::Organisation, Self::Kind, Self::Year];

    /// Stable name in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Vendor => "vendor",
            Self::Data => "data",
            Self::Organisation => "organisation",
            Self::Kind => "kind",
            Self::Year => "year",
        }
    }

    /// What a reader sees.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cause => "原因",
            Self::Vendor => "委託先・外部",
            Self::Data => "項目",
            Self::Organisation => "組織",
            Self::Kind => "種別",
            Self::Year => "公表年",
        }
    }

    /// Whether its values have two levels.
    pub fn is_hierarchical(self) -> bool {
        matches!(self, Self::Cause | Self::Data)
    }

    /// The field with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

/// A slug path of one or two levels: `malware` or `malware/ransomware`.
///
/// A slug is made of `a`–`z`, `0`–`9` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FacetPath(String);

/// Why a slug path was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a slug path; write `level-one` or `level-one/level-two` in a-z, 0-9 and `-`")]
pub struct FacetPathError(String);

impl FacetPath {
    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first level.
    pub fn parent(&self) -> &str {
        self.0.split_once('/').map_or(self.as_str(), |(parent, _)| parent)
    }

    /// The second level, if the path has one.
    pub fn child(&self) -> Option<&str> {
        self.0.split_once('/').map(|(_, child)| child)
    }
}

impl FromStr for FacetPath {
    type Err = FacetPathError;

    fn from_str(text: &str) -> Result<Self, FacetPathError> {
        let is_slug = |slug: &str| {
            !slug.is_empty()
                && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        let levels: Vec<&str> = text.split('/').collect();
        if (1..=2).contains(&levels.len()) && levels.iter().all(|slug| is_slug(slug)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(FacetPathError(text.to_owned()))
        }
    }
}

impl fmt::Display for FacetPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
