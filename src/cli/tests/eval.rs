use super::help;

#[test]
fn help_of_eval_extract() {
    insta::assert_snapshot!(help(&["eval", "extract"]), @"
    Hold the facts that are found in a labelled corpus against its labels

    Prints how many facts were labelled, found and right, precision, recall and F1
    over all facts of each field, and the mean F1 over its values. Names agree when
    they do without legal form and spelling variants; evidence is not judged. The
    test split is reported apart, and its misses are listed only with --split test,
    so that nobody tunes rules on it by accident.

    Usage: jiken eval extract [OPTIONS] [LABELS]

    Arguments:
      [LABELS]
              Gold labels, in the shape of `jiken extract`
              
              [default: corpus/labels.jsonl]

    Options:
          --corpus <DIR>
              The labelled corpus [default: the folder of LABELS]

          --split <SPLIT>
              Reports to judge
              
              [default: all]
              [possible values: dev, test, all]

          --field <FIELD>
              Only this field (kind, cause, vendor-role …); repeat for several

          --values
              Count each value of a field, too

          --misses
              List every fact that was missed or invented, with its sentence

          --compare <FILE>
              Say what changed since a run whose --format json was kept in this file

          --format <FORMAT>
              How to print
              
              [default: text]
              [possible values: text, json]

      -h, --help
              Print help (see a summary with '-h')

    Examples:
      jiken eval extract
      jiken eval extract --split dev --misses --field vendor --field vendor-role
      jiken eval extract --values --field cause
      jiken eval extract --format json > before.json
      jiken eval extract --compare before.json
    ");
}

#[test]
fn help_of_eval_search() {
    insta::assert_snapshot!(help(&["eval", "search"]), @"
    Hold the answers to a file of queries against judgements

    Asks every query of --queries over the index, or reads another system's run, and
    prints nDCG@10, RR@10, R@10, R@100 and AP as ir_measures computes them, over all
    queries and over each type of query. A query's type comes from --types, or from
    its id: `kana` of `kana-12`. A judged query that was not asked counts 0. A query
    that no report answers is judged by a line `QID 0 - 0`; it is left out of the
    means and told apart.

    Usage: jiken eval search [OPTIONS] --qrels <FILE>

    Options:
          --qrels <FILE>
              Judgements in TREC form: QID 0 DOCID GRADE

          --queries <FILE>
              Queries: a line is `QID<Tab>QUERY`; - reads standard input

          --run <FILE>
              Measure this run (QID Q0 DOCID RANK SCORE TAG) instead of searching
              the index

          --compare <RUN>
              Test the difference to this run

          --types <FILE>
              Types of queries: a line is QID TYPE

          --worst <N>
              Show so many of the queries with the lowest nDCG@10, and of those that
              moved most; where the index is searched, with what makes up the scores
              of a relevant report and of the first wrong one
              
              [default: 0]

      -n, --limit <N>
              Most documents to return for a query, 0 for all
              
              [default: 1000]

          --weight <NAME=VALUE>
              Measure with another weight of the ranking, such as characters=0; may
              be repeated

          --format <FORMAT>
              How to print
              
              [default: text]
              [possible values: text, json]

      -h, --help
              Print help (see a summary with '-h')

    Examples:
      jiken eval search --qrels qrels.txt --queries queries.tsv --worst 10
      jiken search --queries queries.tsv --format trec > before.txt
      jiken eval search --qrels qrels.txt --queries queries.tsv --compare before.txt
      jiken eval search --qrels qrels.txt --run lucene.txt --format json | jq .means
    ");
}
