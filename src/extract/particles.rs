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

/// Whether what follows closes a list that is all there was: 〔氏名〕と申請の日付のみであり、.
pub(super) fn closes_count(after: &str) -> bool {
    let clause = after.split(['、', '。']).next().unwrap_or_default();
    let is_link = clause.starts_with(['と', 'や', '・', 'の']);
    let closes = ["のみであり", "のみで", "のみです", "のみだった", "のみでした", "のみである"];
    let closes_alone =
        ["だけであり", "だけで", "だけです", "だけだった", "だけでした", "だけである"];
    let ends = |ends: &[&str]| ends.iter().any(|end| clause.ends_with(end));
    is_link && (ends(&closes) || ends(&closes_alone))
}

/// Whether a remark with a topic of its own is all that follows: ※医療機関名は入っておりません.
pub(super) fn is_before_remark(after: &str) -> bool {
    let mut depth = 0_i32;
    for (at, c) in after.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' | '\u{3000}' | '」' | '』' | '等' => {}
            '※' => {
                let remark = after.get(at + c.len_utf8()..).unwrap_or_default();
                let topic = remark.find(['は', 'も']).and_then(|end| remark.get(..end));
                return topic.is_some_and(|topic| {
                    !topic.is_empty()
                        && !topic.contains(['。', '、', 'が'])
                        && !["こちら", "これ", "この", "本", "同", "当該", "いずれ"]
                            .iter()
                            .any(|word| topic.contains(word))
                });
            }
            _ if depth > 0 => {}
            _ => return false,
        }
    }
    false
}
