//! What the particles right behind a thing make of it: the topic, or the end of a list.

/// Whether a thing, or a short noun that carries it, is what the clause speaks about: は, も, については.
pub(super) fn is_topic(after: &str) -> bool {
    /// Longest noun between the thing and its particle, in bytes: 氏名〔の記録〕は.
    const LONGEST: usize = 60;
    let after = after.get(..after.floor_char_boundary(LONGEST)).unwrap_or_default();
    let mut depth = 0_i32;
    for (at, c) in after.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth > 0 => {}
            'は' | 'も' => return true,
            'に' => {
                let tail = after.get(at..).unwrap_or_default();
                if ["については", "につきましては", "に関しては", "についても"]
                    .iter()
                    .any(|particle| tail.starts_with(particle))
                {
                    return true;
                }
                if !tail.starts_with("に関する") && !tail.starts_with("に係る") {
                    return false;
                }
            }
            'を' | 'が' | 'で' | 'へ' | '。' | '、' | ':' => return false,
            _ => {}
        }
    }
    false
}

/// Whether a list of things ends the clause: です, で、, のみ….
pub(super) fn ends_list(after: &str) -> bool {
    let mut after = after.trim_start_matches(['」', ')', '』', '等']);
    for word in ["など", "のみ", "だけ", "の情報", "の計", "の合計", "についての情報"]
    {
        after = after.strip_prefix(word).unwrap_or(after);
    }
    let numbered =
        after.strip_prefix('の').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let after = numbered.unwrap_or(after).trim_start_matches(|c: char| c.is_ascii_digit());
    let counted = ["項目", "点", "種類", "つ"].iter().find_map(|unit| after.strip_prefix(unit));
    let after = counted.unwrap_or(after);
    [
        "です",
        "でした",
        "で、",
        "であり",
        "である",
        "であった",
        "だ。",
        "だった",
        "となり",
        "とな",
        "でございます",
        "に限",
        "。",
        "の(",
    ]
    .iter()
    .any(|ending| after.starts_with(ending))
}
