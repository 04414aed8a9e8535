//! The filters that `search` and `facets` share, from flags to a condition.

use clap::Args;

use crate::query::{self, Filter, FilterLeaf, Node, Query};
use crate::report::{Date, DateRange, FacetField, Kind};

use super::error::Failure;
use super::minus;

/// What narrows a search besides its words. A filter given twice lets either value through;
/// different filters must all hold.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Filters")]
pub(super) struct FilterArgs {
    /// Only this cause: a slug or a label, with everything below it (malware/ransomware,
    /// 不正アクセス); repeat for "or"
    #[arg(long, value_name = "CAUSE")]
    cause: Vec<String>,

    /// Only incidents that happened through this third party
    #[arg(long, value_name = "NAME")]
    vendor: Vec<String>,

    /// Only incidents in which this leaked: a slug or a label (payment/card-number, メールアドレス)
    #[arg(long, value_name = "CATEGORY")]
    data: Vec<String>,

    /// Only reports on this organisation
    #[arg(long, value_name = "NAME")]
    org: Vec<String>,

    /// Only documents of this kind: notice, follow-up, qa, digest-entry, commentary, news, none
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Vec<Kind>,

    /// Only published on or after this date: 2022, 2022-10, 2022-10-05, 令和4年10月
    #[arg(long, value_name = "DATE", value_parser = query::date)]
    since: Option<Date>,

    /// Only published on or before this date; 2022 means until its last day
    #[arg(long, value_name = "DATE", value_parser = query::date)]
    until: Option<Date>,

    /// Only where at least so many people or records were affected: 1000, 1万
    #[arg(long, value_name = "N", value_parser = number)]
    min_affected: Option<u64>,

    /// Only where at most so many people or records were affected
    #[arg(long, value_name = "N", value_parser = number)]
    max_affected: Option<u64>,

    /// Only where at least so many days passed from detection to publication
    #[arg(long, value_name = "DAYS", value_parser = number)]
    min_delay: Option<u64>,

    /// Only where at most so many days passed from detection to publication
    #[arg(long, value_name = "DAYS", value_parser = number)]
    max_delay: Option<u64>,
}

impl FilterArgs {
    /// The condition that the flags make together, if any was given.
    pub(super) fn condition(&self) -> Result<Option<Node>, Failure> {
        if let (Some(since), Some(until)) = (self.since, self.until)
            && since.first_day() > until.last_day()
        {
            return Err(Failure::new(format!(
                "nothing was published since {since} and until {until}"
            ))
            .hint("write the earlier date after --since"));
        }
        let ranges = [
            (self.min_affected, self.max_affected, "--min-affected"),
            (self.min_delay, self.max_delay, "--min-delay"),
        ];
        for (min, max, flag) in ranges {
            if let (Some(min), Some(max)) = (min, max)
                && min > max
            {
                return Err(Failure::new(format!("no number is at least {min} and at most {max}"))
                    .hint(format!("write the smaller number after {flag}")));
            }
        }
        let kinds: Vec<String> = self.kind.iter().map(|kind| kind.as_str().to_owned()).collect();
        let mut conditions = Vec::new();
        for (field, values) in [
            (FacetField::Cause, &self.cause),
            (FacetField::Vendor, &self.vendor),
            (FacetField::Data, &self.data),
            (FacetField::Organisation, &self.org),
            (FacetField::Kind, &kinds),
        ] {
            let alternatives =
                values.iter().map(|value| leaf(Filter::Facet { field, value: value.clone() }));
            if !values.is_empty() {
                conditions.push(Node::any_of(alternatives));
            }
        }
        if self.since.is_some() || self.until.is_some() {
            let range = DateRange { since: self.since, until: self.until };
            conditions.push(leaf(Filter::Published(range)));
        }
        if self.min_affected.is_some() || self.max_affected.is_some() {
            let (min, max) = (self.min_affected, self.max_affected);
            conditions.push(leaf(Filter::Affected { min, max, unit: None }));
        }
        if self.min_delay.is_some() || self.max_delay.is_some() {
            let (min, max) = (self.min_delay, self.max_delay);
            conditions.push(leaf(Filter::Delay { min, max }));
        }
        Ok((!conditions.is_empty()).then(|| Node::all_of(conditions)))
    }
}

fn leaf(filter: Filter) -> Node {
    Node::Filter(FilterLeaf::unplaced(filter))
}

/// The words of a command line as one query.
pub(super) fn parse_query(words: &[String]) -> Result<(String, Query), Failure> {
    let words: Vec<String> = words.iter().map(|word| minus::revealed(word)).collect();
    let typed = words.join(" ");
    let query = query::parse(&typed).map_err(|error| Failure::query(&error, &typed))?;
    Ok((typed, query))
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::parse(text).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("write one of {}", names.join(", "))
    })
}

fn number(text: &str) -> Result<u64, String> {
    query::number(text).ok_or_else(|| "write a number, as in 1000, 1,000 or 1万".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        filters: FilterArgs,
    }

    /// The condition as a query would write it.
    fn condition(args: &[&str]) -> String {
        let command = Command::try_parse_from([&["jiken"], args].concat());
        let Ok(command) = command else { return "usage error".to_owned() };
        match command.filters.condition() {
            Ok(Some(root)) => Query { root }.to_string(),
            Ok(None) => "none".to_owned(),
            Err(failure) => failure.message,
        }
    }

    #[test]
    fn flags_make_the_condition_that_a_query_would() {
        fn check(args: &[&str], query: &str) {
            let expected = query::parse(query).expect(query).to_string();
            assert_eq!(condition(args), expected, "{args:?}");
        }
        check(&["--cause", "malware"], "cause:malware");
        check(
            &["--cause", "malware", "--cause", "不正アクセス"],
            "cause:malware OR cause:不正アクセス",
        );
        check(&["--vendor", "ショーケース", "--org", "東玉"], "vendor:ショーケース org:東玉");
        check(&["--kind", "qa"], "kind:qa");
        check(&["--kind", "お知らせ"], "kind:notice");
        check(&["--since", "2022-10", "--until", "2023-1-31"], "published:2022-10..2023-01-31");
        check(&["--since", "令和4年10月"], "published:2022-10..");
        check(&["--until", "2022"], "published:..2022");
        check(&["--min-affected", "1万"], "affected:>=10000");
        check(&["--min-affected", "10", "--max-affected", "20"], "affected:10..20");
        check(
            &["--data", "メールアドレス", "--data", "氏名", "--cause", "malware"],
            "cause:malware AND (data:メールアドレス OR data:氏名)",
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (args, expected) in [
            (&[][..], "none"),
            (&["--kind", "letter"], "usage error"),
            (&["--since", "yesterday"], "usage error"),
            (&["--since", "2022-02-30"], "usage error"),
            (&["--min-affected", "many"], "usage error"),
            (
                &["--since", "2023", "--until", "2022"],
                "nothing was published since 2023 and until 2022",
            ),
            (
                &["--min-affected", "2", "--max-affected", "1"],
                "no number is at least 2 and at most 1",
            ),
        ] {
            assert_eq!(condition(args), expected, "{args:?}");
        }
    }
}
