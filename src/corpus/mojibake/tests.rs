use proptest::prelude::*;

use super::*;

const SAMPLE: &str = "会員の皆様へ。このたび、弊社のサイトにおいて不正なアクセスがありました。\n\
    氏名とメールアドレスが外部から閲覧された可能性があります。ご迷惑をおかけし、お詫びします。";

/// What becomes of a text whose bytes in one encoding are read in another.
fn garbled(text: &str, right: &'static Encoding, wrong: &'static Encoding) -> String {
    let (bytes, _, _) = right.encode(text);
    wrong.decode_without_bom_handling(&bytes).0.into_owned()
}

#[test]
fn what_was_read_wrongly_is_undone() {
    fn check(right: &'static Encoding, wrong: &'static Encoding) {
        let text = garbled(SAMPLE, right, wrong);
        assert_eq!(
            mended(&text).as_deref(),
            Ok(SAMPLE),
            "{} {} {text}",
            right.name(),
            wrong.name()
        );
    }
    check(UTF_8, WINDOWS_1252);
    check(SHIFT_JIS, WINDOWS_1252);
    check(EUC_JP, WINDOWS_1252);
}

#[test]
fn utf8_read_as_shift_jis_is_mended_or_refused() {
    // Each line has only bytes that pair up in Shift_JIS, so that nothing was lost.
    let whole = "ここでは、まだまだこのことをあとでまたあらためてかきます。";
    let text = garbled(whole, UTF_8, SHIFT_JIS);
    assert!(text.contains('縺'), "{text}");
    match mended(&text) {
        Ok(found) => assert!(found.matches('\u{FFFD}').count() * 50 <= whole.chars().count()),
        Err(Garbled) => assert!(text.contains('\u{FFFD}')),
    }
    // Many bytes were lost when they were saved.
    let lost: String = garbled(SAMPLE, UTF_8, SHIFT_JIS)
        .chars()
        .map(|c| if c > '\u{9000}' { '?' } else { c })
        .collect();
    assert_eq!(mended(&lost), Err(Garbled));
}

#[test]
fn texts_that_are_well_stay_as_they_are() {
    let rows = [
        SAMPLE,
        "",
        "plain ASCII",
        "文字化けの例：「縺ゅ↑縺」と表示されます。設定をご確認ください。",
        "繧繝と縺は珍しい漢字です。",
        "Déclaration d'incident : données exposées à des tiers, été, où, ça",
        "ﾊﾝｶｸｶﾅ ﾉ ﾒｲﾎﾞ ｦ ｺﾞｿｳｼﾝ ｼﾏｼﾀ",
        "ﾊﾝｶｸ名簿",
        "“quoted” – text™ … ‘x’ €5",
    ];
    for text in rows {
        assert_eq!(mended(text).as_deref(), Ok(text));
    }
}

proptest! {
    #[test]
    fn japanese_is_never_touched(text in "[ぁ-んァ-ヶ一-龠、。a-z0-9\n]{0,200}") {
        prop_assume!(!text.contains(['縺', '繧', '繝']));
        let found = mended(&text);
        prop_assert_eq!(found.as_deref(), Ok(text.as_str()));
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), garble in "[縺繧繝ｦ-ﾟ€\u{80}-\u{FF}]{0,50}") {
        let _ = mended(&text);
        let _ = mended(&garble);
    }
}
