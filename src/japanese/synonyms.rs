//! Words that are related but not the same, of `lexicon/synonyms.toml`.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use toml::Spanned;

use super::fold::Folder;
use crate::lexicon::{Lexicon, LexiconError};

/// Where they are. Only searches read it: an index does not depend on it.
pub const SYNONYMS: &str = "synonyms.toml";

/// Weight of an alias where the file gives none.
const ALIAS_WEIGHT: f64 = 0.8;

/// Related words and other names, each with those that a search for it finds too.
#[derive(Debug, Clone)]
pub struct Synonyms {
    automaton: Option<AhoCorasick>,
    /// What each pattern of the automaton finds.
    found: Vec<Vec<Synonym>>,
}

/// A word that a search for another finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Synonym {
    /// The word, folded.
    pub word: String,
    /// Share of its own weight that it counts, above 0 and at most 1.
    pub weight: f32,
    /// Whether it names the same thing, and is not merely related.
    pub alias: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    related: Vec<Related>,
    #[serde(default)]
    alias: Vec<Alias>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Related {
    words: Vec<Spanned<String>>,
    #[serde(default)]
    typed: Vec<Spanned<String>>,
    weight: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alias {
    names: Vec<Spanned<String>>,
    #[serde(default)]
    typed: Vec<Spanned<String>>,
    weight: Option<Spanned<f64>>,
}

impl Synonyms {
    /// Reads `synonyms.toml`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or is no TOML of this shape; an empty word; a weight that is not above 0
    /// and at most 1; a group in which nothing finds anything.
    pub fn read(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let text = lexicon.file(SYNONYMS)?;
        let file: File = lexicon.toml(SYNONYMS)?;
        let mistake = |at: usize, message: &str| {
            lexicon.refuse(lexicon.mistake(SYNONYMS, &text, at, message))
        };
        let mut found: BTreeMap<String, Vec<Synonym>> = BTreeMap::new();
        let related = file.related.iter().map(|group| {
            let weight = (*group.weight.get_ref(), group.weight.span().start);
            (&group.words, &group.typed, weight, false)
        });
        let aliases = file.alias.iter().map(|group| {
            let given =
                group.weight.as_ref().map(|weight| (*weight.get_ref(), weight.span().start));
            (&group.names, &group.typed, given.unwrap_or((ALIAS_WEIGHT, 0)), true)
        });
        for (words, typed, (weight, at), alias) in related.chain(aliases) {
            if !(weight > 0.0 && weight <= 1.0) {
                mistake(at, "a weight is above 0 and at most 1; write such as 0.4")?;
                continue;
            }
            let mut folded: Vec<(String, usize)> = Vec::new();
            for word in words.iter().chain(typed) {
                let spelled = folder.fold(word.get_ref().trim()).text().to_owned();
                let at = word.span().start;
                if spelled.is_empty() {
                    mistake(at, "an empty word finds nothing; remove it")?;
                } else if folded.iter().any(|(known, _)| *known == spelled) {
                    let message = format!("“{spelled}” is in this group already; remove one");
                    lexicon.warn(lexicon.mistake(SYNONYMS, &text, at, message));
                } else {
                    folded.push((spelled, at));
                }
            }
            if folded.len() < 2 {
                let at = words.first().map_or(0, |word| word.span().start);
                mistake(at, "a group needs two words that are spelled differently; add one")?;
                continue;
            }
            #[expect(clippy::cast_possible_truncation, reason = "a share of one")]
            let weight = weight as f32;
            for (word, _) in &folded {
                let others = folded.iter().take(words.len()).filter(|(other, _)| other != word);
                let known = found.entry(word.clone()).or_default();
                for (other, _) in others {
                    match known.iter_mut().find(|synonym| synonym.word == *other) {
                        Some(synonym) if synonym.weight < weight => {
                            synonym.weight = weight;
                            synonym.alias = alias;
                        }
                        Some(_) => {}
                        None => {
                            known.push(Synonym { word: other.clone(), weight, alias });
                        }
                    }
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(found.keys())
            .ok()
            .filter(|_| !found.is_empty());
        Ok(Self { automaton, found: found.into_values().collect() })
    }

    /// The words of a folded text that find others: byte ranges that `is_word` takes for whole words, the
    /// longest first where they overlap, with what they find.
    pub fn of<'s>(
        &'s self,
        text: &str,
        is_word: impl Fn(&std::ops::Range<usize>) -> bool,
    ) -> Vec<(std::ops::Range<usize>, &'s [Synonym])> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut matches: Vec<_> = automaton
            .find_overlapping_iter(text)
            .filter(|found| is_word(&found.range()))
            .filter_map(|found| {
                Some((found.range(), self.found.get(found.pattern().as_usize())?.as_slice()))
            })
            .collect();
        matches.sort_by_key(|(range, _)| (std::cmp::Reverse(range.len()), range.start));
        let mut chosen: Vec<(std::ops::Range<usize>, &[Synonym])> = Vec::new();
        for (range, found) in matches {
            let overlaps =
                |other: &std::ops::Range<usize>| range.start < other.end && other.start < range.end;
            if !chosen.iter().any(|(other, _)| overlaps(other)) {
                chosen.push((range, found));
            }
        }
        chosen.sort_by_key(|(range, _)| range.start);
        chosen
    }

    /// Every word that finds others, folded; what a person may have meant by one that is mistyped.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.found.iter().flatten().map(|synonym| synonym.word.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::japanese::Variants;

    #[test]
    fn the_longest_words_find_those_of_their_group() {
        let lexicon = Lexicon::embedded();
        let folder = Folder::new(&Variants::read(&lexicon).expect("variants"));
        let synonyms = Synonyms::read(&lexicon, &folder).expect("synonyms");
        #[track_caller]
        fn check(synonyms: &Synonyms, text: &str, expected: &[(&str, &str)]) {
            let found = synonyms.of(text, |_| true);
            let first: Vec<(&str, &str)> = found
                .iter()
                .filter_map(|(range, found)| {
                    Some((text.get(range.clone())?, found.first()?.word.as_str()))
                })
                .collect();
            assert_eq!(first, expected, "{text}");
        }
        check(&synonyms, "流出", &[("流出", "漏えい")]);
        check(&synonyms, "漏えい", &[("漏えい", "流出")]);
        check(&synonyms, "leak", &[("leak", "漏えい")]);
        check(&synonyms, "関電送配電", &[("関電送配電", "関西電力送配電")]);
        check(&synonyms, "関電", &[("関電", "関西電力")]);
        check(&synonyms, "健康", &[]);
        check(&synonyms, "", &[]);
    }
}
