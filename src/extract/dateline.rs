//! The page's own date: its file's, that of its title, its dateline or its foot, or of what it announces.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::report::{Date, Event, Milestone, Precision, Rule};

use super::calendar::{DateAt, Memory};
use super::clause_of_noun::has_hours_after;
use super::dates::DateFinder;
use super::page::{Page, Shape};
use super::page_ends::beginning;

impl DateFinder {
    /// The page's own date, and the number of the sentence that tells it.
    pub(super) fn published(&self, page: &Page<'_>) -> Option<(usize, Milestone)> {
        let last = page.sentences.len();
        let milestone = |number: usize, date: Date| {
            let mechanism = "dates: dateline";
            let rule = Rule { mechanism, cue: None, matched: None };
            let evidence = page.evidence_by(number, || Some(rule));
            (number, Milestone { event: Event::Published, date, evidence })
        };
        // The same sentences are asked about again and again.
        let known: RefCell<BTreeMap<usize, Vec<DateAt>>> = RefCell::default();
        let read = |number: usize| {
            let find = || self.calendar.find(page.sentence(number), &mut Memory::default());
            known.borrow_mut().entry(number).or_insert_with(find).clone()
        };
        let is_full = |at: &DateAt| at.is_full && at.date.precision() == Precision::Day;
        if let Some(date) = page.document.published {
            if date.precision() != Precision::Day {
                return None;
            }
            let number = (0..last).find(|number| {
                page.sentence(*number).chars().count() <= 160
                    && read(*number).iter().any(|at| at.date == date)
            });
            return Some(milestone(number.unwrap_or(0), date));
        }
        let begin = beginning(page);
        let head = |most: usize| (0..last.min(1)).chain(begin.max(1)..last.min(begin + most));
        let is_near =
            |number: usize, most: usize| number == 0 || (begin..begin + most).contains(&number);
        let titled = read(0).into_iter().rfind(is_full);
        // 報告:2024/3/8 データの消失: a day within a title is mostly that of the incident, where a line
        // below tells when the page was written.
        let is_within = |at: &DateAt| {
            let side =
                |part: Option<&str>| part.is_some_and(|part| part.contains(char::is_alphanumeric));
            let title = page.sentence(0);
            side(title.get(..at.range.start)) && side(title.get(at.range.end..))
        };
        let is_signed = |at: &DateAt| {
            head(5).skip(1).any(|number| {
                self.telling.is_dateline(page.sentence(number))
                    && read(number).iter().any(|line| is_full(line) && line.date >= at.date)
            })
        };
        let is_of_incident = titled.as_ref().is_some_and(|at| is_within(at) && is_signed(at));
        if let Some(at) = titled.filter(|_| !is_of_incident) {
            return Some(milestone(0, at.date));
        }
        let is_update = |number: usize| {
            let text = page.sentence(number);
            text.contains("更新") || text.contains("追記")
        };
        // A row of a chronology: its neighbour begins with a date, too.
        let opens = |number: usize| {
            page.sentences.get(number).is_some_and(|sentence| sentence.shape != Shape::Heading)
                && read(number).first().is_some_and(|at| at.range.start <= 6)
                && !is_update(number)
        };
        let is_alone = |number: usize| {
            let text = page.sentence(number);
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            read(number).len() == 1 && letters <= 8
        };
        let is_row = |number: usize| {
            number >= 4
                && (!is_alone(number) || is_alone(number - 1) || is_alone(number + 1))
                && (opens(number - 1) || opens(number + 1))
                && !self.telling.is_dateline(page.sentence(number))
        };
        let dateline = |number: usize| {
            let sentence = page.sentences.get(number)?;
            let text = page.sentence(number).trim();
            let dates = read(number);
            // 3月9日 掲載/3月11日 一部修正: the first is that of publication.
            let is_revised = dates.len() == 2 && self.telling.is_dateline(text);
            let at = dates.first().filter(|at| is_full(at) && (dates.len() == 1 || is_revised))?;
            let tail = text.get(at.range.end..).unwrap_or_default();
            let head = text.get(..at.range.start).unwrap_or_default();
            let is_dateline = self.telling.is_dateline(text);
            // 申請書の受付日 6月2日, 紛失が判明した日 6月21日
            let is_named =
                head.trim_end_matches([' ', ':', '\u{3000}']).ends_with('日') && !is_dateline;
            if self.telling.is_label(head) || is_named || number == 0 && is_of_incident {
                return None;
            }
            if has_hours_after(tail) && !is_dateline || is_row(number) {
                return None;
            }
            // 2月5日 発覚, with the next day below: the first row of a chronology.
            let is_step = tail.contains(char::is_alphanumeric)
                && !is_dateline
                && (opens(number + 1) || tail.contains('/'))
                && !self.telling.keys(tail).is_empty();
            if is_step {
                return None;
            }
            let rest = text.len().saturating_sub(at.range.len());
            let plain = rest <= 100
                && !text.contains('。')
                && (sentence.shape != Shape::Heading || rest <= 30);
            let quiet = self.telling.is_dateline(text)
                || self.telling.keys(text).is_empty()
                || rest <= 24 && is_near(number, 3);
            (plain && quiet).then_some(at.date)
        };
        let announced = |number: usize| {
            let text = page.sentence(number);
            let at = read(number).into_iter().find(is_full)?;
            // 7月5日に公表しました、甲の件: an announcement before this one.
            let side = (text.get(..at.range.start)?, text.get(at.range.end..)?);
            if side.0.trim().is_empty() && side.1.starts_with("に公表しました、") {
                return None;
            }
            self.telling.announces(text, at.range, text.len()).then_some(at.date)
        };
        // What a site says above the title comes behind what the page says below it.
        let places = || {
            let above = 1..begin.min(12);
            head(12).chain(above).chain((last.saturating_sub(10)..last).rev())
        };
        // A page that opens with its last change tells no other date of its own further down.
        places()
            .filter(|number| !is_update(*number) && is_near(*number, 5))
            .chain(head(2).filter(|number| is_update(*number)))
            .chain(places().filter(|number| !is_update(*number)))
            .chain(places().filter(|number| is_update(*number)))
            .find_map(|number| Some(milestone(number, dateline(number)?)))
            .or_else(|| head(5).find_map(|number| Some(milestone(number, announced(number)?))))
            .or_else(|| {
                // 【2022年5月13日 配信】英会話教室…: a bracket that opens the tale.
                head(5).find_map(|number| {
                    let text = page.sentence(number).trim_start();
                    let end = text.find(['】', ')', ']', '>']).filter(|end| *end <= 75)?;
                    let at = read(number).into_iter().next().filter(is_full)?;
                    let opens = text.starts_with(['【', '(', '[', '<']);
                    (opens && at.range.end <= end && !opens_bracket(page.sentence(number + 1)))
                        .then(|| milestone(number, at.date))
                })
            })
            .or_else(|| {
                // 【4月18日 地方行政ウィークリー】: a line of a paper at the top leaves out its year.
                let year = self.latest_year(page);
                head(4).find_map(|number| {
                    let text = page.sentence(number).trim();
                    let mut memory = Memory::default();
                    memory.assume(year);
                    let dates = self.calendar.find(text, &mut memory);
                    let [at] = dates.as_slice() else { return None };
                    let is_line = text.chars().nth(40).is_none() && !text.contains(['。', '、']);
                    let is_day = at.date.precision() == Precision::Day;
                    let opens = text.starts_with(['【', '(', '[', '<']) && at.range.start <= 4;
                    (is_line && is_day && opens).then(|| milestone(number, at.date))
                })
            })
            .or_else(|| {
                // 本日(2020年12月8日): the day of which the page speaks.
                head(12).find_map(|number| {
                    let text = page.sentence(number);
                    let at = read(number).into_iter().find(|at| {
                        let head = text.get(..at.range.start).unwrap_or_default();
                        is_full(at) && head.trim_end_matches(['(', '、']).ends_with("本日")
                    })?;
                    Some(milestone(number, at.date))
                })
            })
            .or_else(|| {
                // 2024/4/5 公表, 公表の日: 4月5日: a row that names nothing else.
                let words = [
                    "公表",
                    "公表日",
                    "公表の日",
                    "発表",
                    "記者発表",
                    "報道発表",
                    "プレスリリース",
                ];
                (0..last.min(MOST_LINES)).rev().find_map(|number| {
                    let text = page.sentence(number);
                    if !(text.contains("公表") || text.contains("発表")) {
                        return None;
                    }
                    let at = read(number).into_iter().next_back().filter(is_full)?;
                    let names = |part: Option<&str>| {
                        let is_sign = |c: char| !c.is_alphabetic() || c.is_numeric();
                        part.is_some_and(|part| words.contains(&part.trim_matches(is_sign)))
                    };
                    let is_named =
                        names(text.get(..at.range.start)) || names(text.get(at.range.end..));
                    is_named.then(|| milestone(number, at.date))
                })
            })
            .or_else(|| {
                // 令和6年8月: a line of its own at the top or the foot.
                places().filter(|number| *number < 5 || number + 5 > last).find_map(|number| {
                    let text = page.sentence(number).trim();
                    let at = read(number).into_iter().next()?;
                    let is_alone = text.len() <= at.range.len() + 6;
                    let is_month = at.is_full && at.date.precision() == Precision::Month;
                    (is_alone && is_month).then(|| milestone(number, at.date))
                })
            })
    }

    /// The latest year that the page writes out.
    pub(super) fn latest_year(&self, page: &Page<'_>) -> Option<i16> {
        let read =
            |number: usize| self.calendar.find(page.sentence(number), &mut Memory::default());
        (0..page.sentences.len().min(MOST_LINES))
            .flat_map(read)
            .filter(|at| at.is_full)
            .map(|at| at.date.year())
            .max()
    }
}

/// Whether a line opens with a bracket, as one entry of many does.
fn opens_bracket(text: &str) -> bool {
    text.trim_start().starts_with(['【', '(', '[', '<'])
}

/// Most sentences in which a year is looked for.
const MOST_LINES: usize = 200;
