//! `jiken index --watch`: a run whenever something changed, no more often than asked for.
//!
//! An event only rings a bell; what changed is found by the run itself, which compares the corpus
//! with the index as any run does. So any number of events costs nothing but the next run, and an
//! event that is lost is made good by the next one, or by the run that comes after a while anyway.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::corpus::SetAside;
use crate::wire::Outcome;

use super::error::{Exit, Failure};
use super::interrupt::Interrupt;
use super::job::{Ended, Job};
use super::log::{Level, Log};
use super::terminal::Output;

/// How long nothing must happen before a run: programs write a file in several steps.
const SETTLE: Duration = Duration::from_millis(300);
/// How long a run is put off while things go on happening.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the corpus is looked at although nothing was heard.
const ANYWAY: Duration = Duration::from_secs(600);
/// How often a run that failed is tried again although nothing was heard.
const RETRY: Duration = Duration::from_secs(30);
/// Time between runs when nobody says so: while events tell of changes, and while none do.
const EVERY: Duration = Duration::from_secs(2);
const EVERY_POLL: Duration = Duration::from_secs(30);

/// How changes are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum How {
    /// By what the system tells, or else by looking
    Auto,
    /// By looking, for network folders, of which the system tells nothing
    Poll,
}

/// What is watched, and what of it is the program's own.
#[derive(Debug, Clone)]
pub(super) struct Watched {
    pub(super) corpus: PathBuf,
    pub(super) lexicon: Option<PathBuf>,
    /// Paths whose changes are the run's own: the index, the report.
    pub(super) ours: Vec<PathBuf>,
}

/// The system's watch over the folders; ends when dropped.
struct Eyes {
    _watcher: RecommendedWatcher,
    /// Whether the watch no longer sees everything and must be set up anew.
    blind: Arc<AtomicBool>,
}

/// Runs until a signal comes.
pub(super) fn run(
    job: &mut Job<'_>,
    watched: &Watched,
    how: How,
    every: Option<Duration>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let interrupt = job.interrupt().clone();
    let log = output.log();
    let mut warned = None;
    let mut eyes = open_eyes(watched, how, &interrupt, log, &mut warned);
    let mut known = BTreeSet::new();
    let mut complaint = None;
    let mut is_first = true;
    loop {
        let ended = job.run(output, is_first)?;
        if interrupt.is_asked() {
            if ended.outcome == Outcome::Stopped {
                log.say(
                    Level::Info,
                    &ended.failure.map(|failure| failure.message).unwrap_or_default(),
                );
            }
            log.say(Level::Info, "watching ended");
            return Ok(Exit::Done);
        }
        let has_failed = ended.failure.is_some();
        match ended.failure {
            // A mistake in the command, most likely.
            Some(failure) if is_first => return Err(failure),
            Some(failure) => {
                if complaint.as_ref() != Some(&failure) {
                    output.fail(&failure);
                    complaint = Some(failure);
                }
            }
            None => {
                complaint = None;
                tell(&ended, is_first, &mut known, log);
            }
        }
        if is_first {
            let how = if eyes.is_some() { "changes" } else { "changes, by looking now and then" };
            log.say(Level::Info, &format!("watching {} for {how}", watched.corpus.display()));
        }
        is_first = false;
        let last = Instant::now();
        let every = every.unwrap_or(if eyes.is_some() { EVERY } else { EVERY_POLL });
        let idle = match (&eyes, has_failed) {
            (None, _) => every,
            (Some(_), true) => RETRY.max(every),
            (Some(_), false) => ANYWAY.max(every),
        };
        wait(&interrupt, idle, last, every);
        if interrupt.is_asked() {
            log.say(Level::Info, "watching ended");
            return Ok(Exit::Done);
        }
        let lost = eyes.as_ref().is_some_and(|eyes| eyes.blind.load(Ordering::Relaxed));
        if lost || has_failed || last.elapsed() >= ANYWAY {
            drop(eyes);
            eyes = open_eyes(watched, how, &interrupt, log, &mut warned);
        }
    }
}

/// Waits until a run is due, or a signal comes.
fn wait(interrupt: &Interrupt, idle: Duration, last: Instant, every: Duration) {
    if interrupt.wait(idle) {
        let first = Instant::now();
        while !interrupt.is_asked() && first.elapsed() < PATIENCE && interrupt.wait(SETTLE) {}
    }
    while !interrupt.is_asked() {
        let left = every.saturating_sub(last.elapsed());
        if left.is_zero() {
            break;
        }
        interrupt.wait(left);
    }
}

