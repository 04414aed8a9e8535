//! The way back from a rewritten text to the one it came from.

use std::ops::Range;

/// One place where a rewriting step changed the text; between two of them it was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// Byte range of the text that went in.
    pub(super) before: Range<usize>,
    /// Byte range of the text that came out.
    pub(super) after: Range<usize>,
}

/// The edits of one rewriting step, in order of place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// In order; neither side of one overlaps that of another.
    pub(super) edits: Vec<Edit>,
    /// Byte length of the text that went in.
    pub(super) length_before: usize,
    /// Byte length of the text that came out.
    pub(super) length_after: usize,
}

impl Step {
    /// The smallest range of the text that went in that covers `after`; all of it for all of it.
    pub(super) fn before(&self, after: Range<usize>) -> Range<usize> {
        let start = if after.start == 0 { 0 } else { self.start_before(after.start) };
        let end = if after.end >= self.length_after {
            self.length_before
        } else {
            self.end_before(after.end)
        };
        start..end.max(start)
    }

    /// Where a place of the text that went in has gone; inside an edit, the edit's start.
    pub(super) fn after(&self, before: usize) -> usize {
        let index = self.edits.partition_point(|edit| edit.before.end <= before);
        match self.edits.get(index) {
            Some(edit) if edit.before.start <= before => edit.after.start,
            _ => match index.checked_sub(1).and_then(|last| self.edits.get(last)) {
                Some(last) => last.after.end + (before - last.before.end),
                None => before,
            },
        }
    }

    fn start_before(&self, after: usize) -> usize {
        let index = self.edits.partition_point(|edit| edit.after.end <= after);
        match self.edits.get(index) {
            Some(edit) if edit.after.start <= after => edit.before.start,
            _ => match index.checked_sub(1).and_then(|last| self.edits.get(last)) {
                Some(last) => last.before.end + (after - last.after.end),
                None => after,
            },
        }
    }

    fn end_before(&self, after: usize) -> usize {
        let index = self.edits.partition_point(|edit| edit.after.start < after);
        match index.checked_sub(1).and_then(|last| self.edits.get(last)) {
            Some(last) if after <= last.after.end => last.before.end,
            Some(last) => last.before.end + (after - last.after.end),
            None => after,
        }
    }
}
