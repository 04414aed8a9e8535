//! A value of `causes.toml` and what its path says of it, told once.

use crate::report::FacetPath;

/// What sort of event a mechanism is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Attack,
    Mistake,
    Loss,
    Insider,
    Outage,
}

impl Class {
    /// The class of a mechanism; routes and unknown causes have none.
    fn of(path: &FacetPath) -> Option<Self> {
        match path.parent() {
            "unauthorized-access" | "account-attack" | "malware" | "social-engineering" => {
                Some(Self::Attack)
            }
            "human-error" | "misconfiguration" => Some(Self::Mistake),
            "loss-theft" => Some(Self::Loss),
            "insider" => Some(Self::Insider),
            "availability" => Some(Self::Outage),
            _ => (path.child() == Some("ai-misuse")).then_some(Self::Mistake),
        }
    }
}

/// A cause that reports are sorted by.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) path: FacetPath,
    pub(super) class: Option<Class>,
    /// Whether it says what was done, rather than through whom or that nobody knows.
    pub(super) is_mechanism: bool,
    /// Whether it says through whom.
    pub(super) is_route: bool,
    /// An intrusion of unknown means.
    pub(super) is_unspecified: bool,
}

impl Value {
    pub(super) fn new(path: FacetPath) -> Self {
        let class = Class::of(&path);
        let is_unspecified = path.child() == Some("unspecified-intrusion");
        Self {
            class,
            is_mechanism: class.is_some() && !is_unspecified,
            is_route: path.parent() == "supply-chain",
            is_unspecified,
            path,
        }
    }

    /// Whether a cause means that somebody got in; whom others lured or tried is a user outside.
    pub(super) fn lets_in(&self) -> bool {
        matches!(self.path.parent(), "account-attack" | "malware")
            && !matches!(self.path.child(), Some("credential-stuffing" | "phishing"))
    }
}
