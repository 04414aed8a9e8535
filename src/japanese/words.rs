//! Words: the terms by which a text is indexed and searched.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::compounds::{self, Part};
use super::dictionary::{Cut, Dictionary, Entry, PartOfSpeech};
use super::extra_readings::{self, ExtraReadings};
use super::fold::{FOLD_RULES, Folded, Folder};
use super::kana::katakana;
use super::katakana::without_final_mark;
use super::numbers::Number;
use super::pieces::{Piece, pieces};
use super::script::Script;
use super::terms::Terms;
use super::variants::Variants;
use crate::lexicon::{Lexicon, LexiconError};

/// How many positions lie between the last word of a sentence and the first of the next, so that no
/// phrase reaches over.
pub const SENTENCE_GAP: u32 = 10;

/// Most readings that a term is found by.
const MOST_READINGS: usize = 8;

/// Longer words that the dictionary lacks have no reading.
const LONGEST_SPELLED: usize = 4;

/// Counts changes of what this module makes of the same tokens, for fingerprints.
const WORD_RULES: u32 = 2;

/// The segmenter linked; its versions cut text differently. A test holds it to `Cargo.lock`.
pub(super) const LINDERA: &str = "5.3.0";

const STOP_WORDS: &str = "stop-words.txt";

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// What is indexed and searched: the base form of a verb or adjective, the digits of a number
    /// without commas and 万, else the folded surface.
    pub term: String,
    /// Byte range in the folded text.
    pub folded: Range<usize>,
    /// Byte range in the original text.
    pub original: Range<usize>,
    /// Place among the words that are no stop words, from 0. A sentence end adds [`SENTENCE_GAP`].
    ///
    /// A stop word has the place of the next word that is none, so 情報の漏えい and 情報漏えい have the
    /// same places.
    pub position: u32,
    /// Whether the word is too common to search for: by part of speech or by `stop-words.txt`.
    pub stop: bool,
    /// Whether it is in the dictionary or in `terms.csv`.
    pub known: bool,
    /// What it is.
    pub part_of_speech: PartOfSpeech,
}

/// An analyzer that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnalyzerError {
    /// A mistake in the variants, terms or stop words.
    #[error(transparent)]
    Lexicon(#[from] LexiconError),
    /// A folder that holds no dictionary of this lindera.
    #[error("cannot load the dictionary{}: {reason}; give a folder that lindera {LINDERA} built", .folder.as_ref().map(|folder| format!(" in {}", folder.display())).unwrap_or_default())]
    Dictionary {
        /// The folder, or `None` for the embedded dictionary.
        folder: Option<PathBuf>,
        /// What lindera says.
        reason: String,
    },
}

/// A text that the dictionary has no way through; never the case for the embedded one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the dictionary cannot divide “{start}…”; use the embedded dictionary, or repair its unk.def"
)]
pub struct AnalysisError {
    /// The first characters of the piece of text.
    pub start: String,
}

/// Cuts text into words. One serves any number of threads.
#[derive(Debug)]
pub struct Analyzer {
    folder: Folder,
    dictionary: Dictionary,
    stop_words: BTreeSet<String>,
    extra_readings: ExtraReadings,
    fingerprint: String,
}

impl Analyzer {
    /// An analyzer with the variants, terms and stop words of `lexicon`, and the embedded IPADIC or the
    /// lindera dictionary in a folder.
    ///
    /// # Errors
    ///
    /// A mistake in a lexicon file, or a folder that is no dictionary.
    pub fn new(lexicon: &Lexicon, dictionary: Option<&Path>) -> Result<Self, AnalyzerError> {
        let folder = Folder::new(&Variants::read(lexicon)?);
        let terms = Terms::read(lexicon, &folder)?;
        let extra_readings = ExtraReadings::read(lexicon, &folder)?;
        let stop_words = lexicon
            .file(STOP_WORDS)?
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| folder.fold(line).text().to_owned())
            .collect();
        let dictionary = Dictionary::load(dictionary, terms).map_err(|reason| {
            AnalyzerError::Dictionary { folder: dictionary.map(Path::to_owned), reason }
        })?;

