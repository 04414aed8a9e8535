//! The morphological dictionary: segmentation by lindera, and what it knows of a word.

use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use lindera_dictionary::dictionary::Dictionary as Data;
use lindera_dictionary::dictionary::UserDictionary;
use lindera_dictionary::mode::Mode;
use lindera_dictionary::viterbi::{Lattice, LexType, WordId};

use super::kana::katakana;
use super::terms::Terms;

/// What a word is, as far as search wants to know; the same for IPADIC and UniDic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartOfSpeech {
    /// 名詞, those that name a thing or an action.
    Noun,
    /// 固有名詞.
    ProperNoun,
    /// 数, in digits or in kanji.
    Number,
    /// 代名詞.
    Pronoun,
    /// 動詞.
    Verb,
    /// 形容詞 and 形状詞.
    Adjective,
    /// 副詞.
    Adverb,
    /// 接頭詞: 再, 不, お.
    Prefix,
    /// 接尾: 者, 性, 件.
    Suffix,
    /// 連体詞: この, ある.
    Adnominal,
    /// 接続詞.
    Conjunction,
    /// 感動詞 and フィラー.
    Interjection,
    /// 助詞.
    Particle,
    /// 助動詞, and what serves as one: れる, いる after a verb, こと, ため.
    Auxiliary,
    /// 記号 that is a letter, and parts of speech that other dictionaries have.
    Other,
}

/// All of them, by the number under which they are remembered.
const ALL: [PartOfSpeech; 15] = [
    PartOfSpeech::Noun,
    PartOfSpeech::ProperNoun,
    PartOfSpeech::Number,
    PartOfSpeech::Pronoun,
    PartOfSpeech::Verb,
    PartOfSpeech::Adjective,
    PartOfSpeech::Adverb,
    PartOfSpeech::Prefix,
    PartOfSpeech::Suffix,
    PartOfSpeech::Adnominal,
    PartOfSpeech::Conjunction,
    PartOfSpeech::Interjection,
    PartOfSpeech::Particle,
    PartOfSpeech::Auxiliary,
    PartOfSpeech::Other,
];

impl PartOfSpeech {
    /// Whether words of this kind carry no content of their own.
    pub fn is_stop(self) -> bool {
        matches!(
            self,
            Self::Pronoun
                | Self::Adnominal
                | Self::Conjunction
                | Self::Interjection
                | Self::Particle
                | Self::Auxiliary
        )
    }

    /// Whether the word has a base form that differs from its surface.
    pub fn conjugates(self) -> bool {
        matches!(self, Self::Verb | Self::Adjective)
    }

    /// From the first two levels of a dictionary's part of speech.
    fn of(major: &str, minor: &str) -> Self {
        match (major, minor) {
            ("名詞", "固有名詞") => Self::ProperNoun,
            ("名詞", "数" | "数詞") => Self::Number,
            ("名詞", "代名詞") | ("代名詞", _) => Self::Pronoun,
            ("名詞", "接尾") | ("接尾辞", _) => Self::Suffix,
            ("名詞", "非自立" | "特殊" | "接続詞的" | "動詞非自立的" | "助動詞語幹") => {
                Self::Auxiliary
            }
            ("名詞", _) => Self::Noun,
            ("動詞" | "形容詞", "非自立" | "接尾") => Self::Auxiliary,
            ("動詞", _) => Self::Verb,
            ("形容詞" | "形状詞", _) => Self::Adjective,
            ("副詞", _) => Self::Adverb,
            ("連体詞", _) => Self::Adnominal,
            ("接続詞", _) => Self::Conjunction,
            ("感動詞" | "フィラー", _) => Self::Interjection,
            ("助詞", _) => Self::Particle,
            ("助動詞", _) => Self::Auxiliary,
            ("接頭詞" | "接頭辞", _) => Self::Prefix,
            _ => Self::Other,
        }
    }
}

