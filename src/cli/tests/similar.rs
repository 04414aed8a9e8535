use super::help;

#[test]
fn help_of_similar() {
    insta::assert_snapshot!(help(&["similar"]), @"
    Find reports like a given one

    Reports are alike that share telling words, those that are frequent in the one
    and rare in the index, and facts: causes, leaked data, third parties. Words that
    a family of notices copies from each other (apologies, advice, requests) count
    little, and names not at all. The score is the share of the given report that
    the other meets, from 0 to 1; what is less than a tenth alike is left out.

    Reports on the same incident are marked with 同じ事案; copies of the report are
    named above and left out. ID is what `search` prints below a hit; #1 may be left
    out.

    Usage: jiken similar [OPTIONS] <ID>

    Arguments:
      <ID>
              The report's id

    Options:
          --other-incidents
              Leave out reports on the same incident

          --all-copies
              Show copies too: those of the report, and every copy of another as a
              report of its own

      -n, --limit <N>
              Most reports to show, 0 for all
              
              [default: 10]

          --snippets <N>
              Most snippets to show of each report, 0 for none
              
              [default: 2]

          --width <COLUMNS>
              Widest snippet, in terminal columns; a kanji takes two
              
              [default: 240]

          --format <FORMAT>
              How to print: text, json, jsonl (a report a line) or csv
              
              [default: text]

      -h, --help
              Print help (see a summary with '-h')

    Examples:
      jiken similar notices/hanamori-efo.html
      jiken similar notices/hanamori-efo.html --other-incidents --limit 3
      jiken similar notices/hanamori-efo.html --format json | jq '.hits[].shared'

    Exit codes: 0 found, 1 nothing is like it, 2 error.
    ");
}
