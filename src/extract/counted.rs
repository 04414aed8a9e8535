//! What the words around a number say of it: that it is a total, whom or what it counts, that those it
//! counts only looked or called, or that it is a piece of something.

use crate::report::{Count, Qualifier, Unit};

use super::name_shape::is_name_char;
use super::numbers::{Quantity, TAILS};
use super::page::Page;

/// What follows a number that is told as the result: 78件です, 412名に確定.
pub(super) const TOTALS: [&str; 18] = [
    "です",
    "でした",
    "でござ",
    "であり",
    "であっ",
    "である",
    "だった",
    "だ。",
    "となり",
    "となっ",
    "と判明",
    "と確定",
    "に確定",
    "に上",
    "にのぼ",
    "に及",
    "に達",
    "に訂正",
];

/// Most bytes of what is said of a part before its number.
const LONGEST_SHARE: usize = 120;

/// Most bytes of the noun of a part: うち|学外の|1名は.
const LONGEST_OF_SHARE: usize = 45;

/// Most parts of a sum in one sentence.
const LONGEST_SUM: usize = 8;

/// Words that a quantity takes behind its counter.
fn is_rounding(c: char) -> bool {
    "以上余超弱強前後程度ほどくらいぐらい近未満下内".contains(c)
}

/// A count without the words behind its counter: 2千社を超え, 30名分以上.
fn bare(counted: &str) -> &str {
    let bare =
        TAILS.iter().filter_map(|tail| counted.strip_suffix(tail)).min_by_key(|bare| bare.len());
    let counted = bare.unwrap_or(counted);
    counted.trim_end_matches(is_rounding)
}

/// Whether things are counted that are data only behind a noun of data: 画像8,000点ほど, of 3点.
pub(super) fn is_thing(text: &str, quantity: &Quantity) -> bool {
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    bare(counted).ends_with('点')
}

/// Whether a counter says that data of those counted is meant: 120名分.
pub(super) fn is_portion(text: &str, quantity: &Quantity) -> bool {
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    bare(counted).ends_with('分')
}

/// Whether a noun is one of persons: 出演者, 受講生.
pub(super) fn is_person(noun: &str) -> bool {
    let people = [
        "者",
        "方",
        "員",
        "客",
        "客様",
        "生",
        "民",
        "児",
        "様",
        "人",
        "主",
        "者様",
        "さん",
        "者さま",
    ];
    people.iter().any(|end| noun.ends_with(end))
}

/// Whether those counted are ones who looked, called or could look: 4名がフォルダを開き, 1名から「…」と電話.
pub(super) fn are_viewers(text: &str, quantity: &Quantity) -> bool {
    let tail = text.get(quantity.range.end..).unwrap_or_default();
    // 複数の生徒(6校12名)が…開いていた
    let tail = tail.strip_prefix(')').filter(|rest| rest.starts_with('が')).unwrap_or(tail);
    let near = tail.get(..tail.floor_char_boundary(120)).unwrap_or_default();
    let clause = near.find(['、', '。']).and_then(|end| near.get(..end)).unwrap_or(near);
    let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    let looks = [
        "開き",
        "開い",
        "見て",
        "見た",
        "閲覧し",
        "アクセスし",
        "受信し",
        "ダウンロードし",
        "参照し",
        "保存し",
        "開封し",
        "クリックし",
        "を押し",
        "を踏ん",
    ];
    let could = ["見られる", "見える", "閲覧できる", "閲覧可能", "開ける"];
    let calls = [
        "電話",
        "連絡",
        "指摘",
        "問い合わせ",
        "申し出",
        "苦情",
        "返信",
        "通報",
        "相談",
        "返答",
        "返事",
        "了承",
    ];
    // このうち1名が11月9日、…を開き: so few may act behind a comma.
    let few = quantity.count.number() <= 3;
    let acts = clause.starts_with(['が', 'は', 'も'])
        && (has(&looks)
            || few
                && near.starts_with('が')
                && ["開き", "開い"].iter().any(|word| near.contains(word)));
    let allowed =
        ["だけが", "のみが", "から", "に", "が"].iter().any(|word| clause.starts_with(word))
            && has(&could);
    let from = clause.starts_with("から") || clause.starts_with("より");
    acts || allowed || from && calls.iter().any(|word| near.contains(word))
}

