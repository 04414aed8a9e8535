use super::*;

#[test]
fn widths_come_by_code_glyph_or_guess() {
    let widths = Widths { ranges: vec![(1, 1, 0.3), (10, 20, 0.5)], default: 1.0, guessed: false };
    for (glyph, wanted) in [(0, 1.0), (1, 0.3), (2, 1.0), (10, 0.5), (20, 0.5), (21, 1.0)] {
        assert_eq!(widths.of(glyph, None), wanted, "{glyph}");
    }
    let guessed = Widths { guessed: true, ..Widths::default() };
    assert!(guessed.of(0, Some("i")) < guessed.of(0, Some("n")));
    assert!(guessed.of(0, Some("n")) < guessed.of(0, Some("W")));
}

#[test]
fn glyphs_of_characters() {
    let rows = [
        ("A", false, Some(34)),
        ("A", true, Some(264)),
        ("あ", true, Some(843)),
        ("AB", false, None),
    ];
    for (text, half_width, wanted) in rows {
        assert_eq!(glyph_of(text, half_width), wanted, "{text}");
    }
}

#[test]
fn zeros_and_private_codes_tell_nothing() {
    for (text, wanted) in
        [("名", true), ("\0", false), ("\u{E000}", false), ("", false), ("fi", true)]
    {
        assert_eq!(tells(text), wanted, "{text:?}");
    }
}
