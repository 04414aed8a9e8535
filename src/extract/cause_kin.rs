//! Causes that say nothing more beside others of their kind.

use crate::report::Certainty;

use super::by_example::Found;
use super::cause_value::Value;

/// 手口不明 and 調査中 stay only where nothing says more.
pub(super) fn drop_general(values: &[Value], found: &mut Vec<Found>) {
    let explained = found.iter().any(|(value, certainty, _)| {
        let is_mechanism = values.get(*value).is_some_and(|value| value.is_mechanism);
        *certainty != Certainty::Denied && is_mechanism
    });
    found.retain(|(value, certainty, _)| {
        let is_general = || {
            values.get(*value).is_some_and(|value| {
                value.is_unspecified || value.path.child() == Some("under-investigation")
            })
        };
        !(explained && *certainty != Certainty::Denied && is_general())
    });
}

/// Drops what is denied of other machines where the page states an event of its kind: ほかに感染はありません.
pub(super) fn drop_denied_kin(values: &[Value], found: &mut Vec<Found>) {
    if found.iter().all(|(_, certainty, _)| *certainty != Certainty::Denied) {
        return;
    }
    let stated: Vec<&Value> = found
        .iter()
        .filter(|(_, certainty, _)| *certainty != Certainty::Denied)
        .filter_map(|(value, _, _)| values.get(*value))
        .filter(|value| value.path.child() != Some("third-party-script-tampering"))
        .collect();
    found.retain(|(value, certainty, _)| {
        let Some(value) = values.get(*value) else { return false };
        let is_general = value.is_unspecified || value.path.child() == Some("other-malware");
        // Who was let in by a stolen account was inside after all.
        let is_kin = |other: &&Value| {
            other.path.parent() == value.path.parent()
                || other.path.child() == Some("ransomware")
                || value.is_unspecified && other.lets_in()
        };
        !(*certainty == Certainty::Denied && is_general && stated.iter().any(is_kin))
    });
}
