//! The part that a third party played, by the words around its name.
//!
//! Words right before or behind a name found a role; the thing that is entrusted or provided, and who
//! entrusts it, tell a processor of payments, a maintainer or a subcontractor from other contractors.

use std::ops::Range;

use crate::japanese::Folder;
use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{CuePlace, Rule, VendorRole};

use super::clause::behind_brackets;
use super::cue::{CueSet, CueSetBuilder, Hit, List};
use super::involvement::Involvement;
use super::lexicon_file::LexiconFile;
use super::page::Page;
use super::role_words::VendorFile;

/// How far from a name the words of its role may stand, in bytes.
pub(super) const NEAR: usize = 135;

/// Bytes between a name and the words of its role up to which they touch.
const ADJACENT: usize = 6;

/// How well a text founds a role: the greatest wins, and the first of equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ground {
    /// Not only 利用している.
    pub(super) is_firm: bool,
    /// The words touch the name.
    pub(super) is_adjacent: bool,
}

impl Ground {
    fn of(is_firm: bool, distance: usize) -> Self {
        Self { is_firm, is_adjacent: distance <= ADJACENT }
    }
}

/// A name, or a short name that the text has defined.
pub(super) struct Mention {
    pub(super) range: Range<usize>,
    /// The full name for display.
    pub(super) full: String,
    /// Whether the name carries a legal form.
    pub(super) is_legal: bool,
}

/// A role and what founds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) ground: Ground,
    pub(super) role: VendorRole,
    /// Whether the words tell that somebody entrusts something.
    pub(super) is_entrusted: bool,
    /// The words themselves.
    pub(super) fired: Fired,
}

/// The cue beside a name that gives it its role, and its place in the sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fired {
    cue: Option<CuePlace>,
    start: usize,
    end: usize,
}

impl Fired {
    /// A hit in a part of the sentence that begins at byte `at`.
    fn new(cues: &CueSet, hit: &Hit, at: usize) -> Self {
        Self { cue: cues.place(hit.cue), start: at + hit.start, end: at + hit.end }
    }

    pub(super) fn rule(self, page: &Page<'_>, number: usize) -> Rule {
        let matched = Some(page.span_in(number, self.start..self.end));
        Rule { mechanism: "vendors: beside a name", cue: self.cue, matched }
    }
}

/// Bytes between a name and words behind it up to which they tell of it.
const FARTHEST: usize = ADJACENT / 2;

/// Most characters of a line that labels the one below.
const LONGEST_LABEL: usize = 24;

/// Finds the roles of names.
#[derive(Debug)]
pub(super) struct RoleFinder {
    pub(super) before: CueSet,
    pub(super) before_roles: Vec<(VendorRole, bool)>,
    pub(super) after: CueSet,
    pub(super) after_roles: Vec<(VendorRole, bool)>,
    tasks: CueSet,
    task_roles: Vec<VendorRole>,
    more: CueSet,
    /// Places that somebody runs, which are no service of others.
    houses: CueSet,
    pub(super) widgets: List,
    pub(super) carts: CueSet,
    payments: CueSet,
    pub(super) entrusted: CueSet,
    reject: CueSet,
    reject_after: CueSet,
    /// What one does behind its name that only brings the news.
    informs: CueSet,
    harmed: CueSet,
    pub(super) cleared: CueSet,
    pub(super) any_cleared: List,
    pub(super) never: CueSet,
    pub(super) elsewhere: List,
    pub(super) involvement: Involvement,
    /// The words of `before` and `after` in the shared set, these right behind those.
    pub(super) any_before: List,
    pub(super) any_after: List,
}

