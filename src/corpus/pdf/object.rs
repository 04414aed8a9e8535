//! The objects a PDF is made of.

use std::collections::BTreeMap;

/// A dictionary; names are read as UTF-8, bad bytes replaced.
pub(super) type Dict = BTreeMap<String, Object>;

/// One object, or a word of a content stream or character map.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Bool(bool),
    Number(f64),
    String(Vec<u8>),
    Name(String),
    Array(Vec<Object>),
    Dict(Dict),
    Stream(Stream),
    /// The object of that number; generations are not told apart.
    Ref(u32),
    /// An operator, or whatever else is no object.
    Word(String),
}

/// A stream: its dictionary, and where its bytes begin in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stream {
    pub(super) dict: Dict,
    /// Offset of the first byte of its data.
    pub(super) start: usize,
    /// Number and generation, which encryption depends on.
    pub(super) id: (u32, u16),
}

impl Object {
    /// About what a copy costs: the objects and bytes it holds.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::String(bytes) => bytes.len(),
            Self::Name(text) | Self::Word(text) => text.len(),
            Self::Array(items) => items.iter().map(|item| 1 + item.weight()).sum(),
            Self::Dict(dict) | Self::Stream(Stream { dict, .. }) => {
                dict.iter().map(|(key, value)| 8 + key.len() + value.weight()).sum()
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Ref(_) => 1,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A number that is whole and not negative.
    pub(super) fn whole(&self) -> Option<u32> {
        let number = self.number()?;
        (number >= 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn string(&self) -> Option<&[u8]> {
        match self {
            Self::String(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The dictionary, or that of a stream.
    pub(super) fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) | Self::Stream(Stream { dict, .. }) => Some(dict),
            _ => None,
        }
    }
}

/// A string of text as dictionaries hold it: UTF-16 or UTF-8 by its mark, else nearly Latin-1.
pub(super) fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        // Japanese programs of old wrote Shift_JIS here, against the rules.
        _ if bytes.is_ascii() => String::from_utf8_lossy(bytes),
        _ => encoding_rs::SHIFT_JIS
            .decode_without_bom_handling_and_without_replacement(bytes)
            .unwrap_or_else(|| encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0),
    }
    .into_owned()
}
