//! A corpus of any size, written as it is made: sentences of changing parts, and names, places and
//! words that go on appearing, as in real text.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Characters of names.
const KANJI: &str = "青赤白黒金銀木水火土山川田野原森林岡島浜津谷沢池井泉本村町里宮寺松竹梅桜藤菊花草葉葵春夏秋冬東西南北上中下前後内外大小高長広深新古清明光陽月星雲風雪雨空海波石岩砂玉鶴亀鷹馬牛羊鹿熊虎龍";
/// Syllables of invented words.
const KATAKANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンガギグゲゴザジズゼゾダデドバビブベボパピプペポ";
const FORMS: [&str; 6] =
    ["株式会社", "有限会社", "学校法人", "医療法人", "合同会社", "一般社団法人"];
const CAUSES: [&str; 10] = [
    "第三者による不正アクセスを受け",
    "ランサムウェアに感染し",
    "従業員が業務用のノートパソコンを紛失し",
    "メールの宛先を誤って送信し",
    "委託先の担当者が名簿を無断で持ち出し",
    "クラウドサービスの公開範囲の設定を誤り",
    "ホームページの入力画面が改ざんされ",
    "封筒の中身を取り違えて発送し",
    "退職者が顧客の一覧を持ち去り",
    "保守用の回線の脆弱性を突かれ",
];
const DATA: [&str; 10] = [
    "氏名",
    "住所",
    "電話番号",
    "メールアドレス",
    "クレジットカード番号",
    "生年月日",
    "診療の記録",
    "口座番号",
    "成績",
    "購入の履歴",
];
const STEPS: [&str; 8] = [
    "対象のサーバーを停止し、外部の専門家とともに調べております。",
    "監督官庁に報告し、所轄の警察署に相談いたしました。",
    "対象となるお客様には、書面で個別にご連絡いたします。",
    "暗証番号を変更し、接続元を限るようにいたしました。",
    "送信の前に二人で確かめる手順に改めます。",
    "本件に関する二次被害は、今のところ確認されておりません。",
    "全職員に研修を行い、規程を見直してまいります。",
    "再発防止策の進み具合は、四半期ごとに公表いたします。",
];

/// Bytes of the text of a long report: nearly as many as are read.
const LONG: usize = 4_000_000;

/// What companies tell when nothing went wrong.
const NEWS: [&str; 8] = [
    "新しい店舗を開きました。皆さまのお越しをお待ちしております。",
    "秋の催しには、近くの方々を中心に多くの方がお集まりになりました。",
    "工場の屋根に太陽光の設備を置き、来年の春から動かす予定です。",
    "地元の小学校で、社員が木工の授業を受け持ちました。",
    "新しい献立は、季節の野菜を多く使い、味を薄めに整えています。",
    "運転手の不足に備え、荷物の積み方と便の組み方を改めました。",
    "創業の頃の道具を集めた部屋を、一般の方にもご覧いただけるようにしました。",
    "駅前の工事にともない、入口の場所が変わります。",
];

/// Numbers by xorshift, the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[usize::try_from(self.below(of.len() as u64)).expect("small")]
    }

    /// A word of so many characters; few characters come often, so that words do, too.
    fn word(&mut self, of: &[char], length: u64) -> String {
        let mut one = || {
            let limit = 1 + self.below(of.len() as u64);
            of[usize::try_from(self.below(limit)).expect("small")]
        };
        (0..length).map(|_| one()).collect()
    }
}

/// Makes reports.
struct Reporter {
    numbers: Numbers,
    kanji: Vec<char>,
    katakana: Vec<char>,
}

impl Reporter {
    /// A title and a text of about so many bytes that tell of no incident.
    fn news(&mut self, size: usize) -> (String, String) {
        let name = format!("{}{}", self.numbers.one(&FORMS), self.name());
        let title = format!("{name}のたより 第{}号", self.numbers.below(10_000));
        let mut text = String::with_capacity(size + 1_000);
        while text.len() < size {
            let (place, news) = (self.name(), self.numbers.one(&NEWS));
            let length = 3 + self.numbers.below(4);
            let word = self.numbers.word(&self.katakana, length);
            let number = self.numbers.below(100_000);
            text.push_str(&format!("{place}の{word}です。{news}品番は{word}-{number}です。\n"));
        }
        (title, text)
    }

    /// A title and a text of about so many bytes that tell of an incident.
    fn report(&mut self, size: usize) -> (String, String) {
        let name = format!("{}{}", self.numbers.one(&FORMS), self.name());
        let title = format!("{}に関するお詫びとお知らせ（{name}）", self.numbers.one(&DATA));
        let mut text = String::with_capacity(size + 1_000);
        let (year, month, day) =
            (2010 + self.numbers.below(15), 1 + self.numbers.below(12), 1 + self.numbers.below(28));
        text.push_str(&format!("{year}年{month}月{day}日\n{name}\n"));
        while text.len() < size {
            self.paragraph(&mut text);
        }
        (title, text)
    }

    fn name(&mut self) -> String {
        let length = 2 + self.numbers.below(3);
        self.numbers.word(&self.kanji, length)
    }

