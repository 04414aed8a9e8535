//! Organisations without a legal form: who a lead says has announced something, whose office acts, and
//! whom a page names where nothing better is known.

use std::ops::Range;

use memchr::memmem;

use crate::report::Kind;

use super::aliases::tidy;
use super::candidate::{Candidate, Candidates};
use super::cue::Hit;
use super::name_shape::{is_hiragana, is_name_char};
use super::names::{NameAt, NameFinder};
use super::organisation::{LEAD, OrganisationFinder};
use super::page::Page;
use super::page_names::Names;
use super::signing::is_office;
use super::sufferer::announces;

/// Most places of a sentence at which somebody may announce something.
const MOST_PLACES: usize = 4;

/// Sentences of a page in which its town is looked for.
const TOWN_LEAD: usize = 12;

impl OrganisationFinder {
    /// Names without a legal form that announce: 文庫蔵(本社・盛岡市)は11日、…と発表した, and those whose trade a
    /// lead tells: 通販を営む文庫蔵で.
    pub(super) fn announcers(
        &self,
        page: &Page<'_>,
        kind: Kind,
        names: Names<'_>,
        candidates: &mut Candidates,
    ) {
        if candidates.values().any(|candidate| candidate.is_own) {
            return;
        }
        let is_told_of = matches!(kind, Kind::Commentary | Kind::News | Kind::DigestEntry);
        let lead = if kind == Kind::Commentary { 2 * LEAD } else { LEAD };
        for number in 0..page.sentences.len().min(lead) {
            let text = page.sentence(number);
            let at = page.sentences.get(number).map_or(0, |sentence| sentence.range.start);
            let known = names.of(number);
            let trade = names.finder.trade(text).into_iter();
            let trade: Vec<_> = trade.filter(|name| is_free(&name.range, known)).collect();
            let plain = topics(text).into_iter();
            let plain = plain.filter(|range| is_free(range, &trade) && is_free(range, known));
            let plain: Vec<_> = plain.collect();
            if is_told_of && let Some(range) = self.shown(page, number, names) {
                self.mention(page, number, at, range, 6, candidates);
            }
            for range in trade.iter().map(|name| name.range.clone()).chain(plain) {
                let word = text.get(range.clone()).unwrap_or_default();
                let head = text.get(..range.start).unwrap_or_default();
                let tail = text.get(range.end..).unwrap_or_default();
                let tail = tail.strip_prefix('」').unwrap_or(tail);
                if self.is_word(word, names.finder) {
                    continue;
                }
                let is_news = kind == Kind::News && is_placed(tail);
                let does = || self.does.find(head).iter().any(|hit| hit.end == head.len());
                let is_told =
                    || is_told_of && (does() || kind == Kind::Commentary && self.is_subject(tail));
                if announces(&self.announce, tail) || is_news || is_told() {
                    self.mention(page, number, at, range, 6, candidates);
                    break;
                }
            }
        }
    }

    /// The word that opens a headline and a sentence of the lead: 楓通 in 楓通 感染で出荷停止, 楓通が.
    fn headline(&self, page: &Page<'_>, names: Names<'_>) -> Option<Range<usize>> {
        let text = page.sentence(0);
        let start = self.signed(text)?.name.start;
        let body = text.get(start..)?;
        let run = |inside: fn(char) -> bool| -> usize {
            body.chars().take(21).take_while(|c| inside(*c)).map(char::len_utf8).sum()
        };
        let whole = run(|c| is_name_char(c) || is_hiragana(c) || c == '・');
        let solid = run(|c| is_name_char(c) || c == '・');
        [whole, solid].into_iter().map(|length| start..start + length).find(|range| {
            let word = text.get(range.clone()).unwrap_or_default();
            let named = names.of(0);
            let opens = |number: usize| {
                let tail = page.sentence(number).trim_start().strip_prefix(word);
                tail.is_some_and(|tail| tail.starts_with(['は', 'が', 'の', 'で', '(', '、']))
            };
            (2..=20).contains(&word.chars().count())
                && (1..LEAD).any(opens)
                && is_free(range, named)
                && !self.is_word(word, names.finder)
        })
    }

