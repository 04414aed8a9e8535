//! `jiken lexicon`: the words by which facts are found, to look at, to edit and to check.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::corpus;
use crate::extract::{self, learn};
use crate::lexicon::{Lexicon, Severity};
use crate::wire;

use super::closest;
use super::error::{Exit, Failure};
use super::global::Global;
use super::terminal::Output;
use super::text::sanitised;

/// Look at, export and check the lexicon: causes, data categories and the words that tell them
///
/// Facts are found by the words in the files of a lexicon. Export the built-in one, edit it, check it,
/// and give it to any command with --lexicon; nothing needs to be compiled.
#[derive(Debug, Args)]
pub(super) struct LexiconArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Check(CheckArgs),
    Export(ExportArgs),
    Show(ShowArgs),
    Learn(LearnArgs),
}

/// Name everything that is wrong in a lexicon, with file, line and column
///
/// An error is why the lexicon is refused by every command; a warning names what is taken but does
/// nothing, or not what it seems to. Ends with 2 if there is an error, else with 0.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken lexicon check my-lexicon
  jiken lexicon check my-lexicon --format json | jq -r '.findings[].message'")]
struct CheckArgs {
    /// Folder to check [default: the one of --lexicon, else the built-in lexicon]
    folder: Option<PathBuf>,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: CheckFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Text,
    Json,
}

/// Write the files of the lexicon to a folder, to edit them
///
/// Files that are there already are left alone, unless --force is given. Those that are not edited may
/// be removed: what a lexicon folder lacks is taken from the built-in one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken lexicon export my-lexicon
  jiken lexicon check my-lexicon
  jiken extract notice.html --lexicon my-lexicon")]
struct ExportArgs {
    /// Folder to write to; made if need be
    folder: PathBuf,

    /// Replace files that are there
    #[arg(long)]
    force: bool,
}

/// Print the names of the lexicon's files, or one of them
#[derive(Debug, Args)]
struct ShowArgs {
    /// Name of a file, such as causes.toml
    file: Option<String>,
}

/// Learn from tagged reports what the surroundings of dates, items and numbers weigh
///
/// Reads files of reports in which a reader has tagged what each place states, and writes the files of
/// weights, named weights-*.tsv, to a folder that serves as --lexicon. training/README.md of the source
/// tells how to tag.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken lexicon learn training --out lexicon
  jiken lexicon learn training my-reports.txt --out my-lexicon
  jiken eval extract --lexicon my-lexicon")]
struct LearnArgs {
    /// Files of tagged reports, and folders of such files named *.txt
    #[arg(required = true, value_name = "PATH")]
    tagged: Vec<PathBuf>,

    /// Folder to write to; made if need be
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Runs the command.
pub(super) fn run(
    args: &LexiconArgs,
    global: &Global,
    output: &mut Output,
) -> Result<Exit, Failure> {
    match &args.action {
        Action::Check(args) => check(args, global, output),
        Action::Export(args) => export(args, global, output),
        Action::Show(args) => show(args, global, output),
        Action::Learn(args) => learn(args, global, output),
    }
}

fn check(args: &CheckArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    let lexicon = match &args.folder {
        Some(folder) => Global::lexicon_in(folder)?,
        None => global.lexicon()?,
    };
    let findings = extract::check(&lexicon);
    let account = wire::LexiconAccount::new(&findings);
    match args.format {
        CheckFormat::Json => output.json(&account)?,
        CheckFormat::Text => {
            let out = output.results();
            for finding in &findings {
                let mistake = &finding.mistake;
                let place = match mistake.position {
                    Some((line, column)) => format!("{}:{line}:{column}", mistake.file),
                    None => mistake.file.clone(),
                };
                let line = format!("{place}: {}: {}", finding.severity.as_str(), mistake.message);
                // A quoted cue may hold a line break.
                writeln!(out, "{}", sanitised(&line.replace('\n', "⏎")))?;
            }
            output.note(&account.summary());
        }
    }
    let is_wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if is_wrong { Exit::Failed } else { Exit::Done })
}

