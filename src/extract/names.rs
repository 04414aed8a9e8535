//! Names of organisations in running text, recognised by their legal form or their last word.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;

/// Longest name, in characters, without its legal form.
const LONGEST: usize = 24;

/// Finds names.
#[derive(Debug)]
pub(super) struct NameFinder {
    forms: AhoCorasick,
    kinds: Vec<Form>,
    not_names: CueSet,
    not_before: CueSet,
    regulators: CueSet,
    common: AhoCorasick,
    trade_tails: Vec<String>,
}

/// What a word tells about the name it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// 株式会社: before or after the name.
    Either,
    /// 一般財団法人: before the name.
    Front,
    /// Co., Ltd.: behind a name in Latin letters.
    Latin,
    /// 市, 大学: the end of the name.
    Back,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameFile {
    either: Vec<Spanned<String>>,
    front: Vec<Spanned<String>>,
    part_of_name: Vec<Spanned<String>>,
    latin: Vec<Spanned<String>>,
    back: Vec<Spanned<String>>,
    not_names: Vec<Spanned<String>>,
    not_before: Vec<Spanned<String>>,
    uninvolved: Vec<Spanned<String>>,
    common: Vec<Spanned<String>>,
    trade_tails: Vec<Spanned<String>>,
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameAt {
    /// Bytes of the searched text.
    pub(super) range: Range<usize>,
    /// Whether it carries a legal form.
    pub(super) is_legal: bool,
}

impl NameFinder {
    pub(super) fn new(lexicon: &Lexicon, folder: &Folder) -> Result<Self, LexiconError> {
        let (file, words) = LexiconFile::read::<NameFile>(lexicon, "names.toml")?;
        let mut forms = Vec::new();
        let mut kinds = Vec::new();
        for (kind, words) in [
            (Form::Either, &words.either),
            (Form::Front, &words.front),
            (Form::Either, &words.part_of_name),
            (Form::Latin, &words.latin),
            (Form::Back, &words.back),
        ] {
            file.cues(words, folder)?;
            for word in words {
                forms.push(folder.fold(word.get_ref()).text().to_owned());
                kinds.push(kind);
            }
        }
        let forms = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&forms)
            .map_err(|error| file.mistake(&Spanned::new(0..0, ()), error.to_string()))?;
        let folded = |words: &[Spanned<String>]| -> Vec<String> {
            words.iter().map(|word| folder.fold(word.get_ref()).text().to_owned()).collect()
        };
        file.cues(&words.common, folder)?;
        file.cues(&words.trade_tails, folder)?;
        let common = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(folded(&words.common))
            .map_err(|error| file.mistake(&Spanned::new(0..0, ()), error.to_string()))?;
        Ok(Self {
            common,
            trade_tails: folded(&words.trade_tails),
            forms,
            kinds,
            not_names: file.cues(&words.not_names, folder)?,
            not_before: file.cues(&words.not_before, folder)?,
            regulators: file.cues(&words.uninvolved, folder)?,
        })
    }

    /// The names in a folded sentence, in order, none overlapping.
    pub(super) fn find(&self, text: &str) -> Vec<NameAt> {
        let mut names: Vec<NameAt> = Vec::new();
        for found in self.forms.find_iter(text) {
            let Some(form) = self.kinds.get(found.pattern().as_usize()) else { continue };
            let floor = names.last().map_or(0, |name| name.range.end);
            if found.start() < floor {
                continue;
            }
            let range = match form {
                Form::Either => self
                    .before(text, floor, found.start())
                    .map(|start| start..found.end())
                    .or_else(|| {
                        signed(text, found.start(), found.end())
                            .or_else(|| after(text, found.end()))
                            .map(|end| found.start()..end)
                    }),
                Form::Latin => {
                    latin_before(text, floor, found.start()).map(|start| start..found.end())
                }
                Form::Front => signed(text, found.start(), found.end())
                    .or_else(|| after(text, found.end()))
                    .map(|end| found.start()..end),
                Form::Back => {
                    let ends = text.get(found.end()..).unwrap_or_default().chars().next();
                    let rest = text.get(found.end()..).unwrap_or_default();
                    let town = rest.trim_start_matches(|c| is_hiragana(c));
                    let goes_on = rest.len() - town.len() <= 18
                        && town.len() < rest.len()
                        && text.get(found.range()).is_some_and(|form| form == "県")
                        && town.starts_with(['市', '町', '村']);
                    if goes_on || ends.is_some_and(is_name_char) {
                        None
                    } else {
                        self.before(text, floor, found.start()).map(|start| start..found.end())
                    }
                }
            };
            let Some(mut range) = range else { continue };
            if *form != Form::Back {
                range.end = self.with_facility(text, range.clone());
            }
            let name = text.get(range.clone()).unwrap_or_default();
            if !self.not_names.is_in(name) && !is_self_reference(name) {
                names.push(NameAt { range, is_legal: *form != Form::Back });
            }
        }
        names
    }

    /// Words that may be names of companies without a legal form: イセトー, アクア社, 北都運輸.
    ///
    /// They say nothing by themselves; only what stands around them can make them names.
    pub(super) fn trade(&self, text: &str) -> Vec<NameAt> {
        let mut names = Vec::new();
        let mut at = 0;
        for run in text.split(|c| !is_name_char(c)) {
            let start = at;
            at += run.len();
            at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            let count = run.chars().count();
            if (3..=LONGEST).contains(&count) && self.is_trade_name(run) {
                names.push(NameAt { range: start..start + run.len(), is_legal: false });
            }
        }
        names
    }

    fn is_trade_name(&self, run: &str) -> bool {
        let stem = run.strip_suffix('社').unwrap_or(run);
        let foreign = |c: char| ('ァ'..='ー').contains(&c) || c.is_ascii_alphanumeric();
        if stem.chars().all(foreign) {
            let covered: usize = self.common.find_iter(stem).map(|found| found.len()).sum();
            let is_number = stem.chars().all(|c| c.is_ascii_digit() || c == '-');
            return stem.chars().count() >= 3 && covered < stem.len() && !is_number;
        }
        self.trade_tails.iter().any(|tail| {
            run.strip_suffix(tail.as_str()).is_some_and(|stem| {
                stem.chars().count() >= 2
                    && !self.common.find_iter(stem).any(|found| found.end() == stem.len())
                    && !self.not_before.is_in(stem)
            })
        })
    }

    /// Whether a name is that of an authority or an uninvolved helper.
    pub(super) fn is_uninvolved(&self, name: &str) -> bool {
        self.regulators.is_in(name)
    }

    /// Start of the name that ends where its form begins.
    fn before(&self, text: &str, floor: usize, form: usize) -> Option<usize> {
        let head = text.get(floor..form)?;
        let mut solid = 0;
        for c in head.chars().rev().take(LONGEST) {
            let at = head.len() - solid - c.len_utf8();
            let is_dot = solid > 0 && matches!(c, '・' | '.') && joins_words(head, at, c);
            if !(is_name_char(c) || is_dot) {
                break;
            }
            solid += c.len_utf8();
        }
        let mut start = form - solid;
        // Leading kana belong to the name only where nothing else stands before them.
        let lead = text.get(floor..start)?;
        let kana: usize =
            lead.chars().rev().take_while(|c| is_hiragana(*c)).map(char::len_utf8).sum();
        let before_kana = lead.get(..lead.len() - kana)?.chars().next_back();
        let in_prefecture = before_kana == Some('県') && kana > 0;
        let clear = before_kana.is_none_or(|c| !is_name_char(c)) || in_prefecture;
        if kana > 0
            && kana <= 6 * 3
            && clear
            && !starts_with_function_word(text.get(start - kana..start)?)
        {
            start -= kana;
            if in_prefecture {
                let prefecture = lead.get(..lead.len() - kana)?;
                start -= prefecture
                    .chars()
                    .rev()
                    .take_while(|c| is_name_char(*c))
                    .map(char::len_utf8)
                    .sum::<usize>();
            }
        }
        if start == form {
            start = lone_word(head, text.get(form..)?).map(|length| form - 1 - length)?;
        }
        let name = text.get(start..form)?;
        // 委託先の, 同社, 弊: a word that leads to the name is not part of it.
        let skip = self.not_before.find(name).into_iter().map(|hit| hit.end).max().unwrap_or(0);
        let start = start + skip;
        (text.get(start..form)?.chars().count() >= 1 && start < form).then_some(start)
    }

    /// End of a name that goes on after a space: 医療法人社団清峰会 北川記念病院.
    fn with_facility(&self, text: &str, range: Range<usize>) -> usize {
        let rest = text.get(range.end..).unwrap_or_default();
        let Some(next) = rest.strip_prefix(' ') else { return range.end };
        let length: usize = next
            .chars()
            .take_while(|c| is_name_char(*c) || is_hiragana(*c))
            .map(char::len_utf8)
            .sum();
        let word = next.get(..length).unwrap_or_default();
        let facility = [
            "病院",
            "大学",
            "クリニック",
            "高等学校",
            "幼稚園",
            "保育園",
            "協会",
            "総合事務所",
            "医療センター",
            "学園",
        ];
        if facility.iter().any(|end| word.ends_with(end)) {
            range.end + 1 + length
        } else {
            range.end
        }
    }
}

