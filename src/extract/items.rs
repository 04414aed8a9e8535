//! Items of data named in a sentence, and the rows they stand in: 氏名、住所及び電話番号.

use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::FacetPath;

use super::beside::{is_of_unit, is_value, joins};
use super::cue::{CueSetBuilder, Hit, List};
use super::lexicon_file::{GroupEntry, LexiconFile};
use super::manner::is_destination;
use super::tone::Incidents;

/// The file of the items.
const FILE: &str = "data.toml";

/// The words of `data.toml`.
#[derive(Debug)]
pub(super) struct ItemWords {
    /// All lists of the file.
    pub(super) all: List,
    cues: List,
    /// For each cue, what it means.
    meanings: Vec<Meaning>,
    tools: List,
    /// Words right behind an item that make it part of another noun: 予約〔サイト〕.
    compounds: List,
    /// Words that announce a list.
    pub(super) announcing: List,
    /// Words beside an ID or a password that was the way in.
    pub(super) ways_in: List,
    /// Causes that decide what a page means that only names items.
    pub(super) incidents: Incidents,
    /// Words of data that was covered up or hidden, but not well.
    pub(super) covering: List,
    /// Words of a sentence about other incidents, or about none.
    pub(super) other_cases: List,
}

/// What a cue means.
#[derive(Debug, Clone)]
enum Meaning {
    /// An item wherever it stands.
    Item(FacetPath),
    /// An item beside others or on a line of its own, where it is no means or topic: 電話, 写真.
    Listed(FacetPath),
    /// An item only beside another of its group: カード情報(番号、期限、名義).
    Beside(FacetPath),
    /// A longer word that hides a shorter item.
    Hidden,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DataFile {
    hidden: Vec<Spanned<String>>,
    tools: Vec<Spanned<String>>,
    compounds: Vec<Spanned<String>>,
    lists: Vec<Spanned<String>>,
    ways_in: Vec<Spanned<String>>,
    /// Causes by which somebody has the data.
    reached: Vec<Spanned<String>>,
    /// Causes by which somebody may have it.
    exposed: Vec<Spanned<String>>,
    /// Causes by which other users saw it, unless the page doubts it.
    shown: Vec<Spanned<String>>,
    /// Causes by which it is out of sight.
    lost: Vec<Spanned<String>>,
    /// Causes by which somebody took the thing that held it.
    stolen: Vec<Spanned<String>>,
    /// Causes by which somebody was where it could be had.
    entered: Vec<Spanned<String>>,
    /// Words of data that was covered up or hidden, but not well.
    covering: Vec<Spanned<String>>,
    /// Words of a sentence about other incidents, or about none.
    other_cases: Vec<Spanned<String>>,
    group: Vec<GroupEntry<ItemEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemEntry {
    slug: Spanned<String>,
    #[serde(rename = "label")]
    _label: IgnoredAny,
    #[serde(default, rename = "veris")]
    _veris: IgnoredAny,
    #[serde(default)]
    cues: Vec<Spanned<String>>,
    #[serde(default)]
    listed: Vec<Spanned<String>>,
    #[serde(default)]
    beside: Vec<Spanned<String>>,
}

/// An item named in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'w> {
    /// What it is.
    pub(super) value: &'w FacetPath,
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    is_listed: bool,
    needs_company: bool,
}

/// Items side by side, about which a sentence says one thing.
#[derive(Debug)]
pub(super) struct Row<'w> {
    /// The items, in order.
    pub(super) items: Vec<Item<'w>>,
    /// From the first item to the last.
    pub(super) place: Range<usize>,
    /// Whether its words name items only where others of their group stand right above.
    pub(super) needs_company: bool,
}

