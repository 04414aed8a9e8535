//! What the predicate of a clause says of what is told: done, meant, asked for, denied, or the date itself.

use super::clause::is_inflection;
use super::word_list::WordList;

/// What stands behind a time of day: 18時00分|　学校が.
pub(super) fn behind_clock(tail: &str) -> &str {
    tail.trim_start_matches(|c: char| {
        c.is_ascii_digit() || "午前後深夜未明早朝夕方時分頃ごろ:".contains(c)
    })
}

/// Whether a clause with a verb of its own ends: 回線を抜き、.
pub(super) fn is_done(head: &str) -> bool {
    head.strip_suffix('、').is_some_and(|clause| {
        clause.ends_with(['し', 'り', 'い', 'え', 'け', 'め', 'れ', 'き', 'せ', 'ち', 'て', 'み'])
    })
}

/// Whether a date is what its clause says of what stands before: 個情委は|1月24日、, 速報は|5月29日でした.
pub(super) fn is_predicate(head: &str, tail: &str) -> bool {
    let rest =
        tail.trim_start_matches(['頃', 'ご', 'ろ', '付', 'け', 'の', '朝', '夜', '昼', '夕', '方']);
    let ends = rest.trim_end_matches(['、', '。']).is_empty()
        || ["です", "でし", "だっ", "だ。", "であ", "で、"].iter().any(|end| rest.starts_with(end));
    ends && head.ends_with(['は', 'が', 'も']) && !tail.contains("まで")
}

/// Whether a date ends its sentence as that which is told: (8月21日)のことです。
pub(super) fn is_complement(tail: &str) -> bool {
    let rest = behind_clock(tail);
    let rest = rest.trim_start_matches(['の', 'こ', 'と', '頃', 'す', 'ぎ', '過']);
    rest.trim_end_matches(['、', '。']).is_empty()
        || ["です", "でし", "だっ", "だ。", "であ", "、"].iter().any(|end| rest.starts_with(end))
}

/// Whether something is mended so that it runs again: パスワードを改めたうえで再開, 作り直して再公開.
pub(super) fn is_repaired(words: &str) -> bool {
    ["うえで", "上で", "直して", "直し、", "改め、", "改めて", "替えて"].iter().any(|word| {
        words.find(word).and_then(|at| words.get(at + word.len()..)).is_some_and(|rest| {
            let rest = rest.trim_start_matches('、');
            ["再", "新", "公開"].iter().any(|next| rest.starts_with(next))
        })
    })
}

/// The noun that a topic ends with: 同社の|速報|は.
pub(super) fn last_noun(head: &str) -> &str {
    let topic = head.trim_end_matches(['は', 'が', 'も']);
    let from = topic.rfind(['、', '。', 'の', 'に', 'と']);
    from.and_then(|at| topic.get(at..))
        .map_or(topic, |rest| rest.trim_start_matches(['、', '。', 'の', 'に', 'と']))
}

/// Whether what a cue names was only meant: 日程を知らせ|ようと, 保護者に伝え|るため.
pub(super) fn is_meant(tail: &str) -> bool {
    const AIMS: WordList = WordList::new(&["ようと", "おうと", "ろうと", "るため", "るつもり"]);
    let near = tail.get(..tail.floor_char_boundary(15)).unwrap_or_default();
    let near = near.split(['、', '。']).next().unwrap_or_default();
    AIMS.is_in(near)
}

/// Whether what a cue names is only where something else happened: 電源を切った|状態で, 入れ替えた|際.
pub(super) fn is_setting(tail: &str) -> bool {
    const SETTINGS: WordList = WordList::new(&["際", "状態で", "まま"]);
    let rest = tail.trim_start_matches(is_inflection);
    SETTINGS.opens(rest)
}

/// Whether somebody else is asked to do what a cue names: メールを消して|いただくお願い.
pub(super) fn is_asked_of(tail: &str) -> bool {
    let near = tail.get(..tail.floor_char_boundary(45)).unwrap_or_default();
    ["いただく", "いただける", "もらうよう", "くださるよう", "下さるよう"]
        .iter()
        .any(|word| near.trim_start_matches('て').starts_with(word))
}

