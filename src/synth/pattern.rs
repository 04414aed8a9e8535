//! Sentence patterns: `{slot}` is filled in, `[a|b]` is a choice. Parsed once, so that writing a
//! sentence copies slices.

use crate::report::Event;

use super::rng::Rng;

/// What a slot is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The organisation, its name in full; states who was hit.
    Org,
    /// Its name without the legal form.
    OrgShort,
    /// Its name in Latin letters.
    OrgLatin,
    /// A short name that the text defines; states the alias.
    Alias,
    /// How it speaks of itself.
    We,
    /// Those it serves.
    Whom,
    /// The site that was hit; states the service.
    Service,
    /// Who was attacked, or erred: the organisation, or its vendor.
    Victim,
    /// The third party; states the vendor.
    Vendor,
    /// The same with a short name defined behind it.
    VendorAlias,
    /// A date of the incident; states it.
    Date(Event),
    /// The day of the first notice; states nothing.
    FirstNotice,
    /// The day on which the organisation spoke, in what others write; states nothing.
    Announced,
    /// Some year before.
    PastYear,
    /// A time of day.
    Clock,
    /// The number affected, with its unit; states it.
    Count,
    /// A part of it; states it.
    Part,
    /// The number that an earlier report gave; states nothing.
    OldCount,
    /// What leaked, listed; states each.
    Items,
    /// One thing of that list; states nothing.
    OneItem,
    /// What did not leak, listed; states each as denied.
    Denied,
    /// The same, asked after; states nothing.
    Apart,
    /// A clause of the cause; states it.
    Clause,
    /// What was ruled out; states that cause as denied.
    Ruled,
    /// What titles call the incident.
    Matter,
    /// What headlines call it.
    Headline,
    /// What is done against the cause.
    Measure,
    /// A regulator.
    Authority,
    /// A software product.
    Product,
    /// A small number.
    Number,
    /// An hour of the morning, and one of the evening.
    Hour,
    /// An hour of the evening.
    Evening,
    /// A person.
    Person,
    /// A family name.
    Surname,
    /// Part of a town's name, without its kind.
    Place,
    /// A town's name as it stands in a medium's.
    MediaPlace,
    /// A prefecture.
    Prefecture,
    /// A telephone number that nobody has.
    Telephone,
    /// A postal code that no place has.
    PostalCode,
    /// An address for mail.
    Mail,
    /// An address on the web.
    Url,
    /// Two kanji of a name.
    Kanji,
    /// Three or four of them.
    ManyKanji,
    /// A katakana name.
    Katakana,
    /// A name in Latin letters.
    Latin,
}

const SLOTS: &[(&str, Slot)] = &[
    ("org", Slot::Org),
    ("orgs", Slot::OrgShort),
    ("orgslatin", Slot::OrgLatin),
    ("alias", Slot::Alias),
    ("we", Slot::We),
    ("whom", Slot::Whom),
    ("service", Slot::Service),
    ("victim", Slot::Victim),
    ("vendor", Slot::Vendor),
    ("vendoralias", Slot::VendorAlias),
    ("start", Slot::Date(Event::IncidentStart)),
    ("end", Slot::Date(Event::IncidentEnd)),
    ("detected", Slot::Date(Event::Detected)),
    ("contained", Slot::Date(Event::Contained)),
    ("investigated", Slot::Date(Event::Investigated)),
    ("notified", Slot::Date(Event::Notified)),
    ("reported", Slot::Date(Event::Reported)),
    ("police", Slot::Date(Event::Police)),
    ("resumed", Slot::Date(Event::Resumed)),
    ("published", Slot::Date(Event::Published)),
    ("firstnotice", Slot::FirstNotice),
    ("announced", Slot::Announced),
    ("pastyear", Slot::PastYear),
    ("clock", Slot::Clock),
    ("count", Slot::Count),
    ("part", Slot::Part),
    ("oldcount", Slot::OldCount),
    ("items", Slot::Items),
    ("items1", Slot::OneItem),
    ("denied", Slot::Denied),
    ("apart", Slot::Apart),
    ("clause", Slot::Clause),
    ("ruled", Slot::Ruled),
    ("matter", Slot::Matter),
    ("headline", Slot::Headline),
    ("measure", Slot::Measure),
    ("authority", Slot::Authority),
    ("product", Slot::Product),
    ("num", Slot::Number),
    ("hour", Slot::Hour),
    ("hour2", Slot::Evening),
    ("person", Slot::Person),
    ("surname", Slot::Surname),
    ("s", Slot::Surname),
    ("place", Slot::Place),
    ("mediaplace", Slot::MediaPlace),
    ("prefecture", Slot::Prefecture),
    ("tel", Slot::Telephone),
    ("zip", Slot::PostalCode),
    ("mail", Slot::Mail),
    ("url", Slot::Url),
    ("k", Slot::Kanji),
    ("kk", Slot::ManyKanji),
    ("c", Slot::Katakana),
    ("l", Slot::Latin),
];

