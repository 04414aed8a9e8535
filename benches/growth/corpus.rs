//! Corpora of each size: generated or the beginning of somebody's own, what they hold, and changes to them.

use std::fs::{self, File, FileTimes, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use jiken::corpus::{Corpus, Entry, Format};
use rayon::prelude::*;

use super::arguments::{Origin, Plan};
use super::failure::Failure;
use super::process::Runner;

/// Bytes of text that bare segmentation is measured on, at most.
const SAMPLE: u64 = 50_000_000;

/// How long files rest before they are indexed. Younger ones are read again by every run, since a clock may not tell
/// two changes apart; in a corpus that stands there are none.
const REST: Duration = Duration::from_secs(3);

/// A corpus on disk.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Reports in it.
    pub(crate) reports: u64,
    /// Files in it.
    pub(crate) files: u64,
    /// Bytes of UTF-8 text of all reports.
    pub(crate) text_bytes: u64,
    /// Texts of reports from all over it.
    pub(crate) sample: Vec<String>,
    /// Files that another line may be appended to, in the order of the corpus.
    changeable: Vec<(PathBuf, Format)>,
}

/// Makes the corpus of one size in `folder`, which must not be there.
pub(crate) fn prepare(
    plan: &Plan,
    size: u64,
    folder: PathBuf,
    runner: &Runner,
) -> Result<Prepared, Failure> {
    if folder.exists() {
        return Err(Failure::new(format!(
            "{} is there already; remove it or name another folder with --work",
            folder.display()
        )));
    }
    match &plan.origin {
        Origin::Synthetic { seed } => runner.synth(size, *seed, plan.per_file, &folder)?,
        Origin::Own(path) => copy_first(path, size, plan.per_file, &folder)?,
    }
    thread::sleep(REST);
    survey(folder)
}

/// Copies files until they hold so many reports. JSON lines are dealt out to files of `per_file` lines, so that one
/// in many can be changed; other files stay whole.
fn copy_first(own: &Path, size: u64, per_file: u64, folder: &Path) -> Result<(), Failure> {
    let corpus = Corpus::open(own).map_err(|error| Failure::new(error.to_string()))?;
    fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    let mut left = size;
    for entry in corpus.walk() {
        if left == 0 {
            break;
        }
        // What the walk itself cannot read is in no index either.
        let Ok(entry) = entry else { continue };
        let copy = folder.join(&entry.relative);
        let parent = copy.parent().unwrap_or(folder);
        if entry.format == Some(Format::JsonLines) {
            left -= deal_out(&entry.path, left, per_file, &copy.with_extension(""))?;
            continue;
        }
        let reports = corpus.read(&entry, &mut |_| {}).reports;
        if reports > 0 {
            fs::create_dir_all(parent).map_err(Failure::at(parent))?;
            fs::copy(&entry.path, &copy).map_err(Failure::at(&entry.path))?;
            left = left.saturating_sub(reports);
        }
    }
    Ok(())
}

/// Copies at most so many lines to files in `folder`, and says how many there were.
fn deal_out(lines: &Path, most: u64, per_file: u64, folder: &Path) -> Result<u64, Failure> {
    let mut source = BufReader::new(File::open(lines).map_err(Failure::at(lines))?);
    let (mut file, mut in_file) = (Vec::new(), 0);
    let (mut line, mut copied, mut files) = (Vec::new(), 0, 0_u64);
    loop {
        line.clear();
        let read = source.read_until(b'\n', &mut line).map_err(Failure::at(lines))?;
        let is_over = read == 0 || copied == most;
        if in_file > 0 && (is_over || in_file == per_file) {
            let at = folder.join(format!("{:04}", files / 1000));
            fs::create_dir_all(&at).map_err(Failure::at(&at))?;
            let name = at.join(format!("{files:09}.jsonl"));
            fs::write(&name, &file).map_err(Failure::at(&name))?;
            (files, in_file) = (files + 1, 0);
            file.clear();
        }
        if is_over {
            return Ok(copied);
        }
        if !line.trim_ascii().is_empty() {
            file.extend_from_slice(line.trim_ascii_end());
            file.push(b'\n');
            (copied, in_file) = (copied + 1, in_file + 1);
        }
    }
}

