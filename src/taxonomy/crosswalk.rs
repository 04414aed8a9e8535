//! Crosswalks: what the values of the taxonomies are called in the vocabularies of others.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::TaxonomyFile;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{FacetField, FacetPath};

/// Most terms offered for one that does not exist.
const MOST_SUGGESTIONS: usize = 3;

/// Stands for one level of a term that the other causes of a report fill in.
const ANY: &str = "*";

/// A vocabulary of others, by which reports can be counted too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standard {
    /// The Vocabulary for Event Recording and Incident Sharing; causes and data.
    Veris,
    /// The yearly survey of listed companies by Tokyo Shoko Research; causes.
    Tsr,
    /// The surveys of leaks by the Japan Network Security Association; causes.
    Jnsa,
}

impl Standard {
    /// Every standard.
    pub const ALL: [Self; 3] = [Self::Veris, Self::Tsr, Self::Jnsa];

    /// Stable name on the command line, in JSON and as a key of the lexicon.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Veris => "veris",
            Self::Tsr => "tsr",
            Self::Jnsa => "jnsa",
        }
    }

    /// The facet fields that it has terms for.
    pub fn fields(self) -> &'static [FacetField] {
        match self {
            Self::Veris => &[FacetField::Cause, FacetField::Data],
            Self::Tsr | Self::Jnsa => &[FacetField::Cause],
        }
    }

    /// The standard with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standard| standard.as_str() == name)
    }

    fn file(self) -> &'static str {
        match self {
            Self::Veris => "veris.toml",
            Self::Tsr => "tsr.toml",
            Self::Jnsa => "jnsa.toml",
        }
    }
}

/// What the values of the taxonomies are called in one standard.
#[derive(Debug, Clone)]
pub struct Crosswalk {
    standard: Standard,
    /// Labels by term; a term of several levels is written with dots.
    labels: BTreeMap<String, String>,
    causes: BTreeMap<FacetPath, Vec<String>>,
    data: BTreeMap<FacetPath, Vec<String>>,
}

/// The terms and tables of a standard's file.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Label(String),
    Table(BTreeMap<String, Entry>),
}

impl Crosswalk {
    /// The standard's terms, and none of the taxonomies yet.
    pub(super) fn read(lexicon: &Lexicon, standard: Standard) -> Result<Self, LexiconError> {
        let table = lexicon.toml(standard.file()).map_err(|error| LexiconError {
            message: format!("{}; write `term = \"label\"`", error.message.trim_end()),
            ..error
        })?;
        let mut labels = BTreeMap::new();
        collect(&Entry::Table(table), "", &mut labels);
        Ok(Self { standard, labels, causes: BTreeMap::new(), data: BTreeMap::new() })
    }

    /// Adds the terms that a file names; the mistakes are terms that the standard does not have.
    pub(super) fn learn(
        &mut self,
        field: FacetField,
        file: &TaxonomyFile,
    ) -> Vec<(Spanned<String>, String)> {
        let mut mistakes = Vec::new();
        let mut learned = BTreeMap::new();
        for group in &file.group {
            let inherited = self.named(group);
            for term in inherited.unwrap_or_default() {
                mistakes.extend(self.unknown(term));
            }
            for value in &group.value {
                let own = self.named(value);
                for term in own.unwrap_or_default() {
                    mistakes.extend(self.unknown(term));
                }
                let path = format!("{}/{}", group.slug.get_ref(), value.slug.get_ref());
                let terms = own.or(inherited).unwrap_or_default().iter();
                if let Ok(path) = path.parse::<FacetPath>() {
                    learned.insert(path, terms.map(|term| term.get_ref().clone()).collect());
                }
            }
        }
        match field {
            FacetField::Cause => self.causes = learned,
            _ => self.data = learned,
        }
        mistakes
    }

    /// Which standard it leads to.
    pub fn standard(&self) -> Standard {
        self.standard
    }

