//! A PDF file: where its objects lie, found by reading it once from end to end.
//!
//! The cross-reference tables are not used. What they say can be wrong, missing or hostile, while
//! the objects say themselves where they begin; of two with one number the later counts, as after
//! an incremental update. So a damaged file needs no path of its own, and the work is linear.

use std::cell::Cell;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::Refusal;
use super::crypt::Crypt;
use super::lexer::{Lexer, is_space};
use super::object::{Dict, Object, Stream};
use super::stream;

/// Bytes that may be lexed or decoded for any file, for each of its bytes, and at most: so a small
/// file takes a moment, and a large one a few seconds.
const LEAST_FUEL: u64 = 32 * 1024 * 1024;
const FUEL_PER_BYTE: u64 = 40;
const MOST_FUEL: u64 = 768 * 1024 * 1024;

/// Bytes that object streams may hold in all, since they stay in memory.
const MOST_PACKED: usize = 64 * 1024 * 1024;

/// Objects that a file may have.
const MOST_OBJECTS: usize = 500_000;

/// References that may lead from one to the next.
const MOST_HOPS: usize = 16;

/// Work that is left; one unit is about a byte lexed or decoded.
#[derive(Debug)]
pub(super) struct Fuel(Cell<u64>);

impl Fuel {
    /// What a file of so many bytes may take.
    fn of(length: usize) -> Self {
        let share = FUEL_PER_BYTE.saturating_mul(length as u64);
        Self(Cell::new(LEAST_FUEL.saturating_add(share).min(MOST_FUEL)))
    }

    /// Takes `work` off; false when nothing is left, now or from before.
    pub(super) fn burn(&self, work: usize) -> bool {
        self.0.set(self.0.get().saturating_sub(work as u64 + 1));
        !self.is_spent()
    }

    /// Leaves nothing, so that whoever asks next stops.
    pub(super) fn spend(&self) {
        self.0.set(0);
    }

    pub(super) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// Where an object is.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Index of the object stream that holds it, `None` for the file itself.
    packed: Option<usize>,
    /// Offset of the object there.
    at: usize,
    generation: u16,
    /// Offset in the file of it or of its object stream: the later counts.
    since: usize,
}

/// An opened file.
#[derive(Debug)]
pub(super) struct File<'a> {
    bytes: &'a [u8],
    places: FxHashMap<u32, Place>,
    packed: Vec<Vec<u8>>,
    crypt: Option<Crypt>,
    root: Dict,
    info: Dict,
    pub(super) fuel: Fuel,
}

/// What one pass over the bytes comes upon.
#[derive(Debug, Default)]
struct Found {
    places: FxHashMap<u32, Place>,
    /// Object streams: offset of the object and its number.
    containers: Vec<(usize, u32)>,
    /// Trailers, and the dictionaries of cross-reference streams, with their offsets.
    trailers: Vec<(usize, Dict)>,
    catalogs: Vec<Dict>,
}

