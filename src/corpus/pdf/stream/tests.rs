use super::*;

fn params(pairs: &'static [(&str, usize)]) -> impl Fn(&str, u32) -> usize {
    move |key, default| {
        let pair = pairs.iter().find(|(name, _)| *name == key);
        pair.map_or(default as usize, |(_, value)| *value)
    }
}

#[test]
fn texts_as_data() {
    assert_eq!(hex(b"6A 69\n6B656> zz"), b"jike`");
    assert_eq!(
        ascii85(b"<~87cURD]i,\"Ebo7~>"),
        b"Hello World"[..10].iter().chain(b"d").copied().collect::<Vec<u8>>()
    );
    assert_eq!(ascii85(b"z~>"), [0; 4]);
    assert_eq!(ascii85(b"!~>"), b"");
    assert_eq!(run_length(b"\x02abc\xFEx\x80yy"), b"abcxxx");
    assert_eq!(run_length(b"\x05ab"), b"ab");
    assert_eq!(run_length(b"\xFE"), b"");
}

#[test]
fn lzw_codes() {
    // The example of ISO 32000-2, 7.4.4.2.
    assert_eq!(lzw(&[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01], true), b"-----A---B");
    assert_eq!(lzw(b"", true), b"");
    assert_eq!(lzw(&[0xFF; 9], true), b"");
}

#[test]
fn lzw_codes_grow() {
    // Written the simple way: each byte a code, so that the table grows beyond nine bits.
    let check = |early: bool| {
        let data: Vec<u8> = (0..900_u32).map(|n| (n * 7 % 251) as u8).collect();
        let (mut packed, mut bits, mut held, mut known) = (Vec::new(), 0_u64, 0_u32, 258_usize);
        let mut put = |code: u64, width: u32| {
            bits = bits << width | code;
            held += width;
            while held >= 8 {
                held -= 8;
                packed.push((bits >> held & 0xFF) as u8);
            }
            bits &= (1 << held) - 1;
        };
        put(256, 9);
        for (place, byte) in data.iter().enumerate() {
            let width = match known + usize::from(early) {
                0..=511 => 9,
                512..=1023 => 10,
                _ => 11,
            };
            put(u64::from(*byte), width);
            known += usize::from(place > 0);
        }
        put(257, 11);
        put(0, 8);
        assert_eq!(lzw(&packed, early), data, "{early}");
    };
    check(true);
    check(false);
}

#[test]
fn differences_are_undone() {
    let png_rows: &[u8] = &[1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 4, 1, 1, 1, 0, 9, 9];
    let pairs = &[("Predictor", 15), ("Columns", 3)];
    let wanted = [1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5, 9, 9];
    assert_eq!(predict(png_rows.to_vec(), params(pairs)), wanted);
    let pairs = &[("Predictor", 2), ("Columns", 2), ("Colors", 2)];
    assert_eq!(predict(vec![1, 2, 1, 1, 5, 5, 1, 0], params(pairs)), [1, 2, 2, 3, 5, 5, 6, 5]);
    // Numbers that make no sense change nothing that could panic.
    let pairs = &[("Predictor", 12), ("Columns", 0), ("Colors", 0), ("BitsPerComponent", 0)];
    assert_eq!(predict(vec![2, 1, 2, 1], params(pairs)), [1, 2]);
}

#[test]
fn packed_data_count_up_to_the_damage() {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    let text: Vec<u8> = (0..20_000_u32).flat_map(|n| n.to_string().into_bytes()).collect();
    encoder.write_all(&text).expect("memory can be written");
    let packed = encoder.finish().expect("memory can be written");
    assert!(inflate(&packed) == text);
    // Without its header, as some programs write it.
    assert!(inflate(packed.get(2..).expect("longer")) == text);
    let half = inflate(packed.get(..packed.len() / 2).expect("shorter"));
    assert!(half.len() > 1000 && text.starts_with(&half));
    assert_eq!(inflate(b""), b"");
    assert_eq!(inflate(b"\xFF\xFF\xFF"), b"");
}
