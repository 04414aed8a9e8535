//! Markdown to lines, and the front matter before it.

mod front_matter;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::clean::clean;
use super::page::{EMPHASISED, Line, Page};

/// Reads a Markdown page.
///
/// A front matter (`---` YAML or `+++` TOML) gives title, date and address and is no text. One that
/// does not parse is read key by key; what does not even look like keys is text.
pub(super) fn page(text: &str) -> Page {
    let (matter, body) = front_matter::split(text);
    let lines = lines(body);
    let heading = lines
        .iter()
        .find(|line| !line.text.is_empty())
        .filter(|line| line.heading.is_some_and(|level| level < EMPHASISED))
        .map(|line| line.text.clone());
    let title = matter.title.or(heading);
    Page { title, url: matter.url, published: matter.published, lines }
}

/// What is being written, line by line.
#[derive(Default)]
struct Writer {
    lines: Vec<Line>,
    text: String,
    heading: Option<u8>,
    /// The next number of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// Cells of the open table row.
    cells: Option<Vec<String>>,
    /// Characters of the open paragraph, and how many of them are strong.
    weight: (usize, usize),
    strong: usize,
    /// Open images, whose text is only an alternative.
    images: usize,
}

fn lines(body: &str) -> Vec<Line> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut writer = Writer::default();
    for event in Parser::new_ext(body, options) {
        writer.take(event);
    }
    writer.end_line();
    writer.lines
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak | Event::Rule => self.end_line(),
            Event::FootnoteReference(name) => self.push(&format!("※{name}")),
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end_block();
                self.heading = Some(rank(level));
            }
            Tag::List(first) => {
                self.end_line();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_line();
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        self.text = format!("{number}. ");
                        *number = number.saturating_add(1);
                    }
                    _ => self.text = "・".to_owned(),
                }
            }
            Tag::Paragraph if self.lists.is_empty() => self.end_block(),
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::HtmlBlock
                if !self.at_bullet() =>
            {
                self.end_line();
            }
            Tag::TableHead | Tag::TableRow => self.cells = Some(Vec::new()),
            Tag::Table(_) => self.end_block(),
            Tag::TableCell => self.text.clear(),
            Tag::Strong => self.strong += 1,
            Tag::Image { .. } => self.images += 1,
            Tag::FootnoteDefinition(name) => {
                self.end_line();
                self.text = format!("※{name} ");
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.end_line();
                self.heading = None;
            }
            TagEnd::Paragraph => {
                let (all, strong) = self.weight;
                if all > 0 && all == strong && self.lists.is_empty() {
                    self.heading = Some(EMPHASISED);
                }
                self.end_line();
                self.heading = None;
            }
            TagEnd::List(_) => {
                self.end_line();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                if let Some(cells) = &mut self.cells {
                    cells.push(cell.trim().to_owned());
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let cells = self.cells.take().unwrap_or_default();
                let between = if cells.len() == 2 { "：" } else { "\t" };
                self.text = cells.join(between);
                self.end_line();
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Item | TagEnd::CodeBlock | TagEnd::BlockQuote(_) | TagEnd::HtmlBlock => {
                self.end_line();
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.images > 0 {
            return;
        }
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        self.weight.0 += count;
        if self.strong > 0 {
            self.weight.1 += count;
        }
        let text = clean(text);
        let mut pieces = text.split('\n');
        self.text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.end_line();
            self.text.push_str(piece);
        }
    }

    /// A line end within a paragraph. Authors of notices mean it, unless the line was wrapped in
    /// the middle of a sentence by an editor.
    fn soft_break(&mut self) {
        let wrapped = self.text.chars().count() >= 30
            && !self
                .text
                .ends_with(['。', '．', '.', '」', '』', '）', ')', '：', ':', '！', '？']);
        if !wrapped || self.cells.is_some() {
            return self.end_line();
        }
        if self.text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            self.text.push(' ');
        }
    }

    /// Markup within the text: only its line breaks matter.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some((before, tag)) = rest.split_once('<') {
            self.push(before);
            let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
            let name: String = tag
                .trim_start_matches('/')
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_ascii_lowercase();
            match name.as_str() {
                "br" | "p" | "div" | "tr" | "li" | "h1" | "h2" | "h3" | "dt" | "dd"
                    if self.cells.is_none() =>
                {
                    self.end_line();
                }
                "br" => self.text.push(' '),
                _ => {}
            }
            rest = after;
        }
        self.push(rest);
    }

    /// Whether the line so far is only the mark of a list item.
    fn at_bullet(&self) -> bool {
        self.text == "・" || self.text.strip_suffix(". ").is_some_and(|n| n.parse::<u64>().is_ok())
    }

    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        if !text.is_empty() && text != "・" {
            self.lines.push(Line { text: text.to_owned(), heading: self.heading });
        }
        self.weight = (0, 0);
    }

    fn end_block(&mut self) {
        self.end_line();
        self.lines.push(Line::default());
    }
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests;
