//! Bytes to read: looked at before they are read, and hashed on the way.

use std::fs::File;
use std::io::{self, BufRead, Read};

/// Bytes read at a time.
const BLOCK: usize = 64 * 1024;

/// A stream of bytes whose beginning can be looked at without reading it.
pub(super) struct Input<'r> {
    inner: &'r mut dyn Read,
    /// The file itself, when the stream is one: archives are read from their end.
    file: Option<&'r File>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// What went wrong behind the bytes that are held; told when they are read.
    pending: Option<io::Error>,
}

impl<'r> Input<'r> {
    /// A stream.
    pub(super) fn new(inner: &'r mut dyn Read) -> Self {
        Self { inner, file: None, buffer: vec![0; BLOCK], start: 0, end: 0, pending: None }
    }

    /// A stream over a whole file, which may be read at any place, too.
    pub(super) fn of_file(file: &'r File, inner: &'r mut dyn Read) -> Self {
        Self { file: Some(file), ..Self::new(inner) }
    }

    /// The file itself, when the stream is one and nothing else.
    pub(super) fn file(&self) -> Option<&'r File> {
        self.file
    }

    /// The next `length` bytes, or fewer at the end, without reading them; at most 64 KiB.
    pub(super) fn head(&mut self, length: usize) -> io::Result<&[u8]> {
        let length = length.min(BLOCK);
        if self.end - self.start < length {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        while self.end - self.start < length && self.pending.is_none() {
            let Some(room) = self.buffer.get_mut(self.end..) else { break };
            match self.inner.read(room) {
                Ok(0) => break,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.pending = Some(error),
            }
        }
        if self.start == self.end
            && let Some(error) = self.pending.take()
        {
            return Err(error);
        }
        let held = self.buffer.get(self.start..self.end).unwrap_or_default();
        Ok(held.get(..length).unwrap_or(held))
    }

    /// All that is left, or `None` when it is more than `limit` bytes.
    pub(super) fn whole(&mut self, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        self.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= limit).then_some(bytes))
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end && self.pending.is_none() && into.len() >= BLOCK {
            return self.inner.read(into);
        }
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
            if let Some(error) = self.pending.take() {
                return Err(error);
            }
            self.end = self.inner.read(&mut self.buffer)?;
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }
}

/// Hashes and counts what is read through it.
pub(super) struct Hashing<R> {
    inner: R,
    hasher: blake3::Hasher,
    /// Bytes read.
    pub(super) bytes: u64,
    ended: bool,
}

impl<R: Read> Hashing<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, hasher: blake3::Hasher::new(), bytes: 0, ended: false }
    }

    /// The hash of everything, `None` unless it was read to its end.
    pub(super) fn hash(&self) -> Option<blake3::Hash> {
        self.ended.then(|| self.hasher.finalize())
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.hasher.update(into.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        self.ended |= count == 0 && !into.is_empty();
        Ok(count)
    }
}

/// Why bytes are not read any further, in words that end in what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refusal(String);

impl Refusal {
    /// The refusal as readers give errors.
    pub(super) fn error(reason: impl Into<String>) -> io::Error {
        io::Error::other(Self(reason.into()))
    }
}
