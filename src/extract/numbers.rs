//! Numbers as Japanese texts write them: 14,127, 1万4127, 1.4万, 約1万2千人, 三百名以上.

use std::ops::Range;

use regex::{Captures, Regex};

use crate::report::{Count, Qualifier, Unit};

/// Reads numbers that carry a counter of people or records.
#[derive(Debug)]
pub(super) struct Quantities {
    pattern: Option<Regex>,
}

/// A number with its counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    /// Bytes of the searched text, words such as 約 and 以上 included.
    pub(super) range: Range<usize>,
    /// Value, unit and qualifier.
    pub(super) count: Count,
}

impl Quantities {
    /// A reader of numbers with these counters, longest first.
    pub(super) fn new(people: &[String], records: &[String]) -> Self {
        let units = |words: &[String]| {
            words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|")
        };
        let lead = "最大で?も?|最も多い(?:時点|とき|時|日)で|多くとも|多くて|少なくとも|最低でも|延べ|のべ|総計|合計で?|計|合わせて|あわせて|約|およそ|おおよそ|凡そ|おおむね|概ね|ほぼ|ざっと|全部で|総勢|推定で?|推計で|概算で|試算で";
        let pattern = format!(
            "(?P<lead>(?:(?:{lead})\\s?){{0,3}})(?P<number>[0-9][0-9,、]*(?:\\.[0-9]+)?(?:[万千百億][0-9,]*)*|[一二三四五六七八九十百千万〇]+)(?P<more>余)?\\s?(?:(?P<people>{})|(?P<records>{}))(?P<tail>以上|規模|足らず|内外|超え|超|余り|余|あまり|近く|近い|弱|強|前後|程度|ほど|くらい|ぐらい|未満|以下|以内|を超え|を超す|を越え|を越す|を上回|を下回|に満たない|に迫る)?",
            units(people),
            units(records),
        );
        Self { pattern: Regex::new(&pattern).ok() }
    }

    /// The quantities of a folded text, in order.
    pub(super) fn find(&self, text: &str) -> Vec<Quantity> {
        let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万〇".contains(c);
        let Some(pattern) = self.pattern.as_ref().filter(|_| text.contains(is_digit)) else {
            return Vec::new();
        };
        pattern.captures_iter(text).filter_map(|captures| quantity(text, &captures)).collect()
    }
}

/// The number that a line of a list names by what it counts, without a counter: 漏えい人数 120.
pub(super) fn bare_total(text: &str) -> Option<Quantity> {
    const KEYS: [(&str, Unit); 17] = [
        ("人数", Unit::People),
        ("者数", Unit::People),
        ("名数", Unit::People),
        ("会員数", Unit::People),
        ("客数", Unit::People),
        ("客様数", Unit::People),
        ("組合員数", Unit::People),
        ("児童数", Unit::People),
        ("生徒数", Unit::People),
        ("学生数", Unit::People),
        ("件数", Unit::Records),
        ("アカウント数", Unit::Records),
        ("口座数", Unit::Records),
        ("契約数", Unit::Records),
        ("世帯数", Unit::Records),
        ("カード数", Unit::Records),
        ("レコード数", Unit::Records),
    ];
    let line = text.trim_end();
    let start = line.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',').len();
    let key = line.get(..start)?.trim_end_matches([' ', ':', '\u{3000}', '\t', '|', '(']);
    let (_, unit) = KEYS.iter().find(|(word, _)| key.ends_with(word))?;
    let value = parse_number(line.get(start..)?).filter(|value| *value > 0)?;
    let count = Count::new(*unit, value, Qualifier::Exact);
    Some(Quantity { range: start..line.len(), count })
}

/// Whether a number of one kanji is a number and no part of a word: 三名, not 第三者 or 一件.
fn is_lone_kanji(text: &str, start: usize, number: &str, counter: &str) -> bool {
    let before = text.get(..start).and_then(|head| head.chars().next_back());
    let counts =
        ["名", "人", "件", "通", "枚", "世帯"].iter().any(|unit| counter.starts_with(unit));
    let is_one = number == "一" && !counter.starts_with('名');
    counts && !is_one && !matches!(number, "万" | "〇") && before != Some('第')
}

