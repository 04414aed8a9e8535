//! Numbers that count no victims: staff at work, viewers, what was found again, other incidents, and
//! figures that a later announcement has replaced.

use serde::Deserialize;
use toml::Spanned;

use crate::japanese::Folder;
use crate::lexicon::LexiconError;

use crate::report::Unit;

use super::cue::CueSet;
use super::lexicon_file::LexiconFile;
use super::numbers::Quantity;

/// Bytes on each side of a number that can belong to its sentence.
const SENTENCE: usize = 450;

/// Mails that nobody wants: their number is one of mails sent, wherever it stands.
const UNWANTED: [&str; 9] =
    ["迷惑", "スパム", "不審", "不審な", "なりすまし", "偽", "フィッシング", "詐欺", "勧誘"];

/// Most people who check something together.
const CHECKERS: u64 = 5;

/// The words of the table `bystanders` in `counts.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BystanderWords {
    before: Vec<Spanned<String>>,
    after: Vec<Spanned<String>>,
    glued: Vec<Spanned<String>>,
    sentences: Vec<Spanned<String>>,
    stored: Vec<Spanned<String>>,
    others: Vec<Spanned<String>>,
    contacted: Vec<Spanned<String>>,
    reaching: Vec<Spanned<String>>,
    staff: Vec<Spanned<String>>,
    doing: Vec<Spanned<String>>,
    own_things: Vec<Spanned<String>>,
    viewers: Vec<Spanned<String>>,
    recovered: Vec<Spanned<String>>,
    replaced_before: Vec<Spanned<String>>,
    replaced_after: Vec<Spanned<String>>,
    added: Vec<Spanned<String>>,
}

/// Tells numbers that count no victims.
#[derive(Debug)]
pub(super) struct Bystanders {
    before: CueSet,
    after: CueSet,
    glued: CueSet,
    sentences: CueSet,
    stored: CueSet,
    others: CueSet,
    contacted: CueSet,
    reaching: CueSet,
    staff: CueSet,
    doing: CueSet,
    own_things: CueSet,
    viewers: CueSet,
    recovered: CueSet,
    replaced_before: CueSet,
    replaced_after: CueSet,
    added: CueSet,
}

impl Bystanders {
    pub(super) fn new(
        file: &LexiconFile<'_>,
        words: &BystanderWords,
        folder: &Folder,
    ) -> Result<Self, LexiconError> {
        let cues = |words: &[Spanned<String>]| file.cues(words, folder);
        Ok(Self {
            before: cues(&words.before)?,
            after: cues(&words.after)?,
            glued: cues(&words.glued)?,
            sentences: cues(&words.sentences)?,
            stored: cues(&words.stored)?,
            others: cues(&words.others)?,
            contacted: cues(&words.contacted)?,
            reaching: cues(&words.reaching)?,
            staff: cues(&words.staff)?,
            doing: cues(&words.doing)?,
            own_things: cues(&words.own_things)?,
            viewers: cues(&words.viewers)?,
            recovered: cues(&words.recovered)?,
            replaced_before: cues(&words.replaced_before)?,
            replaced_after: cues(&words.replaced_after)?,
            added: cues(&words.added)?,
        })
    }

    /// Whether no number of a sentence counts victims.
    pub(super) fn fill(&self, text: &str) -> bool {
        self.sentences.is_in(text)
    }