    fn paragraph(&mut self, text: &mut String) {
        let place = self.name();
        let length = 3 + self.numbers.below(4);
        let word = self.numbers.word(&self.katakana, length);
        let (cause, data, step) =
            (self.numbers.one(&CAUSES), self.numbers.one(&DATA), self.numbers.one(&STEPS));
        let (count, month, day) =
            (self.numbers.below(100_000), 1 + self.numbers.below(12), 1 + self.numbers.below(28));
        let sentence = match self.numbers.below(5) {
            0 => format!(
                "{month}月{day}日、弊社が運営する「{word}」が{cause}、お客様の{data}{count}件が漏えいした可能性があることが判明いたしました。"
            ),
            1 => format!(
                "{place}市の{place}営業所におきまして、{cause}、{data}を含む書類{count}枚が所在不明となりました。{step}"
            ),
            2 => format!(
                "■ 対象\n{word}をご利用のお客様 {count}名分の{data}\n管理番号 {word}-{count:05}\n"
            ),
            3 => format!(
                "また、{place}支店の{word}担当が{month}月{day}日に異常を検知し、翌日、{step}"
            ),
            _ => step.to_owned(),
        };
        text.push_str(&sentence);
        text.push('\n');
    }
}

/// Writes about `size` bytes into `folder` and says how many reports they are: three fifths as one
/// file of JSON lines, a fifth as small files, a fifth as digests of up to 30 MB and reports of 4 MB.
pub(super) fn write(folder: &Path, size: u64) -> u64 {
    let mut reporter = Reporter {
        numbers: Numbers(0x9E37_79B9_7F4A_7C15),
        kanji: KANJI.chars().collect(),
        katakana: KATAKANA.chars().collect(),
    };
    fs::remove_dir_all(folder).expect("the small corpus");
    fs::create_dir_all(folder.join("pages")).expect("a folder");
    let mut reports = lines(&mut reporter, &folder.join("crawl.jsonl"), size / 5 * 3);
    reports += files(&mut reporter, &folder.join("notices"), size / 5);
    let mut left = size / 5;
    for number in 0.. {
        let length = left.min(30_000_000);
        reports += digest(&mut reporter, &folder.join(format!("pages/{number}.html")), length);
        page(&mut reporter, &folder.join(format!("pages/long-{number}.html")), LONG);
        reports += 1;
        left = left.saturating_sub(length + LONG as u64);
        if left == 0 {
            break;
        }
    }
    reports
}

fn lines(reporter: &mut Reporter, file: &Path, size: u64) -> u64 {
    let mut file = BufWriter::new(File::create(file).expect("a file"));
    let (mut reports, mut written) = (0, 0);
    while written < size {
        // Most of what a crawl brings tells of no incident.
        let (title, text) = match reports % 5 {
            0 => reporter.report(2_500),
            _ => reporter.news(2_500),
        };
        let id = format!("crawl-{reports}");
        let line = serde_json::json!({ "id": id, "title": title, "text": text }).to_string();
        writeln!(file, "{line}").expect("room on the disk");
        written += line.len() as u64 + 1;
        reports += 1;
    }
    reports
}

fn files(reporter: &mut Reporter, folder: &Path, size: u64) -> u64 {
    let (mut reports, mut written) = (0_u64, 0);
    while written < size {
        let folder = folder.join(format!("{:03}", reports / 500));
        if reports.is_multiple_of(500) {
            fs::create_dir_all(&folder).expect("a folder");
        }
        let (title, text) = reporter.report(4_000);
        let text = format!("{title}\n{text}");
        fs::write(folder.join(format!("{reports}.txt")), &text).expect("room on the disk");
        written += text.len() as u64;
        reports += 1;
    }
    reports
}

/// A digest of many incidents.
fn digest(reporter: &mut Reporter, file: &Path, size: u64) -> u64 {
    let mut file = Html::create(file, "情報漏えい事件簿まとめ");
    let mut reports = 0;
    while file.written < size {
        let (title, text) = reporter.report(2_500);
        reports += 1;
        file.write(&format!("<h2>【セキュリティ事件簿#2023-{reports:05}】{title}</h2>\n"));
        file.paragraphs(&text);
    }
    file.end();
    reports
}

/// One report of so many bytes.
fn page(reporter: &mut Reporter, file: &Path, size: usize) {
    let (title, text) = reporter.report(size);
    let mut file = Html::create(file, &title);
    file.paragraphs(&text);
    file.end();
}

/// A page of HTML under way.
struct Html {
    file: BufWriter<File>,
    written: u64,
}

impl Html {
    fn create(file: &Path, title: &str) -> Self {
        let mut html =
            Self { file: BufWriter::new(File::create(file).expect("a file")), written: 0 };
        html.write(&format!("<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><main><h1>{title}</h1>\n"));
        html
    }

    fn write(&mut self, text: &str) {
        self.file.write_all(text.as_bytes()).expect("room on the disk");
        self.written += text.len() as u64;
    }

    fn paragraphs(&mut self, text: &str) {
        for line in text.lines() {
            self.write(&format!("<p>{line}</p>\n"));
        }
    }

    fn end(mut self) {
        self.write("</main></body></html>\n");
        self.file.flush().expect("room on the disk");
    }
}
