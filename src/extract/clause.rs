//! What the words around an event say of it in a Japanese clause, where predicates come last.

use std::ops::Range;

use super::calendar::DateAt;
use super::clause_of_noun::is_noun_start;
use super::word_list::WordList;

/// A text without what it quotes or adds in brackets, and how many bytes each kept byte has moved.
pub(super) fn bare(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut kept = String::with_capacity(text.len());
    let mut moves = vec![(0, 0)];
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find(['(', '「'])).map(|o| at + o) {
        let rest = text.get(open..).unwrap_or_default();
        let close = if rest.starts_with('(') { ')' } else { '」' };
        let end = rest.find(close).map(|end| end + close.len_utf8()).filter(|end| *end <= 400);
        // A bracket in a bracket is left as it stands.
        let inside = rest.get(1..end.unwrap_or(1)).unwrap_or_default();
        let Some(end) = end.filter(|_| !inside.contains(['('])) else {
            let next = open + rest.chars().next().map_or(1, char::len_utf8);
            kept.push_str(text.get(at..next).unwrap_or_default());
            at = next;
            continue;
        };
        kept.push_str(text.get(at..open).unwrap_or_default());
        at = open + end;
        moves.push((kept.len(), at - kept.len()));
    }
    kept.push_str(text.get(at..).unwrap_or_default());
    (kept, moves)
}

/// Where a byte of a bare text stood before.
pub(super) fn unbare(moves: &[(usize, usize)], at: usize) -> usize {
    let run = moves.partition_point(|(start, _)| *start <= at).saturating_sub(1);
    moves.get(run).map_or(at, |(_, moved)| at + moved)
}

/// Whether a date is itself what was found out: 11月9日と分かり, 10月19日に遡ることが判明.
pub(super) fn is_hearsay(tail: &str) -> bool {
    let known = [
        "分か",
        "わか",
        "判明",
        "みられ",
        "見られ",
        "考え",
        "推定",
        "思われ",
        "推測",
        "特定",
        "確認",
    ];
    let rest = [
        "だったこと",
        "であったこと",
        "であること",
        "に遡る",
        "にさかのぼる",
        "まで遡る",
        "までさかのぼる",
        "に始まっ",
    ]
    .iter()
    .find_map(|word| tail.strip_prefix(word));
    match (
        rest,
        tail.strip_prefix('と')
            .or_else(|| tail.strip_prefix("頃と"))
            .or_else(|| tail.strip_prefix("ごろと")),
    ) {
        (Some(_), _) => true,
        (None, Some(rest)) => known.iter().any(|word| rest.starts_with(word)),
        (None, None) => false,
    }
}

/// Ends an entry that has no stop as a sentence ends: と電話|。
pub(super) fn close(words: &mut String, is_end: bool) {
    if is_end && !words.ends_with('。') {
        words.push('。');
    }
}

/// Whether what looks like a cue is the end of the name of a committee that is no authority: 教育委員会, 調査委員会.
pub(super) fn is_committee(words: &str, cue: usize) -> bool {
    words.get(cue..).is_some_and(|rest| rest.starts_with("委員会"))
        && words.get(..cue).is_some_and(|head| {
            let kinds = "教育 調査 検証 第三者 対策 倫理 運営 管理 農業 監査 専門 外部 特別 諮問 安全 推進 危機 選挙";
            kinds.split(' ').any(|kind| head.ends_with(kind))
        })
}

/// Whether words behind an authority make it the one that asks, itself or in a list: (以下…)および…から.
pub(super) fn comes_from(tail: &str) -> bool {
    let near = tail.get(..tail.floor_char_boundary(120)).unwrap_or_default();
    let near = near.strip_prefix("員会").unwrap_or(near);
    let rest = near.strip_prefix('署').unwrap_or(near);
    const ASKS: WordList = WordList::new(&[
        "から報告徴収",
        "より報告徴収",
        "からの",
        "からご指導",
        "から指導",
        "から要請",
    ]);
    // 県警は…逮捕した: the authority itself acts; 警察署の交番に勤務: a place of work.
    let office = rest.trim_start_matches(is_noun_start);
    let acts = ["は", "が"].iter().any(|particle| office.starts_with(particle));
    const THROUGH: WordList = WordList::new(&[
        "から",
        "より",
        "を通じ",
        "を介し",
        "を名乗",
        "所管",
        "(所管",
        "の交番",
        "管内",
        "の捜査",
        "の調べ",
        "の統計",
        "によると",
        "による",
        "によれば",
        "と連携",
        "と協力",
        "の協力",
        "の発表",
        "の指導",
        "の要請",
        "や消費生活",
        "経由",
        "の手紙",
        "の文書",
        "の投書",
        "の電話",
        "の電子メール",
        "を経由",
        "をかた",
        "を騙",
        "を装",
    ]);
    acts || THROUGH.opens(rest) || ASKS.is_in(near)
}

/// Whether a character goes on a verb: 感染|した|端末.
pub(super) fn is_inflection(c: char) -> bool {
    "したさせられていうるれま".contains(c)
}

/// Whether a time of day opens a clause: の深夜、.
pub(super) fn has_hour(tail: &str) -> bool {
    let tail = tail.trim_start_matches(['の', ' ', '、']);
    ["深夜", "未明", "夜", "早朝", "朝", "夕方", "午前", "午後"]
        .iter()
        .any(|word| tail.starts_with(word))
}

