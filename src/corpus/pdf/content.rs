//! Content streams: what is drawn on a page, as far as it is text or a line of a table.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::file::File;
use super::font::Font;
use super::glyph::{Flow, Glyph, Sheet};
use super::lexer::Lexer;
use super::matrix::Matrix;
use super::object::{Dict, Object, Stream, text};
use super::path::Path;

/// How deep forms may be drawn within forms, and states saved within states.
const DEEPEST_FORM: usize = 12;
const DEEPEST_STATE: usize = 256;

/// Operands that are kept for one operator.
const MOST_OPERANDS: usize = 64;

/// Glyphs that a page may have.
const MOST_GLYPHS: usize = 200_000;

/// What the fonts that are kept may weigh, in entries of maps; a page has but a few fonts.
const MOST_FONTS: usize = 1_000_000;

/// The fonts of a file by the number of their object, so that each is read once, or seldom.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    read: FxHashMap<u32, Rc<Font>>,
    weight: usize,
}

impl Fonts {
    fn keep(&mut self, number: u32, font: &Rc<Font>) {
        self.weight += font.weight();
        if self.weight > MOST_FONTS {
            self.read.clear();
            self.weight = font.weight();
        }
        self.read.insert(number, Rc::clone(font));
    }
}

/// Draws streams onto a sheet.
pub(super) struct Painter<'p, 'a> {
    file: &'p File<'a>,
    fonts: &'p mut Fonts,
    sheet: Sheet,
    state: State,
    saved: Vec<State>,
    marks: Vec<Mark>,
    path: Path,
    depth: usize,
}

#[derive(Debug, Clone)]
struct State {
    place: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
    text: Matrix,
    line: Matrix,
}

/// Marked content that is open.
#[derive(Debug)]
enum Mark {
    Plain,
    /// Page furniture by the document's own word.
    Furniture,
    /// Stands for this text, from that glyph on.
    Actual(String, usize),
}

impl<'p, 'a> Painter<'p, 'a> {
    /// Begins a sheet of a size; `place` puts the page's own coordinates onto it.
    pub(super) fn new(
        file: &'p File<'a>,
        fonts: &'p mut Fonts,
        (width, height): (f64, f64),
        place: Matrix,
    ) -> Self {
        let state = State {
            place,
            font: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        };
        Self {
            file,
            fonts,
            sheet: Sheet { width, height, ..Sheet::default() },
            state,
            saved: Vec::new(),
            marks: Vec::new(),
            path: Path::default(),
            depth: 0,
        }
    }

    /// What was drawn.
    pub(super) fn finish(mut self) -> Sheet {
        self.sheet.rules = self.path.into_rules();
        self.sheet
    }

    /// Draws a stream with the resources its names refer to.
    pub(super) fn draw(&mut self, content: &[u8], resources: &Dict) {
        let mut lexer = Lexer::of_content(content);
        let mut operands: Vec<Object> = Vec::new();
        let (saved, marks) = (self.saved.len(), self.marks.len());
        let mut burnt = 0;
        while let Some(object) = lexer.next() {
            match object {
                Object::Word(word) => {
                    if !self.file.fuel.burn(lexer.at() - burnt) {
                        break;
                    }
                    burnt = lexer.at();
                    if word == "BI" {
                        skip_picture(&mut lexer, content);
                    } else {
                        self.operate(&word, &operands, resources);
                    }
                    operands.clear();
                }
                operand if operands.len() < MOST_OPERANDS => operands.push(operand),
                _ => {}
            }
        }
        // What a form leaves open does not go on after it.
        self.saved.truncate(saved);
        self.marks.truncate(marks);
    }

