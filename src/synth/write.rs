//! A corpus on its way out: reports are made up in parallel, chunk by chunk, and written in order while
//! the next chunk is made. Memory holds two chunks, however large the corpus is.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::report::{Facts, Source};

use super::markup::{self, Charset, Encodings};
use super::report::{Generator, Sheet, Written};

/// Incidents of a chunk; a little over two reports each.
const CHUNK: u64 = 1024;

/// Files, or folders, of a folder.
const FOLDER: u64 = 1000;

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Order {
    /// How many reports.
    pub reports: u64,
    /// What files are encoded in.
    pub encodings: Encodings,
}

/// Where reports go.
pub enum Target<'a> {
    /// A report a line, to one place.
    Lines(&'a mut (dyn Write + Send)),
    /// A report a line, so many lines a file, in a folder.
    Shards {
        /// The folder; made when it is not there.
        folder: &'a Path,
        /// Lines of a file.
        per_file: u64,
    },
    /// A report or a digest page a file, in nested folders.
    Files(&'a Path),
}

/// A label and the report it belongs to.
#[derive(Debug)]
pub struct Labelled {
    /// Id of the report in the corpus that was written.
    pub id: String,
    /// File and number within the file.
    pub source: Source,
    /// Its title.
    pub title: String,
    /// What the text states.
    pub facts: Facts,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Reports.
    pub reports: u64,
    /// Files; 1 for lines to one place.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
}

/// Why a corpus could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// A file or folder cannot be written.
    #[error("cannot write {path}: {source}; name a place that may be written and has room")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The one output, or the labels, cannot be written.
    #[error(transparent)]
    Output(#[from] io::Error),
}

/// Takes labels in the order of the reports.
pub type TakeLabel<'a> = dyn FnMut(Labelled) -> io::Result<()> + Send + 'a;

/// Writes a corpus by a generator. `label` takes what each report states, where that is wanted; `progress` is told
/// now and then how much has been written.
///
/// # Errors
/// Something cannot be written.
pub fn write(
    generator: &Generator,
    order: Order,
    target: Target<'_>,
    label: Option<&mut TakeLabel<'_>>,
    progress: &(dyn Fn(Summary) + Sync),
) -> Result<Summary, SynthError> {
    let mut out = Out { order, label, summary: Summary::default(), progress };
    match target {
        Target::Lines(writer) => {
            let mut shard = Shard { place: Place::Given(writer), ..Shard::new(u64::MAX) };
            out.summary.files = 1;
            out.run(generator, lines, &mut |out, chunk| out.put_lines(chunk, &mut shard))?;
        }
        Target::Shards { folder, per_file } => {
            let mut shard =
                Shard { place: Place::Folder(folder.to_owned(), None), ..Shard::new(per_file) };
            out.run(generator, lines, &mut |out, chunk| out.put_lines(chunk, &mut shard))?;
            shard.finish()?;
        }
        Target::Files(folder) => {
            out.run(generator, |_, sheets| sheets, &mut |out, chunk| out.put_files(chunk, folder))?;
        }
    }
    Ok(out.summary)
}

struct Out<'a, 'l> {
    order: Order,
    label: Option<&'a mut TakeLabel<'l>>,
    summary: Summary,
    progress: &'a (dyn Fn(Summary) + Sync),
}

/// The lines of one incident's reports.
struct Lines {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    /// What they state, where labels are wanted.
    labels: Vec<(String, String, Facts)>,
}

/// Writes one chunk.
type Put<'p, 'a, 'l, T> = dyn FnMut(&mut Out<'a, 'l>, Vec<T>) -> Result<(), SynthError> + Send + 'p;

impl<'a, 'l> Out<'a, 'l> {
    /// Makes chunk after chunk and hands each on while the next is made.
    fn run<T: Send>(
        &mut self,
        generator: &Generator,
        render: impl Fn(Order, Vec<Sheet>) -> T + Sync,
        put: &mut Put<'_, 'a, 'l, T>,
    ) -> Result<(), SynthError> {
        let (order, labelled) = (self.order, self.label.is_some());
        let make = |first: u64| -> Vec<T> {
            let incidents = (first..first + CHUNK).into_par_iter();
            incidents.map(|number| render(order, generator.incident(number, labelled))).collect()
        };
        let mut first = 0;
        let mut chunk = Vec::new();
        while self.summary.reports < order.reports {
            // Every incident has at least one report, so a small corpus is one chunk.
            let (written, next) = rayon::join(|| put(self, chunk), || make(first));
            written?;
            (self.progress)(self.summary);
            chunk = next;
            first += CHUNK;
        }
        Ok(())
    }

    fn left(&self) -> usize {
        usize::try_from(self.order.reports - self.summary.reports).unwrap_or(usize::MAX)
    }

    fn put_lines(&mut self, chunk: Vec<Lines>, shard: &mut Shard<'_>) -> Result<(), SynthError> {
        for lines in chunk {
            let mut start = 0;
            let mut labels = lines.labels.into_iter();
            for end in lines.ends.iter().take(self.left()) {
                let line = lines.bytes.get(start..*end).unwrap_or_default();
                start = *end;
                self.summary.files += u64::from(shard.put(line)?);
                self.summary.reports += 1;
                self.summary.bytes += u64::try_from(line.len()).unwrap_or_default();
                if let (Some(label), Some((id, title, facts))) = (&mut self.label, labels.next()) {
                    label(Labelled { id, source: shard.source(), title, facts })?;
                }
            }
        }
        Ok(())
    }

    fn put_files(&mut self, chunk: Vec<Vec<Sheet>>, folder: &Path) -> Result<(), SynthError> {
        let mut files: Vec<(String, Sheet)> = Vec::new();
        for mut sheet in chunk.into_iter().flatten() {
            let left = self.left();
            if left == 0 {
                break;
            }
            sheet.reports.truncate(left);
            self.summary.reports += u64::try_from(sheet.reports.len()).unwrap_or_default();
            files.push((path(self.summary.files, sheet.name), sheet));
            self.summary.files += 1;
        }
        let encodings = self.order.encodings;
        let store = |(path, sheet): &(String, Sheet)| -> Result<(String, u64), SynthError> {
            let file = markup::file(sheet, encodings);
            let path = format!("{path}.{}", file.extension);
            save(&folder.join(&path), &file.bytes)?;
            Ok((path, u64::try_from(file.bytes.len()).unwrap_or_default()))
        };
        let stored: Vec<(String, u64)> = files.par_iter().map(store).collect::<Result<_, _>>()?;
        for ((path, bytes), (_, sheet)) in stored.into_iter().zip(files) {
            self.summary.bytes += bytes;
            let Some(label) = &mut self.label else {
                continue;
            };
            let alone = sheet.digest.is_none() || sheet.reports.len() < 2;
            for (part, report) in (1..).zip(sheet.reports) {
                let facts = if alone { report.facts_alone() } else { report.facts };
                let Some(facts) = facts else {
                    continue;
                };
                let source = Source { path: path.clone(), part };
                label(Labelled {
                    id: format!("{path}#{part}"),
                    source,
                    title: report.title,
                    facts,
                })?;
            }
        }
        Ok(())
    }
}

/// Where file `number` goes: 1,000 a folder, and 1,000 folders in that above.
fn path(number: u64, name: &str) -> String {
    let (outer, inner) = (number / (FOLDER * FOLDER), number / FOLDER % FOLDER);
    format!("{outer:03}/{inner:03}/{name}-{:03}", number % FOLDER)
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), SynthError> {
    let failed = |source| SynthError::Write { path: path.to_owned(), source };
    match std::fs::write(path, bytes) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            std::fs::create_dir_all(path.parent().unwrap_or(path)).map_err(failed)?;
            std::fs::write(path, bytes).map_err(failed)
        }
        outcome => outcome.map_err(failed),
    }
}

