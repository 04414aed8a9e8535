//! How a sentence names items: as part of a list, or in a supposition, a plea or a remark about a page.

use super::items::Row;
use super::stance::Reading;

/// Whether a sentence says of its items what the one before said of others: 住所についても同様です.
pub(super) fn is_echo(text: &str) -> bool {
    let body = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    [
        "同様です",
        "同様でございます",
        "同様である",
        "同様だ",
        "同じです",
        "同じでございます",
        "同様となります",
    ]
    .iter()
    .any(|end| body.ends_with(end))
}

/// Whether an item stands in the words of a complaint or of a lure: 「査定額まで知っている」とのお申し出.
pub(super) fn is_quoted_plea(text: &str, place: &std::ops::Range<usize>) -> bool {
    /// How far behind the quote the noun may stand, in bytes.
    const REACH: usize = 60;
    if !text.contains("「") {
        return false;
    }
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let is_inside = match (before.rfind('「'), before.rfind('」')) {
        (Some(opened), Some(closed)) => opened > closed,
        (opened, _) => opened.is_some(),
    };
    let Some((inner, tail)) = after.split_once('」').filter(|_| is_inside) else { return false };
    if is_taken_back(tail) {
        return true;
    }
    let tail = tail.get(..tail.floor_char_boundary(REACH)).unwrap_or_default();
    let tail = tail.split(['、', '。', '「']).next().unwrap_or_default();
    !inner.contains('「')
        && ["との", "という", "といった", "とする", "などの", "などと"]
            .iter()
            .any(|says| tail.starts_with(says))
        && [
            "申し出",
            "申出",
            "問い合わせ",
            "問合せ",
            "電話",
            "メール",
            "メッセージ",
            "指摘",
            "苦情",
            "相談",
            "文面",
            "件名",
            "SMS",
            "声",
        ]
        .iter()
        .any(|plea| tail.contains(plea))
}

/// Whether what follows a quote says that it was told before and no longer holds:
/// 「…のおそれ」とお伝えしましたが、.
fn is_taken_back(tail: &str) -> bool {
    let Some(clause) = tail.strip_prefix('と').and_then(|told| told.split_once('、')) else {
        return false;
    };
    let told = clause.0;
    let verbs = ["記載", "お伝え", "公表", "発表", "お知らせ", "報告", "説明", "申し上げ", "書い"];
    told.ends_with('が') && verbs.iter().any(|verb| told.contains(verb))
}

/// Whether what follows in the sentence makes the whole a supposition: …が漏えいした場合には.
pub(super) fn is_hypothetical(clause: &str) -> bool {
    // 口座振替の場合は: whom it is about, no condition.
    let is_condition = |at: usize| !clause.get(..at).is_some_and(|head| head.ends_with('の'));
    let any = |word: &str| {
        clause.contains(word) && clause.match_indices(word).any(|(at, _)| is_condition(at))
    };
    clause.contains("場合")
        && ["場合は", "場合に", "場合も", "場合が", "場合、"].into_iter().any(any)
        || any("ときは")
        || any("ても気")
        || is_open_question(clause)
}

/// Whether a clause wonders, without saying that somebody looks into it: …が含まれていたかどうかは大切だ.
fn is_open_question(clause: &str) -> bool {
    clause.contains("かどうか")
        && !["調", "確認", "判別", "はっきり", "不明", "判明", "特定", "精査", "分か", "わか"]
            .iter()
            .any(|looks| clause.contains(looks))
}

/// Whether a sentence speaks of what might be: 「請求書が届いた場合は、支払う必要はございません」
/// denies nothing that happened.
pub(super) fn is_supposed(text: &str) -> bool {
    let is_condition = |at: usize| !text.get(..at).is_some_and(|head| head.ends_with('の'));
    let any = |word: &str| {
        text.contains(word) && text.match_indices(word).any(|(at, _)| is_condition(at))
    };
    text.contains("場合") && ["場合は", "場合には", "場合、"].into_iter().any(any)
        || any("なければ")
}

