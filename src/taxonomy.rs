//! The two-level vocabularies of causes and data categories: slugs, labels, what a person may type
//! for them, and what they are called elsewhere. The words that recognise a value in a text are the
//! extractor's business.

mod crosswalk;

pub use crosswalk::{Crosswalk, Standard};

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{FacetField, FacetPath};

/// Most values offered for one that does not exist.
const MOST_SUGGESTIONS: usize = 5;

/// The vocabularies of both hierarchical facets.
#[derive(Debug, Clone)]
pub struct Taxonomies {
    causes: Taxonomy,
    data: Taxonomy,
    /// In the order of [`Standard::ALL`].
    crosswalks: [Crosswalk; 3],
}

/// A two-level vocabulary in the order of its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taxonomy {
    values: Vec<FacetPath>,
    /// Label of each value's own level.
    labels: BTreeMap<FacetPath, String>,
}

#[derive(Deserialize)]
struct TaxonomyFile {
    group: Vec<Entry>,
}

/// A group with its values, or a value. What else it holds is for the extractor.
#[derive(Deserialize)]
struct Entry {
    slug: Spanned<String>,
    label: String,
    #[serde(default)]
    value: Vec<Entry>,
    veris: Option<Vec<Spanned<String>>>,
    tsr: Option<Vec<Spanned<String>>>,
    jnsa: Option<Vec<Spanned<String>>>,
}

impl Taxonomies {
    /// The vocabularies of `causes.toml` and `data.toml`, and what they are called elsewhere.
    ///
    /// # Errors
    /// A file that cannot be read, is no TOML, defines a slug twice or wrongly, or names a term that
    /// the other vocabulary does not have.
    pub fn new(lexicon: &Lexicon) -> Result<Self, LexiconError> {
        let [veris, tsr, jnsa] = Standard::ALL.map(|standard| Crosswalk::read(lexicon, standard));
        let mut crosswalks = [veris?, tsr?, jnsa?];
        let causes = Taxonomy::read(lexicon, FacetField::Cause, "causes.toml", &mut crosswalks)?;
        let data = Taxonomy::read(lexicon, FacetField::Data, "data.toml", &mut crosswalks)?;
        Ok(Self { causes, data, crosswalks })
    }

    /// Why it happened.
    pub fn causes(&self) -> &Taxonomy {
        &self.causes
    }

    /// What leaked.
    pub fn data(&self) -> &Taxonomy {
        &self.data
    }

    /// What the values are called in a standard.
    pub fn crosswalk(&self, standard: Standard) -> &Crosswalk {
        let [veris, tsr, jnsa] = &self.crosswalks;
        match standard {
            Standard::Veris => veris,
            Standard::Tsr => tsr,
            Standard::Jnsa => jnsa,
        }
    }

    /// The vocabulary of a facet, if it has one.
    pub fn of(&self, field: FacetField) -> Option<&Taxonomy> {
        match field {
            FacetField::Cause => Some(&self.causes),
            FacetField::Data => Some(&self.data),
            _ => None,
        }
    }
}

impl Taxonomy {
    fn read(
        lexicon: &Lexicon,
        field: FacetField,
        name: &str,
        crosswalks: &mut [Crosswalk],
    ) -> Result<Self, LexiconError> {
        let text = lexicon.file(name)?;
        let file: TaxonomyFile = lexicon.toml(name)?;
        let mut taxonomy = Self::default();
        let mut add = |at: &Spanned<String>, path: String, label: &str| {
            let mistake = |message: String| lexicon.mistake(name, &text, at.span().start, message);
            let path: FacetPath = match path.parse() {
                Ok(path) => path,
                Err(error) => return lexicon.refuse(mistake(format!("{error}"))),
            };
            if taxonomy.labels.insert(path.clone(), label.to_owned()).is_some() {
                return lexicon.refuse(mistake(format!("`{path}` is defined twice; remove one")));
            }
            if label.trim().is_empty() {
                lexicon.refuse(mistake(format!("`{path}` has no label; write one for readers")))?;
            }
            taxonomy.values.push(path);
            Ok(())
        };
        for group in &file.group {
            add(&group.slug, group.slug.get_ref().clone(), &group.label)?;
            for value in &group.value {
                let path = format!("{}/{}", group.slug.get_ref(), value.slug.get_ref());
                add(&value.slug, path, &value.label)?;
            }
        }
        for crosswalk in crosswalks {
            for (term, message) in crosswalk.learn(field, &file) {
                lexicon.refuse(lexicon.mistake(name, &text, term.span().start, message))?;
            }
        }
        Ok(taxonomy)
    }

    /// Every value of both levels, parents before their children, in the order of the file.
    pub fn values(&self) -> &[FacetPath] {
        &self.values
    }

