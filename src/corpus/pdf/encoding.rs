//! What the codes of strings stand for where a font has no `ToUnicode`.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, WINDOWS_1252};

/// How the codes of a composite font are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Coding {
    /// Two bytes are the number of a glyph.
    Identity,
    /// Characters in one of the encodings of the day.
    Legacy(&'static Encoding),
    /// JIS X 0208 in seven bits.
    Jis,
    Utf8,
    Utf16,
    Utf32,
}

/// A predefined map: how it writes codes, whether from top to bottom, and whether ASCII is half
/// as wide as a kana.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Predefined {
    pub(super) coding: Coding,
    pub(super) vertical: bool,
    pub(super) half_width: bool,
}

/// The predefined map of a name (ISO 32000-2, table 116).
pub(super) fn predefined(name: &str) -> Option<Predefined> {
    let (family, mode) = name.rsplit_once('-').unwrap_or(("", name));
    let vertical = match mode {
        "H" => false,
        "V" => true,
        _ => return None,
    };
    let coding = match family {
        "Identity" => Coding::Identity,
        "" | "78" | "Ext" | "Add" | "Hojo" | "NWP" => Coding::Jis,
        family if family.contains("UTF16") || family.contains("UCS2") => Coding::Utf16,
        family if family.contains("UTF32") => Coding::Utf32,
        family if family.contains("UTF8") => Coding::Utf8,
        family if family.ends_with("RKSJ") => Coding::Legacy(SHIFT_JIS),
        family if family.starts_with("GB") => Coding::Legacy(GBK),
        family if family.starts_with("KSC") => Coding::Legacy(EUC_KR),
        family if family.contains("B5") => Coding::Legacy(BIG5),
        "EUC" | "78-EUC" => Coding::Legacy(EUC_JP),
        _ => return None,
    };
    let legacy = matches!(coding, Coding::Legacy(_));
    let half_width =
        family.contains("HW") || (legacy && !family.contains("msp") && !family.contains("pv"));
    Some(Predefined { coding, vertical, half_width })
}

impl Coding {
    /// Bytes of the code that `bytes` begins with; at least 1.
    pub(super) fn length(self, bytes: &[u8]) -> usize {
        let lead = bytes.first().copied().unwrap_or(0);
        match self {
            Self::Identity | Self::Jis => 2,
            Self::Utf32 => 4,
            Self::Utf16 => match lead {
                0xD8..=0xDB => 4,
                _ => 2,
            },
            Self::Utf8 => match lead {
                0xF0.. => 4,
                0xE0.. => 3,
                0xC0.. => 2,
                _ => 1,
            },
            Self::Legacy(encoding) if encoding == SHIFT_JIS => match lead {
                0x81..=0x9F | 0xE0..=0xFC => 2,
                _ => 1,
            },
            Self::Legacy(encoding) if encoding == EUC_JP => match lead {
                0x8F => 3,
                0x8E | 0xA1..=0xFE => 2,
                _ => 1,
            },
            Self::Legacy(_) => match lead {
                0x81..=0xFE => 2,
                _ => 1,
            },
        }
    }

    /// The text of one code.
    pub(super) fn text(self, code: &[u8]) -> Option<String> {
        let decoded = |encoding: &'static Encoding, code: &[u8]| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(code)?;
            Some(text.into_owned())
        };
        match self {
            Self::Identity => None,
            Self::Legacy(encoding) => decoded(encoding, code),
            Self::Jis => {
                let high: Vec<u8> = code.iter().map(|byte| byte | 0x80).collect();
                decoded(EUC_JP, &high)
            }
            Self::Utf8 => std::str::from_utf8(code).ok().map(str::to_owned),
            Self::Utf16 => {
                let units = code.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                let text = char::decode_utf16(units).collect::<Result<String, _>>().ok();
                text.filter(|text| !text.is_empty())
            }
            Self::Utf32 => {
                let code = code.try_into().ok().map(u32::from_be_bytes)?;
                char::from_u32(code).map(String::from)
            }
        }
    }
}

/// What the 256 codes of a simple font stand for by the name of its encoding.
pub(super) fn simple(name: Option<&str>) -> Vec<Option<String>> {
    let encoding = match name {
        Some("MacRomanEncoding") => MACINTOSH,
        _ => WINDOWS_1252,
    };
    let standard = matches!(name, Some("StandardEncoding"));
    (0..=u8::MAX)
        .map(|code| match code {
            0..=0x1F | 0x7F => None,
            0x27 if standard => Some("’".to_owned()),
            0x60 if standard => Some("‘".to_owned()),
            _ => encoding
                .decode_without_bom_handling_and_without_replacement(&[code])
                .map(|text| text.into_owned())
                .filter(|text| !text.chars().any(char::is_control)),
        })
        .collect()
}

