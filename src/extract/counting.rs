//! What makes a number one of victims: words of data and of what became of it, the noun it counts, the
//! heading above, or a number before it that was told.

use std::cell::OnceCell;

use crate::report::{Certainty, Unit};

use super::affected::CountFinder;
use super::bystanders::near_head;
use super::counted::{TOTALS, is_person, is_portion, is_sum_row, noun_before};
use super::numbers::Quantity;
use super::page::{Page, Sentence, Shape};
use super::section::Section;
use super::stance::{Reading, Signal};

/// Most bytes of a noun between those who are concerned and their number: 該当する|お客様|12名.
const LONGEST_NOUN: usize = 15;

/// What the words of a sentence say about each of its numbers, asked once where it matters.
pub(super) struct SentenceWords<'s> {
    finder: &'s CountFinder,
    text: &'s str,
    /// Whether a signal tells of a leak.
    is_signalled: bool,
    leaks: OnceCell<bool>,
    has_subject: OnceCell<bool>,
    last_subject: OnceCell<Option<usize>>,
    first_key: OnceCell<Option<usize>>,
}

impl<'s> SentenceWords<'s> {
    /// The words of a sentence.
    pub(super) fn of(finder: &'s CountFinder, text: &'s str, reading: &Reading<'_>) -> Self {
        let is_signalled = [Signal::Leak, Signal::Content, Signal::Possible, Signal::CannotExclude]
            .iter()
            .any(|signal| reading.has(*signal));
        Self {
            finder,
            text,
            is_signalled,
            leaks: OnceCell::new(),
            has_subject: OnceCell::new(),
            last_subject: OnceCell::new(),
            first_key: OnceCell::new(),
        }
    }

    /// Whether the sentence tells of a leak or of harm.
    fn leaks(&self) -> bool {
        *self.leaks.get_or_init(|| self.is_signalled || self.finder.harm.is_in(self.text))
    }

    /// Whether it names a subject.
    fn has_subject(&self) -> bool {
        *self.has_subject.get_or_init(|| self.finder.subjects.is_in(self.text))
    }

    /// Whether its last subject begins at a byte or behind it.
    fn has_subject_behind(&self, place: usize) -> bool {
        let last = || self.finder.subjects.find(self.text).last().map(|hit| hit.start);
        self.last_subject.get_or_init(last).is_some_and(|start| start >= place)
    }

    /// Whether a key ends at a byte or before it.
    fn has_key_before(&self, place: usize) -> bool {
        let first = || self.finder.keys.find(self.text).iter().map(|hit| hit.end).min();
        self.first_key.get_or_init(first).is_some_and(|end| end <= place)
    }
}

/// What stands above a sentence and bears on its numbers.
#[derive(Debug, Default)]
pub(super) struct Context {
    /// Whether the heading names what can be counted.
    pub(super) names_subject: bool,
    pub(super) heading_denies: bool,
    pub(super) heading_leaks: bool,
    /// Whether the question that is being answered asks how many.
    pub(super) asked: bool,
    /// Whether the heading says that what stands below is the most there can be.
    pub(super) at_most: bool,
}

/// Most bytes before the number of a sentence that is nothing but data and their number.
const SHORT_NOTE: usize = 60;

/// What follows the number of data that something holds: 286件並んでいた, 12件含まれ.
const THERE: [&str; 14] = [
    "あり",
    "あっ",
    "並ん",
    "含まれ",
    "入っ",
    "残っ",
    "残され",
    "載っ",
    "記載",
    "記され",
    "記録",
    "書かれ",
    "保存",
    "登録",
];