        let mut hash = blake3::Hasher::new();
        hash.update(format!("{LINDERA} {FOLD_RULES} {WORD_RULES}\n").as_bytes());
        hash.update(dictionary.description().as_bytes());
        for name in ["variants.toml", "terms.csv", STOP_WORDS, extra_readings::FILE] {
            let text = lexicon.file(name)?;
            hash.update(format!("\n{name} {}\n", text.len()).as_bytes());
            hash.update(text.as_bytes());
        }
        let fingerprint = hash.finalize().to_hex().to_string();
        Ok(Self { folder, dictionary, stop_words, extra_readings, fingerprint })
    }

    /// The folder with the variants of the lexicon.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The morphological dictionary behind the analyzer.
    pub fn dictionary(&self) -> &lindera_dictionary::dictionary::Dictionary {
        self.dictionary.data()
    }

    /// Identifies everything that decides how text is cut: rules, dictionary, variants, terms, stop
    /// words. 64 hexadecimal digits; an index made under another must be made again.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// How a term may be read, in katakana; empty if nobody can say.
    ///
    /// Kana read as themselves. A word that the dictionary lacks is read kanji by kanji, in every way up
    /// to eight.
    pub fn readings(&self, term: &str) -> Vec<String> {
        if let Some(own) = katakana(term) {
            let more = self.extra_readings.of(term).iter().cloned();
            return std::iter::once(own).chain(more).collect();
        }
        let mut whole = self.known_readings(term);
        if whole.is_empty() {
            whole = self.spelled_out(term);
        }
        whole.truncate(MOST_READINGS);
        whole
    }

    fn known_readings(&self, word: &str) -> Vec<String> {
        let mut readings = self.extra_readings.of(word).to_vec();
        let known = self.dictionary.readings(word);
        readings.extend(
            known.into_iter().filter(|reading| !self.extra_readings.of(word).contains(reading)),
        );
        readings
    }

    /// The readings of a word by those of its characters.
    fn spelled_out(&self, term: &str) -> Vec<String> {
        let mut readings = vec![String::new()];
        let characters = term.chars().count();
        if characters > LONGEST_SPELLED {
            return Vec::new();
        }
        for character in term.chars() {
            let single = character.to_string();
            let of_one = match katakana(&single) {
                // 霧ヶ丘, 三ヶ月: ヶ is no small ケ there.
                Some(_) if matches!(character, 'ヶ' | 'ケ') && characters > 1 => {
                    vec!["ガ".to_owned(), "カ".to_owned(), "ケ".to_owned()]
                }
                Some(kana) => vec![kana],
                None => self.known_readings(&single),
            };
            let longer = readings
                .iter()
                .flat_map(|before| of_one.iter().map(move |after| format!("{before}{after}")));
            readings = longer.take(MOST_READINGS).collect();
        }
        readings
    }

    /// Folds `text` and cuts it into words, in order of place.
    ///
    /// # Errors
    ///
    /// Only with a defective dictionary from a folder.
    pub fn words(&self, text: &str) -> Result<Vec<Word>, AnalysisError> {
        self.words_of(&self.folder.fold(text))
    }

    /// Cuts a folded text into words, in order of place. Punctuation, symbols and space are no words.
    ///
    /// # Errors
    ///
    /// Only with a defective dictionary from a folder.
    pub fn words_of(&self, folded: &Folded) -> Result<Vec<Word>, AnalysisError> {
        let text = folded.text();
        let mut reader = Reader {
            analyzer: self,
            folded,
            words: Vec::with_capacity(text.len() / 6),
            position: 0,
            gap_at: 0,
        };
        let mut cuts: Vec<Cut> = Vec::new();
        for Piece { range, ends_sentence } in pieces(text) {
            let piece = text.get(range.clone()).unwrap_or_default();
            self.dictionary.segment(piece, &mut cuts);
            if cuts.is_empty() && piece.chars().any(|c| Script::of(c).is_letter_or_digit()) {
                return Err(AnalysisError { start: piece.chars().take(10).collect() });
            }
            reader.read(range.start, piece, &cuts);
            if ends_sentence {
                reader.end_sentence();
            }
        }
        Ok(reader.words)
    }
}

