//! Clauses that describe a noun, and deeds that only came out later: their dates are not those of the
//! sentence's own predicate.

use super::word_list::WordList;

/// Nouns behind a past verb that only carry the sentence on: 受けた可能性, 使った際.
const LIGHT_NOUNS: WordList = WordList::new(&[
    "可能性",
    "結果",
    "際",
    "時",
    "後",
    "旨",
    "事実",
    "痕跡",
    "形跡",
    "状態",
    "状況",
    "当時",
    "上",
    "直後",
    "場合",
    "段階",
    "時点",
    "模様",
    "恐れ",
    "疑い",
    "翌",
    "日",
    "以降",
    "途端",
    "直前",
    "懸念",
]);

/// Where the verb ends that a date belongs to when it stands in a clause that describes a noun:
/// 4月28日に発送した|通知書に, 8月開催の|教室に. What follows the noun is not of that date.
pub(super) fn describes_noun(tail: &str) -> Option<usize> {
    let binds = tail.starts_with(['に', 'の', '末', '頃', '中', '上', '下']);
    if binds && let Some(end) = described(tail) {
        return end;
    }
    // 8月開催の, 5月発送分の
    const NAMES: [&str; 12] = [
        "開催",
        "発送",
        "実施",
        "発行",
        "分",
        "付",
        "入学",
        "採用",
        "開講",
        "締切",
        "締め切り",
        "改定",
    ];
    let rest = tail.trim_start_matches(is_noun_start);
    let word = tail.get(..tail.len() - rest.len()).unwrap_or_default();
    (rest.starts_with('の') && NAMES.iter().any(|noun| word.ends_with(noun))).then_some(word.len())
}

/// Where the past verb of such a clause ends, if it has one; `Some(None)` where its noun acts on that day.
fn described(tail: &str) -> Option<Option<usize>> {
    const VERBS: [&str; 10] = [
        "した",
        "された",
        "った",
        "いた",
        "んだ",
        "けた",
        "めた",
        "開催する",
        "実施する",
        "発行する",
    ];
    const ANY: WordList = WordList::new(&VERBS);
    let rest = tail.trim_start_matches(['に', 'の', '末', '頃', '中', '上', '下', '旬']);
    let near = rest.get(..rest.floor_char_boundary(48)).unwrap_or_default();
    let near = near.find(['、', '。', 'は', '「']).and_then(|at| near.get(..at)).unwrap_or(near);
    if !ANY.is_in(near) {
        return None;
    }
    let skipped = tail.len() - rest.len();
    for verb in VERBS {
        let Some(at) = near.find(verb).filter(|at| *at > 0) else { continue };
        let end = at + verb.len();
        // 9日に出勤した職員が気付き: who came on that day acts on it.
        let comes = near.get(..end).is_some_and(|clause| {
            [
                "出勤した",
                "出社した",
                "登校した",
                "登庁した",
                "来庁された",
                "来られた",
                "戻った",
                "開いた",
                "確認した",
                "巡回した",
                "点検した",
                "対応した",
                "受け取った",
                "受信した",
                "来店した",
                "来館した",
                "訪れた",
                "通りかかった",
                "帰宅した",
                "到着した",
                "見た",
                "拾った",
            ]
            .iter()
            .any(|verb| clause.ends_with(verb))
        });
        if comes {
            return Some(None);
        }
        let next = near.get(end..).unwrap_or_default();
        // 受け取った37件, 起きたことについて
        let topic = ["ことについ", "ことに関", "ことにつき", "件につ", "件に関"];
        let opens = next.starts_with(|c: char| {
            is_noun_start(c) || c.is_ascii_digit() || matches!(c, 'お' | 'ご')
        }) || topic.iter().any(|word| next.starts_with(word));
        if opens && !LIGHT_NOUNS.opens(next) {
            return Some(Some(skipped + end));
        }
    }
    None
}

/// Whether the verb that a text goes on describes the noun behind it: (切り離)した|別のサーバ.
pub(super) fn describes_next(tail: &str) -> bool {
    let rest = tail.trim_start_matches(super::clause::is_inflection);
    let verb = tail.get(..tail.len() - rest.len()).unwrap_or_default();
    verb.ends_with('た') && rest.starts_with(is_noun_start) && !LIGHT_NOUNS.opens(rest)
}