fn quantity(text: &str, captures: &Captures<'_>) -> Option<Quantity> {
    let word = |group: &str| captures.name(group).map_or("", |found| found.as_str());
    let number = word("number").trim_end_matches(['、', ',']);
    let value = parse_number(number).filter(|value| *value > 0)?;
    let start = captures.name("number")?.start();
    let counter = captures.name("people").or(captures.name("records"))?.as_str();
    if number.chars().count() == 1
        && !number.is_ascii()
        && !is_lone_kanji(text, start, number, counter)
        // 数十万件, 何百人: nobody has counted them.
        || number.starts_with(['十', '百', '千', '万'])
            && text.get(..start).is_some_and(|head| head.ends_with(['数', '何', '幾']))
    {
        return None;
    }
    let lead = word("lead");
    let from = captures.get(0)?.start();
    // 予約 147件, 契約 5,120件: no 約 but the end of a noun.
    let is_noun = lead.starts_with('約')
        && text
            .get(..from)
            .is_some_and(|head| head.ends_with(['予', '契', '規', '解', '公', '成']));
    let lead = if is_noun { lead.trim_start_matches(['約', ' ']) } else { lead };
    let is_summed = lead.contains("延べ") || lead.contains("のべ");
    // The same person may stand in a 延べ count more than once.
    let is_people = captures.name("people").is_some() && !is_summed;
    let unit = if is_people { Unit::People } else { Unit::Records };
    let says = |words: &[&str]| words.iter().any(|word| lead.contains(word));
    let tail = word("tail");
    let qualifier = if says(&["最大", "多く", "最も多い"])
        || matches!(
            tail,
            "近く"
                | "近い"
                | "弱"
                | "未満"
                | "足らず"
                | "以下"
                | "以内"
                | "を下回"
                | "に満たない"
                | "に迫る"
        ) {
        Qualifier::AtMost
    } else if says(&["推定", "推計", "概算", "試算"]) {
        // 推定で800名あまり
        Qualifier::About
    } else if says(&["少なくとも", "最低"])
        || captures.name("more").is_some()
        || matches!(
            tail,
            "以上"
                | "超え"
                | "超"
                | "余り"
                | "余"
                | "あまり"
                | "強"
                | "を超え"
                | "を超す"
                | "を越え"
                | "を越す"
                | "を上回"
        )
    {
        Qualifier::AtLeast
    } else if says(&["約", "およそ", "おおよそ", "凡そ", "おおむね", "概ね", "ほぼ", "ざっと"])
        || matches!(tail, "規模" | "内外" | "前後" | "程度" | "ほど" | "くらい" | "ぐらい")
    {
        Qualifier::About
    } else {
        Qualifier::Exact
    };
    let whole = captures.get(0)?.range();
    let range = if is_noun { from + '約'.len_utf8()..whole.end } else { whole };
    Some(Quantity { range, count: Count::new(unit, value, qualifier) })
}

/// The value of a folded number; `None` when it is none or too large.
pub(super) fn parse_number(text: &str) -> Option<u64> {
    let mut total: u64 = 0;
    let mut section: u64 = 0;
    let mut digits: Option<u64> = None;
    let mut fraction: Option<u64> = None;
    for c in text.chars() {
        let kanji = "〇一二三四五六七八九".chars().position(|digit| digit == c);
        let digit =
            c.to_digit(10).map(u64::from).or(kanji.and_then(|digit| u64::try_from(digit).ok()));
        if let Some(digit) = digit {
            digits = Some(digits.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            fraction = match fraction {
                Some(scale) => Some(scale.checked_mul(10)?),
                None => None,
            };
            continue;
        }
        let unit: u64 = match c {
            ',' | '、' => continue,
            '.' => {
                fraction = Some(1);
                continue;
            }
            '数' => return None,
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '億' => 100_000_000,
            _ => return None,
        };
        let scale = fraction.take().unwrap_or(1);
        let value = digits.take();
        if unit < 10_000 {
            section = section.checked_add(value.unwrap_or(1).checked_mul(unit)? / scale)?;
        } else {
            let value = section.checked_add(value.unwrap_or(0))?.max(1);
            total = total.checked_add(value.checked_mul(unit)? / scale)?;
            section = 0;
        }
    }
    let rest = digits.unwrap_or(0) / fraction.unwrap_or(1).max(1);
    total.checked_add(section)?.checked_add(rest)
}
