//! The numbers of the ranking, in one place. `docs/ranking.md` tells how they were chosen and what
//! each earns.

/// By how much what counts. The defaults are those that searches use; others are for measuring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Of a word in the title, on top of its weight in the whole text; at least 0.
    pub title: f32,
    /// Of a word in formulas and advice, which say little of one incident; at least 0.
    pub aside: f32,
    /// How the scores of words blend, above 0 to 1: 1 is their sum, and less lets the number of words
    /// that match count for more.
    pub words_exponent: f32,
    /// Of the view of characters beside that of words; 0 leaves it out.
    pub characters: f32,
    /// How the scores of pairs of characters blend, above 0 to 1.
    pub characters_exponent: f32,
    /// Of a word that only begins as typed; at least 0.
    pub beginning: f32,
    /// Share of the words that must match when several of them must, from 0 to 1.
    pub several: f32,
    /// Share of its score that a page loses which tells of no incident, where all others do, from 0 to
    /// 1. It loses less where fewer do: then it is likelier that such a page is looked for.
    pub no_incident: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            title: 0.3,
            aside: 0.5,
            words_exponent: 0.5,
            characters: 0.5,
            characters_exponent: 0.75,
            beginning: 0.5,
            several: 0.3,
            no_incident: 0.5,
        }
    }
}

impl Weights {
    /// Sets the weight of a name with its value, `title=0.5`.
    ///
    /// # Errors
    /// Says what is wrong with the name or the value, ending in what to do.
    pub fn set(&mut self, named: &str) -> Result<(), String> {
        let (name, value) = named
            .split_once('=')
            .ok_or_else(|| format!("`{named}` sets nothing; write NAME=VALUE"))?;
        let known = [
            ("title", &mut self.title, false),
            ("aside", &mut self.aside, false),
            ("words-exponent", &mut self.words_exponent, true),
            ("characters", &mut self.characters, false),
            ("characters-exponent", &mut self.characters_exponent, true),
            ("beginning", &mut self.beginning, false),
            ("several", &mut self.several, false),
            ("no-incident", &mut self.no_incident, false),
        ];
        let names = known.iter().map(|(name, ..)| *name).collect::<Vec<_>>().join(", ");
        let (_, weight, is_exponent) = known
            .into_iter()
            .find(|(known, ..)| *known == name)
            .ok_or_else(|| format!("`{name}` is no weight; use one of {names}"))?;
        let least = if is_exponent { 0.01 } else { 0.0 };
        let most = if is_exponent { 1.0 } else { 100.0 };
        *weight =
            value.parse().ok().filter(|value| (least..=most).contains(value)).ok_or_else(|| {
                format!("`{value}` is no {name}; use a number from {least} to {most}")
            })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Weights;

    #[test]
    fn weights_are_set_by_name_within_their_range() {
        #[track_caller]
        fn check(named: &str, expected: Result<f32, &str>) {
            let mut weights = Weights::default();
            match (weights.set(named), expected) {
                (Ok(()), Ok(title)) => assert!((weights.title - title).abs() < 1e-6, "{named}"),
                (Err(message), Err(part)) => assert!(message.contains(part), "{message}"),
                (found, _) => panic!("{named}: {found:?}"),
            }
        }
        check("title=0.5", Ok(0.5));
        check("title=0", Ok(0.0));
        check("characters=0", Ok(Weights::default().title));
        check("title", Err("write NAME=VALUE"));
        check("titel=1", Err("use one of title, aside"));
        check("title=-1", Err("from 0 to 100"));
        check("title=NaN", Err("from 0 to 100"));
        check("words-exponent=0", Err("from 0.01 to 1"));
        check("words-exponent=2", Err("from 0.01 to 1"));
    }
}
