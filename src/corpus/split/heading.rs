//! Which lines are headings that name an incident.

use std::ops::Range;

use super::{EMPHASISED, Line};
use crate::corpus::clean::one_line;
use crate::corpus::published::{dates, folded};
use crate::report::Date;

/// Characters a heading has at most.
const LONGEST: usize = 160;

/// Characters of a heading with a name and no date.
const LONGEST_NAMED: usize = 60;

/// Characters of a line below a heading that begins with its date.
const LONGEST_DATE_LINE: usize = 60;

/// Characters of a name that the text below repeats.
const SHORTEST_NAME: usize = 3;
const LONGEST_NAME: usize = 30;

/// Lines below a heading among which its text begins, and how many characters of it may name who the
/// heading names.
const BODY_LINES: usize = 4;
const BODY_HEAD: usize = 50;

/// Letters and digits that say something beside a date.
const FEWEST_SAID: usize = 4;

/// What headings of one digest have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pattern {
    /// The name of a numbered series.
    Series(String),
    /// A date and an organisation.
    Dated {
        /// The sign before it: ■, ◆ …
        mark: Option<char>,
        /// Heading level in the markup.
        level: Option<u8>,
        /// Whether the date comes first.
        date_first: bool,
    },
    /// An organisation alone on the line, or before a title of its incident.
    Named {
        /// The sign before it.
        mark: Option<char>,
        /// Heading level in the markup.
        level: Option<u8>,
    },
}

/// A heading that names an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::corpus) struct Heading {
    /// The heading without series mark, leading sign and trailing date.
    pub(in crate::corpus) title: String,
    /// The date in it, or in the line after it.
    pub(in crate::corpus) published: Option<Date>,
    pub(super) pattern: Pattern,
    pub(super) organisation: Option<String>,
}

/// The heading on a line, if it names an incident; `after` are the lines that follow, `year` the
/// year that the page's title names, by which a heading may give a month and a day alone.
pub(super) fn of(line: &Line, after: &[Line], year: Option<i16>) -> Option<Heading> {
    let text = line.text.trim();
    if text.chars().count() > LONGEST || text.is_empty() {
        return None;
    }
    series_heading(text).or_else(|| dated(line, after, year)).or_else(|| named(line, after))
}

/// The heading `text` if it bears the mark of a numbered series.
pub(in crate::corpus) fn series_heading(text: &str) -> Option<Heading> {
    let text = unsigned(text);
    let (open, close) =
        text.chars().next().and_then(|c| BRACKETS.iter().find(|(open, _)| *open == c))?;
    let (mark, rest) = text.strip_prefix(*open)?.split_once(*close)?;
    let mark = folded(mark);
    let at = mark.find(['#', '♯']).or_else(|| mark.find("No.")).or_else(|| mark.find("Vol."))?;
    let (name, number) = mark.split_at(at);
    let rest = rest.trim();
    let numbered = number.chars().any(|c| c.is_ascii_digit());
    let named = name.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    if !numbered || !named || rest.chars().count() < 4 || rest.chars().count() > LONGEST {
        return None;
    }
    let (title, published) = without_trailing_date(rest);
    let organisation = title.split_whitespace().next().map(str::to_owned);
    Some(Heading {
        title,
        published,
        pattern: Pattern::Series(name.trim().to_owned()),
        organisation,
    })
}

const BRACKETS: &[(char, char)] = &[
    ('【', '】'),
    ('［', '］'),
    ('[', ']'),
    ('〔', '〕'),
    ('《', '》'),
    ('≪', '≫'),
    ('＜', '＞'),
    ('<', '>'),
];

/// A heading without the sign before it.
fn unsigned(text: &str) -> &str {
    text.trim().trim_start_matches(is_sign).trim_start()
}

/// The sign before a heading; any number stands for all.
fn mark_of(text: &str) -> Option<char> {
    let first = text.trim().chars().next()?;
    match first {
        '0'..='9' | '０'..='９' => {
            let rest = text.trim().trim_start_matches(|c: char| c.is_numeric());
            rest.starts_with(['.', '．', ')', '）', '、', ' ', '\u{3000}']).then_some('1')
        }
        '①'..='⑳' => Some('①'),
        '(' | '（' | '【' | '〔' | '《' | '≪' | '〈' | '［' | '[' => Some(first),
        c => is_sign(c).then_some(c),
    }
}

