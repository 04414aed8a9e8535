//! Who suffered the incident, and which site or service was hit.
//!
//! Each name of the page collects points for where it stands (title, signature, 以下「当社」, subject
//! of the lead); a third party's name loses them. The highest wins; nothing is invented.

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
use super::names::{NameFinder, is_name_char};
use super::page::{Page, Shape, opens_list};
use super::section::Section;

/// Finds the organisation and the service.
#[derive(Debug)]
pub(super) struct OrganisationFinder {
    own_alias: CueSet,
    subject: CueSet,
    signature_tail: CueSet,
    author: CueSet,
    brand: CueSet,
    not_brand: CueSet,
    service_before: Option<Regex>,
    service_after: Option<Regex>,
    site_brand: Option<Regex>,
    service_words: CueSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    own_alias: Vec<Spanned<String>>,
    subject: Vec<Spanned<String>>,
    signature_tail: Vec<Spanned<String>>,
    author: Vec<Spanned<String>>,
    brand: Vec<Spanned<String>>,
    not_brand: Vec<Spanned<String>>,
    service: Vec<Spanned<String>>,
}

#[derive(Debug, Default)]
struct Candidate {
    points: i32,
    display: String,
    sentence: usize,
    mentions: i32,
}

impl OrganisationFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<Words>(lexicon, "organisations.toml")?;
        let cues = |words: &[Spanned<String>]| file.cues(words, folder);
        Ok(Self {
            own_alias: cues(&words.own_alias)?,
            subject: cues(&words.subject)?,
            signature_tail: cues(&words.signature_tail)?,
            author: cues(&words.author)?,
            brand: cues(&words.brand)?,
            not_brand: cues(&words.not_brand)?,
            service_before: Regex::new(
                "(?:運営|管理|提供)(?:する|して(?:いる|おります|おりました|いました|います)|いたします|を行う|しております)[^「」。\n]{0,40}「([^「」\n]{1,40})」",
            )
            .ok(),
            service_after: Regex::new(
                "「([^「」\n]{1,40})」(?:\\([^()\n]{0,80}\\))?(?:への|における|において|の(?:サーバ|管理|会員|一部|システム)|に(?:対|おい|お)|を(?:運営|ご利用)|が(?:不正|第三者|外部))",
            )
            .ok(),
            site_brand: Regex::new("([ァ-ヶー]{4,12})・?(?:サイト|公式サイト|本社)").ok(),
            service_words: cues(&words.service)?,
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
        for (key, candidate) in &mut candidates {
            let display = candidate.display.replace(' ', "");
            if vendors.iter().any(|vendor| vendor.name.replace(' ', "") == display) {
                candidate.points -= 12;
            }
            let third_party = aliases.iter().any(|definition| {
                definition.folded_name.replace(' ', "") == *key
                    && !self.own_alias.is_in(&definition.folded)
                    && (definition.folded.ends_with('社') || definition.folded.is_ascii())
            });
            if third_party {
                candidate.points -= 5;
            }
            if names.is_uninvolved(key) || (kind == Kind::Commentary && self.author.is_in(key)) {
                candidate.points -= 60;
            }
            candidate.points += candidate.mentions.min(4);
        }
        if candidates.values().all(|candidate| candidate.points < 3) {
            candidates.clear();
            self.brands(page, &mut candidates);
        }
        let best = candidates
            .values()
            .filter(|candidate| candidate.points >= 3)
            .max_by_key(|candidate| (candidate.points, std::cmp::Reverse(candidate.sentence)))?;
        Some(Named { name: best.display.clone(), evidence: page.evidence(best.sentence) })
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
            let tail_trimmed = tail.trim().trim_end_matches('。');
            let candidate = candidates.entry(key).or_insert_with(|| Candidate {
                display: tidy(page.original(at + name.range.start..at + name.range.end)),
                sentence: number,
                ..Candidate::default()
            });
            candidate.mentions += 1;
            let mut points = 0;
            let is_edge = sentence.line <= 12 || sentence.line + 15 >= last_line;
            let reading = tail_trimmed.starts_with('(') && tail_trimmed.ends_with(')');
            let is_signed = tail_trimmed.is_empty()
                || reading
                || self.signature_tail.find(tail_trimmed).first().is_some_and(|hit| hit.start <= 3);
            let head_is_plain = head.is_empty()
                || head
                    .chars()
                    .all(|c| !c.is_alphabetic() || c.is_ascii_digit() || "年月日".contains(c));
            if is_edge && is_signed && head_is_plain && text.chars().count() <= 60 {
                points += 10;
            }
            if number == 0 {
                points += 5 + if head.is_empty() || head.ends_with(['】', ']']) { 5 } else { 0 };
            }
            let bracket_end =
                tail.char_indices().take(120).find(|(_, c)| *c == ')').map_or(0, |(at, _)| at);
            if tail.starts_with('(')
                && self.own_alias.is_in(tail.get(..bracket_end).unwrap_or_default())
            {
                points += 14;
            }
            let is_subject = self.subject.find(tail).first().is_some_and(|hit| hit.start == 0);
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
            if self.not_brand.is_in(text) || sentence.shape == Shape::Prose || number == 0 {
                continue;
            }
            let key = text.replace(' ', "");
            if candidates
                .iter()
                .any(|(known, candidate)| key.contains(known.as_str()) && candidate.points > 0)
            {
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

    /// The site or service that was hit.
    pub(super) fn service(&self, page: &Page<'_>) -> Option<Named> {
        let named = |number: usize, found: regex::Match<'_>| {
            let at = page.sentences.get(number).map_or(0, |sentence| sentence.range.start);
            let name = tidy(page.original(at + found.start()..at + found.end()));
            (!name.is_empty()).then(|| Named { name, evidence: page.evidence(number) })
        };
        for pattern in [&self.service_before, &self.service_after] {
            let Some(pattern) = pattern else { continue };
            for number in 0..page.sentences.len().min(24) {
                let found =
                    pattern.captures(page.sentence(number)).and_then(|captures| captures.get(1));
                if let Some(found) = found.filter(|found| self.is_service_name(found.as_str())) {
                    return named(number, found);
                }
            }
        }
        let quoted = Regex::new("「([^「」\n]{2,40})」").ok()?;
        for number in 0..page.sentences.len().min(12) {
            let text = page.sentence(number);
            for captures in quoted.captures_iter(text) {
                let (Some(whole), Some(found)) = (captures.get(0), captures.get(1)) else {
                    continue;
                };
                let head = text.get(..whole.start()).unwrap_or_default();
                let near = head
                    .get(head.floor_char_boundary(head.len().saturating_sub(24))..)
                    .unwrap_or_default();
                let before =
                    self.service_words.find(near).last().is_some_and(|hit| hit.end == near.len());
                let inside = self
                    .service_words
                    .find(found.as_str())
                    .last()
                    .is_some_and(|hit| hit.end == found.as_str().len());
                if (before || inside) && self.is_service_name(found.as_str()) {
                    return named(number, found);
                }
            }
        }
        None
    }

    fn is_service_name(&self, name: &str) -> bool {
        !name.ends_with('社')
            && !name.contains('。')
            && !self.own_alias.is_in(name)
            && ![
                "お詫び",
                "お知らせ",
                "について",
                "ください",
                "対策本部",
                "窓口",
                "本サイト",
                "本件",
                "当サイト",
            ]
            .iter()
            .any(|word| name.contains(word))
            && name.chars().count() >= 2
    }
}
