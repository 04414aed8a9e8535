//! Which of two bodies suffered it where one speaks of the other: a town and its board of education, a
//! parent and its subsidiary, an association and the towns that form it, the police of themselves.

use memchr::memmem;

use super::candidate::Candidates;
use super::cue::CueSet;
use super::name_shape::{is_hiragana, is_name_char};
use super::page::Page;

/// Most characters between a name and the particle that makes it and its partner the subject.
const LONGEST_PARTNER: usize = 20;

/// Whether a name may be the subject of its sentence, `order` being how many names stand before it.
///
/// 甲市、乙町などでつくる丙事務組合は: towns that form a body are no subject.
pub(super) fn opens_subject(head: &str, order: usize) -> bool {
    order == 0
        || ["でつくる", "で作る", "で構成する", "で構成される", "で組織する", "でつくっている"]
            .iter()
            .any(|word| head.ends_with(word))
}

/// What follows a name and the one that acts with it: は25日 in と県農政部は25日.
pub(super) fn behind_partner(tail: &str) -> &str {
    let partner = ["と", "および", "及び", "、"].iter().find_map(|word| tail.strip_prefix(word));
    let Some(partner) = partner else { return tail };
    let length: usize = partner
        .chars()
        .take(LONGEST_PARTNER)
        .take_while(|c| is_name_char(*c))
        .map(char::len_utf8)
        .sum();
    let rest = partner.get(length..).unwrap_or_default();
    if length >= 6 && rest.starts_with('は') { rest } else { tail }
}

/// Whether a company is told as the subsidiary of another that is named, and entrusts what it lost:
/// 甲株式会社の子会社である(乙株式会社)が配送を委託している.
pub(super) fn is_subsidiary(head: &str, tail: &str) -> bool {
    let head = ["である", "の"].iter().find_map(|word| head.strip_suffix(word)).unwrap_or(head);
    let Some(head) = head.strip_suffix("会社") else { return false };
    let head = ["の連結子", "の完全子", "の物流子", "の販売子", "の子", "のグループ"]
        .iter()
        .find_map(|word| head.strip_suffix(word));
    let is_named = head.is_some_and(|head| head.ends_with("会社") || head.ends_with(')'));
    let clause: String = tail.chars().take(40).take_while(|c| !matches!(c, '、' | '。')).collect();
    is_named && clause.starts_with('が') && clause.contains("委託")
}

/// Whether what stands before a name leaves it the head of a title: nothing, a label, its prefecture.
pub(super) fn leads_title(head: &str) -> bool {
    let head = head.trim_end();
    let head = if head.ends_with(['県', '府', '都', '道', '郡']) {
        head.trim_end_matches(|c| is_name_char(c) || is_hiragana(c))
    } else {
        head
    };
    head.is_empty() || head.ends_with(['】', ']'])
}

/// Bytes of the prefecture that ends the words before a town: 青葉県.
pub(super) fn prefecture(head: &str) -> usize {
    head.chars().rev().take(4).take_while(|c| is_name_char(*c)).map(char::len_utf8).sum()
}

/// Whether a bracket has opened right before a name, or before where its bearer sits: (本社.
pub(super) fn opens_bracket(head: &str) -> bool {
    let open = head.trim_end_matches(['・', ':', '、', '=', ' ']);
    let seats = ["本社", "本店", "本部", "所在地"];
    seats.iter().find_map(|seat| open.strip_suffix(seat)).unwrap_or(head).ends_with('(')
}

/// Whether a name heads an item of a list that counts people or things: 甲高校:生徒81名分.
pub(super) fn lists_it(tail: &str) -> bool {
    tail.strip_prefix(':').is_some_and(|item| {
        item.chars().any(|c| c.is_ascii_digit()) && item.contains(['名', '人', '件', '枚'])
    })
}

/// Whether the police tell of something that their own people did.
pub(super) fn tells_of_its_own(text: &str, name: &str) -> bool {
    let is_police = ["警察", "県警", "府警", "道警", "警視庁", "警察署", "警察本部"]
        .iter()
        .any(|end| name.ends_with(end));
    let own = ["署員", "巡査", "警部補", "警部", "警察官", "本部員", "署の職員", "課員"];
    let loses =
        ["紛失", "誤送", "誤って", "置き忘れ", "なくし", "盗まれ", "流出", "漏えい", "漏ら"];
    let catches = ["逮捕", "送検", "容疑で", "疑いで"];
    let is_in = |words: &[&str]| words.iter().any(|word| text.contains(word));
    is_police && is_in(&own) && is_in(&loses) && !is_in(&catches)
}

/// Gives the board of education what a title says of its town's schools: 青葉県の高校で, where 青葉県教委 tells.
pub(super) fn board_of_town(page: &Page<'_>, candidates: &mut Candidates) {
    let best = candidates.iter().max_by_key(|(_, candidate)| candidate.points);
    let Some((town, points, sentence)) =
        best.map(|(key, candidate)| (key.clone(), candidate.points, candidate.sentence))
    else {
        return;
    };
    let text = page.sentence(sentence);
    let behind = memmem::find(text.as_bytes(), town.as_bytes())
        .and_then(|at| text.get(at + town.len()..)?.strip_prefix('の'));
    let schools =
        ["高校", "県立高校", "公立高校", "小学校", "中学校", "小中学校", "学校", "教諭", "教員"];
    if !behind.is_some_and(|behind| schools.iter().any(|word| behind.starts_with(word))) {
        return;
    }
    let boards = ["教育委員会", "教委"].map(|board| format!("{town}{board}"));
    if let Some(board) = boards.iter().find(|board| candidates.contains_key(*board))
        && let Some(candidate) = candidates.get_mut(board)
    {
        candidate.points = points + 1;
    }
}

/// Whether what follows a name makes it the one that tells of the incident: は11日、…と発表した.
pub(super) fn announces(announce: &CueSet, tail: &str) -> bool {
    let tail = tail.trim_start();
    let bracket = if tail.starts_with('(') {
        tail.char_indices().take(60).find(|(_, c)| *c == ')').map_or(0, |(at, c)| at + c.len_utf8())
    } else {
        0
    };
    let tail = tail.get(bracket..).unwrap_or_default();
    let tail = behind_partner(tail);
    tail.starts_with(['は', 'が']) && announce.is_in(tail)
}

/// Whether a name stands behind a year, as that of an earlier case does: 2014年の|甲の事件.
pub(super) fn looks_back(head: &str) -> bool {
    head.trim_end_matches('、')
        .strip_suffix("年の")
        .is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()))
}

/// Gives a city what its ward has gained: 葵浜市 beside 南区, where 葵浜市南区 stands.
pub(super) fn join_wards(page: &Page<'_>, candidates: &mut Candidates) {
    let wards: Vec<String> = candidates.keys().filter(|key| key.ends_with('区')).cloned().collect();
    for ward in wards.into_iter().take(MOST_WARDS) {
        let mut cities = candidates.keys().filter(|city| city.ends_with('市')).take(MOST_CITIES);
        let city = cities.find(|city| page.text().contains(&format!("{city}{ward}")));
        let Some(city) = city.cloned() else { continue };
        let gained = candidates.remove(&ward).map_or(0, |ward| ward.points);
        if let Some(city) = candidates.get_mut(&city) {
            city.points += gained.max(0);
        }
    }
}

/// Most wards that are looked for in a page.
const MOST_WARDS: usize = 4;

/// Most cities that a ward may be of.
const MOST_CITIES: usize = 16;
