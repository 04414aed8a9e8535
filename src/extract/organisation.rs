//! Who suffered the incident.
//!
//! Each name of the page collects points for where it stands: title, signature, 以下「当社」, the one that
//! announces. A third party's name loses them. The highest wins; nothing is invented.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Kind, Named, Vendor};

use super::aliases::{Definition, tidy};
use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::name_shape::{is_hiragana, is_name_char};
use super::names::NameFinder;
use super::page::{Page, Shape, opens_list};
use super::section::Section;
use super::service::{ServiceFinder, ServiceWords};
use super::signature::{OwnKindEntry, OwnKinds, SignatureWords, Signatures};

/// Finds the organisation and the service.
#[derive(Debug)]
pub(super) struct OrganisationFinder {
    own_alias: CueSet,
    subject: CueSet,
    announce: CueSet,
    author: CueSet,
    brand: CueSet,
    not_brand: CueSet,
    signatures: Signatures,
    own_kinds: OwnKinds,
    services: ServiceFinder,
    site_brand: Option<Regex>,
    announcer: Option<Regex>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    own_alias: Vec<Spanned<String>>,
    subject: Vec<Spanned<String>>,
    author: Vec<Spanned<String>>,
    brand: Vec<Spanned<String>>,
    not_brand: Vec<Spanned<String>>,
    announce: Vec<Spanned<String>>,
    signature: SignatureWords,
    service: ServiceWords,
    own_kind: Vec<OwnKindEntry>,
}

#[derive(Debug, Default)]
struct Candidate {
    points: i32,
    display: String,
    sentence: usize,
    mentions: i32,
    /// Whether it stands where only the page's own organisation does.
    is_own: bool,
    /// Whether it signs the page at its head.
    is_head: bool,
}

