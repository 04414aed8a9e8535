//! What the columns of a table are, by the names in its header or by what the user says.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// The names that headers give to columns.
const NAMES: &str = include_str!("columns.toml");

/// What a column is to the report in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Id,
    Title,
    Text,
    Published,
    Url,
    Organisation,
}

impl Field {
    const ALL: [Self; 6] =
        [Self::Id, Self::Title, Self::Text, Self::Published, Self::Url, Self::Organisation];

    fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Text => "text",
            Self::Published => "published",
            Self::Url => "url",
            Self::Organisation => "organisation",
        }
    }
}

/// Which columns of tables hold what, as far as the user says; the known names settle the rest.
///
/// Written `title=件名,text=概要,published=公表日`: a field, and the name in the header or the letter
/// that a spreadsheet gives the column. `text` may be given more than once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns(Vec<(Field, String)>);

/// Why columns cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// No `=`, or nothing on one side of it.
    #[error("`{0}` names no column; write FIELD=COLUMN, as in title=件名,text=概要")]
    Syntax(String),
    /// No such field.
    #[error(
        "`{0}` is no field of a report; choose id, title, text, published, url or organisation"
    )]
    Field(String),
    /// A field other than `text` twice.
    #[error("`{0}` is given twice; name one column for it")]
    Twice(&'static str),
}

impl FromStr for Columns {
    type Err = ColumnsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut given: Vec<(Field, String)> = Vec::new();
        for pair in text.split(',') {
            let syntax = || ColumnsError::Syntax(pair.trim().to_owned());
            let (name, column) = pair.split_once('=').ok_or_else(syntax)?;
            let (name, column) = (name.trim().to_lowercase(), column.trim());
            if name.is_empty() || folded(column).is_empty() {
                return Err(syntax());
            }
            let field = Field::ALL
                .into_iter()
                .find(|field| field.name() == name)
                .ok_or_else(|| ColumnsError::Field(name.clone()))?;
            if field != Field::Text && given.iter().any(|(other, _)| *other == field) {
                return Err(ColumnsError::Twice(field.name()));
            }
            given.push((field, column.to_owned()));
        }
        Ok(Self(given))
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (field, column)) in self.0.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(f, "{comma}{}={column}", field.name())?;
        }
        Ok(())
    }
}

/// The columns of one table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Header {
    /// Columns (from 0) of each field, in the order their texts are put.
    fields: BTreeMap<Field, Vec<u32>>,
    /// Names as the header writes them, on one line.
    names: BTreeMap<u32, String>,
}

impl Header {
    pub(super) fn columns(&self, field: Field) -> &[u32] {
        self.fields.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn name(&self, column: u32) -> Option<&str> {
        self.names.get(&column).map(String::as_str)
    }

    /// Cells under the header, to the last it names.
    pub(super) fn width(&self) -> u32 {
        self.names.keys().next_back().map_or(u32::MAX, |last| last + 1)
    }

    pub(super) fn is_mapped(&self, column: u32) -> bool {
        self.fields.values().any(|columns| columns.contains(&column))
    }
}

impl Columns {
    /// Whether the user says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a row means when it is the header; `None` when it cannot be one.
    ///
    /// A header names a text or a title, or an organisation with a date.
    pub(super) fn header(&self, cells: &[(u32, String)]) -> Option<Header> {
        let mut header = Header::default();
        for (field, column) in &self.0 {
            let wanted = folded(column);
            let named = cells.iter().find(|(_, name)| folded(name) == wanted);
            let at = named.map(|(at, _)| *at).or_else(|| {
                let at = letter(column)?;
                cells.iter().any(|(column, _)| *column == at).then_some(at)
            });
            header.fields.entry(*field).or_default().extend(at);
        }
        header.fields.retain(|_, columns| !columns.is_empty());
        let given_by_name = self.0.iter().any(|(_, column)| {
            let wanted = folded(column);
            cells.iter().any(|(_, name)| folded(name) == wanted)
        });
        let mut known = false;
        for field in Field::ALL {
            if header.fields.contains_key(&field) {
                continue;
            }
            let best = cells
                .iter()
                .filter(|(at, _)| !header.is_mapped(*at))
                .filter_map(|(at, name)| Some((rank(field, name)?, *at)))
                .min();
            if let Some((_, at)) = best {
                known = true;
                header.fields.insert(field, vec![at]);
            }
        }
        header.names = cells.iter().map(|(at, name)| (*at, one_line(name))).collect();
        let has = |field| header.fields.contains_key(&field);
        let usable = has(Field::Text)
            || has(Field::Title)
            || (has(Field::Organisation) && has(Field::Published));
        (usable && (known || given_by_name)).then_some(header)
    }

    /// The columns of a table without a header, when the user names them by letters.
    pub(super) fn by_letters(&self) -> Option<Header> {
        let mut header = Header::default();
        for (field, column) in &self.0 {
            header.fields.entry(*field).or_default().push(letter(column)?);
        }
        let useful = [Field::Text, Field::Title];
        useful.iter().any(|field| header.fields.contains_key(field)).then_some(header)
    }
}

/// The names of each field in the order in which they are preferred.
static KNOWN: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    let names: BTreeMap<String, Vec<String>> =
        toml::from_str(NAMES).expect("columns.toml is a part of the program that the tests read");
    names
        .into_iter()
        .map(|(field, names)| (field, names.iter().map(|name| folded(name)).collect()))
        .collect()
});

/// How well a name fits a field: 0 best; `None` when it does not.
fn rank(field: Field, name: &str) -> Option<usize> {
    let known = KNOWN.get(field.name())?;
    let name = folded(name);
    let place = |name: &str| known.iter().position(|known| known == name);
    place(&name).or_else(|| place(name.split(['(', '[', '【', '※', '<']).next()?))
}

/// A name without case, width and spaces.
fn folded(name: &str) -> String {
    name.nfkc().filter(|c| !c.is_whitespace() && *c != ',').flat_map(char::to_lowercase).collect()
}

fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The column (from 0) that a spreadsheet calls by these letters: A is 0, AA is 26.
pub(super) fn letter(text: &str) -> Option<u32> {
    if !(1..=3).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let place = |byte: u8| u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    let count = text.bytes().fold(0_u32, |count, byte| count * 26 + place(byte));
    (count <= super::MOST_COLUMNS).then(|| count - 1)
}
