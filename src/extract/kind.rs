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
use super::signal::Signal;

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
        let needed = match (in_title(&self.guidance_title), in_title(&self.incident_title)) {
            (true, false) => 6,
            (false, true) => 1,
            _ => 2,
        };
        if is_template || looks.incidents < needed || looks.guidance > 2 * looks.incidents + 4 {
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
        let is_outside = looks.first_person == 0 || looks.news > 2 * looks.first_person;
        if is_outside && (looks.plain > looks.polite || looks.news >= 2) {
            return Kind::News;
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
        let is_past = has(page, number, &self.past) || text.trim_end().ends_with("た。");
        if !is_past {
            return apology;
        }
        let reading = page.reading(number);
        let leaks =
            !reading.has(Signal::Request) && reading.whole().is_some_and(|stance| stance.is_leak);
        if !(leaks || has(page, number, &self.incident) || causes.is_named(page.hits(number))) {
            return apology;
        }
        let dated = text.contains('月') && text.contains(|c: char| c.is_ascii_digit());
        1 + apology + usize::from(dated)
    }

    fn looks_back(&self, page: &Page<'_>) -> bool {
        (0..page.sentences.len().min(6)).any(|number| has(page, number, &self.follow_up_body))
    }

    fn look(&self, page: &Page<'_>, causes: &CauseFinder) -> Looks {
        let mut looks = Looks::default();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let counts = |list: &List| usize::from(has(page, number, list));
            looks.questions += usize::from(sentence.question);
            looks.templates += counts(&self.template);
            looks.commentary += counts(&self.commentary);
            looks.first_person += counts(&self.first_person);
            looks.guidance += counts(&self.guidance);
            looks.news += counts(&self.reported_by);
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

/// Whether a word of a list stands in a sentence.
fn has(page: &Page<'_>, number: usize, list: &List) -> bool {
    page.hits(number).iter().any(|hit| list.contains(&hit.cue))
}