/// Length of the word that is a company's name although a space keeps it from its form: SHIGETA 株式会社.
///
/// It must open the text or follow a closing bracket, and nothing that reads on as a name may stand
/// behind the form.
fn lone_word(head: &str, form: &str) -> Option<usize> {
    let word = head.strip_suffix(' ')?;
    let length: usize =
        word.chars().rev().take(LONGEST).take_while(|c| is_name_char(*c)).map(char::len_utf8).sum();
    let lead = word.get(..word.len() - length)?.trim_end_matches(' ').chars().next_back();
    let opens = lead.is_none_or(|c| matches!(c, '】' | ']' | '\n' | ':' | '。' | '、'));
    let behind = form.strip_prefix("株式会社").or_else(|| form.strip_prefix("有限会社"));
    let behind = behind.or_else(|| form.strip_prefix("合同会社")).unwrap_or(form);
    let mut next = behind.chars();
    let ends = match next.next() {
        None | Some(' ' | '(' | '、' | '。' | '」' | '\n') => true,
        Some('は' | 'が' | 'の' | 'を' | 'に' | 'で' | 'と' | 'も' | 'へ') => {
            next.next().is_none_or(|c| !is_hiragana(c) || behind.starts_with("にお"))
        }
        _ => false,
    };
    let is_date = word.ends_with(['日', '月', '年']);
    (length > 0 && opens && ends && !is_date).then_some(length)
}