    /// The terms of a value of the second level; none where the standard has no word for it.
    ///
    /// A term with a `*` is to be filled in, see [`Crosswalk::filled`].
    pub fn terms(&self, field: FacetField, value: &str) -> &[String] {
        let by_path = match field {
            FacetField::Cause => &self.causes,
            FacetField::Data => &self.data,
            _ => return &[],
        };
        let path = value.parse::<FacetPath>().ok();
        path.and_then(|path| by_path.get(&path)).map_or(&[], Vec::as_slice)
    }

    /// What a term with a `*` means beside `other`: `action.*.vector.Partner` beside a term of
    /// `action.hacking` is `action.hacking.vector.Partner`. `None` where the standard has no such term.
    pub fn filled(&self, term: &str, other: &str) -> Option<String> {
        let (before, after) = term.split_once(ANY)?;
        let level = other.strip_prefix(before)?.split('.').next()?;
        let filled = format!("{before}{level}{after}");
        self.labels.contains_key(&filled).then_some(filled)
    }

    /// Whether a term is to be filled in.
    pub fn is_open(term: &str) -> bool {
        term.contains(ANY)
    }

    /// The first level of a term: `action.hacking` of `action.hacking.variety.SQLi`; a short term is
    /// its own.
    pub fn parent(term: &str) -> &str {
        let end = term.match_indices('.').nth(1).map_or(term.len(), |(at, _)| at);
        term.get(..end).unwrap_or(term)
    }

    /// What people read for a term.
    pub fn label<'a>(&'a self, term: &'a str) -> &'a str {
        let last = || term.rsplit('.').next().unwrap_or(term);
        self.labels.get(term).map_or_else(last, String::as_str)
    }

    /// The terms that a group or value names itself.
    fn named<'e>(&self, entry: &'e super::Entry) -> Option<&'e [Spanned<String>]> {
        match self.standard {
            Standard::Veris => entry.veris.as_deref(),
            Standard::Tsr => entry.tsr.as_deref(),
            Standard::Jnsa => entry.jnsa.as_deref(),
        }
    }

    /// What is wrong with a term, if anything.
    fn unknown(&self, term: &Spanned<String>) -> Option<(Spanned<String>, String)> {
        let typed = term.get_ref();
        let is_known = match typed.split_once(ANY) {
            None => self.labels.contains_key(typed),
            Some((before, after)) => {
                self.labels.keys().any(|known| known.starts_with(before) && known.ends_with(after))
            }
        };
        if is_known {
            return None;
        }
        let last = |term: &str| term.rsplit('.').next().unwrap_or(term).to_lowercase();
        let wanted = last(typed);
        let close: Vec<String> = self
            .labels
            .keys()
            .filter(|known| {
                let known = last(known);
                known.contains(&wanted) || wanted.contains(&known)
            })
            .take(MOST_SUGGESTIONS)
            .map(|known| format!("`{known}`"))
            .collect();
        let hint =
            if close.is_empty() { String::new() } else { format!(" {} or", close.join(", ")) };
        let message = format!(
            "`{typed}` is no term of {file}; write{hint} one of that file, or add it there",
            file = self.standard.file()
        );
        Some((term.clone(), message))
    }
}

