//! Numbers as Japanese texts write them: 14,127, 1万4127, 1.4万, 約1万2千人, 三百名以上.

use std::ops::Range;

use crate::report::{Count, Qualifier, Unit};

/// Words before a number, of which up to three stand side by side: 最大で約.
const LEADS: [&str; 35] = [
    "最大",
    "最大で",
    "最大も",
    "最大でも",
    "最も多い時点で",
    "最も多いときで",
    "最も多い時で",
    "最も多い日で",
    "多くとも",
    "多くて",
    "少なくとも",
    "最低でも",
    "延べ",
    "のべ",
    "総計",
    "合計",
    "合計で",
    "計",
    "合わせて",
    "あわせて",
    "約",
    "およそ",
    "おおよそ",
    "凡そ",
    "おおむね",
    "概ね",
    "ほぼ",
    "ざっと",
    "全部で",
    "総勢",
    "推定",
    "推定で",
    "推計で",
    "概算で",
    "試算で",
];

/// Most words before a number.
const MOST_LEADS: usize = 3;

/// Words behind a counter; of several that stand there the first of these counts.
pub(super) const TAILS: [&str; 29] = [
    "以上",
    "規模",
    "足らず",
    "内外",
    "超え",
    "超",
    "余り",
    "余",
    "あまり",
    "近く",
    "近い",
    "弱",
    "強",
    "前後",
    "程度",
    "ほど",
    "くらい",
    "ぐらい",
    "未満",
    "以下",
    "以内",
    "を超え",
    "を超す",
    "を越え",
    "を越す",
    "を上回",
    "を下回",
    "に満たない",
    "に迫る",
];

/// Reads numbers that carry a counter of people or records.
#[derive(Debug)]
pub(super) struct Quantities {
    /// Counters by their first character; those of people first, and longer before shorter ones.
    counters: Vec<(char, Vec<(String, Unit)>)>,
    /// Whether a counter begins as a number may go on: 万円.
    splits: bool,
}

/// A number with its counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quantity {
    /// Bytes of the searched text, words such as 約 and 以上 included.
    pub(super) range: Range<usize>,
    /// Value, unit and qualifier.
    pub(super) count: Count,
}

/// The parts of a number with its counter, as they stand in a text.
#[derive(Debug)]
struct Written<'t> {
    lead: &'t str,
    number: &'t str,
    counted: Counted<'t>,
    tail: &'static str,
    /// First byte of the whole.
    from: usize,
    /// First byte of the number.
    start: usize,
    /// One past the last byte of the whole.
    end: usize,
}

/// A counter behind a number.
#[derive(Debug)]
struct Counted<'t> {
    /// Whether 余 stands between.
    is_more: bool,
    counter: &'t str,
    unit: Unit,
    /// What follows.
    behind: &'t str,
}

impl Quantities {
    /// A reader of numbers with these counters, longest first.
    pub(super) fn new(people: &[String], records: &[String]) -> Self {
        let people = people.iter().map(|word| (word, Unit::People));
        let records = records.iter().map(|word| (word, Unit::Records));
        let mut counters: Vec<(char, Vec<(String, Unit)>)> = Vec::new();
        for (word, unit) in people.chain(records) {
            let Some(first) = word.chars().next() else { continue };
            let place = counters.binary_search_by_key(&first, |(known, _)| *known);
            let place = place.unwrap_or_else(|place| {
                counters.insert(place, (first, Vec::new()));
                place
            });
            if let Some((_, same)) = counters.get_mut(place) {
                same.push((word.clone(), unit));
            }
        }
        let splits = counters.iter().any(|(first, _)| goes_on(*first));
        Self { counters, splits }
    }

    /// The quantities of a folded text, in order.
    pub(super) fn find(&self, text: &str) -> Vec<Quantity> {
        let mut found = Vec::new();
        let (mut read, mut at) = (0, 0);
        while let Some(start) = next_digit(text, at) {
            if let Some(written) = self.written(text, read, start) {
                (read, at) = (written.end, written.end);
                found.extend(quantity(text, &written));
            } else {
                // Where no counter follows a number, none follows what is left of it, but for its last digits,
                // which may go on otherwise by themselves: 1万2、300名.
                at = start + text.get(start..).map_or(1, |rest| longest(rest).start);
            }
        }
        found
    }

