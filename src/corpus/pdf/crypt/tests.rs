use super::*;

#[test]
fn rc4_gives_the_published_streams() {
    let rows: &[(&[u8], &[u8], &[u8])] = &[
        (b"Key", b"Plaintext", b"\xBB\xF3\x16\xE8\xD9\x40\xAF\x0A\xD3"),
        (b"Wiki", b"pedia", b"\x10\x21\xBF\x04\x20"),
        (b"k", b"", b""),
    ];
    for (key, plain, wanted) in rows {
        assert_eq!(rc4(key, plain), *wanted);
    }
}

#[test]
fn chained_blocks_that_are_cut_give_what_is_whole() {
    for length in [0, 5, 16, 20, 31] {
        assert_eq!(unchain::<Aes128>(&[7; 16], &vec![1; length]), b"", "{length}");
    }
    assert_eq!(unchain_whole::<Aes128>(&[7; 16], &[1; 40]).len(), 16);
    // A key of a wrong length opens nothing.
    assert_eq!(unchain::<Aes256>(&[7; 16], &[1; 64]), b"");
}
