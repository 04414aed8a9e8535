use clap::CommandFactory;

use super::*;

mod eval;
mod search;
mod similar;

/// The whole help of a command, as wide as the narrowest terminal people use.
fn help(command: &[&str]) -> String {
    let mut cli = Cli::command().term_width(80);
    cli.build();
    let mut found = &mut cli;
    for name in command {
        found = found.find_subcommand_mut(name).expect("a command");
    }
    let help = found.render_long_help().to_string();
    match command {
        [] => help,
        // What is the same everywhere is shown once.
        ["facets"] => without("Filters:", &without("Global options:", &help)),
        _ => without("Global options:", &help),
    }
}

/// A help text without one of its sections.
fn without(heading: &str, help: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in help.lines() {
        inside = line == heading || (inside && (line.is_empty() || line.starts_with(' ')));
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn the_arguments_hang_together() {
    Cli::command().debug_assert();
}

#[test]
fn help_of_jiken() {
    insta::assert_snapshot!(help(&[]), @"
    Search incident reports in Japanese: notices, Q&A, follow-ups and digests of
    data breaches

    jiken indexes a folder of reports, understands who was hit, why, through whom
    and what leaked, and finds the sentence that says so.

    Usage: jiken [OPTIONS] <COMMAND>

    Commands:
      search       Find reports and show the sentences that match
      facets       Count the reports of each cause, vendor, data category,
                   organisation, kind and year
      show         Show one report: its facts with the sentences that state them,
                   its incident and its text
      similar      Find reports like a given one
      index        Bring the index up to date with a corpus
      extract      Print the facts of files, each with the sentence that states it
      check        Check that the index is whole
      generations  List the states of the index that are kept
      rollback     Make an older state of the index the current one
      stats        Show what the index holds
      eval         Measure extraction, a ranking, or what texts are like
      lexicon      Look at, export and check the lexicon: causes, data categories
                   and the words that tell them
      synth        Make up a corpus of realistic reports, with gold labels
      completions  Print a script that completes commands and options in a shell
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Global options:
          --index <DIR>
              Folder of the index
              
              [env: JIKEN_INDEX]
              [default: index]

          --generation <N>
              Search an older state of the index, which `jiken index --keep` has
              kept

          --lexicon <DIR>
              Folder whose files replace those of the built-in lexicon (causes, data
              categories, vendors, spelling variants, domain terms)

          --dictionary <DIR>
              Folder of a lindera dictionary to use instead of the built-in IPADIC

          --color <WHEN>
              When to colour; auto means on a terminal, unless NO_COLOR is set
              
              [default: auto]
              [possible values: auto, always, never]

      -q, --quiet
              Print results, warnings and errors only: no notes, no progress

      -v, --verbose...
              Say more: -v every file that is taken in and what took how long, -vv
              every file looked at

          --log-level <LEVEL>
              What is said on stderr where neither -q nor -v is given: error,
              warning, info, debug or trace
              
              [env: JIKEN_LOG]
              [default: info]

          --log-format <FORMAT>
              How it is said: text for people, or json, one object a line
              
              [env: JIKEN_LOG_FORMAT]
              [default: text]
              [possible values: text, json]

    Examples:
      jiken search ペイメントアプリケーション 改ざん
      jiken search 漏えい --cause 不正アクセス --since 2022-10
      jiken show notices/hanamori-efo.html    one report and the proof of its facts
      jiken index reports --index idx         index another folder in another place

    The first search builds ./index from ./corpus where there is no index yet.

    Results go to stdout, everything else to stderr. `jiken help COMMAND` tells
    more.
    ");
}

#[test]
fn help_of_facets() {
    insta::assert_snapshot!(help(&["facets"]), @"
    Count the reports of each cause, vendor, data category, organisation, kind and
    year

    Counts the reports that match QUERY and the filters; without either, all of
    them. The values in the json and csv output are what the filters of `search`
    take.

    Usage: jiken facets [OPTIONS] [QUERY]...

    Arguments:
      [QUERY]...
              What to look for; several arguments are joined by spaces

    Options:
          --field <FIELD>
              Field to count: cause, vendor, data, organisation, kind or year;
              repeat for several [default: all]

          --crosswalk <STANDARD>
              Count in the terms of another standard: veris (VERIS 1.4.1, causes and
              data), tsr or jnsa (the yearly surveys of Tokyo Shoko Research and of
              JNSA, causes); a report counts once a term

          --corpus <DIR>
              Corpus to build the index from where there is none [default: corpus]

      -h, --help
              Print help (see a summary with '-h')

    Results:
      -n, --limit <N>
              Most values to show of each field, 0 for all
              
              [default: 20]

          --no-relax
              Count nothing rather than relax when no report has every word

          --exact
              Take the query at its word: no related words, other names, readings in
              kana or Latin letters, nearby numbers, other notations of dates,
              corrections

          --format <FORMAT>
              How to print
              
              [default: text]
              [possible values: text, json, csv]

          --bom
              Begin csv with a byte order mark, so that Excel reads it as UTF-8

    Examples:
      jiken facets                                     everything there is
      jiken facets ペイメントアプリケーション 改ざん   among the reports that match
      jiken facets --field cause --field year --limit 0
      jiken facets --cause マルウェア --since 2023 --format csv
      jiken facets --crosswalk veris --format json     in the terms of VERIS
    ");
}

#[test]
fn help_of_show() {
    insta::assert_snapshot!(help(&["show"]), @r#"
    Show one report: its facts with the sentences that state them, its incident and
    its text

    Other reports on the same incident are listed with what changed from one to the
    next, and above them the ids of reports that say the same as this one.

    ID is what `search` prints below a hit: the file's path within the corpus and
    the number of the report in it, as in digests/2023.txt#4. #1 may be left out.

    Usage: jiken show [OPTIONS] <ID>

    Arguments:
      <ID>
              The report's id

    Options:
          --no-text
              Leave the text out

          --format <FORMAT>
              How to print
              
              [default: text]
              [possible values: text, json]

      -h, --help
              Print help (see a summary with '-h')

    Examples:
      jiken show notices/hanamori-efo.html
      jiken show 'digests/jirei-matome-2023.txt#4' --no-text
      jiken show notices/hanamori-efo.html --format json | jq .causes
    "#);
}

#[test]
fn help_of_index() {
    insta::assert_snapshot!(help(&["index"]), @"
    Bring the index up to date with a corpus

    Reads the new and changed files of CORPUS, drops the reports of files that are
    gone, and leaves the rest of the index alone. Searches see all of a run or
    nothing of it; a run that fails leaves the old index in place. An index that was
    built with another lexicon, dictionary or version of jiken is rebuilt as a
    whole.

    Files: text, Markdown, HTML, JSON, JSONL, Word, OpenDocument, EPUB, tables (CSV,
    TSV, Excel, OpenDocument: a report in every row), mail (EML, MBOX), crawls
    (WARC, WET), and any of them in ZIP and tar archives or packed by gzip or
    Zstandard; in any Japanese encoding. Their bytes tell what they are;
    docs/formats.md lists formats and limits. A page that collects several incidents
    becomes several reports. What cannot be read is set aside, named on stderr with
    its reason, and the others go on.

    Usage: jiken index [OPTIONS] [CORPUS]

    Arguments:
      [CORPUS]
              Folder of reports, or a single file
              
              [default: corpus]

    Options:
          --full
              Rebuild everything instead of updating

          --columns <FIELD=COLUMN,…>
              Columns of tables whose names say too little: FIELD=COLUMN, by the
              name in the header or the letter of a spreadsheet (title=件名,text=C).
              Fields: title, text (more than once joins), published, url, id,
              organisation

          --dry-run
              List the files that would be added (+), changed (~), renamed (>) or
              removed (-), and do nothing

          --if-needed
              Do something only if there is no index, or one that is damaged or was
              built with another lexicon, dictionary or version of jiken

          --keep <N>
              Older states of the index to keep, for `jiken rollback` and
              --generation [default: as many as the last run was told to]

          --threads <N>
              Threads that read and analyse [default: one per core]

          --memory <SIZE>
              Memory for building the index: 512MB, 1GiB …
              
              Beside it a run takes up to 200MB, and while it reads huge files up to
              600MB for each thread.
              
              [default: 256MB]

          --format <FORMAT>
              How to give the account of the run: text on stderr, or json on stdout
              
              [default: text]
              [possible values: text, json]

          --report <FILE>
              Write the account of the run to FILE, as JSON and whatever becomes of
              the run

          --max-set-aside <PERCENT>
              Publish nothing if more than PERCENT of the reports cannot be read; a
              file that cannot be read counts as many as the index holds of it, a
              line as one

          --max-removed <PERCENT>
              Publish nothing if more than PERCENT of the reports in the index are
              no longer in CORPUS [default: publish anything but an index that was
              emptied]

          --watch[=<HOW>]
              Go on, and run again whenever files change, until a signal comes;
              `--watch=poll` looks now and then, for network folders

              Possible values:
              - auto: By what the system tells, or else by looking
              - poll: By looking, for network folders, of which the system tells
                nothing

          --every <SECONDS>
              Seconds between two runs of --watch, at least [default: 2, or 30 with
              poll]

      -h, --help
              Print help (see a summary with '-h')

    Examples:
      jiken index                          index ./corpus into ./index
      jiken index reports --index idx      index another folder into another place
      jiken index --full --threads 4       rebuild everything on four threads
      jiken index --columns title=件名,text=概要,text=対応 list.xlsx
      jiken index --dry-run                list what would change, and do nothing
      jiken index --if-needed              after an upgrade: rebuild only what it
      outdated
      jiken index --format json | jq .files
      jiken index --report last.json --max-set-aside 5 --max-removed 20
      jiken index --watch                  run again whenever files change

    Exit codes: 0 all indexed, 1 done but something was set aside, 2 failed, refused
    or stopped, and the old index stands. docs/unattended.md tells how to run it
    every night.
    ");
}

#[test]
fn help_of_extract() {
    insta::assert_snapshot!(help(&["extract"]), @"
    Print the facts of files, each with the sentence that states it

    Reads files and folders as `index` does, but needs no index and writes none.
    Prints one JSON object a line and report, in the order of the files; what cannot
    be read is named on stderr.

    Usage: jiken extract [OPTIONS] <PATH>...

    Arguments:
      <PATH>...
              Files, and folders of them

    Options:
          --columns <FIELD=COLUMN,…>
              Columns of tables whose names say too little, as in `index`:
              title=件名,text=概要

          --explain
              Tell of each fact which rule found it: the cue of the lexicon by file
              and line, or the name of the mechanism, the words it matched, the
              section, and what the sentence signals about certainty

          --format <FORMAT>
              How to print: a JSON object a line, one JSON array, or text for people
              
              [default: jsonl]
              [possible values: jsonl, json, text]

      -h, --help
              Print help (see a summary with '-h')

    Examples:
      jiken extract notice.html
      jiken extract corpus | jq -r '[.id, .organisation.name] | @tsv'
      jiken extract --format text notice.html
      jiken extract --format text --explain notice.html      why each fact was found
    ");
}

#[test]
fn help_of_stats() {
    insta::assert_snapshot!(help(&["stats"]), @"
    Show what the index holds

    Counts reports and files, reports by kind and year, how many reports state which
    facts, and how many say what another one says (told by their wording alone), and
    says how much room the index takes on disk.

    Usage: jiken stats [OPTIONS]

    Options:
          --format <FORMAT>
              How to print
              
              [default: text]
              [possible values: text, json]

      -h, --help
              Print help (see a summary with '-h')

    Examples:
      jiken stats
      jiken stats --index idx --format json | jq .reports
    ");
}

#[test]
fn help_of_completions() {
    insta::assert_snapshot!(help(&["completions"]), @"
    Print a script that completes commands and options in a shell

    Usage: jiken completions [OPTIONS] <SHELL>

    Arguments:
      <SHELL>
              The shell
              
              [possible values: bash, elvish, fish, powershell, zsh]

    Options:
      -h, --help
              Print help

    Examples:
      jiken completions bash > ~/.local/share/bash-completion/completions/jiken
      jiken completions zsh > ~/.zfunc/_jiken
      jiken completions fish > ~/.config/fish/completions/jiken.fish
    ");
}
