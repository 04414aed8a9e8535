//! What every command understands: where the index, the lexicon and the dictionary are, and how to speak.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{ArgAction, Args};

use crate::corpus::Corpus;
use crate::index::{IndexError, Snapshot, is_index};
use crate::ingest::{self, IngestOptions};
use crate::japanese::Analyzer;
use crate::lexicon::Lexicon;
use crate::search::Search;

use super::error::Failure;
use super::index;
use super::log::{Level, LogFormat};
use super::terminal::{ColorWhen, Output};

/// Where reports are read from when nobody says so.
pub(super) const DEFAULT_CORPUS: &str = "corpus";

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// Folder of the index
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "JIKEN_INDEX",
        hide_env_values = true,
        default_value = "index"
    )]
    pub(super) index: PathBuf,

    /// Search an older state of the index, which `jiken index --keep` has kept
    #[arg(long, global = true, value_name = "N")]
    pub(super) generation: Option<u64>,

    /// Folder whose files replace those of the built-in lexicon (causes, data categories, vendors,
    /// spelling variants, domain terms)
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) lexicon: Option<PathBuf>,

    /// Folder of a lindera dictionary to use instead of the built-in IPADIC
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) dictionary: Option<PathBuf>,

    /// When to colour; auto means on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorWhen,

    /// Print results, warnings and errors only: no notes, no progress
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Say more: -v every file that is taken in and what took how long, -vv every file looked at
    #[arg(long, short, global = true, action = ArgAction::Count)]
    verbose: u8,

    /// What is said on stderr where neither -q nor -v is given: error, warning, info, debug or trace
    #[arg(
        long,
        global = true,
        value_name = "LEVEL",
        env = "JIKEN_LOG",
        hide_env_values = true,
        default_value = "info",
        hide_possible_values = true
    )]
    log_level: Level,

    /// How it is said: text for people, or json, one object a line
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        env = "JIKEN_LOG_FORMAT",
        hide_env_values = true,
        default_value = "text"
    )]
    pub(super) log_format: LogFormat,
}

impl Global {
    /// The last level of messages that is wanted.
    pub(super) fn level(&self) -> Level {
        match (self.quiet, self.verbose) {
            (true, _) => self.log_level.min(Level::Warning),
            (false, 0) => self.log_level,
            (false, 1) => Level::Debug,
            (false, _) => Level::Trace,
        }
    }

    /// The lexicon that was asked for.
    pub(super) fn lexicon(&self) -> Result<Lexicon, Failure> {
        match &self.lexicon {
            None => Ok(Lexicon::embedded()),
            Some(folder) => Self::lexicon_in(folder),
        }
    }

    /// The lexicon of a folder, which must be there: another would silently mean the built-in one.
    pub(super) fn lexicon_in(folder: &Path) -> Result<Lexicon, Failure> {
        if folder.is_dir() {
            return Ok(Lexicon::folder(folder));
        }
        Err(Failure::new(format!("there is no lexicon folder {}", folder.display()))
            .hint("name a folder that holds files such as causes.toml; `jiken lexicon export DIR` makes one"))
    }

    /// The analyzer that was asked for.
    pub(super) fn analyzer(&self, lexicon: &Lexicon) -> Result<Analyzer, Failure> {
        Ok(Analyzer::new(lexicon, self.dictionary.as_deref())?)
    }

    /// Hash of everything that decides what is indexed of a text.
    pub(super) fn fingerprint(&self) -> Result<String, Failure> {
        let lexicon = self.lexicon()?;
        Ok(ingest::fingerprint(&self.analyzer(&lexicon)?, &lexicon)?)
    }

    /// A search over the index, which must be there and built by the rules of this program.
    pub(super) fn open(&self) -> Result<Search, Failure> {
        let lexicon = self.lexicon()?;
        let analyzer = self.analyzer(&lexicon)?;
        let fingerprint = ingest::fingerprint(&analyzer, &lexicon)?;
        let snapshot = match self.generation {
            None => Snapshot::open(&self.index)?,
            Some(generation) => Snapshot::open_generation(&self.index, generation)?,
        };
        let snapshot = snapshot.matching(&fingerprint)?;
        Ok(Search::new(snapshot, Arc::new(analyzer), &lexicon)?)
    }

    /// A search over the index, which is built from `corpus` first where there is none.
    ///
    /// An index that is there is never changed, not even one that is outdated.
    pub(super) fn open_or_build(
        &self,
        corpus: Option<&Path>,
        output: &Output,
    ) -> Result<Search, Failure> {
        if !is_index(&self.index) {
            self.build(corpus, output)?;
        }
        self.open()
    }

    fn build(&self, corpus: Option<&Path>, output: &Output) -> Result<(), Failure> {
        let path = corpus.unwrap_or(Path::new(DEFAULT_CORPUS));
        if corpus.is_none() && !path.exists() {
            let missing = IndexError::Missing { path: self.index.clone() };
            let hint = "without an index, `jiken search` builds one from the folder `corpus` or \
                        from the one named with --corpus";
            return Err(Failure::from(missing).hint(hint));
        }
        let corpus = Corpus::open(path)?;
        output.note(&format!(
            "no index at {} yet: building it from {}",
            self.index.display(),
            path.display()
        ));
        let options = IngestOptions {
            memory: index::DEFAULT_MEMORY,
            threads: index::cores(),
            ..IngestOptions::default()
        };
        let run = index::run_ingest(self, &corpus, &options, output)?;
        run.tell(output);
        Ok(())
    }
}