/// The character of a glyph's name, as the names of Latin fonts go.
pub(super) fn named(name: &str) -> Option<String> {
    let base = name.split('.').next().unwrap_or(name);
    let mut chars = base.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return c.is_ascii_alphabetic().then(|| c.to_string());
    }
    if let Some((_, text)) = NAMES.iter().find(|(known, _)| *known == base) {
        return Some((*text).to_owned());
    }
    let hex = base.strip_prefix("uni").or_else(|| base.strip_prefix('u'))?;
    if !(4..=6).contains(&hex.len()) {
        return None;
    }
    u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).map(String::from)
}

const NAMES: &[(&str, &str)] = &[
    ("space", " "),
    ("exclam", "!"),
    ("quotedbl", "\""),
    ("numbersign", "#"),
    ("dollar", "$"),
    ("percent", "%"),
    ("ampersand", "&"),
    ("quotesingle", "'"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("asterisk", "*"),
    ("plus", "+"),
    ("comma", ","),
    ("hyphen", "-"),
    ("minus", "-"),
    ("period", "."),
    ("slash", "/"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("colon", ":"),
    ("semicolon", ";"),
    ("less", "<"),
    ("equal", "="),
    ("greater", ">"),
    ("question", "?"),
    ("at", "@"),
    ("bracketleft", "["),
    ("backslash", "\\"),
    ("bracketright", "]"),
    ("asciicircum", "^"),
    ("underscore", "_"),
    ("grave", "`"),
    ("braceleft", "{"),
    ("bar", "|"),
    ("braceright", "}"),
    ("asciitilde", "~"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("endash", "–"),
    ("emdash", "—"),
    ("bullet", "•"),
    ("ellipsis", "…"),
    ("periodcentered", "·"),
    ("yen", "¥"),
    ("copyright", "©"),
    ("registered", "®"),
    ("trademark", "™"),
    ("section", "§"),
    ("degree", "°"),
    ("multiply", "×"),
    ("divide", "÷"),
    ("plusminus", "±"),
    ("fi", "fi"),
    ("fl", "fl"),
    ("ff", "ff"),
    ("ffi", "ffi"),
    ("ffl", "ffl"),
    ("nbspace", " "),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predefined_maps_are_known_by_their_names() {
        let check = |name: &str, wanted: Option<(Coding, bool, bool)>| {
            let found = predefined(name).map(|map| (map.coding, map.vertical, map.half_width));
            assert_eq!(found, wanted, "{name}");
        };
        check("Identity-H", Some((Coding::Identity, false, false)));
        check("Identity-V", Some((Coding::Identity, true, false)));
        check("90ms-RKSJ-H", Some((Coding::Legacy(SHIFT_JIS), false, true)));
        check("90msp-RKSJ-V", Some((Coding::Legacy(SHIFT_JIS), true, false)));
        check("EUC-H", Some((Coding::Legacy(EUC_JP), false, true)));
        check("UniJIS-UCS2-H", Some((Coding::Utf16, false, false)));
        check("UniJIS-UCS2-HW-V", Some((Coding::Utf16, true, true)));
        check("UniJIS2004-UTF16-H", Some((Coding::Utf16, false, false)));
        check("UniJIS-UTF32-H", Some((Coding::Utf32, false, false)));
        check("H", Some((Coding::Jis, false, false)));
        check("GBK-EUC-H", Some((Coding::Legacy(GBK), false, true)));
        check("WinAnsiEncoding", None);
        check("", None);
    }

    #[test]
    fn codes_are_cut_and_read() {
        let check = |coding: Coding, bytes: &[u8], wanted: &str| {
            let (mut rest, mut text) = (bytes, String::new());
            while !rest.is_empty() {
                let (code, after) = rest.split_at(coding.length(rest).min(rest.len()));
                text += &coding.text(code).unwrap_or_else(|| "?".to_owned());
                rest = after;
            }
            assert_eq!(text, wanted);
        };
        check(Coding::Legacy(SHIFT_JIS), b"\x98R\x82\xA6\x82\xA2 3\x8C\x8F\xB1", "漏えい 3件ｱ");
        check(Coding::Legacy(EUC_JP), b"\xCF\xB3\x8E\xB1A", "漏ｱA");
        check(Coding::Jis, b"\x4F\x33\x24\x22", "漏あ");
        check(Coding::Utf16, b"\x6F\x0F\xD8\x40\xDC\x0B\x00A", "漏𠀋A");
        check(Coding::Utf16, b"\xD8\x40\x00A\x6F\x0F\x6F", "?漏?");
        check(Coding::Utf32, b"\0\0\x6F\x0F\xFF\xFF\xFF\xFF", "漏?");
        check(Coding::Utf8, "漏A".as_bytes(), "漏A");
        check(Coding::Identity, b"\0\x01", "?");
    }

    #[test]
    fn names_of_glyphs() {
        let rows = [
            ("A", Some("A")),
            ("three", Some("3")),
            ("a.alt", Some("a")),
            ("uni6F0F", Some("漏")),
            ("u2000B", Some("𠀋")),
            ("uniD800", None),
            ("g12", None),
            ("", None),
        ];
        for (name, wanted) in rows {
            assert_eq!(named(name).as_deref(), wanted, "{name}");
        }
    }
}