/// Tells of a run in one line, and of what was set aside since the one before.
fn tell(ended: &Ended, is_first: bool, known: &mut BTreeSet<SetAside>, log: Log) {
    let Some(run) = &ended.run else { return };
    let now: BTreeSet<SetAside> = run.summary.set_aside.iter().cloned().collect();
    for set_aside in now.difference(known) {
        log.set_aside(set_aside);
    }
    *known = now;
    let level = if is_first || run.summary.published { Level::Info } else { Level::Debug };
    log.say(level, &run.line());
}

/// Sets up the watch; without one, the corpus is looked at now and then.
///
/// `warned` is what was last said about that, so that it is said once.
fn open_eyes(
    watched: &Watched,
    how: How,
    interrupt: &Interrupt,
    log: Log,
    warned: &mut Option<String>,
) -> Option<Eyes> {
    if how == How::Poll {
        return None;
    }
    match try_open_eyes(watched, interrupt) {
        Ok(eyes) => Some(eyes),
        // The run will say that the corpus is not there.
        Err(_) if !watched.corpus.exists() => None,
        Err(error) => {
            let warning = format!(
                "the system does not tell of changes ({error}); looking now and then instead, \
                 raise its limit of watches or choose --watch=poll"
            );
            if warned.as_ref() != Some(&warning) {
                log.say(Level::Warning, &warning);
                *warned = Some(warning);
            }
            None
        }
    }
}

fn try_open_eyes(watched: &Watched, interrupt: &Interrupt) -> notify::Result<Eyes> {
    let root = watched.corpus.canonicalize()?;
    let blind = Arc::new(AtomicBool::new(false));
    let ring = interrupt.bell();
    let (is_blind, filter) = (Arc::clone(&blind), Filter::new(&root, watched));
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        match event {
            Ok(event) if filter.is_loss(&event) => is_blind.store(true, Ordering::Relaxed),
            Ok(event) if !filter.matters(&event) => return,
            Ok(_) => {}
            Err(_) => is_blind.store(true, Ordering::Relaxed),
        }
        ring();
    })?;
    // A file that an editor replaces by renaming is another file: its folder is watched.
    match root.parent().filter(|_| root.is_file()) {
        Some(folder) => watcher.watch(folder, RecursiveMode::NonRecursive)?,
        None => watcher.watch(&root, RecursiveMode::Recursive)?,
    }
    if let Some(lexicon) = &watched.lexicon {
        watcher.watch(&lexicon.canonicalize()?, RecursiveMode::NonRecursive)?;
    }
    Ok(Eyes { _watcher: watcher, blind })
}

/// Which events call for a run.
#[derive(Debug)]
struct Filter {
    root: PathBuf,
    /// Whether the corpus is a single file.
    single: bool,
    ours: Vec<PathBuf>,
}

impl Filter {
    fn new(root: &Path, watched: &Watched) -> Self {
        // What is not there yet is found by its folder.
        let real = |path: &PathBuf| {
            path.canonicalize().ok().or_else(|| {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
                Some(folder.join(path.file_name()?))
            })
        };
        let ours = watched.ours.iter().filter_map(real).collect();
        Self { root: root.to_owned(), single: root.is_file(), ours }
    }

    /// Whether the watched folder itself went, or events were lost.
    fn is_loss(&self, event: &Event) -> bool {
        let moved =
            matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        event.need_rescan() || (!self.single && moved && event.paths.contains(&self.root))
    }

    fn matters(&self, event: &Event) -> bool {
        let is_write = match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        is_write
            && (event.paths.is_empty() || event.paths.iter().any(|path| self.is_of_corpus(path)))
    }

    /// Whether a path is part of the corpus or of the lexicon.
    fn is_of_corpus(&self, path: &Path) -> bool {
        if self.ours.iter().any(|ours| path.starts_with(ours)) {
            return false;
        }
        match path.strip_prefix(&self.root) {
            Ok(inside) => !inside.components().any(is_hidden),
            Err(_) => !self.single || !path.starts_with(self.root.parent().unwrap_or(&self.root)),
        }
    }
}

/// Whether a name is left out by every walk; the file that leaves others out is not among them.
fn is_hidden(part: Component<'_>) -> bool {
    match part {
        Component::Normal(name) => {
            name.as_encoded_bytes().starts_with(b".") && name != OsStr::new(".jikenignore")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