impl RoleFinder {
    pub(super) fn new(
        lexicon: &Lexicon,
        folder: &Folder,
        set: &mut CueSetBuilder,
    ) -> Result<Self, LexiconError> {
        let (file, content) = LexiconFile::read::<VendorFile>(lexicon, "vendors.toml")?;
        let mut before = Vec::new();
        let mut before_roles = Vec::new();
        let mut after = Vec::new();
        let mut after_roles = Vec::new();
        for entry in content.role {
            let Some(role) = VendorRole::parse(entry.name.get_ref()) else {
                let known: Vec<&str> = VendorRole::ALL.iter().map(|role| role.as_str()).collect();
                file.refuse_name(&entry.name, "vendor role", &known)?;
                continue;
            };
            before_roles.extend(std::iter::repeat_n((role, entry.weak), entry.before.len()));
            before.extend(entry.before);
            after_roles.extend(std::iter::repeat_n((role, entry.weak), entry.after.len()));
            after.extend(entry.after);
        }
        let groups = [
            (VendorRole::PaymentProcessor, content.tasks.payment_processor),
            (VendorRole::Maintenance, content.tasks.maintenance),
            (VendorRole::Hosting, content.tasks.hosting),
        ];
        let mut tasks = Vec::new();
        let mut task_roles = Vec::new();
        for (role, words) in groups {
            task_roles.extend(std::iter::repeat_n(role, words.len()));
            tasks.extend(words);
        }
        Ok(Self {
            tasks: file.cues(&tasks, folder)?,
            task_roles,
            more: file.cues(&content.tasks.more, folder)?,
            houses: file.cues(&content.tasks.house, folder)?,
            widgets: file.list(set, &content.tasks.web_widget, folder)?,
            carts: file.cues(&content.tasks.cart, folder)?,
            never: file.cues(&content.never, folder)?,
            before: file.cues(&before, folder)?,
            before_roles,
            after: file.cues(&after, folder)?,
            after_roles,
            payments: file.cues(&content.tasks.payment, folder)?,
            entrusted: file.cues(&content.entrusted, folder)?,
            reject: file.cues(&content.reject, folder)?,
            reject_after: file.cues(&content.reject_after, folder)?,
            informs: file.cues(&content.informs, folder)?,
            harmed: file.cues(&content.harmed, folder)?,
            cleared: file.cues(&content.cleared, folder)?,
            any_cleared: file.again(set, &content.cleared, folder),
            elsewhere: file.list(set, &content.elsewhere, folder)?,
            involvement: Involvement::new(&file, &content.involvement, set, folder)?,
            any_before: file.again(set, &before, folder),
            any_after: file.again(set, &after, folder),
        })
    }