/// Whether the clause that a cue stands in tells the hour of the deed and ends in ことが: not in ことを検知.
pub(super) fn of_hour(words: &str, from: usize, cue: &Range<usize>) -> bool {
    has_hour(words.get(from..).unwrap_or_default())
        && words.get(cue.end..).is_some_and(|tail| tail.find("ことが").is_some_and(|at| at <= 24))
}

/// Whether what follows makes the event the object of becoming aware: …が行われたことを検知.
pub(super) fn becomes_known(tail: &str) -> bool {
    let near = tail.get(..tail.floor_char_boundary(60)).unwrap_or_default();
    const AT_ONCE: WordList = WordList::new(&[
        "に気",
        "を覚知",
        "を検知",
        "を確認",
        "を把握",
        "を発見",
        "を知",
        "が判明",
        "が発覚",
        "が分か",
        "がわか",
        "が明らか",
        "が見つか",
        "判明",
        "発覚",
        "見つか",
    ]);
    const FOUND: WordList =
        WordList::new(&["と判明", "と分かっ", "と分かり", "とわかっ", "とわかり", "ことに気"]);
    if AT_ONCE.opens(near) || FOUND.is_in(near) {
        return true;
    }
    const OBJECTS: WordList = WordList::new(&[
        "こと",
        "旨",
        "との",
        "可能性",
        "疑い",
        "被害",
        "形跡",
        "痕跡",
        "事実",
        "懸念",
    ]);
    const KNOWN: WordList = WordList::new(&[
        "を検知",
        "検知し",
        "確認",
        "覚知",
        "把握",
        "判明",
        "発見",
        "発覚",
        "察知",
        "わかり",
        "分かり",
        "連絡",
        "報告",
        "通報",
        "指摘",
        "一報",
        "受領",
        "知らせ",
        "公表",
        "見つけ",
        "見付",
        "気付",
        "気づ",
        "認め",
        "情報提供",
        "情報が",
        "申し出",
        "苦情",
        "相談",
        "電話",
    ]);
    OBJECTS.place_in(near).is_some_and(|object| {
        KNOWN.place_in(near).is_some_and(|known| object < known && known - object <= 36)
    })
}

/// Whether a date only bounds whose data it was: 4月以降にご注文くださった.
pub(super) fn is_data_window(tail: &str) -> bool {
    let tail = tail.trim_start();
    const BOUNDS: WordList = WordList::new(&[
        "以降に",
        "以前に",
        "以降の",
        "以前の",
        "までに",
        "までの",
        "以降、",
        "以前、",
    ]);
    const DEALINGS: WordList = WordList::new(&[
        "ご注文",
        "お申",
        "会員",
        "登録",
        "購入",
        "利用",
        "注文",
        "買",
        "申し込",
        "応募",
        "入会",
        "受診",
        "受検",
        "届いた",
        "入学",
        "契約",
        "来院",
        "宿泊",
        "予約",
        "サイトに",
        "受け取",
        "発送完了",
        "退職",
        "在籍",
    ]);
    BOUNDS.opens(tail) && {
        let rest = tail.get(3 * '以'.len_utf8()..).unwrap_or_default();
        DEALINGS.is_in(rest.get(..rest.floor_char_boundary(42)).unwrap_or_default())
    }
}

/// The clause of each date: cut at the last comma between two dates.
pub(super) fn clauses(text: &str, dates: &[DateAt]) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (order, at) in dates.iter().enumerate() {
        if let Some(bracket) = bracket_around(text, at) {
            // 新しいストア(2022年8月3日に公開)については: what follows is not of that date.
            start = bracket.end;
            clauses.push(bracket);
            continue;
        }
        let end = match dates.get(order + 1) {
            None => text.len(),
            Some(next) => {
                let between = text.get(at.range.end..next.range.start).unwrap_or_default();
                // 発送:9月3日/先方からの電話:9月5日
                let cut = between.rfind(['、', '/']).and_then(|at| between.get(at..));
                let comma = cut.map(|cut| {
                    between.len() - cut.len() + cut.chars().next().map_or(0, char::len_utf8)
                });
                at.range.end + comma.unwrap_or(between.len())
            }
        };
        clauses.push(start..end);
        start = end;
    }
    clauses
}

/// The short bracket that a date stands in.
fn bracket_around(text: &str, at: &DateAt) -> Option<Range<usize>> {
    let head = text.get(..at.range.start)?;
    let open = head.rfind('(').filter(|open| head.rfind(')').is_none_or(|close| close < *open))?;
    let tail = text.get(at.range.end..)?;
    let close = tail.find(')').filter(|close| *close <= 60)?;
    let is_first = head.get(open..).is_some_and(|inside| inside.chars().count() <= 20);
    // What the bracket belongs to stands right before it: 調べてもらった結果(2月17日終了).
    let from = head.floor_char_boundary(open.saturating_sub(60));
    let topic =
        head.get(from..open)?.rfind(['、', '。']).map_or(from, |at| from + at + '、'.len_utf8());
    is_first.then(|| topic..at.range.end + close)
}

/// Length of the bracket that follows a name, if one does.
pub(super) fn behind_brackets(tail: &str) -> usize {
    if !tail.starts_with('(') {
        return 0;
    }
    tail.char_indices().take(120).find(|(_, c)| *c == ')').map_or(0, |(at, c)| at + c.len_utf8())
}