/// Whether a count only groups those whom the next one counts: 11世帯|28人分, 76事業所の|85件,
/// 30冊、|計412人分, のべ90件(|重複を除き71名).
pub(super) fn holds(text: &str, quantity: &Quantity, next: &Quantity) -> bool {
    let between = text.get(quantity.range.end..next.range.start).unwrap_or_default();
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    let groups = ["世帯", "組", "事業所", "件", "家庭"].iter().any(|unit| counted.ends_with(unit));
    let sheets = groups || ["枚", "冊", "通"].iter().any(|unit| counted.ends_with(unit));
    let next_counted = text.get(next.range.clone()).unwrap_or_default();
    let sums = between == "、" && next_counted.starts_with('計') && next_counted.ends_with('分');
    // 顧問先61社の|従業員とその家族 計2,947名
    let is_of_companies = counted.contains('社')
        && (between.is_empty() || between.starts_with('の'))
        && !between.contains(['、', '。']);
    let says = |words: &[&str]| {
        let said = between.trim_start_matches(['(', '、', ' ', 'で']);
        words.iter().any(|word| said.starts_with(word))
    };
    // 延べ312名、重複を除いて174名
    let is_repeated = counted.contains("延べ") || counted.contains("のべ");
    let is_gross = between.starts_with("(重複")
        || between.starts_with("(実人数")
        || is_repeated && says(&["重複", "重な", "実人数", "実数", "実際の", "名寄せ"]);
    quantity.count.unit == Unit::Records
        && (groups && (between.is_empty() || between == "の")
            || next.count.unit == Unit::People && is_of_companies
            || next.count.unit == Unit::People && (sheets && sums || is_gross))
}

/// Whether a few sheets, volumes or pairs are counted, or what is left over: 書類1枚, 残る2枚.
pub(super) fn is_piece(text: &str, quantity: &Quantity) -> bool {
    let head = text.get(..quantity.range.start).unwrap_or_default();
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    let is_sheet = ["枚", "冊", "点"].iter().any(|unit| counted.ends_with(unit));
    let is_pair = counted.ends_with('組');
    let is_left = ["残る", "残り", "残りの"].iter().any(|word| head.ends_with(word));
    // So few who are said to be there did something: 番号を入れた方が2名いらっしゃいました.
    let is_there =
        text.get(quantity.range.end..).is_some_and(|tail| tail.starts_with("いらっしゃ"));
    // 本人以外の2者: parties, as no list of victims counts them.
    let is_party = counted.ends_with('者');
    (is_sheet || is_party) && quantity.count.number() <= 5
        || is_pair && quantity.count.number() <= 3
        || is_left && (is_sheet || ["件", "通"].iter().any(|unit| counted.ends_with(unit)))
        || quantity.count.number() <= 5 && is_there
}

/// Whether a bare number of companies is counted, be they clients or others.
pub(super) fn is_companies(text: &str, quantity: &Quantity) -> bool {
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    bare(counted).ends_with('社')
}

/// Whether what is counted only held the data: 台帳3冊, the mails of a whole mailbox.
pub(super) fn is_container(text: &str, quantity: &Quantity) -> bool {
    let head = text.get(..quantity.range.start).unwrap_or_default();
    let tail = text.get(quantity.range.end..).unwrap_or_default();
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    let is_mailbox = counted.ends_with('通')
        && ["メールボックス", "受信箱", "受信トレイ", "メールサーバ"]
            .iter()
            .any(|word| head.contains(word))
        && ["あり", "が残", "が入", "が保", "で"].iter().any(|word| tail.starts_with(word));
    is_mailbox || counted.ends_with('冊')
}

/// Whether a line of a list is the sum of those above it: 合計　195名, 計5名.
pub(super) fn is_sum_row(text: &str, quantity: &Quantity) -> bool {
    let head = text.get(..quantity.range.start).unwrap_or_default();
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    let tail = text.get(quantity.range.end..).unwrap_or_default().trim_start();
    let head = head.trim_matches(|c: char| !c.is_alphanumeric());
    let is_named = ["合計", "計", "総計", "総数", "合計人数", "合計件数", "全体", "人数計"]
        .contains(&head)
        || head.is_empty()
            && ["合計", "計", "総計", "合わせて"].iter().any(|word| counted.starts_with(word));
    is_named && (tail.is_empty() || tail.starts_with(['(', '。', '※']))
}

/// The count with the qualifier that the words before it lend: 最大486組、人数にして|1,203名, and 最大
/// in the heading of a line that holds nothing but the number.
fn lent(text: &str, quantity: &Quantity, earlier: Option<&Quantity>) -> Option<Qualifier> {
    let earlier = earlier?;
    let between = text.get(earlier.range.end..quantity.range.start)?;
    let recounts =
        ["、人数にして", "、人数で", "、人数に", "、件数にして", "、件数で", "、世帯数で"]
            .iter()
            .any(|word| between.starts_with(word));
    recounts.then_some(earlier.count.qualifier)
}

