//! What texts are made of, once the files of `synth/` are read and parsed.

mod files;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::report::{FacetPath, VendorRole};

use super::pattern::Rule;
use files::{CAUSES, DATA, NAMES, mistake, split, toml};
use files::{DataFile, NamesFile, PHRASES, Reader, WORDS, WordsFile};

/// A mistake in a file of `synth/`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {place}: {message}")]
pub struct PhraseError {
    /// Path of the file in the project.
    pub file: String,
    /// The rule, or the line.
    pub place: String,
    /// What is wrong, ending in what to do.
    pub message: String,
}

/// Rules by name, as fields: a rule that the file lacks is noticed when it is read.
macro_rules! rules {
    ($($field:ident = $name:literal),* $(,)?) => {
        /// The rules of `phrases.toml` that reports are written by.
        #[derive(Debug)]
        pub(super) struct Rules {
            $(pub(super) $field: Rule,)*
        }

        impl Rules {
            fn take(from: &mut BTreeMap<String, Rule>) -> Result<Self, PhraseError> {
                let mut rule = |name: &str| from.remove(name).ok_or_else(|| PhraseError {
                    file: PHRASES.0.to_owned(),
                    place: name.to_owned(),
                    message: "there is no such rule; add it".to_owned(),
                });
                Ok(Self { $($field: rule($name)?,)* })
            }
        }
    };
}

rules! {
    title_notice = "title.notice",
    title_followup = "title.followup",
    title_qa = "title.qa",
    title_news = "title.news",
    title_headline = "title.headline",
    title_commentary = "title.commentary",
    addressee = "addressee.line",
    greeting = "lead.greeting",
    lead_who = "lead.who",
    lead_site = "lead.site",
    lead_stated = "lead.stated",
    lead_possible = "lead.possible",
    lead_none = "lead.none",
    apology = "lead.apology",
    below = "lead.below",
    period = "course.period",
    began = "course.began",
    contained = "course.contained",
    investigated = "course.investigated",
    reported = "course.reported",
    police = "course.police",
    notified = "course.notified",
    resumed = "course.resumed",
    cause_stated = "cause.stated",
    cause_possible = "cause.possible",
    cause_denied = "cause.denied",
    cause_plain = "cause.plain",
    cause_plain_possible = "cause.plainpossible",
    cause_plain_denied = "cause.plaindenied",
    cause_unknown = "cause.unknown",
    vendor_self = "vendornotice.self",
    affected_stated = "affected.stated",
    affected_possible = "affected.possible",
    affected_part = "affected.part",
    affected_plain = "affected.plain",
    affected_revised = "affected.revised",
    data_stated = "data.stated",
    data_possible = "data.possible",
    data_stated_head = "data.statedhead",
    data_possible_head = "data.possiblehead",
    data_denied = "data.denied",
    data_plain_stated = "data.plainstated",
    data_plain_possible = "data.plainpossible",
    data_plain_denied = "data.plaindenied",
    harm = "harm.line",
    response = "response.line",
    delay = "delay.line",
    request_card = "request.card",
    request_password = "request.password",
    request_mail = "request.mail",
    request_any = "request.any",
    prevent = "prevent.line",
    contact_head = "contact.head",
    contact = "contact.line",
    head_course = "heading.course",
    head_cause = "heading.cause",
    head_data = "heading.data",
    head_data_stated = "heading.datastated",
    head_response = "heading.response",
    head_request = "heading.request",
    head_delay = "heading.delay",
    head_prevent = "heading.prevent",
    head_background = "heading.background",
    head_new = "heading.new",
    free = "free.line",
    advice = "free.advice",
    plain = "free.plain",
    news_lead = "newslead.line",
    news_detected = "newslead.detected",
    news_period = "newslead.period",
    news_reported = "newslead.reported",
    news_police = "newslead.police",
    news_contained = "newslead.contained",
    byline = "newslead.byline",
    followup_lead = "followuplead.line",
    qa_what = "qa.what",
    qa_why = "qa.why",
    qa_howmany = "qa.howmany",
    qa_which = "qa.which",
    qa_not = "qa.not",
    qa_when = "qa.when",
    qa_period = "qa.period",
    qa_authority = "qa.authority",
    qa_police = "qa.police",
    qa_vendor = "qa.vendor",
    qa_todo = "qa.todo",
    qa_again = "qa.again",
    qa_free = "qa.free",
    guidance_title = "guidance.title",
    guidance_head = "guidance.head",
    crawl_head = "crawl.head",
    crawl_foot = "crawl.foot",
    digest_name = "digest.name",
}