enum Place<'a> {
    Given(&'a mut (dyn Write + Send)),
    Folder(PathBuf, Option<BufWriter<File>>),
}

/// The file that lines go to.
struct Shard<'a> {
    place: Place<'a>,
    per_file: u64,
    /// Files begun so far, and lines of the last.
    files: u64,
    lines: u64,
}

impl Shard<'_> {
    fn new(per_file: u64) -> Self {
        let place = Place::Folder(PathBuf::new(), None);
        Self { place, per_file, files: 0, lines: 0 }
    }

    /// Writes a line; true where it begins a file of a folder.
    fn put(&mut self, line: &[u8]) -> Result<bool, SynthError> {
        let begins = self.files == 0 || self.lines == self.per_file;
        if begins {
            self.files += 1;
            self.lines = 0;
        }
        self.lines += 1;
        let path = self.path();
        match &mut self.place {
            Place::Given(writer) => {
                writer.write_all(line)?;
                Ok(false)
            }
            Place::Folder(folder, file) => {
                let path = folder.join(path);
                let failed = |source| SynthError::Write { path: path.clone(), source };
                if begins {
                    if let Some(mut full) = file.take() {
                        full.flush().map_err(failed)?;
                    }
                    std::fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
                    *file = Some(BufWriter::with_capacity(
                        1 << 18,
                        File::create(&path).map_err(failed)?,
                    ));
                }
                if let Some(file) = file {
                    file.write_all(line).map_err(failed)?;
                }
                Ok(begins)
            }
        }
    }

    fn path(&self) -> String {
        match self.place {
            Place::Given(_) => "reports.jsonl".to_owned(),
            Place::Folder(..) => {
                format!("{}.jsonl", path(self.files.saturating_sub(1), "reports"))
            }
        }
    }

    fn source(&self) -> Source {
        Source { path: self.path(), part: u32::try_from(self.lines).unwrap_or(u32::MAX) }
    }

    fn finish(self) -> Result<(), SynthError> {
        let path = self.path();
        if let Place::Folder(folder, Some(mut file)) = self.place {
            let failed = |source| SynthError::Write { path: folder.join(path), source };
            file.flush().map_err(failed)?;
        }
        Ok(())
    }
}