impl<'a> File<'a> {
    /// Finds the objects of a file, and its key if it is encrypted.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let fuel = Fuel::of(bytes.len());
        let mut found = find(bytes, &fuel).ok_or(Refusal::TooMuch)?;
        found.trailers.sort_by_key(|(at, _)| *at);
        let mut file = Self {
            bytes,
            places: found.places,
            packed: Vec::new(),
            crypt: None,
            root: Dict::new(),
            info: Dict::new(),
            fuel,
        };
        let encrypted = found.trailers.iter().rev().find(|(_, dict)| dict.contains_key("Encrypt"));
        if let Some((_, trailer)) = encrypted {
            file.crypt = Some(Crypt::of(trailer, &file).ok_or(Refusal::Encrypted)?);
        }
        file.unpack(&found.containers)?;
        let trailers: Vec<&Dict> = found.trailers.iter().rev().map(|(_, dict)| dict).collect();
        let root = trailers
            .iter()
            .filter_map(|trailer| file.dict(trailer, "Root"))
            .find(|root| root.contains_key("Pages"))
            .or_else(|| found.catalogs.pop())
            .or_else(|| file.any_catalog());
        let info = trailers.iter().find_map(|trailer| file.dict(trailer, "Info"));
        file.root = root.unwrap_or_default();
        file.info = info.unwrap_or_default();
        if file.fuel.is_spent() { Err(Refusal::TooMuch) } else { Ok(file) }
    }

    /// The catalog; empty when there is none.
    pub(super) fn root(&self) -> &Dict {
        &self.root
    }

    /// What the document says of itself.
    pub(super) fn info(&self) -> &Dict {
        &self.info
    }

    /// The numbers of all objects, in order.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.places.keys().copied().collect();
        numbers.sort_unstable();
        numbers
    }

    /// The object of a number, its strings decrypted.
    pub(super) fn object(&self, number: u32) -> Option<Object> {
        if self.fuel.is_spent() {
            return None;
        }
        let place = self.places.get(&number)?;
        let bytes = match place.packed {
            Some(index) => self.packed.get(index)?,
            None => self.bytes,
        };
        let mut lexer = Lexer::of_file(bytes, place.at);
        let object = lexer.next()?;
        self.fuel.burn(lexer.at().saturating_sub(place.at));
        if place.packed.is_some() {
            return Some(object);
        }
        let id = (number, place.generation);
        let object = match &self.crypt {
            Some(crypt) => crypt.strings(object, id),
            None => object,
        };
        Some(match (object, stream_start(bytes, lexer.at())) {
            (Object::Dict(dict), Some(start)) => Object::Stream(Stream { dict, start, id }),
            (object, _) => object,
        })
    }

    /// Follows references; `None` for null and for what is not there.
    pub(super) fn resolve(&self, object: &Object) -> Option<Object> {
        if !matches!(object, Object::Ref(_)) && !self.fuel.burn(object.weight()) {
            return None;
        }
        let mut object = object.clone();
        for _ in 0..MOST_HOPS {
            match object {
                Object::Ref(number) => object = self.object(number)?,
                Object::Null => return None,
                other => return Some(other),
            }
        }
        None
    }

    /// The value of a key, references followed.
    pub(super) fn value(&self, dict: &Dict, key: &str) -> Option<Object> {
        self.resolve(dict.get(key)?)
    }

    /// A dictionary under a key, or the dictionary of a stream there.
    pub(super) fn dict(&self, dict: &Dict, key: &str) -> Option<Dict> {
        match self.value(dict, key)? {
            Object::Dict(dict) | Object::Stream(Stream { dict, .. }) => Some(dict),
            _ => None,
        }
    }

    /// Numbers under a key; what is no number counts as 0.
    pub(super) fn numbers_at(&self, dict: &Dict, key: &str) -> Option<Vec<f64>> {
        let Object::Array(items) = self.value(dict, key)? else { return None };
        let number = |item: &Object| self.resolve(item).and_then(|item| item.number());
        Some(items.iter().map(|item| number(item).unwrap_or(0.0)).collect())
    }

    /// The data of a stream, decrypted and decoded; `None` for images and what cannot be decoded.
    pub(super) fn data(&self, stream: &Stream) -> Option<Vec<u8>> {
        let length = self.value(&stream.dict, "Length").and_then(|length| length.whole());
        let end = stream_end(self.bytes, stream.start, length, &self.fuel)?;
        let raw = self.bytes.get(stream.start..end)?;
        if !self.fuel.burn(raw.len()) {
            return None;
        }
        match &self.crypt {
            Some(crypt) => stream::decode(self, &stream.dict, &crypt.stream(stream, raw, self)),
            None => stream::decode(self, &stream.dict, raw),
        }
    }

    /// Decodes the object streams and notes what they hold.
    fn unpack(&mut self, containers: &[(usize, u32)]) -> Result<(), Refusal> {
        let mut total = 0_usize;
        for (since, number) in containers {
            // An object stream that was replaced later is of no account.
            if self.places.get(number).is_none_or(|place| place.since != *since) {
                continue;
            }
            let Some(Object::Stream(stream)) = self.object(*number) else { continue };
            let Some(data) = self.data(&stream) else { continue };
            total += data.len();
            if total > MOST_PACKED {
                return Err(Refusal::TooMuch);
            }
            let whole = |key| self.value(&stream.dict, key)?.whole();
            let (Some(count), Some(first)) = (whole("N"), whole("First")) else { continue };
            let mut lexer = Lexer::of_content(&data);
            let mut held = Vec::new();
            for _ in 0..count {
                let mut whole = || lexer.next()?.whole();
                let (Some(number), Some(at)) = (whole(), whole()) else { break };
                held.push((number, (first as usize).saturating_add(at as usize)));
            }
            self.fuel.burn(lexer.at());
            for (number, at) in held {
                let place =
                    Place { packed: Some(self.packed.len()), at, generation: 0, since: *since };
                if self.places.get(&number).is_none_or(|old| old.since < *since) {
                    self.places.insert(number, place);
                }
            }
            if self.places.len() > MOST_OBJECTS {
                return Err(Refusal::TooMuch);
            }
            self.packed.push(data);
        }
        Ok(())
    }

    /// The last catalog among all objects, for a file whose trailer is lost.
    fn any_catalog(&self) -> Option<Dict> {
        self.numbers().into_iter().rev().find_map(|number| {
            let Some(Object::Dict(dict)) = self.object(number) else { return None };
            is_of_type(&dict, "Catalog").then_some(dict)
        })
    }
}

