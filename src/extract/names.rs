//! Names of organisations in running text, recognised by their legal form or their last word.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::name_forms::{Form, Forms};
use super::name_parts::{
    TOWNS, dotted, has_offices, kana_behind_grammar, kana_within, opens_office, opens_officer,
};
use super::name_shape::{
    LONGEST, after, is_hiragana, is_name_char, is_self_reference, joins_words, kana_inside,
    latin_before, lone_word, may_open_name, signed, starts_with_function_word,
};
use super::trade::{TradeNames, TradeWords};

/// Start of a town's name behind its prefecture (青葉県|緑市), or of a quoted name with dots inside
/// (「高齢・障害・雇用支援機構).
fn within(text: &str, name: Range<usize>) -> usize {
    let word = text.get(name.clone()).unwrap_or_default();
    if word.ends_with(['市', '町', '村']) {
        let stem = word.get(..word.len() - '市'.len_utf8()).unwrap_or_default();
        let county = stem.rfind(['県', '郡']).map(|at| at + '県'.len_utf8());
        let county = county.filter(|at| *at >= 6 && *at < stem.len());
        return name.start + county.unwrap_or(0);
    }
    let head = text.get(..name.start).unwrap_or_default();
    if !head.ends_with('・') {
        return name.start;
    }
    let length: usize = head
        .chars()
        .rev()
        .take(LONGEST)
        .take_while(|c| is_name_char(*c) || *c == '・')
        .map(char::len_utf8)
        .sum();
    let is_body = ["機構", "研究所"].iter().any(|end| word.ends_with(end));
    let is_quoted = head.get(..head.len() - length).is_some_and(|lead| {
        lead.ends_with('「') || is_body && (lead.trim().is_empty() || lead.ends_with(['】', ']']))
    });
    if is_quoted { name.start - length } else { name.start }
}

/// Whether the last word of a name is the end of it, before the rest of its line: not so 青葉市 in 青葉市場.
fn ends_name(form: &str, rest: &str) -> bool {
    if form == "県" {
        let town = rest.trim_start_matches(is_hiragana);
        let kana = rest.len() - town.len();
        if (1..=18).contains(&kana) && town.starts_with(['市', '町', '村']) {
            return false;
        }
    }
    let has_offices = || form.strip_prefix(TOWNS) == Some("") || has_offices(form);
    !rest.starts_with(is_name_char) || opens_officer(rest) || has_offices() && opens_office(rest)
}