/// Whether a few people do something together: 1人で送って, 係を含む3人で確かめて.
pub(super) fn act_together(text: &str, quantity: &Quantity) -> bool {
    let tail = text.get(quantity.range.end..).unwrap_or_default();
    let is_verdict = ["です", "でし", "であ", "でご", "で、", "で。", "では"]
        .iter()
        .any(|word| tail.starts_with(word));
    quantity.count.unit == Unit::People
        && quantity.count.number() <= 9
        && tail.starts_with('で')
        && tail.len() > 'で'.len_utf8()
        && !is_verdict
}

/// Whether people are a part of those counted before them in the sentence: one of others that make up
/// the sum, or an example of one or two (計24人(在籍9人、|卒業15人), 7名の…、うち|1名の, 別の|2名の).
pub(super) fn is_summand(text: &str, quantities: &[Quantity], order: usize) -> bool {
    let people = |quantity: &&Quantity| quantity.count.unit == Unit::People;
    let Some(part) = quantities.get(order).filter(people) else { return false };
    let tail = text.get(part.range.end..).unwrap_or_default();
    let head = text.get(..part.range.start).unwrap_or_default();
    let is_example = part.count.number() <= 2
        && (head.ends_with("別の") || head.ends_with("うち") && tail.starts_with('の'));
    let earlier = quantities.get(..order).unwrap_or_default();
    is_example
        && earlier.iter().any(|whole| people(&whole) && whole.count.number() > part.count.number())
        || earlier.iter().enumerate().filter(|(_, whole)| people(whole)).any(|(at, whole)| {
            let total = whole.count.number();
            let mut sum: u64 = 0;
            let rest = quantities.iter().enumerate().skip(at + 1).take(LONGEST_SUM);
            let end = rest.filter(|(_, part)| people(part)).find(|(_, part)| {
                sum = sum.saturating_add(part.count.number());
                sum >= total
            });
            sum == total && end.is_some_and(|(end, _)| end > at + 1 && end >= order)
        })
}

/// Whether a sentence only breaks a total down by item: 氏名が41件、住所が12件、電話番号が3件.
pub(super) fn is_breakdown(text: &str, quantities: &[Quantity]) -> bool {
    let items =
        ["氏名", "住所", "生年月日", "電話番号", "アドレス", "年齢", "性別", "口座", "番号"];
    let of_items = quantities.iter().filter(|quantity| {
        let head = text.get(..quantity.range.start).unwrap_or_default();
        let head = head.trim_end_matches(['が', 'は', ':', ' ', 'の']);
        items.iter().any(|item| head.ends_with(item))
    });
    of_items.count() >= 3
}

/// The noun that a number counts when it stands before: クレジットカード情報(38件), 会員様 265名.
pub(super) fn noun_before(head: &str) -> Option<String> {
    if head.ends_with("が、") || head.ends_with("は、") {
        return None;
    }
    // お客様(取り消した方を含む)30名
    let head = match head.strip_suffix(')').and_then(|inside| inside.rfind('(')) {
        Some(open) if head.len() - open <= 240 => head.get(..open)?,
        _ => head,
    };
    let head = head.trim_end_matches(|c: char| {
        matches!(c, '(' | ' ' | ':' | '、' | 'は' | 'が' | 'の' | 'を' | '計') || c.is_whitespace()
    });
    let length: usize = head
        .chars()
        .rev()
        .take(16)
        .take_while(|c| is_name_char(*c) || matches!(c, 'お' | 'ご' | 'さ' | 'ま' | '・'))
        .map(char::len_utf8)
        .sum();
    let noun = head.get(head.len() - length..)?.trim_start_matches(['さ', 'ま', '・', '-']);
    let counts =
        ["件数", "人数", "対象者数", "対象件数", "対象", "合計", "最大", "総数", "うち", "約"];
    (noun.chars().count() >= 2 && !counts.contains(&noun) && !noun.chars().all(|c| c.is_numeric()))
        .then(|| noun.to_owned())
}

/// The noun behind: 657,096件の個人情報.
pub(super) fn noun_after(tail: &str) -> Option<String> {
    let tail = tail.strip_prefix('の')?;
    let length: usize = tail
        .chars()
        .take(16)
        .take_while(|c| is_name_char(*c) || matches!(c, 'お' | 'ご'))
        .map(char::len_utf8)
        .sum();
    let noun = tail.get(..length)?;
    (noun.chars().count() >= 2).then(|| noun.to_owned())
}

/// The count as its sentence and the heading above qualify it.
pub(super) fn qualified(
    text: &str,
    quantity: &Quantity,
    earlier: Option<&Quantity>,
    at_most: bool,
) -> Count {
    let count = quantity.count;
    let head = text.get(..quantity.range.start).unwrap_or_default();
    let is_bare = !head.contains(char::is_alphanumeric);
    let lent = lent(text, quantity, earlier).or((at_most && is_bare).then_some(Qualifier::AtMost));
    match lent {
        Some(qualifier) if count.qualifier == Qualifier::Exact => {
            Count::new(count.unit, count.number(), qualifier)
        }
        _ => count,
    }
}