    /// The role that the words around a name give it. `label` is the line above, if it is short and holds
    /// words of a role: 委託事業者 over 株式会社甲. `next` is where the next name begins, of which words behind
    /// it tell.
    pub(super) fn find(
        &self,
        page: &Page<'_>,
        number: usize,
        label: &str,
        mention: &Mention,
        next: usize,
    ) -> Option<Found> {
        let text = page.sentence(number);
        let name = mention.range.clone();
        let from = text.floor_char_boundary(name.start.saturating_sub(NEAR));
        let before = text.get(from..name.start)?;
        let before = before.rfind('。').and_then(|stop| before.get(stop..)).unwrap_or(before);
        let tail = text.get(name.end..)?;
        // 甲合同会社さま(大阪市、以下「甲」)の: what stands behind the bracket tells, not the title.
        let tail = ["さま(", "様(", "さん(", "社("]
            .iter()
            .find(|title| tail.starts_with(**title))
            .map_or(tail, |title| tail.get(title.len() - 1..).unwrap_or(tail));
        let bracket_at = text.len() - tail.len();
        let (bracket, tail) = tail.split_at_checked(behind_brackets(tail))?;
        let tail = behind_call(tail);
        let after_at = text.len() - tail.len();
        // The sentence is searched anew only around those names beside which it holds words of a role.
        let opens_line =
            !label.is_empty() && before.trim_matches([' ', '・', '-', '(', ')', '.']).is_empty();
        let is_led = self.leads_in(page, number, name.start - before.len()..name.start);
        let follows = |at: usize| self.follows_in(page, number, at..at + FARTHEST + 1);
        let (opens_after, opens_bracket) = (follows(after_at), follows(bracket_at));
        if !is_led && !opens_line && !opens_after && !opens_bracket {
            return None;
        }
        let after = tail.get(..tail.floor_char_boundary(NEAR))?;
        let after = after.find('。').and_then(|stop| after.get(..stop)).unwrap_or(after);
        let rejected_before =
            self.reject.find(before).last().is_some_and(|hit| before.len() - hit.end <= 12);
        let is_near = |cues: &CueSet, reach: usize| cues.begins(after, reach).is_some();
        if rejected_before || is_near(&self.reject, 18) || is_near(&self.reject_after, 0) {
            return None;
        }
        let reach = if mention.is_legal { 45 } else { ADJACENT };
        let found =
            |hit: &Hit, roles: &[(VendorRole, bool)], part: &str, distance: usize, fired| {
                let (role, weak) = *roles.get(hit.cue)?;
                let cue = part.get(hit.start..hit.end).unwrap_or_default();
                let is_entrusted = self.entrusted.is_in(cue);
                let ground = Ground::of(!weak, distance);
                Some((distance, Found { ground, role, is_entrusted, fired }))
            };
        let label =
            if opens_line { label.trim_end_matches([' ', ':', '】', ')', ']', '>']) } else { "" };
        let heads = [(before, Some(name.start - before.len()), is_led), (label, None, opens_line)];
        let closes = tail.is_empty() || tail.starts_with(['。', 'で', 'だ', '、', '(', '」', 'と']);
        let heads = heads.into_iter().filter(|(.., tells)| *tells);
        let from_before = heads.flat_map(|(head, at, _)| {
            let name = name.clone();
            let hits = self.before.find(head);
            let chain = Self::apposition(head, &hits);
            // Of a bare word, 委託先が甲 says nothing, and 請け負うのは甲 only where it ends there.
            let fits = move |hit: &Hit| {
                let gap = head.get(hit.end..).unwrap_or_default().trim();
                let cue = head.get(hit.start..hit.end).unwrap_or_default();
                let is_grammar = gap.ends_with(['が', 'は', 'を', 'に', 'へ', 'と', 'で', 'も']);
                let is_cleft = cue.trim_end_matches('、').ends_with("のは");
                let is_cleft = is_cleft || gap.trim_end_matches('、') == "のは";
                mention.is_legal || (!is_grammar || is_cleft) && (!is_cleft || closes)
            };
            hits.into_iter()
                .filter(fits)
                .filter_map(move |hit| {
                    let cue = self.before.place(hit.cue);
                    // Words of the line above stand outside the sentence, whose name they tell of.
                    let fired = match at {
                        Some(at) => Fired::new(&self.before, &hit, at),
                        None => Fired { cue, start: name.start, end: name.end },
                    };
                    let distance = if hit.end >= chain { 0 } else { head.len() - hit.end };
                    found(&hit, &self.before_roles, head, distance, fired)
                })
                .filter(|(distance, _)| *distance <= reach)
        });
        let is_topic = is_topic(after);
        let attached = |hit: &Hit, part: &str| {
            if is_topic && part.get(hit.start..).is_some_and(|cue| cue.starts_with('に')) {
                return false;
            }
            let cue = part.get(hit.start..hit.end).unwrap_or_default();
            // Beside a bare word only に委託, が提供する and the like are sure to mean a company.
            let is_short = cue.len() <= SHORT_CUE;
            let (role, _) =
                self.after_roles.get(hit.cue).copied().unwrap_or((VendorRole::Contractor, true));
            // アクアのサービス may be a product, アクアの共用サーバー is not.
            let is_place = matches!(
                role,
                VendorRole::Hosting | VendorRole::WebWidget | VendorRole::PaymentProcessor
            );
            let is_sure = is_short
                && (cue.starts_with(['に', 'へ', 'が', '社', '製', '提'])
                    || is_place && cue.starts_with('の'));
            hit.start <= FARTHEST && (mention.is_legal || hit.start == 0 && is_sure)
        };
        let behind = [(after, after_at, opens_after), (bracket, name.end, opens_bracket)];
        let behind = behind.into_iter().filter(|(.., tells)| *tells);
        let from_after = behind.flat_map(|(part, at, _)| {
            let hits = self.after.find(part).into_iter().filter(move |hit| attached(hit, part));
            // 甲に委託し、乙は丙に再委託: what is said across another name is said of that one.
            let hits = hits.filter(move |hit| hit.start > 0 || at + hit.end <= next);
            hits.filter_map(move |hit| {
                let fired = Fired::new(&self.after, &hit, at);
                found(&hit, &self.after_roles, part, hit.start, fired)
            })
        });
        let order = |(distance, found): &(usize, Found)| {
            (!found.ground.is_firm, *distance > ADJACENT, rank(found.role), *distance)
        };
        let all: Vec<(usize, Found)> = from_before.chain(from_after).collect();
        let (_, mut best) = all.iter().min_by_key(|found| order(found)).copied()?;
        // 検針は子会社の甲に委託: what is entrusted says more than whose company it is.
        if best.role == VendorRole::GroupCompany
            && let Some((_, entrusted)) = all
                .iter()
                .find(|(_, found)| found.is_entrusted && found.role == VendorRole::Contractor)
        {
            best = *entrusted;
        }
        // 決済を任せている甲のシステムが: what is entrusted says more than that it has a system.
        let is_entrusted = |found: &&(usize, Found)| {
            found.1.is_entrusted && found.1.role == VendorRole::Contractor && found.0 <= ADJACENT
        };
        if best.role == VendorRole::SaasProvider
            && let Some((_, entrusted)) = all.iter().find(is_entrusted)
            && self.by_task(before, after) == VendorRole::PaymentProcessor
        {
            best = *entrusted;
        }
        // 「乙」を提供する甲の設備で動く: whose cloud it is says more than where it runs.
        let provides = |(distance, found): &(usize, Found)| {
            let is_firm = found.ground.is_firm && *distance == 0;
            found.role == VendorRole::SaasProvider && is_firm && found.fired.end <= name.start
        };
        if best.role == VendorRole::Hosting
            && best.fired.start >= name.end
            && let Some((_, provider)) = all.iter().find(|found| provides(found))
        {
            best = *provider;
        }
        if !best.ground.is_firm && !mention.is_legal {
            return None;
        }
        // このたび、甲が運営する「乙」において: the organisation introduces itself.
        let leads = ["このたび", "この度", "今般", "今回", "先般"];
        let lead = before.trim_end_matches(['、', ' ']);
        let is_introduced =
            leads.iter().any(|word| lead.trim_start().trim_start_matches('。') == *word)
                && ["が運営", "が提供", "の運営", "が開発", "が販売", "が展開"]
                    .iter()
                    .any(|word| after.starts_with(word));
        if best.role == VendorRole::SaasProvider && is_introduced {
            return None;
        }
        // 甲が運営する保育園: who runs a house is no provider of it.
        if best.role == VendorRole::SaasProvider && self.runs_house(after) {
            return None;
        }
        best.role = match best.role {
            VendorRole::Contractor => self.by_task(before, after),
            VendorRole::SaasProvider if self.is_payment(before, after) => {
                VendorRole::PaymentProcessor
            }
            role => role,
        };
        // 決済をお願いしている甲から電話が: it tells of others' trouble.
        let informs = best.role == VendorRole::PaymentProcessor
            && self.informs.begins(after, 0).is_some()
            && !self.harmed.is_in(after);
        (!informs).then_some(best)
    }

