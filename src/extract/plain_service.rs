//! Sites and services that stand without quotation marks: what is run, what its users use, and
//! compounds that the title or the lead says were hit.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::report::Named;

use super::cue::Hit;
use super::name_shape::{is_hiragana, is_name_char};
use super::names::NameFinder;
use super::page::Page;
use super::service::{Candidate, ServiceFinder, named};

/// Sentences in which a service without quotation marks is looked for.
const NEAR_LEAD: usize = 12;

/// Sentences that may only say of a compound that it was hit.
const PLAIN_LEAD: usize = 8;

/// Last sentence that is addressed to those who use what was hit.
const LAST_TO_USERS: usize = 3;

/// Fewest points with which a name is looked at.
const FEWEST: i32 = 3;

/// Most words for sites and systems that are looked at in a sentence.
const MOST_KINDS: usize = 12;

/// Words by which a page calls something its own.
const OWN: [&str; 29] = [
    "当店の",
    "当店",
    "当館",
    "当社の",
    "弊社の",
    "自社の",
    "本学の",
    "当院の",
    "本市の",
    "当会の",
    "弊会の",
    "当協会の",
    "当財団の",
    "当行の",
    "当校の",
    "本校の",
    "市の",
    "県の",
    "町の",
    "当組合の",
    "当社",
    "弊社",
    "自社",
    "本学",
    "当院",
    "本市",
    "当会",
    "当協会",
    "当財団",
];

impl ServiceFinder {
    /// Names without quotation marks: what those who use it are called by (甲をご利用の皆様), what is run
    /// (運営する甲において), and compounds that the title or the lead says were hit (来店予約システムに侵入).
    ///
    /// `kinds` are the words for sites and systems in the lead.
    pub(super) fn unquoted(
        &self,
        page: &Page<'_>,
        kinds: &[Vec<Hit>],
        organisation: &str,
        names: &NameFinder,
        candidates: &mut BTreeMap<String, Candidate>,
    ) {
        for (number, (sentence, kinds)) in page.sentences.iter().zip(kinds).enumerate() {
            let text = page.sentence(number);
            if sentence.section.is_advice() {
                continue;
            }
            let mut found: Vec<(Range<usize>, i32)> = Vec::new();
            let users = if number <= LAST_TO_USERS { self.audience.find(text) } else { Vec::new() };
            for hit in users {
                let mut start = word_before(text, hit.start);
                // 管理サービスOrigamiを: the kind of service is no part of its name.
                let word = text.get(start..hit.start).unwrap_or_default();
                let kind = self.kinds.find(word).into_iter().map(|kind| kind.end).max();
                start += kind.filter(|end| *end < word.len()).unwrap_or(0);
                let name = text.get(start..hit.start).unwrap_or_default();
                if !name.contains('の') && stands(page, name, 2) {
                    found.push((start..hit.start, 6));
                }
            }
            if number == 0 {
                found.extend(self.titled(page, text, names).map(|range| (range, 6)));
            }
            for kind in self.plain_kinds(text, kinds, number == 0) {
                if let Some(range) =
                    self.run_name(text, kind.clone()).or_else(|| self.compound(text, kind))
                {
                    let points = self.plain_points(text, number, &range);
                    found.push((range, points));
                }
            }
            found.retain(|(_, points)| *points >= FEWEST);
            if found.is_empty() || self.elsewhere.is_in(text) {
                continue;
            }
            for (range, points) in found {
                let name = text.get(range.clone()).unwrap_or_default();
                let bare = name.replace(' ', "");
                let is_own = organisation.ends_with(bare.as_str()) || bare.contains(organisation);
                if !self.can_be_name(name) || !organisation.is_empty() && is_own {
                    continue;
                }
                let is_company =
                    ["会社", "法人", "など", "等の"].iter().any(|word| name.contains(word))
                        || text.get(..range.start).is_some_and(|head| head.ends_with("会社"))
                        || text.get(range.end..).is_some_and(|tail| tail.starts_with("株式会社"));
                let is_count = name.starts_with(|c: char| c == '計' || c.is_ascii_digit());
                if is_company || is_count || self.is_general(name) || self.own_alias.is_in(name) {
                    continue;
                }
                let candidate = candidates.entry(bare).or_insert_with(|| Candidate {
                    sentence: number,
                    range: range.clone(),
                    ..Candidate::default()
                });
                candidate.mentions += 1;
                candidate.points = candidate.points.max(points);
            }
        }
    }

    /// The words for sites and systems in the sentences of the lead.
    pub(super) fn kinds_in_lead(&self, page: &Page<'_>) -> Vec<Vec<Hit>> {
        let lead = 0..page.sentences.len().min(NEAR_LEAD);
        lead.map(|number| self.plain.find(page.sentence(number))).collect()
    }

