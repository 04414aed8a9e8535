//! What was typed between two spaces, as the analyzer sees it.
//!
//! A person types 個人情報漏えい or a whole question without a space. Stop words split such a run into
//! chunks; the content words of one chunk stood side by side, so they are looked for side by side.

use std::ops::Range;

use crate::japanese::{AnalysisError, Analyzer, PartOfSpeech, Script, Word, characters};

/// Content words that were typed side by side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chunk {
    /// The words, in order, with their position in the chunk, from 0.
    pub(super) words: Vec<ChunkWord>,
    /// The folded text they were typed as.
    pub(super) surface: String,
    /// Whether a word boundary in the index may lie elsewhere: then the character view is asked
    /// too, at a lower weight.
    pub(super) uncertain: bool,
    /// Whether it is one proper noun: longer names that begin with it (関西 and 関西電力) may be
    /// words of their own.
    pub(super) name: bool,
}

/// One content word of a chunk.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ChunkWord {
    /// The term in the index.
    pub(super) term: String,
    /// Position in the chunk, from 0.
    pub(super) position: usize,
    /// What every inflected form of the word begins with; the folded surface if it does not
    /// inflect.
    pub(super) stem: String,
    /// Whether the word inflects.
    pub(super) inflects: bool,
    /// Byte range of the word in the chunk's surface.
    pub(super) range: Range<usize>,
}

/// The chunks of a typed text, in order; none when it holds only stop words or marks.
pub(super) fn chunks(analyzer: &Analyzer, text: &str) -> Result<Vec<Chunk>, AnalysisError> {
    let folded = analyzer.folder().fold(text);
    let words = analyzer.words_of(&folded)?;
    let mut chunks = Vec::new();
    let mut run: Vec<&Word> = Vec::new();
    let mut close = |run: &mut Vec<&Word>| {
        if let Some(chunk) = chunk(run, folded.text()) {
            chunks.push(chunk);
        }
        run.clear();
    };
    for word in &words {
        let adjacent = run.last().is_none_or(|last| last.folded.end == word.folded.start);
        if word.stop || !adjacent {
            close(&mut run);
        }
        if !word.stop {
            run.push(word);
        }
    }
    close(&mut run);
    Ok(chunks)
}

fn chunk(run: &[&Word], folded: &str) -> Option<Chunk> {
    let (first, last) = (run.first()?, run.last()?);
    let surface = folded.get(first.folded.start..last.folded.end)?.to_owned();
    let words = run.iter().map(|word| chunk_word(word, first, folded)).collect();
    let uncertain = run.iter().any(|word| is_uncertain(word, folded));
    let name = run.len() == 1 && first.part_of_speech == PartOfSpeech::ProperNoun;
    Some(Chunk { words, surface, uncertain, name })
}

fn chunk_word(word: &Word, first: &Word, folded: &str) -> ChunkWord {
    let surface = folded.get(word.folded.clone()).unwrap_or_default();
    let inflects = matches!(word.part_of_speech, PartOfSpeech::Verb | PartOfSpeech::Adjective);
    let shared: usize = surface
        .chars()
        .zip(word.term.chars())
        .take_while(|(typed, base)| typed == base)
        .map(|(c, _)| c.len_utf8())
        .sum();
    // 書き換える typed in full shares its ending with the dictionary form, but no other form does.
    let shared = match surface.char_indices().next_back() {
        Some((last, _)) if inflects && shared == surface.len() && last > 0 => last,
        _ => shared,
    };
    let stem = match surface.get(..shared) {
        Some(stem) if inflects && !stem.is_empty() => stem,
        _ => surface,
    };
    ChunkWord {
        term: word.term.clone(),
        position: usize::try_from(word.position.saturating_sub(first.position)).unwrap_or(0),
        stem: stem.to_owned(),
        inflects,
        range: word.folded.start - first.folded.start..word.folded.end - first.folded.start,
    }
}

/// Whether other texts may well be segmented differently around this word: unknown words, katakana
/// (which runs into compounds), and words of a single character.
fn is_uncertain(word: &Word, folded: &str) -> bool {
    let surface = folded.get(word.folded.clone()).unwrap_or_default();
    let mut characters = surface.chars();
    let first = characters.next();
    !word.known
        || first.is_some_and(|first| Script::of(first) == Script::Katakana)
        || characters.next().is_none()
}

/// The bigrams that a text holding `text` must hold, with their offsets; for a single character,
/// nothing, because any bigram may begin with it.
pub(super) fn bigrams(analyzer: &Analyzer, text: &str) -> Vec<(usize, String)> {
    let folded = analyzer.folder().fold(text);
    let grams: Vec<(usize, String)> = characters(&folded)
        .map(|gram| (usize::try_from(gram.position).unwrap_or(0), gram.term.to_owned()))
        .collect();
    let first = grams.first().map_or(0, |(position, _)| *position);
    let last = grams.len().saturating_sub(1);
    grams
        .into_iter()
        .enumerate()
        // The last character of the text ends a run here, but need not where it is found.
        .filter(|(index, (_, term))| *index < last || term.chars().count() > 1)
        .map(|(_, (position, term))| (position - first, term))
        .collect()
}