impl ItemWords {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<DataFile>(lexicon, FILE)?;
        let mut cues = Vec::new();
        let mut meanings = Vec::new();
        for group in content.group {
            for item in group.value {
                let path = file.path(&group.slug, &item.slug)?;
                let named = Meaning::Item(path.clone());
                meanings.extend(std::iter::repeat_n(named, item.cues.len()));
                let listed = Meaning::Listed(path.clone());
                meanings.extend(std::iter::repeat_n(listed, item.listed.len()));
                meanings.extend(std::iter::repeat_n(Meaning::Beside(path), item.beside.len()));
                cues.extend(item.cues);
                cues.extend(item.listed);
                cues.extend(item.beside);
            }
        }
        meanings.extend(std::iter::repeat_n(Meaning::Hidden, content.hidden.len()));
        cues.extend(content.hidden);
        let paths = |causes: Vec<Spanned<String>>| -> Result<Vec<String>, LexiconError> {
            for cause in &causes {
                let parsed: Result<FacetPath, _> = cause.get_ref().parse();
                parsed.map_err(|error| file.mistake(cause, format!("{error}")))?;
            }
            Ok(causes.into_iter().map(Spanned::into_inner).collect())
        };
        let incidents = Incidents {
            reached: paths(content.reached)?,
            exposed: paths(content.exposed)?,
            shown: paths(content.shown)?,
            lost: paths(content.lost)?,
            stolen: paths(content.stolen)?,
            entered: paths(content.entered)?,
        };
        let mut list = |words: &[Spanned<String>]| file.list(set, words, folder);
        let covering = list(&content.covering)?;
        let other_cases = list(&content.other_cases)?;
        let cues = list(&cues)?;
        let tools = list(&content.tools)?;
        let compounds = list(&content.compounds)?;
        let announcing = list(&content.lists)?;
        let ways_in = list(&content.ways_in)?;
        let all = covering.start..ways_in.end;
        Ok(Self {
            all,
            cues,
            meanings,
            tools,
            compounds,
            announcing,
            ways_in,
            incidents,
            covering,
            other_cases,
        })
    }

    /// What the cue of a hit means.
    fn meaning(&self, hit: &Hit) -> Option<&Meaning> {
        hit.cue.checked_sub(self.cues.start).and_then(|cue| self.meanings.get(cue))
    }

    /// Whether a word that announces a list stands within these bytes.
    pub(super) fn announces(&self, hits: &[Hit], within: Range<usize>) -> bool {
        hits.iter()
            .take_while(|hit| hit.start < within.end)
            .any(|hit| self.announcing.contains(&hit.cue) && hit.end <= within.end)
    }

    /// The rows of items in a sentence: of overlapping words the longest, none that is a means.
    ///
    /// On a line of a list, a word that needs company stands for an item more often.
    pub(super) fn rows<'w>(&'w self, text: &str, hits: &[Hit], is_list_line: bool) -> Vec<Row<'w>> {
        if hits.is_empty() {
            return Vec::new();
        }
        let mut longest: Vec<Hit> = Vec::new();
        // 口座番号の一部: what begins within a word is no card's.
        let is_whole = |hit: &&Hit| {
            self.cues.contains(&hit.cue)
                && !(matches!(self.meaning(hit), Some(Meaning::Beside(_)))
                    && is_end_of_word(text, hit.start))
        };
        for hit in hits.iter().filter(is_whole) {
            match longest.last_mut() {
                Some(last) if hit.start < last.end => {
                    if hit.end - hit.start > last.end - last.start {
                        *last = *hit;
                    }
                }
                _ => longest.push(*hit),
            }
        }
        let mut rows: Vec<Row<'w>> = Vec::new();
        for hit in longest {
            let (value, is_listed, needs_company) = match self.meaning(&hit) {
                Some(Meaning::Item(value)) => (value, false, false),
                Some(Meaning::Listed(value)) => (value, true, false),
                Some(Meaning::Beside(value)) => (value, false, true),
                _ => continue,
            };
            let item = Item { value, start: hit.start, end: hit.end, is_listed, needs_company };
            let after = text.get(hit.end..).unwrap_or_default();
            let is_part =
                follows(hits, hit.end, &self.compounds) && value.parent() != "unspecified";
            if is_value(after) || is_of_unit(after) || is_part || is_owner_of_means(value, after) {
                continue;
            }
            let joins_row = |row: &Row<'_>| {
                let between = text.get(row.place.end..hit.start).unwrap_or_default();
                let is_owner =
                    row.items.last().is_some_and(|item| item.value.as_str() == "profile/family");
                joins(between) || is_owner && OWNS.contains(&between)
            };
            match rows.last_mut() {
                Some(row) if joins_row(row) => {
                    row.items.push(item);
                    row.place.end = hit.end;
                }
                _ => rows.push(Row {
                    items: vec![item],
                    place: hit.start..hit.end,
                    needs_company: false,
                }),
            }
        }
        rows.retain_mut(|row| {
            let needs_no_other =
                row.items.iter().all(|item| !item.is_listed && !item.needs_company);
            let stands =
                !needs_no_other && stands_alone(text, &row.place) && !is_owner_alone(text, row);
            let is_entry = || is_list_line && is_short_entry(text, &row.place);
            let alone = !needs_no_other && row.items.len() == 1 && !stands && !is_entry();
            // カードの…。名義は取得しておりません: a topic of what the page speaks about.
            let is_topic = !needs_no_other
                && text.get(row.place.end..).is_some_and(|after| after.starts_with(['は', 'も']))
                && row.items.iter().all(|item| item.value.parent() == "payment");
            let lacks_company = alone && is_topic && row.items.iter().any(|item| item.is_listed);
            row.items.retain(|item| !(alone && item.is_listed && !lacks_company));
            let full = |group: &str| {
                let of_group = |item: &&Item<'_>| item.value.parent() == group;
                row.items.iter().filter(of_group).any(|item| !item.needs_company)
            };
            let is_in_company = |item: &Item<'_>| !item.needs_company || full(item.value.parent());
            let needs_company = row.items.iter().any(|item| item.needs_company);
            let is_apart =
                (stands || is_topic) && needs_company && !row.items.iter().any(is_in_company);
            row.needs_company = !row.items.is_empty() && (lacks_company || is_apart);
            if needs_company && !row.needs_company {
                let in_company: Vec<bool> = row.items.iter().map(is_in_company).collect();
                let mut kept = in_company.iter();
                row.items.retain(|_| kept.next().copied().unwrap_or(true));
            }
            let is_means = follows(hits, row.place.end, &self.tools);
            let is_address = row.items.len() == 1
                && row.items.iter().all(|item| item.value.parent() == "contact")
                && is_destination(text.get(row.place.end..).unwrap_or_default());
            !(row.items.is_empty() || is_means || is_address)
        });
        rows
    }
}