    /// A name that a lead shows by what its bearer does or where it is: 通販を営む文庫蔵で, 東風堂(前橋市)の.
    ///
    /// It goes on in the page.
    fn shown(&self, page: &Page<'_>, number: usize, names: Names<'_>) -> Option<Range<usize>> {
        let text = page.sentence(number);
        let does = self.does.find(text).into_iter().map(|hit| {
            let rest = text.get(hit.end..).unwrap_or_default();
            let length: usize = rest
                .chars()
                .take(16)
                .take_while(|c| is_name_char(*c) || *c == '・')
                .map(char::len_utf8)
                .sum();
            hit.end..hit.end + length
        });
        let placed = text.match_indices('(').take(MOST_PLACES).filter_map(|(open, _)| {
            text.get(open..).filter(|tail| is_placed(tail))?;
            let head = text.get(..open).unwrap_or_default();
            let length: usize = head
                .chars()
                .rev()
                .take(16)
                .take_while(|c| is_name_char(*c) || *c == '・')
                .map(char::len_utf8)
                .sum();
            // を展開する|まるや商店(: behind what it does, kana belong to the name.
            let led = self.does.find(head).into_iter().map(|hit| hit.end).max();
            let is_word = |start: &usize| {
                head.get(*start..).is_some_and(|word| {
                    word.chars().count() <= 16
                        && word.chars().all(|c| is_name_char(c) || is_hiragana(c) || c == '・')
                })
            };
            Some(led.filter(is_word).unwrap_or(open - length)..open)
        });
        let named = names.of(number);
        does.chain(placed).find(|range| {
            let word = text.get(range.clone()).unwrap_or_default();
            let tail = text.get(range.end..).unwrap_or_default();
            let goes_on = tail.starts_with('(') || is_repeated(page, word, 1);
            (2..=16).contains(&word.chars().count())
                && tail.starts_with(['は', 'が', 'で', 'の', 'に', '(', '」'])
                && goes_on
                && is_free(range, named)
                && !self.is_word(word, names.finder)
        })
    }

    /// Whether a word names no organisation: 今月, 当社, 県警.
    fn is_word(&self, word: &str, names: &NameFinder) -> bool {
        // デイサービスみどり: a common word inside a name leaves it one.
        let is_common = |hit: &Hit| {
            hit.end == word.len() || hit.start == 0 && 2 * (hit.end - hit.start) >= word.len()
        };
        self.not_brand.find(word).iter().any(is_common)
            || self.own_alias.is_in(word)
            || word.ends_with('社')
            || names.is_uninvolved(word)
            || names.is_described(word)
            || names.is_generic(word)
    }

    /// Whether what follows a name makes it the one that a text speaks of: の事例, で起きた.
    pub(super) fn is_subject(&self, tail: &str) -> bool {
        self.told.begins(tail.trim_start_matches("さん"), 0).is_some()
    }

    /// Whom a page names where nothing says who it was: a company known by how it is called, the town whose
    /// offices speak, else the first that the lead names.
    pub(super) fn fall_back(
        &self,
        page: &Page<'_>,
        kind: Kind,
        names: Names<'_>,
        own_ends: &[&str],
        candidates: &mut Candidates,
    ) {
        let weak = std::mem::take(candidates);
        if matches!(kind, Kind::News | Kind::DigestEntry)
            && let Some(range) = self.headline(page, names)
        {
            let at = page.sentences.first().map_or(0, |sentence| sentence.range.start);
            self.mention(page, 0, at, range, 6, candidates);
            return;
        }
        self.brands(page, candidates);
        if candidates.values().any(|candidate| candidate.points >= 3) {
            return;
        }
        self.towns(page, names.finder, own_ends, candidates);
        if candidates.values().any(|candidate| candidate.points >= 3) {
            return;
        }
        let is_told_of = matches!(kind, Kind::Commentary | Kind::News | Kind::DigestEntry);
        let mut best: Option<(String, Candidate)> = None;
        for (key, candidate) in weak {
            let is_party = candidate.is_vendor && is_told_of && candidate.points > -12;
            let may_be = candidate.points > 0 || is_party;
            let order = |key: &str, candidate: &Candidate| {
                let is_legal = key.contains("会社") || key.contains("法人");
                let place = std::cmp::Reverse(candidate.sentence);
                (!is_office(key), !candidate.is_vendor, is_legal, candidate.points, place)
            };
            let is_better = best
                .as_ref()
                .is_none_or(|(known_key, known)| order(&key, &candidate) > order(known_key, known));
            if may_be && is_better {
                best = Some((key, candidate));
            }
        }
        if let Some((key, mut candidate)) = best {
            candidate.points = 3;
            candidates.insert(key, candidate);
        } else if is_told_of && let Some(range) = self.quoted_title(page, names.finder) {
            let at = page.sentences.first().map_or(0, |sentence| sentence.range.start);
            self.mention(page, 0, at, range, 3, candidates);
        }
    }

