//! What sort of document a page is, by its title and its build.

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::Kind;

use super::causes::CauseFinder;
use super::cue::{CueSetBuilder, List};
use super::lexicon_file::LexiconFile;
use super::page::{Page, Shape};
use super::section::Section;
use super::signal::Signal;

/// Most sentences of days gone by that make up for words of an incident.
const MOST_DAYS: usize = 3;

/// Tells kinds apart.
#[derive(Debug)]
pub(super) struct KindFinder {
    qa: List,
    follow_up: List,
    follow_up_body: List,
    commentary: List,
    guidance: List,
    template: List,
    incident: List,
    conditional: List,
    apology: List,
    past: List,
    guidance_title: List,
    incident_title: List,
    first_person: List,
    reported_by: List,
    authority: List,
    subject: List,
    lesson_title: List,
    outside: List,
    release: List,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    qa_title: Vec<Spanned<String>>,
    follow_up_title: Vec<Spanned<String>>,
    follow_up_body: Vec<Spanned<String>>,
    commentary: Vec<Spanned<String>>,
    guidance: Vec<Spanned<String>>,
    template: Vec<Spanned<String>>,
    incident: Vec<Spanned<String>>,
    conditional: Vec<Spanned<String>>,
    apology: Vec<Spanned<String>>,
    past: Vec<Spanned<String>>,
    guidance_title: Vec<Spanned<String>>,
    incident_title: Vec<Spanned<String>>,
    first_person: Vec<Spanned<String>>,
    news: Vec<Spanned<String>>,
    authority: Vec<Spanned<String>>,
    subject: Vec<Spanned<String>>,
    lesson_title: Vec<Spanned<String>>,
    outside: Vec<Spanned<String>>,
    release: Vec<Spanned<String>>,
}

/// What a page looks like, counted once.
#[derive(Debug, Default)]
struct Looks {
    questions: usize,
    incidents: usize,
    guidance: usize,
    templates: usize,
    commentary: usize,
    first_person: usize,
    news: usize,
    plain: usize,
    polite: usize,
    /// Sentences that tell of a day gone by.
    days: usize,
    /// Apologies, and reports made to an authority.
    admissions: usize,
    /// Reports made to an authority.
    reports: usize,
    /// Sentences about data, accounts, systems or papers.
    subjects: usize,
    /// Sentences that tell of an organisation from outside: 同社は…としています.
    outside: usize,
}

