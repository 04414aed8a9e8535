//! What is asked, done: measuring, comparing, drawing.

use std::fs;
use std::io::Write;
use std::path::Path;

use super::arguments::{Arguments, Command};
use super::compare::compare;
use super::failure::Failure;
use super::figure;
use super::plot;
use super::results::Results;
use super::run;
use super::table::tables;
use super::values::to_csv;

/// Something got worse.
const WORSE: u8 = 1;

/// Does what is asked, prints to `out`, tells how far it is, and gives the exit code.
pub(crate) fn obey(
    arguments: &Arguments,
    out: &mut dyn Write,
    tell: &dyn Fn(&str),
) -> Result<u8, Failure> {
    match &arguments.command {
        None => measure(arguments, out, tell),
        Some(Command::Compare { before, after, threshold }) => {
            side_by_side(before, after, *threshold, out)
        }
        Some(Command::Plot { results, out: folder }) => {
            create(folder)?;
            draw(&Results::read(results)?, folder)?;
            Ok(0)
        }
    }
}

fn measure(arguments: &Arguments, out: &mut dyn Write, tell: &dyn Fn(&str)) -> Result<u8, Failure> {
    // A folder that cannot be written to is told before hours of work.
    arguments.measuring.out.as_deref().map_or(Ok(()), create)?;
    let results = run::run(&arguments.measuring.plan(), tell)?;
    if let Some(folder) = &arguments.measuring.out {
        let files = [("results.json", results.to_json()?), ("results.csv", to_csv(&results)?)];
        for (name, text) in files {
            let path = folder.join(name);
            fs::write(&path, text).map_err(Failure::at(&path))?;
        }
        draw(&results, folder)?;
    }
    print(out, &tables(&results))?;
    Ok(0)
}

fn side_by_side(
    before: &Path,
    after: &Path,
    threshold: f64,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let (before, after) = (Results::read(before)?, Results::read(after)?);
    let comparison = compare(&before, &after, threshold);
    if comparison.changes.is_empty() {
        return Err(Failure::new(
            "the two files have no size and number of threads in common; measure the same sizes",
        ));
    }
    print(out, &comparison.table().to_string())?;
    for note in &comparison.notes {
        print(out, &format!("note: {note}\n"))?;
    }
    let (beyond, all) = (comparison.beyond(), comparison.changes.len());
    print(out, &format!("{beyond} of {all} values are worse by more than {threshold}%\n"))?;
    Ok(if beyond > 0 { WORSE } else { 0 })
}

fn draw(results: &Results, folder: &Path) -> Result<(), Failure> {
    for figure in figure::figures(results) {
        plot::draw(&figure, folder)?;
    }
    Ok(())
}

fn create(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(Failure::at(folder))
}

fn print(out: &mut dyn Write, text: &str) -> Result<(), Failure> {
    out.write_all(text.as_bytes()).map_err(|error| Failure::new(format!("stdout: {error}")))
}