/// Start of the Latin words that a form such as Co., Ltd. belongs to.
fn latin_before(text: &str, floor: usize, form: usize) -> Option<usize> {
    let head = text.get(floor..form)?.trim_end_matches([' ', ',']);
    let length: usize = head
        .chars()
        .rev()
        .take(40)
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '&' | '-' | '.' | '\''))
        .map(char::len_utf8)
        .sum();
    let name = head.get(head.len() - length..)?.trim_start_matches([' ', '.', '-', '&']);
    (name.len() >= 2).then(|| floor + head.len() - name.len())
}

/// Whether a name says no more than "this town", "our bank", "each school".
fn is_self_reference(name: &str) -> bool {
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|c| "当本同各他全弊貴御某両該我自".contains(c));
    let form = chars.as_str();
    let forms = [
        "財団",
        "学会",
        "協会",
        "大学",
        "病院",
        "銀行",
        "学園",
        "組合",
        "協同組合",
        "金庫",
        "信用金庫",
        "信用組合",
        "医院",
        "クリニック",
        "薬局",
        "研究所",
        "商工会",
        "商工会議所",
        "連合会",
        "高校",
        "中学校",
        "小学校",
        "幼稚園",
        "保育園",
        "図書館",
        "教育委員会",
    ];
    first && (form.chars().count() <= 1 || forms.contains(&form))
}

/// End of a name that opens a short line and ends at its first gap: a signature.
fn signed(text: &str, start: usize, form: usize) -> Option<usize> {
    let opens_line = text.get(..start)?.trim().is_empty();
    let tail = text.get(form..)?;
    if !opens_line || text.chars().take(50).count() >= 50 || text.contains('。') {
        return None;
    }
    let skipped = tail.len() - tail.trim_start().len();
    let name = tail.trim_start();
    let end = name.find([' ', '(', '、', '「', ':']).unwrap_or(name.trim_end().len());
    let word = name.get(..end)?;
    let plain = word.chars().all(|c| is_name_char(c) || is_hiragana(c) || c == '・');
    let clause = ["は", "が", "を", "に", "について", "における"]
        .iter()
        .any(|word| name.ends_with(word) || name.contains("について"));
    (plain && !clause && (2..=20).contains(&word.chars().count())).then_some(form + skipped + end)
}

