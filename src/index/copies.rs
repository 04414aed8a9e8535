//! Which reports are worded alike, from the column of sketches without reading any text.

use std::hash::BuildHasher as _;

use rustc_hash::FxBuildHasher;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, SegmentReader};

use super::sketch::{ROWS, Sketch, VALUES};
use super::{IndexError, Snapshot};

/// Reports whose sketches are read at a time.
const BLOCK: u32 = 1024;
/// Bytes of twenty that two reports share at least to be counted as copies: four fifths of the wording.
const LEAST_COUNTED: usize = 16;
/// Entries that are sorted at a time while copies are counted: 16 bytes each.
const MOST_ENTRIES: usize = 1 << 20;
/// Reports of one band that each is held against.
const MOST_NEIGHBOURS: usize = 32;

/// How many reports say what another one says, those that would be missed by nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CopyCount {
    /// With the same sketch: all of the wording that tells of the incident, or nearly so.
    pub exact: u64,
    /// With at least four fifths of the wording.
    pub near: u64,
}

impl CopyCount {
    /// All of them.
    pub fn all(&self) -> u64 {
        self.exact + self.near
    }
}

/// The sketches of all reports of an index.
pub struct Sketches {
    segments: Vec<Segment>,
}

struct Segment {
    reader: SegmentReader,
    column: Column<u64>,
}

/// Organisation, people and records, as far as a report states them.
type Stated = [Option<u64>; 3];

/// What is compared of a report when copies are counted.
type Counted = (Sketch, Stated);

impl Snapshot {
    /// The sketches of its reports.
    pub fn sketches(&self) -> Result<Sketches, IndexError> {
        let segments = self.searcher().segment_readers().iter();
        let segments = segments.map(|reader| {
            let column = reader.fast_fields().u64("sketch")?;
            Ok(Segment { reader: reader.clone(), column })
        });
        Ok(Sketches { segments: segments.collect::<tantivy::Result<_>>()? })
    }

    /// How many reports say what another one says.
    ///
    /// Counted by sketches; organisation, people and records must agree where both state them. A search compares the texts themselves, so it may judge a few of them otherwise.
    /// Takes some 40 MB, eight bytes an organisation and two bits a report, and about a second a million reports.
    pub fn count_copies(&self) -> Result<CopyCount, IndexError> {
        self.sketches()?.count_copies()
    }
}

impl Sketches {
    /// The sketch of the report at an address; `None` where it has no letters.
    pub fn at(&self, address: DocAddress) -> Option<Sketch> {
        self.segments.get(usize::try_from(address.segment_ord).ok()?)?.at(address.doc_id)
    }

    /// Reports whose sketches share at least so many bytes with `sketch`, with how many; in no order that
    /// means anything.
    pub fn like(&self, sketch: &Sketch, least: usize) -> Vec<(DocAddress, usize)> {
        let mut found = Vec::new();
        for (ord, segment) in (0..).zip(&self.segments) {
            segment.each(|doc, other| {
                let shared = sketch.shared(&other);
                if shared >= least {
                    found.push((DocAddress::new(ord, doc), shared));
                }
            });
        }
        found
    }

    fn count_copies(&self) -> Result<CopyCount, IndexError> {
        let mut marks = Marks::new(&self.segments)?;
        let reports: usize = self.segments.iter().map(|s| index(s.reader.num_docs())).sum();
        let passes = u32::try_from(reports.div_ceil(MOST_ENTRIES).max(1)).unwrap_or(u32::MAX);
        let mut entries: Vec<(u32, DocAddress)> = Vec::new();
        for band in 0..VALUES {
            for pass in 0..passes {
                for (ord, segment) in (0..).zip(&self.segments) {
                    segment.each(|doc, sketch| {
                        let Some(key) = sketch.bands().nth(band) else { return };
                        if key % passes != pass {
                            return;
                        }
                        if entries.len() >= 2 * MOST_ENTRIES {
                            // One wording for all: what was gathered is judged by itself.
                            self.mark(&mut entries, &mut marks);
                        }
                        entries.push((key, DocAddress::new(ord, doc)));
                    });
                }
                self.mark(&mut entries, &mut marks);
            }
        }
        Ok(marks.count())
    }

    /// Marks what is worded like an entry before it.
    fn mark(&self, entries: &mut Vec<(u32, DocAddress)>, marks: &mut Marks) {
        entries.sort_unstable();
        for group in entries.chunk_by(|one, next| one.0 == next.0).filter(|group| group.len() > 1) {
            let counted = |(_, address): &(u32, DocAddress)| {
                Some(((self.at(*address)?, marks.stated(*address)), *address))
            };
            let mut group: Vec<(Counted, DocAddress)> = group.iter().filter_map(counted).collect();
            // Whatever segment it stands in, the same report of several is the first.
            group.sort_unstable();
            for (at, (own, address)) in group.iter().enumerate() {
                let before = group.iter().take(at).rev().take(MOST_NEIGHBOURS);
                let shared = before.filter_map(|(other, _)| shared(own, other)).max();
                if let Some(shared) = shared.filter(|shared| *shared >= LEAST_COUNTED) {
                    marks.mark(*address, shared == ROWS);
                }
            }
        }
        entries.clear();
    }
}