    /// Whether a number counts those who act, see or were not concerned.
    pub(super) fn are_counted(&self, text: &str, quantity: &Quantity, is_item: bool) -> bool {
        let head = text.get(..quantity.range.start).unwrap_or_default();
        let tail = text.get(quantity.range.end..).unwrap_or_default();
        let near = own_head(near_head(head));
        let clause = clause_of(tail);
        let glued = near.chars().next_back().is_some_and(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '第' | '-' | '/' | '.' | '年' | '条')
        });
        if glued || starts(&self.glued, clause, 0) {
            return true;
        }
        let before = self.before.find(near).last().is_some_and(|hit| near.len() - hit.end <= 6);
        let noun = near.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '('));
        let noun = noun.strip_suffix(['が', 'は', 'の', ':']).unwrap_or(noun);
        let noun =
            ["など", "等", "ほか"].iter().find_map(|end| noun.strip_suffix(end)).unwrap_or(noun);
        // A line of a list of what was read: メール 2,300通.
        let is_stored = || is_item || self.stored.is_in(clause) || self.stored.is_in(near);
        let is_mail = noun
            .strip_suffix("メール")
            .is_some_and(|kind| !UNWANTED.iter().any(|word| kind.ends_with(word)));
        // 学籍番号 83名, 第3報 47契約: no number in a row of numbers.
        let is_label = || {
            noun.ends_with("番号")
                || noun.ends_with('報')
                || noun.ends_with("回答") && self.stored.is_in(near)
                || is_item && ["回答した", "回答された"].iter().any(|end| noun.ends_with(end))
        };
        if before && !is_label() && !(is_mail && is_stored()) {
            return true;
        }
        // のうち31人には電話で: those who were reached, of those concerned.
        let reached = near.ends_with("うち") && starts(&self.contacted, clause, 3);
        let after = starts(&self.after, clause, if clause.starts_with('(') { 0 } else { 3 });
        let recovered = || {
            let behind = clause_of(after_brackets(tail));
            behind.starts_with(['を', 'は']) && self.recovered.is_in(behind)
        };
        after
            || reached
            || recovered()
            || self.others.is_in(near)
            || self.viewers.is_in(near)
            || self.are_at_work(near, tail, quantity)
    }

    /// Whether those counted are told as ones who were reached or paid: 9名の方に文書を.
    pub(super) fn are_reached(&self, text: &str, quantity: &Quantity) -> bool {
        let tail = text.get(quantity.range.end..).unwrap_or_default();
        let tail = [
            "の方々",
            "の方",
            "の皆様",
            "の皆さま",
            "のみなさま",
            "の家庭",
            "のお客様",
            "すべて",
            "全員",
            "様",
        ]
        .iter()
        .find_map(|word| tail.strip_prefix(word))
        .unwrap_or(tail);
        let to = ["には", "へは", "とは", "に", "へ", "と"];
        let Some(rest) = to.iter().find_map(|particle| tail.strip_prefix(particle)) else {
            return false;
        };
        // 312名についてお詫びし, 対象の312名にお送りし: what is said is about the whole.
        let head = near_head(text.get(..quantity.range.start).unwrap_or_default());
        let is_whole = ["対象", "該当", "当てはまる", "漏れた", "おそれのある", "可能性のある"]
            .iter()
            .any(|word| head.contains(word));
        if is_whole || rest.starts_with(['つ', 'の', '上', '達', '及', '対', '関', '係']) {
            return false;
        }
        self.reaching.is_in(rest.find('。').and_then(|end| rest.get(..end)).unwrap_or(rest))
    }

    /// 社員4名は…用いており: those who act. 従業員1名の…パスワード: those whose key was used.
    fn are_at_work(&self, near: &str, tail: &str, quantity: &Quantity) -> bool {
        // 検針員全員(41名)に: what follows the bracket is said of those who are counted in it.
        let inside = tail.strip_prefix(')').filter(|_| near.ends_with('('));
        let near = if inside.is_some() { near.trim_end_matches('(') } else { near };
        let tail = inside.unwrap_or(tail);
        let noun = near.rfind(['、', '。', '(']).and_then(|at| near.get(at..)).unwrap_or(near);
        // 学生ら4000件超の情報: records are no staff.
        let of_staff = quantity.count.unit == Unit::People
            && self.staff.find(noun).last().is_some_and(|hit| {
                let gap = noun.get(hit.end..).unwrap_or_default();
                gap.len() <= 9 || gap.starts_with('計')
            });
        // 学生300人について, 職員12名に及び: nothing is sent to them.
        let is_about =
            ["について", "につき", "に関", "に係", "に及", "に上", "にのぼ", "に達", "に影響"]
                .iter()
                .any(|word| tail.starts_with(word))
                && !["調べ", "調査", "聞き", "聴取", "処分", "指導", "教育", "見つか"]
                    .iter()
                    .any(|word| clause_of(tail).contains(word));
        let addressed = tail.starts_with(['に', 'を', 'へ']) && !is_about;
        let acts = of_staff
            && (tail.starts_with(['が', 'は', 'で', 'も']) || tail.starts_with("から"))
            && self.doing.is_in(tail);
        // 元社員1名が, 引率の教諭1名が: so few of the staff are those who did it.
        let few = quantity.count.number() <= 3;
        let acts = acts || few && after_brackets(tail).starts_with(['が', 'は']);
        let own = tail.starts_with('の') && starts(&self.own_things, tail, 30);
        // 卒業生1名のIDで不正に: the key of so few was the way in.
        let was_way_in = few
            && own
            && [
                "で不正",
                "で侵入",
                "で接続",
                "でログイン",
                "が使",
                "を使",
                "が悪用",
                "を悪用",
                "を用い",
                "が乗っ取",
                "に悪用",
                "に使われ",
                "を盗ま",
                "が盗ま",
                "が破ら",
            ]
            .iter()
            .any(|word| clause_of(tail).contains(word));
        // 制作スタッフ(個人事業主、1名)が
        let in_brackets = few && tail.starts_with([')']) && {
            let behind = tail.get(1..).unwrap_or_default();
            behind.starts_with(['が', 'は']) && self.staff.is_in(near)
        };
        // 作成者以外の2名が…見え方を確かめ: so few who check are no victims, whoever they are.
        let check = quantity.count.number() <= CHECKERS
            && (tail.starts_with('が') || tail.starts_with("で"))
            && [
                "確かめ",
                "確認し",
                "確認する",
                "点検し",
                "点検する",
                "照合",
                "突き合わせ",
                "読み合わせ",
                "見比べ",
                "チェックし",
                "承認し",
                "承認する",
            ]
            .iter()
            .any(|word| first_of(tail).split('。').next().is_some_and(|said| said.contains(word)));
        of_staff && (addressed || acts || own) || was_way_in || in_brackets || check
    }

    /// Whether a number is one that this announcement replaces, or only what it adds.
    ///
    /// `earlier` is where the number before it ends: 当初:1,900名 |今回:1,744名.
    pub(super) fn are_replaced(
        &self,
        text: &str,
        quantity: &Quantity,
        earlier: usize,
        follows_up: bool,
    ) -> bool {
        let head = text.get(..quantity.range.start).unwrap_or_default();
        let tail = text.get(quantity.range.end..).unwrap_or_default();
        if tail.trim_start().starts_with("(確定") {
            return false;
        }
        let near = near_head(head);
        let near = near.rfind(['、', '。', '(', '→']).and_then(|at| near.get(at..)).unwrap_or(near);
        let behind = text.get(earlier..quantity.range.start).unwrap_or_default();
        let near = if behind.len() < near.len() && behind.contains(':') { behind } else { near };
        // 第一報では…2,015件が流出した可能性があるとお伝えしました
        let was_told = self.replaced_before.is_in(last_of(head))
            && [
                "とお伝え",
                "と公表",
                "とお知らせ",
                "と発表",
                "とご報告",
                "としており",
                "としていま",
            ]
            .iter()
            .any(|word| first_of(tail).contains(word));
        // 第2報の4,105件から, 第1版では3,301名: an earlier paper is named right before its number.
        let is_of_earlier = ["報の", "報では", "報で", "報は", "版の", "版では", "版で", "版は"]
            .iter()
            .find_map(|end| head.strip_suffix(end))
            .is_some_and(|paper| {
                paper.ends_with(['前', '初', '速', '続', '旧', '既'])
                    || paper.ends_with(|c: char| c.is_ascii_digit() || "一二三四五".contains(c))
            });
        was_told
            || is_of_earlier
            || starts(&self.replaced_after, tail, 3)
            || follows_up && (self.replaced_before.is_in(near) || self.added.is_in(near))
    }
}