    /// Whether the words behind a name clear it: 甲の機器から流出した事実はなく.
    pub(super) fn clears(&self, text: &str, mention: &Mention) -> bool {
        let tail = text.get(mention.range.end..).unwrap_or_default();
        let tail = tail.get(behind_brackets(tail)..).unwrap_or_default();
        let after = tail.get(..tail.floor_char_boundary(NEAR)).unwrap_or_default();
        let clause = after.find('。').and_then(|stop| after.get(..stop)).unwrap_or(after);
        self.cleared.begins(clause, 0).is_some()
    }

    /// Whether what follows a name makes it the one that runs a house: が運営する学習塾.
    fn runs_house(&self, after: &str) -> bool {
        let run = ["が運営する", "の運営する", "が運営している", "が経営する", "が営む"];
        let Some(house) = run.iter().find_map(|word| after.strip_prefix(word)) else {
            return false;
        };
        let house = house.get(..house.floor_char_boundary(45)).unwrap_or(house);
        let end = house.find(['、', 'で', 'に', 'は', 'が', 'を']).unwrap_or(house.len());
        house.get(..end).is_some_and(|house| self.houses.is_in(house))
    }

    /// Whether what is provided moves money: 決済代行サービスの提供元.
    fn is_payment(&self, before: &str, after: &str) -> bool {
        let ahead = after.get(..after.floor_char_boundary(45)).unwrap_or(after);
        let is_cart = self.carts.is_in(before) || self.carts.is_in(ahead);
        !is_cart && (self.payments.is_in(before) || self.payments.is_in(ahead))
    }