/// Reads every file once: that tells what there is, and leaves the corpus in the page cache.
fn survey(folder: PathBuf) -> Result<Prepared, Failure> {
    let corpus = Corpus::open(&folder).map_err(|error| Failure::new(error.to_string()))?;
    let entries: Vec<Entry> = corpus.walk().filter_map(Result::ok).collect();
    let bytes: u64 = entries.iter().map(|entry| entry.size).sum();
    let step = usize::try_from(bytes.div_ceil(SAMPLE)).unwrap_or(usize::MAX).max(1);
    let read = |(at, entry): (usize, &Entry)| {
        let (mut reports, mut text_bytes, mut sample) = (0, 0, Vec::new());
        corpus.read(entry, &mut |document| {
            let Ok(document) = document else { return };
            reports += 1;
            text_bytes += document.text.len() as u64;
            if at.is_multiple_of(step) {
                sample.push(document.text);
            }
        });
        (reports, text_bytes, sample)
    };
    let all = |mut left: (u64, u64, Vec<String>), mut right: (u64, u64, Vec<String>)| {
        left.2.append(&mut right.2);
        (left.0 + right.0, left.1 + right.1, left.2)
    };
    let (reports, text_bytes, sample) =
        entries.par_iter().enumerate().map(read).reduce(Default::default, all);
    if reports == 0 {
        return Err(Failure::new("the corpus holds no report; name another with --corpus"));
    }
    let appendable = |format: &Format| {
        matches!(format, Format::Text | Format::Markdown | Format::Html | Format::JsonLines)
    };
    let changeable = entries
        .iter()
        .filter_map(|entry| Some((entry.path.clone(), entry.format.filter(appendable)?)))
        .collect();
    let files = entries.len() as u64;
    Ok(Prepared { folder, reports, files, text_bytes, sample, changeable })
}

impl Prepared {
    /// So many files from all over the corpus, to be changed; fewer where there are not so many that may be.
    pub(crate) fn choose(&self, count: usize) -> Result<Changes<'_>, Failure> {
        let count = count.min(self.changeable.len());
        let every = self.changeable.len().checked_div(count).unwrap_or(1).max(1);
        let chosen = self.changeable.iter().step_by(every).take(count);
        let files = chosen.map(Changed::new).collect::<Result<_, _>>()?;
        Ok(Changes { files })
    }

    /// One file in a hundred, at least one.
    pub(crate) fn one_percent(&self) -> usize {
        usize::try_from(self.files.div_ceil(100)).unwrap_or(usize::MAX)
    }
}

/// Files that are changed for a while.
#[derive(Debug)]
pub(crate) struct Changes<'c> {
    files: Vec<Changed<'c>>,
}

/// One of them, with what it was.
#[derive(Debug)]
struct Changed<'c> {
    path: &'c Path,
    format: Format,
    length: u64,
    modified: SystemTime,
}

impl Changes<'_> {
    /// Number of files.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// Appends a line to each; `number` is another one each time.
    pub(crate) fn append(&self, number: usize) -> Result<(), Failure> {
        for (at, file) in self.files.iter().enumerate() {
            let fault = Failure::at(file.path);
            let mut open = OpenOptions::new().append(true).open(file.path).map_err(&fault)?;
            open.write_all(file.line(number, at).as_bytes()).map_err(&fault)?;
        }
        Ok(())
    }

    /// Makes each what it was.
    pub(crate) fn restore(self) -> Result<(), Failure> {
        for file in &self.files {
            let fault = Failure::at(file.path);
            let open = OpenOptions::new().write(true).open(file.path).map_err(&fault)?;
            open.set_len(file.length).map_err(&fault)?;
            let times = FileTimes::new().set_modified(file.modified);
            open.set_times(times).map_err(&fault)?;
        }
        Ok(())
    }
}

impl<'c> Changed<'c> {
    fn new((path, format): &'c (PathBuf, Format)) -> Result<Self, Failure> {
        let metadata = fs::metadata(path).map_err(Failure::at(path))?;
        let modified = metadata.modified().map_err(Failure::at(path))?;
        Ok(Self { path, format: *format, length: metadata.len(), modified })
    }

    /// A line of ASCII, which is the same in nearly every encoding.
    fn line(&self, number: usize, at: usize) -> String {
        let text = format!("Revision {number} of page {at}.");
        match self.format {
            Format::JsonLines => {
                let line = serde_json::json!({
                    "id": format!("growth-{number}-{at}"), "title": text, "text": text,
                });
                format!("\n{line}\n")
            }
            Format::Html => format!("\n<p>{text}</p>\n"),
            _ => format!("\n{text}\n"),
        }
    }
}