/// How many different items stand in the rows of a line.
pub(super) fn kinds(rows: &[Row<'_>]) -> usize {
    let mut values: Vec<&FacetPath> =
        rows.iter().flat_map(|row| &row.items).map(|item| item.value).collect();
    values.sort_unstable();
    values.dedup();
    values.len()
}

/// Whether the character before this byte makes what follows the end of a longer word: 部屋〔番号〕.
fn is_end_of_word(text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    before.is_some_and(|c| c.is_alphanumeric() && !('ぁ'..='ん').contains(&c))
}

/// Whether a word of the list begins at this byte.
fn follows(hits: &[Hit], place: usize, list: &List) -> bool {
    let from = hits.partition_point(|hit| hit.start < place);
    let here = hits.get(from..).unwrap_or_default().iter().take_while(|hit| hit.start == place);
    here.into_iter().any(|hit| list.contains(&hit.cue))
}

/// Whether the item is but the one who is reached there: 保護者の携帯番号, 被扶養者の皆様へ.
fn is_owner_of_means(value: &FacetPath, after: &str) -> bool {
    const MEANS: [&str; 9] =
        ["携帯", "電話", "お電話", "メール", "アドレス", "登録", "皆", "意見", "ご意見"];
    let owned = |owns: &str| {
        let rest = after.strip_prefix(owns);
        rest.is_some_and(|rest| MEANS.iter().any(|means| rest.starts_with(means)))
    };
    value.as_str() == "profile/family" && OWNS.iter().any(|owns| owned(owns))
}

/// Whether a row is but those whose data it is: 保護者様の情報.
fn is_owner_alone(text: &str, row: &Row<'_>) -> bool {
    let after = text.get(row.place.end..).unwrap_or_default();
    let is_owner = row.items.iter().all(|item| item.value.as_str() == "profile/family");
    is_owner && OWNS.iter().any(|owns| after.starts_with(owns))
}

/// What stands between those whose data it is and an item of theirs: 保護者〔様の〕氏名.
const OWNS: [&str; 7] = ["の", "様の", "さまの", "の方の", "の皆様の", "の皆さまの", "さんの"];

/// Whether a line of a list is but a short noun around the item: 所属する合唱団, 取材メモの一部.
fn is_short_entry(text: &str, place: &Range<usize>) -> bool {
    let body = text.trim_matches(|c: char| !c.is_alphanumeric());
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let is_predicate = |c: char| "をへにがはで。、:".contains(c);
    let head = before.trim_start_matches(|c: char| !c.is_alphabetic());
    // 保護者の…: whose it is, rather than what it is.
    let is_owner = after.strip_prefix('の').is_some_and(|rest| {
        !["一部", "内容", "要約", "写し", "情報", "データ", "一覧", "記録", "控え"]
            .iter()
            .any(|part| rest.starts_with(part))
    });
    body.chars().count() <= 16
        && !is_owner
        && !after.contains(is_predicate)
        && !head.contains(is_predicate)
}

/// Whether an item at this place is the whole of its line or is called information.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let is_mark = |c: char| !c.is_alphanumeric() || c.is_numeric();
    let opens = before.chars().all(is_mark);
    let mut rest = after;
    for word in ["等", "様", "さま", "の", "に関する", "個人"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let is_information = ["情報", "データ", "項目", "記載", "欄", "記録", "書類", "事項"]
        .iter()
        .any(|word| rest.starts_with(word))
        || is_beside_another(rest);
    let closes = after.split('(').next().is_none_or(|tail| tail.chars().all(is_mark));
    opens && closes || is_information
}

/// Whether another noun and 情報 follow: 口座〔や販売代金の情報〕.
fn is_beside_another(rest: &str) -> bool {
    /// Longest other noun, in bytes.
    const LONGEST: usize = 36;
    let Some(other) = rest.strip_prefix(['や', '・', '、']) else { return false };
    let other = other.get(..other.floor_char_boundary(LONGEST)).unwrap_or_default();
    let noun = other.find("の情報").or(other.find("のデータ")).and_then(|end| other.get(..end));
    noun.is_some_and(|noun| !noun.contains(['を', 'が', 'は', 'に', 'で', '。', '、']))
}