/// What an incident has to have for a pattern: one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Needs(u32);

impl Needs {
    pub(super) const VENDOR: Self = Self(1 << 10);
    pub(super) const COUNT: Self = Self(1 << 11);
    pub(super) const PART: Self = Self(1 << 12);
    pub(super) const OLD_COUNT: Self = Self(1 << 13);
    pub(super) const ITEMS: Self = Self(1 << 14);
    pub(super) const DENIED: Self = Self(1 << 15);
    pub(super) const RULED: Self = Self(1 << 16);
    pub(super) const SERVICE: Self = Self(1 << 17);
    pub(super) const ALIAS: Self = Self(1 << 18);

    /// The bit of a milestone.
    pub(super) fn event(event: Event) -> Self {
        Self(1 << Event::ALL.iter().position(|other| *other == event).unwrap_or_default())
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of these are among `there`.
    pub(super) fn are_met_by(self, there: Self) -> bool {
        self.0 & !there.0 == 0
    }

    fn of(slot: Slot) -> Self {
        match slot {
            Slot::Date(event) => Self::event(event),
            Slot::Vendor | Slot::VendorAlias => Self::VENDOR,
            Slot::Count => Self::COUNT,
            Slot::Part => Self::PART,
            Slot::OldCount => Self::OLD_COUNT,
            Slot::Items | Slot::OneItem => Self::ITEMS,
            Slot::Denied | Slot::Apart => Self::DENIED,
            Slot::Ruled => Self::RULED,
            Slot::Alias => Self::ALIAS,
            Slot::Service => Self::SERVICE,
            _ => Self::default(),
        }
    }
}

/// A part of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    /// Copied as it is.
    Text(Box<str>),
    /// Filled in.
    Slot(Slot),
    /// A word of the list of this number.
    Word(usize),
    /// One of these.
    Choice(Box<[Box<[Piece]>]>),
}

/// A sentence, a title or a name with slots.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) pieces: Box<[Piece]>,
    pub(super) needs: Needs,
}

/// Patterns for the same purpose.
pub(super) type Rule = Box<[Pattern]>;

impl Pattern {
    /// Reads a pattern; `lists` are the names of the lists of words.
    pub(super) fn parse(text: &str, lists: &[String]) -> Result<Self, String> {
        let mut reader = Reader { rest: text, lists, needs: Needs::default() };
        let pieces = reader.pieces(None)?;
        Ok(Self { pieces, needs: reader.needs })
    }

    /// One of a rule that `there` suffices for; `None` where there is none.
    pub(super) fn pick<'r>(rule: &'r Rule, there: Needs, rng: &mut Rng) -> Option<&'r Self> {
        let first = rng.below(rule.len());
        let (before, from) = rule.split_at(first);
        from.iter().chain(before).find(|pattern| pattern.needs.are_met_by(there))
    }
}

struct Reader<'t> {
    rest: &'t str,
    lists: &'t [String],
    needs: Needs,
}

