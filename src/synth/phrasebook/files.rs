//! The files of `synth/`: their shape, and mistakes in them.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::report::VendorRole;
use crate::synth::pattern::{Pattern, Rule};

use super::{Cause, Item, Leak, Parts, PhraseError, Profile, Scene, Trade, VendorSort};

pub(super) const PHRASES: (&str, &str) =
    ("synth/phrases.toml", include_str!("../../../synth/phrases.toml"));
pub(super) const CAUSES: (&str, &str) =
    ("synth/causes.toml", include_str!("../../../synth/causes.toml"));
pub(super) const DATA: (&str, &str) = ("synth/data.toml", include_str!("../../../synth/data.toml"));
pub(super) const NAMES: (&str, &str) =
    ("synth/names.toml", include_str!("../../../synth/names.toml"));
pub(super) const WORDS: (&str, &str) =
    ("synth/words.toml", include_str!("../../../synth/words.toml"));

pub(super) fn mistake(file: &str, place: &str, message: String) -> PhraseError {
    PhraseError { file: file.to_owned(), place: place.to_owned(), message }
}

/// A file of the folder, else the one that is built in.
pub(super) fn toml<T: DeserializeOwned>(
    folder: Option<&Path>,
    (file, text): (&str, &str),
) -> Result<T, PhraseError> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let path = folder.map(|folder| folder.join(name)).filter(|path| path.exists());
    let shown = path.as_ref().map_or_else(|| file.to_owned(), |path| path.display().to_string());
    let file = shown.as_str();
    let own = path.map(std::fs::read_to_string).transpose();
    let own = own.map_err(|error| mistake(file, "cannot be read", error.to_string()))?;
    let text = own.as_deref().unwrap_or(text);
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).map_or(0, |before| before.matches('\n').count()) + 1;
        mistake(file, &format!("line {line}"), format!("{}; mend it", error.message()))
    })
}