/// Whether what follows in the clause only says how much of a thing can be seen: …は下4桁しか表示されません.
pub(super) fn is_limited(clause: &str) -> bool {
    clause.contains("しか") && (clause.contains("ませ") || clause.contains("ない"))
}

/// Whether what follows says that everything but the row is meant.
pub(super) fn is_excepted(after: &str) -> bool {
    let after = after.trim_start_matches(['」', '』', ')', '等']);
    [
        "以外",
        "の下3桁以外",
        "の下3けた以外",
        "の下4桁以外",
        "の下4けた以外",
        "のほかのけた",
        "のほかの桁",
        "のほかは",
        "を除",
    ]
    .iter()
    .any(|word| after.starts_with(word))
}

/// Whether a sentence is but an item and its number: メールアドレス56件.
pub(super) fn is_nominal(text: &str, place: &std::ops::Range<usize>) -> bool {
    let before = text.get(..place.start).unwrap_or_default();
    let after = text.get(place.end..).unwrap_or_default();
    let counted = after.trim_start_matches(['約', '計', ' ']);
    let counted = counted.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    let rest = counted.trim_start_matches(['件', '名', '人', '分', '通', '枚', '点', 'の', 'み']);
    before.chars().all(|c| !c.is_alphabetic()) && (rest.is_empty() || rest.starts_with('。'))
}

/// Whether a line is little else than items: a line of a list of what leaked.
pub(super) fn is_bare_list(text: &str, reading: &Reading<'_>, rows: &[Row<'_>]) -> bool {
    if rows.is_empty() || reading.count('。') > 1 {
        return false;
    }
    let covered: usize =
        rows.iter().flat_map(|row| &row.items).map(|item| item.end - item.start).sum();
    let body = text.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    body.len() <= 360 && covered * 10 >= body.len() * 4
}

/// Whether what follows in the sentence tells what happens at times, not what happened: …が漏れることがあります.
pub(super) fn is_habit(clause: &str) -> bool {
    let any = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    let is_told = clause.contains("こと")
        && any(&["ことがあり", "ことがある", "こともあり", "こともある"])
        || clause.contains("がち") && any(&["しがちで", "がちだ"])
        || any(&["ケースがあ", "例があ"]);
    is_told
        && !["可能性", "おそれ", "恐れ", "あり得", "ありえ"]
            .iter()
            .any(|word| clause.contains(word))
}

/// Whether what follows says that people give or check the items, as they always do: …を入力すると.
pub(super) fn is_put_in(after: &str) -> bool {
    let after = after.trim_start_matches(['」', '』', ')', '等']);
    let after = after.strip_prefix("など").unwrap_or(after);
    let after = after.strip_prefix("の情報").unwrap_or(after);
    let Some(rest) = after.strip_prefix(['を', 'で', 'に', 'へ']) else { return false };
    [
        "入力",
        "ご入力",
        "記入",
        "ご記入",
        "登録",
        "ご登録",
        "知らせ",
        "お知らせ",
        "伝え",
        "お伝え",
        "確認",
        "ご確認",
        "照合",
        "お聞き",
        "伺",
        "お伺い",
        "添え",
        "明記",
        "用い",
        "使",
        "尋ね",
        "お尋ね",
        "突き合わせ",
        "求め",
        "聞",
        "変更",
        "検索",
        "本人",
        "受け付",
        "申し",
        "お申",
        "問い",
        "お問い",
        "連絡",
        "ご連絡",
        "通知",
        "送",
    ]
    .iter()
    .any(|verb| rest.starts_with(verb))
}

