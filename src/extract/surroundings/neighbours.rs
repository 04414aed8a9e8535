//! What stands around a place beyond its own sentence, as features.

use crate::extract::page::{Page, Shape};

use super::features::{Features, first};

/// Most lines above a place among which its heading is looked for.
const FARTHEST: usize = 8;

/// Most characters of a line without a full stop that may be a heading whatever its shape.
const LONGEST_HEADING: usize = 30;

/// The heading under which a sentence stands.
pub(super) fn above(features: &mut Features, page: &Page<'_>, number: usize) {
    for above in (number.saturating_sub(FARTHEST)..number).rev() {
        let Some(sentence) = page.sentences.get(above) else { return };
        if sentence.shape == Shape::Item {
            continue;
        }
        let text = page.sentence(above).trim();
        let is_short = text.chars().nth(LONGEST_HEADING).is_none();
        if sentence.shape == Shape::Heading || is_short {
            features.runs("heading", first(text, LONGEST_HEADING), 2..=3);
        }
        return;
    }
}

/// Where a sentence stands: its section, its shape, and whether it asks.
pub(super) fn place(features: &mut Features, page: &Page<'_>, number: usize) {
    let Some(sentence) = page.sentences.get(number) else { return };
    features.flag("section", sentence.section.as_str());
    let shape = match sentence.shape {
        Shape::Heading => "heading",
        Shape::Item => "item",
        Shape::Prose => "prose",
    };
    features.flag("shape", shape);
    if sentence.question {
        features.flag("asks", "");
    }
}

/// A small number as part of the name of a feature, where all digits are alike; `most` and more are one.
pub(super) fn up_to(number: usize, most: usize) -> &'static str {
    const NAMES: [&str; 10] =
        ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    NAMES.get(number.min(most)).copied().unwrap_or("nine")
}

/// A number as flags for all the steps that it reaches: `most` at most, the first at `from`, `by` apart.
pub(super) fn steps(
    features: &mut Features,
    template: &str,
    number: f32,
    from: f32,
    by: f32,
    most: usize,
) {
    // Letters, since all digits count as one.
    let steps = ((number - from) / by + 1.0).max(0.0) as usize;
    features.flags(template, ('a'..='z').take(steps.min(most)));
}