/// How many bytes of their sketches two reports share; `None` where they state different things.
fn shared((own, stated): &Counted, (other, others): &Counted) -> Option<usize> {
    let agree = |(own, other): (&Option<u64>, &Option<u64>)| {
        own.zip(*other).is_none_or(|(own, other)| own == other)
    };
    stated.iter().zip(others).all(agree).then(|| own.shared(other))
}

impl Segment {
    fn at(&self, doc: u32) -> Option<Sketch> {
        let mut values = [0; VALUES];
        let mut found = self.column.values_for_doc(doc);
        values.iter_mut().try_for_each(|value| {
            *value = found.next()?;
            Some(())
        })?;
        Sketch::of_values(&values)
    }

    /// Calls `each` with every report that has letters.
    fn each(&self, mut each: impl FnMut(u32, Sketch)) {
        let alive = self.reader.alive_bitset();
        let reports = self.reader.max_doc();
        // Every report has five values, so they are read by their place, which is ten times as fast.
        if u64::from(self.column.values.num_vals()) != u64::from(reports) * VALUES as u64 {
            let sketches = self.reader.doc_ids_alive().filter_map(|doc| Some((doc, self.at(doc)?)));
            return sketches.for_each(|(doc, sketch)| each(doc, sketch));
        }
        let mut values = [[0; VALUES]; BLOCK as usize];
        for first in (0..reports).step_by(index(BLOCK)) {
            let count = index(BLOCK.min(reports - first));
            let start = u64::from(first) * VALUES as u64;
            let Some(block) = values.get_mut(..count) else { return };
            self.column.values.get_range(start, block.as_flattened_mut());
            for (doc, values) in (first..).zip(block) {
                if alive.is_none_or(|alive| alive.is_alive(doc))
                    && let Some(sketch) = Sketch::of_values(values)
                {
                    each(doc, sketch);
                }
            }
        }
    }
}

/// Two bits a report, and the facts that are compared beside the wording.
struct Marks {
    segments: Vec<SegmentMarks>,
}

struct SegmentMarks {
    copies: Vec<u64>,
    exact: Vec<u64>,
    organisations: Option<Organisations>,
    people: Column<u64>,
    records: Column<u64>,
}

/// Names of organisations by their hashes, which are the same in all segments. The dictionary is read once from
/// end to end: looking a name up unpacks a block for each report.
struct Organisations {
    column: StrColumn,
    hashes: Vec<u64>,
}

impl Organisations {
    fn read(column: StrColumn) -> tantivy::Result<Self> {
        let mut hashes = Vec::with_capacity(column.num_terms());
        let mut names = column.dictionary().stream()?;
        while names.advance() {
            hashes.push(FxBuildHasher.hash_one(names.key()));
        }
        Ok(Self { column, hashes })
    }

    fn of(&self, doc: u32) -> Option<u64> {
        let ord = self.column.term_ords(doc).next()?;
        self.hashes.get(usize::try_from(ord).ok()?).copied()
    }
}

impl Marks {
    fn new(segments: &[Segment]) -> Result<Self, IndexError> {
        let segments = segments.iter().map(|segment| {
            let fast = segment.reader.fast_fields();
            let none = vec![0; index(segment.reader.max_doc().div_ceil(u64::BITS))];
            Ok(SegmentMarks {
                copies: none.clone(),
                exact: none,
                organisations: fast.str("organisation")?.map(Organisations::read).transpose()?,
                people: fast.u64("people")?,
                records: fast.u64("records")?,
            })
        });
        Ok(Self { segments: segments.collect::<tantivy::Result<_>>()? })
    }

    /// What a report states: its organisation by a hash of the name, people, records.
    fn stated(&self, DocAddress { segment_ord, doc_id }: DocAddress) -> Stated {
        let Some(segment) = self.segments.get(index(segment_ord)) else { return Stated::default() };
        let name = segment.organisations.as_ref().and_then(|names| names.of(doc_id));
        [name, segment.people.first(doc_id), segment.records.first(doc_id)]
    }

    fn mark(&mut self, DocAddress { segment_ord, doc_id }: DocAddress, exact: bool) {
        let Some(segment) = self.segments.get_mut(index(segment_ord)) else { return };
        let place = index(doc_id / u64::BITS);
        let bit = 1 << (doc_id % u64::BITS);
        for (bits, is_set) in [(&mut segment.copies, true), (&mut segment.exact, exact)] {
            if let Some(word) = bits.get_mut(place).filter(|_| is_set) {
                *word |= bit;
            }
        }
    }

    fn count(&self) -> CopyCount {
        let ones = |bits: &[u64]| bits.iter().map(|word| u64::from(word.count_ones())).sum::<u64>();
        let of = |bits: fn(&SegmentMarks) -> &[u64]| -> u64 {
            self.segments.iter().map(|segment| ones(bits(segment))).sum()
        };
        let exact = of(|segment| &segment.exact);
        CopyCount { exact, near: of(|segment| &segment.copies) - exact }
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
