//! What organisations publish themselves: notices and follow-ups.

use crate::report::{Certainty, Event};

use super::layout::{BlockKind, HeadingStyle};
use super::page::{Page, Stated, Statement};
use super::pattern::{Needs, Rule};
use super::phrasebook::{Rules, Scene};

/// Bytes of reports, each bound as frequent as the others: the spread of real ones, whose median is
/// near 1,500 bytes and whose longest are ten times as long.
const LENGTHS: [usize; 20] = [
    300, 450, 600, 750, 900, 1000, 1100, 1250, 1400, 1550, 1700, 1900, 2150, 2500, 2900, 3500,
    4300, 5600, 8000, 14000,
];

/// Sentences of a paragraph of free text, at most.
const LONGEST_PARAGRAPH: usize = 5;

impl<'g> Page<'g> {
    pub(super) fn rules(&self) -> &'g Rules {
        &self.names.book.rules
    }

    /// How many bytes the page is to have, about.
    pub(super) fn draw_length(&mut self) -> usize {
        let low = LENGTHS.get(self.rng.below(LENGTHS.len())).copied().unwrap_or_default();
        // One in a hundred is a report of an inquiry.
        let low = if self.rng.chance(1) { low + 18_000 } else { low };
        low + self.rng.below(low / 3 + 1)
    }

    pub(super) fn title(&mut self, rule: &'g Rule) {
        self.block(BlockKind::Title, rule);
    }

    /// The day of publication, and who speaks, as lines; in either order.
    pub(super) fn dateline(&mut self) {
        self.begin(BlockKind::Line);
        let start = self.text.len();
        self.day(self.published);
        self.stated_date(start);
        self.end();
        if self.rng.chance(70) {
            self.begin(BlockKind::Line);
            let name = self.who.name.as_str();
            self.state(name, &[Stated::Organisation]);
            self.end();
        }
    }

    pub(super) fn stated_date(&mut self, start: usize) {
        let what = Stated::Date(Event::Published, self.published);
        let end = self.text.len();
        self.stated.push(Statement { what, start, end });
    }

    /// A heading whose wording the family shares.
    fn heading(&mut self, rule: &'g Rule) {
        self.as_family(|page| page.block(BlockKind::Heading, rule));
    }

    /// The rule for what is stated of the data, or may have happened.
    pub(super) fn by_leak<T>(&self, stated: T, possible: T) -> T {
        if self.incident.leak == Some(Certainty::Stated) { stated } else { possible }
    }

    /// Says why, and through whom.
    fn cause(&mut self) {
        let rules = self.rules();
        let stated = self.incident.certainty == Certainty::Stated;
        self.say(if stated { &rules.cause_stated } else { &rules.cause_possible });
        if !stated && self.rng.chance(25) {
            self.say(&rules.cause_unknown);
        }
        if self.has(Needs::RULED) {
            self.say(&rules.cause_denied);
        }
    }

    /// Says through whom, where somebody else was involved.
    pub(super) fn route(&mut self) {
        let third = self.incident.third.as_ref().filter(|_| !self.is_vendor);
        let sort = third.and_then(|third| self.names.book.vendors.get(third.sort));
        if let Some(sort) = sort {
            self.say(&sort.route);
        }
    }

    fn lead(&mut self, target: usize) {
        let rules = self.rules();
        if target > 900 && self.rng.chance(50) {
            self.begin(BlockKind::Paragraph);
            self.as_family(|page| page.say(&rules.greeting));
            self.end();
        }
        self.begin(BlockKind::Paragraph);
        let at_site = self.told_at_site() && self.rng.chance(60);
        self.say(if at_site { &rules.lead_site } else { &rules.lead_who });
        match self.incident.leak {
            Some(Certainty::Stated) => self.say(&rules.lead_stated),
            Some(_) => self.say(&rules.lead_possible),
            None => self.say(&rules.lead_none),
        };
        self.as_family(|page| page.say(&rules.apology));
        if target > 1500 {
            self.as_family(|page| page.say(&rules.below));
        }
        self.end();
    }

    /// Whether the incident happened at a site that has a name.
    fn told_at_site(&self) -> bool {
        let told = self.names.book.causes.get(self.incident.cause);
        told.is_some_and(|told| matches!(told.scene, Scene::Site | Scene::Account))
    }

    pub(super) fn noticed(&mut self) {
        let told = self.names.book.causes.get(self.incident.cause);
        let rule = told.and_then(|told| self.rng.one(&told.noticed));
        if let Some(rule) = rule {
            self.say(rule);
        }
    }

    fn course(&mut self) {
        let rules = self.rules();
        self.begin(BlockKind::Paragraph);
        self.route();
        self.noticed();
        for rule in [&rules.contained, &rules.investigated] {
            self.say(rule);
        }
        // A period is told as a whole, or only when it began.
        if !self.say(&rules.period) {
            self.say(&rules.began);
        }
        self.end();
    }

    fn data(&mut self) {
        let rules = self.rules();
        if self.has(Needs::COUNT) {
            self.begin(BlockKind::Paragraph);
            self.say(self.by_leak(&rules.affected_stated, &rules.affected_possible));
            self.end();
        }
        if self.has(Needs::ITEMS) {
            let lists = self.incident.items.len() > 2 && self.rng.chance(55);
            self.begin(BlockKind::Paragraph);
            if lists {
                self.say(self.by_leak(&rules.data_stated_head, &rules.data_possible_head));
                self.end();
                self.list_items();
            } else {
                self.say(self.by_leak(&rules.data_stated, &rules.data_possible));
                if self.has(Needs::PART) && self.rng.chance(60) {
                    self.say(&rules.affected_part);
                }
                self.end();
            }
        }
        if self.has(Needs::DENIED) {
            self.begin(BlockKind::Paragraph);
            self.say(&rules.data_denied);
            self.end();
        }
    }

    fn response(&mut self, most: usize) {
        let rules = self.rules();
        self.begin(BlockKind::Paragraph);
        for rule in [&rules.reported, &rules.police, &rules.notified, &rules.resumed] {
            self.say(rule);
        }
        for _ in 0..self.rng.below(most + 1) {
            self.say(&rules.response);
        }
        if self.incident.leak.is_some() && self.rng.chance(60) {
            self.as_family(|page| page.say(&rules.harm));
        }
        if self.blocks.last().is_some_and(|block| block.start == self.text.len()) {
            self.say(&rules.response);
        }
        self.end();
    }

    fn request(&mut self) {
        let rules = self.rules();
        let slug = |page: &Self, parent: &str| {
            let items = &page.incident.items;
            items.iter().any(|(item, _)| {
                let item = page.names.book.items.get(*item);
                item.is_some_and(|item| item.slug.parent() == parent)
            })
        };
        let (card, password) = (slug(self, "payment"), slug(self, "credential"));
        self.as_family(|page| {
            page.begin(BlockKind::Paragraph);
            if card {
                page.say(&rules.request_card);
                page.say(&rules.request_card);
            }
            if password {
                page.say(&rules.request_password);
            }
            page.say(&rules.request_mail);
            page.say(&rules.request_any);
            page.end();
        });
    }

    fn prevent(&mut self, sentences: usize) {
        let rules = self.rules();
        self.begin(BlockKind::Paragraph);
        self.as_family(|page| page.say(&rules.prevent));
        for _ in 0..sentences {
            self.say(&rules.prevent);
        }
        self.end();
    }

    pub(super) fn contact(&mut self) {
        let rules = self.rules();
        self.heading(&rules.contact_head);
        for _ in 0..2 + self.rng.below(3) {
            self.block(BlockKind::Line, &rules.contact);
        }
    }

    /// Paragraphs of sentences that state nothing, until the page has so many bytes.
    pub(super) fn free(&mut self, rule: &'g Rule, target: usize) {
        while self.text.len() < target {
            self.begin(BlockKind::Paragraph);
            for _ in 0..=self.rng.below(LONGEST_PARAGRAPH) {
                self.say(rule);
                if self.text.len() >= target {
                    break;
                }
            }
            self.end();
        }
    }

    /// The first announcement.
    pub(super) fn notice(&mut self) {
        let target = self.draw_length();
        let rules = self.rules();
        self.title(&rules.title_notice);
        let dated_below = self.rng.chance(25);
        if !dated_below {
            self.dateline();
        }
        if self.rng.chance(40) {
            self.block(BlockKind::Line, &rules.addressee);
        }
        if target < 1000 {
            self.short_notice(dated_below);
            return;
        }
        self.lead(target);
        self.heading(&rules.head_course);
        self.course();
        self.heading(&rules.head_cause);
        self.begin(BlockKind::Paragraph);
        if self.is_vendor && self.incident.certainty == Certainty::Stated {
            self.say(&rules.vendor_self);
        } else {
            self.cause();
        }
        self.end();
        if self.has(Needs::ITEMS) || self.has(Needs::COUNT) || self.has(Needs::DENIED) {
            self.heading(self.by_leak(&rules.head_data_stated, &rules.head_data));
            self.data();
        }
        self.heading(&rules.head_response);
        self.response(3);
        if target > 1800 && self.incident.leak.is_some() {
            self.heading(&rules.head_request);
            self.request();
        }
        if target > 2600 && self.rng.chance(50) {
            self.heading(&rules.head_delay);
            self.as_family(|page| page.block(BlockKind::Paragraph, &rules.delay));
        }
        self.inquiry(target);
        self.heading(&rules.head_prevent);
        let more = self.rng.below(2);
        self.prevent(usize::from(target > 1500) + more);
        if target > 1300 {
            self.contact();
        }
        if dated_below {
            self.dateline();
        }
        self.close_record();
    }

    fn close_record(&mut self) {
        if self.layout.heading != HeadingStyle::Plain && self.rng.chance(40) {
            self.begin(BlockKind::Line);
            self.text.push_str("以上");
            self.end();
        }
    }

    /// Sections on background that make reports of inquiries long.
    fn inquiry(&mut self, target: usize) {
        let rules = self.rules();
        // What still follows takes about as much.
        let target = target.saturating_sub(500);
        while self.text.len() < target {
            self.block(BlockKind::Heading, &rules.head_background);
            let section = self.text.len() + 900 + self.rng.below(2500);
            self.free(&rules.free, section.min(target));
        }
    }

    /// Everything in two or three paragraphs.
    fn short_notice(&mut self, dated_below: bool) {
        let rules = self.rules();
        self.begin(BlockKind::Paragraph);
        self.say(&rules.lead_who);
        self.route();
        self.cause();
        self.end();
        self.begin(BlockKind::Paragraph);
        self.noticed();
        if self.has(Needs::ITEMS) {
            self.say(self.by_leak(&rules.data_stated, &rules.data_possible));
        }
        if self.has(Needs::COUNT) {
            self.say(self.by_leak(&rules.affected_stated, &rules.affected_possible));
        }
        if self.has(Needs::DENIED) && self.rng.chance(60) {
            self.say(&rules.data_denied);
        }
        self.end();
        self.begin(BlockKind::Paragraph);
        self.say(&rules.reported);
        self.as_family(|page| page.say(&rules.apology));
        self.end();
        if dated_below {
            self.dateline();
        }
    }

    /// A later announcement, which may correct the number.
    pub(super) fn follow_up(&mut self) {
        let target = self.draw_length();
        let rules = self.rules();
        self.title(&rules.title_followup);
        self.dateline();
        self.begin(BlockKind::Paragraph);
        self.say(&rules.followup_lead);
        self.as_family(|page| page.say(&rules.apology));
        self.end();
        self.heading(&rules.head_new);
        self.begin(BlockKind::Paragraph);
        if !self.say(&rules.affected_revised) && self.has(Needs::COUNT) {
            self.say(self.by_leak(&rules.affected_stated, &rules.affected_possible));
        }
        self.say(&rules.investigated);
        self.say(&rules.resumed);
        self.end();
        if self.rng.chance(70) {
            self.heading(&rules.head_cause);
            self.begin(BlockKind::Paragraph);
            self.route();
            self.cause();
            self.end();
        }
        if self.has(Needs::ITEMS) && self.rng.chance(60) {
            self.heading(self.by_leak(&rules.head_data_stated, &rules.head_data));
            self.begin(BlockKind::Paragraph);
            self.say(self.by_leak(&rules.data_stated, &rules.data_possible));
            self.end();
        }
        self.inquiry(target);
        self.heading(&rules.head_prevent);
        self.prevent(1);
        if self.rng.chance(60) {
            self.contact();
        }
    }
}
