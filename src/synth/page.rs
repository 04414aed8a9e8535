//! A text as it is written: blocks, and which sentence states what.

use crate::report::{Certainty, Event};

use super::calendar::{Day, write_digits};
use super::incident::{Incident, Organisation};
use super::layout::{Block, BlockKind, HeadingStyle, Layout};
use super::names::{Names, short};
use super::pattern::{Needs, Pattern, Piece, Rule, Slot};
use super::rng::Rng;

/// What a sentence states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    Organisation,
    Service,
    /// Of the organisation, or of the vendor.
    OwnAlias,
    VendorAlias,
    /// A cause by number.
    Cause(usize, Certainty),
    /// Through the vendor.
    Route,
    /// A data category by number.
    Item(usize, Certainty),
    Count,
    Part,
    Date(Event, Day),
}

/// A statement and the bytes of the sentence that makes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement {
    pub(super) what: Stated,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A text in the making.
#[derive(Debug)]
pub(super) struct Page<'g> {
    pub(super) names: Names<'g>,
    pub(super) incident: &'g Incident,
    /// Whom this page speaks of, or as.
    pub(super) who: &'g Organisation,
    pub(super) layout: Layout,
    pub(super) rng: Rng,
    /// Draws what is the same in all texts of a family.
    family: Rng,
    pub(super) published: Day,
    pub(super) has: Needs,
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    pub(super) stated: Vec<Statement>,
    /// What the sentence that is being written states.
    open: Vec<Stated>,
    headings: usize,
    year: i32,
    /// The vendor speaks for itself.
    pub(super) is_vendor: bool,
}

impl<'g> Page<'g> {
    /// An empty page on an incident, published on a day.
    pub(super) fn new(
        names: Names<'g>,
        incident: &'g Incident,
        who: &'g Organisation,
        published: Day,
        rng: Rng,
    ) -> Self {
        let mut family = Rng::of(names.seed, FAMILY, who.family);
        let layout = Layout::draw(&mut family);
        Self {
            names,
            incident,
            who,
            layout,
            rng,
            family,
            published,
            has: incident.has(published).and(who.has()),
            text: String::with_capacity(4096),
            blocks: Vec::with_capacity(48),
            stated: Vec::with_capacity(32),
            open: Vec::with_capacity(8),
            headings: 0,
            year: 0,
            is_vendor: false,
        }
    }

    /// Whether the incident has what the patterns of a certain need ask for.
    pub(super) fn has(&self, needs: Needs) -> bool {
        needs.are_met_by(self.has)
    }

    /// Begins a block; the text before it is parted by a line end.
    pub(super) fn begin(&mut self, kind: BlockKind) {
        if !self.text.is_empty() {
            let last = self.blocks.last().map(|block| block.kind);
            let run =
                |kind| matches!(kind, BlockKind::Entry | BlockKind::Line | BlockKind::Furniture);
            let follows = last.is_some_and(|last| run(last) && last == kind)
                || last == Some(BlockKind::Heading);
            self.text.push_str(if self.layout.spaced && !follows { "\n\n" } else { "\n" });
        }
        let start = self.text.len();
        match kind {
            BlockKind::Heading => self.mark_heading(),
            BlockKind::Paragraph if self.layout.indented => self.text.push('　'),
            BlockKind::Entry => self.text.push_str(self.layout.bullet),
            _ => {}
        }
        self.blocks.push(Block { kind, start, end: start });
    }

    /// Ends the block.
    pub(super) fn end(&mut self) {
        if let Some(block) = self.blocks.last_mut() {
            block.end = self.text.len();
        }
    }

    fn mark_heading(&mut self) {
        self.headings += 1;
        let number = u64::try_from(self.headings).unwrap_or_default();
        match self.layout.heading {
            HeadingStyle::Plain => {}
            HeadingStyle::Numbers => {
                write_digits(number, false, &mut self.text);
                self.text.push_str(". ");
            }
            HeadingStyle::WideNumbers => {
                let digit = u32::try_from(self.headings.min(9)).unwrap_or(9);
                self.text.push(char::from_u32(0xFF10 + digit).unwrap_or('１'));
                self.text.push('．');
            }
            HeadingStyle::Squares => self.text.push('■'),
            HeadingStyle::Brackets => self.text.push('【'),
            HeadingStyle::Parentheses => {
                self.text.push('（');
                write_digits(number, false, &mut self.text);
                self.text.push('）');
            }
        }
    }

    /// A block of one sentence; false, and nothing is written, where the rule has none to offer.
    pub(super) fn block(&mut self, kind: BlockKind, rule: &'g Rule) -> bool {
        let Some(pattern) = Pattern::pick(rule, self.has, &mut self.rng) else {
            return false;
        };
        self.begin(kind);
        self.write_sentence(pattern);
        if kind == BlockKind::Heading && self.layout.heading == HeadingStyle::Brackets {
            self.text.push('】');
        }
        self.end();
        true
    }

