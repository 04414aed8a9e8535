//! Where a name begins and ends: the letters it is made of, spaces and kana inside it, and what is
//! grammar around it.

/// Longest name, in characters, without its legal form.
pub(super) const LONGEST: usize = 24;

/// Length of the word that is a company's name although a space keeps it from its form: SHIGETA 株式会社.
///
/// It must open the text or follow a closing bracket, and nothing that reads on as a name may stand
/// behind the form.
pub(super) fn lone_word(head: &str, form: &str) -> Option<usize> {
    let word = head.strip_suffix(' ')?;
    let length: usize =
        word.chars().rev().take(LONGEST).take_while(|c| is_name_char(*c)).map(char::len_utf8).sum();
    let lead = word.get(..word.len() - length)?.trim_end_matches(' ').chars().next_back();
    let opens = lead.is_none_or(|c| matches!(c, '】' | ']' | '\n' | ':' | '。' | '、'));
    let behind = form.strip_prefix("株式会社").or_else(|| form.strip_prefix("有限会社"));
    let behind = behind.or_else(|| form.strip_prefix("合同会社")).unwrap_or(form);
    let mut next = behind.chars();
    let ends = match next.next() {
        None | Some(' ' | '(' | '、' | '。' | '」' | '\n') => true,
        Some('は' | 'が' | 'の' | 'を' | 'に' | 'で' | 'と' | 'も' | 'へ') => {
            next.next().is_none_or(|c| !is_hiragana(c) || behind.starts_with("にお"))
        }
        _ => false,
    };
    let is_date = word.ends_with(['日', '月', '年']);
    (length > 0 && opens && ends && !is_date).then_some(length)
}

/// Start of the Latin words that a form such as Co., Ltd. belongs to.
pub(super) fn latin_before(text: &str, floor: usize, form: usize) -> Option<usize> {
    let head = text.get(floor..form)?.trim_end_matches([' ', ',']);
    // A place in brackets belongs to the name: Aoba (Thailand) Co., Ltd.
    let place = head.strip_suffix(')').and_then(|inside| {
        let open = inside.rfind('(')?;
        let word = inside.get(open + 1..)?;
        (word.len() <= 20 && word.chars().all(|c| c.is_ascii_alphabetic() || c == ' '))
            .then_some(open)
    });
    let solid = place.and_then(|open| head.get(..open)).unwrap_or(head);
    let length: usize = solid
        .chars()
        .rev()
        .take(40)
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '&' | '-' | '.' | '\''))
        .map(char::len_utf8)
        .sum();
    let name = head.get(solid.len() - length..)?.trim_start_matches([' ', '.', '-', '&']);
    (name.len() >= 2).then(|| floor + head.len() - name.len())
}

/// Whether a name says no more than "this town", "our bank", "each school".
pub(super) fn is_self_reference(name: &str) -> bool {
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|c| "当本同各他全弊貴御某両該我自".contains(c));
    let form = chars.as_str();
    let forms = [
        "財団",
        "学会",
        "協会",
        "大学",
        "病院",
        "銀行",
        "学園",
        "組合",
        "協同組合",
        "金庫",
        "信用金庫",
        "信用組合",
        "医院",
        "クリニック",
        "薬局",
        "研究所",
        "商工会",
        "商工会議所",
        "連合会",
        "高校",
        "中学校",
        "小学校",
        "幼稚園",
        "保育園",
        "図書館",
        "教育委員会",
    ];
    first && (form.chars().count() <= 1 || forms.contains(&form))
}

/// End of a name that opens a short line and ends at its first gap: a signature.
pub(super) fn signed(text: &str, start: usize, form: usize) -> Option<usize> {
    let opens_line = text.get(..start)?.trim().is_empty();
    let tail = text.get(form..)?;
    if !opens_line || text.chars().take(50).count() >= 50 || text.contains('。') {
        return None;
    }
    let skipped = tail.len() - tail.trim_start().len();
    let name = tail.trim_start();
    let end = name.find([' ', '(', '、', '「', ':']).unwrap_or(name.trim_end().len());
    let word = name.get(..end)?;
    let plain = word.chars().all(|c| is_name_char(c) || is_hiragana(c) || c == '・');
    let clause = ["は", "が", "を", "に", "について", "における"]
        .iter()
        .any(|word| name.ends_with(word) || name.contains("について"));
    // 株式会社甲と株式会社乙: two names.
    let is_list = word.contains("会社") || word.contains("法人");
    (plain && !clause && !is_list && (2..=20).contains(&word.chars().count()))
        .then_some(form + skipped + end)
}

