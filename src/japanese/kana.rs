//! How words sound, as kana and Latin letters write it.
//!
//! A **reading** is spelled in katakana. Its **sound** is coarser: long vowels count as short ones and
//! what romanisations write alike is one, so that "roei", "rouei" and "rōei" meet in ロエイ.

/// The katakana of a text that is all kana; `None` if it holds anything else, or nothing.
///
/// ヂ and ヅ are written ジ and ズ, as they sound.
pub fn katakana(text: &str) -> Option<String> {
    let kana: Option<String> = text.chars().map(letter).collect();
    kana.filter(|kana| !kana.is_empty())
}

fn letter(character: char) -> Option<char> {
    match character {
        'ぢ' | 'ヂ' => Some('ジ'),
        'づ' | 'ヅ' => Some('ズ'),
        'ぁ'..='ゖ' => char::from_u32(u32::from(character) + 0x60),
        'ァ'..='ヺ' | 'ー' => Some(character),
        _ => None,
    }
}

/// The sound of a reading in katakana.
///
/// A vowel that only lengthens the one before is dropped (トウケン, トーケン and トケン sound alike), but not
/// the イ of エイ, which romanisations write. ヲ is オ; ティ and ディ are チ and ジ, as in the official
/// romanisation; a ッ is kept.
pub fn sound(reading: &str) -> String {
    let mut sound = String::with_capacity(reading.len());
    let mut vowel = None;
    let mut letters = reading.chars().peekable();
    while let Some(letter) = letters.next() {
        let letter = match (letter, letters.peek()) {
            ('ー', _) => continue,
            ('テ', Some('ィ')) => {
                letters.next();
                'チ'
            }
            ('デ', Some('ィ')) => {
                letters.next();
                'ジ'
            }
            ('ヲ', _) => 'オ',
            ('ヂ', _) => 'ジ',
            ('ヅ', _) => 'ズ',
            ('ヴ', _) => 'ブ',
            (letter, _) => letter,
        };
        let lengthens = matches!(
            (vowel, letter),
            (Some('o'), 'ウ' | 'オ')
                | (Some('u'), 'ウ')
                | (Some('a'), 'ア')
                | (Some('i'), 'イ')
                | (Some('e'), 'エ')
        );
        let small = matches!(letters.peek(), Some('ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ'));
        if lengthens && !small {
            continue;
        }
        vowel = vowel_of(letter);
        sound.push(letter);
    }
    sound
}

fn vowel_of(letter: char) -> Option<char> {
    const ROWS: [(char, &str); 5] = [
        ('a', "アァカガサザタダナハバパマヤャラワヮ"),
        ('i', "イィキギシジチヂニヒビピミリ"),
        ('u', "ウゥクグスズツヅヌフブプムユュルヴ"),
        ('e', "エェケゲセゼテデネヘベペメレ"),
        ('o', "オォコゴソゾトドノホボポモヨョロヲ"),
    ];
    ROWS.into_iter().find(|(_, row)| row.contains(letter)).map(|(vowel, _)| vowel)
}

/// The katakana that romanised Japanese stands for; `None` for what is no such spelling.
///
/// Hepburn, the official romanisation and what keyboards take: shi and si, tsu and tu, ja and zya, n' and nn,
/// a doubled consonant for ッ, m for ン before b, m and p, ā for a long vowel. Letters of either case.
pub fn from_romaji(text: &str) -> Option<String> {
    let letters = plain(text)?;
    let mut kana = String::new();
    let mut rest = letters.as_str();
    while let Some(first) = rest.chars().next() {
        let after = rest.get(1..)?;
        let second = after.chars().next();
        if let Some((spelling, syllable)) = syllable(rest) {
            kana.push_str(syllable);
            rest = rest.get(spelling..)?;
            continue;
        }
        rest = match (first, second) {
            ('n', Some('\'')) => after.get(1..)?,
            // toukenn, but konna: a vowel takes the second n.
            ('n', Some('n')) if !after.get(1..)?.starts_with(is_vowel) => after.get(1..)?,
            ('n', _) | ('m', Some('b' | 'm' | 'p')) => after,
            ('t', Some('c')) => after,
            (first, Some(second)) if first == second && !is_vowel(first) => after,
            ('-', _) => after,
            _ => return None,
        };
        kana.push(match (first, second) {
            ('n' | 'm', _) if first == 'n' || second.is_some_and(|next| "bmp".contains(next)) => {
                'ン'
            }
            ('-', _) => 'ー',
            _ => 'ッ',
        });
    }
    Some(kana).filter(|kana| !kana.is_empty())
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'i' | 'u' | 'e' | 'o')
}