/// End of the name that begins after its form.
fn after(text: &str, form: usize) -> Option<usize> {
    let tail = text.get(form..)?;
    let skipped = tail.len() - tail.strip_prefix(' ').unwrap_or(tail).len();
    let name = tail.get(skipped..)?;
    let mut end = 0;
    let mut solid = false;
    let mut inside = 0;
    for (count, (at, c)) in name.char_indices().enumerate() {
        let is_kana = is_hiragana(c);
        let is_dot = matches!(c, '・' | '.') && joins_words(name, at, c);
        if count >= LONGEST || !(is_name_char(c) || is_kana || is_dot) {
            break;
        }
        if is_kana && solid && at >= inside {
            inside = kana_inside(name.get(at..)?).map_or(0, |length| at + length);
            if inside == 0 {
                break;
            }
        }
        if !is_kana {
            solid = true;
        }
        end = at + c.len_utf8();
    }
    let mut word = name.get(..end)?;
    if !solid {
        // Only kana: a particle at the end is not part of the name.
        for particle in [
            "において",
            "により",
            "から",
            "より",
            "では",
            "には",
            "は",
            "が",
            "を",
            "に",
            "へ",
            "と",
            "の",
            "で",
        ] {
            if let Some(rest) = word.strip_suffix(particle).filter(|rest| rest.chars().count() >= 2)
            {
                word = rest;
                break;
            }
        }
        if word.chars().count() > 10 {
            return None;
        }
    }
    for tail in [
        "等",
        "様",
        "宛",
        "殿",
        "製",
        "内",
        "側",
        "社員",
        "代表取締役",
        "お客様相談窓口",
        "個人情報",
        "コールセンター",
        "担当",
    ] {
        if let Some(rest) = word.strip_suffix(tail).filter(|rest| rest.chars().count() >= 2) {
            word = rest;
        }
    }
    (word.chars().count() >= 1).then_some(form + skipped + word.len())
}

/// Length of kana that go on a name begun in another script: まるごと in 株式会社データまるごと(…).
///
/// Kana that a particle or a verb ending may open end the name; so do kana with nothing behind that
/// would tell where the name stops.
fn kana_inside(tail: &str) -> Option<usize> {
    let length: usize =
        tail.chars().take(10).take_while(|c| is_hiragana(*c)).map(char::len_utf8).sum();
    let kana = tail.get(..length)?;
    let grammar = [
        "は",
        "が",
        "を",
        "に",
        "へ",
        "と",
        "の",
        "で",
        "や",
        "も",
        "から",
        "より",
        "まで",
        "など",
        "また",
        "および",
        "ならび",
        "する",
        "した",
        "して",
        "され",
        "さん",
        "さま",
        "いた",
        "ある",
        "です",
        "ほか",
        "だけ",
        "ご",
        "お",
        "か",
        "な",
        "ら",
        "い",
        "こ",
        "そ",
        "つ",
        "ま",
    ];
    let opens_with = |word: &&str| kana.starts_with(*word);
    let is_word =
        kana.chars().count() >= 3 && !grammar.iter().take(28).any(|word| opens_with(&word));
    let behind = tail.get(length..)?.chars().next();
    let closes = behind.is_none_or(|c| matches!(c, '(' | ' ' | '」' | '\n'));
    let goes_on = behind.is_some_and(is_name_char);
    let short = kana.chars().count() == 2 && !grammar.iter().any(|word| opens_with(&word));
    ((is_word || short) && (closes || goes_on)).then_some(length)
}

fn is_hiragana(c: char) -> bool {
    ('ぁ'..='ん').contains(&c)
}

/// Whether a dot stands inside a name: between katakana (アド・ワークス) or Latin letters (ツナグ.com).
fn joins_words(name: &str, at: usize, dot: char) -> bool {
    let fits = |c: char| {
        if dot == '.' {
            c.is_ascii_alphanumeric()
        } else {
            ('ァ'..='ー').contains(&c) || c.is_ascii_alphanumeric()
        }
    };
    let before = name.get(..at).and_then(|head| head.chars().next_back());
    let after = name.get(at + dot.len_utf8()..).and_then(|tail| tail.chars().next());
    let before_fits = before.is_some_and(|c| fits(c) || dot == '.' && ('ァ'..='ー').contains(&c));
    before_fits && after.is_some_and(fits)
}

fn starts_with_function_word(kana: &str) -> bool {
    [
        "この",
        "その",
        "また",
        "なお",
        "さらに",
        "および",
        "ならびに",
        "する",
        "した",
        "いる",
        "ある",
        "による",
        "の",
        "は",
        "が",
        "を",
        "に",
        "と",
        "で",
        "ご",
        "お",
        "たび",
    ]
    .iter()
    .any(|word| kana.starts_with(word))
}

/// Whether a character belongs to names: kanji, katakana, Latin, digits and the marks inside names.
pub(super) fn is_name_char(c: char) -> bool {
    matches!(c, '一'..='龥' | 'ァ'..='ヺ' | 'ー' | '々' | '〆' | '&' | '-')
        || c.is_ascii_alphanumeric()
}
