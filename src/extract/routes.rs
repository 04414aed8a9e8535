//! The route of an incident through a third party, which follows from the vendors of a report.

use crate::report::{Categorised, Certainty, FacetPath, Vendor, VendorRole};

use super::cause_value::Value;
use super::cause_weight::Weighing;
use super::page::Page;
use super::roles::RoleFinder;
use super::signal::Signal;
use super::surroundings::How;

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

/// Tells what hints at routes: words that could give a third party its role, and the sentences by which vendors are known.
///
/// `told` says which sentences may speak of this incident.
pub(super) fn hint_routes(
    page: &Page<'_>,
    told: &[bool],
    values: &[Value],
    (vendors, roles): (&[Vendor], &RoleFinder),
    weighing: &mut Weighing,
) {
    let routes = VendorRole::ALL.map(|role| {
        let is_its = |value: &Value| value.is_route && value.path.child() == Some(role.as_str());
        (role, values.iter().position(is_its))
    });
    let mut hint = |role: VendorRole, how: How, place: (usize, usize)| {
        let route = routes.iter().find(|(known, _)| *known == role);
        let Some(value) = route.and_then(|(_, value)| *value) else { return };
        let is_doubted = page.reading(place.0).has(Signal::Possible);
        let certainty = if is_doubted { Certainty::Possible } else { Certainty::Stated };
        weighing.hint(value, how, certainty, place);
    };
    for (number, _) in told.iter().enumerate().filter(|(_, told)| **told) {
        for (role, at) in roles.roles_in(page, number) {
            hint(role, How::Role, (number, at));
        }
    }
    for vendor in vendors {
        hint(vendor.role, How::Vendor, (page.number_of(&vendor.evidence), 0));
    }
}

/// Whether a route leads on from vendors that are named to one that is not: a contractor to whom they gave
/// the work.
pub(super) fn is_passed_on(path: &FacetPath, vendors: &[Vendor]) -> bool {
    path.child() == Some("subcontractor")
        && vendors.iter().all(|vendor| vendor.role != VendorRole::Subcontractor)
}
