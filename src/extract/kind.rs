//! What sort of document a page is, by what its sentences are like together.

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::Kind;

use super::causes::CauseFinder;
use super::cue::{CueSetBuilder, List};
use super::lexicon_file::LexiconFile;
use super::looks::{Looks, SIGNS, Sign};
use super::page::Page;

/// Lines with places to be filled in that make a page a template.
const MOST_BLANKS: usize = 2;

/// Tells kinds apart.
#[derive(Debug)]
pub(super) struct KindFinder {
    /// The lists of [`Sign`], in its order.
    lists: [List; SIGNS],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    qa_title: Vec<Spanned<String>>,
    follow_up_title: Vec<Spanned<String>>,
    sequel: Vec<Spanned<String>>,
    follow_up_body: Vec<Spanned<String>>,
    remark: Vec<Spanned<String>>,
    column: Vec<Spanned<String>>,
    guidance: Vec<Spanned<String>>,
    guidance_title: Vec<Spanned<String>>,
    template: Vec<Spanned<String>>,
    incident: Vec<Spanned<String>>,
    incident_title: Vec<Spanned<String>>,
    conditional: Vec<Spanned<String>>,
    apology: Vec<Spanned<String>>,
    past: Vec<Spanned<String>>,
    first_person: Vec<Spanned<String>>,
    humble: Vec<Spanned<String>>,
    news: Vec<Spanned<String>>,
    byline: Vec<Spanned<String>>,
    outside: Vec<Spanned<String>>,
    authority: Vec<Spanned<String>>,
    subject: Vec<Spanned<String>>,
    release: Vec<Spanned<String>>,
    sender: Vec<Spanned<String>>,
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
            lists: [
                list(&words.qa_title)?,
                list(&words.follow_up_title)?,
                list(&words.sequel)?,
                list(&words.follow_up_body)?,
                list(&words.remark)?,
                list(&words.column)?,
                list(&words.guidance)?,
                list(&words.guidance_title)?,
                list(&words.template)?,
                list(&words.incident)?,
                list(&words.incident_title)?,
                list(&words.conditional)?,
                list(&words.apology)?,
                list(&words.past)?,
                list(&words.first_person)?,
                list(&words.humble)?,
                list(&words.news)?,
                list(&words.byline)?,
                list(&words.outside)?,
                list(&words.authority)?,
                list(&words.subject)?,
                list(&words.release)?,
                list(&words.sender)?,
            ],
        })
    }

    /// What a page looks like.
    pub(super) fn look(&self, page: &Page<'_>, causes: &CauseFinder) -> Looks {
        Looks::new(page, &self.lists, causes)
    }

    /// The kind of a page that looks so.
    pub(super) fn judge(page: &Page<'_>, looks: &Looks) -> Kind {
        // What stands among reports is one, unless hardly anything speaks for it.
        let least = if page.document.in_digest { SURE } else { 0 };
        if is_template(looks) || score(looks, NO_INCIDENT) > least {
            return Kind::None;
        }
        if page.document.in_digest {
            return Kind::DigestEntry;
        }
        if answers(looks) {
            return Kind::Qa;
        }
        let [own, medium, outsider] = [OWN, MEDIUM, OUTSIDER].map(|voice| score(looks, voice));
        if medium > own && medium >= outsider {
            return Kind::News;
        }
        if outsider > own {
            return Kind::Commentary;
        }
        if score(looks, FOLLOWS_UP) > 0 { Kind::FollowUp } else { Kind::Notice }
    }
}

/// How strongly each verdict speaks: that nothing happened, that the organisation, a medium or an outsider speaks, and
/// that the page adds to another; about ten for each sign that is beyond doubt.
pub(super) fn verdicts(looks: &Looks) -> [i64; 5] {
    [NO_INCIDENT, OWN, MEDIUM, OUTSIDER, FOLLOWS_UP].map(|verdict| score(looks, verdict) / FULL)
}

/// Whether a page has places to be filled in: whatever it tells has not happened.
pub(super) fn is_template(looks: &Looks) -> bool {
    looks.of(Sign::Template).all >= MOST_BLANKS
}

/// Whether a page is a list of questions and answers by the organisation.
fn answers(looks: &Looks) -> bool {
    let title = looks.of(Sign::Qa);
    let most = looks.questions >= 3 && looks.questions * 5 > looks.sentences;
    let is_list = looks.headings >= 5 || looks.items * 2 > looks.sentences;
    let is_titled = title.head && (looks.questions >= 2 || title.title && is_list);
    (most || is_titled) && looks.of(Sign::Column).open <= looks.of(Sign::Humble).all + 1
}

/// What a page has that speaks for or against a verdict.
#[derive(Debug, Clone, Copy)]
enum Feature {
    /// What speaks whatever the page has.
    Always,
    /// Sentences that bear a sign outside of what they quote.
    Open(Sign),
    /// Sentences that bear it anywhere.
    All(Sign),
    /// The title bears it.
    Title(Sign),
    /// One of the first sentences does.
    Head(Sign),
    /// One of the last sentences does.
    Tail(Sign),
    /// What has happened, as strongly as it is told.
    Incidents,
    Days,
    Admissions,
    Plain,
    Polite,
    Headings,
    Closings,
}