/// The lines of an incident's reports.
fn lines(order: Order, sheets: Vec<Sheet>) -> Lines {
    let charset = match order.encodings {
        Encodings::One(charset) => charset,
        Encodings::Mixed => Charset::Utf8,
    };
    let mut lines = Lines { bytes: Vec::new(), ends: Vec::new(), labels: Vec::new() };
    for report in sheets.into_iter().flat_map(|sheet| sheet.reports) {
        let mut line = String::with_capacity(report.text.len() + 512);
        push_line(&report, &mut line);
        if charset == Charset::Utf8 {
            lines.bytes.extend_from_slice(line.as_bytes());
        } else {
            lines.bytes.extend(charset.encode(line));
        }
        lines.ends.push(lines.bytes.len());
        if let Some(facts) = report.facts_alone() {
            lines.labels.push((report.id, report.title, facts));
        }
    }
    lines
}

fn push_line(report: &Written, line: &mut String) {
    line.push_str("{\"id\":");
    push_string(&report.id, line);
    line.push_str(",\"title\":");
    push_string(&report.title, line);
    line.push_str(",\"url\":");
    push_string(&report.url, line);
    if let Some(published) = &report.published {
        line.push_str(",\"published\":");
        push_string(published, line);
    }
    line.push_str(",\"text\":");
    push_string(&report.text, line);
    line.push_str("}\n");
}

/// A JSON string. Texts of this part have no control characters but line ends.
fn push_string(text: &str, line: &mut String) {
    line.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '"', '\\']) {
        let (before, after) = rest.split_at(at);
        line.push_str(before);
        line.push_str(match after.as_bytes().first() {
            Some(b'\n') => "\\n",
            Some(b'"') => "\\\"",
            _ => "\\\\",
        });
        rest = after.get(1..).unwrap_or_default();
    }
    line.push_str(rest);
    line.push('"');
}
