//! `jiken synth`: a corpus of made-up reports, with labels.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::synth::{
    self, Charset, Encodings, Generator, Labelled, Order, Summary, SynthError, Target,
};
use crate::wire;

use super::count::Count;
use super::error::{Exit, Failure};
use super::number::{human_bytes, plural};
use super::terminal::Output;

/// Make up a corpus of realistic reports, with gold labels
///
/// Every report is invented. The same seed gives the same reports on any machine, and a smaller corpus
/// is the beginning of a larger one: notices, follow-ups, Q&A, articles, copies from crawls, digest
/// pages and pages that report no incident. For tests and benchmarks; see docs/growth.md.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken synth --reports 1000 --out reports.jsonl
  jiken synth --reports 1000 --seed 7 --out made-up --labels labels.jsonl
  jiken eval extract labels.jsonl --corpus made-up
  jiken synth --reports 100000 --out shards --per-file 100      so that one file in many can be changed
  jiken synth --reports 100000 --out - | wc -c")]
pub(super) struct SynthArgs {
    /// How many reports
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    reports: u64,

    /// What decides what they say
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,

    /// A file that ends in .jsonl (a report a line), - for standard output, or else a folder (a report
    /// a file: text, HTML and Markdown; digest pages hold several)
    #[arg(long, value_name = "DIR|FILE.jsonl")]
    out: PathBuf,

    /// Write JSONL files of so many reports into the folder
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u64).range(1..))]
    per_file: Option<u64>,

    /// What files are encoded in; mixed gives each file of a folder its own
    #[arg(long, value_name = "ENCODING", default_value = "utf-8")]
    encoding: EncodingArg,

    /// Write what each report states to this file, in the form that `jiken eval extract` reads
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,

    /// Folder whose files replace those that texts are made of (phrases.toml, causes.toml, words.toml …)
    #[arg(long, value_name = "DIR")]
    phrases: Option<PathBuf>,

    /// Write over what is there; in a folder, files of other names stay
    #[arg(long)]
    force: bool,

    /// How to print what was written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: SynthFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SynthFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EncodingArg {
    #[value(name = "utf-8")]
    Utf8,
    #[value(name = "shift_jis")]
    ShiftJis,
    #[value(name = "euc-jp")]
    EucJp,
    #[value(name = "iso-2022-jp")]
    Iso2022Jp,
    Mixed,
}

impl From<EncodingArg> for Encodings {
    fn from(arg: EncodingArg) -> Self {
        match arg {
            EncodingArg::Utf8 => Self::One(Charset::Utf8),
            EncodingArg::ShiftJis => Self::One(Charset::ShiftJis),
            EncodingArg::EucJp => Self::One(Charset::EucJp),
            EncodingArg::Iso2022Jp => Self::One(Charset::Iso2022Jp),
            EncodingArg::Mixed => Self::Mixed,
        }
    }
}

impl From<SynthError> for Failure {
    fn from(error: SynthError) -> Self {
        match error {
            SynthError::Output(error) => error.into(),
            other => Self::new(other.to_string()),
        }
    }
}

/// What the command line names as output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Stdout,
    File,
    Folder,
}

