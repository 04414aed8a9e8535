//! The time of day, and how much memory the process took: what only the system knows.

use jiff::{Timestamp, Unit};

/// Now, as ISO 8601 in UTC with milliseconds: `2026-11-22T03:15:00.250Z`.
pub(super) fn now() -> String {
    let now = Timestamp::now();
    format!("{:.3}", now.round(Unit::Millisecond).unwrap_or(now))
}

/// The most memory the process has held at once, in bytes, files mapped into memory included;
/// `None` where the system does not tell (anywhere but on Linux).
pub(super) fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = kilobytes.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_with_milliseconds() {
        let now = now();
        assert!(now.len() == "2026-11-22T03:15:00.250Z".len() && now.ends_with('Z'), "{now}");
        assert!(now.parse::<Timestamp>().is_ok(), "{now}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn memory_is_told_in_bytes() {
        assert!(peak_memory().is_some_and(|bytes| bytes > 1_000_000));
    }
}