/// A token as the segmenter cut it: byte range in its piece, and its number in a lexicon.
pub(super) type Cut = (usize, WordId);

/// What the dictionary says of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) part_of_speech: PartOfSpeech,
    /// Base form, if it differs from the surface.
    pub(super) base: Option<&'a str>,
    /// Whether it is in the dictionary or among the terms.
    pub(super) known: bool,
}

/// A dictionary with the terms laid over it.
pub(super) struct Dictionary {
    data: Data,
    terms: Terms,
    user: Option<UserDictionary>,
    /// Part of speech of each unknown-word rule.
    unknown: Vec<PartOfSpeech>,
    /// Part of speech of each word met so far, plus one: reading it from the details costs a walk
    /// through cold memory.
    met: Vec<AtomicU8>,
    /// Which detail of a word is its base form, counted from the part of speech.
    base_field: Option<usize>,
    /// Which detail of a word is its reading, counted likewise.
    reading_field: Option<usize>,
    /// Working memory of the segmenter, one for each thread that was ever at work at once.
    lattices: Mutex<Vec<Lattice>>,
}

impl Dictionary {
    /// The dictionary as lindera knows it.
    pub(super) fn data(&self) -> &Data {
        &self.data
    }

    /// The embedded dictionary, or that of a folder.
    pub(super) fn load(folder: Option<&Path>, terms: Terms) -> Result<Self, String> {
        let data = match folder {
            None => jiken_dictionary::load(),
            Some(folder) => Data::load_from_path(folder),
        };
        let data = data.map_err(|error| error.to_string())?;
        let user = terms.dictionary(&data.metadata);
        let schema = &data.metadata.dictionary_schema;
        let base_field =
            ["base_form", "orthographic_base_form", "dictionary_form", "lemma", "lexeme"]
                .iter()
                .find_map(|name| schema.get_field_index(name)?.checked_sub(4));
        let reading_field = ["reading", "reading_form", "phonological_surface_form"]
            .iter()
            .find_map(|name| schema.get_field_index(name)?.checked_sub(4));
        let unknown = (0..data.unknown_dictionary.words_idx_data.len())
            .map(|id| {
                let details = data.unknown_word_details(id);
                let field = |index: usize| details.get(index).copied().unwrap_or("*");
                PartOfSpeech::of(field(0), field(1))
            })
            .collect();
        let met = data.prefix_dictionary.words_idx_data.len() / 4;
        let met = std::iter::repeat_with(AtomicU8::default).take(met).collect();
        Ok(Self {
            data,
            terms,
            user,
            unknown,
            met,
            base_field,
            reading_field,
            lattices: Mutex::default(),
        })
    }

    /// Cuts a piece of text into tokens: where each starts, in order. Empty if the dictionary has no
    /// way through it.
    pub(super) fn segment(&self, piece: &str, cuts: &mut Vec<Cut>) {
        let mut lattice = self.lattices().pop().unwrap_or_default();
        lattice.set_text(
            &self.data.prefix_dictionary,
            &self.user.as_ref().map(|user| &user.dict),
            &self.data.character_definition,
            &self.data.unknown_dictionary,
            &self.data.connection_cost_matrix,
            piece,
            &Mode::Normal,
        );
        lattice.tokens_offset_into(cuts);
        self.lattices().push(lattice);
    }