    /// The label of both levels: 不正アクセス/脆弱性悪用. `None` for a path that is not in the
    /// vocabulary.
    pub fn label(&self, path: &FacetPath) -> Option<String> {
        let own = self.labels.get(path)?;
        if path.child().is_none() {
            return Some(own.clone());
        }
        let parent = self.last_label(path.parent())?;
        Some(format!("{parent}/{own}"))
    }

    /// The label of a path's last level alone: 脆弱性悪用.
    pub fn last_label(&self, path: &str) -> Option<&str> {
        self.labels.get(&path.parse::<FacetPath>().ok()?).map(String::as_str)
    }

    /// The value that a person means: a slug path, a label of both levels, or, where only one value
    /// has it, the slug or label of a single level. Width and spelling do not matter.
    pub fn resolve(&self, typed: &str, folder: &Folder) -> Option<FacetPath> {
        let fold = |text: &str| folder.fold(text).text().trim().to_owned();
        // A spelling variant may stand in a slug: `email` is メール elsewhere.
        let slug = Folder::default().fold(typed).text().trim().to_owned();
        let typed = fold(typed);
        let whole = self.values.iter().find(|path| {
            path.as_str() == slug || self.label(path).is_some_and(|label| fold(&label) == typed)
        });
        if whole.is_some() {
            return whole.cloned();
        }
        let mut by_level = self.values.iter().filter(|path| {
            path.child() == Some(slug.as_str())
                || self.labels.get(path).is_some_and(|label| fold(label) == typed)
        });
        let first = by_level.next()?;
        by_level.next().is_none().then(|| first.clone())
    }

    /// Values close to one that does not exist, closest first: slugs and labels that contain it or
    /// begin like it, else the first level.
    pub fn suggestions(&self, typed: &str, folder: &Folder) -> Vec<String> {
        let fold = |text: &str| folder.fold(text).text().trim().to_owned();
        let as_slug = Folder::default().fold(typed).text().trim().to_owned();
        let typed = fold(typed);
        let stem = |text: &str| -> String {
            text.chars().take(text.chars().count().div_ceil(2).max(3)).collect()
        };
        let (slug_stem, stem) = (stem(&as_slug), stem(&typed));
        let alike = |path: &&FacetPath| {
            let label = self.labels.get(path).map(|label| fold(label)).unwrap_or_default();
            let slug = path.child().unwrap_or(path.parent());
            slug.contains(&as_slug)
                || label.contains(&typed)
                || slug.starts_with(&slug_stem)
                || label.starts_with(&stem)
        };
        let close: Vec<&FacetPath> = self.values.iter().filter(alike).collect();
        let offered = if close.is_empty() {
            self.values.iter().filter(|path| path.child().is_none()).collect()
        } else {
            close
        };
        offered.into_iter().take(MOST_SUGGESTIONS).map(ToString::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::japanese::Variants;

    fn folder() -> Folder {
        Folder::new(&Variants::read(&Lexicon::embedded()).expect("the embedded variants"))
    }

    #[test]
    fn a_value_is_resolved_by_slug_or_label() {
        #[track_caller]
        fn check(typed: &str, expected: Option<&str>) {
            let taxonomies = Taxonomies::new(&Lexicon::embedded()).expect("the embedded lexicon");
            let found = taxonomies.causes().resolve(typed, &folder());
            assert_eq!(found.as_ref().map(FacetPath::as_str), expected, "{typed}");
        }
        check("malware", Some("malware"));
        check("malware/ransomware", Some("malware/ransomware"));
        check("ransomware", Some("malware/ransomware"));
        check("ランサムウェア", Some("malware/ransomware"));
        check("ランサムウエア", Some("malware/ransomware"));
        check("不正アクセス", Some("unauthorized-access"));
        check("不正アクセス/脆弱性悪用", Some("unauthorized-access/vulnerability-exploit"));
        check("ＭＡＬＷＡＲＥ", Some("malware"));
        check("ransomwear", None);
        check("", None);
    }

    #[test]
    fn every_value_is_resolved_by_its_own_slug() {
        let taxonomies = Taxonomies::new(&Lexicon::embedded()).expect("the embedded lexicon");
        for taxonomy in [taxonomies.causes(), taxonomies.data()] {
            for path in &taxonomy.values {
                assert_eq!(taxonomy.resolve(path.as_str(), &folder()).as_ref(), Some(path));
            }
        }
    }

    #[test]
    fn something_close_is_offered_for_a_value_that_does_not_exist() {
        #[track_caller]
        fn check(typed: &str, expected: &str) {
            let taxonomies = Taxonomies::new(&Lexicon::embedded()).expect("the embedded lexicon");
            let offered = taxonomies.causes().suggestions(typed, &folder());
            assert!(offered.iter().any(|value| value == expected), "{typed}: {offered:?}");
        }
        check("ransomwear", "malware/ransomware");
        check("脆弱", "unauthorized-access/vulnerability-exploit");
        check("xyz", "unauthorized-access");
    }
}