fn is_sign(c: char) -> bool {
    "■□◆◇●○◎▼▽▲△★☆▶►・※".contains(c)
}

fn without_trailing_date(text: &str) -> (String, Option<Date>) {
    let flat = folded(text);
    let found = dates(&flat).pop().filter(|(range, _)| {
        flat.get(range.end..)
            .is_some_and(|after| after.chars().all(|c| c.is_whitespace() || ")）]】".contains(c)))
    });
    let Some((range, date)) = found else {
        return (one_line(text), dates(&flat).pop().map(|(_, date)| date));
    };
    // Folding keeps the number of characters, though not of bytes.
    let kept = flat.get(..range.start).map_or(0, |before| before.chars().count());
    let title: String = text.chars().take(kept).collect();
    let title = title.trim_end().trim_end_matches(['(', '（', '[', '【']);
    let title = one_line(title);
    if title.is_empty() { (one_line(text), Some(date)) } else { (title, Some(date)) }
}

/// A date with an organisation, nothing else of weight: `■ 2023年5月 株式会社…`.
///
/// In markup, where the date comes first and so the heading has the shape of its neighbours, the
/// organisation may be one that is not recognised; enough of the others must be.
fn dated(line: &Line, after: &[Line], year: Option<i16>) -> Option<Heading> {
    let text = line.text.trim();
    if text.contains('。') || text.chars().count() > 100 {
        return None;
    }
    let mark = mark_of(text);
    let bare = unsigned(text);
    let flat = folded(bare);
    let level = line.heading;
    let mut found = dates(&flat);
    let stands_out = level.is_some() || mark.is_some();
    if let (true, true, Some(year)) = (found.is_empty(), stands_out, year) {
        found.extend(month_and_day(&flat, year));
    }
    // A period (から, ~) belongs to a story, not to a heading.
    let (first, organisation_text, date) = match found.as_slice() {
        [(range, date)] => {
            let before = flat.get(..range.start)?;
            let after = flat.get(range.end..)?;
            let date_first = before.chars().all(|c| !c.is_alphanumeric());
            let rest = if date_first { after } else { before };
            (date_first, rest.to_owned(), *date)
        }
        [] if stands_out => (false, flat.clone(), date_line(after, year)?),
        _ => return None,
    };
    let organisation =
        leading_organisation(&organisation_text).or_else(|| echoed(&organisation_text, after));
    let said = organisation_text.chars().filter(|c| c.is_alphanumeric()).count();
    let is_alike = level.is_some() && (first || ends_in_date(&flat)) || mark.is_some() && first;
    if organisation.is_none() && !(is_alike && said >= FEWEST_SAID) {
        return None;
    }
    let (title, _) = if first { (one_line(bare), None) } else { without_trailing_date(bare) };
    let pattern = Pattern::Dated { mark, level, date_first: first };
    Some(Heading { title, published: Some(date), pattern, organisation })
}

/// The month and day that a folded text begins with, in a year known from elsewhere.
fn month_and_day(folded: &str, year: i16) -> Option<(Range<usize>, Date)> {
    let (month, rest) = folded.split_once('月')?;
    let (day, rest) = rest.split_once('日')?;
    let number = |text: &str| text.trim().parse::<i8>().ok();
    let date = Date::day_of(year, number(month)?, number(day)?).ok()?;
    Some((0..folded.len() - rest.len(), date))
}

/// Whether a folded text has a date and nothing behind it.
fn ends_in_date(folded: &str) -> bool {
    dates(folded).last().is_some_and(|(range, _)| {
        folded.get(range.end..).is_some_and(|after| !after.contains(char::is_alphanumeric))
    })
}

