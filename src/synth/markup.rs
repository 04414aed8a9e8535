//! Reports as files: plain text, HTML and Markdown, in the encodings that a crawl meets.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8};

use super::layout::{Block, BlockKind};
use super::report::{Sheet, Written};
use super::rng::Rng;

/// What files are encoded in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encodings {
    /// All in this one.
    One(Charset),
    /// Each file in one of all, UTF-8 most often.
    Mixed,
}

/// An encoding of Japanese text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8 without a byte-order mark.
    Utf8,
    /// Shift_JIS as browsers understand it.
    ShiftJis,
    /// EUC-JP.
    EucJp,
    /// ISO-2022-JP.
    Iso2022Jp,
}

impl Charset {
    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::ShiftJis => SHIFT_JIS,
            Self::EucJp => EUC_JP,
            Self::Iso2022Jp => ISO_2022_JP,
        }
    }

    /// The text in this encoding. Texts of this part have no character that it lacks.
    pub(super) fn encode(self, text: String) -> Vec<u8> {
        match self {
            Self::Utf8 => text.into_bytes(),
            _ => self.encoding().encode(&text).0.into_owned(),
        }
    }
}

impl Encodings {
    fn of(self, rng: &mut Rng) -> Charset {
        match self {
            Self::One(charset) => charset,
            Self::Mixed => match rng.below(10) {
                0..=5 => Charset::Utf8,
                6 | 7 => Charset::ShiftJis,
                8 => Charset::EucJp,
                _ => Charset::Iso2022Jp,
            },
        }
    }
}

/// A file, ready to be written.
#[derive(Debug)]
pub(super) struct File {
    pub(super) extension: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// The file of a sheet. Its format and, where they are mixed, its encoding follow from the first
/// report.
pub(super) fn file(sheet: &Sheet, encodings: Encodings) -> File {
    let mut rng = Rng::new(sheet.reports.first().map_or(0, |report| report.draw));
    let charset = encodings.of(&mut rng);
    let (extension, text) = match (&sheet.digest, rng.below(20)) {
        (Some(title), 0..=9) => ("html", html_digest(title, &sheet.reports, charset)),
        (Some(title), _) => ("txt", text_digest(title, &sheet.reports)),
        (None, 0..=10) => ("txt", each(&sheet.reports, |report| report.text.clone())),
        (None, 11..=16) => ("html", each(&sheet.reports, |report| html(report, charset))),
        (None, _) => ("md", each(&sheet.reports, markdown)),
    };
    File { extension, bytes: charset.encode(text) }
}

fn each(reports: &[Written], render: impl Fn(&Written) -> String) -> String {
    reports.iter().map(render).collect()
}

/// The text of a block.
fn inside<'t>(report: &'t Written, block: &Block) -> &'t str {
    report.text.get(block.start..block.end).unwrap_or_default()
}

/// The blocks of an entry below the title, which its heading repeats.
fn below_title(report: &Written) -> impl Iterator<Item = &Block> {
    report.blocks.iter().filter(|block| block.kind != BlockKind::Title)
}

fn text_digest(title: &str, reports: &[Written]) -> String {
    let mut out = format!("{title}\n\n");
    for report in reports {
        for block in below_title(report) {
            out.push_str(inside(report, block));
            out.push_str("\n\n");
        }
    }
    out
}

fn html_digest(title: &str, reports: &[Written], charset: Charset) -> String {
    let mut out = html_head(title, charset);
    tagged("h1", title, &mut out);
    for report in reports {
        for (at, block) in below_title(report).enumerate() {
            let tag = if at == 0 { "h2" } else { "p" };
            tagged(tag, inside(report, block), &mut out);
        }
    }
    out.push_str("</main></body></html>\n");
    out
}

fn html_head(title: &str, charset: Charset) -> String {
    let mut out = String::with_capacity(8192);
    out.push_str("<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"");
    out.push_str(charset.encoding().name());
    out.push_str("\">\n");
    tagged("title", title, &mut out);
    out.push_str("</head>\n<body>\n<main>\n");
    out
}

fn html(report: &Written, charset: Charset) -> String {
    let mut out = html_head(&report.title, charset);
    let mut in_list = false;
    for block in &report.blocks {
        let is_entry = block.kind == BlockKind::Entry;
        if is_entry != in_list {
            out.push_str(if is_entry { "<ul>\n" } else { "</ul>\n" });
            in_list = is_entry;
        }
        let text = inside(report, block);
        match block.kind {
            BlockKind::Title => tagged("h1", text, &mut out),
            BlockKind::Heading => tagged("h2", text, &mut out),
            BlockKind::Entry => tagged("li", unsigned(text), &mut out),
            BlockKind::Paragraph | BlockKind::Line => tagged("p", text, &mut out),
            BlockKind::Furniture => tagged("div", text, &mut out),
        }
    }
    if in_list {
        out.push_str("</ul>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// An entry of a list without the sign that the markup stands for.
fn unsigned(text: &str) -> &str {
    text.trim_start_matches(['・', '●', '-', '○', ' '])
}

fn tagged(tag: &str, text: &str, out: &mut String) {
    for piece in ["<", tag, ">"] {
        out.push_str(piece);
    }
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("<br>\n"),
            other => out.push(other),
        }
    }
    for piece in ["</", tag, ">\n"] {
        out.push_str(piece);
    }
}

fn markdown(report: &Written) -> String {
    let mut out = String::with_capacity(report.text.len() + 256);
    if let Some(published) = &report.published {
        for piece in ["---\ntitle: \"", &report.title, "\"\ndate: ", published, "\n---\n\n"] {
            out.push_str(piece);
        }
    }
    let mut last = BlockKind::Title;
    for block in &report.blocks {
        let text = inside(report, block);
        if last == BlockKind::Entry && block.kind != BlockKind::Entry {
            out.push('\n');
        }
        last = block.kind;
        match block.kind {
            BlockKind::Title => out.extend(["# ", text, "\n\n"]),
            BlockKind::Heading => out.extend(["## ", text, "\n\n"]),
            BlockKind::Entry => out.extend(["- ", unsigned(text), "\n"]),
            BlockKind::Paragraph | BlockKind::Line | BlockKind::Furniture => {
                // A line of a paragraph stays a line.
                out.extend([text.replace('\n', "  \n").as_str(), "\n\n"]);
            }
        }
    }
    out
}