    /// The role of one to whom something is entrusted: by what it is.
    pub(super) fn by_task(&self, before: &str, after: &str) -> VendorRole {
        let clause = before.rfind('、').and_then(|comma| before.get(comma..)).unwrap_or(before);
        let ahead = after.get(..after.floor_char_boundary(60)).unwrap_or(after);
        let ahead = ahead.find('、').and_then(|comma| ahead.get(..comma)).unwrap_or(ahead);
        for part in [clause, ahead] {
            let Some(task) = self.tasks.find(part).last().copied() else { continue };
            let role = self.task_roles.get(task.cue).copied();
            if role != Some(VendorRole::Maintenance) || !self.more.is_in(part) {
                return role.unwrap_or(VendorRole::Contractor);
            }
        }
        VendorRole::Contractor
    }
}

/// Bytes of words that touch a name, without much between them.
pub(super) const SHORT_CUE: usize = 36;

/// Whether に behind a name is no mark of whom something is entrusted to: 甲について…を依頼.
pub(super) fn is_topic(after: &str) -> bool {
    ["につ", "によ", "におい", "におけ", "に関", "に対", "に係", "に当", "にあた", "に伴", "に基"]
        .iter()
        .any(|word| after.starts_with(word))
}

/// What follows a name and what it is called: に in 甲という会社に頼んで.
fn behind_call(tail: &str) -> &str {
    let Some(rest) = tail.strip_prefix("という").or_else(|| tail.strip_prefix("と言う"))
    else {
        return tail;
    };
    let call = rest.char_indices().take(14).find(|(_, c)| matches!(c, 'に' | 'へ' | 'が' | 'か'));
    call.and_then(|(at, _)| rest.get(at..)).unwrap_or(tail)
}

/// Whether a line is short enough to be the label of the one below.
pub(super) fn is_label(line: &str) -> bool {
    line.chars().nth(LONGEST_LABEL).is_none()
}

/// Roles that say more win over general ones.
fn rank(role: VendorRole) -> u8 {
    match role {
        VendorRole::Subcontractor => 0,
        VendorRole::WebWidget => 1,
        VendorRole::PaymentProcessor => 2,
        VendorRole::Hosting => 3,
        VendorRole::Maintenance => 4,
        VendorRole::GroupCompany => 5,
        VendorRole::SaasProvider => 6,
        VendorRole::Contractor => 7,
    }
}