    /// Writes one sentence into the block that is open.
    pub(super) fn say(&mut self, rule: &'g Rule) -> bool {
        let picked = Pattern::pick(rule, self.has, &mut self.rng);
        picked.is_some_and(|pattern| {
            self.write_sentence(pattern);
            true
        })
    }

    /// Does something with what is the same in all texts of the family.
    pub(super) fn as_family<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        std::mem::swap(&mut self.rng, &mut self.family);
        let outcome = write(self);
        std::mem::swap(&mut self.rng, &mut self.family);
        outcome
    }

    /// Writes text that states something.
    pub(super) fn state(&mut self, text: &str, what: &[Stated]) {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        self.stated.extend(what.iter().map(|what| Statement { what: *what, start, end }));
    }

    fn write_sentence(&mut self, pattern: &'g Pattern) {
        let start = self.text.len();
        self.write_pieces(&pattern.pieces);
        self.close(start);
    }

    /// What was stated since `start` is stated by the text from there.
    pub(super) fn close(&mut self, start: usize) {
        let end = self.text.len();
        self.stated.extend(self.open.drain(..).map(|what| Statement { what, start, end }));
    }

    fn write_pieces(&mut self, pieces: &'g [Piece]) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.text.push_str(text),
                Piece::Word(list) => {
                    let own = self.names.book.own_lists.get(self.who.trade);
                    let list = own.and_then(|lists| lists.get(*list)).unwrap_or(list);
                    let word = self.names.word(*list, &mut self.rng);
                    self.text.push_str(word);
                }
                Piece::Slot(slot) => self.fill(*slot),
                Piece::Choice(options) => {
                    if let Some(option) = self.rng.one(options) {
                        self.write_pieces(option);
                    }
                }
            }
        }
    }

    fn nested(&mut self, rule: &'g Rule) {
        if let Some(pattern) = Pattern::pick(rule, self.has, &mut self.rng) {
            self.write_pieces(&pattern.pieces);
        }
    }

    fn fill(&mut self, slot: Slot) {
        if self.names.write_slot(slot, &mut self.rng, &mut self.text) {
            return;
        }
        let (who, incident) = (self.who, self.incident);
        let told = self.names.book.causes.get(incident.cause);
        match slot {
            Slot::Org => self.put(&who.name, Stated::Organisation),
            Slot::OrgShort => self.text.push_str(who.short()),
            Slot::OrgLatin => self.text.push_str(&who.latin),
            Slot::Alias => self.put(who.short(), Stated::OwnAlias),
            Slot::We => self.text.push_str(&who.we),
            Slot::Whom => self.text.push_str(&who.whom),
            Slot::Service => self.put(&who.service, Stated::Service),
            Slot::Victim => self.victim(),
            Slot::Vendor => self.vendor(),
            Slot::VendorAlias => {
                self.vendor();
                if let Some(third) = &incident.third {
                    for piece in ["（以下「", short(&third.name), "社」といいます。）"]
                    {
                        self.text.push_str(piece);
                    }
                    self.open.push(Stated::VendorAlias);
                }
            }
            Slot::Date(Event::Published) => self.date(Event::Published, self.published),
            Slot::Date(event) => {
                if let Some(day) = incident.day(event) {
                    self.date(event, day);
                }
            }
            Slot::FirstNotice | Slot::Announced => self.day(incident.published),
            Slot::Count | Slot::Part | Slot::OldCount => self.number(slot),
            Slot::Items => {
                let certainty = incident.leak.unwrap_or(Certainty::Possible);
                self.items(&incident.items, Some(certainty));
            }
            Slot::OneItem => {
                let at = self.rng.below(incident.items.len());
                self.items(incident.items.get(at..=at).unwrap_or_default(), None);
            }
            Slot::Denied => self.items(&incident.apart, Some(Certainty::Denied)),
            Slot::Apart => self.items(&incident.apart, None),
            Slot::Clause => {
                if let Some(told) = told {
                    self.open.push(Stated::Cause(incident.cause, incident.certainty));
                    self.nested(&told.clauses);
                }
            }
            Slot::Ruled => {
                let other = incident.ruled_out.unwrap_or_default();
                if let Some(told) = self.names.book.causes.get(other) {
                    self.open.push(Stated::Cause(other, Certainty::Denied));
                    self.nested(&told.ruled_out);
                }
            }
            Slot::Matter => {
                if let Some(told) = told {
                    self.nested(&told.title);
                }
            }
            Slot::Measure => {
                if let Some(told) = told {
                    self.nested(&told.measures);
                }
            }
            Slot::Headline => self.nested(&self.names.book.rules.title_headline),
            Slot::Authority => {
                let word = self.names.word(self.names.book.authorities, &mut self.rng);
                self.text.push_str(word);
            }
            _ => self.figure(slot),
        }
    }

    /// Slots that are numbers and addresses of nobody.
    fn figure(&mut self, slot: Slot) {
        let rng = &mut self.rng;
        let mut small = |low: usize, high: usize| {
            u64::try_from(low + rng.below(high - low + 1)).unwrap_or_default()
        };
        match slot {
            Slot::PastYear => {
                let (year, _, _) = self.incident.published.civil();
                let year = u64::try_from(year).unwrap_or_default() - small(2, 11);
                write_digits(year, false, &mut self.text);
            }
            Slot::Clock => {
                let (hour, minute) = (small(1, 11), small(0, 59));
                self.text.push_str(if small(0, 1) == 0 { "午前" } else { "午後" });
                write_digits(hour, false, &mut self.text);
                self.text.push('時');
                if minute % 3 != 0 {
                    write_digits(minute, false, &mut self.text);
                    self.text.push('分');
                }
                self.text.push_str("ごろ");
            }
            Slot::Number => write_digits(small(2, 30), false, &mut self.text),
            Slot::Hour => write_digits(small(8, 10), false, &mut self.text),
            Slot::Evening => write_digits(small(16, 20), false, &mut self.text),
            Slot::Telephone => {
                self.text.push_str("0120-000-");
                write_digits(small(100, 999), false, &mut self.text);
            }
            Slot::PostalCode => {
                self.text.push_str("000-");
                write_digits(small(1000, 9999), false, &mut self.text);
            }
            Slot::Mail => {
                self.text.push_str(["info@", "kojin@", "support@", "toiawase@"][self.rng.below(4)]);
                self.text.push_str(&self.who.latin);
                self.text.push_str(".example.jp");
            }
            Slot::Url => {
                let url = url(self.who, self.published, self.incident.number);
                self.text.push_str(&url);
            }
            _ => {}
        }
    }

    fn put(&mut self, text: &str, what: Stated) {
        self.text.push_str(text);
        self.open.push(what);
    }

    fn victim(&mut self) {
        match &self.incident.third {
            Some(third) if !self.is_vendor => {
                self.text.push_str(short(&third.name));
                self.text.push('社');
            }
            _ => self.text.push_str(&self.who.we),
        }
    }

    fn vendor(&mut self) {
        if let Some(third) = &self.incident.third {
            self.put(&third.name, Stated::Route);
        }
    }

    fn date(&mut self, event: Event, day: Day) {
        self.open.push(Stated::Date(event, day));
        self.day(day);
    }

    /// Writes a day; its year is left out where the text named the same year last.
    pub(super) fn day(&mut self, day: Day) {
        let (year, _, _) = day.civil();
        let with_year = year != self.year || self.layout.repeats_year;
        self.year = year;
        day.write(self.layout.dates, with_year, &mut self.text);
    }

    fn number(&mut self, slot: Slot) {
        let incident = self.incident;
        let (number, what) = match slot {
            Slot::Count => (incident.count, Some(Stated::Count)),
            Slot::Part => (incident.part, Some(Stated::Part)),
            _ => (incident.old_count, None),
        };
        if let Some(number) = number {
            number.write(&mut self.text);
            self.open.extend(what);
        }
    }

    fn items(&mut self, items: &[(usize, usize)], certainty: Option<Certainty>) {
        let last_word = ["、", "、", "および", "、"][self.rng.below(4)];
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.text.push_str(if at + 1 == items.len() { last_word } else { "、" });
            }
            self.item(*item, certainty);
        }
    }

    fn item(&mut self, (item, spelling): (usize, usize), certainty: Option<Certainty>) {
        if let Some(entry) = self.names.book.items.get(item) {
            self.text.push_str(entry.spellings.get(spelling).map_or("", String::as_str));
            self.open.extend(certainty.map(|certainty| Stated::Item(item, certainty)));
        }
    }

    /// What leaked, one thing a line.
    pub(super) fn list_items(&mut self) {
        let certainty = self.incident.leak;
        for item in &self.incident.items {
            self.begin(BlockKind::Entry);
            let start = self.text.len();
            self.item(*item, certainty);
            self.close(start);
            self.end();
        }
    }
}

const FAMILY: u64 = 9;

/// The address of a page that nobody has.
pub(super) fn url(who: &Organisation, published: Day, number: u64) -> String {
    let (year, month, _) = published.civil();
    format!("https://www.{}.example.jp/news/{year}/{month:02}{number}.html", who.latin)
}
