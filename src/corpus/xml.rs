//! XML as a stream of steps that a hostile file cannot make large: no entities but the five of XML
//! itself, no references followed, a limit on nesting and on the size of what is held at once.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesEnd, BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// Elements that may be open at once; real documents stay below a hundred.
const DEEPEST: usize = 1024;

/// Bytes from one `<` to the next: what a text or a tag takes in memory.
const LONGEST: usize = 16 * 1024 * 1024;

/// A document being read. Names are local ones: `w:p` and `p` are the same.
pub(super) struct Xml<'s> {
    reader: Reader<Bounded<'s>>,
    buffer: Vec<u8>,
    depth: usize,
}

/// What comes next; an empty element opens and closes.
pub(super) enum Step<'x> {
    Open(Tag<'x>),
    Close(End<'x>),
    Text(Cow<'x, str>),
    /// The document is over.
    Over,
}

/// The beginning of an element.
pub(super) struct Tag<'x>(BytesStart<'x>);

/// The end of an element.
pub(super) struct End<'x>(BytesEnd<'x>);

impl Tag<'_> {
    /// Local name.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Name with its prefix, where the local one means two things.
    pub(super) fn full_name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// Value of the first attribute of this local name.
    pub(super) fn attr(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = found.normalized_value(XmlVersion::Implicit1_0);
        Some(value.map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }

    /// The attribute as a number.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attr(name)?.trim().parse().ok()
    }
}

impl End<'_> {
    /// Local name.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

impl<'s> Xml<'s> {
    /// Reads from `source`, which is UTF-8.
    pub(super) fn new(source: impl Read + 's) -> Self {
        let source = BufReader::with_capacity(64 * 1024, Box::new(source) as Box<dyn Read + 's>);
        let mut reader = Reader::from_reader(Bounded { source, since: 0 });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next step, or why the document is of no use.
    pub(super) fn next(&mut self) -> Result<Step<'_>, String> {
        self.buffer.clear();
        let event =
            self.reader.read_event_into(&mut self.buffer).map_err(|error| reason(&error))?;
        Ok(match event {
            Event::Start(_) if self.depth >= DEEPEST => {
                return Err("nests its elements too deeply; save it again".to_owned());
            }
            Event::Start(tag) => {
                self.depth += 1;
                Step::Open(Tag(tag))
            }
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(1);
                Step::Close(End(tag))
            }
            Event::Text(text) => Step::Text(text.xml10_content()),
            Event::CData(text) => Step::Text(text.xml10_content()),
            Event::GeneralRef(reference) => Step::Text(resolved(&reference)),
            Event::Eof if self.depth > 0 => return Err("is cut off; get it again".to_owned()),
            Event::Eof => Step::Over,
            // Comments, instructions and document types; entities that one defines stay unknown.
            _ => Step::Text(Cow::Borrowed("")),
        })
    }

    /// Passes over everything up to the end of the element just opened.
    pub(super) fn skip(&mut self) -> Result<(), String> {
        let mut open = 1_usize;
        while open > 0 {
            match self.next()? {
                Step::Open(_) => open += 1,
                Step::Close(_) => open -= 1,
                Step::Text(_) => {}
                Step::Over => break,
            }
        }
        Ok(())
    }

    /// The text within the element just opened, up to its end.
    pub(super) fn text(&mut self) -> Result<String, String> {
        let mut text = String::new();
        let mut open = 1_usize;
        while open > 0 {
            match self.next()? {
                Step::Open(_) => open += 1,
                Step::Close(_) => open -= 1,
                Step::Text(piece) => text.push_str(&piece),
                Step::Over => break,
            }
        }
        Ok(text)
    }
}

/// The character a reference stands for; nothing for entities that the document itself defines.
fn resolved(reference: &BytesRef<'_>) -> Cow<'static, str> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Cow::Owned(c.to_string());
    }
    Cow::Borrowed(match &**reference {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => " ",
        _ => "",
    })
}

fn reason(error: &quick_xml::Error) -> String {
    match error {
        // What a limit said, or what the archive says about damage.
        quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::Other => error.to_string(),
        quick_xml::Error::Io(_) => "is damaged; get or save it again".to_owned(),
        quick_xml::Error::Encoding(_) => "holds XML that is not UTF-8; save it again".to_owned(),
        error => format!("holds broken XML ({error}); save it again"),
    }
}

/// A source that refuses to go on without a `<` for too long.
struct Bounded<'s> {
    source: BufReader<Box<dyn Read + 's>>,
    since: usize,
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(available) {
            *to = *from;
        }
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since > LONGEST {
            let limit = LONGEST / 1024 / 1024;
            return Err(io::Error::other(format!(
                "holds a text of more than {limit} MiB in one piece; split it"
            )));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        let consumed = self.source.buffer().get(..count).unwrap_or_default();
        self.since = match memchr::memrchr(b'<', consumed) {
            Some(at) => consumed.len() - at,
            None => self.since + consumed.len(),
        };
        self.source.consume(count);
    }
}