impl Feature {
    /// How much of it a page has, from 0 to [`FULL`].
    fn of(self, looks: &Looks) -> i64 {
        let is = |has: bool| if has { FULL } else { 0 };
        let count = match self {
            Self::Always => return FULL,
            Self::Title(sign) => return is(looks.of(sign).title),
            Self::Head(sign) => return is(looks.of(sign).head),
            Self::Tail(sign) => return is(looks.of(sign).tail),
            Self::Closings => return is(looks.closings > 0),
            Self::Open(sign) => looks.of(sign).open,
            Self::All(sign) => looks.of(sign).all,
            Self::Incidents => looks.incidents,
            Self::Days => looks.days,
            Self::Admissions => looks.admissions,
            Self::Plain => looks.plain,
            Self::Polite => looks.polite,
            Self::Headings => looks.headings,
        };
        // Four say as much as forty, but so does a third of a short page.
        let [count, all] = [count, looks.sentences.max(1)].map(|n| n as i64);
        let (number, share) = (count.min(4) * FULL / 4, (3 * count * FULL / all).min(FULL));
        (number + share) / 2
    }
}

/// What a feature counts at most.
const FULL: i64 = 100;

/// A score that leaves little doubt.
const SURE: i64 = 25 * FULL;

/// A verdict: what speaks for it, in tenths, and what against.
///
/// The weights are those of logistic regressions over labelled reports, rounded.
type Verdict = &'static [(i64, Feature)];

fn score(looks: &Looks, verdict: Verdict) -> i64 {
    verdict.iter().map(|(weight, feature)| weight * feature.of(looks)).sum()
}

/// The page advises, explains or prepares, and tells of nothing that happened.
const NO_INCIDENT: Verdict = &[
    (15, Feature::Always),
    (-23, Feature::Incidents),
    (27, Feature::All(Sign::Guidance)),
    (27, Feature::All(Sign::Template)),
    (-34, Feature::Days),
    (-12, Feature::Admissions),
    (7, Feature::All(Sign::Subject)),
    (23, Feature::All(Sign::Conditional)),
    (9, Feature::Head(Sign::GuidanceTitle)),
    (-8, Feature::Title(Sign::IncidentTitle)),
    (-28, Feature::All(Sign::Past)),
    (-7, Feature::Open(Sign::Reported)),
    (-12, Feature::Open(Sign::Humble)),
    (-5, Feature::Open(Sign::Own)),
    (-18, Feature::Title(Sign::Column)),
    (-11, Feature::Open(Sign::Outside)),
    (-10, Feature::Head(Sign::Qa)),
];

/// The organisation itself speaks.
const OWN: Verdict = &[
    (8, Feature::Always),
    (12, Feature::Open(Sign::Humble)),
    (8, Feature::Open(Sign::Own)),
    (3, Feature::Open(Sign::Apology)),
    (-14, Feature::Open(Sign::Remark)),
    (-9, Feature::Open(Sign::Outside)),
    (-12, Feature::Open(Sign::Reported)),
    (-8, Feature::Title(Sign::Column)),
    (-8, Feature::Head(Sign::Column)),
    (-2, Feature::Head(Sign::Byline)),
    (-6, Feature::Tail(Sign::Byline)),
    (14, Feature::Head(Sign::Release)),
    (5, Feature::Head(Sign::Sender)),
    (12, Feature::Tail(Sign::Sender)),
    (-6, Feature::Head(Sign::Remark)),
    (15, Feature::Head(Sign::Qa)),
    (-6, Feature::Plain),
    (11, Feature::Polite),
    (9, Feature::Closings),
    (9, Feature::Headings),
    (2, Feature::Days),
];

/// A newspaper or a broadcaster speaks.
const MEDIUM: Verdict = &[
    (5, Feature::Always),
    (-5, Feature::Open(Sign::Humble)),
    (-7, Feature::Open(Sign::Own)),
    (-1, Feature::Open(Sign::Apology)),
    (-4, Feature::Open(Sign::Remark)),
    (5, Feature::Open(Sign::Outside)),
    (20, Feature::Open(Sign::Reported)),
    (-8, Feature::Title(Sign::Column)),
    (-3, Feature::Head(Sign::Column)),
    (6, Feature::Head(Sign::Byline)),
    (7, Feature::Tail(Sign::Byline)),
    (-11, Feature::Head(Sign::Release)),
    (-7, Feature::Head(Sign::Sender)),
    (-9, Feature::Tail(Sign::Sender)),
    (-5, Feature::Head(Sign::Remark)),
    (-9, Feature::Head(Sign::Qa)),
    (5, Feature::Plain),
    (-10, Feature::Polite),
    (-4, Feature::Closings),
    (-6, Feature::Headings),
    (6, Feature::Days),
];

/// Somebody speaks who comments on what others did.
const OUTSIDER: Verdict = &[
    (-12, Feature::Always),
    (-6, Feature::Open(Sign::Humble)),
    (-1, Feature::Open(Sign::Own)),
    (-2, Feature::Open(Sign::Apology)),
    (18, Feature::Open(Sign::Remark)),
    (4, Feature::Open(Sign::Outside)),
    (-8, Feature::Open(Sign::Reported)),
    (16, Feature::Title(Sign::Column)),
    (11, Feature::Head(Sign::Column)),
    (-4, Feature::Head(Sign::Byline)),
    (-1, Feature::Tail(Sign::Byline)),
    (-3, Feature::Head(Sign::Release)),
    (2, Feature::Head(Sign::Sender)),
    (-3, Feature::Tail(Sign::Sender)),
    (11, Feature::Head(Sign::Remark)),
    (-6, Feature::Head(Sign::Qa)),
    (1, Feature::Plain),
    (-5, Feature::Closings),
    (-3, Feature::Headings),
    (-8, Feature::Days),
];

/// The page adds to what was announced before.
const FOLLOWS_UP: Verdict = &[
    (-35, Feature::Always),
    (33, Feature::Head(Sign::FollowUp)),
    (33, Feature::Open(Sign::FollowUp)),
    (12, Feature::Title(Sign::Sequel)),
    (37, Feature::Head(Sign::Back)),
    (20, Feature::Open(Sign::Back)),
];
