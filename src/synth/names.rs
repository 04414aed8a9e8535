//! Made-up names, composed from parts, so that a larger corpus has more of them.

use super::pattern::{Pattern, Piece, Slot};
use super::phrasebook::Phrasebook;
use super::rng::Rng;

/// How many software products there are; few are met often.
const PRODUCTS: usize = 60_000;

/// Streams of names that are the same wherever they are met.
const PRODUCT: u64 = 0x50;

/// Legal forms, which short names lack.
const LEGAL_FORMS: &[&str] = &[
    "株式会社",
    "有限会社",
    "合同会社",
    "学校法人",
    "公立大学法人",
    "国立大学法人",
    "医療法人",
    "社会福祉法人",
    "公益財団法人",
    "一般社団法人",
    "一般財団法人",
    "独立行政法人",
    "特定非営利活動法人",
];

/// A name without its legal form.
pub(super) fn short(name: &str) -> &str {
    let mut rest = name;
    for form in LEGAL_FORMS {
        rest = rest.strip_prefix(form).unwrap_or(rest);
        rest = rest.strip_suffix(form).unwrap_or(rest);
    }
    if rest.is_empty() { name } else { rest }
}

/// Composes names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'g> {
    pub(super) book: &'g Phrasebook,
    pub(super) seed: u64,
}

impl<'g> Names<'g> {
    /// A name by one of the patterns; slots that need an incident stay empty.
    pub(super) fn compose(self, rule: &'g [Pattern], rng: &mut Rng) -> String {
        let mut out = String::new();
        if let Some(pattern) = rng.one(rule) {
            self.write_pieces(&pattern.pieces, rng, &mut out);
        }
        out
    }

    /// Writes pieces; slots that need an incident stay empty.
    pub(super) fn write_pieces(self, pieces: &'g [Piece], rng: &mut Rng, out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Word(list) => out.push_str(self.word(*list, rng)),
                Piece::Slot(slot) => {
                    self.write_slot(*slot, rng, out);
                }
                Piece::Choice(options) => {
                    if let Some(option) = rng.one(options) {
                        self.write_pieces(option, rng, out);
                    }
                }
            }
        }
    }

    /// Writes what needs no incident; false for other slots.
    pub(super) fn write_slot(self, slot: Slot, rng: &mut Rng, out: &mut String) -> bool {
        match slot {
            Slot::Kanji => self.kanji(1, rng, out),
            Slot::ManyKanji => self.kanji(2, rng, out),
            Slot::Katakana => self.katakana(rng, out),
            Slot::Latin => self.latin(true, rng, out),
            Slot::Place | Slot::MediaPlace => self.place(rng, out),
            Slot::Prefecture => out.push_str(word(&self.book.parts.prefectures, rng)),
            Slot::Surname => out.push_str(word(&self.book.parts.surnames, rng)),
            Slot::Person => {
                out.push_str(word(&self.book.parts.surnames, rng));
                out.push_str(rng.one(&self.book.parts.given).map_or("", String::as_str));
            }
            Slot::Product => self.product(rng, out),
            _ => return false,
        }
        true
    }

    /// A word of a list, the first ones most often.
    pub(super) fn word(self, list: usize, rng: &mut Rng) -> &'g str {
        self.book.words.get(list).map_or("", |words| word(words, rng))
    }

    fn kanji(self, pairs: usize, rng: &mut Rng, out: &mut String) {
        let [first, second] = &self.book.parts.kanji;
        for _ in 0..pairs {
            out.push_str(word(first, rng));
            out.push_str(rng.one(second).map_or("", String::as_str));
        }
    }

    fn place(self, rng: &mut Rng, out: &mut String) {
        let [first, second] = &self.book.parts.place;
        out.push_str(rng.one(first).map_or("", String::as_str));
        out.push_str(word(second, rng));
    }

    fn katakana(self, rng: &mut Rng, out: &mut String) {
        let [onset, middle, last] = &self.book.parts.kana;
        let from = out.len();
        out.push_str(rng.one(onset).map_or("", String::as_str));
        for _ in 0..rng.below(3) {
            push_sound(rng.one(middle).map_or("", String::as_str), from, out);
        }
        push_sound(rng.one(last).map_or("", String::as_str), from, out);
    }

    /// A Latin name, with a capital where it is shown to people.
    pub(super) fn latin(self, capital: bool, rng: &mut Rng, out: &mut String) {
        let [onset, vowel, coda] = &self.book.parts.latin;
        let from = out.len();
        for _ in 0..=rng.below(2) {
            out.push_str(rng.one(onset).map_or("", String::as_str));
            out.push_str(rng.one(vowel).map_or("", String::as_str));
        }
        out.push_str(rng.one(coda).map_or("", String::as_str));
        if capital && let Some(first) = out.get(from..).and_then(|name| name.chars().next()) {
            let upper = first.to_ascii_uppercase();
            out.replace_range(from..from + first.len_utf8(), upper.encode_utf8(&mut [0; 4]));
        }
    }

    /// A software product; the same number has the same name in the whole corpus.
    fn product(self, rng: &mut Rng, out: &mut String) {
        let most = if rng.chance(60) { PRODUCTS } else { PRODUCTS / 100 };
        let number = if rng.chance(50) { rng.skewed(most) } else { rng.below(most) };
        let mut rng = Rng::of(self.seed, PRODUCT, u64::try_from(number).unwrap_or_default());
        match rng.below(4) {
            0 => self.latin(true, &mut rng, out),
            1 => self.katakana(&mut rng, out),
            2 => {
                self.latin(true, &mut rng, out);
                out.push(' ');
                self.latin(true, &mut rng, out);
            }
            _ => {
                self.katakana(&mut rng, out);
                out.push_str(["サーバー", "バックアップ", "メール", "CMS"][rng.below(4)]);
            }
        }
    }
}

/// A word of a list: half of the time any, so that rare ones come up in a small corpus, too.
fn word<'t>(list: &'t [String], rng: &mut Rng) -> &'t str {
    let at = if rng.chance(50) { rng.skewed(list.len()) } else { rng.below(list.len()) };
    list.get(at).map_or("", String::as_str)
}

/// Adds a sound unless it would meet one that no word has beside it.
fn push_sound(sound: &str, from: usize, out: &mut String) {
    let clings = |c: char| matches!(c, 'ン' | 'ー' | 'ッ');
    let last = out.get(from..).and_then(|name| name.chars().next_back());
    if !(last.is_some_and(clings) && sound.starts_with(clings)) {
        out.push_str(sound);
    }
}
