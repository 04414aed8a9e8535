//! The route of an incident through a third party, which follows from the vendors of a report.

use crate::report::{Categorised, Certainty, FacetPath, Vendor};

/// Adds `supply-chain/ROLE` for each causal vendor.
pub(super) fn add_routes(causes: &mut Vec<Categorised>, vendors: &[Vendor]) {
    for vendor in vendors {
        let Ok(value) = format!("supply-chain/{}", vendor.role.as_str()).parse::<FacetPath>()
        else {
            continue;
        };
        let at = causes.iter().position(|cause| cause.value == value);
        match at.and_then(|at| causes.get_mut(at)) {
            Some(known) if known.certainty != Certainty::Denied => {}
            Some(known) => known.certainty = Certainty::Stated,
            None => {
                let denied = causes.iter().position(|cause| cause.certainty == Certainty::Denied);
                let cause = Categorised {
                    value,
                    certainty: Certainty::Stated,
                    evidence: vendor.evidence.clone(),
                };
                causes.insert(denied.unwrap_or(causes.len()), cause);
            }
        }
    }
}
