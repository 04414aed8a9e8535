//! What is on a page: characters with their places, and straight lines.

/// Which way a line of text runs on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flow {
    /// From left to right.
    Right,
    /// From top to bottom: vertical writing, or text turned clockwise.
    Down,
    /// Text turned counter-clockwise.
    Up,
    /// Upside down.
    Left,
}

/// One shown code. Coordinates are in points from the lower left corner of the upright page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for; may be several characters.
    pub(super) text: String,
    /// Where it begins on its baseline, which in vertical writing is left of the middle.
    pub(super) x: f64,
    pub(super) y: f64,
    /// How far the next one is along the line.
    pub(super) advance: f64,
    /// Size of the font.
    pub(super) size: f64,
    pub(super) flow: Flow,
}

/// How far above its baseline the middle of a character is, in ems.
pub(super) const MIDDLE: f64 = 0.35;

impl Glyph {
    /// A character of vertical writing by the middle of its top.
    pub(super) fn stacked(text: String, x: f64, y: f64, size: f64) -> Self {
        Self { text, x: x - MIDDLE * size, y, advance: size, size, flow: Flow::Down }
    }
}

/// A straight line along an axis, of a table or a frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Left or lower end.
    pub(super) from: (f64, f64),
    /// Right or upper end.
    pub(super) to: (f64, f64),
}

/// A page as drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sheet {
    pub(super) width: f64,
    pub(super) height: f64,
    /// In the order in which they are drawn.
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// Pictures that cover much of the page.
    pub(super) pictures: usize,
    /// Codes that the file gives no meaning.
    pub(super) unknown: usize,
}