/// How a cause is told.
#[derive(Debug)]
pub(super) struct Cause {
    pub(super) slug: FacetPath,
    pub(super) weight: usize,
    pub(super) scene: Scene,
    pub(super) leak: Leak,
    /// Numbers of profiles.
    pub(super) profiles: Vec<usize>,
    pub(super) noticed: Vec<Rule>,
    pub(super) title: Rule,
    pub(super) clauses: Rule,
    pub(super) ruled_out: Rule,
    pub(super) measures: Rule,
}

/// Where an incident happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Scene {
    Site,
    Account,
    System,
    Mail,
    Paper,
    Device,
    Cloud,
    People,
}

/// What texts say of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Leak {
    Stated,
    Possible,
    Either,
    None,
}

/// A data category and how it is written.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) slug: FacetPath,
    pub(super) spellings: Vec<String>,
}

/// Data categories that are concerned together, by number.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) name: String,
    pub(super) always: Vec<usize>,
    pub(super) often: Vec<usize>,
    pub(super) apart: Vec<usize>,
}

/// A sort of organisation.
#[derive(Debug)]
pub(super) struct Trade {
    pub(super) key: String,
    pub(super) weight: usize,
    pub(super) name: Rule,
    pub(super) we: Vec<String>,
    pub(super) whom: Vec<String>,
    pub(super) services: Rule,
}

/// Third parties that play one part.
#[derive(Debug)]
pub(super) struct VendorSort {
    pub(super) role: VendorRole,
    pub(super) name: Rule,
    /// Sentences of notices, and of articles.
    pub(super) route: Rule,
    pub(super) route_plain: Rule,
}

/// Parts of names, each list the commonest first.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) kanji: [Vec<String>; 2],
    pub(super) kana: [Vec<String>; 3],
    pub(super) latin: [Vec<String>; 3],
    pub(super) surnames: Vec<String>,
    pub(super) given: Vec<String>,
    pub(super) place: [Vec<String>; 2],
    pub(super) prefectures: Vec<String>,
}

/// All that texts are made of.
#[derive(Debug)]
pub(super) struct Phrasebook {
    pub(super) rules: Rules,
    pub(super) causes: Vec<Cause>,
    pub(super) items: Vec<Item>,
    pub(super) profiles: Vec<Profile>,
    pub(super) trades: Vec<Trade>,
    pub(super) vendors: Vec<VendorSort>,
    pub(super) parts: Parts,
    /// Lists of words, by the number that patterns know.
    pub(super) words: Vec<Vec<String>>,
    /// The list of regulators.
    pub(super) authorities: usize,
    /// For each trade and list of words, the list it uses: one of its own (`team_town`), or that one.
    pub(super) own_lists: Vec<Vec<usize>>,
}

impl Phrasebook {
    /// The files of a folder; what it lacks, or all without one, is built into the program.
    ///
    /// # Errors
    /// A file cannot be read, or has a mistake.
    pub(super) fn read(folder: Option<&Path>) -> Result<Self, PhraseError> {
        let words: WordsFile = toml(folder, WORDS)?;
        let (lists, words): (Vec<String>, Vec<Vec<String>>) =
            words.w.into_iter().map(|(name, list)| (name, split(&list))).unzip();
        let reader = Reader { lists: &lists };
        let mut rules = reader.rules(toml(folder, PHRASES)?)?;
        let names: NamesFile = toml(folder, NAMES)?;
        let data: DataFile = toml(folder, DATA)?;
        let items = data.items()?;
        let profiles = data.profiles(&items)?;
        let causes = reader.causes(toml(folder, CAUSES)?, &profiles, &rules)?;
        let vendors = reader.vendors(&names, &mut rules)?;
        let authorities = lists.iter().position(|name| name == "authority");
        let authorities = authorities.ok_or_else(|| {
            mistake(WORDS.0, "w", "there is no list `authority`; add it".to_owned())
        })?;
        let trades = reader.trades(&names)?;
        let own = |trade: &Trade, list: usize, name: &str| {
            let wanted = format!("{name}_{}", trade.key);
            lists.iter().position(|other| *other == wanted).unwrap_or(list)
        };
        let own_lists = |trade: &Trade| {
            lists.iter().enumerate().map(|(list, name)| own(trade, list, name)).collect()
        };
        Ok(Self {
            rules: Rules::take(&mut rules)?,
            causes,
            items,
            profiles,
            own_lists: trades.iter().map(own_lists).collect(),
            trades,
            vendors,
            parts: names.parts(),
            words,
            authorities,
        })
    }
}