/// The date of a short line right below a heading: `公表日：2023年5月12日`, `5月12日公表　名簿を紛失`.
fn date_line(after: &[Line], year: Option<i16>) -> Option<Date> {
    let line = after.iter().find(|line| !line.text.is_empty())?;
    let flat = folded(&line.text);
    let length = flat.chars().count();
    if flat.contains('。') || length > LONGEST_DATE_LINE {
        return None;
    }
    let found = dates(&flat);
    match found.as_slice() {
        [(range, date)] if length <= 30 || range.start == 0 => Some(*date),
        [] => month_and_day(&flat, year?).map(|(_, date)| date),
        _ => None,
    }
}

/// The name that a heading begins with and that the text below it begins with, too: a heading
/// `劇団青嵐　会員のページに他人` above `劇団青嵐は…と発表した`.
fn echoed(heading: &str, after: &[Line]) -> Option<String> {
    let heading = unnumbered(heading);
    let end = heading.find(|c: char| c.is_whitespace() || "、,:「『([【…/|。".contains(c));
    let name = heading.get(..end.unwrap_or(heading.len()))?;
    let body = after.iter().take(BODY_LINES).find(|line| line.text.contains('。'))?;
    let body: String = folded(&body.text).chars().take(BODY_HEAD).collect();
    let length = name.chars().count();
    if !(SHORTEST_NAME..=LONGEST_NAME).contains(&length) {
        return None;
    }
    let goes_on = |rest: &str| rest.starts_with(|c| "はがもでのにをと、(「".contains(c));
    let name = name.char_indices().map(|(at, c)| at + c.len_utf8()).rev().find_map(|end| {
        let (name, rest) = name.split_at_checked(end)?;
        let is_name = name.chars().count() >= SHORTEST_NAME && (rest.is_empty() || goes_on(rest));
        let below = is_name.then(|| body.find(name)).flatten()?;
        goes_on(body.get(below + name.len()..)?).then_some(name)
    })?;
    let is_topic = TOPICS.iter().chain(BYSTANDERS).any(|topic| name.contains(topic));
    (!is_topic).then(|| name.to_owned())
}

/// A folded heading without sign and number before it: `【3】`, `(2)`, `4.`.
fn unnumbered(heading: &str) -> &str {
    let bare = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.starts_with(['】', ')', ']', '.', '、', ' ', '\u{3000}']) {
        rest.trim_start_matches(|c: char| !c.is_alphanumeric())
    } else {
        bare
    }
}

/// An organisation alone on a heading or an emphasised line; or one behind a sign or on a heading, whose
/// name the text below repeats.
fn named(line: &Line, after: &[Line]) -> Option<Heading> {
    let level = line.heading.filter(|level| (2..=EMPHASISED).contains(level));
    let mark = mark_of(&line.text);
    if level.is_none() && line.text.contains('。') {
        return None;
    }
    let bare = unsigned(&line.text);
    let flat = folded(bare);
    if flat.chars().count() > LONGEST_NAMED {
        return None;
    }
    let alone = || {
        let name = leading_organisation(&flat)?;
        (level.is_some() && flat.trim() == name).then_some(name)
    };
    let organisation = alone().or_else(|| echoed(&flat, after))?;
    let title = one_line(bare);
    let pattern = Pattern::Named { mark, level };
    Some(Heading { title, published: None, pattern, organisation: Some(organisation) })
}

/// Whether a text is the name of an organisation and nothing else.
pub(in crate::corpus) fn is_organisation(text: &str) -> bool {
    let flat = folded(text);
    leading_organisation(&flat).is_some_and(|name| name == flat.trim())
}

/// The organisation a folded text begins with, if it is one and not somebody who is acted upon.
fn leading_organisation(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = text.find(|c: char| c.is_whitespace() || "、,:「『([【…/|。".contains(c));
    let mut name = text.get(..end.unwrap_or(text.len()))?.to_owned();
    if LEGAL_FORMS.contains(&name.as_str()) {
        // 「株式会社 東玉」: the legal form alone, its name after a space.
        let rest = text.get(name.len()..)?.trim_start();
        let second = rest.split(|c: char| c.is_whitespace() || "、:「([".contains(c)).next()?;
        name.push_str(second);
    }
    let legal = LEGAL_FORMS.iter().any(|form| name.contains(form) && name != *form);
    let public = PUBLIC_ENDINGS.iter().any(|ending| name.ends_with(ending) && name != *ending)
        && !name.starts_with(['同', '当', '本', '各', '全', '他', '両', '政', '地', '校']);
    let bystander = BYSTANDERS.iter().any(|bystander| name.contains(bystander));
    let length = name.chars().count();
    ((legal || public) && !bystander && !is_acted_upon(&name) && (2..=40).contains(&length))
        .then_some(name)
}