/// Whether a character begins a noun: a kanji or a katakana.
pub(super) fn is_noun_start(c: char) -> bool {
    ('一'..='龠').contains(&c) || ('ァ'..='ヶ').contains(&c)
}

/// Where a deed that only came out later ends: 5月22日に…外していた|ことが判明しました. A pause right
/// behind the date, or an inquiry between, makes the date that of the finding.
pub(super) fn deed(head: &str, tail: &str) -> Option<usize> {
    const INQUIRIES: WordList = WordList::new(&[
        "ところ",
        "結果",
        "調査",
        "調べ",
        "点検",
        "確認し",
        "指摘",
        "連絡",
        "通報",
        "問い合わせ",
        "申し出",
        "検知",
        "報告",
        "解析",
        "電話",
        "知らせ",
        "気付",
        "気づ",
        "発見",
    ]);
    let end = memchr::memmem::find_iter(tail.as_bytes(), "ことが").find(|at| {
        tail.get(*at..).is_some_and(|known| {
            let known = known.get(..known.floor_char_boundary(30)).unwrap_or_default();
            ["判明", "分か", "わか", "発覚", "明らか", "確認さ", "確認でき"]
                .iter()
                .any(|word| known.contains(word))
        })
    })?;
    let between = tail.get(..end)?;
    let asked = ["たところ、", "た結果、", "によると、", "によれば、", "控えから、", "記録から、"]
        .iter()
        .any(|word| head.contains(word));
    // …がないことが分かりました, 送られていることがわかった: a state that is found is no deed.
    if !asked && !between.ends_with(['た', 'だ']) {
        return None;
    }
    let pauses = tail.trim_start_matches(is_clock).starts_with('、');
    let finds = INQUIRIES.is_in(between);
    let binds = tail.starts_with(['に', 'の', '頃', 'か', '夜', '朝', '以']);
    (asked || binds && !pauses && !finds).then_some(end)
}

/// Whether a date follows the words that open a finding about the past: 調べたところ、, 記録では、.
pub(super) fn looks_back(head: &str) -> bool {
    const FINDINGS: WordList = WordList::new(&[
        "調べたところ、",
        "確認したところ、",
        "調査したところ、",
        "確かめると、",
        "確かめたところ、",
        "調べると、",
        "調査の結果、",
        "記録では、",
        "記録によれば、",
        "記録を調べ",
    ]);
    let near = head.get(head.floor_char_boundary(head.len().saturating_sub(60))..);
    let near = near.unwrap_or_default();
    FINDINGS.is_in(near)
}

/// Whether a span of hours follows a date: 3月3日7時02分頃~13時00分; an hour alone may be that of a page.
pub(super) fn has_hours_after(tail: &str) -> bool {
    let tail = tail.trim_start_matches(|c: char| " 午前後".contains(c));
    let rest = tail.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_hour = rest.len() < tail.len() && rest.starts_with(['時', ':']);
    has_hour && ["~", "から", "頃", "ごろ", "まで", "-"].iter().any(|word| rest.contains(word))
}

fn is_clock(c: char) -> bool {
    c.is_ascii_digit() || "午前後深夜未明早朝夕方昼時分半頃ごろの: ()月火水木金土日".contains(c)
}

/// Whether a range of dates describes data rather than a time: までの仕訳, の間に受診された.
pub(super) fn names_data(tail: &str) -> bool {
    let rest = tail.trim_start_matches("まで");
    let Some(rest) = rest.strip_prefix('の') else { return false };
    let near = rest.get(..rest.floor_char_boundary(36)).unwrap_or_default();
    let is_time = [
        "間",
        "期間",
        "うち",
        "約",
        "およそ",
        "長",
        "時",
        "夜",
        "深夜",
        "両日",
        "二日",
        "毎",
        "昼",
        "朝",
        "夕",
        "午前",
        "午後",
        "未明",
        "早朝",
        "正午",
        "日中",
    ]
    .iter()
    .any(|word| near.starts_with(word))
        || near.contains("時期")
        || near.starts_with(|c: char| c.is_ascii_digit());
    let is_incident =
        ["不正", "攻撃", "アクセス", "障害", "侵入", "停止", "公開", "閲覧", "通信", "漏", "流出"]
            .iter()
            .any(|word| near.contains(word));
    !is_time && !is_incident && near.starts_with(is_noun_start)
}