/// Whether a cue begins within the first bytes of a text.
fn starts(cues: &CueSet, text: &str, reach: usize) -> bool {
    cues.begins(text, reach).is_some()
}

/// As much of what stands before a number as a sentence has; a longer one is a table.
fn last_of(head: &str) -> &str {
    head.get(head.ceil_char_boundary(head.len().saturating_sub(SENTENCE))..).unwrap_or_default()
}

/// As much of what follows a number as a sentence has.
fn first_of(tail: &str) -> &str {
    tail.get(..tail.floor_char_boundary(SENTENCE)).unwrap_or_default()
}

/// What follows a number behind a remark in brackets: 職員1名(50代)が.
fn after_brackets(tail: &str) -> &str {
    let near = tail.get(..tail.floor_char_boundary(60)).unwrap_or_default();
    match tail.starts_with('(').then(|| near.find(')')).flatten() {
        Some(close) => tail.get(close + 1..).unwrap_or_default(),
        None => tail,
    }
}

/// What stands before a number and behind the one before it, if that has ended with a comma: what is
/// said of the earlier one is not said of this (お問い合わせは90件あり、|そのうち).
fn own_head(near: &str) -> &str {
    let commas = near.match_indices('、').rev();
    commas
        .filter_map(|(at, comma)| Some((near.get(..at)?, near.get(at + comma.len()..)?)))
        .find(|(told, _)| {
            ["あり", "おり", "ですが", "ますが", "でしたが"].iter().any(|end| told.ends_with(end))
        })
        .filter(|(told, _)| told.contains(|c: char| c.is_ascii_digit()))
        .map_or(near, |(_, own)| own)
}

/// What stands right before a number.
pub(super) fn near_head(head: &str) -> &str {
    head.get(head.floor_char_boundary(head.len().saturating_sub(60))..).unwrap_or_default()
}

/// What follows a number, to the end of its clause.
fn clause_of(tail: &str) -> &str {
    let near = tail.get(..tail.floor_char_boundary(60)).unwrap_or_default();
    near.find(['、', '。']).and_then(|end| near.get(..end)).unwrap_or(near)
}
