//! The names of the fields, and names that are one slip away from them.

use unicode_normalization::UnicodeNormalization;

use crate::report::FacetField;

/// What may stand before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// A facet other than the year.
    Facet(FacetField),
    /// The date of publication.
    Published,
    /// How many people or records.
    Affected,
    /// Days from detection to publication.
    Delay,
    /// The title.
    Title,
    /// The report's id.
    Id,
}

/// Every name a field goes by; the canonical one first.
const NAMES: [(Field, &[&str]); 10] = [
    (Field::Facet(FacetField::Cause), &["cause", "原因"]),
    (Field::Facet(FacetField::Vendor), &["vendor", "委託先", "外部", "委託先・外部"]),
    (Field::Facet(FacetField::Data), &["data", "項目"]),
    (Field::Facet(FacetField::Organisation), &["org", "organisation", "organization", "組織"]),
    (Field::Facet(FacetField::Kind), &["kind", "種別"]),
    (Field::Published, &["published", "year", "公表", "公表日", "公表年"]),
    (Field::Affected, &["affected", "件数"]),
    (Field::Delay, &["delay", "遅れ", "日数", "公表までの日数"]),
    (Field::Title, &["title", "題名"]),
    (Field::Id, &["id"]),
];

/// Names that are within one slip of too many real words: `dear:`, `arg:`, `ip:`.
const NEVER_MEANT: [&str; 3] = ["year", "org", "id"];

impl Field {
    /// The canonical name, as queries print.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facet(FacetField::Organisation) => "org",
            Self::Facet(field) => field.as_str(),
            Self::Published => "published",
            Self::Affected => "affected",
            Self::Delay => "delay",
            Self::Title => "title",
            Self::Id => "id",
        }
    }

    /// A filter that may be typed as it stands.
    pub fn example(self) -> &'static str {
        match self {
            Self::Facet(FacetField::Cause) => "cause:malware",
            Self::Facet(FacetField::Vendor) => "vendor:ショーケース",
            Self::Facet(FacetField::Data) => "data:payment",
            Self::Facet(FacetField::Organisation) => "org:日東電工",
            Self::Facet(FacetField::Kind) => "kind:notice",
            Self::Facet(FacetField::Year) | Self::Published => "published:2022-10..2023-01",
            Self::Affected => "affected:>=1000",
            Self::Delay => "delay:>=30",
            Self::Title => "title:お詫び",
            Self::Id => "id:notice.txt",
        }
    }

    /// The field that goes by `name`, in any width and letter case.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = folded(name);
        NAMES.into_iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| field)
    }
}

/// The field name that was meant by `name`, which is none: an ASCII word one slip away from one.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    let name = folded(name);
    if !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'-') {
        return None;
    }
    // One slip from `data`, yet what is meant is plain.
    if name == "date" {
        return Some(Field::Published.name());
    }
    NAMES
        .into_iter()
        .flat_map(|(_, names)| names)
        .find(|known| {
            known.is_ascii()
                && !NEVER_MEANT.contains(known)
                && is_one_slip(name.as_bytes(), known.as_bytes())
        })
        .copied()
}

fn folded(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).collect()
}

/// Whether one letter is missing, added or wrong, or two neighbours changed places.
fn is_one_slip(typed: &[u8], known: &[u8]) -> bool {
    let (shorter, longer) = if typed.len() < known.len() { (typed, known) } else { (known, typed) };
    let head = shorter.iter().zip(longer).take_while(|(a, b)| a == b).count();
    let (shorter, longer) = (&shorter[head..], &longer[head..]);
    let tail = shorter.iter().rev().zip(longer.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&shorter[..shorter.len() - tail], &longer[..longer.len() - tail]) {
        ([], [_]) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}
