use super::super::Folder;
use super::ANALYZER;

#[test]
fn spellings_fold_to_one() {
    fn check(text: &str, expected: &str) {
        let folded = ANALYZER.folder().fold(text);
        assert_eq!(folded.text(), expected, "{text}");
        assert_eq!(folded.original(0..folded.text().len()), 0..text.len(), "{text}");
    }
    // characters
    check("", "");
    check("漏えいした情報", "漏えいした情報");
    check("ＡＢＣ　ａｂｃ１２３", "abc abc123");
    check("ﾊﾞｯｸｱｯﾌﾟ", "バックアップ");
    check("か\u{3099}い", "がい");
    check("カﾞイ", "ガイ");
    check("㈱東玉", "(株)東玉");
    check("①経緯", "1経緯");
    check("個\u{200B}人\u{FEFF}情\u{AD}報", "個人情報");
    check("\u{FEFF}本日", "本日");
    check("葛\u{E0100}飾区", "葛飾区");
    check("8月20日〜9月12日～", "8月20日~9月12日~");
    check("03‐1234−5678", "03-1234-5678");
    check("J\u{30C}", "\u{1F0}");
    check("㌔", "キロ");
    check("\u{FDFA}", "\u{FDFA}");
    // katakana
    check("サーバー", "サーバ");
    check("ｻｰﾊﾞｰ", "サーバ");
    check("サ-バ", "サーバ");
    check("サ−バの", "サーバの");
    check("サ―バ", "サーバ");
    check("パスワ-ド", "パスワード");
    check("コピー", "コピー");
    check("カバー", "カバー");
    check("キー", "キー");
    check("シャワー", "シャワー");
    check("メンバー", "メンバ");
    check("メモリーとエラー", "メモリとエラー");
    check("サーバーー", "サーバ");
    check("すごーーーい", "すごーーーい");
    check("ーーーー", "ーーーー");
    check("ウィルスとウイルス", "ウイルスとウイルス");
    check("ソフトウエア", "ソフトウェア");
    check("ランサムウエアー", "ランサムウェア");
    check("フイッシング", "フィッシング");
    check("セキュリテイ", "セキュリティ");
    check("ヴァイオリンとヴ", "バイオリンとブ");
    check("インタヴュー", "インタビュ");
    check("ビルヂング", "ビルジング");
    check("ステイ", "スティ");
    check("チケット", "チケット");
    check("ツール", "ツール");
    // variants
    check("情報漏洩", "情報漏えい");
    check("のろうえい", "の漏えい");
    check("漏洩(ろうえい)", "漏えい");
    check("改竄されカイザン", "改ざんされカイザン");
    check("たかいざんねん", "たかいざんねん");
    check("なおそれ以外", "なおそれ以外");
    check("漏えいのおそれ", "漏えいの恐れ");
    check("クレカの", "クレジットカードの");
    check("クレカード", "クレカード");
    check("PWとPWR", "パスワードとpwr");
    check("ＷＥＢサイト", "ウェブサイト");
    check("WebEx", "webex");
    check("セキュリティーコード", "セキュリティコード");
    check("お問合せ", "お問い合わせ");
    check("お詫び", "お詫び");
    check("申込書、申込む", "申し込み書、申し込む");
    check("当社HP上", "当社ホームページ上");
    check("HP", "hp");
    check("エモテットとEMOTET", "emotetとemotet");
    check("個人番号カード", "マイナンバーカード");
    check("第二報", "第2報");
    check("法令にのっとり", "法令にのっとり");
    check("健", "健");
    check("見", "見");
}

#[test]
fn folded_places_lead_back() {
    fn check(text: &str, folded: &str, original: &str) {
        let fold = ANALYZER.folder().fold(text);
        let at = fold.text().find(folded).expect(text);
        let range = fold.original(at..at + folded.len());
        assert_eq!(text.get(range.clone()), Some(original), "{text}");
        assert!(fold.folded(range.start) <= at, "{text}");
    }
    check("当社のＷＥＢサイトが改竄された", "ウェブ", "ＷＥＢ");
    check("当社のＷＥＢサイトが改竄された", "サイト", "サイト");
    check("当社のＷＥＢサイトが改竄された", "改ざん", "改竄");
    check("当社のＷＥＢサイトが改竄された", "された", "された");
    check("ﾊﾞｯｸｱｯﾌﾟとﾃﾞｰﾀ", "データ", "ﾃﾞｰﾀ");
    check("自社サーバー内", "サーバ", "サーバー");
    check("自社サーバー内", "内", "内");
    check("㈱東玉", "株", "㈱");
    check("㈱東玉", "東玉", "東玉");
    check("個\u{200B}人情報", "人情", "人情");
    check("ヴァイオリン", "バ", "ヴァ");
    check("İstanbul市", "市", "市");
    check("電子メールアドレス等", "メールアドレス", "電子メールアドレス");
}

#[test]
fn ranges_that_do_not_exist_are_cut_to_characters() {
    let fold = ANALYZER.folder().fold("漏洩した");
    assert_eq!(fold.original(1..2), 0..6);
    assert_eq!(fold.original(0..1000), 0..12);
    assert_eq!(fold.original(1000..2000), 12..12);
    assert_eq!(fold.folded(1000), fold.text().len());
}

#[test]
fn a_folder_without_variants_leaves_words_alone() {
    assert_eq!(Folder::default().fold("ＷＥＢの漏洩").text(), "webの漏洩");
}