/// Whether a line is the menu or the footer of a site: 会社情報 | 採用 | プライバシーポリシー.
pub(super) fn is_navigation(line: &str) -> bool {
    if memchr::memchr3(b'|', b'/', b'>', line.as_bytes()).is_none() {
        return ["本文", "本文ここから", "ここから本文です。"].contains(&line.trim());
    }
    let links = [
        "プライバシーポリシー",
        "サイトマップ",
        "採用情報",
        "ニュースルーム",
        "新着情報",
        "会社案内",
        "会社概要",
        "利用規約",
        "お問い合わせ",
        "アクセス",
        "ホーム",
        "トップページ",
        "個人情報保護方針",
        "特定商取引",
        "ニュースリリース",
        "採用",
        "会社情報",
        "製品情報",
        "よくある質問",
    ];
    let parts = line.split(['|', '/', '>', '・', '　', ' ']);
    let named = parts.filter(|part| links.contains(&part.trim())).count();
    named >= 2
}

/// Whether what follows sends something there: メールアドレスに「…」を送付.
pub(super) fn is_destination(after: &str) -> bool {
    let after = after.trim_start_matches(['」', '』', '等']);
    let about = [
        "つい",
        "つき",
        "関",
        "係",
        "加え",
        "含",
        "おい",
        "おけ",
        "伴",
        "記",
        "限",
        "該当",
        "代わ",
        "至",
        "相",
        "も",
        "は",
        "対する",
        "対して",
        "よ",
    ];
    after
        .strip_prefix(['に', 'へ', '宛'])
        .is_some_and(|rest| !about.iter().any(|word| rest.starts_with(word)))
}

/// Whether what follows makes the item a part of the name of a leak: 個人情報〔の流出〕.
pub(super) fn names_leak(after: &str) -> bool {
    ["の漏えい", "の流出"].iter().any(|leak| after.starts_with(leak))
}

/// Whether a line opens links to other pages: 関連記事.
pub(super) fn is_of_other_pages(line: &str) -> bool {
    let body = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    ["関連記事", "関連リンク", "あわせて読みたい"].iter().any(|word| body.starts_with(word))
}

/// Whether a line is the trail of links that leads to the page: トップページ > 市政情報 > 報道発表.
pub(super) fn is_trail(line: &str) -> bool {
    let body = line.trim_start();
    // A place that is named before a colon opens a trail however it is divided.
    if body.starts_with("現在位置") && !line.contains('。') {
        return true;
    }
    // The first bytes of the signs.
    if memchr::memchr3(b'>', 0xC2, 0xE2, line.as_bytes()).is_none() {
        return false;
    }
    let parts = line.split(['>', '»', '›']);
    let begins = ["現在位置", "現在地", "現在のページ", "ホーム", "トップ", "home", "top"]
        .iter()
        .any(|word| body.trim_start_matches(['[', '【', '■']).starts_with(word));
    let fewest = if begins { 2 } else { 4 };
    parts.clone().nth(fewest - 1).is_some()
        && parts.clone().all(|part| part.chars().nth(40).is_none() && !part.contains('。'))
}

/// Whether what follows says that the row was changed afterwards: 〔パスワード〕等を…変更しました.
pub(super) fn is_renewed(after: &str) -> bool {
    let after = after.trim_start_matches(['」', '』', ')', '等']);
    let after = after.strip_prefix("など").unwrap_or(after);
    let after = after.strip_prefix("について").unwrap_or(after);
    let Some(rest) = after.strip_prefix(['を', 'は', 'も', '、']) else { return false };
    let clause = rest.split(['。']).next().unwrap_or_default();
    let clause = clause.get(..clause.floor_char_boundary(90)).unwrap_or_default();
    let renews = [
        "変更",
        "初期化",
        "リセット",
        "再設定",
        "無効",
        "失効",
        "更新",
        "付け替え",
        "取り替え",
        "使えなく",
    ];
    let leaks = ["流出", "漏", "盗", "持ち出", "取得", "閲覧", "含ま", "可能性", "おそれ"];
    renews.iter().any(|verb| clause.contains(verb))
        && !leaks.iter().any(|word| clause.contains(word))
}
