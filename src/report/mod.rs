//! The domain in plain data: a document as read, the facts a report states, and the report that joins them.
//!
//! This module imports nothing of the project and does nothing but describe: parsing, extraction,
//! indexing and printing live elsewhere and speak to each other in these types.

mod count;
mod date;
mod document;
mod facet;
mod fact;
mod menu;
mod qa;
mod revision;
mod section;

pub use count::{Count, Qualifier, Unit};
pub use date::{Date, DateError, DateRange, Precision};
pub use document::{Document, Report, ReportId, Source};
pub use facet::{FacetField, FacetPath, FacetPathError};
pub use fact::{
    Affected, Alias, Categorised, Certainty, CuePlace, Event, Evidence, Facts, Kind, Milestone,
    Named, Rule, Span, Vendor, VendorRole,
};
pub use menu::is_menu;
pub use qa::{QaPair, question_answer_pairs};
pub use revision::{Revision, revisions};
pub use section::{Outline, Section, SectionKind};

#[cfg(test)]
mod tests;