/// Lower-case letters a to z, apostrophes and hyphens; a vowel with a bar or hat is written with ー.
fn plain(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        let long = match letter {
            'a'..='z' | '\'' | '-' => {
                plain.push(letter);
                continue;
            }
            'ā' | 'â' => 'a',
            'ī' | 'î' => 'i',
            'ū' | 'û' => 'u',
            'ē' | 'ê' => 'e',
            'ō' | 'ô' => 'o',
            '’' => {
                plain.push('\'');
                continue;
            }
            _ => return None,
        };
        plain.push(long);
        plain.push('-');
    }
    plain.starts_with(|first: char| first.is_ascii_lowercase()).then_some(plain)
}

/// The longest spelling of a syllable that begins a text, in bytes, and its katakana.
fn syllable(text: &str) -> Option<(usize, &'static str)> {
    (1..=4).rev().find_map(|length| {
        let spelling = text.get(..length)?;
        let at = SYLLABLES.binary_search_by(|(known, _)| (*known).cmp(spelling)).ok()?;
        SYLLABLES.get(at).map(|(_, kana)| (length, *kana))
    })
}

/// Spellings of syllables, sorted.
const SYLLABLES: &[(&str, &str)] = &[
    ("a", "ア"),
    ("ba", "バ"),
    ("be", "ベ"),
    ("bi", "ビ"),
    ("bo", "ボ"),
    ("bu", "ブ"),
    ("bya", "ビャ"),
    ("byo", "ビョ"),
    ("byu", "ビュ"),
    ("cha", "チャ"),
    ("che", "チェ"),
    ("chi", "チ"),
    ("cho", "チョ"),
    ("chu", "チュ"),
    ("cya", "チャ"),
    ("cyo", "チョ"),
    ("cyu", "チュ"),
    ("da", "ダ"),
    ("de", "デ"),
    ("dhi", "ディ"),
    ("di", "ジ"),
    ("do", "ド"),
    ("du", "ズ"),
    ("dya", "ジャ"),
    ("dyo", "ジョ"),
    ("dyu", "ジュ"),
    ("dzu", "ズ"),
    ("e", "エ"),
    ("fa", "ファ"),
    ("fe", "フェ"),
    ("fi", "フィ"),
    ("fo", "フォ"),
    ("fu", "フ"),
    ("fya", "フャ"),
    ("fyo", "フョ"),
    ("fyu", "フュ"),
    ("ga", "ガ"),
    ("ge", "ゲ"),
    ("gi", "ギ"),
    ("go", "ゴ"),
    ("gu", "グ"),
    ("gya", "ギャ"),
    ("gyo", "ギョ"),
    ("gyu", "ギュ"),
    ("ha", "ハ"),
    ("he", "ヘ"),
    ("hi", "ヒ"),
    ("ho", "ホ"),
    ("hu", "フ"),
    ("hya", "ヒャ"),
    ("hyo", "ヒョ"),
    ("hyu", "ヒュ"),
    ("i", "イ"),
    ("ja", "ジャ"),
    ("je", "ジェ"),
    ("ji", "ジ"),
    ("jo", "ジョ"),
    ("ju", "ジュ"),
    ("jya", "ジャ"),
    ("jyo", "ジョ"),
    ("jyu", "ジュ"),
    ("ka", "カ"),
    ("ke", "ケ"),
    ("ki", "キ"),
    ("ko", "コ"),
    ("ku", "ク"),
    ("kya", "キャ"),
    ("kyo", "キョ"),
    ("kyu", "キュ"),
    ("ma", "マ"),
    ("me", "メ"),
    ("mi", "ミ"),
    ("mo", "モ"),
    ("mu", "ム"),
    ("mya", "ミャ"),
    ("myo", "ミョ"),
    ("myu", "ミュ"),
    ("na", "ナ"),
    ("ne", "ネ"),
    ("ni", "ニ"),
    ("no", "ノ"),
    ("nu", "ヌ"),
    ("nya", "ニャ"),
    ("nyo", "ニョ"),
    ("nyu", "ニュ"),
    ("o", "オ"),
    ("pa", "パ"),
    ("pe", "ペ"),
    ("pi", "ピ"),
    ("po", "ポ"),
    ("pu", "プ"),
    ("pya", "ピャ"),
    ("pyo", "ピョ"),
    ("pyu", "ピュ"),
    ("ra", "ラ"),
    ("re", "レ"),
    ("ri", "リ"),
    ("ro", "ロ"),
    ("ru", "ル"),
    ("rya", "リャ"),
    ("ryo", "リョ"),
    ("ryu", "リュ"),
    ("sa", "サ"),
    ("se", "セ"),
    ("sha", "シャ"),
    ("she", "シェ"),
    ("shi", "シ"),
    ("sho", "ショ"),
    ("shu", "シュ"),
    ("si", "シ"),
    ("so", "ソ"),
    ("su", "ス"),
    ("sya", "シャ"),
    ("syo", "ショ"),
    ("syu", "シュ"),
    ("ta", "タ"),
    ("te", "テ"),
    ("thi", "ティ"),
    ("ti", "チ"),
    ("to", "ト"),
    ("tsa", "ツァ"),
    ("tsu", "ツ"),
    ("tu", "ツ"),
    ("tya", "チャ"),
    ("tyo", "チョ"),
    ("tyu", "チュ"),
    ("u", "ウ"),
    ("va", "バ"),
    ("ve", "ベ"),
    ("vi", "ビ"),
    ("vo", "ボ"),
    ("vu", "ブ"),
    ("wa", "ワ"),
    ("we", "ウェ"),
    ("wha", "ウァ"),
    ("wi", "ウィ"),
    ("wo", "オ"),
    ("ya", "ヤ"),
    ("yo", "ヨ"),
    ("yu", "ユ"),
    ("za", "ザ"),
    ("ze", "ゼ"),
    ("zi", "ジ"),
    ("zo", "ゾ"),
    ("zu", "ズ"),
    ("zya", "ジャ"),
    ("zyo", "ジョ"),
    ("zyu", "ジュ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_sorted() {
        assert!(SYLLABLES.is_sorted_by(|(a, _), (b, _)| a < b));
    }

    #[test]
    fn romaji_becomes_katakana() {
        #[track_caller]
        fn check(text: &str, kana: Option<&str>) {
            assert_eq!(from_romaji(text).as_deref(), kana, "{text}");
        }
        check("rouei", Some("ロウエイ"));
        check("roei", Some("ロエイ"));
        check("rōei", Some("ローエイ"));
        check("toukenn", Some("トウケン"));
        check("token", Some("トケン"));
        check("konna", Some("コンナ"));
        check("kon'ya", Some("コンヤ"));
        check("ransamuwea", Some("ランサムウェア"));
        check("shimbun", Some("シンブン"));
        check("gakkou", Some("ガッコウ"));
        check("matchi", Some("マッチ"));
        check("syazyouarasi", Some("シャジョウアラシ"));
        check("shajouarashi", Some("シャジョウアラシ"));
        check("hu", Some("フ"));
        check("kaado", Some("カアド"));
        check("ka-do", Some("カード"));
        check("Denshi", Some("デンシ"));
        check("phishing", None);
        check("support", None);
        check("scam", None);
        check("2023", None);
        check("漏えい", None);
        check("", None);
        check("-", None);
    }

    #[test]
    fn long_vowels_sound_like_short_ones() {
        #[track_caller]
        fn check(reading: &str, expected: &str) {
            assert_eq!(sound(reading), expected, "{reading}");
        }
        check("ロウエイ", "ロエイ");
        check("ローエイ", "ロエイ");
        check("トウケン", "トケン");
        check("トオリ", "トリ");
        check("ケイサツ", "ケイサツ");
        check("シャジョウアラシ", "シャジョアラシ");
        check("サーバ", "サバ");
        check("ティー", "チ");
        check("ウェア", "ウェア");
        check("ソウウェブ", "ソウェブ");
        check("", "");
    }

    #[test]
    fn kana_are_written_as_katakana() {
        #[track_caller]
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(katakana(text).as_deref(), expected, "{text}");
        }
        check("ろうえい", Some("ロウエイ"));
        check("トウケン", Some("トウケン"));
        check("つづき", Some("ツズキ"));
        check("漏えい", None);
        check("", None);
    }
}
