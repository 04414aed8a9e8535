//! Mailboxes: messages one after another, each begun by a line `From sender date`; one is held at a
//! time.

use std::io::{self, BufRead, Read};

use crate::corpus::input::Input;
use crate::corpus::outlet::Outlet;
use crate::corpus::read::{MAX_FILE, trouble};

/// Reads a mailbox; a message's path ends in its number, from 1.
pub(in crate::corpus) fn read(input: &mut Input<'_>, outlet: &mut Outlet<'_>) {
    outlet.deeper(|outlet| {
        if let Err(error) = messages(input, outlet) {
            outlet.refuse(None, trouble(&error));
        }
    });
}

fn messages(input: &mut Input<'_>, outlet: &mut Outlet<'_>) -> io::Result<()> {
    let mut number = 0_u64;
    let mut message = Vec::new();
    let (mut too_long, mut after_blank) = (false, true);
    let mut line = Vec::new();
    loop {
        line.clear();
        // Read through a limit, so that a file without line ends is never held as a whole.
        input.by_ref().take(MAX_FILE).read_until(b'\n', &mut line)?;
        if line.is_empty() || after_blank && begins_message(&line) {
            let ends = line.is_empty();
            if number > 0 && !hand_on(number, &message, too_long, outlet) || ends {
                return Ok(());
            }
            number += 1;
            message.clear();
            message.shrink_to(1024 * 1024);
            (too_long, after_blank) = (false, false);
            continue;
        }
        after_blank = line.trim_ascii().is_empty();
        // `>From ` was written for `From `, and `>>From ` for `>From `.
        let quoted = line.iter().position(|byte| *byte != b'>').unwrap_or(0);
        let escaped = quoted > 0 && line.get(quoted..).is_some_and(|l| l.starts_with(b"From "));
        let kept = line.get(usize::from(escaped)..).unwrap_or_default();
        too_long |= message.len() as u64 + kept.len() as u64 > MAX_FILE;
        if !too_long {
            message.extend_from_slice(kept);
        }
    }
}

/// Reads one message; false when no other may be read.
fn hand_on(number: u64, message: &[u8], too_long: bool, outlet: &mut Outlet<'_>) -> bool {
    if !outlet.opens_member() {
        return false;
    }
    outlet.inside(&number.to_string(), |outlet| {
        if too_long {
            let limit = MAX_FILE / 1024 / 1024;
            outlet.refuse(None, format!("is larger than {limit} MiB; save its parts as files"));
        } else {
            super::read(message, outlet);
        }
    });
    outlet.may_unpack()
}

/// `From sender Thu Mar  7 10:00:00 2024`: a time tells it from a sentence that begins with "From".
fn begins_message(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    line.len() < 1000
        && memchr::memchr_iter(b':', rest).any(|at| {
            at > 0 && digit(rest.get(at - 1)) && digit(rest.get(at + 1)) && digit(rest.get(at + 2))
        })
}
