use super::help;

#[test]
fn help_of_search() {
    insta::assert_snapshot!(help(&["search"]), @r#"
    Find reports and show the sentences that match

    Every word must match; words match however they are spelled (漏洩 finds 漏えい,
    サーバ finds サーバー), and no spaces are needed between Japanese words. When no
    report has them all, the search relaxes and says so. Without a query, everything
    that the filters let through is listed.

    Related words (流出 for 漏えい), other names (関電), readings (ろうえい, roei),
    and numbers and dates in another notation (65万件, 令和5年1月) are found too,
    lower, and named above the hits. Where a word is in no report, one that is
    spelled like it is proposed, and searched for if nothing else is found.

    The same text found twice (crawled again, with another footer, as PDF and HTML,
    in a mail) is one hit that names its copies; the number of reports above the
    hits and the counts below them count each.

    Where there is no index yet, it is built from the corpus first. An index that is
    there is never changed: when it was built with another lexicon, dictionary or
    version of jiken, the search fails and names the command that rebuilds it.

    Usage: jiken search [OPTIONS] [QUERY]...

    Arguments:
      [QUERY]...
              What to look for; several arguments are joined by spaces

    Options:
          --queries <FILE>
              Run every query of a file over one open index: a line is a name, a tab
              and a query, or just a query that its line number then names; - reads
              standard input

          --corpus <DIR>
              Corpus to build the index from where there is none [default: corpus]

      -h, --help
              Print help (see a summary with '-h')

    Filters:
          --cause <CAUSE>
              Only this cause: a slug or a label, with everything below it
              (malware/ransomware, 不正アクセス); repeat for "or"

          --vendor <NAME>
              Only incidents that happened through this third party

          --data <CATEGORY>
              Only incidents in which this leaked: a slug or a label
              (payment/card-number, メールアドレス)

          --org <NAME>
              Only reports on this organisation

          --kind <KIND>
              Only documents of this kind: notice, follow-up, qa, digest-entry,
              commentary, news, none

          --since <DATE>
              Only published on or after this date: 2022, 2022-10, 2022-10-05,
              令和4年10月

          --until <DATE>
              Only published on or before this date; 2022 means until its last day

          --min-affected <N>
              Only where at least so many people or records were affected: 1000, 1万

          --max-affected <N>
              Only where at most so many people or records were affected

          --min-delay <DAYS>
              Only where at least so many days passed from detection to publication

          --max-delay <DAYS>
              Only where at most so many days passed from detection to publication

    Results:
          --sort <ORDER>
              Order of the hits: best match, latest publication (date), earliest
              publication (oldest), most people or records (affected), or longest
              from detection to publication (delay) first
              
              [default: score]
              [possible values: score, date, oldest, affected, delay]

      -n, --limit <N>
              Most hits to show, 0 for all [default: 10; 1000 with --format trec]

          --offset <N>
              Hits to skip

          --page <N>
              Page to show, from 1; a page has --limit hits

          --facets <N>
              Most values to show of each facet, 0 for no facets
              
              [default: 5]

          --snippets <N>
              Most snippets to show of each hit, 0 for none
              
              [default: 3]

          --width <COLUMNS>
              Widest snippet, in terminal columns; a kanji takes two
              
              [default: 240]

          --group <BY>
              Put hits together: incident shows the best report of each incident
              with the others beneath it, and what changed between them; --limit,
              --offset and --page then count incidents
              
              [possible values: incident]

          --all-copies
              Show every copy of a report as a hit of its own; else the best stands
              for the others, whose ids are named below it

          --no-relax
              Find nothing rather than relax when no report has every word

          --explain
              Say what makes up the score of each hit: which words of the query
              stand where in it, how it spells them, and what share of the score
              each has

          --exact
              Take the query at its word: no related words, other names, readings in
              kana or Latin letters, nearby numbers, other notations of dates,
              corrections

          --format <FORMAT>
              How to print: text, json, jsonl (a hit a line), csv or trec [default:
              text; trec with --queries]

          --bom
              Begin csv with a byte order mark, so that Excel reads it as UTF-8

    Query language:
      ペイメントアプリケーション 改ざん      both words, anywhere in the report
      "不正アクセス" 「復号化」              phrases: the words side by side
      ランサム OR マルウェア                 either word; also AND, NOT, ( )
      漏えい -メール誤送信                   without reports that have this word
      アプリケ*                              the beginning of a word
      原因:マルウェア vendor:ショーケース    facts: cause 原因, vendor 委託先,
                                             data 項目, org 組織, kind 種別
      published:2022-10..2023-01 件数:>=1万  dates and numbers; 公表:令和4年10月

    Examples:
      jiken search ペイメントアプリケーション 改ざん
      jiken search クレジットカード --cause 不正アクセス --since 2022-07 --sort date
      jiken search --vendor ショーケース --format json | jq '.hits[].title'
      jiken search 漏えい -誤送信 --limit 0 --format csv --bom > leaks.csv
      jiken search --queries topics.tsv --format trec > run.txt

    A word of Latin letters to leave out goes after --, as in: jiken search -- -USB
    Exit codes: 0 found, 1 nothing found, 2 error.
    "#);
}
