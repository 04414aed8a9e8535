//! Parts of names that letters alone do not show: kana between their letters, dots, and the offices behind them.

use super::name_shape::{
    LONGEST, is_hiragana, is_name_char, starts_with_any, starts_with_function_word,
};

/// Forms of towns and prefectures, whose offices are written right behind their names.
pub(super) const TOWNS: [char; 8] = ['市', '町', '村', '県', '区', '府', '都', '道'];

/// Whether the rest of a line is an office or an officer of the town before it: 総務部契約課, 長, 役場.
pub(super) fn opens_office(rest: &str) -> bool {
    let length: usize = rest
        .chars()
        .take(LONGEST)
        .take_while(|c| is_name_char(*c) || is_hiragana(*c))
        .map(char::len_utf8)
        .sum();
    let office = rest.get(..length).unwrap_or_default();
    let behind = rest.get(length..).unwrap_or_default();
    let ends = ["部", "課", "室", "局", "係", "支所", "本庁"];
    let closes = behind.is_empty() || behind.starts_with([' ', '(', '\n', '・', '、', ':', '/']);
    // 青葉市営繕課の端末: kanji alone are the office, kana are grammar.
    let solid: usize =
        rest.chars().take(LONGEST).take_while(|c| is_name_char(*c)).map(char::len_utf8).sum();
    let bare = rest.get(..solid).unwrap_or_default();
    let is_acting = bare.chars().count() >= 2
        && ends.iter().any(|end| bare.ends_with(end))
        && rest.get(solid..).is_some_and(|rest| {
            rest.starts_with(['の', 'で', 'が', 'は', 'に', 'を', 'か', 'へ', 'と'])
        });
    // An office that stands for itself is a body of its own: 青葉市上下水道局.
    let own = ["水道局", "交通局", "病院局", "企業局", "消防局", "消防本部", "警察本部", "消防署"];
    let is_own = own.iter().any(|end| office.ends_with(end));
    let is_own_acting = own.iter().any(|end| bare.ends_with(end));
    let is_office = !is_own && ends.iter().any(|end| office.ends_with(end)) && closes
        || is_acting && !is_own_acting;
    let officer = rest.strip_prefix('庁').or_else(|| rest.strip_prefix("役場"));
    let officer =
        officer.or_else(|| rest.strip_prefix("役所")).or_else(|| rest.strip_prefix("知事"));
    is_office || officer.is_some_and(ends_word)
}

/// Whether the head of the body before it is named: 校長 of a school, 町長 of a town.
pub(super) fn opens_officer(rest: &str) -> bool {
    rest.strip_prefix('長').is_some_and(ends_word)
}

fn ends_word(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '(', '、', 'の', 'は', 'が', 'に', 'で', 'を'])
}

/// Length of what goes on behind a dot in a name of a public body: 独立行政法人雇用|・能力開発機構.
pub(super) fn dotted(name: &str, rest: &str) -> usize {
    let is_public = ["独立行政法人", "国立研究開発法人", "独法", "財団法人", "社団法人"]
        .iter()
        .any(|form| name.contains(form));
    let length: usize = rest
        .chars()
        .take(LONGEST)
        .take_while(|c| is_name_char(*c) || *c == '・')
        .map(char::len_utf8)
        .sum();
    let more = rest.get(..length).unwrap_or_default();
    let ends = ["機構", "研究所", "センター", "センタ", "協会", "財団", "連合会"];
    if is_public && ends.iter().any(|end| more.ends_with(end)) { length } else { 0 }
}

/// Whether bodies of a form have departments that are written right behind their names: 青葉大学教務課.
pub(super) fn has_offices(form: &str) -> bool {
    ["大学", "短期大学", "協会", "機構", "公社", "協同組合", "生活協同組合", "企業団", "広域連合"]
        .contains(&form)
}

