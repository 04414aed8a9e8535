//! One spelling for a katakana word that is written in several.
//!
//! Pure text in, text out: the build script of `dictionary/` includes this file, so that the
//! dictionary knows every word in the spelling that folding leaves.
//!
//! The rules, each applied inside one unbroken run of katakana:
//!
//! - A hyphen or dash between two katakana stands for ー (サ-バ, サ−バ).
//! - ヴァ ヴィ ヴ ヴェ ヴォ are written バ ビ ブ ベ ボ, ヂ is written ジ, and ウイ ウエ ウオ テイ フア
//!   フイ フエ フオ with a small vowel (ソフトウエア, フイッシング). The pairs are those that 外来語の表記
//!   (内閣告示第二号, 1991) gives as two spellings of one sound. ウイルス alone keeps its large イ,
//!   the spelling of JIS and of the law. Pairs that tell words apart (ティ/チ, ツ/トゥ, ヅ/ズ,
//!   クイ/クィ, デイ/ディ) are left alone.
//! - A final ー is dropped from a word of three or more morae without it (サーバー, メモリー, but not
//!   コピー, カバー, キー): JIS Z 8301:2008, G.6.2.2. There ー, ッ and ン count as a mora and a small
//!   letter does not.

use std::ops::Range;

/// Rewrites the katakana of `text`; `None` if it is already spelled so.
///
/// `changed` hears of each place whose length differs: the byte range before and the one after.
pub(crate) fn respell(
    text: &str,
    mut changed: impl FnMut(Range<usize>, Range<usize>),
) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    let mut units: Vec<Unit> = Vec::new();
    let mut at = 0;
    while let Some(run) = next_run(text, at) {
        at = run.end;
        if !read_run(text, &run, &mut units) {
            continue;
        }
        out.push_str(text.get(copied..run.start).unwrap_or_default());
        for (index, unit) in units.iter().enumerate() {
            let end = units.get(index + 1).map_or(run.end, |next| next.start);
            let start = out.len();
            out.push(unit.character);
            if end - unit.start != unit.character.len_utf8() {
                changed(unit.start..end, start..out.len());
            }
        }
        copied = run.end;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Some(out)
}

/// A katakana word without the final ー that [`respell`] drops at the end of a run.
pub(crate) fn without_final_mark(word: &str) -> &str {
    let mut morae = word.chars().filter(|&c| is_mora(c)).count();
    let mut word = word;
    while let Some(shorter) = word.strip_suffix('ー') {
        morae -= 1;
        if morae < 3 {
            break;
        }
        word = shorter;
    }
    word
}

/// One character of the new spelling, and where the text it stands for starts.
struct Unit {
    start: usize,
    character: char,
}

/// The next run that starts with a katakana letter, hyphens between letters included.
fn next_run(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let start = from + rest.find(is_letter)?;
    let mut chars = text.get(start..)?.char_indices().peekable();
    let mut end = text.len();
    while let Some((offset, character)) = chars.next() {
        let inside = is_letter(character)
            || character == 'ー'
            || (is_dash(character) && chars.peek().is_some_and(|&(_, next)| is_letter(next)));
        if !inside {
            end = start + offset;
            break;
        }
    }
    Some(start..end)
}

/// Spells a run into `units`; `false` if nothing changes.
fn read_run(text: &str, run: &Range<usize>, units: &mut Vec<Unit>) -> bool {
    units.clear();
    let mut changed = false;
    let run_text = text.get(run.clone()).unwrap_or_default();
    let mut rest = run_text.char_indices();
    while let Some((offset, character)) = rest.next() {
        let start = run.start + offset;
        let after = rest.as_str();
        let (first, second) = pair(character, after);
        changed |= first != character;
        units.push(Unit { start, character: first });
        match second {
            Second::Own => {}
            Second::Joined => {
                rest.next();
                changed = true;
            }
            Second::Written(letter) => {
                if let Some((offset, old)) = rest.next() {
                    changed |= old != letter;
                    units.push(Unit { start: run.start + offset, character: letter });
                }
            }
        }
    }
    // A sound mark that no letter took (ー゛) must not come to stand after one that would.
    if text.get(run.end..).is_some_and(|rest| rest.starts_with(['\u{3099}', '\u{309A}'])) {
        return changed;
    }
    let mut morae = units.iter().filter(|unit| is_mora(unit.character)).count();
    while morae > 3 && units.last().is_some_and(|unit| unit.character == 'ー') {
        units.pop();
        morae -= 1;
        changed = true;
    }
    changed
}

/// What becomes of the letter after the one that was read.
enum Second {
    /// It is read by itself.
    Own,
    /// It is part of the first letter's new spelling.
    Joined,
    /// It is written so.
    Written(char),
}

/// The new spelling of `character` and of the one that follows it.
fn pair(character: char, after: &str) -> (char, Second) {
    let next = after.chars().next();
    match (character, next) {
        ('ヴ', Some('ァ')) => ('バ', Second::Joined),
        ('ヴ', Some('ィ')) => ('ビ', Second::Joined),
        ('ヴ', Some('ェ')) => ('ベ', Second::Joined),
        ('ヴ', Some('ォ')) => ('ボ', Second::Joined),
        ('ヴ', Some('ュ')) => ('ビ', Second::Own),
        ('ヴ', _) => ('ブ', Second::Own),
        ('ヂ', _) => ('ジ', Second::Own),
        ('ウ', Some('イ' | 'ィ')) => {
            let virus = after.chars().skip(1).take(2).eq("ルス".chars());
            ('ウ', Second::Written(if virus { 'イ' } else { 'ィ' }))
        }
        ('ウ' | 'フ', Some('エ')) => (character, Second::Written('ェ')),
        ('ウ' | 'フ', Some('オ')) => (character, Second::Written('ォ')),
        ('テ' | 'フ', Some('イ')) => (character, Second::Written('ィ')),
        ('フ', Some('ア')) => ('フ', Second::Written('ァ')),
        _ if is_dash(character) => ('ー', Second::Own),
        _ => (character, Second::Own),
    }
}

fn is_letter(character: char) -> bool {
    matches!(character, 'ァ'..='ヺ')
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '─' | '━')
}

fn is_mora(character: char) -> bool {
    !matches!(character, 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ')
}
