//! SIGINT, SIGTERM and SIGHUP: the first asks a run to end, the second ends the process at once.
//!
//! A signal that was ignored when the process began stays ignored, so `nohup` works. Whatever a run
//! is doing when it is asked (reading a slow disk, merging segments), the process is gone within a
//! second: an index is never harmed by that, and publishing is one step that happens or does not.

use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::error::Exit;

/// How long a run may take to end by itself.
const GRACE: Duration = Duration::from_millis(800);
/// How long writing the account and the last messages may take then.
const LAST: Duration = Duration::from_secs(5);

/// Said and written when a run does not end by itself in time.
type LastWords = Box<dyn FnOnce(&str) + Send>;

/// Whether, and by what, the process was asked to end.
#[derive(Clone)]
pub(super) struct Interrupt {
    shared: Arc<Shared>,
}

struct Shared {
    stop: Arc<AtomicBool>,
    signal: AtomicI32,
    last_words: Mutex<Option<LastWords>>,
    wake: SyncSender<()>,
    woken: Mutex<Receiver<()>>,
}

impl Interrupt {
    /// Listens from now on.
    pub(super) fn listen() -> io::Result<Self> {
        let (wake, woken) = sync_channel(1);
        let shared = Arc::new(Shared {
            stop: Arc::default(),
            signal: AtomicI32::new(0),
            last_words: Mutex::default(),
            wake,
            woken: Mutex::new(woken),
        });
        listen(&shared)?;
        Ok(Self { shared })
    }

    /// Turns true when the process is asked to end.
    pub(super) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.shared.stop)
    }

    /// Whether the process was asked to end.
    pub(super) fn is_asked(&self) -> bool {
        self.shared.stop.load(Ordering::Relaxed)
    }

    /// What asked: `SIGTERM`.
    pub(super) fn name(&self) -> &'static str {
        self.shared.name()
    }

    /// Has `words` called, with the signal's name, when a run does not end in time; the process ends
    /// after them.
    pub(super) fn at_last(&self, words: impl FnOnce(&str) + Send + 'static) {
        *self.shared.last_words() = Some(Box::new(words));
    }

    /// Says that the run has ended by itself and nobody needs to speak for it.
    ///
    /// Does not return when somebody already does.
    pub(super) fn ended(&self) {
        self.shared.last_words().take();
    }

    /// What wakes [`wait`](Self::wait); any number of calls before it wake it once.
    pub(super) fn bell(&self) -> impl Fn() + Send + 'static {
        let wake = self.shared.wake.clone();
        move || match wake.try_send(()) {
            // Full: it will wake anyway.
            Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
        }
    }

    /// Waits for a ring, a signal or the end of `time`; tells whether it was a ring or signal.
    pub(super) fn wait(&self, time: Duration) -> bool {
        if self.is_asked() {
            return true;
        }
        let woken = self.shared.woken.lock().unwrap_or_else(PoisonError::into_inner);
        match woken.recv_timeout(time) {
            Ok(()) => true,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }
}

impl Shared {
    fn last_words(&self) -> std::sync::MutexGuard<'_, Option<LastWords>> {
        self.last_words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(unix)]
    fn name(&self) -> &'static str {
        let signal = self.signal.load(Ordering::Relaxed);
        signal_hook::low_level::signal_name(signal).unwrap_or("a signal")
    }

    #[cfg(not(unix))]
    fn name(&self) -> &'static str {
        "a signal"
    }

    /// Takes note of a signal; called on a thread of its own.
    #[cfg(unix)]
    fn arrived(self: &Arc<Self>, signal: i32) {
        self.signal.store(signal, Ordering::Relaxed);
        if self.stop.swap(true, Ordering::Relaxed) {
            process::exit(Exit::Failed.code().into());
        }
        let _ = self.wake.try_send(());
        let shared = Arc::clone(self);
        thread::spawn(move || shared.insist());
    }

    /// Ends the process if it does not end by itself.
    #[cfg(unix)]
    fn insist(&self) {
        thread::sleep(GRACE);
        // Held until the end: the run must not speak at the same time.
        let mut words = self.last_words();
        if let Some(words) = words.take() {
            words(self.name());
        } else {
            drop(words);
            thread::sleep(LAST);
        }
        process::exit(Exit::Failed.code().into());
    }
}

#[cfg(unix)]
fn listen(shared: &Arc<Shared>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let ignored = ignored_signals();
    let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter();
    let wanted = wanted.filter(|signal| ignored & (1 << (signal - 1)) == 0);
    let mut signals = signal_hook::iterator::Signals::new(wanted)?;
    let shared = Arc::clone(shared);
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            shared.arrived(signal);
        }
    })?;
    Ok(())
}

/// The signals that the process was started to ignore, as a set of bits from signal 1 on; none
/// where the system does not tell.
#[cfg(unix)]
fn ignored_signals() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(not(unix))]
fn listen(shared: &Arc<Shared>) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    for signal in [SIGINT, SIGTERM] {
        let (code, stop) = (Exit::Failed.code().into(), Arc::clone(&shared.stop));
        signal_hook::flag::register_conditional_shutdown(signal, code, Arc::clone(&stop))?;
        signal_hook::flag::register(signal, stop)?;
    }
    Ok(())
}
