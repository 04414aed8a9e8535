//! Words typed as they are read, in kana or Latin letters.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::chunk::Chunk;
use super::super::error::SearchError;
use super::Widener;
use crate::index::{reading_prefix, split_reading};
use crate::japanese::{Script, from_romaji, katakana, sound};

/// Shorter readings are those of too many words.
const SHORTEST: usize = 3;
/// Longer ones are sentences.
const LONGEST: usize = 24;
/// Most words that a reading is cut into.
const MOST_WORDS: usize = 4;
/// Most wordings that are kept on the way.
const MOST: usize = 32;

/// How something typed is to be read.
struct Typed {
    /// In katakana.
    reading: String,
    /// Whether long vowels may be missing or be written as short ones.
    loose: bool,
}

/// Words of the index that stand side by side and are read as `text`: those of the fewest words, the most
/// frequent first. None where `text` is neither kana nor romanised Japanese, or is too short.
pub(super) fn read(widener: &Widener<'_>, text: &str) -> Result<Vec<Chunk>, SearchError> {
    let folded = widener.analyzer.folder().fold(text.trim());
    let Some(typed) = typed(folded.text()) else { return Ok(Vec::new()) };
    let letters: Vec<char> = typed.reading.chars().collect();
    if !(SHORTEST..=LONGEST).contains(&letters.len()) {
        return Ok(Vec::new());
    }
    let is_katakana = folded.text().chars().all(|c| Script::of(c) == Script::Katakana);
    // メール is a word; トウケン, which no text writes so, is the sound of one.
    if is_katakana && widener.vocabulary.holding(widener.analyzer, folded.text(), 1)? > 0 {
        return Ok(Vec::new());
    }
    let words = Words::new(widener, &letters, typed.loose)?;
    let mut found: Vec<(u64, Chunk)> = Vec::new();
    for surface in words.cheapest() {
        let Some(chunk) = widener.only_chunk(&surface.text)? else { continue };
        if chunk.surface == folded.text() {
            continue;
        }
        // 堂ローン is read like ドローン, but nobody writes it: what is put together must stand so somewhere.
        let stands = match chunk.words.as_slice() {
            [_] => widener.holds(&chunk)?,
            _ => widener.vocabulary.holding(widener.analyzer, &chunk.surface, 1)? > 0,
        };
        if stands {
            found.push((surface.reports, chunk));
        }
    }
    // Names that the dictionary cuts otherwise in longer ones: 東建 of 東建コーポレーション.
    for name in widener.synonyms.words() {
        let is_read_so = |reading: &String| {
            *reading == typed.reading || typed.loose && sound(reading) == sound(&typed.reading)
        };
        let is_new = !found.iter().any(|(_, chunk)| chunk.surface == name);
        if !is_new || name.is_ascii() || !widener.analyzer.readings(name).iter().any(is_read_so) {
            continue;
        }
        let reports = widener.vocabulary.holding(widener.analyzer, name, u64::MAX)?;
        if reports > 0 && name != folded.text() {
            found.extend(widener.only_chunk(name)?.map(|chunk| (reports, chunk)));
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.surface.cmp(&b.1.surface)));
    Ok(found.into_iter().map(|(_, chunk)| chunk).collect())
}

fn typed(text: &str) -> Option<Typed> {
    if let Some(reading) = katakana(text) {
        return Some(Typed { loose: reading.contains('ー'), reading });
    }
    let reading = from_romaji(text)?;
    Some(Typed { reading, loose: true })
}

/// Words side by side.
#[derive(Debug, Clone)]
struct Surface {
    text: String,
    /// Reports that hold the rarest of the words.
    reports: u64,
}

/// The words of the index that parts of a reading may stand for.
struct Words<'w> {
    widener: &'w Widener<'w>,
    /// For each start, the ends and the words read so, with the number of reports.
    parts: Vec<Vec<(usize, Vec<Surface>)>>,
}

impl<'w> Words<'w> {
    fn new(widener: &'w Widener<'w>, letters: &[char], loose: bool) -> Result<Self, SearchError> {
        let mut parts = Vec::new();
        for start in 0..letters.len() {
            let mut ends = Vec::new();
            for end in start + 1..=letters.len() {
                let reading: String = letters.get(start..end).into_iter().flatten().collect();
                let words = words_read(widener, &reading, loose)?;
                if !words.is_empty() {
                    ends.push((end, words));
                }
            }
            parts.push(ends);
        }
        Ok(Self { widener, parts })
    }

    /// The surfaces that the whole reading may stand for, of the fewest words.
    fn cheapest(&self) -> Vec<Surface> {
        let end = self.parts.len();
        // The surfaces of so many words that reach to each place.
        let nothing = Surface { text: String::new(), reports: u64::MAX };
        let mut reached: BTreeMap<usize, Vec<Surface>> = BTreeMap::from([(0, vec![nothing])]);
        for _ in 0..MOST_WORDS {
            let mut next: BTreeMap<usize, Vec<Surface>> = BTreeMap::new();
            for (place, befores) in &reached {
                for (end, words) in self.parts.get(*place).into_iter().flatten() {
                    let longer = next.entry(*end).or_default();
                    for before in befores {
                        let joined = words.iter().filter_map(|word| self.join(before, word));
                        longer.extend(joined);
                    }
                }
            }
            for surfaces in next.values_mut() {
                surfaces
                    .sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.text.cmp(&b.text)));
                surfaces.dedup_by(|a, b| a.text == b.text);
                surfaces.truncate(MOST);
            }
            if let Some(whole) = next.remove(&end).filter(|whole| !whole.is_empty()) {
                return whole;
            }
            reached = next;
        }
        Vec::new()
    }

    /// Two words side by side, if the index has their meeting characters side by side.
    fn join(&self, before: &Surface, word: &Surface) -> Option<Surface> {
        let meeting: Option<String> = before
            .text
            .chars()
            .next_back()
            .zip(word.text.chars().next())
            .map(|(a, b)| [a, b].into_iter().collect());
        let vocabulary = &self.widener.vocabulary;
        let reports = match meeting {
            None => word.reports,
            Some(meeting) => {
                let field = vocabulary.fields().characters;
                vocabulary.frequency(field, &meeting).ok().filter(|reports| *reports > 0)?
            }
        };
        Some(Surface {
            text: format!("{}{}", before.text, word.text),
            reports: before.reports.min(reports),
        })
    }
}

/// The words of the index with a reading.
fn words_read(
    widener: &Widener<'_>,
    reading: &str,
    loose: bool,
) -> Result<Vec<Surface>, SearchError> {
    let vocabulary = &widener.vocabulary;
    let terms = vocabulary.starting_with(vocabulary.fields().readings, &reading_prefix(reading))?;
    let mut words: Vec<Surface> = Vec::new();
    for (term, reports) in &terms {
        let Some(found) = split_reading(term) else { continue };
        if !loose && found.reading != reading {
            continue;
        }
        // A single kana is a word of every other text; in 霧ヶ丘 and 霧ケ丘 it is part of a name.
        let single = found.word.chars().nth(1).is_none();
        let is_kana = found.word.chars().all(|c| Script::of(c) != Script::Kanji);
        if single && is_kana && !matches!(found.word, "ヶ" | "ケ") {
            continue;
        }
        words.push(Surface { text: found.word.to_owned(), reports: *reports });
    }
    words.sort_by_key(|word| Reverse(word.reports));
    words.truncate(MOST);
    Ok(words)
}
