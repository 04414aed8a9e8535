//! Who suffered the incident.
//!
//! Each name of the page collects points for where it stands: title, signature, 以下「当社」, the one that
//! announces. A third party's name loses them. The highest wins; nothing is invented.

use regex::Regex;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Kind, Named, Vendor};

use super::aliases::{Definition, tidy};
use super::candidate::{Candidate, Candidates, LEAST_POINTS, Suffered};
use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::names::NameFinder;
use super::page::{Page, Shape};
use super::page_ends::{Ends, reserves_rights};
use super::page_names::Names;
use super::section::Section;
use super::service::{ServiceFinder, ServiceWords};
use super::signature::{Own, SignatureWords, Signatures};
use super::sufferer::{
    announces, board_of_town, is_subsidiary, join_wards, leads_title, lists_it, looks_back,
    opens_bracket, opens_subject, prefecture, tells_of_its_own,
};

/// Finds the organisation and the service.
#[derive(Debug)]
pub(super) struct OrganisationFinder {
    pub(super) own_alias: CueSet,
    pub(super) subject: CueSet,
    pub(super) announce: CueSet,
    pub(super) author: CueSet,
    pub(super) brand: CueSet,
    pub(super) not_brand: CueSet,
    /// What somebody does, right before its name.
    pub(super) does: CueSet,
    /// What makes a name without a legal form the one that an article speaks of.
    pub(super) told: CueSet,
    pub(super) byline: CueSet,
    /// Short forms of newspapers, and the last words that they stand for.
    short_forms: Vec<(String, String)>,
    apology: CueSet,
    /// Ends of names of bodies without a legal form.
    pub(super) body: CueSet,
    pub(super) signatures: Signatures,
    services: ServiceFinder,
    pub(super) site_brand: Option<Regex>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    own_alias: Vec<Spanned<String>>,
    subject: Vec<Spanned<String>>,
    author: Vec<Spanned<String>>,
    does: Vec<Spanned<String>>,
    told: Vec<Spanned<String>>,
    byline: Vec<Spanned<String>>,
    short_form: Vec<String>,
    apology: Vec<Spanned<String>>,
    body: Vec<Spanned<String>>,
    brand: Vec<Spanned<String>>,
    not_brand: Vec<Spanned<String>>,
    announce: Vec<Spanned<String>>,
    signature: SignatureWords,
    service: ServiceWords,
    #[serde(rename = "own_kind")]
    _own_kind: IgnoredAny,
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
            does: cues(&words.does)?,
            told: cues(&words.told)?,
            byline: cues(&words.byline)?,
            short_forms: words
                .short_form
                .iter()
                .filter_map(|pair| pair.split_once('='))
                .map(|(short, long)| (short.to_owned(), long.to_owned()))
                .collect(),
            apology: cues(&words.apology)?,
            body: cues(&words.body)?,
            brand: cues(&words.brand)?,
            not_brand: cues(&words.not_brand)?,
            signatures: Signatures::new(&file, &words.signature, folder)?,
            services: ServiceFinder::new(&file, &words.service, folder)?,
            site_brand: Regex::new("([ァ-ヶー]{4,12})・?(?:サイト|公式サイト|本社)").ok(),
        })
    }

    /// Who may have suffered it, and who did by the rules. `own` tells how the page speaks of itself.
    pub(super) fn find(
        &self,
        page: &Page<'_>,
        own: &Own<'_>,
        kind: Kind,
        names: Names<'_>,
        aliases: &[Definition],
        vendors: &[Vendor],
    ) -> Suffered {
        // A page that speaks of itself throughout is its organisation's, whatever it is taken for.
        let kind = if kind == Kind::Commentary && (own.speaks || self.begs_pardon(page)) {
            Kind::Notice
        } else {
            kind
        };
        let mut candidates = Candidates::new();
        let ends = Ends::of(page);
        for number in 0..page.sentences.len() {
            self.collect(page, number, ends, kind, names, &mut candidates);
        }
        self.signing(page, ends, kind, names, &mut candidates);
        self.announcers(page, kind, names, &mut candidates);
        self.defined(names.finder, aliases, &mut candidates);
        let is_told_of = matches!(kind, Kind::Commentary | Kind::News | Kind::DigestEntry);
        let own_ends = if is_told_of { &[][..] } else { &own.ends[..] };
        self.weigh(kind, names.finder, aliases, vendors, own_ends, &mut candidates);
        join_wards(page, &mut candidates);
        board_of_town(page, &mut candidates);
        if candidates.values().all(|candidate| candidate.points < LEAST_POINTS) {
            self.fall_back(page, kind, names, own_ends, &mut candidates);
        }
        let chosen = self.choose(&candidates).cloned();
        Suffered::new(page, candidates, chosen.as_deref())
    }

    /// The key of the candidate with most points.
    fn choose<'c>(&self, candidates: &'c Candidates) -> Option<&'c String> {
        let order = |at: &Candidate| (at.points, at.is_own, std::cmp::Reverse(at.sentence));
        let likely = candidates.iter().filter(|(_, candidate)| candidate.points >= LEAST_POINTS);
        let (key, _) = likely.max_by_key(|(_, candidate)| order(candidate))?;
        // The fuller form of a name says more: 医療法人甲 乙病院 beside 乙病院, 青葉大学 beside 青葉大.
        let fuller = candidates.iter().find(|(other, candidate)| {
            let is_written_out = self.short_forms.iter().any(|(short, long)| {
                key.strip_suffix(short.as_str())
                    .is_some_and(|stem| other.strip_prefix(stem) == Some(long.as_str()))
            });
            // 青葉県緑市 says no more than 緑市.
            let is_longer = other.len() > key.len()
                && other
                    .strip_suffix(key.as_str())
                    .is_some_and(|head| !head.ends_with(['県', '府', '都', '道']));
            is_written_out || is_longer && candidate.points >= 10
        });
        Some(fuller.map_or(key, |(fuller, _)| fuller))
    }

    /// Takes points from third parties and authors, and gives some to what fits how a page calls itself.
    fn weigh(
        &self,
        kind: Kind,
        names: &NameFinder,
        aliases: &[Definition],
        vendors: &[Vendor],
        own_ends: &[&str],
        candidates: &mut Candidates,
    ) {
        let is_any_own = candidates.values().any(|candidate| candidate.is_own);
        for (key, candidate) in candidates {
            let display = candidate.display.replace(' ', "");
            candidate.is_vendor =
                vendors.iter().any(|vendor| vendor.name.replace(' ', "") == display);
            if candidate.is_vendor && !candidate.is_own {
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
            candidate.is_outsider = names.is_uninvolved(key) && !candidate.is_head
                || kind == Kind::Commentary && self.author.is_in(key);
            if candidate.is_outsider {
                candidate.points -= 60;
            }
            candidate.points += candidate.mentions.min(4);
            let may_fit = candidate.points > 0 && (candidate.is_own || !is_any_own);
            if may_fit && own_ends.iter().any(|end| key.ends_with(*end)) {
                candidate.points += 3;
            }
        }
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
        vendors: &[Vendor],
    ) -> Option<Named> {
        self.services.find(page, aliases, organisation, names, vendors)
    }

    fn collect(
        &self,
        page: &Page<'_>,
        number: usize,
        ends: Ends,
        kind: Kind,
        names: Names<'_>,
        candidates: &mut Candidates,
    ) {
        let Some(sentence) = page.sentences.get(number) else { return };
        let text = page.sentence(number);
        for (order, name) in names.of(number).iter().enumerate() {
            let Some(word) = text.get(name.range.clone()) else { continue };
            let key = word.replace(' ', "");
            let at = sentence.range.start;
            let is_told_of = matches!(kind, Kind::Commentary | Kind::News | Kind::DigestEntry);
            let head = text.get(..name.range.start).unwrap_or_default().trim();
            let tail = text.get(name.range.end..).unwrap_or_default();
            let candidate = candidates.entry(key).or_insert_with(|| Candidate {
                display: tidy(page.original(at + name.range.start..at + name.range.end)),
                sentence: number,
                ..Candidate::default()
            });
            candidate.mentions += 1;
            candidate.is_legal |= name.is_legal;
            // 東風ネット(前橋市): only a place.
            let is_in_bracket = opens_bracket(head) && tail.starts_with([')', '、']);
            let is_lone_in_bracket = is_in_bracket && tail.starts_with(')');
            let is_place =
                !name.is_legal && word.ends_with(['市', '町', '村', '区', '県', '府', '都']);
            if is_in_bracket && is_place {
                candidate.mentions -= 1;
                continue;
            }
            let mut points = 0;
            let is_edge = ends.before(sentence.line) <= 12 || ends.behind(sentence.line) <= 15;
            // A town that opens the title without a gap is only where it happened.
            let is_glued = !tail.is_empty() && !tail.starts_with([' ', '(']);
            let is_place = number == 0 && !name.is_legal && is_glued;
            let is_short = text.chars().nth(70).is_none();
            let may_sign = is_edge && is_short && !is_place && kind != Kind::Commentary;
            // © AOBA TRADING INC.: a site's own writing of its name, if nothing else names it.
            if word.is_ascii() && reserves_rights(text) {
                candidate.points = candidate.points.max(3);
                continue;
            }
            if may_sign && self.signatures.signs(head, tail) && (name.is_legal || !lists_it(tail)) {
                points += 10;
                candidate.is_own |= name.is_legal;
                candidate.is_head |= ends.before(sentence.line) <= 4;
            } else if name.is_legal && head.is_empty() && tail.trim().is_empty() && !is_told_of {
                // A line of its own far from both ends.
                points += 6;
            }
            let is_lone =
                is_lone_in_bracket && is_edge && is_short && sentence.shape != Shape::Prose;
            // Who runs a site of news is not whom it tells of.
            let runs_it = self.runs_it(head, tail) && !(is_told_of && number == 0);
            if runs_it || is_lone && name.is_legal {
                points += 12;
                candidate.is_own = true;
            }
            let is_byline = is_short && sentence.shape != Shape::Prose && number > 0;
            if kind == Kind::Commentary && is_byline && self.byline.is_in(text) {
                candidate.points -= 20;
            }
            let leads_title = leads_title(head);
            if number == 0 {
                points += 5 + if leads_title { 5 } else { 0 };
                if leads_title && page.document.in_digest {
                    points += 10;
                    candidate.is_own = true;
                    candidate.is_head = true;
                    // 青葉県緑市: the heading names it in full.
                    if head.ends_with('県') {
                        candidate.display = tidy(
                            page.original(at + head.len() - prefecture(head)..at + name.range.end),
                        );
                    }
                }
            }
            if opens_subject(head, order) && announces(&self.announce, tail) {
                points += 9;
                candidate.is_own |= number <= LEAD && name.is_legal;
                candidate.is_head |= tells_of_its_own(text, word);
            }
            if is_subsidiary(head, tail) {
                points += 30;
                candidate.is_own = true;
            }
            let is_defined = || {
                let mut letters = tail.char_indices().take(120);
                let end = letters.find(|(_, c)| *c == ')').map_or(0, |(at, _)| at);
                self.defines_self(tail.get(..end).unwrap_or_default())
            };
            if tail.starts_with('(') && is_defined() {
                points += 14;
                candidate.is_own = true;
            }
            let behind = tail.trim_start_matches(['」', '』']);
            let behind = behind.get(super::clause::behind_brackets(behind)..).unwrap_or_default();
            let is_subject = self.subject.begins(behind, 0).is_some()
                || !name.is_legal && behind.starts_with('が');
            let is_case = is_told_of
                && order == 0
                && !looks_back(head)
                && self.told.begins(behind, 0).is_some();
            if is_case && points < 14 {
                points += 8;
            } else if is_subject
                && (number <= 14 || kind == Kind::Commentary)
                && order == 0
                && points < 14
            {
                points += 4;
            }
            if sentence.section == Section::Contact && !tail.contains("警察") {
                points += 3;
            }
            if kind == Kind::News
                && number == 0
                && leads_title
                && tail.starts_with(['、', 'が', 'で'])
            {
                points += 4;
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

    /// Whether the words around a name say that the page is its own: ホテル潮音(運営会社:甲), 甲(運営会社), 当院(甲病院).
    fn runs_it(&self, head: &str, tail: &str) -> bool {
        let is_same = tail.starts_with(')')
            && head.strip_suffix('(').is_some_and(|head| {
                self.own_alias.find(head).iter().any(|hit| hit.end == head.len())
            });
        let is_running = ["(運営会社)", "(運営元)", "(運営者)", "(運営)"]
            .iter()
            .any(|bracket| tail.starts_with(bracket));
        if is_same || is_running {
            return true;
        }
        let head = head.trim_end_matches([':', ' ', '/']);
        let open =
            ["運営", "運営会社", "運営元", "運営者", "運営法人", "運営主体", "設置者", "経営"]
                .iter()
                .find_map(|label| head.strip_suffix(label));
        open.is_some_and(|head| head.ends_with('('))
    }

    /// Names without a legal form that a page defines as itself: 銀嶺製作所(以下、当社)は.
    fn defined(&self, names: &NameFinder, aliases: &[Definition], candidates: &mut Candidates) {
        for definition in aliases.iter().filter(|definition| definition.sentence <= 2 * LEAD) {
            let short = definition.folded.as_str();
            let is_own = self.own_alias.begins(short, 0).is_some() && !short.ends_with("サイト");
            if !is_own || !names.find(&definition.folded_name).is_empty() {
                continue;
            }
            let key = definition.folded_name.replace(' ', "");
            let candidate = candidates.entry(key).or_insert_with(|| Candidate {
                display: definition.alias.name.clone(),
                sentence: definition.sentence,
                ..Candidate::default()
            });
            // A shop is rather what a company runs.
            let is_shop = short.ends_with('店');
            candidate.points += if is_shop { 5 } else { 14 };
            candidate.is_own |= !is_shop;
        }
    }

    /// Whether a page begs pardon in its own words, as no article does.
    fn begs_pardon(&self, page: &Page<'_>) -> bool {
        (0..page.sentences.len()).any(|number| {
            let text = page.sentence(number);
            self.apology.find(text).iter().any(|hit| {
                let head = text.get(..hit.start).unwrap_or_default();
                head.matches('「').count() <= head.matches('」').count()
            })
        })
    }

    /// Whether a bracket defines a short name by which a text speaks of itself: (以下「当社」.
    fn defines_self(&self, bracket: &str) -> bool {
        self.own_alias.find(bracket).iter().any(|hit| {
            let head = bracket.get(..hit.start).unwrap_or_default().trim_end();
            head.ends_with(['「', '『', '"'])
                || head.trim_end_matches(['、', ',']).ends_with("以下")
        })
    }
}

/// Sentences of a page in which its own organisation is introduced.
pub(super) const LEAD: usize = 6;