fn export(args: &ExportArgs, global: &Global, output: &Output) -> Result<Exit, Failure> {
    let lexicon = global.lexicon()?;
    let cannot = |path: &std::path::Path, error: std::io::Error| {
        Failure::new(format!("cannot write {}: {error}", path.display()))
            .hint("name a folder that you may write to")
    };
    fs::create_dir_all(&args.folder).map_err(|error| cannot(&args.folder, error))?;
    let (mut written, mut kept) = (0_usize, 0_usize);
    for (name, text) in lexicon.files()? {
        let path = args.folder.join(name);
        if path.exists() && !args.force {
            kept += 1;
            continue;
        }
        fs::write(&path, text.as_bytes()).map_err(|error| cannot(&path, error))?;
        written += 1;
    }
    let left = if kept == 0 {
        String::new()
    } else {
        format!("; {kept} were there and are left alone, --force replaces them")
    };
    output.note(&format!("{written} files written to {}{left}", args.folder.display()));
    Ok(Exit::Done)
}

fn show(args: &ShowArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    let lexicon = global.lexicon()?;
    let Some(name) = &args.file else {
        for name in Lexicon::names() {
            writeln!(output.results(), "{}", lexicon.path_of(name))?;
        }
        return Ok(Exit::Done);
    };
    if !Lexicon::names().any(|known| known == name) {
        let close = closest::closest(name, Lexicon::names(), 3);
        let known: Vec<&str> = if close.is_empty() { Lexicon::names().collect() } else { close };
        return Err(Failure::new(format!("no file of the lexicon is called `{name}`"))
            .hint(format!("write one of {}", known.join(", "))));
    }
    let text = lexicon.file(name)?;
    output.results().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

fn learn(args: &LearnArgs, global: &Global, output: &Output) -> Result<Exit, Failure> {
    let mut files = Vec::new();
    for path in &args.tagged {
        let cannot = |error: std::io::Error| {
            Failure::new(format!("cannot read {}: {error}", path.display()))
                .hint("name files of tagged reports, or folders of them")
        };
        if path.is_dir() {
            let entries: Result<Vec<_>, _> = fs::read_dir(path).map_err(cannot)?.collect();
            let paths = entries.map_err(cannot)?.into_iter().map(|entry| entry.path());
            files.extend(paths.filter(|path| path.extension().is_some_and(|it| it == "txt")));
        } else {
            files.push(path.clone());
        }
    }
    files.sort();
    let mut reports = Vec::new();
    for file in &files {
        let name = file.display();
        let cannot = |error: String| {
            Failure::new(format!("{name}: {error}")).hint("training/README.md tells how to tag")
        };
        let text = fs::read_to_string(file).map_err(|error| cannot(error.to_string()))?;
        for tagged in learn::parse(&text).map_err(|error| cannot(error.to_string()))? {
            let documents = corpus::reports_of_text("tagged.txt", &tagged.text);
            // A text that reads as several reports has nothing by which its tags could be found again.
            if let [document] = documents.as_slice() {
                reports.push((document.clone(), tagged));
            }
        }
    }
    let lexicon = global.lexicon()?;
    let analyzer = global.analyzer(&lexicon)?;
    let learned = learn::learn(&lexicon, analyzer.folder(), &reports)?;
    let cannot = |path: &std::path::Path, error: std::io::Error| {
        Failure::new(format!("cannot write {}: {error}", path.display()))
            .hint("name a folder that you may write to")
    };
    fs::create_dir_all(&args.out).map_err(|error| cannot(&args.out, error))?;
    for learned in &learned {
        let path = args.out.join(learned.file);
        fs::write(&path, &learned.text).map_err(|error| cannot(&path, error))?;
        output.note(&format!("{} places weighed in {}", learned.places, path.display()));
    }
    output.note(&format!("learned from {} reports", reports.len()));
    Ok(Exit::Done)
}
