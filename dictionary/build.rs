//! Builds IPADIC for the current lindera from the compiled copy in the `lindera-ipadic` 0.3.2 crate.
//!
//! That crate is the last on crates.io that carries the dictionary itself (IPADIC 2.7.0-20070801);
//! later ones download it while building. Its words, connection costs, character classes and
//! unknown-word rules are written back in MeCab's source form, and lindera's own builder does the
//! rest. Nothing is fetched.
//!
//! `jiken` folds text before it looks words up. So that the dictionary knows them, each word that
//! folding spells otherwise (サーバー, ヴァイオリン, the full-width parenthesis) is entered in that
//! spelling too; the rules are in the file that folding uses.

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use lindera_core::core::character_definition::CharacterDefinitions;
use lindera_core::core::word_entry::WordEntry;
use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;
use lindera_dictionary::dictionary::schema::Schema;
use lindera_fst::Streamer as _;

#[path = "../src/japanese/katakana.rs"]
#[expect(dead_code, reason = "only the spelling of whole texts is used here")]
mod katakana;

/// Fields of a dictionary row. What nothing reads is left out, a tenth of the binary: the finer levels of
/// the part of speech, the conjugation, the pronunciation.
const FIELDS: [&str; 8] = [
    "surface",
    "left_context_id",
    "right_context_id",
    "cost",
    "part_of_speech",
    "part_of_speech_subcategory_1",
    "base_form",
    "reading",
];

/// Which details of IPADIC these are.
const DETAILS: [usize; 4] = [0, 1, BASE_FORM, 7];
const BASE_FORM: usize = 6;

/// Details of a word that are its part of speech: the same for one context id.
const GRAMMAR_FIELDS: usize = 2;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../src/japanese/katakana.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let source = out.join("source");
    fs::create_dir_all(&source)?;

    let contexts = write_words(&source.join("ipadic.csv"))?;
    write_connections(&source.join("matrix.def"), contexts.len())?;
    let characters = lindera_ipadic::char_def();
    write_characters(&source.join("char.def"), &characters)?;
    write_unknown(&source.join("unk.def"), &characters, &contexts)?;

    DictionaryBuilder::new(metadata()).build_dictionary(&source, &out.join("ipadic"))?;
    fs::remove_dir_all(&source)?;
    println!("cargo:rustc-env=LINDERA_WORKDIR={}", out.display());
    Ok(())
}

fn metadata() -> Metadata {
    let schema = |fields: &[&str]| Schema::new(fields.iter().map(|&f| f.to_owned()).collect());
    Metadata::new(
        "ipadic".to_owned(),
        "UTF-8".to_owned(),
        // Cost and context (名詞,固有名詞,一般) of a user word: those of lindera's own IPADIC.
        -10_000,
        1288,
        1288,
        "*".to_owned(),
        false,
        false,
        true,
        schema(&FIELDS),
        schema(&["surface", "part_of_speech", "reading"]),
    )
}

/// Writes every word as `surface,left,right,cost,details`, and gives the grammar of each context id.
fn write_words(path: &Path) -> Result<HashMap<u16, Vec<String>>, Box<dyn Error>> {
    let words = lindera_ipadic::prefix_dict();
    let offsets = lindera_ipadic::words_idx_data();
    let details = lindera_ipadic::words_data();
    let mut contexts: HashMap<u16, Vec<String>> = HashMap::new();
    let mut csv = String::with_capacity(64 << 20);

    let mut stream = words.fst.stream();
    while let Some((surface, packed)) = stream.next() {
        let surface = std::str::from_utf8(surface)?;
        let packed = packed.value();
        let first = usize::try_from(packed >> 5)?;
        let count = usize::try_from(packed & 0b1_1111)?;
        for entry in first..first + count {
            let entry = WordEntry::deserialize(
                words
                    .vals_data
                    .get(entry * WordEntry::SERIALIZED_LEN..)
                    .ok_or("a word lies past the end of dict.vals")?,
            );
            let row = details_of(&offsets, &details, entry.word_id.0)?;
            write_word(&mut csv, surface, &entry, &row)?;
            if let Some(folded) = folded(surface)
                && !words.fst.contains_key(&folded)
            {
                write_word(&mut csv, &folded, &entry, &row)?;
            }
            contexts
                .entry(entry.cost_id)
                .or_insert_with(|| row.into_iter().take(GRAMMAR_FIELDS).collect());
        }
    }
    fs::write(path, csv)?;
    Ok(contexts)
}