    /// What is known of a token.
    pub(super) fn entry(&self, word: WordId) -> Entry<'_> {
        match word.lex_type() {
            LexType::User => Entry {
                part_of_speech: self
                    .terms
                    .get(word.id())
                    .map_or(PartOfSpeech::Noun, |term| term.part_of_speech),
                base: None,
                known: true,
            },
            LexType::Unknown => {
                let part_of_speech =
                    usize::try_from(word.id()).ok().and_then(|id| self.unknown.get(id));
                Entry {
                    part_of_speech: part_of_speech.copied().unwrap_or(PartOfSpeech::Noun),
                    base: None,
                    known: false,
                }
            }
            LexType::System => self.system_entry(word.id()),
        }
    }

    /// The readings of a word in katakana, each once: of the term, or of every entry of the dictionary
    /// that is so written. None for a word that neither holds.
    pub(super) fn readings(&self, word: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut add = |reading: &str| {
            let reading = katakana(reading).filter(|reading| !found.contains(reading));
            found.extend(reading);
        };
        self.terms.reading(word).map(&mut add);
        let Some(field) = self.reading_field else { return found };
        for entry in self.data.prefix_dictionary.find_surface_iter(word) {
            let details = self.details(entry.word_id().id()).unwrap_or_default();
            details.split('\0').nth(field).map(&mut add);
        }
        found
    }

    /// Whether a word is in the dictionary or among the terms.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.terms.contains(word) || !self.data.prefix_dictionary.find_surface(word).is_empty()
    }

    /// Whether a word is among the terms.
    pub(super) fn is_term(&self, word: &str) -> bool {
        self.terms.contains(word)
    }

    /// Calls `found` with the length in characters of each word or term that starts `characters`.
    pub(super) fn prefixes(&self, characters: &[char], mut found: impl FnMut(usize)) {
        for (_, length) in self.data.prefix_dictionary.common_prefix_search(characters) {
            found(length);
        }
        self.terms.prefixes(characters, found);
    }

    /// Name, version and size of the data, for fingerprints.
    pub(super) fn description(&self) -> String {
        let metadata = &self.data.metadata;
        let words = &self.data.prefix_dictionary;
        format!(
            "{} {} {} {} {}",
            metadata.name,
            metadata.format_version,
            words.vals_data.len(),
            words.words_idx_data.len(),
            words.words_data.len()
        )
    }

    fn lattices(&self) -> std::sync::MutexGuard<'_, Vec<Lattice>> {
        self.lattices.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn system_entry(&self, id: u32) -> Entry<'_> {
        let met = usize::try_from(id).ok().and_then(|id| self.met.get(id));
        let known = met.and_then(|met| met.load(Ordering::Relaxed).checked_sub(1));
        let part_of_speech = known.and_then(|number| ALL.get(usize::from(number)).copied());
        if let Some(part_of_speech) = part_of_speech.filter(|kind| !kind.conjugates()) {
            return Entry { part_of_speech, base: None, known: true };
        }
        let mut fields = self.details(id).unwrap_or_default().split('\0');
        let major = fields.next().unwrap_or_default();
        let minor = fields.next().unwrap_or_default();
        let part_of_speech = PartOfSpeech::of(major, minor);
        if let (Some(met), Some(number)) =
            (met, ALL.iter().position(|&kind| kind == part_of_speech))
        {
            met.store(u8::try_from(number + 1).unwrap_or_default(), Ordering::Relaxed);
        }
        let base = match self.base_field {
            Some(field) if part_of_speech.conjugates() && field >= 2 => fields.nth(field - 2),
            _ => None,
        };
        let base = base.filter(|&base| base != "*" && !base.is_empty());
        Entry { part_of_speech, base, known: true }
    }

    /// The details of a word, separated by NUL, read in place: lindera's own way makes a vector.
    fn details(&self, id: u32) -> Option<&str> {
        let words = &self.data.prefix_dictionary;
        let number = |data: &[u8], at: usize| {
            let bytes = data.get(at..at.checked_add(4)?)?;
            usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
        };
        let start = number(&words.words_idx_data, usize::try_from(id).ok()?.checked_mul(4)?)?;
        let length = number(&words.words_data, start)?;
        let bytes = words.words_data.get(start + 4..(start + 4).checked_add(length)?)?;
        std::str::from_utf8(bytes).ok()
    }
}

impl std::fmt::Debug for Dictionary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Dictionary").field("data", &self.description()).finish()
    }
}