/// Finds names.
#[derive(Debug)]
pub(super) struct NameFinder {
    forms: Forms,
    not_names: CueSet,
    not_before: CueSet,
    regulators: CueSet,
    trade: TradeNames,
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
    trade: TradeWords,
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
        for (form, words) in [
            (Form::Either, &words.either),
            (Form::Front, &words.front),
            (Form::Either, &words.part_of_name),
            (Form::Latin, &words.latin),
            (Form::Back, &words.back),
        ] {
            file.cues(words, folder)?;
            forms.extend(
                words.iter().map(|word| (folder.fold(word.get_ref()).text().to_owned(), form)),
            );
        }
        Ok(Self {
            trade: TradeNames::new(&file, &words.trade, &words.not_before, folder)?,
            forms: Forms::new(forms),
            not_names: file.cues(&words.not_names, folder)?,
            not_before: file.cues(&words.not_before, folder)?,
            regulators: file.cues(&words.uninvolved, folder)?,
        })
    }

    /// The names in a folded sentence, in order, none overlapping.
    pub(super) fn find(&self, text: &str) -> Vec<NameAt> {
        let mut names: Vec<NameAt> = Vec::new();
        let mut at = 0;
        while let Some((place, form)) = self.forms.next(text, at) {
            at = place.end;
            let floor = names.last().map_or(0, |name| name.range.end);
            if place.start < floor {
                continue;
            }
            let word = text.get(place.clone()).unwrap_or_default();
            let Some(range) = self.around(text, floor, place, form) else { continue };
            let name = text.get(range.clone()).unwrap_or_default();
            // Of these forms there is one name each.
            let is_sole = match word {
                "都" => name == "東京都",
                "道" => name == "北海道",
                _ => true,
            };
            let is_union = ["広域連合", "事務組合", "企業団"].iter().any(|end| name.ends_with(end));
            let is_name = is_sole
                && !is_self_reference(name)
                && (is_union || !self.not_names.is_in(name))
                && !self.is_generic(name);
            if is_name {
                names.push(NameAt { range, is_legal: form != Form::Back });
            }
        }
        names
    }

    /// The name that a form stands before or behind, with the form.
    fn around(
        &self,
        text: &str,
        floor: usize,
        form: Range<usize>,
        kind: Form,
    ) -> Option<Range<usize>> {
        let Range { start, end } = form;
        let before = || self.before(text, floor, start).map(|first| first..end);
        let behind = || {
            let last = signed(text, start, end).or_else(|| after(text, end));
            last.map(|last| start..last)
        };
        let range = match kind {
            Form::Either => before().or_else(behind)?,
            Form::Latin => latin_before(text, floor, start)?..end,
            Form::Front => behind()?,
            Form::Back => ends_name(text.get(form)?, text.get(end..)?).then(before)??,
        };
        Some(if kind == Form::Back {
            within(text, range.clone())..range.end
        } else {
            range.start..self.with_facility(text, range.clone())
        })
    }

    /// Whether a name says no more than what sort of body it is: 当企業団, 市立中学校, 県立高校.
    pub(super) fn is_generic(&self, name: &str) -> bool {
        const OWN: [char; 8] = ['当', '本', '同', '弊', '各', '某', '両', '貴'];
        const KINDS: [&str; 13] = [
            "市立", "県立", "町立", "村立", "区立", "都立", "府立", "道立", "公立", "私立", "国立",
            "市内", "県内",
        ];
        // 3病院, 全7病院: how many, not which.
        let counted = name.trim_start_matches(['全', '計', '約']);
        if counted.starts_with(|c: char| c.is_ascii_digit())
            && self.forms.is_form(counted.trim_start_matches(|c: char| c.is_ascii_digit()))
        {
            return true;
        }
        // 県教育委員会, 市消防本部: which one, nobody can tell.
        let mut letters = name.chars();
        let is_of_town = letters.next().is_some_and(|first| TOWNS.contains(&first))
            && ["教育委員会", "教委", "教育庁", "消防本部"].contains(&letters.as_str());
        if is_of_town || name.strip_prefix(OWN).is_some_and(|rest| self.forms.is_form(rest)) {
            return true;
        }
        // What all of the kinds end in.
        if !name.contains(['立', '内']) {
            return false;
        }
        let rest = KINDS.iter().find_map(|kind| name.strip_prefix(kind));
        // 青葉県立高校: the prefecture's, none of them.
        let of_kind = KINDS.iter().find_map(|kind| {
            let at = name.find(kind).filter(|at| *at > 0 && *at <= 12)?;
            name.get(at + kind.len()..)
        });
        rest.is_some_and(|rest| self.forms.is_form(rest))
            || of_kind.is_some_and(|rest| rest.ends_with('校') && self.forms.is_form(rest))
    }

    /// The town whose form stands here, whatever follows: 青葉市 in 青葉市健康まつり.
    pub(super) fn town(&self, text: &str, form: Range<usize>) -> Option<Range<usize>> {
        let range = self.before(text, 0, form.start)?..form.end;
        let name = text.get(range.clone())?;
        let is_sole = !name.ends_with('都') || name == "東京都";
        let is_short = (2..=7).contains(&name.chars().count());
        let is_name = is_short && is_sole && !self.not_names.is_in(name);
        (is_name && !is_self_reference(name) && !self.is_generic(name)).then_some(range)
    }

    /// Whether a word ends as common nouns do: 担当者, 調査結果.
    pub(super) fn is_described(&self, word: &str) -> bool {
        self.trade.is_described(word)
    }

    /// Words that may be names of companies without a legal form: イセトー, アクア社, 北都運輸.
    ///
    /// They say nothing by themselves; only what stands around them can make them names.
    pub(super) fn trade(&self, text: &str) -> Vec<NameAt> {
        self.trade.find(text)
    }

    /// These, and behind them words that end as common nouns do and may be names all the same: 倉見サービス,
    /// 東門行政システム(東京都).
    ///
    /// `is_company` tells whether a page speaks of a word as of a company.
    pub(super) fn any_trade(&self, text: &str, is_company: impl Fn(&str) -> bool) -> Vec<NameAt> {
        self.trade.find_any(text, is_company)
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
        let words = text.get(start - kana..start)?;
        // At the head of a line もりの or ときわ may begin a name as well as a clause.
        let opens = before_kana.is_none_or(|c| matches!(c, ' ' | '\n' | '「' | '】' | ']'));
        let may_be_name = opens && kana >= 9 && start < form && may_open_name(words);
        let is_name = !starts_with_function_word(words) || may_be_name;
        if kana > 0 && kana <= 6 * 3 && clear && is_name {
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
        // 手が|ける株式会社甲: where kana alone stand before the form, the name may as well follow it.
        let follows = text.get(form..)?.trim_start_matches(|c| "株式有限合同資会社".contains(c));
        let closes = follows.is_empty()
            || follows.starts_with([
                'は', 'が', 'に', 'を', 'の', 'で', 'と', 'へ', '、', '。', '(', ' ',
            ]);
        let is_short = !clear && (start < form || closes);
        // Nordlys Japan合同会社: words in Latin letters belong together.
        let is_latin = |word: &str| word.starts_with(|c: char| c.is_ascii_alphabetic());
        if kana == 0
            && text.get(start..form).is_some_and(is_latin)
            && let Some(first) = latin_before(text, floor, form)
        {
            start = first.min(start);
        }
        if let Some(first) = kana_within(text, floor, form, start, kana) {
            return Some(first);
        }
        // 北青葉いすゞ自動車株式会社: kana inside a name that opens its line.
        if !clear && kana >= 6 && start < form {
            let outer = lead.get(..lead.len() - kana)?;
            let solid: usize =
                outer.chars().rev().take_while(|c| is_name_char(*c)).map(char::len_utf8).sum();
            let lead = outer.get(..outer.len() - solid)?.chars().next_back();
            let opens = lead.is_none_or(|c| matches!(c, ' ' | '\n' | ':' | '】' | ']'));
            let is_word = kana_inside(outer, text.get(start - kana..)?) == Some(kana);
            let skips =
                outer.get(outer.len() - solid..).is_some_and(|word| self.not_before.is_in(word));
            if opens && is_word && solid >= 6 && !skips && may_open_name(words) {
                return Some(start - kana - solid);
            }
        }
        if is_short && let Some(name) = kana_behind_grammar(lead.get(lead.len() - kana..)?) {
            start -= name.len();
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
        if rest.starts_with('・') {
            return range.end + dotted(text.get(range.clone()).unwrap_or_default(), rest);
        }
        let Some(next) = rest.strip_prefix(' ') else { return range.end };
        let length: usize = next
            .chars()
            .take_while(|c| is_name_char(*c) || is_hiragana(*c) || *c == '・')
            .map(char::len_utf8)
            .sum();
        let word = next.get(..length).unwrap_or_default();
        let facility = [
            "病院",
            "大学",
            "クリニック",
            "内科",
            "外科",
            "小児科",
            "歯科",
            "眼科",
            "医院",
            "薬局",
            "学校",
            "高等学校",
            "幼稚園",
            "保育園",
            "協会",
            "総合事務所",
            "医療センター",
            // As it is folded.
            "医療センタ",
            "学園",
        ];
        // 甲病院・乙病院 are two; 青葉急性期・総合医療センター is one.
        let is_list = word
            .split('・')
            .rev()
            .skip(1)
            .any(|part| part.is_empty() || facility.iter().any(|end| part.ends_with(end)));
        if facility.iter().any(|end| word.ends_with(end)) && !is_list {
            range.end + 1 + length
        } else {
            range.end
        }
    }
}