    /// The quoted word of a title that the page goes on to speak of: ツドイ in 「ツドイ」で他人の情報を表示.
    fn quoted_title(&self, page: &Page<'_>, names: &NameFinder) -> Option<Range<usize>> {
        let text = page.sentence(0);
        text.match_indices('「').take(MOST_PLACES).find_map(|(open, quote)| {
            let start = open + quote.len();
            let range = start..start + text.get(start..)?.find('」')?;
            let word = text.get(range.clone())?;
            let is_word = word.chars().all(|c| is_name_char(c) || is_hiragana(c) || c == '・');
            let is_name = is_word
                && (2..=16).contains(&word.chars().count())
                && is_repeated(page, word, 2)
                && !is_clause(word)
                && !self.is_word(word, names);
            is_name.then_some(range)
        })
    }

    /// The town whose name stands before its offices and what it runs: 青葉市健康センター, 青葉県営繕課.
    ///
    /// It counts where the page calls itself a town of that sort.
    fn towns(
        &self,
        page: &Page<'_>,
        names: &NameFinder,
        own_ends: &[&str],
        candidates: &mut Candidates,
    ) {
        let Some(end) =
            own_ends.iter().find(|end| ["市", "町", "村", "県", "区", "府", "都"].contains(*end))
        else {
            return;
        };
        for (number, sentence) in page.sentences.iter().enumerate().take(TOWN_LEAD) {
            let text = page.sentence(number);
            for (at, form) in text.match_indices(*end).take(MOST_PLACES) {
                let Some(range) = names.town(text, at..at + form.len()) else { continue };
                self.mention(page, number, sentence.range.start, range, 3, candidates);
            }
        }
    }

    /// Brands and short names of companies that never sign with their legal form.
    fn brands(&self, page: &Page<'_>, candidates: &mut Candidates) {
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            for hit in self.brand.find(text) {
                let head = text.get(..hit.start).unwrap_or_default();
                let length: usize = head
                    .chars()
                    .rev()
                    .take(12)
                    .take_while(|c| is_name_char(*c))
                    .map(char::len_utf8)
                    .sum();
                if length < 3 {
                    continue;
                }
                let range = hit.start - length..hit.end;
                self.mention(page, number, sentence.range.start, range, 3, candidates);
            }
            let is_site =
                SITES.iter().any(|site| memmem::find(text.as_bytes(), site.as_bytes()).is_some());
            let Some(site_brand) = self.site_brand.as_ref().filter(|_| is_site) else { continue };
            for captures in site_brand.captures_iter(text) {
                let Some(brand) = captures.get(1) else { continue };
                if !self.not_brand.is_in(brand.as_str()) {
                    self.mention(page, number, sentence.range.start, brand.range(), 1, candidates);
                }
            }
        }
    }

    fn mention(
        &self,
        page: &Page<'_>,
        number: usize,
        at: usize,
        range: Range<usize>,
        points: i32,
        candidates: &mut Candidates,
    ) {
        let display = tidy(page.original(at + range.start..at + range.end));
        let candidate = candidates
            .entry(page.part(at + range.start..at + range.end).to_owned())
            .or_insert_with(|| Candidate { display, sentence: number, ..Candidate::default() });
        candidate.points = (candidate.points + points).min(6);
        candidate.mentions += 1;
    }
}

/// Words behind a brand, one of which stands where a site does.
const SITES: [&str; 2] = ["サイト", "本社"];

/// Whether a word stands in a page more often than so many times.
pub(super) fn is_repeated(page: &Page<'_>, word: &str, times: usize) -> bool {
    memmem::find_iter(page.text().as_bytes(), word).nth(times).is_some()
}

