//! Who becomes aware in a clause: the organisation itself, or a third party whose own discovery is
//! not the organisation's.

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::LexiconError;

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::page::Page;
use super::word_list::WordList;

/// The words of the table `awareness` in `dates.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AwarenessWords {
    /// General words for third parties.
    third_parties: Vec<Spanned<String>>,
    /// Words for the organisation itself.
    ourselves: Vec<Spanned<String>>,
    /// Words of a notice that reaches the organisation, whoever gives it.
    notice: Vec<Spanned<String>>,
    /// Words of a notice of which is told whom of the page it reaches.
    reaches: Vec<Spanned<String>>,
}

/// Those who are not the organisation of the page.
#[derive(Debug)]
pub(super) struct Others<'n> {
    /// What third parties are called.
    pub(super) names: &'n [String],
    /// Whether the page tells of the organisation from outside, so that 同社 is the organisation.
    pub(super) from_outside: bool,
}

/// Tells who becomes aware.
#[derive(Debug)]
pub(super) struct Awareness {
    third_parties: CueSet,
    ourselves: CueSet,
    notice: CueSet,
    reaches: CueSet,
}

impl Awareness {
    pub(super) fn new(
        file: &LexiconFile<'_>,
        words: &AwarenessWords,
        folder: &Folder,
    ) -> Result<Self, LexiconError> {
        Ok(Self {
            third_parties: file.cues(&words.third_parties, folder)?,
            ourselves: file.cues(&words.ourselves, folder)?,
            notice: file.cues(&words.notice, folder)?,
            reaches: file.cues(&words.reaches, folder)?,
        })
    }

    /// Whether a clause tells that the organisation is told by its own people or those it works with:
    /// 組合から市へ報告, 学校に申し出たのは. What they knew before was not known to it.
    pub(super) fn reaches(&self, clause: &str) -> bool {
        self.reaches.is_in(clause)
    }

    /// Whether the topic of a sentence is a third party: 甲社の発表によれば; none where it names no topic,
    /// so that it goes on with the one before.
    fn topic(&self, text: &str, third: &Others<'_>) -> Option<bool> {
        let near = text.get(..text.floor_char_boundary(90)).unwrap_or_default();
        let names = |end: usize| {
            let rest = near.get(end..).unwrap_or_default();
            rest.starts_with('は') || rest.starts_with("によると") || rest.starts_with("によれば")
        };
        let (end, _) =
            near.char_indices().find(|(at, c)| matches!(c, 'は' | 'に') && names(*at))?;
        let topic = near.get(..end)?;
        if third.names.iter().any(|name| topic.starts_with(name.as_str())) {
            return Some(true);
        }
        let is_same = topic.starts_with("同社");
        let opens = self.third_parties.begins(topic, 0).is_some();
        match (is_same, opens) {
            (true, _) => None,
            (false, opens) => Some(opens),
        }
    }

    /// Whether the one who becomes aware in a clause is a third party: MD社が…覚知, 同社は翌27日に異常に気付き.
    pub(super) fn is_foreign(&self, text: &str, cue: usize, third: &Others<'_>) -> bool {
        let head = text.get(..cue).unwrap_or_default();
        let near = head.get(head.floor_char_boundary(head.len().saturating_sub(300))..);
        let near = near.unwrap_or_default();
        let acts = |rest: &str| {
            let rest = if rest.starts_with('(') {
                rest.find(')').and_then(|at| rest.get(at + 1..)).unwrap_or(rest)
            } else {
                rest
            };
            const ACTING: WordList = WordList::new(&[
                "は",
                "が",
                "では",
                "において",
                "におきまして",
                "側",
                "にて",
                "も",
                "内で",
                "の調べ",
                "の調査",
                "の担当",
                "の社員",
                "の従業員",
                "の気",
                "の発見",
            ]);
            ACTING.opens(rest)
        };
        let named = third
            .names
            .iter()
            .filter_map(|name| near.rfind(name.as_str()).map(|at| (at, at + name.len())));
        let general = self.third_parties.find(near).into_iter().map(|hit| (hit.start, hit.end));
        let general = general.filter(|(start, _)| {
            let is_same = near.get(*start..).is_some_and(|rest| rest.starts_with("同社"));
            !(third.from_outside && is_same)
        });
        let stranger = named
            .chain(general)
            .filter(|(_, end)| acts(near.get(*end..).unwrap_or_default()))
            .map(|(start, _)| start)
            .max();
        let Some(stranger) = stranger else { return false };
        let tail = text.get(cue..).unwrap_or_default();
        let tail = tail.get(..tail.floor_char_boundary(60)).unwrap_or_default();
        // 受託者が当企業団に報告: it reaches us.
        if self.ourselves.find(tail).iter().any(|own| {
            own.start <= 3 && tail.get(own.end..).is_some_and(|rest| rest.starts_with(['に', 'へ']))
        }) {
            return false;
        }
        if self.notice.is_in(tail)
            && (near.contains("から")
                || near.contains("より")
                || tail.contains("から")
                || tail.contains("より"))
        {
            return false;
        }
        let own = self.ourselves.find(near).into_iter().map(|hit| hit.start).max();
        own.is_none_or(|own| own < stranger)
    }
}

/// Which sentences name no topic and go on with what a third party did, looked at as far as is asked.
#[derive(Debug, Default)]
pub(super) struct Topics {
    /// The first sentence that has not been looked at.
    next: usize,
    /// Whether the one before goes on so.
    goes_on: bool,
    /// Whether a third party is the topic behind it, and of which line.
    is_theirs: bool,
    line: usize,
}

impl Topics {
    /// Whether a sentence goes on so; asked of no sentence before one that has been asked of.
    pub(super) fn goes_on(
        &mut self,
        awareness: &Awareness,
        page: &Page<'_>,
        number: usize,
        third: &Others<'_>,
    ) -> bool {
        let line_of = |number: usize| page.sentences.get(number).map(|sentence| sentence.line);
        let Some(line) = line_of(number).filter(|_| number >= self.next) else {
            return self.goes_on;
        };
        // Topics of other lines do not matter.
        let mut from = number;
        while from > self.next && line_of(from - 1) == Some(line) {
            from -= 1;
        }
        let mut is_theirs = from == self.next && self.line == line && self.is_theirs;
        for number in from..=number {
            let own = awareness.topic(page.sentence(number), third);
            self.goes_on = own.is_none() && is_theirs;
            is_theirs = own.unwrap_or(is_theirs);
        }
        *self = Self { next: number + 1, goes_on: self.goes_on, is_theirs, line };
        self.goes_on
    }
}
