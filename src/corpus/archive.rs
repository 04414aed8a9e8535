//! Boxes that hold files: archives and packed streams, and what bounds reading them.

mod names;
mod packed;
mod tar;
pub(super) mod zip;

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use super::input::{Input, Refusal};
use super::outlet::Outlet;
use super::read::{self, Clues};

pub(super) use names::{Names, member_name};
pub(super) use packed::{gzip, zstd};
pub(super) use tar::tar;

/// Reads one member of a box under its name.
///
/// False when the box has had its share and no other member may be read.
pub(super) fn member(
    name: &str,
    clues: Clues<'_>,
    from: &mut dyn Read,
    outlet: &mut Outlet<'_>,
) -> bool {
    outlet.opens_member() && {
        outlet.inside(name, |outlet| read::item(clues, &mut Input::new(from), outlet));
        outlet.may_unpack()
    }
}

/// What is unpacked, up to what the file may unpack to in all.
pub(super) struct Unpacking<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Unpacking<R> {
    pub(super) fn new(inner: R, outlet: &Outlet<'_>) -> Self {
        Self { inner, left: Rc::clone(&outlet.limits.unpacked) }
    }
}

impl<R: Read> Read for Unpacking<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(Refusal::error(
                "unpacks to far more than its size; unpack it if it is no trap",
            ));
        }
        let count = self.inner.read(into)?;
        self.left.set(self.left.get().saturating_sub(count as u64));
        Ok(count)
    }
}

#[cfg(test)]
pub(super) mod tests;
