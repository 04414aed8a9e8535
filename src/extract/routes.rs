//! The route of an incident through a third party, which follows from the vendors of a report.

use crate::report::{Categorised, Certainty, FacetPath, Vendor, VendorRole};

/// Tells what a provider's service was by what was done to it: a script that was tampered with on the
/// reader's page is a widget.
pub(super) fn refine_roles(causes: &[Categorised], vendors: &mut [Vendor]) {
    let is_script = causes.iter().any(|cause| {
        cause.value.child() == Some("third-party-script-tampering")
            && cause.certainty != Certainty::Denied
    });
    for vendor in vendors.iter_mut().filter(|_| is_script) {
        if vendor.role == VendorRole::SaasProvider {
            vendor.role = VendorRole::WebWidget;
        }
    }
}

/// Adds `supply-chain/ROLE` for each causal vendor, and the route that a foreign script implies.
pub(super) fn add_routes(causes: &mut Vec<Categorised>, vendors: &[Vendor]) {
    let script = causes.iter().find(|cause| {
        cause.value.child() == Some("third-party-script-tampering")
            && cause.certainty != Certainty::Denied
    });
    let evidence = script.map(|cause| cause.evidence.clone());
    let is_routed = causes.iter().any(|cause| {
        cause.value.parent() == "supply-chain" && cause.certainty != Certainty::Denied
    });
    if let Some(evidence) = evidence.filter(|_| vendors.is_empty() && !is_routed)
        && let Ok(value) = "supply-chain/web-widget".parse()
    {
        let denied = causes.iter().position(|cause| cause.certainty == Certainty::Denied);
        let route = Categorised { value, certainty: Certainty::Stated, evidence };
        causes.insert(denied.unwrap_or(causes.len()), route);
    }
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

/// Whether a route leads on from vendors that are named to one that is not: a contractor to whom they gave
/// the work.
pub(super) fn is_passed_on(path: &FacetPath, vendors: &[Vendor]) -> bool {
    path.child() == Some("subcontractor")
        && vendors.iter().all(|vendor| vendor.role != VendorRole::Subcontractor)
}