impl OrganisationFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<Words>(lexicon, "organisations.toml")?;
        let cues = |words: &[Spanned<String>]| file.cues(words, folder);
        Ok(Self {
            own_alias: cues(&words.own_alias)?,
            subject: cues(&words.subject)?,
            announce: cues(&words.announce)?,
            author: cues(&words.author)?,
            brand: cues(&words.brand)?,
            not_brand: cues(&words.not_brand)?,
            signatures: Signatures::new(&file, &words.signature, folder)?,
            own_kinds: OwnKinds::new(&file, words.own_kind, folder)?,
            services: ServiceFinder::new(&file, &words.service, folder)?,
            announcer: Regex::new(
                "([一-龥々ァ-ヺーa-z0-9&][一-龥々ァ-ヺーa-z0-9&・]{1,15})(?:\\([^()\n]{0,40}\\))?は(?:[0-9]+日|、|[0-9]+月|同日|昨日|きょう)",
            )
            .ok(),
            site_brand: Regex::new("([ァ-ヶー]{4,12})・?(?:サイト|公式サイト|本社)").ok(),
        })
    }

    /// Who suffered it.
    pub(super) fn find(
        &self,
        page: &Page<'_>,
        kind: Kind,
        names: &NameFinder,
        aliases: &[Definition],
        vendors: &[Vendor],
    ) -> Option<Named> {
        let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
        let last_line = page.sentences.last().map_or(0, |sentence| sentence.line);
        for number in 0..page.sentences.len() {
            self.collect(page, number, last_line, kind, names, &mut candidates);
        }
        self.signatures(page, last_line, &mut candidates);
        self.announcers(page, kind, names, &mut candidates);
        let own_ends = self.own_kinds.ends(page);
        let is_any_own = candidates.values().any(|candidate| candidate.is_own);
        for (key, candidate) in &mut candidates {
            let display = candidate.display.replace(' ', "");
            let is_vendor = vendors.iter().any(|vendor| vendor.name.replace(' ', "") == display);
            if is_vendor && !candidate.is_own {
                candidate.points -= 12;
            }
            let is_told_of = matches!(kind, Kind::Commentary | Kind::News);
            let third_party = !is_told_of
                && aliases.iter().any(|definition| {
                    definition.folded_name.replace(' ', "") == *key
                        && !self.own_alias.is_in(&definition.folded)
                        && (definition.folded.ends_with('社') || definition.folded.is_ascii())
                });
            if third_party && !candidate.is_own {
                candidate.points -= 5;
            }
            // The police themselves may have lost something.
            let is_outsider = names.is_uninvolved(key) && !candidate.is_head;
            if is_outsider || (kind == Kind::Commentary && self.author.is_in(key)) {
                candidate.points -= 60;
            }
            candidate.points += candidate.mentions.min(4);
            let may_fit = candidate.points > 0 && (candidate.is_own || !is_any_own);
            if may_fit && own_ends.iter().any(|end| key.ends_with(*end)) {
                candidate.points += 3;
            }
        }
        if candidates.values().all(|candidate| candidate.points < 3) {
            candidates.clear();
            self.brands(page, &mut candidates);
        }
        let (key, best) =
            candidates.iter().filter(|(_, candidate)| candidate.points >= 3).max_by_key(
                |(_, candidate)| (candidate.points, std::cmp::Reverse(candidate.sentence)),
            )?;
        // The fuller form of a name says more: 医療法人甲 乙病院 beside 乙病院, 教育委員会 beside 教委.
        let fuller = candidates.iter().find(|(other, candidate)| {
            let is_board = key.strip_suffix("教委").is_some_and(|town| {
                other.strip_prefix(town).is_some_and(|rest| rest == "教育委員会")
            });
            let is_longer = other.len() > key.len() && other.ends_with(key.as_str());
            is_board || is_longer && candidate.points >= 10
        });
        let best = fuller.map_or(best, |(_, candidate)| candidate);
        Some(Named { name: best.display.clone(), evidence: page.evidence(best.sentence) })
    }

    /// The site or service that was hit.
    ///
    /// `organisation` is the folded name of who suffered it.
    pub(super) fn service(
        &self,
        page: &Page<'_>,
        aliases: &[Definition],
        organisation: &str,
        names: &NameFinder,
    ) -> Option<Named> {
        self.services.find(page, aliases, organisation, names)
    }

    fn collect(
        &self,
        page: &Page<'_>,
        number: usize,
        last_line: usize,
        kind: Kind,
        names: &NameFinder,
        candidates: &mut BTreeMap<String, Candidate>,
    ) {
        let Some(sentence) = page.sentences.get(number) else { return };
        let text = page.sentence(number);
        for (order, name) in names.find(text).into_iter().enumerate() {
            let Some(word) = text.get(name.range.clone()) else { continue };
            let key = word.replace(' ', "");
            let at = sentence.range.start;
            let head = text.get(..name.range.start).unwrap_or_default().trim();
            let tail = text.get(name.range.end..).unwrap_or_default();
            let candidate = candidates.entry(key).or_insert_with(|| Candidate {
                display: tidy(page.original(at + name.range.start..at + name.range.end)),
                sentence: number,
                ..Candidate::default()
            });
            candidate.mentions += 1;
            let mut points = 0;
            let is_edge = sentence.line <= 12 || sentence.line + 15 >= last_line;
            // A town that opens the title without a gap is only where it happened.
            let is_glued = !tail.is_empty() && !tail.starts_with([' ', '(']);
            let is_place = number == 0 && !name.is_legal && is_glued;
            let is_short = text.chars().take(71).count() <= 70;
            let may_sign = is_edge && is_short && !is_place && kind != Kind::Commentary;
            if may_sign && self.signatures.signs(head, tail) {
                points += 10;
                candidate.is_own |= name.is_legal;
                candidate.is_head |= sentence.line <= 4;
            }
            let leads_title = head.is_empty() || head.ends_with(['】', ']']);
            if number == 0 {
                points += 5 + if leads_title { 5 } else { 0 };
                if leads_title && page.document.in_digest {
                    points += 10;
                    candidate.is_own = true;
                }
            }
            if order == 0 && announces(&self.announce, tail) {
                points += 9;
                candidate.is_own |= number <= LEAD && name.is_legal;
            }
            let bracket_end =
                tail.char_indices().take(120).find(|(_, c)| *c == ')').map_or(0, |(at, _)| at);
            let bracket = tail.get(..bracket_end).unwrap_or_default();
            if tail.starts_with('(') && self.defines_self(bracket) {
                points += 14;
                candidate.is_own = true;
            }
            let behind = tail.trim_start_matches(['」', '』']);
            let behind = behind.get(super::clause::behind_brackets(behind)..).unwrap_or_default();
            let is_subject = self.subject.begins(behind, 0).is_some()
                || !name.is_legal && behind.starts_with('が');
            if is_subject && (number <= 14 || kind == Kind::Commentary) && order == 0 && points < 14
            {
                points += 4;
            }
            if sentence.section == Section::Contact && !tail.contains("警察") {
                points += 3;
            }
            if points > 0 && candidate.points <= 0 {
                candidate.sentence = number;
            }
            candidate.points = (candidate.points + points).min(40);
            if !name.is_legal {
                candidate.points = candidate.points.min(36);
            }
        }
    }

    /// Whether a bracket defines a short name by which a text speaks of itself: (以下「当社」.
    fn defines_self(&self, bracket: &str) -> bool {
        self.own_alias.find(bracket).iter().any(|hit| {
            let head = bracket.get(..hit.start).unwrap_or_default().trim_end();
            head.ends_with(['「', '『', '"'])
                || head.trim_end_matches(['、', ',']).ends_with("以下")
        })
    }

    /// Names without a legal form that announce: 文庫蔵(本社・盛岡市)は11日、…と発表した.
    fn announcers(
        &self,
        page: &Page<'_>,
        kind: Kind,
        names: &NameFinder,
        candidates: &mut BTreeMap<String, Candidate>,
    ) {
        if candidates.values().any(|candidate| candidate.is_own) {
            return;
        }
        for number in 0..page.sentences.len().min(LEAD) {
            let text = page.sentence(number);
            let at = page.sentences.get(number).map_or(0, |sentence| sentence.range.start);
            let plain = self.announcer.iter().flat_map(|pattern| pattern.captures_iter(text));
            let plain = plain.filter_map(|captures| captures.get(1)).map(|found| found.range());
            let plain = plain.filter(|range| {
                let before = text.get(..range.start).unwrap_or_default().chars().next_back();
                before.is_none_or(|c| !is_hiragana(c) || "のるたが、".contains(c))
            });
            let trade: Vec<_> = names.trade(text).into_iter().map(|name| name.range).collect();
            let is_free = |range: &std::ops::Range<usize>| {
                trade.iter().all(|name| name.end <= range.start || range.end <= name.start)
            };
            let plain: Vec<_> = plain.filter(is_free).collect();
            for range in trade.iter().cloned().chain(plain) {
                let word = text.get(range.clone()).unwrap_or_default();
                let tail = text.get(range.end..).unwrap_or_default();
                let is_word = self.not_brand.is_in(word)
                    || self.own_alias.is_in(word)
                    || word.ends_with('社')
                    || names.is_uninvolved(word);
                let is_news = kind == Kind::News && is_placed(tail);
                if (announces(&self.announce, tail) || is_news) && !is_word {
                    self.mention(page, number, at, range, 6, candidates);
                    break;
                }
            }
        }
    }

    /// Lone lines beside the date line: the signature of an organisation without a legal form.
    fn signatures(
        &self,
        page: &Page<'_>,
        last_line: usize,
        candidates: &mut BTreeMap<String, Candidate>,
    ) {
        let is_date = |number: usize| {
            let text = page.sentence(number).trim();
            text.chars().count() <= 24 && text.contains('年') && text.ends_with(['日', ')', '月'])
        };
        for (number, sentence) in page.sentences.iter().enumerate() {
            let is_edge = sentence.line <= 10 || sentence.line + 8 >= last_line;
            let text = page.sentence(number).trim();
            let count = text.chars().count();
            let beside = (number > 0 && is_date(number - 1)) || is_date(number + 1);
            let plain = text
                .chars()
                .all(|c| is_name_char(c) || ('ぁ'..='ん').contains(&c) || c == ' ' || c == '・');
            if !is_edge
                || !beside
                || !plain
                || !(2..=24).contains(&count)
                || opens_list(text)
                || is_date(number)
            {
                continue;
            }
            if self.signatures.is_no_name(text)
                || self.not_brand.is_in(text)
                || sentence.shape == Shape::Prose
                || number == 0
            {
                continue;
            }
            let key = text.replace(' ', "");
            if candidates.iter().any(|(known, _)| key.contains(known.as_str())) {
                continue;
            }
            let candidate = candidates.entry(key).or_insert_with(|| Candidate {
                display: tidy(page.original(sentence.range.clone())),
                sentence: number,
                ..Candidate::default()
            });
            candidate.points += 7;
        }
    }

    /// Brands and short names of companies that never sign with their legal form.
    fn brands(&self, page: &Page<'_>, candidates: &mut BTreeMap<String, Candidate>) {
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
                self.mention(
                    page,
                    number,
                    sentence.range.start,
                    hit.start - length..hit.end,
                    3,
                    candidates,
                );
            }
            let Some(site_brand) = &self.site_brand else { continue };
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
        range: std::ops::Range<usize>,
        points: i32,
        candidates: &mut BTreeMap<String, Candidate>,
    ) {
        let display = tidy(page.original(at + range.start..at + range.end));
        let candidate = candidates
            .entry(page.part(at + range.start..at + range.end).to_owned())
            .or_insert_with(|| Candidate { display, sentence: number, ..Candidate::default() });
        candidate.points = (candidate.points + points).min(6);
        candidate.mentions += 1;
    }
}

/// Sentences of a page in which its own organisation is introduced.
const LEAD: usize = 6;

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

/// Whether what follows a name makes it the one that tells of the incident: は11日、…と発表した.
fn announces(announce: &CueSet, tail: &str) -> bool {
    let tail = tail.trim_start();
    let bracket = if tail.starts_with('(') {
        tail.char_indices().take(60).find(|(_, c)| *c == ')').map_or(0, |(at, c)| at + c.len_utf8())
    } else {
        0
    };
    let tail = tail.get(bracket..).unwrap_or_default();
    tail.starts_with(['は', 'が']) && announce.is_in(tail)
}