/// Whether a name goes on as a sentence: `株式会社…から`, `株式会社…へ報告`.
fn is_acted_upon(name: &str) -> bool {
    let is_hiragana = |c: &char| ('\u{3041}'..='\u{3096}').contains(c);
    let kanji = |c: &char| ('\u{4E00}'..='\u{9FFF}').contains(c);
    let particle: Vec<char> =
        name.chars().rev().skip_while(kanji).take_while(is_hiragana).collect();
    let particle: String = particle.into_iter().rev().collect();
    PARTICLES.contains(&particle.as_str())
        || ["から", "より", "への", "へ"].iter().any(|ending| name.ends_with(ending))
}

const LEGAL_FORMS: &[&str] = &[
    "株式会社",
    "(株)",
    "有限会社",
    "合同会社",
    "一般社団法人",
    "公益社団法人",
    "一般財団法人",
    "公益財団法人",
    "独立行政法人",
    "国立大学法人",
    "公立大学法人",
    "学校法人",
    "医療法人",
    "医療法人社団",
    "社会福祉法人",
    "宗教法人",
    "特定非営利活動法人",
    "NPO法人",
    "弁護士法人",
    "税理士法人",
    "協同組合",
    "信用金庫",
    "信用組合",
];

const PUBLIC_ENDINGS: &[&str] = &[
    "市",
    "町",
    "村",
    "区",
    "県",
    "東京都",
    "大阪府",
    "京都府",
    "大学",
    "病院",
    "銀行",
    "協会",
    "機構",
    "センター",
    "高校",
    "高等学校",
    "中学校",
    "小学校",
    "学園",
    "学院",
    "教育委員会",
    "市教委",
    "県教委",
    "組合",
    "連合会",
    "公社",
    "商工会",
    "商工会議所",
    "振興会",
    "財団",
    "研究所",
    "電力",
    "ガス",
    "生協",
    "農協",
];

/// What joins a name to the rest of a sentence, which a heading does not have.
const PARTICLES: &[&str] =
    &["から", "より", "へ", "への", "を", "が", "は", "に", "にて", "と", "との", "で"];

/// What sections of one notice are called.
const TOPICS: &[&str] = &[
    "原因",
    "経緯",
    "経過",
    "概要",
    "対象",
    "対応",
    "再発",
    "影響",
    "被害",
    "情報",
    "問い合わせ",
    "問合せ",
    "事案",
    "事故",
    "事件",
    "発生",
    "漏えい",
    "漏洩",
    "流出",
    "今後",
    "調査",
    "報告",
    "公表",
    "システム",
    "サーバ",
    "メール",
    "サイト",
    "データ",
    "カード",
    "パスワード",
    "項目",
    "件数",
    "人数",
    "期間",
    "場所",
    "内容",
    "届出",
    "届け出",
    "処分",
    "補償",
    "背景",
    "教訓",
    "ポイント",
    "解説",
    "対策",
    "個人",
    "私たち",
    "わたしたち",
    "店主",
    "担当",
];

/// Who appears in the timeline of somebody else's incident.
const BYSTANDERS: &[&str] = &[
    "個人情報保護委員会",
    "監督官庁",
    "警察",
    "調査機関",
    "調査会社",
    "決済代行",
    "カード会社",
    "委託先",
    "弊社",
    "当社",
    "当会",
    "当院",
    "本学",
    "当行",
    "弁護士",
    "個人情報",
    "お客",
    "相談",
    "コールセンター",
    "サービスセンター",
];
