//! Names of members: decoded, harmless as a path, and each its own.

use std::hash::{BuildHasher, RandomState};

use rustc_hash::FxHashSet;

use crate::corpus::clean::one_line;
use crate::corpus::decode;

/// Characters that a part of a member's path keeps.
const LONGEST_PART: usize = 200;

/// Folders that a member's path keeps.
const MOST_PARTS: usize = 32;

/// A member's path as its archive gives it, made harmless: `/`-separated, relative, without `.` and
/// `..`, drives, control characters and what turns the reading direction. Empty when nothing is left.
///
/// A name that is not UTF-8 is read as Shift_JIS (CP932), which Windows writes in Japan, or EUC-JP.
pub(in crate::corpus) fn member_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.into(),
        Err(_) => match decode::short(raw) {
            Some(name) => name,
            None => String::from_utf8_lossy(raw),
        },
    };
    let drive = |part: &str| part.ends_with(':') && part.chars().count() == 2;
    let parts = name.split(['/', '\\']).map(one_line);
    let parts = parts.filter(|part| !matches!(part.as_str(), "" | "." | "..") && !drive(part));
    let parts: Vec<String> =
        parts.take(MOST_PARTS).map(|part| shortened(part, LONGEST_PART)).collect();
    parts.join("/")
}

/// A part cut in its middle, so that its extension stays.
fn shortened(part: String, longest: usize) -> String {
    let length = part.chars().count();
    if length <= longest {
        return part;
    }
    let head = part.chars().take(longest - 21);
    let tail = part.chars().skip(length - 20);
    head.chain(['…']).chain(tail).collect()
}

/// The names that one box has given to its members.
pub(in crate::corpus) struct Names {
    seen: FxHashSet<u64>,
    state: RandomState,
}

impl Names {
    pub(in crate::corpus) fn new() -> Self {
        Self { seen: FxHashSet::default(), state: RandomState::new() }
    }

    /// The name itself the first time, then with a number before its extension.
    pub(in crate::corpus) fn unique(&mut self, name: String) -> String {
        if self.seen.insert(self.state.hash_one(&name)) {
            return name;
        }
        let (stem, extension) = match name.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() && !extension.contains('/') => {
                (stem, format!(".{extension}"))
            }
            _ => (name.as_str(), String::new()),
        };
        // Each try that fails is a member of its own, and those are counted.
        (2_u32..)
            .map(|number| format!("{stem} ({number}){extension}"))
            .find(|name| self.seen.insert(self.state.hash_one(name)))
            .unwrap_or_default()
    }
}