/// Whether a clause holds a negative that denies; 見つかっておりません says that they are lost.
pub(super) fn is_negative(tail: &str) -> bool {
    let clause = tail.find('。').and_then(|stop| tail.get(..stop)).unwrap_or(tail);
    let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    has(&["せん", "ない", "なし", "なく", "なかっ", "ず", "対象外", "除"])
        && !has(&["見つか", "ないまま", "回収でき", "なくし", "なくな"])
}

/// What a number counts, as the document spells it.
pub(super) fn what(page: &Page<'_>, number: usize, head: &str, tail: &str) -> String {
    let noun = noun_before(head).or_else(|| noun_after(tail)).unwrap_or_default();
    page_spelling(page, number, &noun)
}

/// The noun as the document itself spells it, where its folded form can be found again.
fn page_spelling(page: &Page<'_>, number: usize, noun: &str) -> String {
    let at = page.sentences.get(number).map_or(0, |sentence| sentence.range.start);
    match page.sentence(number).find(noun).filter(|_| !noun.is_empty()) {
        Some(start) => page.original(at + start..at + start + noun.len()).to_owned(),
        None => noun.to_owned(),
    }
}

/// The counter of a quantity, where it ends its line.
pub(super) fn counter<'t>(text: &'t str, quantity: &Quantity) -> &'t str {
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    let ends = text.get(quantity.range.end..).is_some_and(|tail| tail.trim().is_empty());
    let counter = counted.trim_start_matches(|c: char| !c.is_ascii_digit());
    if ends { counter.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',') } else { "" }
}

/// Whether a line ends with a number under one of the same counter in the line above: cells of a column.
pub(super) fn same_column(text: &str, quantity: &Quantity, column: &str) -> bool {
    let head = text.get(..quantity.range.start).unwrap_or_default();
    !column.is_empty()
        && counter(text, quantity) == column
        && head.ends_with(|c: char| c.is_whitespace() || matches!(c, ':' | '|' | '('))
}

/// Whether a sentence gives the sum of the numbers right above it: 合わせて4,341件に達する.
pub(super) fn is_sum_of_above(text: &str, quantity: &Quantity) -> bool {
    let head = text.get(..quantity.range.start).unwrap_or_default();
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    let tail = text.get(quantity.range.end..).unwrap_or_default();
    let sums = ["合わせて", "あわせて", "合計", "総計", "全部で", "計"];
    sums.iter().any(|word| counted.starts_with(word))
        && (head.is_empty() || head.ends_with(['、', 'は']))
        && (tail.is_empty()
            || tail.starts_with('。')
            || TOTALS.iter().any(|word| tail.starts_with(word)))
}

/// Whether a number is a part of one before it: このうち|58件は封が切られており.
pub(super) fn is_share(text: &str, quantity: &Quantity, earlier: Option<&Quantity>) -> bool {
    let from = earlier.map_or(0, |earlier| earlier.range.end);
    let head = text.get(from..quantity.range.start).unwrap_or_default();
    let tail = text.get(quantity.range.end..).unwrap_or_default();
    // 9,412件、このうち氏名などを聞き取れるものが|2,850件。
    let is_told = tail.is_empty()
        || tail.starts_with(['。', '、', ')'])
        || TOTALS.iter().any(|word| tail.starts_with(word));
    let is_subject = head.len() <= LONGEST_SHARE && head.ends_with(['が', 'は']);
    // このうち元交際相手の女性|1人については
    let noun = head.rsplit_once("うち").map_or("", |(_, noun)| noun);
    let is_named = !noun.is_empty()
        && noun.len() <= LONGEST_OF_SHARE
        && !noun.contains(['、', '。', 'が', 'は', 'を', 'に'])
        && (quantity.count.unit == Unit::Records || noun.ends_with('の') || is_person(noun));
    is_named
        || head.trim_end_matches(['、', ',', ' ', ':']).ends_with("うち")
        || is_told && is_subject && head.contains("うち")
}

/// Whether a bracket only says of how many bodies the records before it are: 印影が27件(|21法人分).
pub(super) fn is_regrouped(text: &str, quantity: &Quantity, earlier: Option<&Quantity>) -> bool {
    let Some(earlier) = earlier else { return false };
    let between = text.get(earlier.range.end..quantity.range.start).unwrap_or_default();
    let counted = text.get(quantity.range.clone()).unwrap_or_default();
    between == "("
        && earlier.count.unit == Unit::Records
        && ["法人分", "社分", "団体分", "事業者分", "施設分"]
            .iter()
            .any(|end| counted.ends_with(end))
}
