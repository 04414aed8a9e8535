//! Third parties of whom only 同社 says what they were: 甲の社員が紛失した。市は同社に発送を任せていた。

use memchr::memmem;

use crate::report::VendorRole;

use super::roles::{Mention, RoleFinder, SHORT_CUE};

/// Words that stand for the company that was named last.
const AGAIN: [&str; 6] = ["同社", "同法人", "同団体", "同協会", "同事業者", "同業者"];

/// Most places of each of these words that are looked at in a sentence.
const MOST: usize = 8;

/// Where a sentence tells to whom something was entrusted without its name, and the role.
pub(super) fn entrusted_again(roles: &RoleFinder, text: &str) -> Option<(usize, VendorRole)> {
    let mut seen = [0; AGAIN.len()];
    memmem::find_iter(text.as_bytes(), "同").find_map(|start| {
        let rest = text.get(start..)?;
        let (word, seen) =
            AGAIN.iter().zip(&mut seen).find(|(word, _)| rest.starts_with(**word))?;
        *seen += 1;
        let role = (*seen <= MOST).then(|| roles.entrusts_to(text, start + word.len()))?;
        Some((start, role?))
    })
}

/// The name that such a word at `start` stands for, if the sentence has named one that is not its subject.
pub(super) fn named_before(text: &str, mentions: &[Mention], start: usize) -> Option<String> {
    let named = mentions.iter().rfind(|mention| mention.is_legal && mention.range.end <= start)?;
    let tail = text.get(named.range.end..).unwrap_or_default();
    (!tail.starts_with('は')).then(|| named.full.clone())
}

impl RoleFinder {
    /// The role of one behind whose name, or what stands for it, these words entrust something: 同社に|委託していた。
    fn entrusts_to(&self, text: &str, end: usize) -> Option<VendorRole> {
        let tail = text.get(end..)?;
        let tail = tail.get(..tail.find('。').unwrap_or(tail.len()))?;
        if !tail.starts_with(['に', 'へ']) {
            return None;
        }
        let hits = self.after.find(tail);
        let hit = hits.iter().find(|hit| {
            let cue = tail.get(hit.start..hit.end).unwrap_or_default();
            let role = self.after_roles.get(hit.cue);
            hit.start == 0
                && cue.len() <= 3 * SHORT_CUE
                && role.is_some_and(|(role, weak)| !weak && *role == VendorRole::Contractor)
                && self.entrusted.is_in(cue)
        })?;
        // 同社に削除をお願いした: no work, but what was done about it.
        let undone =
            ["削除", "回収", "返却", "返送", "確認", "調査", "謝罪", "破棄", "消去", "報告"];
        let task = tail.get(..hit.end).unwrap_or_default();
        if undone.iter().any(|word| task.contains(word)) {
            return None;
        }
        // 同社に委託する自治体: those who entrust are others.
        let rest = tail.get(hit.end..)?;
        let ending = rest.trim_start_matches(super::name_shape::is_hiragana);
        let verb = rest.get(..rest.len() - ending.len()).unwrap_or_default();
        let is_of_others = verb.ends_with(['た', 'る'])
            && !ending.is_empty()
            && ending.starts_with(super::name_shape::is_name_char);
        let head = text.get(..end).unwrap_or_default();
        (!is_of_others).then(|| self.by_task(head, tail))
    }
}
