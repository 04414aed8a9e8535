//! The marks of list items as word processors count them.

/// How the items of a list are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Numeral {
    #[default]
    Decimal,
    FullWidth,
    Circled,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    /// アイウ
    Aiueo,
    /// イロハ
    Iroha,
    /// 一二三
    Kanji,
    /// Not counted: a sign.
    Bullet,
    /// Without any mark.
    None,
}

impl Numeral {
    /// By the name of Office Open XML (`w:numFmt`).
    pub(super) fn of_word(name: &str) -> Self {
        match name {
            "bullet" => Self::Bullet,
            "none" => Self::None,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "lowerLetter" => Self::LowerLetter,
            "upperLetter" => Self::UpperLetter,
            "lowerRoman" => Self::LowerRoman,
            "upperRoman" => Self::UpperRoman,
            "aiueo" | "aiueoFullWidth" => Self::Aiueo,
            "iroha" | "irohaFullWidth" => Self::Iroha,
            "japaneseCounting"
            | "chineseCounting"
            | "ideographDigital"
            | "japaneseDigitalTenThousand" => Self::Kanji,
            _ => Self::Decimal,
        }
    }

    /// By the pattern of OpenDocument (`style:num-format`).
    pub(super) fn of_pattern(pattern: &str) -> Self {
        match pattern.chars().next() {
            None => Self::None,
            Some('１') => Self::FullWidth,
            Some('①') => Self::Circled,
            Some('a') => Self::LowerLetter,
            Some('A') => Self::UpperLetter,
            Some('i') => Self::LowerRoman,
            Some('I') => Self::UpperRoman,
            Some('ア' | 'ｱ') => Self::Aiueo,
            Some('イ' | 'ｲ') => Self::Iroha,
            Some('一' | '壱') => Self::Kanji,
            Some(_) => Self::Decimal,
        }
    }

    /// A number in these numerals; in ordinary ones beyond what they count to.
    pub(super) fn write(self, number: u32) -> String {
        let place = number.saturating_sub(1) as usize;
        let among = |signs: &str| signs.chars().nth(place).map(String::from);
        let letter = |first: u8| {
            let offset = u8::try_from(place).ok().filter(|offset| *offset < 26)?;
            Some(char::from(first + offset).to_string())
        };
        let written = match self {
            Self::Bullet | Self::None => Some(String::new()),
            Self::Decimal => None,
            Self::FullWidth => Some(
                number
                    .to_string()
                    .chars()
                    .filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0))
                    .collect(),
            ),
            Self::Circled => among("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
            Self::LowerLetter => letter(b'a'),
            Self::UpperLetter => letter(b'A'),
            Self::LowerRoman => roman(number).map(|text| text.to_lowercase()),
            Self::UpperRoman => roman(number),
            Self::Aiueo => among(
                "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
            ),
            Self::Iroha => among(
                "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
            ),
            Self::Kanji => kanji(number),
        };
        written.unwrap_or_else(|| number.to_string())
    }
}

fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value && number < 200 {
            text.push_str(sign);
            rest -= value;
        }
    }
    (!text.is_empty()).then_some(text)
}

fn kanji(number: u32) -> Option<String> {
    let digit = |n: u32| "一二三四五六七八九".chars().nth(n.checked_sub(1)? as usize);
    let (tens, ones) = (number / 10, number % 10);
    let mut text = String::new();
    if tens > 1 {
        text.extend(digit(tens));
    }
    if tens > 0 {
        text.push('十');
    }
    text.extend(digit(ones));
    (1..100).contains(&number).then_some(text)
}