impl KindFinder {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<Words>(lexicon, "kinds.toml")?;
        let mut list = |words: &[Spanned<String>]| file.list(set, words, folder);
        Ok(Self {
            qa: list(&words.qa_title)?,
            follow_up: list(&words.follow_up_title)?,
            follow_up_body: list(&words.follow_up_body)?,
            commentary: list(&words.commentary)?,
            guidance: list(&words.guidance)?,
            template: list(&words.template)?,
            incident: list(&words.incident)?,
            conditional: list(&words.conditional)?,
            apology: list(&words.apology)?,
            past: list(&words.past)?,
            guidance_title: list(&words.guidance_title)?,
            incident_title: list(&words.incident_title)?,
            first_person: list(&words.first_person)?,
            reported_by: list(&words.news)?,
            authority: list(&words.authority)?,
            subject: list(&words.subject)?,
            lesson_title: list(&words.lesson_title)?,
            outside: list(&words.outside)?,
            release: list(&words.release)?,
        })
    }

    /// The kind of a page.
    pub(super) fn find(&self, page: &Page<'_>, causes: &CauseFinder) -> Kind {
        let looks = self.look(page, causes);
        let in_head = |list| (0..page.sentences.len().min(3)).any(|at| has(page, at, list));
        let in_title = |list| {
            if page.document.title.is_empty() { in_head(list) } else { has(page, 0, list) }
        };
        let is_template = looks.templates >= 2;
        let is_titled = in_title(&self.incident_title) || in_title(&self.lesson_title);
        let needed = match (in_title(&self.guidance_title), is_titled) {
            (true, false) => 6,
            (false, true) => 1,
            _ => 2,
        };
        // A tale of days about data that someone answers for is an incident in whatever words.
        let is_answered = looks.admissions > 0 || looks.incidents > 0;
        let is_tale = (is_answered || is_titled) && looks.subjects > 0;
        let told = looks.incidents
            + if is_tale { looks.days.min(MOST_DAYS) + looks.reports.min(1) } else { 0 };
        if is_template || told < needed || looks.guidance > 2 * told + 4 {
            return Kind::None;
        }
        if page.document.in_digest {
            return Kind::DigestEntry;
        }
        let is_titled = in_head(&self.qa);
        let answers = looks.questions >= 3 || (looks.questions >= 2 && is_titled);
        if answers && is_titled {
            return Kind::Qa;
        }
        let commentary = looks.commentary + usize::from(in_title(&self.commentary));
        if commentary >= 2 && commentary * 2 > looks.first_person / 3 {
            return Kind::Commentary;
        }
        if answers && looks.questions * 5 > page.sentences.len() {
            return Kind::Qa;
        }
        // A public body may write plainly of itself; a medium may write politely of others.
        let is_release = in_head(&self.release)
            || page.sentences.iter().any(|sentence| {
                matches!(sentence.section, Section::Prevention | Section::Contact)
                    && sentence.shape == Shape::Heading
            });
        let is_outside = looks.first_person == 0 || looks.news > 2 * looks.first_person;
        if is_outside && !is_release && (looks.plain > looks.polite || looks.news >= 2) {
            return Kind::News;
        }
        if looks.first_person == 0 && !is_release && looks.outside > 0 && looks.polite > 0 {
            return Kind::Commentary;
        }
        if in_title(&self.follow_up) || in_head(&self.follow_up) || self.looks_back(page) {
            return Kind::FollowUp;
        }
        Kind::Notice
    }

    /// How strongly a sentence tells of something that has happened.
    fn weight(&self, page: &Page<'_>, number: usize, causes: &CauseFinder) -> usize {
        if has(page, number, &self.conditional) {
            return 0;
        }
        let text = page.sentence(number);
        let apology = usize::from(has(page, number, &self.apology));
        let is_past = self.is_past(page, number);
        if !is_past {
            return apology;
        }
        let reading = page.reading(number);
        let leaks =
            !reading.has(Signal::Request) && reading.whole().is_some_and(|stance| stance.is_leak);
        if !(leaks || has(page, number, &self.incident) || causes.is_named(page.hits(number))) {
            return apology;
        }
        1 + apology + usize::from(is_dated(text))
    }

    /// Whether a sentence tells of what has happened.
    fn is_past(&self, page: &Page<'_>, number: usize) -> bool {
        let text = page.sentence(number).trim_end();
        has(page, number, &self.past) || text.ends_with("た。") || text.ends_with('た')
    }

    /// Whether one of the first sentences refers to an earlier announcement; a title that calls
    /// itself the first report does not.
    fn looks_back(&self, page: &Page<'_>) -> bool {
        let names_itself =
            |number: usize| page.sentence(number).trim_end_matches(['。', ' ']).ends_with("第1報)");
        (0..page.sentences.len().min(6))
            .any(|number| has(page, number, &self.follow_up_body) && !names_itself(number))
    }

    /// Whether the organisation itself speaks in a sentence: 本市, but not the 本市 of 熊本市.
    fn speaks(&self, page: &Page<'_>, number: usize) -> bool {
        let text = page.sentence(number);
        page.hits(number).iter().any(|hit| {
            let before = text.get(..hit.start).and_then(|head| head.chars().next_back());
            self.first_person.contains(&hit.cue) && !before.is_some_and(is_kanji)
        })
    }

    fn look(&self, page: &Page<'_>, causes: &CauseFinder) -> Looks {
        let mut looks = Looks::default();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let counts = |list: &List| usize::from(has(page, number, list));
            looks.questions += usize::from(sentence.question);
            looks.templates += counts(&self.template);
            looks.commentary += counts(&self.commentary);
            looks.first_person += usize::from(self.speaks(page, number));
            looks.guidance += counts(&self.guidance);
            looks.news += counts(&self.reported_by);
            looks.subjects += counts(&self.subject);
            let is_told = !has(page, number, &self.conditional) && self.is_past(page, number);
            looks.days += usize::from(is_told && is_dated(text));
            let is_general =
                has(page, number, &self.conditional) || has(page, number, &self.guidance);
            let reports = !is_general && has(page, number, &self.authority);
            looks.reports += usize::from(reports);
            looks.admissions += usize::from(reports || has(page, number, &self.apology));
            looks.outside += counts(&self.outside);
            if !sentence.question && !has(page, number, &self.guidance) {
                looks.incidents += self.weight(page, number, causes);
            }
            let end = text.trim_end().trim_end_matches(['。', ')', '」']);
            if sentence.shape != Shape::Heading && text.contains('。') {
                let is_polite = ["ます", "ました", "です", "ません", "でした", "さい"]
                    .iter()
                    .any(|ending| end.ends_with(ending));
                looks.polite += usize::from(is_polite);
                looks.plain += usize::from(!is_polite && end.ends_with(['た', 'だ', 'る', 'い']));
            }
        }
        looks
    }
}

/// Whether a sentence names a day or a month: 5月1日, 31日の昼.
fn is_dated(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    text.match_indices(['月', '日'])
        .any(|(at, _)| text.get(..at).is_some_and(|head| head.ends_with(is_digit)))
}

fn is_kanji(c: char) -> bool {
    ('一'..='龠').contains(&c)
}

/// Whether a word of a list stands in a sentence.
fn has(page: &Page<'_>, number: usize, list: &List) -> bool {
    page.has(number, list)
}