/// Turns the tokens of the segmenter into words.
struct Reader<'a> {
    analyzer: &'a Analyzer,
    folded: &'a Folded,
    words: Vec<Word>,
    /// Of the next word that is no stop word.
    position: u32,
    /// The position right after the last gap.
    gap_at: u32,
}

impl Reader<'_> {
    fn read(&mut self, offset: usize, piece: &str, cuts: &[Cut]) {
        let mut index = 0;
        while let Some(&(start, word)) = cuts.get(index) {
            let end = cuts.get(index + 1).map_or(piece.len(), |next| next.0);
            if let Some(number) = Number::read(piece, start) {
                // However the segmenter has cut the number, all of its tokens go into it.
                let end = number.end;
                index += cuts.iter().skip(index).take_while(|cut| cut.0 < end).count();
                self.push_number(offset, start, number);
                continue;
            }
            index += 1;
            let entry = self.analyzer.dictionary.entry(word);
            for range in letters(piece, start..end) {
                self.push_token(offset, piece, range, entry);
            }
        }
    }

    fn end_sentence(&mut self) {
        if self.position > self.gap_at {
            self.position = self.position.saturating_add(SENTENCE_GAP);
            self.gap_at = self.position;
        }
    }

    /// A token without symbols: one word, or the parts of a katakana compound.
    fn push_token(&mut self, offset: usize, piece: &str, range: Range<usize>, entry: Entry<'_>) {
        let surface = piece.get(range.clone()).unwrap_or_default();
        let at = offset + range.start;
        let katakana = surface.chars().all(|c| Script::of(c) == Script::Katakana);
        if !katakana || entry.part_of_speech.is_stop() {
            let term = entry.base.unwrap_or(surface);
            self.push(term.to_owned(), at..at + surface.len(), entry.part_of_speech, entry.known);
            return;
        }
        let known = entry.known || self.analyzer.dictionary.knows(surface);
        let parts = compounds::parts(&self.analyzer.dictionary, surface, known);
        if parts.is_empty() {
            let term = without_final_mark(surface);
            self.push(term.to_owned(), at..at + surface.len(), entry.part_of_speech, known);
            return;
        }
        for Part { range, term, known } in parts {
            self.push(term, at + range.start..at + range.end, PartOfSpeech::Noun, known);
        }
    }

    fn push_number(&mut self, offset: usize, start: usize, number: Number) {
        let range = offset + start..offset + number.end;
        self.push(number.digits, range, PartOfSpeech::Number, true);
    }

    fn push(&mut self, term: String, folded: Range<usize>, kind: PartOfSpeech, known: bool) {
        let stop = kind.is_stop() || self.analyzer.stop_words.contains(&term);
        let original = self.folded.original(folded.clone());
        let position = self.position;
        self.words.push(Word {
            term,
            folded,
            original,
            position,
            stop,
            known,
            part_of_speech: kind,
        });
        if !stop {
            self.position = self.position.saturating_add(1);
        }
    }
}

/// The parts of a token that are letters or digits: a token may hold a ・ or be a symbol.
fn letters(text: &str, token: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let surface = text.get(token.clone()).unwrap_or_default();
    let mut chars = surface.char_indices().peekable();
    std::iter::from_fn(move || {
        let is_letter = |c: char| Script::of(c).is_letter_or_digit();
        let (start, _) = chars.by_ref().find(|&(_, c)| is_letter(c))?;
        while chars.next_if(|&(_, c)| is_letter(c)).is_some() {}
        let end = chars.peek().map_or(surface.len(), |&(at, _)| at);
        Some(token.start + start..token.start + end)
    })
}