    /// Those of these words for sites and systems that end a compound.
    fn plain_kinds(&self, text: &str, kinds: &[Hit], is_title: bool) -> Vec<Range<usize>> {
        let closes = |end: usize| {
            text.get(end..)
                .and_then(|tail| tail.chars().next())
                .is_none_or(|c| !is_name_char(c) && c != '」' && c != '』')
        };
        let endings = if is_title { self.endings.find(text) } else { Vec::new() };
        let hits = kinds.iter().chain(&endings).map(|hit| hit.start..hit.end);
        hits.filter(|range| closes(range.end)).take(MOST_KINDS).collect()
    }

    /// A name that opens the title and goes on in the page: みちしるべ勤怠の障害について.
    fn titled(&self, page: &Page<'_>, text: &str, names: &NameFinder) -> Option<Range<usize>> {
        const HIT: [&str; 4] = ["のサービス", "の障害", "の不具合", "のアカウント"];
        let lead = text.rfind(['】', ']']).map_or(0, |at| at + '】'.len_utf8());
        let lead = if text.is_char_boundary(lead) && lead < text.len() / 2 { lead } else { 0 };
        let is_often = |name: &str| !name.is_empty() && stands(page, name, 3);
        // Few titles open with words that the page repeats, up to what says that they were hit.
        let opening = text.get(lead..)?.trim_start();
        let hits = self.hit.find(opening).into_iter().map(|hit| hit.start);
        let words = HIT.iter().flat_map(|word| opening.match_indices(word));
        let ends: Vec<usize> = hits.chain(words.map(|(at, _)| at)).collect();
        let mut openings = ends.iter().filter_map(|end| opening.get(..*end));
        if ends.len() <= MOST_KINDS && !openings.any(is_often) {
            return None;
        }
        let name = names.trade(text).into_iter().next().map(|name| name.range)?;
        let opens = text.get(lead..name.start)?.trim().is_empty();
        let tail = text.get(name.end..)?;
        let is_hit =
            || self.hit.begins(tail, 0).is_some() || HIT.iter().any(|word| tail.starts_with(word));
        (opens && is_hit() && is_often(text.get(name.clone())?)).then_some(name)
    }

    /// What stands between 運営する and the word for a site: アキツの住まい|ナビ.
    fn run_name(&self, text: &str, kind: Range<usize>) -> Option<Range<usize>> {
        let from = text.floor_char_boundary(kind.start.saturating_sub(90));
        let head = text.get(from..kind.start)?;
        let start = self.running.find(head).into_iter().map(|hit| hit.end).max()?;
        let name = head.get(start..)?;
        let is_plain = name
            .chars()
            .all(|c| is_name_char(c) || is_hiragana(c) || matches!(c, '・' | ' ' | '!'));
        let is_clause = ["する", "した", "して", "いる", "に", "を", "が", "は", "ため"]
            .iter()
            .any(|word| name.contains(word));
        (is_plain && !is_clause && name.chars().count() >= 2).then_some(from + start..kind.end)
    }

    /// A compound that ends in a word for a site or system, without 当社 and the like.
    fn compound(&self, text: &str, kind: Range<usize>) -> Option<Range<usize>> {
        let head = text.get(..kind.start)?;
        let mut length = compound(head);
        // A line may begin with kana inside a name: 花まるポイント|アプリ.
        let opens = head.chars().count() <= 16
            && head
                .chars()
                .all(|c| is_name_char(c) || is_hiragana(c) && !"のはがをにでとへや".contains(c));
        if opens {
            length = head.len();
        }
        let start = kind.start - length;
        let name = text.get(start..kind.end)?;
        let own = OWN.iter().filter(|own| name.starts_with(**own)).map(|own| own.len()).max();
        let start = start + own.unwrap_or(0);
        (kind.start > start).then_some(start..kind.end)
    }