/// Whether a dictionary says that it is of a type.
pub(super) fn is_of_type(dict: &Dict, kind: &str) -> bool {
    dict.get("Type").and_then(Object::name) == Some(kind)
}

fn find(bytes: &[u8], fuel: &Fuel) -> Option<Found> {
    let mut found = Found::default();
    let objects = memmem::Finder::new(b"obj");
    let mut at = 0;
    while let Some(next) = objects.find(bytes.get(at..)?) {
        let word = at + next;
        at = word + 3;
        let Some((number, generation, since)) = header_before(bytes, word) else { continue };
        let place = Place { packed: None, at, generation, since };
        found.places.insert(number, place);
        if found.places.len() > MOST_OBJECTS {
            return None;
        }
        let mut lexer = Lexer::of_file(bytes, at);
        let object = lexer.next();
        if !fuel.burn(lexer.at() - at) {
            return None;
        }
        let Some(Object::Dict(dict)) = object else { continue };
        at = lexer.at();
        if let Some(start) = stream_start(bytes, at) {
            let length = dict.get("Length").and_then(Object::whole);
            at = stream_end(bytes, start, length, fuel)?;
            if is_of_type(&dict, "ObjStm") {
                found.containers.push((since, number));
            } else if is_of_type(&dict, "XRef") {
                found.trailers.push((since, dict));
            }
        } else if is_of_type(&dict, "Catalog") && dict.contains_key("Pages") {
            found.catalogs.push(dict);
        }
    }
    for at in memmem::find_iter(bytes, b"trailer") {
        let mut lexer = Lexer::of_file(bytes, at + b"trailer".len());
        let object = lexer.next();
        if !fuel.burn(lexer.at() - at) {
            return None;
        }
        if let Some(Object::Dict(dict)) = object {
            found.trailers.push((at, dict));
        }
    }
    Some(found)
}

/// The `12 0 ` before the word `obj`: number, generation, and the offset where they begin.
fn header_before(bytes: &[u8], word: usize) -> Option<(u32, u16, usize)> {
    let before = |end: usize, wanted: fn(u8) -> bool, most: usize| {
        let head = bytes.get(..end).unwrap_or_default();
        end - head.iter().rev().take(most).take_while(|byte| wanted(**byte)).count()
    };
    let digit = |byte: u8| byte.is_ascii_digit();
    let generation_end = before(word, is_space, 16);
    let generation = before(generation_end, digit, 5);
    let number_end = before(generation, is_space, 16);
    let number = before(number_end, digit, 10);
    if generation == generation_end || number_end == generation {
        return None;
    }
    let parse = |from: usize, to: usize| std::str::from_utf8(bytes.get(from..to)?).ok();
    Some((
        parse(number, number_end)?.parse().ok()?,
        parse(generation, generation_end)?.parse().ok()?,
        number,
    ))
}

/// Where the data begin if the word `stream` follows.
fn stream_start(bytes: &[u8], at: usize) -> Option<usize> {
    let mut lexer = Lexer::of_file(bytes, at);
    lexer.skip_space();
    lexer.eat(b"stream").then(|| {
        let _ = lexer.eat(b"\r\n") || lexer.eat(b"\n") || lexer.eat(b"\r");
        lexer.at()
    })
}

/// Where the data end: as `length` says if the stream is closed there, else where it is closed.
///
/// `None` when too much was looked through.
fn stream_end(bytes: &[u8], start: usize, length: Option<u32>, fuel: &Fuel) -> Option<usize> {
    if let Some(end) = length.and_then(|length| start.checked_add(length as usize))
        && let Some(rest) = bytes.get(end..)
    {
        let space = rest.iter().take(4).take_while(|byte| is_space(**byte)).count();
        let rest = rest.get(space..).unwrap_or_default();
        if rest.starts_with(b"endstream") || rest.starts_with(b"endobj") {
            return Some(end);
        }
    }
    let rest = bytes.get(start..).unwrap_or_default();
    let length = memmem::find(rest, b"endstream").unwrap_or(rest.len());
    fuel.burn(length).then_some(start + length)
}
