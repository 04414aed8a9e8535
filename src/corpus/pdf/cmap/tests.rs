use super::*;

#[test]
fn codes_are_cut_by_their_spaces() {
    let map = CMap::read(
        b"3 begincodespacerange <00> <80> <8140> <9FFC> <E00000> <FFFFFF> endcodespacerange",
    );
    let rows: &[(&[u8], Option<usize>)] = &[
        (b"A", Some(1)),
        (b"\x81\x50A", Some(2)),
        // Each byte lies in its own range.
        (b"\x81\x20", None),
        (b"\xE0\0\0", Some(3)),
        (b"\xE0\0", None),
        (b"", None),
    ];
    for (bytes, wanted) in rows {
        assert_eq!(map.length(bytes), *wanted, "{bytes:?}");
    }
    assert_eq!(map.shortest(), Some(1));
    assert_eq!(CMap::default().shortest(), None);
}

#[test]
fn codes_stand_for_texts_and_glyphs() {
    let map = CMap::read(
        b"/WMode 1 def /Other-H usecmap
        2 beginbfrange <0010> <0012> <540D> <0020> <0021> [<0041> <D840DC0B>] endbfrange
        2 beginbfchar <0030> <00660069> <0031> <D840> endbfchar
        1 begincidrange <0100> <01FF> 500 endcidrange
        1 begincidchar <0300> 7 endcidchar % the end
        1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange",
    );
    let texts = [
        (0x10, Some("名")),
        (0x12, Some("吏")),
        (0x20, Some("A")),
        (0x21, Some("𠀋")),
        (0x30, Some("fi")),
        (0x31, None),
    ];
    for (code, wanted) in texts {
        assert_eq!(map.text(code).as_deref(), wanted, "{code:x}");
    }
    for (code, wanted) in [(0xFF, None), (0x105, Some(505)), (0x200, None), (0x300, Some(7))] {
        assert_eq!(map.cid(code), wanted, "{code:x}");
    }
    assert!(map.vertical);
    assert_eq!(map.parent.as_deref(), Some("Other-H"));
}

#[test]
fn mistakes_are_passed_over() {
    for body in [
        "beginbfchar <01> endbfchar",
        "beginbfchar <0102030405> <0041> (x) [] endbfchar",
        "beginbfrange <01> <02> endbfrange",
        "beginbfrange <05> <01> <0041> endbfrange",
        "endcidrange endcodespacerange usecmap def",
        "begincidchar <01> -5 endcidchar",
    ] {
        let map = CMap::read(body.as_bytes());
        assert_eq!((map.text(1), map.cid(1)), (None, None), "{body}");
    }
}
