//! PDF: the text of a file as lines, in the order in which one reads them.
//!
//! Two halves. The first reads the file: bytes to objects (`lexer`, `object`, `file`, with `stream`
//! and `crypt` undoing compression and encryption), pages to positioned glyphs (`pages`, `content`,
//! `font` and the maps it needs). The second, `layout`, knows nothing of PDF: it turns positioned
//! glyphs into lines.
//!
//! The file is read by code of this project since every library that was looked at inflates streams
//! without a bound, or looks for the same thing again and again: a file of a few kilobytes could take
//! all memory or hours. Here whatever is read or decoded burns fuel, of which a file has so much and
//! no more, nothing recurses deeper than a constant, and outlines of fonts and pictures are never
//! touched.

mod cmap;
mod content;
mod crypt;
mod encoding;
mod file;
mod font;
mod glyph;
mod japan1;
mod layout;
mod lexer;
mod matrix;
mod object;
mod pages;
mod path;
mod stream;
mod title;

use super::page::Page;
use content::Fonts;
use file::File;

/// Characters that are read of one file; a thousand pages of print.
const MOST_TEXT: usize = 2_000_000;

/// Why a file gives no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Refusal {
    #[error("is encrypted; save a copy without a password")]
    Encrypted,
    #[error("has no readable page, so it is damaged or incomplete; get the file again")]
    Damaged,
    #[error("takes too much work or memory to read; print it to a new PDF, or save it as text")]
    TooMuch,
    #[error("holds pictures of pages and no text; run it through OCR")]
    Pictures,
    #[error(
        "does not say which characters its glyphs are; print it to a new PDF, or run it through OCR"
    )]
    Unmapped,
    #[error("holds no text; remove it or fill it")]
    Empty,
}

/// Reads a file; the error is why it is set aside, ending in what to do.
pub(super) fn page(bytes: &[u8]) -> Result<Page, String> {
    read(bytes).map_err(|refusal| refusal.to_string())
}

fn read(bytes: &[u8]) -> Result<Page, Refusal> {
    let file = File::open(bytes)?;
    let leaves = pages::leaves(&file);
    if leaves.is_empty() {
        return Err(Refusal::Damaged);
    }
    let mut fonts = Fonts::default();
    let mut layout = layout::Layout::default();
    let (mut known, mut unknown, mut pictures) = (0, 0, 0);
    for leaf in &leaves {
        let sheet = pages::sheet(&file, leaf, &mut fonts);
        if file.fuel.is_spent() {
            return Err(Refusal::TooMuch);
        }
        known += sheet.glyphs.len();
        unknown += sheet.unknown;
        pictures += sheet.pictures;
        if known > MOST_TEXT {
            return Err(Refusal::TooMuch);
        }
        layout.add(&sheet);
    }
    if unknown > known {
        return Err(Refusal::Unmapped);
    }
    let text = layout.finish();
    if text.lines.iter().all(|line| line.text.is_empty()) {
        return Err(if pictures > 0 { Refusal::Pictures } else { Refusal::Empty });
    }
    let title = title::choose(title::given(&file), text.largest, &text.lines);
    Ok(Page { title, lines: text.lines, ..Page::default() })
}

#[cfg(test)]
mod tests;