fn write_word(
    csv: &mut String,
    surface: &str,
    entry: &WordEntry,
    details: &[String],
) -> std::fmt::Result {
    write!(csv, "{},{1},{1},{2}", quoted(surface), entry.cost_id, entry.word_cost)?;
    for field in DETAILS {
        let detail = details.get(field).map_or("*", String::as_str);
        let folded = folded(detail);
        let detail = match folded.as_deref() {
            Some(folded) if field == BASE_FORM && folded == surface => folded,
            _ => detail,
        };
        // A word that is its own base form needs no second copy of itself.
        let own = field == BASE_FORM && detail == surface;
        write!(csv, ",{}", quoted(if own { "*" } else { detail }))?;
    }
    csv.push('\n');
    Ok(())
}

/// How folding spells a word of the dictionary, if otherwise: its katakana, or the ASCII form of a
/// full-width mark. Full-width letters and digits are left out: the unknown-word rules take ASCII
/// ones together, which words of one letter or digit would tear apart.
fn folded(surface: &str) -> Option<String> {
    let mut chars = surface.chars();
    match (chars.next(), chars.next()) {
        (Some('〜' | '～'), None) => Some("~".to_owned()),
        (Some(mark @ '！'..='～'), None) => {
            let ascii = char::from_u32(u32::from(mark) - 0xFEE0)?;
            ascii.is_ascii_punctuation().then(|| ascii.to_string())
        }
        _ => katakana::respell(surface, |_, _| {}),
    }
}

fn details_of(offsets: &[u8], details: &[u8], word: u32) -> Result<Vec<String>, Box<dyn Error>> {
    let at = usize::try_from(word)? * 4;
    let offset = offsets.get(at..at + 4).ok_or("a word has no details")?;
    let offset = usize::try_from(u32::from_le_bytes(offset.try_into()?))?;
    let row = details.get(offset..).ok_or("details lie past the end of dict.words")?;
    Ok(bincode::deserialize(row)?)
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

/// Writes the cost of every pair of contexts, left word's right context first.
fn write_connections(path: &Path, known: usize) -> Result<(), Box<dyn Error>> {
    let matrix = lindera_ipadic::connection();
    let size = matrix.backward_size;
    if usize::try_from(size)? < known {
        return Err("the connection matrix is smaller than the number of contexts".into());
    }
    let mut text = format!("{size} {size}\n");
    for left in 0..size {
        for right in 0..size {
            writeln!(text, "{left} {right} {}", matrix.cost(left, right))?;
        }
    }
    fs::write(path, text)?;
    Ok(())
}

/// Writes the character categories and which characters belong to them.
fn write_characters(path: &Path, characters: &CharacterDefinitions) -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    for (name, data) in characters.category_names.iter().zip(&characters.category_definitions) {
        writeln!(
            text,
            "{name} {} {} {}",
            u8::from(data.invoke),
            u8::from(data.group),
            data.length
        )?;
    }
    let mut run: Option<(u32, u32, String)> = None;
    for code in 0..=0xFFFF_u32 {
        // Surrogates are no characters; a run must not span them.
        let names = char::from_u32(code).map(|c| {
            let names = characters.lookup_categories(c).iter();
            names.map(|&id| characters.category_name(id)).collect::<Vec<_>>().join(" ")
        });
        match (&mut run, names) {
            (Some((_, last, running)), Some(names)) if *running == names => *last = code,
            (_, names) => {
                if let Some((first, last, running)) = run.take() {
                    writeln!(text, "0x{first:04X}..0x{last:04X} {running}")?;
                }
                run = names.filter(|names| names != "DEFAULT").map(|names| (code, code, names));
            }
        }
    }
    if let Some((first, last, running)) = run {
        writeln!(text, "0x{first:04X}..0x{last:04X} {running}")?;
    }
    fs::write(path, text)?;
    Ok(())
}

/// Writes the unknown-word rules. The compiled form has lost their part of speech; any word of
/// the same context id has it.
fn write_unknown(
    path: &Path,
    characters: &CharacterDefinitions,
    contexts: &HashMap<u16, Vec<String>>,
) -> Result<(), Box<dyn Error>> {
    let unknown = lindera_ipadic::unknown_dict();
    let mut text = String::new();
    for (name, words) in characters.category_names.iter().zip(&unknown.category_references) {
        for &word in words {
            let entry = unknown.word_entry(word);
            let grammar = contexts.get(&entry.cost_id).ok_or("an unknown word has no grammar")?;
            writeln!(
                text,
                "{name},{0},{0},{1},{2},*",
                entry.cost_id,
                entry.word_cost,
                grammar.join(",")
            )?;
        }
    }
    fs::write(path, text)?;
    Ok(())
}
