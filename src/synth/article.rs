//! What others write: news, commentaries, entries of digests, and pages that report no incident.

use crate::report::Certainty;

use super::calendar::DateStyle;
use super::layout::BlockKind;
use super::page::Page;
use super::pattern::{Needs, Pattern, Slot};

impl Page<'_> {
    /// Facts in the plain style of articles, in one or several paragraphs.
    fn account(&mut self, split: bool) {
        let rules = self.rules();
        let stated = self.incident.certainty == Certainty::Stated;
        self.say(if stated { &rules.cause_plain } else { &rules.cause_plain_possible });
        let third = self.incident.third.as_ref();
        if let Some(sort) = third.and_then(|third| self.names.book.vendors.get(third.sort)) {
            self.say(&sort.route_plain);
        }
        if split {
            self.end();
            self.begin(BlockKind::Paragraph);
        }
        if self.has(Needs::ITEMS) {
            self.say(self.by_leak(&rules.data_plain_stated, &rules.data_plain_possible));
        }
        if self.has(Needs::COUNT) {
            self.say(&rules.affected_plain);
        }
        if self.has(Needs::DENIED) && self.rng.chance(60) {
            self.say(&rules.data_plain_denied);
        }
        if split {
            self.end();
            self.begin(BlockKind::Paragraph);
        }
        for rule in [&rules.news_detected, &rules.news_period, &rules.news_contained] {
            if self.rng.chance(65) {
                self.say(rule);
            }
        }
        if self.has(Needs::RULED) && self.rng.chance(70) {
            self.say(&rules.cause_plain_denied);
        }
        for rule in [&rules.news_reported, &rules.news_police] {
            if self.rng.chance(60) {
                self.say(rule);
            }
        }
    }

    /// A medium's article.
    pub(super) fn news(&mut self) {
        let rules = self.rules();
        let target = self.draw_length() * 2 / 3;
        self.block(BlockKind::Title, &rules.title_news);
        self.begin(BlockKind::Line);
        self.say(&rules.byline);
        self.text.push('　');
        let start = self.text.len();
        self.day(self.published);
        self.stated_date(start);
        self.end();
        self.begin(BlockKind::Paragraph);
        self.say(&rules.news_lead);
        self.account(target > 700);
        self.end();
        self.free(&rules.plain, target);
    }

    /// An outsider's analysis.
    pub(super) fn commentary(&mut self) {
        let rules = self.rules();
        let target = self.draw_length() * 2 + 1200;
        self.block(BlockKind::Title, &rules.title_commentary);
        self.begin(BlockKind::Line);
        let start = self.text.len();
        self.day(self.published);
        self.stated_date(start);
        self.text.push('　');
        self.names.write_slot(Slot::Person, &mut self.rng, &mut self.text);
        self.end();
        let first = target / 4;
        self.free(&rules.plain, first);
        self.begin(BlockKind::Paragraph);
        self.say(&rules.news_lead);
        self.account(true);
        self.end();
        while self.text.len() < target {
            self.block(BlockKind::Heading, &rules.head_background);
            let section = self.text.len() + 700 + self.rng.below(1500);
            let rule = if self.rng.chance(50) { &rules.plain } else { &rules.advice };
            self.free(rule, section.min(target));
        }
    }

    /// An entry of a digest page; `mark` is the mark of its series, such as 【情報事故録#2023-018】.
    pub(super) fn digest_entry(&mut self, mark: &str) {
        let rules = self.rules();
        let target = 200 + self.rng.below(1400);
        self.begin(BlockKind::Title);
        self.say(&rules.title_news);
        self.end();
        let title = self.blocks.last().and_then(|block| self.text.get(block.start..block.end));
        let title = title.unwrap_or_default().to_owned();
        // The heading as the page shows it comes below the title that readers make of it.
        self.begin(BlockKind::Line);
        let start = self.text.len();
        self.text.push_str(mark);
        self.text.push_str(&title);
        self.text.push(' ');
        self.published.write(DateStyle::Western, true, &mut self.text);
        self.stated_date(start);
        self.end();
        self.begin(BlockKind::Paragraph);
        self.say(&rules.news_lead);
        self.account(target > 900);
        self.end();
        self.free(&rules.plain, target);
    }

    /// A page that reports no incident: guidance, policies.
    pub(super) fn guidance(&mut self) {
        let rules = self.rules();
        let target = self.draw_length() * 3 / 2;
        self.block(BlockKind::Title, &rules.guidance_title);
        if self.rng.chance(50) {
            self.begin(BlockKind::Line);
            self.text.push_str(&self.who.name);
            self.end();
        }
        while self.text.len() < target {
            self.block(BlockKind::Heading, &rules.guidance_head);
            let section = self.text.len() + 300 + self.rng.below(900);
            self.free(&rules.advice, section.min(target));
        }
        if self.rng.chance(40) {
            self.contact();
        }
        self.stated.clear();
    }

    /// What a crawl of a site takes along: lines above and below the page.
    pub(super) fn furniture(&mut self, below: bool, lines: usize) {
        let rules = self.rules();
        let rule = if below { &rules.crawl_foot } else { &rules.crawl_head };
        for _ in 0..lines {
            if Pattern::pick(rule, self.has, &mut self.rng).is_some() {
                self.block(BlockKind::Furniture, rule);
            }
        }
    }
}
