//! Marks around a name that its role hangs on: words that stand one behind the other in front of it, and
//! quotation marks around it.

use std::ops::Range;

use memchr::memmem;

use crate::report::VendorRole;

use super::cue::Hit;
use super::page::Page;
use super::roles::{NEAR, RoleFinder, SHORT_CUE, is_topic};

/// Ends of quoted words that are work rather than who does it.
const QUOTED_TASKS: [&str; 24] = [
    "事業",
    "業務",
    "調査",
    "講座",
    "教室",
    "イベント",
    "大会",
    "フェア",
    "キャンペーン",
    "オンライン",
    "ショップ",
    "ストア",
    "モール",
    "マーケット",
    "クラブ",
    "システム",
    "サイト",
    "アプリ",
    "フォーム",
    "便り",
    "通知",
    "計画",
    "相談",
    "募集",
];

/// Most quotation marks that are looked at in a sentence.
const MOST_QUOTES: usize = 20;

/// Most words that stand one behind the other in front of a name.
const MOST_APPOSED: usize = 3;

impl RoleFinder {
    /// Where the words begin that stand one behind the other in front of a name: 再委託先の|情報システム会社 甲.
    ///
    /// `hits` are those of words before a name.
    pub(super) fn apposition(head: &str, hits: &[Hit]) -> usize {
        let mut start = head.len();
        for _ in 0..MOST_APPOSED {
            let touching = hits.iter().filter(|hit| {
                let gap = head.get(hit.end..start).unwrap_or("-").trim();
                hit.start < start && (gap.is_empty() || matches!(gap, "の" | "、" | "情報" | "「"))
            });
            let Some(first) = touching.map(|hit| hit.start).min() else { break };
            start = first;
        }
        // The end of the first of them is where they touch.
        let ends = hits.iter().filter(|hit| hit.start >= start).map(|hit| hit.end);
        ends.min().unwrap_or(head.len())
    }

    /// What stands in quotation marks right behind the words of a contractor: 委託先「青葉サポート」.
    pub(super) fn quoted(&self, page: &Page<'_>, number: usize) -> Vec<Range<usize>> {
        let text = page.sentence(number);
        let mut found = Vec::new();
        for open in memmem::find_iter(text.as_bytes(), "「").take(MOST_QUOTES) {
            let start = open + '「'.len_utf8();
            let Some(inside) = text.get(start..).and_then(|rest| rest.split('」').next()) else {
                continue;
            };
            let is_word = (3..=24).contains(&inside.chars().count())
                && !inside.contains(['、', '。', 'を', 'が'])
                && text.get(start + inside.len()..).is_some_and(|rest| rest.starts_with('」'));
            let is_led = || {
                let from = text.floor_char_boundary(open.saturating_sub(NEAR));
                if !self.leads_in(page, number, from..open) {
                    return false;
                }
                let head = text.get(from..open).unwrap_or_default();
                self.before.find(head).iter().any(|hit| {
                    let role = self.before_roles.get(hit.cue);
                    let is_role = role.is_some_and(|(role, weak)| {
                        let kinds = [VendorRole::Contractor, VendorRole::Subcontractor];
                        !weak && kinds.contains(role)
                    });
                    is_role && hit.end == head.len()
                })
            };
            // 委託している「訪問調査」, 受託した「起業講座」: what is entrusted, not to whom.
            let close = start + inside.len() + '」'.len_utf8();
            let behind = text.get(close..).unwrap_or_default();
            let is_task = QUOTED_TASKS.iter().any(|end| inside.ends_with(end));
            let is_followed = || {
                if !self.follows_in(page, number, close..close + 1) {
                    return false;
                }
                self.after.find(behind).iter().any(|hit| {
                    let cue = behind.get(hit.start..hit.end).unwrap_or_default();
                    hit.start == 0
                        && cue.starts_with(['に', 'へ'])
                        && cue.len() <= SHORT_CUE
                        && !is_topic(behind)
                        && self
                            .after_roles
                            .get(hit.cue)
                            .is_some_and(|(role, weak)| !weak && *role == VendorRole::Contractor)
                })
            };
            if is_word && !is_task && (is_led() || is_followed()) {
                found.push(start..start + inside.len());
            }
        }
        found
    }
}
