//! The name of the organisation that a heading begins with.

use super::Line;
use crate::corpus::published::folded;

/// Characters of a name that the text below repeats.
const SHORTEST_NAME: usize = 3;
const LONGEST_NAME: usize = 30;

/// Lines below a heading among which its text begins, and how many characters of it may name who the
/// heading names.
const BODY_LINES: usize = 4;
const BODY_HEAD: usize = 50;

/// Whether a text is the name of an organisation and nothing else.
pub(in crate::corpus) fn is_organisation(text: &str) -> bool {
    let flat = folded(text);
    leading_organisation(&flat).is_some_and(|name| name == flat.trim())
}

/// The organisation a folded text begins with, if it is one and not somebody who is acted upon.
pub(super) fn leading_organisation(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = text.find(|c: char| c.is_whitespace() || "、,:「『([【…/|。".contains(c));
    let mut name = text.get(..end.unwrap_or(text.len()))?.to_owned();
    if LEGAL_FORMS.contains(&name.as_str()) {
        // 「株式会社 東玉」: the legal form alone, its name after a space.
        let rest = text.get(name.len()..)?.trim_start();
        let second = rest.split(|c: char| c.is_whitespace() || "、:「([".contains(c)).next()?;
        name.push_str(second);
    }
    let legal = LEGAL_FORMS.iter().any(|form| name.contains(form) && name != *form);
    let public = PUBLIC_ENDINGS.iter().any(|ending| name.ends_with(ending) && name != *ending)
        && !name.starts_with(['同', '当', '本', '各', '全', '他', '両', '政', '地', '校']);
    let bystander = BYSTANDERS.iter().any(|bystander| name.contains(bystander));
    let length = name.chars().count();
    ((legal || public) && !bystander && !is_acted_upon(&name) && (2..=40).contains(&length))
        .then_some(name)
}

/// The name that a heading begins with and that the text below it begins with, too: a heading
/// `劇団青嵐　会員のページに他人` above `劇団青嵐は…と発表した`.
pub(super) fn echoed(heading: &str, after: &[Line]) -> Option<String> {
    let heading = unnumbered(heading);
    let end = heading.find(|c: char| c.is_whitespace() || "、,:「『([【…/|。".contains(c));
    let name = heading.get(..end.unwrap_or(heading.len()))?;
    let body = after.iter().take(BODY_LINES).find(|line| line.text.contains('。'))?;
    let body: String = folded(&body.text).chars().take(BODY_HEAD).collect();
    let length = name.chars().count();
    if !(SHORTEST_NAME..=LONGEST_NAME).contains(&length) {
        return None;
    }
    let goes_on = |rest: &str| rest.starts_with(|c| "はがもでのにをと、(「".contains(c));
    let name = name.char_indices().map(|(at, c)| at + c.len_utf8()).rev().find_map(|end| {
        let (name, rest) = name.split_at_checked(end)?;
        let is_name = name.chars().count() >= SHORTEST_NAME && (rest.is_empty() || goes_on(rest));
        let below = is_name.then(|| body.find(name)).flatten()?;
        goes_on(body.get(below + name.len()..)?).then_some(name)
    })?;
    let is_topic = TOPICS.iter().chain(BYSTANDERS).any(|topic| name.contains(topic));
    (!is_topic).then(|| name.to_owned())
}

/// A folded heading without sign and number before it: `【3】`, `(2)`, `4.`.
fn unnumbered(heading: &str) -> &str {
    let bare = heading.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.starts_with(['】', ')', ']', '.', '、', ' ', '\u{3000}']) {
        rest.trim_start_matches(|c: char| !c.is_alphanumeric())
    } else {
        bare
    }
}

/// Whether a name goes on as a sentence: `株式会社…から`, `株式会社…へ報告`.
fn is_acted_upon(name: &str) -> bool {
    let is_hiragana = |c: &char| ('\u{3041}'..='\u{3096}').contains(c);
    let kanji = |c: &char| ('\u{4E00}'..='\u{9FFF}').contains(c);
    let particle: Vec<char> =
        name.chars().rev().skip_while(kanji).take_while(is_hiragana).collect();
    let particle: String = particle.into_iter().rev().collect();
    PARTICLES.contains(&particle.as_str())
        || ["から", "より", "への", "へ"].iter().any(|ending| name.ends_with(ending))
}

const LEGAL_FORMS: &[&str] = &[
    "株式会社",
    "(株)",
    "有限会社",
    "合同会社",
    "一般社団法人",
    "公益社団法人",
    "一般財団法人",
    "公益財団法人",
    "独立行政法人",
    "国立大学法人",
    "公立大学法人",
    "学校法人",
    "医療法人",
    "医療法人社団",
    "社会福祉法人",
    "宗教法人",
    "特定非営利活動法人",
    "NPO法人",
    "弁護士法人",
    "税理士法人",
    "協同組合",
    "信用金庫",
    "信用組合",
];

const PUBLIC_ENDINGS: &[&str] = &[
    "市",
    "町",
    "村",
    "区",
    "県",
    "東京都",
    "大阪府",
    "京都府",
    "大学",
    "病院",
    "銀行",
    "協会",
    "機構",
    "センター",
    "高校",
    "高等学校",
    "中学校",
    "小学校",
    "学園",
    "学院",
    "教育委員会",
    "市教委",
    "県教委",
    "組合",
    "連合会",
    "公社",
    "商工会",
    "商工会議所",
    "振興会",
    "財団",
    "研究所",
    "電力",
    "ガス",
    "生協",
    "農協",
];

/// What joins a name to the rest of a sentence, which a heading does not have.
const PARTICLES: &[&str] =
    &["から", "より", "へ", "への", "を", "が", "は", "に", "にて", "と", "との", "で"];

/// What sections of one notice are called.
const TOPICS: &[&str] = &[
    "原因",
    "経緯",
    "経過",
    "概要",
    "対象",
    "対応",
    "再発",
    "影響",
    "被害",
    "情報",
    "問い合わせ",
    "問合せ",
    "事案",
    "事故",
    "事件",
    "発生",
    "漏えい",
    "漏洩",
    "流出",
    "今後",
    "調査",
    "報告",
    "公表",
    "システム",
    "サーバ",
    "メール",
    "サイト",
    "データ",
    "カード",
    "パスワード",
    "項目",
    "件数",
    "人数",
    "期間",
    "場所",
    "内容",
    "届出",
    "届け出",
    "処分",
    "補償",
    "背景",
    "教訓",
    "ポイント",
    "解説",
    "対策",
    "個人",
    "私たち",
    "わたしたち",
    "店主",
    "担当",
];

/// Who appears in the timeline of somebody else's incident.
const BYSTANDERS: &[&str] = &[
    "個人情報保護委員会",
    "監督官庁",
    "警察",
    "調査機関",
    "調査会社",
    "決済代行",
    "カード会社",
    "委託先",
    "弊社",
    "当社",
    "当会",
    "当院",
    "本学",
    "当行",
    "弁護士",
    "個人情報",
    "お客",
    "相談",
    "コールセンター",
    "サービスセンター",
];