/// End of the name that begins after its form.
pub(super) fn after(text: &str, form: usize) -> Option<usize> {
    let tail = text.get(form..)?;
    let skipped = tail.len() - tail.strip_prefix(' ').unwrap_or(tail).len();
    let name = tail.get(skipped..)?;
    let mut end = 0;
    let mut solid = false;
    let mut inside = 0;
    for (count, (at, c)) in name.char_indices().enumerate() {
        let is_kana = is_hiragana(c);
        let is_dot = matches!(c, '・' | '.') && joins_words(name, at, c);
        // 株式会社Blue Harbor Works: words in Latin letters belong together.
        let is_dot = is_dot || c == ' ' && joins_latin(name, at);
        if count >= LONGEST || !(is_name_char(c) || is_kana || is_dot) {
            break;
        }
        if is_kana && solid && at >= inside {
            inside = kana_inside(name.get(..at)?, name.get(at..)?).map_or(0, |length| at + length);
            if inside == 0 {
                break;
            }
        }
        if !is_kana && !solid {
            if opens_predicate(
                name.get(..at).unwrap_or_default(),
                name.get(at..).unwrap_or_default(),
            ) {
                break;
            }
            solid = true;
        }
        end = at + c.len_utf8();
    }
    let mut word = name.get(..end)?;
    if !solid {
        // Only kana: a particle at the end is not part of the name.
        for particle in [
            "において",
            "により",
            "から",
            "より",
            "では",
            "には",
            "は",
            "が",
            "を",
            "に",
            "へ",
            "と",
            "の",
            "で",
        ] {
            if let Some(rest) = word.strip_suffix(particle).filter(|rest| rest.chars().count() >= 2)
            {
                word = rest;
                break;
            }
        }
        if word.chars().count() > 10 {
            return None;
        }
    }
    for tail in [
        "等",
        "様",
        "宛",
        "殿",
        "製",
        "提供",
        "内",
        "側",
        "社員",
        "代表取締役",
        "お客様相談窓口",
        "個人情報",
        "コールセンター",
        "担当",
    ] {
        if let Some(rest) = word.strip_suffix(tail).filter(|rest| rest.chars().count() >= 2) {
            word = rest;
        }
    }
    (word.chars().count() >= 1).then_some(form + skipped + word.len())
}

/// Whether a particle and a predicate follow a name in kana: ゆずりは|に再委託; not おおが|き電算.
fn opens_predicate(kana: &str, rest: &str) -> bool {
    let predicates = [
        "再委託",
        "委託",
        "発表",
        "公表",
        "提供",
        "運営",
        "開発",
        "攻撃",
        "不正",
        "保有",
        "管理",
        "受",
        "保管",
        "紛失",
        "実施",
        "依頼",
        "発注",
        "連絡",
        "報告",
        "対",
        "利用",
        "導入",
        "契約",
        "同",
    ];
    kana.chars().count() >= 3
        && (kana.ends_with(['に', 'へ', 'を'])
            || kana.ends_with(['が', 'は', 'と', 'の', 'で'])
                && predicates.iter().any(|word| {
                    let behind = rest.strip_prefix(word).map(|rest| rest.chars().next());
                    behind
                        .is_some_and(|next| next.is_some_and(|c| is_hiragana(c) || *word == "不正"))
                }))
}

/// Length of kana that go on a name begun in another script: まるごと in 株式会社データまるごと(…).
///
/// Kana that a particle or a verb ending may open end the name; so do kana with nothing behind that
/// would tell where the name stops.
pub(super) fn kana_inside(head: &str, tail: &str) -> Option<usize> {
    let joins =
        head.ends_with(['及', '並', '又', '且', '向', '宛', '付', '受', '行', '用', '使', '取']);
    let length: usize =
        tail.chars().take(10).take_while(|c| is_hiragana(*c)).map(char::len_utf8).sum();
    let kana = tail.get(..length)?;
    let opens_with = |words: &[&str]| words.iter().any(|word| kana.starts_with(word));
    let is_grammar = opens_with(&[
        "は",
        "が",
        "を",
        "に",
        "へ",
        "と",
        "の",
        "で",
        "や",
        "も",
        "から",
        "より",
        "まで",
        "など",
        "また",
        "および",
        "ならび",
        "する",
        "した",
        "して",
        "され",
        "さん",
        "さま",
        "いた",
        "ある",
        "です",
        "ほか",
        "だけ",
    ]);
    // Two kana may be no more than an ending.
    let is_ending = opens_with(&["ご", "お", "か", "な", "ら", "い", "こ", "そ", "つ", "ま"]);
    let behind = tail.get(length..)?.chars().next();
    let closes = behind.is_none_or(|c| matches!(c, '(' | ' ' | '」' | '\n'));
    // 県民生協はるかぜ(…): what a bracket explains is a name, although は could begin a clause.
    let is_explained = behind == Some('(') && count_of(kana) >= 3 && may_open_name(kana);
    let count = count_of(kana);
    let is_word = is_explained || !is_grammar && (count >= 3 || count == 2 && !is_ending);
    let goes_on = behind.is_some_and(is_name_char);
    // 里山ひろばの件: the last kana is a particle.
    let stem = kana.strip_suffix(['の', 'は', 'が', 'を', 'に', 'で', 'と', 'も', 'へ']);
    if let Some(stem) = stem.filter(|stem| is_word && goes_on && stem.chars().count() >= 3) {
        return Some(stem.len());
    }
    // 学び舎, 結び屋: one letter that is no particle stands inside a word; 及び and 並び join names.
    let is_inside = count == 1 && goes_on && !is_grammar && !joins;
    (is_inside || is_word && (closes || goes_on)).then_some(length)
}

