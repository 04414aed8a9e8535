//! What stands beside an item: what joins it to the next, its value, or the rest of the name of an office.

/// Most bytes between two items of a row.
const BETWEEN: usize = 36;

/// What stands between the items of a row.
const SEPARATORS: [&str; 19] = [
    "、",
    "・",
    "と",
    "や",
    "及び",
    "および",
    "並びに",
    "ならびに",
    "又は",
    "または",
    "もしくは",
    "/",
    "「",
    "『",
    "\t",
    " ",
    "+",
    ",",
    "&",
];

/// Whether the text between two items makes them one row.
pub(super) fn joins(between: &str) -> bool {
    if SEPARATORS.contains(&between) {
        return true;
    }
    if between.len() > BETWEEN || between.contains(['。', ':']) {
        return false;
    }
    // What stands in brackets belongs to the item before; an item in brackets stands by itself.
    if between.matches('(').count() > between.matches(')').count() {
        return false;
    }
    let mut depth = 0_i32;
    let bare: String = between
        .chars()
        .filter(|c| {
            depth += i32::from(*c == '(');
            let inside = depth > 0;
            depth -= i32::from(*c == ')');
            !inside
        })
        .collect();
    let bare = bare.trim_start_matches(['」', '』', ')', '等', ' ']);
    let bare = bare.strip_prefix("など").unwrap_or(bare);
    // ①氏名　②住所: a number is as good as a comma.
    let is_number = |c: char| c.is_numeric() || c == '.' || c == ' ';
    let separated = bare.chars().all(is_number)
        || SEPARATORS.iter().any(|separator| bare.starts_with(separator));
    let says = [
        "が、", "は、", "では", "ませ", "した", "には", "から", "され", "ため", "ので", "して",
        "ない",
    ];
    separated && bare.chars().count() <= 10 && !says.iter().any(|word| bare.contains(word))
}

/// Whether what follows is the item's own value: a contact line, not something that leaked.
pub(super) fn is_value(after: &str) -> bool {
    let body = after.trim_start();
    let value = body.strip_prefix(':').unwrap_or(body).trim_start();
    if value.len() == after.len() {
        return false;
    }
    let is_person = ["代表取締役", "取締役", "代表社員", "理事長", "株式会社"]
        .iter()
        .any(|word| value.starts_with(word));
    // 会社名　〇〇精機株式会社: who speaks.
    let is_firm = !value.contains(['、', '。', '/', '('])
        && value.chars().count() <= 24
        && ["株式会社", "有限会社", "合同会社"].iter().any(|form| value.contains(form));
    // Behind a mere space, digits may be how many there are.
    is_firm
        || is_person
        || value.starts_with('0')
        || body.starts_with(':')
            && value.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '(')
            && value.chars().take(6).all(|c| c.is_ascii())
}

/// Whether what follows makes the word a part of the name of an office: 障がい〔福祉課〕.
pub(super) fn is_of_unit(after: &str) -> bool {
    let mut kanji = after.chars().take_while(|c| ('一'..='龥').contains(c)).take(9);
    kanji.any(|c| matches!(c, '課' | '係' | '局' | '署' | '庁')) && !after.starts_with("課税")
}
