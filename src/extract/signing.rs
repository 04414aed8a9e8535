//! Lines that sign a page with a name without a legal form: 2024年5月8日 ふくろう文庫, やま茶房 山路 俊介.
//!
//! Nothing in such a line says for sure that it holds a name; where it stands, what is around the name
//! and how it ends are counted together.

use std::ops::Range;

use memchr::memmem;

use crate::report::Kind;

use super::aliases::tidy;
use super::bodies::{is_free, is_repeated};
use super::candidate::{Candidate, Candidates};
use super::name_shape::{is_hiragana, is_name_char};
use super::names::{NameAt, NameFinder};
use super::organisation::OrganisationFinder;
use super::page::{Page, Shape, opens_list};
use super::page_ends::{Ends, reserves_rights};
use super::page_names::Names;

/// Points that make a line a signature.
const SIGNED: i32 = 6;

/// Points of a signature that holds only where there is no other.
const LEAST_SIGNED: i32 = 3;

/// A line that may sign a page.
pub(super) struct Signed<'t> {
    /// Bytes of the line that may be a name.
    pub(super) name: Range<usize>,
    /// What follows the name.
    rest: &'t str,
    /// Whether a date stands before or behind it.
    is_dated: bool,
}

impl OrganisationFinder {
    /// Lines that sign a page with a name without a legal form: ふくろう文庫 店主, やま茶房 山路 俊介.
    pub(super) fn signing(
        &self,
        page: &Page<'_>,
        ends: Ends,
        kind: Kind,
        names: Names<'_>,
        candidates: &mut Candidates,
    ) {
        // Articles are signed by who publishes them.
        if matches!(kind, Kind::News | Kind::DigestEntry) {
            return;
        }
        for (number, sentence) in page.sentences.iter().enumerate().skip(1) {
            let is_edge = ends.before(sentence.line) <= 10 || ends.behind(sentence.line) <= 10;
            if !is_edge || sentence.shape == Shape::Prose {
                continue;
            }
            let text = page.sentence(number);
            let line = text.trim();
            let is_none = line.is_empty() || opens_list(line) || reserves_rights(line);
            if is_none || text.chars().nth(60).is_some() {
                continue;
            }
            let Some(line) = self.signed(text) else { continue };
            let name = text.get(line.name.clone()).unwrap_or_default();
            if line.rest.starts_with([':', '、', '|', '「']) {
                // 氏名: and 氏名、 are no names.
                continue;
            }
            // くらしの青葉生協: the name that ends in the same letters is only its last part.
            let is_part = |known: &NameAt| {
                known.range.end == line.name.end && known.range.start > line.name.start
            };
            let taken = names.of(number).iter().filter(|known| !is_part(known));
            if !is_free(&line.name, taken) || self.is_no_signature(name, names.finder) {
                continue;
            }
            let whole = name.replace(' ', "");
            if candidates.iter().any(|(known, known_at)| {
                known_at.is_own && memmem::find(whole.as_bytes(), known.as_bytes()).is_some()
            }) {
                continue;
            }
            let is_date = |number: usize| is_date_line(page.sentence(number).trim());
            // A department tells whose it is only where nothing better is known.
            let is_office = is_office(name);
            let is_lone = line.rest.trim().is_empty();
            let beside = is_date(number - 1) || is_date(number + 1);
            let closes = !is_lone && (self.signatures.signs("", line.rest) || is_person(line.rest));
            let below = page.sentence(number + 1).trim();
            let is_reached = |text: &str| {
                ["電話", "でんわ", "お電話", "tel", "〒", "住所", "所在地", "代表", "店主", "店長"]
                    .iter()
                    .any(|word| text.starts_with(word))
            };
            let is_body = self.body.find(name).iter().any(|hit| hit.end == name.len());
            let is_told = is_repeated(page, name, 1);
            // 文字サイズ: what a site says of itself is said once.
            if ends.is_above(sentence.line) && !is_told {
                continue;
            }
            let is_close = ends.before(sentence.line) <= 2 || ends.behind(sentence.line) <= 3;
            let mut points = 0;
            points += if beside || line.is_dated { 4 } else { 0 };
            points += if closes { 4 } else { 0 };
            points += if is_reached(below) || is_reached(line.rest.trim()) { 3 } else { 0 };
            points += if is_body { 3 } else { 0 };
            points += if is_told { 3 } else { 0 };
            points += if is_close { 3 } else { 0 };
            points += if is_lone && beside { 2 } else { 0 };
            // Right between the title and the text.
            points += if is_lone && number == 1 && Self::is_followed(page) { 3 } else { 0 };
            if points < SIGNED {
                continue;
            }
            // AOBA: what a site's head writes so is mostly written out in its text.
            if name.is_ascii() {
                points = points.min(LEAST_SIGNED);
            }
            let mut range = line.name.clone();
            if is_office && self.signatures.is_department(line.rest.trim()) {
                range.end = text.trim_end().len();
            }
            if is_office {
                points = 1;
            } else if kind == Kind::Commentary {
                if !beside || self.byline.is_in(text) || self.author.is_in(name) {
                    continue;
                }
                points = (points - 3).min(5);
            }
            let at = sentence.range.start;
            let display = tidy(page.original(at + range.start..at + range.end));
            let key = text.get(range).unwrap_or_default().replace(' ', "");
            let candidate = candidates.entry(key).or_insert_with(|| Candidate {
                display,
                sentence: number,
                ..Candidate::default()
            });
            candidate.points += points.min(9);
        }
    }

