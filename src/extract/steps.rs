//! Which sentences and dates may tell a step of the incident, and which belong to something else.

use std::ops::Range;

use crate::report::{Categorised, Certainty};

use super::clause::{is_data_window, is_inflection};
use super::clause_of_noun::describes_noun;
use super::telling::Telling;

impl Telling {
    /// Whether a sentence is about another incident or the history of the organisation.
    pub(super) fn is_of_others(&self, text: &str) -> bool {
        self.earlier.is_in(text)
    }

    /// Whether a sentence speaks of a site or the like, where data leaks as people use it.
    pub(super) fn is_online(&self, text: &str) -> bool {
        self.online.is_in(text)
    }

    /// Whether a line calls its date that of publication: 掲載日, 一部修正.
    pub(super) fn is_dateline(&self, text: &str) -> bool {
        self.dateline.is_in(text)
    }

    /// Whether the first cause of an incident does harm until it is contained: an open folder, a stolen account.
    pub(super) fn lasts(&self, causes: &[Categorised]) -> bool {
        let first = causes.iter().find(|cause| cause.certainty != Certainty::Denied);
        first.is_some_and(|cause| {
            self.lasting.iter().any(|value| cause.value.as_str().starts_with(value.as_str()))
        })
    }

    /// Whether a sentence tells that something could not be used.
    pub(super) fn is_outage(&self, text: &str) -> bool {
        self.outage.is_in(text)
    }

    /// Whether a sentence begins with a time of day or the like, and so goes on with the day before.
    pub(super) fn continues(&self, text: &str) -> bool {
        let text = text.trim_start().trim_start_matches('同');
        let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '約');
        let is_clock = digits.len() < text.len()
            && ["時", "分後", "時間後", ":"].iter().any(|unit| digits.starts_with(unit));
        is_clock || has_clock(text) || self.continuing.begins(text, 0).is_some()
    }

    /// Whether a sentence tells of a moment shortly after what was told: 5分後に, その場で, 戻ったところ.
    pub(super) fn is_moment(&self, text: &str) -> bool {
        self.moments.is_in(text.get(..text.floor_char_boundary(150)).unwrap_or_default())
    }

    /// Whether those concerned are told once more: 改めて, 正しい通知書.
    pub(super) fn is_again(&self, tail: &str) -> bool {
        self.again.is_in(tail)
    }

    /// Whether the clause of a date tells of something done, whatever it is.
    pub(super) fn tells_past(&self, text: &str, tail: &str) -> bool {
        let ends = |text: &str| {
            let text = text.trim_end().trim_end_matches('。');
            ["ました", "た", "ています", "ております", "る"].iter().any(|end| text.ends_with(end))
        };
        let leads = tail.trim_start_matches(is_inflection);
        let is_noun =
            leads.starts_with("現在") || leads.starts_with('付') || leads.starts_with("から");
        !is_noun && describes_noun(tail).is_none() && tail.chars().count() > 8 && ends(text)
    }

    /// Whether a date is a plan, a bound of whose data it was, or the date of an earlier announcement.
    pub(super) fn is_no_step(&self, text: &str, date_start: usize, tail: &str) -> bool {
        // 12月27日付の依頼に基づき: the date of a paper.
        let is_paper = tail.starts_with("付の") || tail.starts_with("付けの");
        is_paper
            || self.planned.is_in(tail)
            || is_data_window(tail)
            || self.is_announced(text, date_start, tail)
    }

    /// Whether a date is that of an earlier announcement: 9月21日付けでお知らせした.
    pub(super) fn is_announced(&self, text: &str, date_start: usize, tail: &str) -> bool {
        let is_addressed = || {
            let head = text.get(..date_start).unwrap_or_default();
            let clause = head.rfind(['、', '。']).and_then(|at| head.get(at..)).unwrap_or(head);
            let near = tail.get(..tail.floor_char_boundary(30)).unwrap_or_default();
            // 7月14日にお伝えした、お客様ページの停止: whom it was told does not stand behind.
            let near = near.find('、').and_then(|comma| near.get(..comma)).unwrap_or(near);
            self.addressee.is_in(clause) || self.addressee.is_in(near)
        };
        self.announced.begins(tail, 3).is_some() && !is_addressed()
    }

    /// Whether a time of day right behind the date begins a span of hours: 13時20分頃から15時頃まで.
    pub(super) fn is_time_span(&self, tail: &str) -> bool {
        let rest = tail.trim_start_matches(|c: char| matches!(c, 'の' | '、') || c.is_whitespace());
        let is_hour = |c: char| c.is_ascii_digit() || "午深未早朝夜夕昼".contains(c);
        rest.starts_with(is_hour) && self.time_span.as_ref().is_some_and(|span| span.is_match(tail))
    }

    /// Whether a clause without a date of its own tells by the hour what it announces: 甲は31日、午前7時ごろ
    /// から障害が起きたと発表した.
    pub(super) fn tells_hour(&self, text: &str, tail: &str) -> bool {
        has_clock(text) && tail.contains("と発表")
    }

    /// Whether the date of a sentence is the day on which its subject announced: 甲は1月12日、…と発表した.
    pub(super) fn announces(&self, text: &str, date: Range<usize>, clause_end: usize) -> bool {
        let head = text.get(..date.start).unwrap_or_default().trim_end_matches('、');
        let tail = text.get(date.end..).unwrap_or_default();
        // 7日には委員会へ報告し、10日に発表しました: the verb is that of another date.
        let tail = if tail.starts_with('、') {
            tail
        } else {
            text.get(date.end..clause_end).unwrap_or_default()
        };
        // 甲は、…の調査が10月16日に終わったとして…明らかにした: 甲 announced, and later.
        let leads = head.is_empty()
            || head.ends_with('は')
            || head.strip_suffix('が').is_some_and(|head| !head.contains('は'));
        let follows = tail.starts_with(['、', 'に']) || tail.starts_with("付");
        leads && follows && self.announcing.is_in(tail)
    }
}

/// Whether a time of day stands in the first clauses of a sentence: 上司が午後3時40分ごろ線を抜いた.
fn has_clock(text: &str) -> bool {
    let near = text.get(..text.floor_char_boundary(90)).unwrap_or_default();
    let follows_digit =
        |at: usize| near.get(..at).is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
    let is_digital = near.match_indices(':').any(|(at, _)| {
        let next = near.get(at + 1..).unwrap_or_default();
        follows_digit(at) && next.starts_with(|c: char| c.is_ascii_digit())
    });
    is_digital
        || near.match_indices('時').any(|(at, _)| {
            let next = near.get(at + '時'.len_utf8()..).unwrap_or_default();
            follows_digit(at) && !next.starts_with("間") && !next.starts_with("点")
        })
}