fn count_of(kana: &str) -> usize {
    kana.chars().count()
}

pub(super) fn is_hiragana(c: char) -> bool {
    ('ぁ'..='ん').contains(&c) || matches!(c, 'ゝ' | 'ゞ')
}

/// Whether a dot stands inside a name: between katakana (アド・ワークス) or Latin letters (ツナグ.com).
pub(super) fn joins_words(name: &str, at: usize, dot: char) -> bool {
    let fits = |c: char| {
        if dot == '.' {
            c.is_ascii_alphanumeric()
        } else {
            ('ァ'..='ー').contains(&c) || c.is_ascii_alphanumeric()
        }
    };
    let before = name.get(..at).and_then(|head| head.chars().next_back());
    let after = name.get(at + dot.len_utf8()..).and_then(|tail| tail.chars().next());
    let before_fits = before.is_some_and(|c| fits(c) || dot == '.' && ('ァ'..='ー').contains(&c));
    before_fits && after.is_some_and(fits)
}

/// Whether a space stands between two words in Latin letters.
pub(super) fn joins_latin(text: &str, space: usize) -> bool {
    let before = text.get(..space).and_then(|head| head.chars().next_back());
    let after = text.get(space + 1..).and_then(|tail| tail.chars().next());
    before.is_some_and(|c| c.is_ascii_alphabetic())
        && after.is_some_and(|c| c.is_ascii_alphabetic())
}

/// Words that begin no name.
const FUNCTION_WORDS: [&str; 13] = [
    "この",
    "その",
    "また",
    "なお",
    "さらに",
    "および",
    "ならびに",
    "する",
    "した",
    "いる",
    "ある",
    "による",
    "たび",
];

/// Whether kana begin as one of these words does.
pub(super) fn starts_with_any(kana: &str, words: &[&str]) -> bool {
    words.iter().any(|word| kana.starts_with(word))
}

pub(super) fn starts_with_function_word(kana: &str) -> bool {
    const PARTICLES: [&str; 9] = ["の", "は", "が", "を", "に", "と", "で", "ご", "お"];
    starts_with_any(kana, &FUNCTION_WORDS) || starts_with_any(kana, &PARTICLES)
}

/// Whether kana at the head of a line may begin a name although they begin as a particle does: ときわ.
pub(super) fn may_open_name(kana: &str) -> bool {
    const OPENINGS: [&str; 15] = [
        "はじめ",
        "とりわけ",
        "とくに",
        "ところ",
        "おける",
        "において",
        "について",
        "により",
        "ほか",
        "ついては",
        "ともに",
        "のち",
        "のうち",
        "ごろ",
        "から",
    ];
    const ENDS: [&str; 11] = ["は", "が", "を", "に", "の", "で", "と", "も", "た", "る", "て"];
    !starts_with_any(kana, &FUNCTION_WORDS)
        && !starts_with_any(kana, &OPENINGS)
        && !ENDS.iter().any(|end| kana.ends_with(end))
}

/// Whether a character belongs to names: kanji, katakana, Latin, digits and the marks inside names.
pub(super) fn is_name_char(c: char) -> bool {
    matches!(c, '一'..='龥' | 'ァ'..='ヺ' | 'ー' | 'ヽ' | 'ヾ' | '々' | '〆' | '&' | '-')
        || c.is_ascii_alphanumeric()
}