    fn operate(&mut self, word: &str, operands: &[Object], resources: &Dict) {
        let number = |place: usize| operands.get(place).and_then(Object::number).unwrap_or(0.0);
        let string = || operands.last().and_then(Object::string).unwrap_or_default();
        let name = |place: usize| operands.get(place).and_then(Object::name);
        match word {
            "q" if self.saved.len() < DEEPEST_STATE => self.saved.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => {
                if let Some(matrix) = matrix(operands) {
                    self.state.place = matrix.then(self.state.place);
                }
            }
            "BT" => self.move_text(Matrix::IDENTITY),
            "Tf" => {
                self.state.font = name(0).and_then(|name| self.font(name, resources));
                self.state.size = number(1);
            }
            "Tc" => self.state.letter_space = number(0),
            "Tw" => self.state.word_space = number(0),
            "Tz" => self.state.stretch = number(0) / 100.0,
            "TL" => self.state.leading = number(0),
            "Ts" => self.state.rise = number(0),
            "Td" => self.next_line(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.next_line(number(0), number(1));
            }
            "Tm" => {
                if let Some(matrix) = matrix(operands) {
                    self.move_text(matrix);
                }
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(string()),
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(string());
            }
            "\"" => {
                self.state.word_space = number(0);
                self.state.letter_space = number(1);
                self.next_line(0.0, -self.state.leading);
                self.show(string());
            }
            "TJ" => {
                for item in operands.first().and_then(Object::array).unwrap_or_default() {
                    match item {
                        Object::String(bytes) => self.show(bytes),
                        Object::Number(back) => self.advance(-back / 1000.0 * self.state.size),
                        _ => {}
                    }
                }
            }
            "BMC" | "BDC" => self.begin_mark(operands, resources),
            "EMC" => self.end_mark(),
            "Do" => {
                if let Some(name) = name(0) {
                    self.draw_object(name, resources);
                }
            }
            _ => {
                let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
                self.path.operate(word, &numbers, self.state.place);
            }
        }
    }

    fn move_text(&mut self, matrix: Matrix) {
        self.state.text = matrix;
        self.state.line = matrix;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.move_text(Matrix::shift(x, y).then(self.state.line));
    }

    /// Moves along the line, by units of text space before stretching.
    fn advance(&mut self, by: f64) {
        let vertical = self.state.font.as_ref().is_some_and(|font| font.vertical);
        let shift = if vertical {
            Matrix::shift(0.0, by)
        } else {
            Matrix::shift(by * self.state.stretch, 0.0)
        };
        self.state.text = shift.then(self.state.text);
    }

    fn font(&mut self, name: &str, resources: &Dict) -> Option<Rc<Font>> {
        // Whatever it holds, a font is not read for nothing.
        if !self.file.fuel.burn(256) {
            return None;
        }
        let fonts = self.file.dict(resources, "Font")?;
        if let Some(Object::Ref(number)) = fonts.get(name) {
            if let Some(font) = self.fonts.read.get(number) {
                return Some(Rc::clone(font));
            }
            self.file.fuel.burn(4 * 1024);
            let dict = self.file.dict(&fonts, name)?;
            let font = Rc::new(Font::read(self.file, &dict));
            self.fonts.keep(*number, &font);
            return Some(font);
        }
        self.file.fuel.burn(4 * 1024);
        let dict = self.file.dict(&fonts, name)?;
        Some(Rc::new(Font::read(self.file, &dict)))
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        if !self.file.fuel.burn(bytes.len() * 8) {
            return;
        }
        let hidden = self.marks.iter().any(|mark| matches!(mark, Mark::Furniture));
        font.show(bytes, |shown| {
            let state = &self.state;
            let size = state.size;
            let place = Matrix([size * state.stretch, 0.0, 0.0, size, 0.0, state.rise])
                .then(state.text)
                .then(state.place);
            let space = if shown.space { state.word_space } else { 0.0 };
            let by = if font.vertical {
                // A vertical line goes down, whatever the sign of the size.
                -size + state.letter_space + space
            } else {
                shown.width * size + state.letter_space + space
            };
            if !hidden {
                match shown.text {
                    Some(text) => self.put(text, place, shown.width, font.vertical),
                    None => self.sheet.unknown += 1,
                }
            }
            self.advance(by);
        });
    }

    fn put(&mut self, text: String, place: Matrix, width: f64, vertical: bool) {
        let [a, b, c, d, ..] = place.0;
        let (x, y) = place.apply(0.0, 0.0);
        let size = c.hypot(d);
        let room = 0.0 - size;
        let seen = (room..=self.sheet.width - room).contains(&x)
            && (room..=self.sheet.height - room).contains(&y);
        // Also false where a number is not finite.
        let sized = size > 0.0 && size < 10_000.0;
        if !seen || !sized || self.sheet.glyphs.len() >= MOST_GLYPHS {
            return;
        }
        let flow = if a.abs() > 3.0 * b.abs() {
            if a > 0.0 { Flow::Right } else { Flow::Left }
        } else if b.abs() > 3.0 * a.abs() {
            if b > 0.0 { Flow::Up } else { Flow::Down }
        } else {
            // Aslant, as stamps and watermarks are.
            return;
        };
        self.sheet.glyphs.push(match (vertical, flow) {
            (true, Flow::Right) => Glyph::stacked(text, x, y, size),
            (_, flow) => Glyph { text, x, y, advance: width * a.hypot(b), size, flow },
        });
    }

