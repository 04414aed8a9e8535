//! Segmentation by lindera and nothing else: the yardstick of indexing.

use std::borrow::Cow;
use std::time::Instant;

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;
use lindera_dictionary::viterbi::Lattice;
use rayon::prelude::*;

use super::failure::Failure;
use super::results::Bare;

/// Segments the texts on so many threads, a few times, and tells of the fastest: the embedded dictionary, no user
/// dictionary, no filters, working memory kept from text to text.
pub(crate) fn measure(texts: &[String], threads: usize, runs: usize) -> Result<Bare, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(format!("lindera: {error}"));
    let dictionary = jiken_dictionary::load().map_err(|error| failed(&error))?;
    let segmenter = Segmenter::new(Mode::Normal, dictionary, None);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| failed(&error))?;
    let tokens = || {
        let one = |lattice: &mut Lattice, text: &String| {
            segmenter.segment_with_lattice(Cow::Borrowed(text), lattice).map(|all| all.len())
        };
        texts.par_iter().map_init(Lattice::default, one).try_reduce(|| 0, |a, b| Ok(a + b))
    };
    let mut seconds = f64::INFINITY;
    let mut counted = None;
    // The dictionary is read from disk as it is used, so the first run always warms it up.
    for run in 0..=runs {
        let began = Instant::now();
        let tokens = pool.install(tokens).map_err(|error| failed(&error))?;
        let took = began.elapsed().as_secs_f64();
        if run > 0 {
            seconds = seconds.min(took);
        }
        if *counted.get_or_insert(tokens) != tokens || tokens == 0 {
            return Err(Failure::new(format!("lindera cut {tokens} words, another time others")));
        }
    }
    let bytes: u64 = texts.iter().map(|text| text.len() as u64).sum();
    Ok(Bare { bytes, seconds, mb_per_second: bytes as f64 / 1e6 / seconds })
}