    /// The number that begins at byte `start`, if a counter follows; what stands before byte `read` belongs
    /// to another.
    fn written<'t>(&self, text: &'t str, read: usize, start: usize) -> Option<Written<'t>> {
        let rest = text.get(start..)?;
        let number = rest.get(..longest(rest).end)?;
        // 3万円 of a counter 万円: as much is read as leaves one.
        let shorter = if self.splits { number.len() } else { 0 };
        let ends = number.char_indices().rev().map(|(end, _)| end).take(shorter);
        let (number, counted) = std::iter::once(number.len())
            .chain(ends)
            .filter_map(|end| number.get(..end))
            .filter(|number| !number.is_empty() && !number.ends_with('.'))
            .find_map(|number| Some((number, self.counted(rest.get(number.len()..)?)?)))?;
        let before = text.get(read..start)?;
        let bare = without_leads(before, MOST_LEADS);
        let behind = counted.behind;
        let tail = TAILS.into_iter().find(|tail| behind.starts_with(tail)).unwrap_or_default();
        Some(Written {
            lead: before.get(bare.len()..)?,
            number,
            counted,
            tail,
            from: read + bare.len(),
            start,
            end: text.len() - behind.len() + tail.len(),
        })
    }

    /// The counter right behind a number.
    fn counted<'t>(&self, after: &'t str) -> Option<Counted<'t>> {
        let more = after.strip_prefix('余');
        let rest = more.unwrap_or(after);
        let rest = rest.strip_prefix(char::is_whitespace).unwrap_or(rest);
        let first = rest.chars().next()?;
        let place = self.counters.binary_search_by_key(&first, |(known, _)| *known).ok()?;
        let (_, counters) = self.counters.get(place)?;
        let (word, unit) = counters.iter().find(|(word, _)| rest.starts_with(word.as_str()))?;
        let (counter, behind) = rest.split_at_checked(word.len())?;
        Some(Counted { is_more: more.is_some(), counter, unit: *unit, behind })
    }
}

/// Whether a character is a digit of its own in Japanese: 三, 百.
fn is_kanji_digit(c: char) -> bool {
    matches!(c, '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七')
        || matches!(c, '八' | '九' | '十' | '百' | '千' | '万')
}

/// Whether a character may stand in a number behind its first digit.
fn goes_on(c: char) -> bool {
    c.is_ascii_digit() || is_kanji_digit(c) || matches!(c, ',' | '、' | '.' | '億')
}

/// Where the next digit stands from a byte on.
fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&first) = bytes.get(at) {
        let is_digit = match first {
            b'0'..=b'9' => true,
            // Kana, of which none is a digit, and the signs beside them.
            0xE3 if bytes.get(at + 1) != Some(&0x80) => false,
            0xE3..=0xE7 => {
                text.get(at..at + 3).and_then(|c| c.chars().next()).is_some_and(is_kanji_digit)
            }
            _ => false,
        };
        if is_digit {
            return Some(at);
        }
        at += match first {
            0..0xC0 => 1,
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            _ => 4,
        };
    }
    None
}

/// How many bytes at the beginning of a text are of such characters.
fn run(text: &str, is_of: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !is_of(c)).unwrap_or(text.len())
}

/// The row of digits at the beginning of a text, in bytes.
fn row(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        run(text, |c| c.is_ascii_digit() || matches!(c, ',' | '、'))
    } else {
        run(text, is_kanji_digit)
    }
}

/// Where the longest number at the beginning of a text ends (1,200, 1.4万, 1万2千, 三百), and where its last
/// digits start if other signs stand before them.
fn longest(text: &str) -> Range<usize> {
    let mut end = row(text);
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return end..end;
    }
    let mut last = end;
    let behind = |end: usize| text.get(end..).unwrap_or_default();
    let fraction =
        behind(end).strip_prefix('.').map_or(0, |tail| run(tail, |c| c.is_ascii_digit()));
    if fraction > 0 {
        last = end + '.'.len_utf8();
        end = last + fraction;
    }
    while behind(end).starts_with(['万', '千', '百', '億']) {
        last = end + '万'.len_utf8();
        end = last + run(behind(last), |c| c.is_ascii_digit() || c == ',');
    }
    last..end
}

/// What stands before the words that lead to a number.
fn without_leads(before: &str, most: usize) -> &str {
    let spaced = before.strip_suffix(char::is_whitespace).unwrap_or(before);
    let last = spaced.as_bytes().last();
    let leads = LEADS.iter().filter(|lead| lead.as_bytes().last() == last);
    let heads = leads.filter_map(|lead| spaced.strip_suffix(lead));
    let heads = heads.filter(|_| most > 0).map(|head| without_leads(head, most - 1));
    heads.min_by_key(|head| head.len()).unwrap_or(before)
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
    if start == line.len() {
        return None;
    }
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

/// What a number says, if it counts anything.
fn quantity(text: &str, written: &Written<'_>) -> Option<Quantity> {
    let Written { lead, ref counted, tail, from, start, end, .. } = *written;
    let number = written.number.trim_end_matches(['、', ',']);
    let value = parse_number(number).filter(|value| *value > 0)?;
    if number.chars().count() == 1
        && !number.is_ascii()
        && !is_lone_kanji(text, start, number, counted.counter)
        // 数十万件, 何百人: nobody has counted them.
        || number.starts_with(['十', '百', '千', '万'])
            && text.get(..start).is_some_and(|head| head.ends_with(['数', '何', '幾']))
    {
        return None;
    }
    // 予約 147件, 契約 5,120件: no 約 but the end of a noun.
    let is_noun = lead.starts_with('約')
        && text
            .get(..from)
            .is_some_and(|head| head.ends_with(['予', '契', '規', '解', '公', '成']));
    let lead = if is_noun { lead.trim_start_matches(['約', ' ']) } else { lead };
    let is_summed = lead.contains("延べ") || lead.contains("のべ");
    // The same person may stand in a 延べ count more than once.
    let unit = if is_summed { Unit::Records } else { counted.unit };
    let says = |words: &[&str]| words.iter().any(|word| lead.contains(word));
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
        || counted.is_more
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
    let range = if is_noun { from + '約'.len_utf8()..end } else { from..end };
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