pub(super) fn split(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

#[derive(Deserialize)]
pub(super) struct WordsFile {
    pub(super) w: BTreeMap<String, String>,
}

/// Tables of rules.
pub(super) type PhrasesFile = BTreeMap<String, BTreeMap<String, Vec<String>>>;

#[derive(Deserialize)]
pub(super) struct CausesFile {
    cause: Vec<CauseEntry>,
}

#[derive(Deserialize)]
struct CauseEntry {
    slug: String,
    weight: usize,
    scene: Scene,
    leak: Leak,
    profiles: Vec<String>,
    noticed: Vec<String>,
    title: Vec<String>,
    clauses: Vec<String>,
    ruled_out: Vec<String>,
    measures: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct DataFile {
    spellings: BTreeMap<String, Vec<String>>,
    profile: Vec<ProfileEntry>,
}

#[derive(Deserialize)]
struct ProfileEntry {
    name: String,
    always: Vec<String>,
    often: Vec<String>,
    apart: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct NamesFile {
    kanji: TwoParts,
    place: PlaceParts,
    kana: ThreeParts,
    latin: LatinParts,
    surname: OneList,
    given: OneList,
    trade: Vec<TradeEntry>,
    vendor: Vec<VendorEntry>,
}

#[derive(Deserialize)]
struct TwoParts {
    first: String,
    second: String,
}

#[derive(Deserialize)]
struct PlaceParts {
    first: String,
    second: String,
    prefecture: String,
}

#[derive(Deserialize)]
struct ThreeParts {
    onset: String,
    middle: String,
    last: String,
}

#[derive(Deserialize)]
struct LatinParts {
    onset: String,
    vowel: String,
    coda: String,
}

#[derive(Deserialize)]
struct OneList {
    list: String,
}

#[derive(Deserialize)]
struct TradeEntry {
    key: String,
    weight: usize,
    name: Vec<String>,
    we: Vec<String>,
    whom: Vec<String>,
    services: Vec<String>,
}

#[derive(Deserialize)]
struct VendorEntry {
    role: String,
    name: Vec<String>,
}

impl DataFile {
    pub(super) fn items(&self) -> Result<Vec<Item>, PhraseError> {
        let item = |(slug, spellings): (&String, &Vec<String>)| {
            let path = slug.parse().map_err(|error| mistake(DATA.0, slug, format!("{error}")))?;
            Ok(Item { slug: path, spellings: spellings.clone() })
        };
        self.spellings.iter().map(item).collect()
    }

    pub(super) fn profiles(&self, items: &[Item]) -> Result<Vec<Profile>, PhraseError> {
        let numbers = |profile: &ProfileEntry, slugs: &[String]| {
            let number = |slug: &String| {
                items.iter().position(|item| item.slug.as_str() == slug).ok_or_else(|| {
                    let message = format!("`{slug}` has no spelling; add it to [spellings]");
                    mistake(DATA.0, &profile.name, message)
                })
            };
            slugs.iter().map(number).collect::<Result<Vec<usize>, PhraseError>>()
        };
        let profile = |entry: &ProfileEntry| {
            Ok(Profile {
                name: entry.name.clone(),
                always: numbers(entry, &entry.always)?,
                often: numbers(entry, &entry.often)?,
                apart: numbers(entry, &entry.apart)?,
            })
        };
        self.profile.iter().map(profile).collect()
    }
}

impl NamesFile {
    pub(super) fn parts(&self) -> Parts {
        let Self { kanji, place, kana, latin, surname, given, .. } = self;
        Parts {
            kanji: [split(&kanji.first), split(&kanji.second)],
            kana: [split(&kana.onset), split(&kana.middle), split(&kana.last)],
            latin: [split(&latin.onset), split(&latin.vowel), split(&latin.coda)],
            surnames: split(&surname.list),
            given: split(&given.list),
            place: [split(&place.first), split(&place.second)],
            prefectures: split(&place.prefecture),
        }
    }
}

/// Parses patterns; the names of the lists of words are known.
pub(super) struct Reader<'l> {
    pub(super) lists: &'l [String],
}

impl Reader<'_> {
    fn rule(&self, file: &str, place: &str, patterns: &[String]) -> Result<Rule, PhraseError> {
        let parse = |text: &String| {
            let pattern = Pattern::parse(text, self.lists);
            pattern.map_err(|message| mistake(file, place, format!("{text}: {message}")))
        };
        patterns.iter().map(parse).collect()
    }

    /// The rules of `phrases.toml`, by table and key.
    pub(super) fn rules(&self, file: PhrasesFile) -> Result<BTreeMap<String, Rule>, PhraseError> {
        let mut rules = BTreeMap::new();
        for (table, entries) in file {
            for (key, patterns) in entries {
                let name = format!("{table}.{key}");
                let rule = self.rule(PHRASES.0, &name, &patterns)?;
                rules.insert(name, rule);
            }
        }
        Ok(rules)
    }

    /// The causes, with the profiles and rules that they name.
    pub(super) fn causes(
        &self,
        file: CausesFile,
        profiles: &[Profile],
        rules: &BTreeMap<String, Rule>,
    ) -> Result<Vec<Cause>, PhraseError> {
        let cause = |entry: CauseEntry| {
            let place = entry.slug.as_str();
            let wrong = |message: String| mistake(CAUSES.0, place, message);
            let profile = |name: &String| {
                let found = profiles.iter().position(|profile| profile.name == *name);
                found.ok_or_else(|| {
                    wrong(format!("there is no profile `{name}`; add it to data.toml"))
                })
            };
            let noticed = |name: &String| {
                let rule = rules.get(&format!("noticed.{name}")).cloned();
                rule.ok_or_else(|| wrong(format!("there is no rule noticed.{name}; add it")))
            };
            let rule = |patterns: &[String]| self.rule(CAUSES.0, place, patterns);
            Ok(Cause {
                slug: place.parse().map_err(|error| wrong(format!("{error}")))?,
                weight: entry.weight,
                scene: entry.scene,
                leak: entry.leak,
                profiles: entry.profiles.iter().map(profile).collect::<Result<_, _>>()?,
                noticed: entry.noticed.iter().map(noticed).collect::<Result<_, _>>()?,
                title: rule(&entry.title)?,
                clauses: rule(&entry.clauses)?,
                ruled_out: rule(&entry.ruled_out)?,
                measures: rule(&entry.measures)?,
            })
        };
        file.cause.into_iter().map(cause).collect()
    }

    /// The sorts of organisations.
    pub(super) fn trades(&self, names: &NamesFile) -> Result<Vec<Trade>, PhraseError> {
        let trade = |entry: &TradeEntry| {
            Ok(Trade {
                key: entry.key.clone(),
                weight: entry.weight,
                name: self.rule(NAMES.0, &entry.key, &entry.name)?,
                we: entry.we.clone(),
                whom: entry.whom.clone(),
                services: self.rule(NAMES.0, &entry.key, &entry.services)?,
            })
        };
        names.trade.iter().map(trade).collect()
    }

    /// The sorts of vendors, with the rules that tell of them.
    pub(super) fn vendors(
        &self,
        names: &NamesFile,
        rules: &mut BTreeMap<String, Rule>,
    ) -> Result<Vec<VendorSort>, PhraseError> {
        let mut route = |table: &str, role: &str| {
            let name = format!("{table}.{role}");
            let rule = rules.remove(&name);
            rule.ok_or_else(|| mistake(PHRASES.0, &name, "is missing; add it".to_owned()))
        };
        let mut vendors = Vec::new();
        for entry in &names.vendor {
            let wrong = "is no role; write one of those of vendors.toml";
            vendors.push(VendorSort {
                role: VendorRole::parse(&entry.role)
                    .ok_or_else(|| mistake(NAMES.0, &entry.role, wrong.to_owned()))?,
                name: self.rule(NAMES.0, &entry.role, &entry.name)?,
                route: route("route", &entry.role)?,
                route_plain: route("routeplain", &entry.role)?,
            });
        }
        Ok(vendors)
    }
}
