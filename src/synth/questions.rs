//! Pages of questions and answers.

use crate::report::{Certainty, Event};

use super::layout::BlockKind;
use super::page::Page;
use super::pattern::{Needs, Rule};

impl<'g> Page<'g> {
    /// Questions and answers.
    pub(super) fn questions(&mut self) {
        let target = self.draw_length().max(900);
        let rules = self.rules();
        self.title(&rules.title_qa);
        self.dateline();
        let style = self.rng.below(4);
        let stated = self.incident.certainty == Certainty::Stated;
        let mut number = 0;
        self.pair(style, &mut number, &rules.qa_what, |page| {
            page.say(&rules.lead_who);
            match page.incident.leak {
                Some(Certainty::Stated) => page.say(&rules.lead_stated),
                Some(_) => page.say(&rules.lead_possible),
                None => page.say(&rules.lead_none),
            };
        });
        let cause = if stated { &rules.cause_stated } else { &rules.cause_possible };
        self.answer(style, &mut number, &rules.qa_why, cause);
        if self.has(Needs::VENDOR) {
            self.pair(style, &mut number, &rules.qa_vendor, Self::route);
        }
        self.pair(style, &mut number, &rules.qa_when, Self::noticed);
        if self.has(Needs::COUNT) {
            let rule = self.by_leak(&rules.affected_stated, &rules.affected_possible);
            self.answer(style, &mut number, &rules.qa_howmany, rule);
        }
        if self.has(Needs::ITEMS) {
            let rule = self.by_leak(&rules.data_stated, &rules.data_possible);
            self.answer(style, &mut number, &rules.qa_which, rule);
        }
        for (need, question, answer) in [
            (Needs::DENIED, &rules.qa_not, &rules.data_denied),
            (Needs::event(Event::IncidentEnd), &rules.qa_period, &rules.period),
            (Needs::event(Event::Reported), &rules.qa_authority, &rules.reported),
            (Needs::event(Event::Police), &rules.qa_police, &rules.police),
        ] {
            if self.has(need) {
                self.answer(style, &mut number, question, answer);
            }
        }
        self.answer(style, &mut number, &rules.qa_todo, &rules.request_any);
        while self.text.len() + 400 < target {
            self.pair(style, &mut number, &rules.qa_free, |page| {
                for _ in 0..=page.rng.below(3) {
                    page.say(&rules.free);
                }
            });
        }
        self.answer(style, &mut number, &rules.qa_again, &rules.prevent);
    }

    fn answer(&mut self, style: usize, number: &mut u64, question: &'g Rule, answer: &'g Rule) {
        self.pair(style, number, question, |page| {
            page.say(answer);
        });
    }

    fn pair(
        &mut self,
        style: usize,
        number: &mut u64,
        question: &'g Rule,
        answer: impl FnOnce(&mut Self),
    ) {
        *number += 1;
        let (ask, reply) = match style {
            0 => (format!("Q{number}\n"), format!("A{number}\n")),
            1 => ("Q. ".to_owned(), "A. ".to_owned()),
            2 => (format!("Ｑ{number}．"), format!("Ａ{number}．")),
            _ => (format!("【質問{number}】"), "【回答】".to_owned()),
        };
        self.begin(BlockKind::Line);
        self.text.push_str(&ask);
        self.say(question);
        self.end();
        self.begin(BlockKind::Line);
        self.text.push_str(&reply);
        answer(self);
        self.end();
    }
}