    /// What the surroundings of a name without quotation marks say for it.
    fn plain_points(&self, text: &str, number: usize, range: &Range<usize>) -> i32 {
        let head = text.get(..range.start).unwrap_or_default();
        let near = head.get(head.floor_char_boundary(head.len().saturating_sub(60))..);
        let near = near.unwrap_or_default();
        let tail = text.get(range.end..).unwrap_or_default();
        let tail = tail.get(super::clause::behind_brackets(tail)..).unwrap_or_default();
        let ahead = tail.get(..tail.floor_char_boundary(120)).unwrap_or_default();
        let is_hit = self.hit.begins(tail, 0).is_some();
        let is_topic = tail.starts_with(['が', 'は', 'に', 'で', 'の', 'へ', 'を', '、']);
        let mut points = 0;
        if is_hit {
            points += 3;
        }
        if is_topic && self.struck.is_in(ahead) {
            points += 3;
        }
        let clause = near.rfind(['、', '。']).and_then(|at| near.get(at..)).unwrap_or(near);
        let is_run = self.running.find(near).iter().any(|hit| hit.end == near.len());
        if is_run {
            points += 5;
        } else if self.running.is_in(clause) || OWN.iter().any(|own| near.ends_with(own)) {
            points += 3;
        }
        if number == 0 && points > 0 {
            points += 2;
        }
        if ["利用している", "導入している", "契約している", "使っている"]
            .iter()
            .any(|word| near.ends_with(word))
        {
            points -= 4;
        }
        if self.foreign.begins(tail, 0).is_some() {
            points -= 6;
        }
        let provided = [
            "が提供する",
            "社の",
            "社が運営する",
            "会社の",
            "事業者が管理する",
            "会社が管理する",
            "委託先の",
            "外部の",
            "他の",
            "別の",
        ];
        if provided.iter().any(|word| near.ends_with(word)) {
            points -= 6;
        }
        points
    }

    /// Whether a name is made of general words only: 業務システム, 一部サーバー.
    fn is_general(&self, name: &str) -> bool {
        let mut stem = name;
        for _ in 0..6 {
            let cut = self
                .plain
                .find(stem)
                .into_iter()
                .filter(|hit| hit.end == stem.len())
                .min_by_key(|hit| hit.start);
            let general = self.general.iter().find_map(|word| stem.strip_suffix(word.as_str()));
            match (general, cut) {
                (Some(rest), _) if rest.len() < stem.len() => stem = rest,
                (_, Some(hit)) => stem = stem.get(..hit.start).unwrap_or_default(),
                _ => break,
            }
            stem = stem.trim_end_matches(['の', '用', '・', '系', ' ']);
        }
        stem.chars().count() < 2
    }

    /// A compound of the title or the lead that is said to have been hit.
    ///
    /// `kinds` are the words for sites and systems in the lead.
    pub(super) fn plain(&self, page: &Page<'_>, kinds: &[Vec<Hit>]) -> Option<Named> {
        for (number, kinds) in kinds.iter().enumerate().take(PLAIN_LEAD) {
            let text = page.sentence(number);
            for kind in kinds {
                if self.plain_hit.begins(text.get(kind.end..).unwrap_or_default(), 0).is_none() {
                    continue;
                }
                let head = text.get(..kind.start).unwrap_or_default();
                let length = compound(head);
                let start = kind.start - length;
                let mut stem = text.get(start..kind.start).unwrap_or_default();
                while let Some(rest) = self.general.iter().find_map(|word| {
                    stem.strip_suffix(word.as_str()).filter(|rest| rest.len() < stem.len())
                }) {
                    stem = rest;
                }
                let prefix = OWN.iter().find(|own| {
                    text.get(start..kind.end).is_some_and(|name| name.starts_with(*own))
                });
                let start = start + prefix.map_or(0, |own| own.len());
                let name = text.get(start..kind.end).unwrap_or_default();
                let is_word =
                    self.plain.find(name).iter().any(|hit| hit.end - hit.start == name.len());
                if stem.chars().count() >= 2 && !is_word {
                    return Some(named(page, number, start..kind.end));
                }
            }
        }
        None
    }
}

/// Whether a page names something at least so often.
fn stands(page: &Page<'_>, name: &str, often: usize) -> bool {
    memchr::memmem::find_iter(page.text().as_bytes(), name).nth(often - 1).is_some()
}

/// Start of the word that ends at `end`: from the last gap, comma or particle に or より.
fn word_before(text: &str, end: usize) -> usize {
    let head = text.get(..end).unwrap_or_default();
    let mut start = end;
    for c in head.chars().rev().take(32) {
        if !(is_name_char(c) || is_hiragana(c) || c == '・') {
            break;
        }
        start -= c.len_utf8();
    }
    let word = text.get(start..end).unwrap_or_default();
    let skip = ["より", "から", "ごろ", "いつも", "に、", "びに", "には"]
        .iter()
        .filter_map(|lead| word.find(lead).map(|at| at + lead.len()))
        .max();
    start + skip.unwrap_or(0)
}

/// Length of the compound at the end of a text; verbal nouns keep their kana: イベント申し込み.
fn compound(head: &str) -> usize {
    let verbal = ["申し込み", "問い合わせ", "振り込み", "取り扱い", "届け出", "引き落とし"];
    let mut length = 0;
    while length < 60 {
        let rest = head.get(..head.len() - length).unwrap_or_default();
        let word = verbal.iter().find(|word| rest.ends_with(*word)).map(|word| word.len());
        let one = rest.chars().next_back().filter(|c| is_name_char(*c)).map(char::len_utf8);
        match word.or(one) {
            Some(step) => length += step,
            None => break,
        }
    }
    length
}
