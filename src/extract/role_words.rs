//! The words of `vendors.toml`, as they are written.

use serde::Deserialize;
use toml::Spanned;

use super::involvement::InvolvementWords;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VendorFile {
    /// Words near a name that make it no vendor.
    pub(super) reject: Vec<Spanned<String>>,
    /// Words right behind the name of one that entrusts or owns.
    pub(super) reject_after: Vec<Spanned<String>>,
    /// Words behind the name of one that brings the news, and what it would tell of itself.
    pub(super) informs: Vec<Spanned<String>>,
    pub(super) harmed: Vec<Spanned<String>>,
    /// Words behind a name that clear it.
    pub(super) cleared: Vec<Spanned<String>>,
    /// Sentences that say that the incident was not there.
    pub(super) elsewhere: Vec<Spanned<String>>,
    /// Words that tell that somebody entrusts something.
    pub(super) entrusted: Vec<Spanned<String>>,
    /// Parts of names of parties that never count.
    pub(super) never: Vec<Spanned<String>>,
    pub(super) tasks: Tasks,
    /// Words that tell who had a part in it.
    pub(super) involvement: InvolvementWords,
    pub(super) role: Vec<RoleEntry>,
}

/// What is entrusted, by the role it makes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Tasks {
    pub(super) payment_processor: Vec<Spanned<String>>,
    pub(super) maintenance: Vec<Spanned<String>>,
    pub(super) hosting: Vec<Spanned<String>>,
    pub(super) web_widget: Vec<Spanned<String>>,
    /// Names of what a processor of payments provides.
    pub(super) payment: Vec<Spanned<String>>,
    /// Words beside which a provider is none of a widget.
    pub(super) cart: Vec<Spanned<String>>,
    /// Words beside which the work is more than upkeep.
    pub(super) more: Vec<Spanned<String>>,
    /// Places that somebody runs.
    pub(super) house: Vec<Spanned<String>>,
}

/// The words of a role around a name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleEntry {
    pub(super) name: Spanned<String>,
    /// Whether the words count only where nothing better is said.
    #[serde(default)]
    pub(super) weak: bool,
    pub(super) before: Vec<Spanned<String>>,
    pub(super) after: Vec<Spanned<String>>,
}
