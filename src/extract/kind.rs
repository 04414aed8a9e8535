//! What sort of document a page is, by its title and its build.

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::Kind;

use super::causes::CauseFinder;
use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::page::{Page, Shape};
use super::stance::{Signal, Signals};

/// Tells kinds apart.
#[derive(Debug)]
pub(super) struct KindFinder {
    qa: CueSet,
    follow_up: CueSet,
    follow_up_body: CueSet,
    commentary: CueSet,
    guidance: CueSet,
    template: CueSet,
    incident: CueSet,
    conditional: CueSet,
    apology: CueSet,
    past: CueSet,
    guidance_title: CueSet,
    incident_title: CueSet,
    first_person: CueSet,
    reported_by: CueSet,
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
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<Words>(lexicon, "kinds.toml")?;
        let cues = |words: &[Spanned<String>]| file.cues(words, folder);
        Ok(Self {
            qa: cues(&words.qa_title)?,
            follow_up: cues(&words.follow_up_title)?,
            follow_up_body: cues(&words.follow_up_body)?,
            commentary: cues(&words.commentary)?,
            guidance: cues(&words.guidance)?,
            template: cues(&words.template)?,
            incident: cues(&words.incident)?,
            conditional: cues(&words.conditional)?,
            apology: cues(&words.apology)?,
            past: cues(&words.past)?,
            guidance_title: cues(&words.guidance_title)?,
            incident_title: cues(&words.incident_title)?,
            first_person: cues(&words.first_person)?,
            reported_by: cues(&words.news)?,
        })
    }

    /// The kind of a page.
    pub(super) fn find(&self, page: &Page<'_>, signals: &Signals, causes: &CauseFinder) -> Kind {
        let looks = self.look(page, signals, causes);
        let head: String = (0..page.sentences.len().min(3))
            .map(|n| page.sentence(n))
            .collect::<Vec<_>>()
            .join("\n");
        let title = if page.document.title.is_empty() { head.as_str() } else { page.sentence(0) };
        let is_template = looks.templates >= 2;
        let needed = match (self.guidance_title.is_in(title), self.incident_title.is_in(title)) {
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
        if looks.commentary >= 2 && looks.commentary * 2 > looks.first_person / 3 {
            return Kind::Commentary;
        }
        let answers = looks.questions >= 3 || (looks.questions >= 2 && self.qa.is_in(&head));
        if answers && (self.qa.is_in(&head) || looks.questions * 5 > page.sentences.len()) {
            return Kind::Qa;
        }
        let is_news = looks.plain > looks.polite && (looks.news >= 1 || looks.first_person == 0);
        if is_news {
            return Kind::News;
        }
        if self.follow_up.is_in(title) || self.follow_up.is_in(&head) || self.looks_back(page) {
            return Kind::FollowUp;
        }
        Kind::Notice
    }

    /// How strongly a sentence tells of something that has happened.
    fn weight(&self, text: &str, signals: &Signals, causes: &CauseFinder) -> usize {
        if self.conditional.is_in(text) {
            return 0;
        }
        let apology = usize::from(self.apology.is_in(text));
        let is_past = self.past.is_in(text) || text.trim_end().ends_with("た。");
        if !is_past {
            return apology;
        }
        let reading = signals.read(text);
        let leaks =
            !reading.has(Signal::Request) && reading.whole().is_some_and(|stance| stance.is_leak);
        if !(leaks || self.incident.is_in(text) || causes.is_named_in(text)) {
            return apology;
        }
        let dated = text.contains('月') && text.contains(|c: char| c.is_ascii_digit());
        1 + apology + usize::from(dated)
    }

    fn looks_back(&self, page: &Page<'_>) -> bool {
        (0..page.sentences.len().min(6))
            .any(|number| self.follow_up_body.is_in(page.sentence(number)))
    }

    fn look(&self, page: &Page<'_>, signals: &Signals, causes: &CauseFinder) -> Looks {
        let mut looks = Looks::default();
        for (number, sentence) in page.sentences.iter().enumerate() {
            let text = page.sentence(number);
            let counts = |cues: &CueSet| usize::from(cues.is_in(text));
            looks.questions += usize::from(sentence.question);
            looks.templates += counts(&self.template);
            looks.commentary += counts(&self.commentary);
            looks.first_person += counts(&self.first_person);
            looks.guidance += counts(&self.guidance);
            looks.news += counts(&self.reported_by);
            if !sentence.question && !self.guidance.is_in(text) {
                looks.incidents += self.weight(text, signals, causes);
            }
            let end = text.trim_end().trim_end_matches(['。', ')', '」']);
            if sentence.shape != Shape::Heading && text.contains('。') {
                if end.ends_with("ます")
                    || end.ends_with("ました")
                    || end.ends_with("です")
                    || end.ends_with("ません")
                    || end.ends_with("でした")
                    || end.ends_with("さい")
                {
                    looks.polite += 1;
                } else if end.ends_with(['た', 'だ', 'る', 'い']) {
                    looks.plain += 1;
                }
            }
        }
        looks
    }
}