/// Whether a text begins with one of some words.
fn opens_with(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

impl CountFinder {
    /// What a heading or a question says of the numbers below.
    pub(super) fn context(&self, page: &Page<'_>, number: usize) -> Context {
        let text = page.sentence(number);
        let is_question = page.sentences.get(number).is_some_and(|sentence| sentence.question);
        let stance = page.reading(number).whole();
        let denies = stance.is_some_and(|found| found.certainty == Certainty::Denied);
        let leaks = || stance.is_some_and(|found| found.is_leak) || self.scope_headings.is_in(text);
        Context {
            names_subject: self.subjects.is_in(text),
            heading_denies: denies && !is_question,
            heading_leaks: !denies && leaks(),
            asked: is_question && self.asks.is_in(text),
            at_most: text.contains("最大"),
        }
    }

    /// Whether the text around a number tells of data and of what became of it.
    pub(super) fn is_told(
        &self,
        sentence: &Sentence,
        words: &SentenceWords<'_>,
        text: &str,
        quantity: &Quantity,
        context: &Context,
    ) -> bool {
        let head = text.get(..quantity.range.start).unwrap_or_default();
        let tail = text.get(quantity.range.end..).unwrap_or_default();
        let owner = near_head(head);
        let is_people = quantity.count.unit == Unit::People;
        let in_scope = sentence.section == Section::Scope || context.heading_leaks;
        let is_item = sentence.shape != Shape::Prose;
        let about_data =
            || context.names_subject || words.has_subject() || words.has_key_before(head.len());
        if context.asked
            || in_scope && is_item
            || (in_scope || words.leaks()) && about_data()
            || tail.trim_start().starts_with("(確定")
        {
            return true;
        }
        // 120名分の, 30人の氏名, 対象は78件です: what is counted is said to be data or its total.
        let is_whose = is_people
            && tail.strip_prefix('の').is_some_and(|rest| self.opens_with_data(rest))
            || is_item
                && tail.strip_prefix("について、").is_some_and(|rest| self.opens_with_data(rest));
        let is_sum = TOTALS.iter().any(|word| tail.starts_with(word))
            && self.subjects.is_in(owner)
            && owner.contains(['は', 'が', ':']);
        let is_row = is_item
            && (is_people && tail.trim_matches(|c: char| !c.is_alphanumeric()).is_empty()
                || words.has_subject_behind(quantity.range.end))
            && noun_before(head).is_some_and(|noun| is_person(&noun));
        // A cell of a table that holds nothing else.
        let is_cell = is_people
            && head.ends_with(char::is_whitespace)
            && tail.starts_with(char::is_whitespace);
        let counted = is_cell
            || self.subjects.is_in(owner) && (is_item || is_people && self.persons.is_in(owner))
            || is_people && is_item && words.has_subject_behind(quantity.range.end);
        let is_concerned = || {
            let concerned = self.concerned.find(owner);
            concerned.last().is_some_and(|hit| owner.len() - hit.end <= LONGEST_NOUN)
        };
        let noun = || noun_before(head);
        let ends = tail.is_empty() || tail.starts_with(['。', '(', ')', ' ', '、']);
        let is_of_documents = !is_people && self.is_of_documents(text, quantity);
        // 受講生百二十余名の志望校が…見えていた, 郵便物617通を…隠していた
        let is_hurt = words.leaks()
            && (is_people && noun().is_some_and(|noun| is_person(&noun)) || is_of_documents);
        // 普通預金入金票 58枚; ファイルは全部で9,412件、このうち
        let is_mail =
            text.get(quantity.range.clone()).is_some_and(|counted| counted.ends_with('通'));
        let is_verdict = is_of_documents
            && ((is_item || owner.ends_with('は')) && ends
                || owner.contains('は') && TOTALS.iter().any(|word| tail.starts_with(word)))
            && (!is_mail || tail.is_empty());
        // 口座番号が286件並んでいた; 記録は高齢者7人についてのもの
        let is_there = !is_people && self.is_of_data(owner) && opens_with(tail, &THERE);
        let is_of_them = is_people
            && opens_with(tail, &["について", "に関する", "に係る", "にかかわる"])
            && tail.chars().take(14).any(|c| matches!(c, 'も' | '情' | '記' | '書' | 'デ' | '資'));
        // メールアドレスと電話番号 3件: a line of what leaked.
        let cell = owner.trim_end_matches([' ', ':', '|', '(', '\t']);
        let cell =
            ["だけ", "のみ", "など"].iter().find_map(|end| cell.strip_suffix(end)).unwrap_or(cell);
        // メールアドレス56件。
        let is_note = tail == "。" && head.len() <= SHORT_NOTE && !head.contains(['、', 'は']);
        let is_data_row = !is_people && (is_item && ends || is_note) && self.ends_with_data(cell)
            || !is_people && is_item && tail.is_empty() && self.opens_row(head);
        is_data_row
            || is_there
            || is_of_them
            || is_hurt
            || is_verdict
            || is_concerned()
            || is_item && is_sum_row(text, quantity)
            || is_portion(text, quantity) && (is_people || is_item)
            || is_whose
            || is_sum
            || is_row
            || counted
            || self.keys.is_in(owner)
    }

    /// 会員さま312名、…方は81名です: persons that are listed with others up to the verdict.
    pub(super) fn is_listed(&self, text: &str, quantities: &[Quantity], order: usize) -> bool {
        let Some(quantity) = quantities.get(order) else { return false };
        let Some(next) = quantities.get(order + 1) else { return false };
        let after = |quantity: &Quantity| text.get(quantity.range.end..).unwrap_or_default();
        let head = text.get(..quantity.range.start).unwrap_or_default();
        let is_people = [quantity, next].iter().all(|one| one.count.unit == Unit::People);
        is_people
            && after(quantity).starts_with('、')
            && TOTALS.iter().any(|word| after(next).starts_with(word))
            && self.persons.find(head).last().is_some_and(|hit| head.len() - hit.end <= 6)
    }

    /// Whether a count of companies is one of clients, whose data it counts: 取引先412社, in a line of a
    /// list or as the result.
    pub(super) fn are_clients(&self, text: &str, quantity: &Quantity, is_line: bool) -> bool {
        let tail = text.get(quantity.range.end..).unwrap_or_default();
        let head = text.get(..quantity.range.start).unwrap_or_default().trim_end();
        let near = near_head(head).trim_end_matches(['(', ':', 'の']).trim_end();
        let is_hit = |near: &str| {
            let end = near.trim_end_matches('は');
            end.len() < near.len() && self.concerned.is_in(near)
        };
        (is_line || TOTALS.iter().any(|word| tail.starts_with(word)))
            && self.companies.find(near).last().is_some_and(|hit| hit.end == near.len())
            || is_hit(near)
    }

    /// Whether a noun of data stands right before, as what there is so much of: 口座番号が|286件.
    fn is_of_data(&self, owner: &str) -> bool {
        let near = owner.strip_suffix(['が', 'は']).unwrap_or(owner);
        near.len() < owner.len() && self.ends_with_data(near)
    }

    fn ends_with_data(&self, near: &str) -> bool {
        self.data.find(near).last().is_some_and(|hit| hit.end == near.len())
    }

    /// Whether the row of a table of wide gaps opens with a cell of papers or data: 取次票    古利根   402先.
    fn opens_row(&self, head: &str) -> bool {
        let gaps = ["  ", "\t", "|"];
        let cell =
            gaps.iter().filter_map(|gap| head.find(gap)).min().and_then(|end| head.get(..end));
        let Some(cell) = cell.filter(|cell| cell.len() <= 90 && head.ends_with([' ', '\t'])) else {
            return false;
        };
        let cell = cell.split('(').next().unwrap_or(cell).trim_end();
        matches!(cell, "同上" | "〃")
            || self.documents.find(cell).last().is_some_and(|hit| hit.end == cell.len())
    }

    /// Whether a number stands behind a noun of papers, files or pictures: 郵便物617通, 画像は8,000点.
    pub(super) fn is_of_documents(&self, text: &str, quantity: &Quantity) -> bool {
        let near = near_head(text.get(..quantity.range.start).unwrap_or_default());
        let near = near.trim_end_matches([' ', '(', ':', '|', '\t']);
        let near = near.strip_suffix(['は', 'が', 'の']).unwrap_or(near);
        let is_program = ["ファイル", "pdf"].iter().any(|word| near.ends_with(word))
            && text.get(quantity.range.clone()).is_some_and(|counted| counted.ends_with('点'));
        quantity.count.unit == Unit::Records
            && !is_program
            && self.documents.find(near).last().is_some_and(|hit| hit.end == near.len())
    }

    /// Whether a number stands right behind a noun of data: 答案34枚, 予約120件.
    pub(super) fn is_glued(&self, text: &str, quantity: &Quantity) -> bool {
        let near = near_head(text.get(..quantity.range.start).unwrap_or_default());
        quantity.count.unit == Unit::Records
            && self.data.find(near).last().is_some_and(|hit| hit.end == near.len())
    }

    /// Whether a number only tells how many somebody is: 職員は26人で, 契約者は約8万3千人に上る.
    pub(super) fn is_size(
        &self,
        words: &SentenceWords<'_>,
        text: &str,
        quantity: &Quantity,
        context: &Context,
    ) -> bool {
        let head = text.get(..quantity.range.start).unwrap_or_default();
        let tail = text.get(quantity.range.end..).unwrap_or_default();
        let is_predicate = tail.is_empty()
            || tail.starts_with(['。', '、', 'で', 'と'])
            || TOTALS.iter().any(|word| tail.starts_with(word));
        is_predicate
            && !context.asked
            && !context.heading_leaks
            && !words.leaks()
            && !is_portion(text, quantity)
            && !text.contains("氏名")
            && !self.keys.is_in(near_head(head))
            && !self.newest.is_in(near_head(head))
    }

    /// Whether a text begins with a noun of data: 氏名, メールアドレス.
    fn opens_with_data(&self, text: &str) -> bool {
        let near = text.get(..text.floor_char_boundary(30)).unwrap_or_default();
        self.data.begins(near, 18).is_some()
    }
}
