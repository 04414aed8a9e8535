//! The route of an incident through a third party, which follows from the vendors of a report.

use crate::report::{Categorised, Certainty, FacetPath, Vendor, VendorRole};

/// Adds `supply-chain/ROLE` for each causal vendor: of a contractor and its subcontractor the one
/// further down, where it happened.
pub(super) fn add_routes(causes: &mut Vec<Categorised>, vendors: &[Vendor]) {
    let is_passed_on = vendors.iter().any(|vendor| vendor.role == VendorRole::Subcontractor);
    for vendor in vendors {
        if is_passed_on && vendor.role == VendorRole::Contractor {
            continue;
        }
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
