//! Bytes to objects: the syntax that files, content streams and character maps share.

use super::object::{Dict, Object};

/// How deep arrays and dictionaries may lie in one another; what lies deeper is read as null.
const DEEPEST: usize = 48;

/// Objects that one object may hold, at any depth.
const MOST_ITEMS: usize = 300_000;

/// Reads objects one after another and never fails: what is no object is a word.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    refs: bool,
    items: usize,
}

impl<'a> Lexer<'a> {
    /// For the body of a file, where `5 0 R` is a reference.
    pub(super) fn of_file(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, refs: true, items: 0 }
    }

    /// For content streams and character maps, which hold no references.
    pub(super) fn of_content(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, refs: false, items: 0 }
    }

    /// Offset of the next byte.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes to `at`.
    pub(super) fn jump(&mut self, at: usize) {
        self.at = at.min(self.bytes.len());
    }

    /// The next object or word; `None` at the end, and within a string that never ends.
    pub(super) fn next(&mut self) -> Option<Object> {
        self.items = MOST_ITEMS;
        self.object(0)
    }

    /// Skips white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Takes `word` if it is next.
    pub(super) fn eat(&mut self, word: &[u8]) -> bool {
        let next = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if next {
            self.at += word.len();
        }
        next
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        self.items = self.items.checked_sub(1)?;
        match self.peek()? {
            b'(' => self.literal().map(Object::String),
            b'/' => Some(Object::Name(self.name())),
            b'[' => {
                self.at += 1;
                Some(self.array(depth + 1))
            }
            b'<' if self.eat(b"<<") => Some(self.dict(depth + 1)),
            b'<' => Some(Object::String(self.hex())),
            b'>' if self.eat(b">>") => Some(Object::Word(">>".to_owned())),
            b'0'..=b'9' | b'+' | b'-' | b'.' => Some(self.number_or_ref()),
            byte if is_delimiter(byte) => {
                self.at += 1;
                Some(Object::Word(char::from(byte).to_string()))
            }
            _ => {
                let word = self.regular();
                Some(match word.as_str() {
                    "null" => Object::Null,
                    "true" => Object::Bool(true),
                    "false" => Object::Bool(false),
                    _ => Object::Word(word),
                })
            }
        }
    }

    fn array(&mut self, depth: usize) -> Object {
        let mut items = Vec::new();
        if depth > DEEPEST {
            return Object::Null;
        }
        loop {
            match self.object(depth) {
                None => break,
                Some(Object::Word(word)) if word == "]" => break,
                Some(Object::Word(word)) if ends_object(&word) => {
                    self.at -= word.len();
                    break;
                }
                Some(item) => items.push(item),
            }
        }
        Object::Array(items)
    }

    fn dict(&mut self, depth: usize) -> Object {
        let mut dict = Dict::new();
        if depth > DEEPEST {
            return Object::Null;
        }
        loop {
            let key = match self.object(depth) {
                None => break,
                Some(Object::Name(key)) => key,
                Some(Object::Word(word)) if word == ">>" => break,
                Some(Object::Word(word)) if ends_object(&word) => {
                    self.at -= word.len();
                    break;
                }
                Some(_) => continue,
            };
            match self.object(depth) {
                None => break,
                Some(Object::Word(word)) if word == ">>" => break,
                Some(Object::Word(word)) if ends_object(&word) => {
                    self.at -= word.len();
                    break;
                }
                Some(value) => {
                    dict.insert(key, value);
                }
            }
        }
        Object::Dict(dict)
    }

    fn number_or_ref(&mut self) -> Object {
        let start = self.at;
        let number = self.number();
        let digits = self.bytes.get(start..self.at).unwrap_or_default();
        if self.refs && digits.len() <= 10 && digits.iter().all(u8::is_ascii_digit) {
            let after = self.at;
            if self.reference() {
                return Object::Ref(number as u32);
            }
            self.at = after;
        }
        Object::Number(number)
    }

    /// Takes the ` 0 R` of a reference.
    fn reference(&mut self) -> bool {
        let gap = self.at;
        self.skip_space();
        let generation = self.at;
        while self.at < generation + 5 && self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        let end = self.at;
        self.skip_space();
        gap < generation
            && generation < end
            && end < self.at
            && self.eat(b"R")
            && self.peek().is_none_or(|byte| !is_regular(byte))
    }

    fn number(&mut self) -> f64 {
        let (mut value, mut scale, mut negative) = (0.0_f64, None, false);
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'0'..=b'9' => {
                    let digit = f64::from(byte - b'0');
                    match &mut scale {
                        None => value = value * 10.0 + digit,
                        Some(scale) => {
                            *scale /= 10.0;
                            value += digit * *scale;
                        }
                    }
                }
                b'.' if scale.is_none() => scale = Some(1.0),
                b'-' if self.at == start => negative = true,
                // Some programs write `--5` or `12-34`; others read 5 and 12.
                b'+' | b'-' | b'.' => {}
                _ => break,
            }
            self.at += 1;
        }
        // So that sums of a few stay finite.
        let value = value.min(1e15);
        if negative { -value } else { value }
    }

    fn name(&mut self) -> String {
        self.at += 1;
        let mut bytes = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| is_regular(*byte)) {
            self.at += 1;
            let code = self.bytes.get(self.at..self.at + 2);
            let code = code.and_then(|code| Some(nibble(code[0])? << 4 | nibble(code[1])?));
            match code.filter(|_| byte == b'#') {
                Some(code) => {
                    self.at += 2;
                    bytes.push(code);
                }
                None => bytes.push(byte),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn regular(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        String::from_utf8_lossy(self.bytes.get(start..self.at).unwrap_or_default()).into_owned()
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut open = 1_usize;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Some(bytes);
                    }
                }
                b'\\' => {
                    self.escape(&mut bytes)?;
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) -> Option<()> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\n' => {}
            b'\r' => {
                self.eat(b"\n");
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                bytes.push((code & 0xFF) as u8);
            }
            other => bytes.push(other),
        }
        Some(())
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut high = None;
        while let Some(byte) = self.peek() {
            match nibble(byte) {
                Some(low) => match high.take() {
                    None => high = Some(low),
                    Some(high) => bytes.push(high << 4 | low),
                },
                None if is_space(byte) => {}
                None => {
                    self.at += usize::from(byte == b'>');
                    break;
                }
            }
            self.at += 1;
        }
        bytes.extend(high.map(|high| high << 4));
        bytes
    }
}

/// Words that show that an array or dictionary was never closed.
fn ends_object(word: &str) -> bool {
    matches!(word, "endobj" | "stream" | "endstream" | "obj")
}

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// White space of PDF, which has NUL and no vertical tab.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}
