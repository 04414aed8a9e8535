//! What a page looks like to one who asks what sort of document it is: which signs its sentences bear,
//! where, and how they are built; counted once.

use super::causes::CauseFinder;
use super::cue::{Hit, List};
use super::page::{Page, Shape};
use super::section::Section;
use super::signal::Signal;

/// Sentences at the beginning and the end of a page that tell what it is by themselves.
const HEAD: usize = 6;
const TAIL: usize = 5;

/// Sentences of running text that the beginning has where a letterhead stands above it, which is then
/// as long as [`LONGEST_HEAD`] at most.
const LEAD: usize = 3;
const LONGEST_HEAD: usize = 14;

/// A list of `kinds.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Qa,
    FollowUp,
    Sequel,
    Back,
    Remark,
    Column,
    Guidance,
    GuidanceTitle,
    Template,
    Incident,
    IncidentTitle,
    Conditional,
    Apology,
    Past,
    Own,
    Humble,
    Reported,
    Byline,
    Outside,
    Authority,
    Subject,
    Release,
    Sender,
}

/// How many lists there are.
pub(super) const SIGNS: usize = Sign::Sender as usize + 1;

/// Their names, as the lists are called.
const NAMES: [&str; SIGNS] = [
    "qa-title",
    "follow-up-title",
    "sequel",
    "follow-up-body",
    "remark",
    "column",
    "guidance",
    "guidance-title",
    "template",
    "incident",
    "incident-title",
    "conditional",
    "apology",
    "past",
    "first-person",
    "humble",
    "news",
    "byline",
    "outside",
    "authority",
    "subject",
    "release",
    "sender",
];

/// Where the sentences stand that bear a sign.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// How many there are.
    pub(super) all: usize,
    /// How many bear it outside of what they quote.
    pub(super) open: usize,
    /// Whether the first does.
    pub(super) title: bool,
    /// Whether one at the beginning does.
    pub(super) head: bool,
    /// Whether one at the end does.
    pub(super) tail: bool,
}

/// The signs of a sentence: all, and those outside of quotation marks.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    all: u32,
    open: u32,
}

impl Signs {
    fn has(self, sign: Sign) -> bool {
        self.all & 1 << sign as u32 != 0
    }

    fn drop(&mut self, signs: &[Sign]) {
        for sign in signs {
            self.all &= !(1 << *sign as u32);
        }
        self.open &= self.all;
    }
}

/// What a page looks like.
#[derive(Debug, Default)]
pub(super) struct Looks {
    tallies: [Tally; SIGNS],
    /// Sentences of the page.
    pub(super) sentences: usize,
    /// Questions of a list of questions and answers.
    pub(super) questions: usize,
    /// How strongly its sentences tell of something that has happened.
    pub(super) incidents: usize,
    /// Sentences in plain style.
    pub(super) plain: usize,
    /// Sentences in polite style.
    pub(super) polite: usize,
    /// Sentences that tell of a day gone by.
    pub(super) days: usize,
    /// Apologies, and reports made to an authority.
    pub(super) admissions: usize,
    /// Headings of sections.
    pub(super) headings: usize,
    /// Lines of lists.
    pub(super) items: usize,
    /// Sentences of running text.
    prose: usize,
    /// Headings of sections on what is done so that it does not happen again, and on whom to ask.
    pub(super) closings: usize,
}

impl Looks {
    /// Counts what a page has; `lists` are those of [`Sign`], in its order.
    pub(super) fn new(page: &Page<'_>, lists: &[List; SIGNS], causes: &CauseFinder) -> Self {
        let mut looks = Self { sentences: page.sentences.len(), ..Self::default() };
        for number in 0..looks.sentences {
            looks.add(page, number, lists, causes);
        }
        looks
    }

    /// The names of all signs, with where the sentences stand that bear them.
    pub(super) fn signs(&self) -> impl Iterator<Item = (&'static str, Tally)> {
        NAMES.into_iter().zip(self.tallies)
    }

    /// Where the sentences stand that bear a sign.
    pub(super) fn of(&self, sign: Sign) -> Tally {
        self.tallies.get(sign as usize).copied().unwrap_or_default()
    }

    /// Whether nothing tells what the page is.
    pub(super) fn are_blank(&self) -> bool {
        self.tallies.iter().all(|tally| tally.all == 0) && self.incidents + self.questions == 0
    }

