//! Why a query was answered badly: what makes up the score of a relevant document, beside that of the
//! first wrong one.

use std::collections::BTreeSet;

use crate::cli::batch::Numbered;
use crate::cli::error::Failure;
use crate::cli::explained;
use crate::cli::text::{FAINT, PLAIN, Text};
use crate::cli::trec as printing;
use crate::eval::ranking::{QueryScores, RankedDocument};
use crate::search::{Account, Request, Search};

/// Two documents of one query.
pub(super) struct Why {
    relevant: (String, Account),
    /// The first wrong one, if one was returned.
    wrong: Option<(String, Account)>,
}

impl Why {
    /// Accounts for a query: the most relevant document that stands below a wrong one, or else the most
    /// relevant one. `None` when the index has no such document.
    pub(super) fn of(
        query: &Numbered,
        plan: &Request,
        scores: &QueryScores,
        returned: &[String],
        search: &Search,
    ) -> Result<Option<Self>, Failure> {
        let (request, _) = query.request(plan, search)?;
        let account = |id: &str| -> Result<Option<(String, Account)>, Failure> {
            for id in [id.to_owned(), printing::id_of(id)] {
                let account = search.account(&request, &id).map_err(|error| query.failed(error))?;
                if let Some(account) = account {
                    return Ok(Some((id, account)));
                }
            }
            Ok(None)
        };
        let known: BTreeSet<&str> =
            scores.relevant.iter().map(|document| document.id.as_str()).collect();
        let wrong = returned.iter().position(|id| !known.contains(id.as_str()));
        let is_below = |document: &&RankedDocument| {
            document.rank.is_none_or(|rank| wrong.is_some_and(|wrong| wrong + 1 < rank))
        };
        let below = scores.relevant.iter().find(is_below).or(scores.relevant.first());
        let Some(below) = below else { return Ok(None) };
        let Some(relevant) = account(&below.id)? else { return Ok(None) };
        let wrong = wrong.and_then(|at| returned.get(at));
        let wrong = wrong.map(|id| account(id)).transpose()?.flatten();
        Ok(Some(Self { relevant, wrong }))
    }

    /// A table: score parts in columns, the relevant document first.
    pub(super) fn lines(&self) -> Vec<Text> {
        let (id, relevant) = &self.relevant;
        let wrong = self.wrong.as_ref();
        let mut head = Text::new(FAINT, "       why       ");
        head.push(PLAIN, id);
        if let Some((id, _)) = wrong {
            head.push(FAINT, " beside ");
            head.push(PLAIN, id);
        }
        let mut lines = vec![head];
        let accounts = || std::iter::once(relevant).chain(wrong.map(|(_, account)| account));
        let mut names: Vec<String> = Vec::new();
        for account in accounts() {
            let parts = account.explanation.parts.iter().map(explained::name);
            for name in parts {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let mut row = |cell: &dyn Fn(&Account) -> String, name: &str| {
            let cells: String = accounts().map(|account| format!("{:>8}", cell(account))).collect();
            let mut line = Text::plain(&format!("         {cells}  "));
            line.push(PLAIN, name);
            lines.push(line);
        };
        for name in &names {
            row(&|account| score_of(account, name), name);
        }
        let missing: BTreeSet<&String> =
            accounts().flat_map(|account| &account.explanation.missing).collect();
        for word in missing {
            let is_nowhere = accounts().all(|account| account.explanation.missing.contains(word));
            if is_nowhere {
                row(&|_| "–".to_owned(), word);
            }
        }
        row(&|account| format!("{:.2}", account.explanation.score()), "in all");
        row(&|account| account.reading.as_str().to_owned(), "reading that finds it");
        lines
    }
}

/// What the parts of this name add to a score.
fn score_of(account: &Account, name: &str) -> String {
    let parts = account.explanation.parts.iter().filter(|part| explained::name(part) == name);
    let mut parts = parts.map(|part| part.score).peekable();
    match parts.peek() {
        Some(_) => format!("{:.2}", parts.sum::<f32>()),
        None => "–".to_owned(),
    }
}