/// Words that a sentence makes its topic and dates: 文庫蔵 in 文庫蔵(盛岡市)は3月4日、, デイサービスみどり in デイサービスみどりは5日、.
fn topics(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('は').take(2 * MOST_PLACES) {
        let tail = text.get(at + 'は'.len_utf8()..).unwrap_or_default();
        let digits = tail.chars().take(4).take_while(char::is_ascii_digit).count();
        let is_dated =
            digits > 0 && tail.get(digits..).is_some_and(|rest| rest.starts_with(['日', '月']));
        let is_topic = is_dated
            || ["、", "同日", "昨日", "きょう", "このほど"]
                .iter()
                .any(|word| tail.starts_with(word));
        if !is_topic {
            continue;
        }
        let head = text.get(..at).unwrap_or_default();
        let end = match head.strip_suffix(')') {
            Some(inside) => {
                inside.rfind('(').filter(|open| inside.len() - open <= 120).unwrap_or(at)
            }
            None => at,
        };
        let head = text.get(..end).unwrap_or_default();
        // チケット販売「ツドイ」は3月9日、: what is quoted is the topic.
        if let Some(inside) = head.strip_suffix('」') {
            let open = inside.rfind('「').map_or(inside.len(), |open| open + '「'.len_utf8());
            let quoted = inside.get(open..).unwrap_or_default();
            if is_dated && (2..=20).contains(&quoted.chars().count()) {
                found.push(open..inside.len());
            }
            continue;
        }
        let solid = |with_kana: bool| -> usize {
            let chars = head.chars().rev().take(21);
            let inside = |c: &char| {
                is_name_char(*c) && *c != '-' || *c == '・' || with_kana && is_hiragana(*c)
            };
            chars.take_while(inside).map(char::len_utf8).sum()
        };
        let full = end - solid(true);
        let before = text.get(..full).unwrap_or_default().chars().next_back();
        let opens = before.is_none_or(|c| matches!(c, ' ' | '】' | ']' | '。' | '>' | '■' | '●'));
        let word = text.get(full..end).unwrap_or_default();
        let kana = word.chars().any(is_hiragana);
        let range = if kana && opens && is_dated && !is_clause(word) {
            full..end
        } else {
            end - solid(false)..end
        };
        let count = text.get(range.clone()).unwrap_or_default().chars().count();
        let before = text.get(..range.start).unwrap_or_default().chars().next_back();
        let may_begin = before.is_none_or(|c| !is_hiragana(c) || "のるたが".contains(c));
        if (2..=20).contains(&count) && may_begin {
            found.push(range);
        }
    }
    found
}

/// Whether kana in a word are grammar: 市の担当者, 発表した会社.
fn is_clause(word: &str) -> bool {
    let grammar = [
        "した",
        "する",
        "して",
        "された",
        "される",
        "では",
        "には",
        "から",
        "まで",
        "による",
        "この",
        "その",
        "および",
        "いる",
        "れた",
    ];
    let ends =
        ["者", "長", "員", "氏", "さん", "側", "ら", "たち", "方", "発表", "説明", "会見", "調べ"];
    grammar.iter().any(|part| word.contains(part)) || ends.iter().any(|end| word.ends_with(end))
}

/// Whether a range overlaps none of these names.
pub(super) fn is_free<'n>(
    range: &Range<usize>,
    taken: impl IntoIterator<Item = &'n NameAt>,
) -> bool {
    taken.into_iter().all(|name| name.range.end <= range.start || range.end <= name.range.start)
}

/// Whether a place in brackets follows a name, as in newspapers: 東風ネット(前橋市)の.
fn is_placed(tail: &str) -> bool {
    let close = tail.find(')').unwrap_or(0);
    let place = tail.get(..close).and_then(|bracket| bracket.strip_prefix('('));
    let behind = tail.get(close + 1..).unwrap_or_default();
    let is_place = |place: &str| {
        place.chars().count() <= 16
            && (place.ends_with(['市', '区', '町', '村'])
                || place.starts_with("東京")
                || place.starts_with("本社"))
    };
    place.is_some_and(is_place) && behind.starts_with(['は', 'が', 'の', 'で'])
}
