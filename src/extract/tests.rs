//! Rows of invented sentences, each with the facts expected of it.

mod affected;
mod bodies;
mod causes;
mod data;
mod date_forms;
mod dates;
mod denials;
mod examples;
mod kinds;
mod lexicon;
mod lists;
mod names;
mod outline;
mod page_ends;
mod properties;
mod surroundings;
mod vendors;

use std::sync::LazyLock;

use super::Extractor;
use crate::japanese::{Folder, Variants};
use crate::lexicon::Lexicon;
use crate::report::{Categorised, Certainty, Document, Facts, ReportId, Source};

/// The extractor of the embedded lexicon, built once for all tests.
static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let lexicon = Lexicon::embedded();
    let folder = Folder::new(&Variants::read(&lexicon).expect("the embedded variants"));
    Extractor::new(&lexicon, &folder).expect("the embedded lexicon is sound")
});

/// The same by its words alone: rows about a rule must not pass, or fail, by what surrounds them.
static RULES: LazyLock<Extractor> = LazyLock::new(|| {
    let lexicon = Lexicon::embedded();
    let folder = Folder::new(&Variants::read(&lexicon).expect("the embedded variants"));
    Extractor::by_rules(&lexicon, &folder).expect("the embedded lexicon is sound")
});

fn document(text: &str) -> Document {
    let source = Source { path: "a.txt".into(), part: 1 };
    Document {
        id: ReportId::of_source(&source),
        source,
        title: text.lines().next().unwrap_or_default().to_owned(),
        text: text.to_owned(),
        url: None,
        published: None,
        crawled: None,
        in_digest: false,
    }
}

fn extract(text: &str) -> Facts {
    RULES.extract(&document(text))
}

/// The facts of a notice whose body is `body`.
fn notice(body: &str) -> Facts {
    extract(&notice_text(body))
}

/// The text of a notice whose body is `body`.
fn notice_text(body: &str) -> String {
    format!(
        "お客様の情報に関するお詫びとお知らせ\n2024年5月10日\n株式会社あおば商店\nこのたびの件で、お客様にご迷惑をおかけしたことを深くお詫び申し上げます。\n{body}"
    )
}

/// Values one per word: `name` as stated, `?name` as possible, `-name` as denied; sorted.
fn shorthand(values: &[Categorised]) -> String {
    let mut words: Vec<String> = values
        .iter()
        .map(|found| {
            let sign = match found.certainty {
                Certainty::Stated => "",
                Certainty::Possible => "?",
                Certainty::Denied => "-",
            };
            format!("{sign}{}", found.value.child().unwrap_or(found.value.as_str()))
        })
        .collect();
    words.sort();
    words.join(" ")
}

/// The words of an expectation in the order of [`shorthand`].
fn sorted(expected: &str) -> String {
    let mut words: Vec<&str> = expected.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}
