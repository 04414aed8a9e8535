//! A page on its way to a report.

use crate::report::{Date, Document, Facts, Outline, Report};

use super::{aliases, page, page_names};

/// A page with what has been found on it so far.
pub(super) struct Draft<'d> {
    pub(super) page: page::Page<'d>,
    pub(super) facts: Facts,
    pub(super) names: page_names::PageNames,
    pub(super) definitions: Vec<aliases::Definition>,
    /// By what the name of who suffered is compared with others.
    pub(super) sufferer: String,
}

impl<'d> Draft<'d> {
    pub(super) fn of(page: page::Page<'d>) -> Self {
        let names = page_names::PageNames::default();
        let facts = Facts::default();
        Self { page, facts, names, definitions: Vec::new(), sufferer: String::new() }
    }
}

/// What a report has beside its document.
#[derive(Default)]
pub(super) struct Rest {
    pub(super) facts: Facts,
    pub(super) outline: Outline,
    pub(super) mentioned: Vec<Date>,
}

impl Rest {
    pub(super) fn of(self, document: Document) -> Report {
        let Self { facts, outline, mentioned } = self;
        Report { document, facts, outline, mentioned }
    }
}
