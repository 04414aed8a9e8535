use super::super::{PartOfSpeech, SENTENCE_GAP, Word, characters};
use super::ANALYZER;

fn words(text: &str) -> Vec<Word> {
    ANALYZER.words(text).expect("the embedded dictionary")
}

fn content(text: &str) -> Vec<Word> {
    words(text).into_iter().filter(|word| !word.stop).collect()
}

fn terms(text: &str) -> String {
    let terms: Vec<String> = content(text).into_iter().map(|word| word.term).collect();
    terms.join(" ")
}

#[test]
fn spellings_give_the_same_terms() {
    fn check(spellings: &[&str], expected: &str) {
        for spelling in spellings {
            assert_eq!(terms(spelling), expected, "{spelling}");
        }
    }
    check(&["漏洩", "漏えい", "ろうえい", "漏泄", "漏洩(ろうえい)"], "漏えい");
    check(&["改竄", "改ざん", "かいざん"], "改ざん");
    check(
        &["ＷＥＢサイト", "webサイト", "ウェブサイト", "Webサイト", "ウエブサイト"],
        "ウェブ サイト",
    );
    check(&["サーバ", "サーバー", "ｻｰﾊﾞ", "サ-バ", "ｻｰﾊﾞｰ", "サ−バ"], "サーバ");
    check(&["サーバールーム", "サーバルーム"], "サーバ ルーム");
    check(&["クレカ", "クレジットカード", "ｸﾚｼﾞｯﾄｶｰﾄﾞ"], "クレジット カード");
    check(&["セキュリティコード", "セキュリティーコード"], "セキュリティ コード");
    check(&["ランサムウェア", "ランサムウエア", "ﾗﾝｻﾑｳｪｱ", "ransomware"], "ランサムウェア");
    check(&["ウイルス", "ウィルス", "ｳｨﾙｽ"], "ウイルス");
    check(&["Emotet", "エモテット", "ＥＭＯＴＥＴ"], "emotet");
    check(&["スマホ", "スマートフォン"], "スマートフォン");
    check(&["パスワード", "PW", "パスワ-ド"], "パスワード");
    check(&["USBメモリ", "ＵＳＢメモリー", "USBフラッシュメモリ"], "usb メモリ");
    check(&["657,096件", "657096件", "６５７，０９６件"], "657096 件");
    check(&["マイナンバー", "個人番号"], "マイナンバ");
    check(&["マイナンバーカード", "個人番号カード"], "マイナンバ カード");
    check(&["情報の漏えい", "情報漏洩"], "情報 漏えい");
    check(&["漏えいした", "漏洩して", "漏えいする"], "漏えい");
}

#[test]
fn text_is_cut_into_terms() {
    fn check(text: &str, expected: &str) {
        assert_eq!(terms(text), expected, "{text}");
    }
    check("", "");
    check("。、！？ \u{3000}\n", "");
    check("ペイメントアプリケーションの改ざん", "ペイメント アプリケーション 改ざん");
    check("メタップスペイメント社", "メタップス ペイメント 社");
    check("不正アクセスを受けました", "不正 アクセス 受ける");
    check("持ち出していた", "持ち出す");
    check("接続しづらい状態が高い", "接続 状態 高い");
    check("アクセスキー", "アクセス キー");
    check("インターネットバンキング", "インターネット バンキング");
    check("インターネット", "インターネット");
    check("クロスサイト・スクリプティング", "クロス サイト スクリプティング");
    check("ジャン・ポール", "ジャン ポール");
    check("カレンダーとメンバー", "カレンダ メンバ");
    check("1.4万件", "14000 件");
    check("2023.5.8", "2023 5 8");
    check("2022年7月28日(木)", "2022 年 7 月 28 日 木");
    check("1,23", "1 23");
    check("E-mail", "メール");
    check("http://example.com/a?b=1", "http example com a b 1");
    check("(株)東玉", "株 東 玉");
    check("健", "健");
    check("健診", "健診");
}

#[test]
fn stop_words_are_marked_and_take_no_place() {
    fn check(text: &str, expected: &[(&str, u32, bool)]) {
        let words = words(text);
        let found: Vec<_> =
            words.iter().map(|word| (word.term.as_str(), word.position, word.stop)).collect();
        assert_eq!(found, expected, "{text}");
    }
    check("情報の漏えい", &[("情報", 0, false), ("の", 1, true), ("漏えい", 1, false)]);
    let far = 1 + SENTENCE_GAP;
    check("漏えい。情報", &[("漏えい", 0, false), ("情報", far, false)]);
    check("漏えい。。\n\n情報", &[("漏えい", 0, false), ("情報", far, false)]);
    check("。情報", &[("情報", 0, false)]);
    check("氏名、住所", &[("氏名", 0, false), ("住所", 1, false)]);
    check("この", &[("この", 0, true)]);
}

#[test]
fn words_know_what_they_are() {
    fn check(text: &str, part_of_speech: PartOfSpeech, known: bool) {
        let words = words(text);
        let found: Vec<_> = words.iter().map(|word| (word.part_of_speech, word.known)).collect();
        assert_eq!(found, [(part_of_speech, known)], "{text}");
    }
    check("住所", PartOfSpeech::Noun, true);
    check("東京", PartOfSpeech::ProperNoun, true);
    check("657,096", PartOfSpeech::Number, true);
    check("これ", PartOfSpeech::Pronoun, true);
    check("盗む", PartOfSpeech::Verb, true);
    check("深い", PartOfSpeech::Adjective, true);
    check("ランサムウェア", PartOfSpeech::Noun, true);
    check("メタップス", PartOfSpeech::ProperNoun, false);
}

#[test]
fn words_lead_back_to_the_original() {
    fn check(text: &str, term: &str, original: &str) {
        let word = words(text).into_iter().find(|word| word.term == term).expect(text);
        assert_eq!(text.get(word.original), Some(original), "{text}");
    }
    check("当社ＷＥＢサイトの漏洩", "漏えい", "漏洩");
    check("自社サーバーから", "サーバ", "サーバー");
    check("ｸﾚｼﾞｯﾄｶｰﾄﾞ", "カード", "ｶｰﾄﾞ");
    check("計６５７，０９６件", "657096", "６５７，０９６");
    check("持ち出していた", "持ち出す", "持ち出し");
    check("アクセスキー", "キー", "キー");
}

#[test]
fn each_character_starts_a_gram() {
    let folded = ANALYZER.folder().fold("漏洩の恐れ。健 PC1");
    let grams: Vec<_> = characters(&folded).map(|gram| (gram.term, gram.position)).collect();
    let second = 6 + SENTENCE_GAP;
    let third = second + 1 + SENTENCE_GAP;
    assert_eq!(
        grams,
        [
            ("漏え", 0),
            ("えい", 1),
            ("いの", 2),
            ("の恐", 3),
            ("恐れ", 4),
            ("れ", 5),
            ("健", second),
            ("パソ", third),
            ("ソコ", third + 1),
            ("コン", third + 2),
            ("ン1", third + 3),
            ("1", third + 4),
        ]
    );
}
