//! Legal forms around a name: 株式会社ショーケース, ショーケース社 and ショーケース are one.

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use super::Folder;
use crate::lexicon::{Lexicon, LexiconError};

/// Takes legal forms off names.
#[derive(Debug, Clone)]
pub struct LegalForms {
    /// Longest first, so that 一般財団法人 goes whole.
    forms: Vec<String>,
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
        Ok(Self { forms })
    }

    /// The name in compatibility form (NFKC), without legal forms at its ends, without a closing 社
    /// and without white space around or inside Japanese; the name itself when nothing else is
    /// left of it.
    pub fn strip(&self, name: &str) -> String {
        let name: String = name.nfkc().collect();
        let name = name.trim();
        let mut bare = name;
        loop {
            let shorter = self.forms.iter().find_map(|form| {
                bare.strip_prefix(form.as_str()).or_else(|| bare.strip_suffix(form.as_str()))
            });
            match shorter.map(str::trim) {
                Some(shorter) if !shorter.is_empty() => bare = shorter,
                _ => break,
            }
        }
        // 新聞社 and 出版社 lose it too, on both sides of every comparison.
        if let Some(shorter) = bare.strip_suffix('社')
            && shorter.chars().count() > 1
            && !self.forms.iter().any(|form| form == bare)
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
