//! `jiken show`: one report, its facts beside the sentences that state them, and its text.

use clap::{Args, ValueEnum};

use crate::index::Snapshot;
use crate::wire;

use super::closest;
use super::error::{Exit, Failure};
use super::factsheet;
use super::global::Global;
use super::terminal::Output;

/// Most ids offered for one that does not exist.
const MOST_OFFERED: usize = 3;

/// Show one report: its facts with the sentences that state them, its incident and its text
///
/// Other reports on the same incident are listed with what changed from one to the next, and above them
/// the ids of reports that say the same as this one.
///
/// ID is what `search` prints below a hit: the file's path within the corpus and the number of the
/// report in it, as in digests/2023.txt#4. #1 may be left out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  jiken show notices/hanamori-efo.html
  jiken show 'digests/jirei-matome-2023.txt#4' --no-text
  jiken show notices/hanamori-efo.html --format json | jq .causes")]
pub(super) struct ShowArgs {
    /// The report's id
    id: String,

    /// Leave the text out
    #[arg(long)]
    no_text: bool,

    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ShowFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ShowFormat {
    Text,
    Json,
}

/// Runs the command.
pub(super) fn run(args: &ShowArgs, global: &Global, output: &mut Output) -> Result<Exit, Failure> {
    let search = global.open()?;
    let Some(report) = search.snapshot().find(&args.id)? else {
        return Err(unknown(&args.id, search.snapshot())?);
    };
    let taxonomies = search.taxonomies();
    let layout = output.layout();
    let failed = |error| Failure::search(error, &args.id);
    let incident = search.incident(&report).map_err(failed)?;
    let copies = search.copies(&report).map_err(failed)?;
    match args.format {
        ShowFormat::Json => {
            let shown = wire::ShownReport::new(&report, taxonomies, !args.no_text);
            output.json(&shown.with_incident(&incident).with_copies(&copies))?;
        }
        ShowFormat::Text => {
            factsheet::write(output.results(), &report, taxonomies, &|_| None, layout)?;
            factsheet::write_copies(output.results(), &copies, layout)?;
            factsheet::write_incident(output.results(), &incident, taxonomies, layout)?;
            if !args.no_text {
                factsheet::write_text(output.results(), &report, layout)?;
            }
        }
    }
    Ok(Exit::Done)
}

/// The failure for an id that no report has, with ids that may have been meant.
pub(super) fn unknown(typed: &str, snapshot: &Snapshot) -> Result<Failure, Failure> {
    let failure = Failure::new(format!("no report is called `{typed}`"));
    let sources = snapshot.sources()?;
    let path = typed.rsplit_once('#').map_or(typed, |(path, _)| path);
    let offered = closest::closest(path, sources.keys().map(String::as_str), MOST_OFFERED);
    let hint = if sources.contains_key(path) {
        let find = format!("`jiken search 'id:{path}'`");
        format!("{path} holds reports, but not this one; find its reports with {find}")
    } else if offered.is_empty() {
        "copy an id from the output of `jiken search`".to_owned()
    } else {
        format!("did you mean {}?", offered.join(", "))
    };
    Ok(failure.hint(hint))
}

#[cfg(test)]
mod tests;