/// Writes the terms of a table with the keys above them.
fn collect(entry: &Entry, prefix: &str, labels: &mut BTreeMap<String, String>) {
    match entry {
        Entry::Label(label) => {
            let term = prefix.strip_suffix(".label").unwrap_or(prefix);
            labels.insert(term.to_owned(), label.clone());
        }
        Entry::Table(table) => {
            for (key, entry) in table {
                let term = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                collect(entry, &term, labels);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::Taxonomies;

    fn crosswalk(standard: Standard) -> Crosswalk {
        let taxonomies = Taxonomies::new(&Lexicon::embedded()).expect("the embedded lexicon");
        taxonomies.crosswalk(standard).clone()
    }

    #[test]
    fn a_value_has_its_own_terms_or_those_of_its_group() {
        #[track_caller]
        fn check(standard: Standard, field: FacetField, value: &str, expected: &[&str]) {
            assert_eq!(crosswalk(standard).terms(field, value), expected, "{value}");
        }
        use FacetField::{Cause, Data, Year};
        let vulnerability = "unauthorized-access/vulnerability-exploit";
        let exploit = "action.hacking.variety.Exploit vuln";
        check(Standard::Veris, Cause, vulnerability, &[exploit]);
        check(Standard::Tsr, Cause, vulnerability, &["intrusion"]);
        check(Standard::Jnsa, Cause, "misconfiguration/app-bug", &["bug"]);
        check(Standard::Jnsa, Cause, "misconfiguration/form-sharing", &["settings"]);
        check(
            Standard::Veris,
            Data,
            "payment/bank-account",
            &["attribute.confidentiality.data.variety.Bank"],
        );
        check(
            Standard::Veris,
            Data,
            "payment/card-number",
            &["attribute.confidentiality.data.variety.Payment"],
        );
        check(Standard::Tsr, Data, "payment/card-number", &[]);
        check(Standard::Veris, Cause, "supply-chain/hosting", &["action.*.vector.Partner"]);
        check(Standard::Veris, Cause, "no/such", &[]);
        check(Standard::Veris, Year, "2023", &[]);
    }

    #[test]
    fn every_value_has_terms_of_each_standard_but_routes() {
        let taxonomies = Taxonomies::new(&Lexicon::embedded()).expect("the embedded lexicon");
        for standard in Standard::ALL {
            let crosswalk = taxonomies.crosswalk(standard);
            for field in standard.fields() {
                let taxonomy = taxonomies.of(*field).expect("both have one");
                let values = taxonomy.values().iter().filter(|path| path.child().is_some());
                for path in values.filter(|path| path.parent() != "supply-chain") {
                    let terms = crosswalk.terms(*field, path.as_str());
                    assert!(!terms.is_empty(), "{path} in {}", standard.as_str());
                }
            }
        }
    }

    #[test]
    fn an_open_term_is_filled_by_what_stands_beside_it() {
        #[track_caller]
        fn check(beside: &str, expected: Option<&str>) {
            let filled = crosswalk(Standard::Veris).filled("action.*.vector.Partner", beside);
            assert_eq!(filled.as_deref(), expected, "{beside}");
        }
        check("action.malware.variety.Ransomware", Some("action.malware.vector.Partner"));
        check("action.error.variety.Loss", None);
        check("attribute.availability.variety.Loss", None);
        check("action.unknown", None);
    }

    #[test]
    fn terms_are_read_with_their_level_and_label() {
        let veris = crosswalk(Standard::Veris);
        assert_eq!(Crosswalk::parent("action.hacking.variety.SQLi"), "action.hacking");
        assert_eq!(Crosswalk::parent("action.unknown"), "action.unknown");
        assert_eq!(Crosswalk::parent("intrusion"), "intrusion");
        assert_eq!(veris.label("action.hacking"), "ハッキング");
        assert_eq!(veris.label("action.hacking.variety.SQLi"), "SQLインジェクション");
        assert_eq!(crosswalk(Standard::Tsr).label("intrusion"), "ウイルス感染・不正アクセス");
    }

    #[test]
    fn an_unknown_term_is_refused_with_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let causes = Lexicon::embedded().file("causes.toml").expect("causes").into_owned();
        let wrong =
            causes.replacen("action.hacking.variety.Exploit vuln", "action.exploit vuln", 1);
        let at = wrong.find("\"action.exploit").expect("the term");
        let line = wrong.get(..at).expect("whole").matches('\n').count() + 1;
        std::fs::write(folder.path().join("causes.toml"), wrong).expect("a file");
        let error = Taxonomies::new(&Lexicon::folder(folder.path())).expect_err("it is unknown");
        assert_eq!(error.position, Some((line, 10)));
        assert!(error.message.starts_with("`action.exploit vuln` is no term of veris.toml; write"));
        assert!(error.message.contains("`action.hacking.variety.Exploit vuln`"), "{error}");
    }
}