/// Whether what a cue names was only told, asked or planned: 削除したとの返信, 閉鎖を要請.
pub(super) fn is_only_said(tail: &str) -> bool {
    const SAID: WordList = WordList::new(&[
        "との",
        "と返信",
        "を求め",
        "を要請",
        "を依頼",
        "をお願い",
        "を申請",
        "を申し入れ",
        "を検討",
        "を指示",
        "するよう",
        "を呼びかけ",
        "とお答え",
        "の要請",
        "の依頼",
        "か決",
        "かは",
        "かど",
        "するか",
        "の時期",
        "時期",
        "日は",
        "日につ",
        "につきま",
        "については",
        "の際",
        "ていただ",
        "旨",
        "ながら",
        "た旨",
        "に向け",
        "の予定",
        "の見込",
        "の目途",
        "のめど",
        "までの間",
        "に備え",
    ]);
    let near = tail.trim_start_matches(is_inflection);
    SAID.opens(near) || SAID.opens(tail)
}

/// Whether a predicate is denied: 再開しない, 見つかっていない.
pub(super) fn is_denied(tail: &str) -> bool {
    const DENIALS: WordList = WordList::new(&["ない", "なかった", "ません", "せず", "らず"]);
    let near = tail.get(..tail.floor_char_boundary(24)).unwrap_or_default();
    DENIALS.place_in(near).is_some_and(|at| at <= 12)
}

/// Whether a clause tells of one who poses as another and writes or calls: the deed, not its discovery.
pub(super) fn is_lure(words: &str) -> bool {
    const POSES: WordList = WordList::new(&[
        "名乗",
        "装い",
        "装った",
        "装う",
        "騙",
        "かたり",
        "かたる",
        "なりすま",
        "見せかけ",
        "に見える",
        "と思われる",
        "と題した",
        "偽の",
        "虚偽",
        "件名",
        "と題する",
        "というメール",
    ]);
    const KNOWN: WordList = WordList::new(&[
        "との",
        "と連絡",
        "と電話",
        "と問い合わせ",
        "と指摘",
        "旨",
        "判明",
        "気付",
        "気づ",
        "発覚",
        "不審に",
        "把握",
        "確認",
        "発見",
        "認識",
        "ことを知",
        "相次",
        "警告が届",
        "警告があ",
        "忠告",
        "見つけ",
        "見付け",
        "情報提供",
    ]);
    POSES.is_in(words) && !KNOWN.is_in(words)
}

/// Whether words make known by another's message: 市に電話で知らせたことで判明した.
pub(super) fn is_known_by(words: &str) -> bool {
    const BY: WordList = WordList::new(&[
        "ことで",
        "ことにより",
        "により",
        "で判明",
        "で発覚",
        "で気",
        "で分か",
        "で把握",
        "で知",
        "で明らか",
        "で初めて",
    ]);
    const KNOWN: WordList = WordList::new(&[
        "判明",
        "発覚",
        "気付",
        "気づ",
        "分かっ",
        "分かり",
        "わかっ",
        "把握",
        "明らか",
        "知り",
        "知った",
    ]);
    BY.is_in(words) && KNOWN.is_in(words)
}

/// Whether what is sent is the mistake or the lure itself, or an inconvenience is asked pardon for.
pub(super) fn is_no_message(words: &str) -> bool {
    const NO_MESSAGES: WordList = WordList::new(&[
        "誤って",
        "誤送信",
        "なりすま",
        "を装",
        "を名乗",
        "を騙",
        "をかたり",
        "見せかけ",
        "知らせてくださ",
        "知らせていただ",
        "教えてくださ",
        "教えていただ",
        "勧誘",
        "報道機関に",
        "報道機関へ",
        "脅迫",
        "ご不便",
        "ご迷惑",
    ]);
    NO_MESSAGES.is_in(words)
}