/// Runs the command.
pub(super) fn run(args: &SynthArgs, output: &mut Output) -> Result<Exit, Failure> {
    let place = args.place()?;
    args.check_room(place)?;
    let generator = Generator::new(args.seed, args.phrases.as_deref())
        .map_err(|error| Failure::new(error.to_string()))?;
    let order = Order { reports: args.reports, encodings: args.encoding.into() };
    let mut labels = args.labels.as_deref().map(create).transpose()?;
    let mut take = |label: Labelled| match &mut labels {
        Some(file) => {
            serde_json::to_writer(&mut *file, &wire::GoldLabel::new(&label))?;
            file.write_all(b"\n")
        }
        None => Ok(()),
    };
    let label: Option<&mut synth::TakeLabel<'_>> =
        if args.labels.is_some() { Some(&mut take) } else { None };
    let count = Count::new(output, "reports");
    let progress = |summary: Summary| count.reached(summary.reports);
    let written = match (place, args.per_file) {
        (Place::Stdout, _) => {
            // A lock would not be allowed to cross threads.
            let mut out = std::io::stdout();
            synth::write(&generator, order, Target::Lines(&mut out), label, &progress)
        }
        (Place::File, _) => {
            let mut file = create(&args.out)?;
            let written =
                synth::write(&generator, order, Target::Lines(&mut file), label, &progress)?;
            file.flush().map(|()| written).map_err(SynthError::from)
        }
        (Place::Folder, Some(per_file)) => {
            let target = Target::Shards { folder: &args.out, per_file };
            synth::write(&generator, order, target, label, &progress)
        }
        (Place::Folder, None) => {
            synth::write(&generator, order, Target::Files(&args.out), label, &progress)
        }
    };
    count.finish();
    let summary = written?;
    if let Some(mut file) = labels {
        file.flush()?;
    }
    args.tell(place, summary, output)?;
    Ok(Exit::Done)
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| unwritable(path, &error))?;
    }
    let file = File::create(path).map_err(|error| unwritable(path, &error))?;
    Ok(BufWriter::with_capacity(1 << 18, file))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write {}: {error}", path.display()))
        .hint("name a place that may be written")
}

#[derive(Serialize)]
struct Written<'a> {
    out: &'a Path,
    seed: u64,
    reports: u64,
    files: u64,
    bytes: u64,
}

impl SynthArgs {
    fn place(&self) -> Result<Place, Failure> {
        let place = match self.out.extension() {
            _ if self.out == Path::new("-") => Place::Stdout,
            Some(extension) if extension == "jsonl" => Place::File,
            _ => Place::Folder,
        };
        if place != Place::Folder && self.per_file.is_some() {
            let message = format!("--per-file parts a folder, and {} is none", self.out.display());
            return Err(
                Failure::new(message).hint("name a folder with --out, or leave --per-file out")
            );
        }
        let lines = place != Place::Folder || self.per_file.is_some();
        if lines && self.encoding == EncodingArg::Mixed {
            return Err(Failure::new("JSONL files have one encoding")
                .hint("name one with --encoding, or write a folder of single reports"));
        }
        Ok(place)
    }

    /// Refuses to write over what is there.
    fn check_room(&self, place: Place) -> Result<(), Failure> {
        let out = Some(self.out.as_path()).filter(|_| place != Place::Stdout);
        for path in out.into_iter().chain(self.labels.as_deref()) {
            let is_folder = place == Place::Folder && path == self.out;
            if path.exists() && path.is_dir() != is_folder {
                let what = if is_folder { "a file" } else { "a folder" };
                return Err(Failure::new(format!("{} is {what}", path.display()))
                    .hint("name another place; a file's name ends in .jsonl"));
            }
            let taken = match std::fs::read_dir(path) {
                Ok(mut entries) if is_folder => entries.next().is_some(),
                _ => path.exists(),
            };
            if taken && !self.force {
                return Err(Failure::new(format!("{} is there already", path.display()))
                    .hint("name another place, or write over it with --force"));
            }
        }
        Ok(())
    }

    fn tell(&self, place: Place, summary: Summary, output: &mut Output) -> Result<(), Failure> {
        let Summary { reports, files, bytes } = summary;
        if place == Place::Stdout {
            return Ok(());
        }
        if self.format == SynthFormat::Json {
            return output.json(&Written {
                out: &self.out,
                seed: self.seed,
                reports,
                files,
                bytes,
            });
        }
        output.note(&format!(
            "wrote {} in {} ({}) to {}",
            plural(reports, "report"),
            plural(files, "file"),
            human_bytes(bytes),
            self.out.display()
        ));
        Ok(())
    }
}