    fn begin_mark(&mut self, operands: &[Object], resources: &Dict) {
        let tag = operands.first().and_then(Object::name).unwrap_or_default();
        let properties = match operands.get(1) {
            Some(Object::Dict(dict)) => Some(dict.clone()),
            Some(Object::Name(name)) => self
                .file
                .dict(resources, "Properties")
                .and_then(|properties| self.file.dict(&properties, name)),
            _ => None,
        };
        let value = |key| properties.as_ref().and_then(|dict| self.file.value(dict, key));
        let pagination = || value("Type").as_ref().and_then(Object::name) == Some("Pagination");
        let mark = if tag == "Artifact" && pagination() {
            Mark::Furniture
        } else if let Some(Object::String(actual)) = value("ActualText") {
            Mark::Actual(text(&actual), self.sheet.glyphs.len())
        } else {
            Mark::Plain
        };
        if self.marks.len() < DEEPEST_STATE {
            self.marks.push(mark);
        }
    }

    /// Puts what glyphs stand for in place of what they show, if they are on one line.
    fn end_mark(&mut self) {
        let Some(Mark::Actual(actual, from)) = self.marks.pop() else { return };
        let Some([first, rest @ ..]) = self.sheet.glyphs.get_mut(from..) else { return };
        let one_line = rest.iter().all(|glyph| {
            glyph.flow == first.flow
                && ((glyph.y - first.y).abs() < first.size / 2.0
                    || (glyph.x - first.x).abs() < first.size / 2.0)
        });
        if !one_line {
            return;
        }
        if let Some(last) = rest.last() {
            let distance = (last.x - first.x).hypot(last.y - first.y);
            first.advance = distance + last.advance;
        }
        first.text = actual;
        self.sheet.glyphs.truncate(from + 1);
    }

    fn draw_object(&mut self, name: &str, resources: &Dict) {
        let object = self.file.dict(resources, "XObject");
        let object = object.and_then(|objects| self.file.value(&objects, name));
        let Some(Object::Stream(stream)) = object else { return };
        let kind = self.file.value(&stream.dict, "Subtype");
        match kind.as_ref().and_then(Object::name) {
            Some("Form") if self.depth < DEEPEST_FORM => self.draw_form(&stream, resources),
            Some("Image") => {
                let [a, b, c, d, ..] = self.state.place.0;
                let area = (a * d - b * c).abs();
                if area * 4.0 > self.sheet.width * self.sheet.height {
                    self.sheet.pictures += 1;
                }
            }
            _ => {}
        }
    }

    fn draw_form(&mut self, form: &Stream, resources: &Dict) {
        self.file.fuel.burn(512);
        let Some(content) = self.file.data(form) else { return };
        let own = self.file.dict(&form.dict, "Resources");
        let before = self.state.clone();
        let matrix = self.file.numbers_at(&form.dict, "Matrix");
        if let Some(matrix) = matrix.as_deref().and_then(Matrix::of) {
            self.state.place = matrix.then(self.state.place);
        }
        self.depth += 1;
        self.draw(&content, own.as_ref().unwrap_or(resources));
        self.depth -= 1;
        self.state = before;
    }
}

fn matrix(operands: &[Object]) -> Option<Matrix> {
    let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
    Matrix::of(&numbers)
}

/// Goes past the data of a picture that stands within the stream.
fn skip_picture(lexer: &mut Lexer<'_>, content: &[u8]) {
    while let Some(object) = lexer.next() {
        if matches!(object, Object::Word(word) if word == "ID") {
            break;
        }
    }
    let start = lexer.at();
    let rest = content.get(start..).unwrap_or_default();
    for end in memchr::memmem::find_iter(rest, b"EI") {
        let space = |byte: Option<&u8>| byte.is_none_or(|byte| super::lexer::is_space(*byte));
        let after = rest.get(end + 2..).unwrap_or_default();
        // After the end there are operators, not the bytes of a picture.
        let plain = after.iter().take(12).all(|byte| byte.is_ascii_graphic() || space(Some(byte)));
        if space(end.checked_sub(1).and_then(|before| rest.get(before)))
            && space(after.first())
            && plain
        {
            lexer.jump(start + end + 2);
            return;
        }
    }
    lexer.jump(content.len());
}