    /// Whether running text follows the second line of a page.
    fn is_followed(page: &Page<'_>) -> bool {
        page.sentences.get(2).is_some_and(|next| next.shape == Shape::Prose)
    }

    /// The parts of a line that may sign a page: dates and labels, a name, and who of it signs.
    pub(super) fn signed<'t>(&self, text: &'t str) -> Option<Signed<'t>> {
        let mut start = text.len() - text.trim_start().len();
        let mut is_dated = false;
        let gaps = text.char_indices().filter(|(_, c)| matches!(c, ' ' | ':' | ')' | '】'));
        for (gap, c) in gaps.take(8) {
            let head = text.get(..gap).unwrap_or_default();
            if gap >= start && self.signatures.is_dateline(head) {
                is_dated |=
                    head.chars().any(|c| c.is_ascii_digit()) && head.contains(['年', '/', '.']);
                start = gap + c.len_utf8();
            }
        }
        let body = text.get(start..)?;
        start += body.len() - body.trim_start().len();
        let body = text.get(start..)?;
        let ends = |c: char| matches!(c, ' ' | '(' | ':' | '/' | '|' | '、' | '「' | '」');
        let mut length = body.find(ends).unwrap_or(body.len());
        let ends_body = |length: usize| {
            body.get(..length)
                .is_some_and(|name| self.body.find(name).iter().any(|hit| hit.end == name.len()))
        };
        // 湖畔の宿 白樺館: the second word ends as names do, the first does not.
        if let Some(rest) = body.get(length..).and_then(|rest| rest.strip_prefix(' ')) {
            let next = length + 1 + rest.find(ends).unwrap_or(rest.len());
            let word = rest.get(..next - length - 1).unwrap_or_default();
            if next == body.trim_end().len()
                && ends_body(next)
                && !self.signatures.is_department(word)
            {
                length = next;
            }
        }
        let rest = body.get(length..).unwrap_or_default();
        let (_, last) = rest.trim_end().rsplit_once(' ').unwrap_or(("", rest.trim()));
        is_dated |= is_date_line(last);
        Some(Signed { name: start..start + length, rest, is_dated })
    }

    /// Whether a word on a line of its own is no name of an organisation.
    fn is_no_signature(&self, name: &str, names: &NameFinder) -> bool {
        let plain =
            name.chars().all(|c| is_name_char(c) || is_hiragana(c) || c == ' ' || c == '・');
        let ends = [
            "て", "た", "る", "す", "い", "を", "に", "は", "が", "で", "と", "も", "へ", "の",
            "り", "か",
        ];
        let is_phrase = name.chars().next_back().is_some_and(is_hiragana)
            && ends.iter().any(|end| name.ends_with(end))
            && !name.chars().all(is_hiragana);
        let is_body = || self.body.find(name).iter().any(|hit| hit.end == name.len());
        !plain
            || is_phrase
            || !(2..=24).contains(&name.chars().count())
            || self.signatures.is_no_name(name)
            || name.starts_with(|c: char| c.is_ascii_digit()) && !name.chars().any(is_hiragana)
            || self.signatures.tells(name)
            || names.is_described(name) && !is_office(name) && !is_body()
            || self.signatures.is_dateline(name)
            || self.not_brand.is_in(name) && !is_body()
            || self.own_alias.is_in(name)
            || names.is_uninvolved(name)
    }
}

/// Whether a name is that of an office inside some body: 総務部, 生涯学習課.
pub(super) fn is_office(name: &str) -> bool {
    let ends = [
        "課",
        "部",
        "係",
        "室",
        "班",
        "局",
        "グループ",
        "チーム",
        "担当",
        "窓口",
        "事務局",
        "本部",
        "支店",
        "営業所",
    ];
    let own = [
        "水道局",
        "交通局",
        "病院局",
        "企業局",
        "消防局",
        "放送局",
        "薬局",
        "研究室",
        "教室",
        "消防本部",
        "警察本部",
        "生産性本部",
    ];
    ends.iter().any(|end| name.ends_with(end)) && !own.iter().any(|end| name.ends_with(end))
}

/// Whether a line holds no more than a date.
fn is_date_line(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', ' ']);
    let is_dated =
        text.contains('年') && text.ends_with(['日', ')', '月', '記', '分', '開', '新', '載']);
    is_dated && text.chars().count() <= 24 && text.chars().any(|c| c.is_ascii_digit())
}

/// Whether words behind a name are those of a person: 山路 俊介.
fn is_person(rest: &str) -> bool {
    let words: Vec<&str> = rest.split_whitespace().take(4).collect();
    let letters = |word: &&str| {
        let count = word.chars().count();
        let fits = |c: char| {
            matches!(c, '一'..='龥' | '々' | 'ヶ' | 'ノ')
                || is_hiragana(c)
                || ('ァ'..='ー').contains(&c)
        };
        (1..=4).contains(&count) && word.chars().all(fits)
    };
    (1..=2).contains(&words.len()) && words.iter().all(letters)
}