impl Reader<'_> {
    /// Pieces up to the end, or up to `|` or `]` where they stand in a choice.
    fn pieces(&mut self, inside: Option<()>) -> Result<Box<[Piece]>, String> {
        let mut pieces = Vec::new();
        loop {
            let end = self.rest.find(['{', '}', '[', '|', ']']).unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(end);
            if !text.is_empty() {
                pieces.push(Piece::Text(text.into()));
            }
            self.rest = rest;
            match (rest.chars().next(), inside) {
                (None, None) | (Some('|' | ']'), Some(())) => return Ok(pieces.into()),
                (None, Some(())) => return Err("a choice is not closed; add `]`".to_owned()),
                (Some('{'), _) => pieces.push(self.slot()?),
                (Some('['), _) => pieces.push(self.choice()?),
                (Some(sign), _) => {
                    return Err(format!("`{sign}` stands outside of a choice; remove it"));
                }
            }
        }
    }

    fn choice(&mut self) -> Result<Piece, String> {
        let mut options = Vec::new();
        loop {
            // Past the bracket or the bar.
            self.rest = self.rest.get(1..).unwrap_or_default();
            options.push(self.pieces(Some(()))?);
            if self.rest.starts_with(']') {
                self.rest = self.rest.get(1..).unwrap_or_default();
                return Ok(Piece::Choice(options.into()));
            }
        }
    }

    fn slot(&mut self) -> Result<Piece, String> {
        let (name, rest) = self
            .rest
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'))
            .ok_or("a slot is not closed; add `}`")?;
        self.rest = rest;
        if let Some(list) = name.strip_prefix("w.") {
            let found = self.lists.iter().position(|known| known == list);
            return found.map(Piece::Word).ok_or_else(|| {
                format!("there is no list of words `{list}`; add it to words.toml")
            });
        }
        let (_, slot) = SLOTS.iter().find(|(known, _)| *known == name).ok_or_else(|| {
            let known: Vec<&str> = SLOTS.iter().map(|(name, _)| *name).collect();
            format!("there is no slot `{name}`; write one of {}", known.join(", "))
        })?;
        self.needs = self.needs.and(Needs::of(*slot));
        Ok(Piece::Slot(*slot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read() {
        let lists = ["team".to_owned()];
        let pattern = Pattern::parse("{org}の[{w.team}|{count}]です", &lists).expect("a pattern");
        let shape = format!("{:?}", pattern.pieces);
        assert_eq!(
            shape,
            "[Slot(Org), Text(\"の\"), Choice([[Word(0)], [Slot(Count)]]), Text(\"です\")]"
        );
        assert!(pattern.needs.are_met_by(Needs::COUNT));
        assert!(!pattern.needs.are_met_by(Needs::SERVICE));
    }

    #[test]
    fn mistakes_say_what_to_do() {
        for (text, expected) in [
            ("a[b", "a choice is not closed; add `]`"),
            ("a]b", "`]` stands outside of a choice; remove it"),
            ("{org", "a slot is not closed; add `}`"),
            ("{w.x}", "there is no list of words `x`; add it to words.toml"),
        ] {
            assert_eq!(Pattern::parse(text, &[]).expect_err("a mistake"), expected, "{text}");
        }
        let unknown = Pattern::parse("{nobody}", &[]).expect_err("a mistake");
        assert!(unknown.starts_with("there is no slot `nobody`; write one of org, orgs"));
    }

    #[test]
    fn only_patterns_are_picked_whose_slots_can_be_filled() {
        let rule: Rule = ["{count}", "{service}", "{vendor}"]
            .iter()
            .map(|text| Pattern::parse(text, &[]).expect("a pattern"))
            .collect();
        let mut rng = Rng::new(7);
        for _ in 0..50 {
            let picked = Pattern::pick(&rule, Needs::SERVICE, &mut rng).expect("a pattern");
            assert_eq!(picked.needs, Needs::SERVICE);
        }
        assert!(Pattern::pick(&rule, Needs::default(), &mut rng).is_none());
        assert!(Pattern::pick(&Rule::default(), Needs::SERVICE, &mut rng).is_none());
    }
}
