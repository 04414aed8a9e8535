//! The two-level vocabularies of causes and data: slugs, labels, and what a person may type for them.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::LexiconError;
use crate::report::FacetPath;

use super::lexicon_file::LexiconFile;

/// A two-level vocabulary in the order of its file, read from `causes.toml` or `data.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taxonomy {
    values: Vec<FacetPath>,
    labels: BTreeMap<FacetPath, String>,
}

/// A group of a taxonomy file: the first level.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupEntry<T> {
    pub(super) slug: Spanned<String>,
    pub(super) label: String,
    pub(super) value: Vec<T>,
}

/// The name of a second-level value.
pub(super) trait Entry {
    /// Its slug, without the parent.
    fn slug(&self) -> &Spanned<String>;
    /// Its Japanese label, without the parent's.
    fn label(&self) -> &str;
}

impl Taxonomy {
    /// The vocabulary of a file that has been read.
    pub(super) fn of_groups<T: Entry>(
        file: &LexiconFile<'_>,
        groups: &[GroupEntry<T>],
    ) -> Result<Self, LexiconError> {
        let mut taxonomy = Self::default();
        for group in groups {
            taxonomy.add(file, &group.slug, group.slug.get_ref().clone(), group.label.clone())?;
            for value in &group.value {
                let path = format!("{}/{}", group.slug.get_ref(), value.slug().get_ref());
                let label = format!("{}/{}", group.label, value.label());
                taxonomy.add(file, value.slug(), path, label)?;
            }
        }
        Ok(taxonomy)
    }

    fn add(
        &mut self,
        file: &LexiconFile<'_>,
        at: &Spanned<String>,
        path: String,
        label: String,
    ) -> Result<(), LexiconError> {
        let path: FacetPath = path.parse().map_err(|error| file.mistake(at, format!("{error}")))?;
        if self.labels.insert(path.clone(), label).is_some() {
            return Err(file.mistake(at, format!("`{path}` is defined twice; remove one")));
        }
        self.values.push(path);
        Ok(())
    }

    /// Every value of both levels, parents before their children, in the order of the file.
    pub fn values(&self) -> &[FacetPath] {
        &self.values
    }

    /// What a reader sees: 不正アクセス/脆弱性悪用. `None` for a path that is not in the vocabulary.
    pub fn label(&self, path: &FacetPath) -> Option<&str> {
        self.labels.get(path).map(String::as_str)
    }

    /// The value that a person means: a slug path, the slug or label of a second level if only one
    /// parent has it, or a label of either level. Width and spelling do not matter.
    pub fn resolve(&self, typed: &str, folder: &Folder) -> Option<FacetPath> {
        let fold = |text: &str| folder.fold(text).text().trim().to_owned();
        let typed = fold(typed);
        let exact = self.values.iter().find(|path| {
            path.as_str() == typed || self.label(path).is_some_and(|label| fold(label) == typed)
        });
        if let Some(path) = exact {
            return Some(path.clone());
        }
        let mut second_level = self.values.iter().filter(|path| {
            let label = self.label(path).and_then(|label| label.split_once('/'));
            path.child().is_some()
                && (path.child() == Some(typed.as_str())
                    || label.is_some_and(|(_, label)| fold(label) == typed))
        });
        let first = second_level.next()?;
        second_level.next().is_none().then(|| first.clone())
    }
}