    fn add(&mut self, page: &Page<'_>, number: usize, lists: &[List; SIGNS], causes: &CauseFinder) {
        let Some(sentence) = page.sentences.get(number) else { return };
        let text = page.sentence(number);
        let mut signs = signs(text, page.hits(number), lists);
        // Others name a president in prose, too, and a second report of somebody to somebody.
        if sentence.shape == Shape::Prose {
            signs.drop(&[Sign::Sender, Sign::FollowUp, Sign::Sequel]);
        }
        let is_general = signs.has(Sign::Conditional) || signs.has(Sign::Guidance);
        let reports = !is_general && signs.has(Sign::Authority);
        // 委員会に第一報 is no first report to the public.
        if signs.has(Sign::Authority) {
            signs.drop(&[Sign::FollowUp, Sign::Back]);
        }
        let is_head = number < HEAD || self.prose < LEAD && number < LONGEST_HEAD;
        let mut left = signs.all;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let Some(tally) = self.tallies.get_mut(at) else { continue };
            tally.all += 1;
            tally.open += usize::from(signs.open & 1 << at != 0);
            tally.title |= number == 0;
            tally.head |= is_head;
            tally.tail |= number + TAIL >= self.sentences;
        }
        let bare = text.trim_end();
        let is_past = signs.has(Sign::Past) || bare.ends_with("た。") || bare.ends_with('た');
        let is_dated = is_past && is_dated(text);
        self.questions += usize::from(sentence.question);
        self.days += usize::from(is_dated && !signs.has(Sign::Conditional));
        self.admissions += usize::from(reports || signs.has(Sign::Apology));
        if !sentence.question && !is_general {
            self.incidents += usize::from(signs.has(Sign::Apology));
            if is_past && tells_incident(page, number, signs, causes) {
                self.incidents += 1 + usize::from(is_dated);
            }
        }
        match sentence.shape {
            Shape::Heading => {
                self.headings += 1;
                self.closings +=
                    usize::from(matches!(sentence.section, Section::Prevention | Section::Contact));
            }
            Shape::Item => self.items += 1,
            Shape::Prose => self.prose += 1,
        }
        let end = bare.trim_end_matches(['。', ')', '」']);
        if sentence.shape != Shape::Heading && text.contains('。') {
            let is_polite = ["ます", "ました", "です", "ません", "でした", "さい"]
                .iter()
                .any(|ending| end.ends_with(ending));
            self.polite += usize::from(is_polite);
            self.plain += usize::from(!is_polite && end.ends_with(['た', 'だ', 'る', 'い']));
        }
    }
}

/// Whether a sentence on what was tells of an incident.
fn tells_incident(page: &Page<'_>, number: usize, signs: Signs, causes: &CauseFinder) -> bool {
    let leaks = || {
        let reading = page.reading(number);
        !reading.has(Signal::Request) && reading.whole().is_some_and(|stance| stance.is_leak)
    };
    signs.has(Sign::Incident) || causes.is_named(page.hits(number)) || leaks()
}

/// The signs of a sentence, whose hits come by start.
fn signs(text: &str, hits: &[Hit], lists: &[List; SIGNS]) -> Signs {
    let mut signs = Signs::default();
    let mut at = 0;
    let mut depth = 0_i32;
    let has_quote = opens_quote(text);
    let [first, .., last] = lists;
    // The lists follow one another.
    for hit in hits.iter().filter(|hit| (first.start..last.end).contains(&hit.cue)) {
        let sign = lists.partition_point(|list| list.end <= hit.cue);
        if has_quote {
            for c in text.get(at..hit.start).unwrap_or_default().chars() {
                depth += i32::from(matches!(c, '「' | '『')) - i32::from(matches!(c, '」' | '』'));
            }
            at = hit.start;
        }
        // 本市, but not the 本市 of 熊本市.
        if sign == Sign::Own as usize {
            let before = text.get(..hit.start).and_then(|head| head.chars().next_back());
            if before.is_some_and(is_kanji) {
                continue;
            }
        }
        signs.all |= 1 << sign;
        if depth <= 0 {
            signs.open |= 1 << sign;
        }
    }
    signs
}

/// Whether a quotation begins in a sentence.
fn opens_quote(text: &str) -> bool {
    // By their last bytes, which are what tells them apart.
    memchr::memchr2_iter(0x8c, 0x8e, text.as_bytes())
        .any(|at| text.get(..=at).is_some_and(|head| head.ends_with(['「', '『'])))
}

/// Whether a sentence names a day or a month: 5月1日, 31日の昼.
fn is_dated(text: &str) -> bool {
    // By the last bytes of 月 and 日.
    memchr::memchr2_iter(0x88, 0xa5, text.as_bytes()).any(|at| {
        let head = text.get(..=at).and_then(|head| head.strip_suffix(['月', '日']));
        head.is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()))
    })
}

fn is_kanji(c: char) -> bool {
    ('一'..='龠').contains(&c)
}