/// Start of a name with kana between its first letters and the rest: 市立|なぎさ|病院, 南|あわじ|市, 三|つ|星証券.
pub(super) fn kana_within(
    text: &str,
    floor: usize,
    form: usize,
    start: usize,
    kana: usize,
) -> Option<usize> {
    // The kana may have been taken for a name, wholly or in part.
    let head = text.get(floor..form)?;
    let solid: usize =
        head.chars().rev().take(LONGEST).take_while(|c| is_name_char(*c)).map(char::len_utf8).sum();
    let lead = head.get(..head.len() - solid)?;
    let word = lead.get(lead.len() - kana..)?;
    let outer = lead.get(..lead.len() - kana)?;
    let run: usize = outer
        .chars()
        .rev()
        .take(LONGEST)
        .take_while(|c| is_name_char(*c))
        .map(char::len_utf8)
        .sum();
    if kana == 0 || run == 0 || start < floor {
        return None;
    }
    let before = outer.get(outer.len() - run..)?;
    let whole = floor + outer.len() - run;
    let count = word.chars().count();
    let founders =
        ["市立", "県立", "町立", "村立", "区立", "都立", "府立", "道立", "私立", "公立", "国立"];
    let is_body = !text.get(form..).is_some_and(|rest| rest.starts_with(TOWNS));
    if is_body && (2..=8).contains(&count) && founders.iter().any(|end| before.ends_with(end)) {
        return Some(whole);
    }
    let last = before.chars().next_back()?;
    let own = floor + outer.len() - last.len_utf8();
    // 三つ星, 日の出: words of two letters around one kana.
    let rest = text.get(form - solid..form)?;
    let is_counted = word == "つ" && "一二三四五六七八九".contains(last) && solid > 0;
    let is_sun = word == "の" && last == '日' && rest.starts_with(['出', '丸']);
    if is_counted || is_sun {
        return Some(own);
    }
    // 南あわじ市: one letter of a side or a size.
    let town = before.rfind(['県', '府', '都', '道']).map_or(0, |at| at + '県'.len_utf8());
    let side = before.get(town..)?;
    let ends = [
        'た', 'る', 'い', 'う', 'く', 'す', 'つ', 'の', 'な', 'と', 'が', 'は', 'を', 'に', 'で',
        'も', 'て', 'り', 'け',
    ];
    let is_town = !is_body
        && solid == 0
        && (3..=6).contains(&count)
        && side.chars().count() == 1
        && "南北東西中上下新大小奥".contains(last)
        && !word.ends_with(ends);
    is_town.then_some(own)
}

/// The kana of a name behind grammar in kana: さくら in 業務は|さくら|サービス, みなと in 任せている|みなと|電算.
///
/// Kana that may be a word of the sentence are none.
pub(super) fn kana_behind_grammar(kana: &str) -> Option<&str> {
    const VERBS: [&str; 10] = [
        "である",
        "ている",
        "ていた",
        "おります",
        "おりました",
        "いただいている",
        "する",
        "した",
        "れる",
        "れた",
    ];
    const PARTICLES: [char; 10] = ['は', 'を', 'に', 'が', 'と', 'の', 'で', 'へ', 'も', 'や'];
    const WORDS: [&str; 30] = [
        "うち",
        "ため",
        "よう",
        "こと",
        "もの",
        "ほか",
        "など",
        "もと",
        "とき",
        "ところ",
        "いわゆる",
        "いずれ",
        "すべて",
        "まで",
        "から",
        "より",
        "かつ",
        "もしくは",
        "あるいは",
        "および",
        "または",
        "ならびに",
        "さらに",
        "一部",
        "それぞれ",
        "みな",
        "さま",
        "ほう",
        "かた",
        "たち",
    ];
    // 手が|けた: the ending of a verb.
    const ENDINGS: [&str; 16] = [
        "けた", "ける", "けて", "った", "って", "いて", "んだ", "んで", "せた", "せて", "られ",
        "めた", "めて", "えた", "えて", "げた",
    ];
    // A particle and two kana.
    if kana.len() < 3 * 'は'.len_utf8() {
        return None;
    }
    let mut ends = kana.char_indices().rev().map(|(at, c)| at + c.len_utf8());
    let verb = ends.find(|end| {
        let head = kana.get(..*end).unwrap_or_default();
        head.ends_with(['る', 'た', 'す']) && VERBS.iter().any(|verb| head.ends_with(verb))
    });
    let start = verb.or_else(|| {
        let particle = kana.char_indices().find(|(_, c)| PARTICLES.contains(c));
        particle.map(|(at, c)| at + c.len_utf8())
    })?;
    let name = kana.get(start..)?;
    let is_name = (2..=8).contains(&name.chars().count())
        && !starts_with_any(name, &WORDS)
        && !starts_with_any(name, &ENDINGS)
        && !starts_with_function_word(name);
    is_name.then_some(name)
}
