//! Legal forms around a name: 株式会社ショーケース, ショーケース社 and ショーケース are one.

use std::borrow::Cow;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use super::Folder;
use crate::lexicon::{Lexicon, LexiconError};

/// Takes legal forms off names.
#[derive(Debug, Clone)]
pub struct LegalForms {
    /// Longest first, so that 一般財団法人 goes whole.
    forms: Vec<Form>,
}

/// A legal form, whose ends tell most names without it.
#[derive(Debug, Clone)]
struct Form {
    first: Option<char>,
    last: Option<char>,
    text: String,
}

impl Form {
    fn new(text: String) -> Self {
        let (first, last) = (text.chars().next(), text.chars().next_back());
        Self { first, last, text }
    }
}

#[derive(Deserialize)]
struct NameFile {
    either: Vec<String>,
    front: Vec<String>,
}

impl LegalForms {
    /// The forms that `names.toml` lists.
    pub fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        let NameFile { either, front } = lexicon.toml("names.toml")?;
        let mut forms: Vec<String> =
            either.iter().chain(&front).map(|form| form.nfkc().collect()).collect();
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.dedup();
        Ok(Self { forms: forms.into_iter().map(Form::new).collect() })
    }

    /// The name in compatibility form (NFKC), without legal forms at its ends, without a closing 社
    /// and without white space around or inside Japanese; the name itself when nothing else is
    /// left of it.
    pub fn strip(&self, name: &str) -> String {
        let name: Cow<'_, str> =
            if name.chars().all(is_normal) { name.into() } else { name.nfkc().collect() };
        let mut bare = name.trim();
        loop {
            let (first, last) = (bare.chars().next(), bare.chars().next_back());
            let shorter =
                self.forms.iter().find_map(|Form { first: opens, last: closes, text }| {
                    let behind = || bare.strip_prefix(text.as_str());
                    let before = || bare.strip_suffix(text.as_str());
                    let behind = (first == *opens).then(behind).flatten();
                    behind.or_else(|| (last == *closes).then(before).flatten())
                });
            match shorter.map(str::trim) {
                Some(shorter) if !shorter.is_empty() => bare = shorter,
                _ => break,
            }
        }
        // 新聞社 and 出版社 lose it too, on both sides of every comparison.
        if let Some(shorter) = bare.strip_suffix('社')
            && shorter.chars().count() > 1
            && !self.forms.iter().any(|form| form.text == bare)
        {
            bare = shorter;
        }
        bare.to_owned()
    }

    /// What names are compared by: without legal form, folded, without white space.
    pub fn key(&self, name: &str, folder: &Folder) -> String {
        folder.fold(&self.strip(name)).text().replace(char::is_whitespace, "")
    }
}

/// Whether a letter is its own compatibility form, and joins with no other of these.
fn is_normal(c: char) -> bool {
    c.is_ascii() || matches!(c, '一'..='龥' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_bared_of_its_legal_form() {
        #[track_caller]
        fn check(name: &str, expected: &str) {
            let forms = LegalForms::new(&Lexicon::embedded()).expect("the embedded lexicon");
            assert_eq!(forms.strip(name), expected, "{name}");
        }
        check("株式会社ショーケース", "ショーケース");
        check("ショーケース株式会社", "ショーケース");
        check("ショーケース社", "ショーケース");
        check("(株)ショーケース", "ショーケース");
        check("㈱ショーケース", "ショーケース");
        check("（株）ショーケース", "ショーケース");
        check("株式会社 東玉", "東玉");
        check(
            "一般財団法人 国際ビジネスコミュニケーション協会",
            "国際ビジネスコミュニケーション協会",
        );
        check("ＳＨＩＧＥＴＡ株式会社", "SHIGETA");
        check("株式会社", "株式会社");
        check("A社", "A社");
        check("つくば市", "つくば市");
        // 生活協同組合 and 農業協同組合 are what such bodies are called, not only what they are.
        check("青空県民生活協同組合", "青空県民生活協同組合");
        check("生活協同組合コープ青空", "生活協同組合コープ青空");
        check("青空農業協同組合", "青空農業協同組合");
    }
}
