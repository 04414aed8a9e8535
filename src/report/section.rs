//! The structure a text gives itself: its sections, and the formulas between them.

use serde::{Deserialize, Serialize};

use super::Span;

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// The lead, or a section whose heading no word list knows.
    Body,
    /// 経緯.
    Course,
    /// 原因.
    Cause,
    /// 対象, 漏えいした情報.
    Scope,
    /// 対応.
    Response,
    /// お客様へのお願い: advice.
    Request,
    /// 公表が遅れた経緯.
    Delay,
    /// 再発防止, 今後の対応.
    Prevention,
    /// お問い合わせ.
    Contact,
    /// Other pages, the author's advertisement.
    Related,
}

impl SectionKind {
    /// Stable name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Course => "course",
            Self::Cause => "cause",
            Self::Scope => "scope",
            Self::Response => "response",
            Self::Request => "request",
            Self::Delay => "delay",
            Self::Prevention => "prevention",
            Self::Contact => "contact",
            Self::Related => "related",
        }
    }

    /// Whether the section advises or advertises: it states no cause, item or number.
    pub fn is_advice(self) -> bool {
        matches!(self, Self::Request | Self::Contact | Self::Related)
    }

    /// Whether the section reads alike in every notice and says little of this incident.
    pub fn is_aside(self) -> bool {
        self.is_advice() || self == Self::Delay
    }
}

/// A section of a report's text, from its heading to the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// What it is about.
    pub kind: SectionKind,
    /// The heading; `None` for the text before the first one.
    pub heading: Option<Span>,
    /// Heading and text.
    pub span: Span,
}

/// The structure of a report's text. Every span counts bytes of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outline {
    /// Sections in text order, none overlapping; together they hold every sentence.
    pub sections: Vec<Section>,
    /// Sentences of thanks, apology and advice that nearly every notice contains, in text order.
    pub formulas: Vec<Span>,
}

impl Outline {
    /// What the section at byte `at` is about.
    pub fn kind_at(&self, at: usize) -> SectionKind {
        let behind = self.sections.partition_point(|section| section.span.start <= at);
        let section = behind.checked_sub(1).and_then(|last| self.sections.get(last));
        section.map_or(SectionKind::Body, |section| section.kind)
    }

    /// Whether a formula stands at byte `at`.
    pub fn is_formula(&self, at: usize) -> bool {
        let behind = self.formulas.partition_point(|span| span.start <= at);
        let formula = behind.checked_sub(1).and_then(|last| self.formulas.get(last));
        formula.is_some_and(|span| at < span.end)
    }

    /// Whether what stands at byte `at` reads alike in every notice: a formula, or advice.
    pub fn is_aside(&self, at: usize) -> bool {
        self.is_formula(at) || self.kind_at(at).is_aside()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_in_the_last_section_that_begins_before_it() {
        let span = |start, end| Span { start, end };
        let section = |kind, start, end| Section { kind, heading: None, span: span(start, end) };
        let outline = Outline {
            sections: vec![
                section(SectionKind::Body, 0, 10),
                section(SectionKind::Cause, 12, 30),
                section(SectionKind::Contact, 31, 40),
            ],
            formulas: vec![span(4, 6), span(20, 25)],
        };
        #[track_caller]
        fn check(outline: &Outline, at: usize, kind: SectionKind, aside: bool) {
            assert_eq!((outline.kind_at(at), outline.is_aside(at)), (kind, aside), "at {at}");
        }
        check(&outline, 0, SectionKind::Body, false);
        check(&outline, 5, SectionKind::Body, true);
        check(&outline, 6, SectionKind::Body, false);
        check(&outline, 11, SectionKind::Body, false);
        check(&outline, 12, SectionKind::Cause, false);
        check(&outline, 24, SectionKind::Cause, true);
        check(&outline, 25, SectionKind::Cause, false);
        check(&outline, 39, SectionKind::Contact, true);
        check(&Outline::default(), 3, SectionKind::Body, false);
    }
}
