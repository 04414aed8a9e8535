//! Reports like a given one.
//!
//! A report is described by its telling words (`telling.rs`) and its facts. What its family of notices
//! copies from each other tells nothing: a first pass finds the family, the reports that share most
//! words, and a word counts the less, the more of them have the wording around it (`spread.rs`). The
//! second pass ranks by likeness, the share of the description that another report meets.

use tantivy::Term;
use tantivy::schema::Facet;

use super::collect::{Candidate, PassPlan};
use super::condition::Condition;
use super::copies::WINDOW;
use super::needle::{Needle, Needles, needles};
use super::recipe::{Part, Recipe};
use super::request::{SnippetOptions, Sort};
use super::response::Hit;
use super::snippet::SnippetCutter;
use super::spread::Spread;
use super::tally::FacetPlan;
use super::telling::{Reading, TellingWord, own_words, rarity};
use super::{Search, SearchError};
use crate::index::Snapshot;
use crate::lexicon::Lexicon;
use crate::query::{Form, Node, TextLeaf};
use crate::report::{Categorised, Certainty, FacetField, FacetPath, Kind, Report, Span};

/// Reports in which wordings are looked for. More would tell copied wordings no better: those of a
/// family stand in its nearest members.
const FAMILY: usize = 100;
/// Share of the likeness that facts decide, where the report states any.
const FACTS: f32 = 0.35;
/// Worth of a cause, beside one category of data.
const CAUSE: f32 = 3.0;
/// Worth of a cause of the same sort.
const SORT_OF_CAUSE: f32 = 1.0;
/// Worth of a third party.
const VENDOR: f32 = 3.0;
/// Least likeness of a hit: what any two notices have in common stays below.
const LEAST: f32 = 0.1;
/// Most shared words that snippets look for.
const MOST_SHARED: usize = 8;

/// What reports are wanted.
#[derive(Debug, Clone, Copy)]
pub struct SimilarRequest {
    /// Most reports.
    pub limit: usize,
    /// Whether reports on the same incident are left out.
    pub other_incidents: bool,
    /// Whether copies are hits: those of the report, and every one of another report.
    pub all_copies: bool,
    /// How snippets are cut; `None` for none.
    pub snippets: Option<SnippetOptions>,
}

/// Reports like one.
#[derive(Debug, Clone)]
pub struct Similar {
    /// Words that tell the report from others, as it writes them, with their worth (term frequency
    /// by rarity), most telling first.
    pub words: Vec<(String, f32)>,
    /// Generation of the index that answered.
    pub generation: u64,
    /// Number of reports in that index.
    pub reports: u64,
    /// Ids of the reports that say the same as the given one; no hits unless that was asked for.
    pub copies: Vec<String>,
    /// The reports, most alike first; at least a tenth alike.
    pub hits: Vec<SimilarHit>,
}

/// A report like another.
#[derive(Debug, Clone)]
pub struct SimilarHit {
    /// The report; its score is its likeness, above 0, at most 1 for a report that says all that the
    /// other says.
    pub hit: Hit,
    /// Whether it is on the same incident.
    pub same_incident: bool,
    /// What both say.
    pub shared: Shared,
}

/// What two reports have in common.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    /// Words, as the given report writes them, each with what it adds to the likeness, most first.
    pub words: Vec<(String, f32)>,
    /// Causes that neither denies.
    pub causes: Vec<FacetPath>,
    /// Data that leaked or may have leaked at both.
    pub data: Vec<FacetPath>,
    /// Third parties, as the given report names them.
    pub vendors: Vec<String>,
}

/// A fact, the term under which the index has it, and what it is worth.
struct Fact {
    sort: FactSort,
    term: Term,
    worth: f32,
}

enum FactSort {
    Cause(FacetPath),
    /// The first level of a cause.
    SortOfCause,
    Data(FacetPath),
    Vendor(String),
}

/// What other reports are held against.
struct Description {
    words: Vec<(TellingWord, Measure)>,
    facts: Vec<(Fact, Measure)>,
}

/// The score of a word or a fact; nobody asks which it is.
type Measure = Recipe<()>;

impl Search {
    /// The reports that are like `report`, itself left out; `lexicon` is that of the index.
    ///
    /// # Errors
    /// A mistake in the lexicon, and whatever reading the index may raise.
    pub fn similar(
        &self,
        report: &Report,
        request: &SimilarRequest,
        lexicon: &Lexicon,
    ) -> Result<Similar, SearchError> {
        let snapshot = &self.snapshot;
        let own = report.document.id.as_str();
        let incident = self.incident(report)?.into_iter();
        let mut same: Vec<String> =
            incident.map(|linked| linked.report.document.id.to_string()).collect();
        same.retain(|id| id != own);
        let copies = self.copies(report)?;
        let mut left_out = vec![own];
        if request.other_incidents {
            left_out.extend(same.iter().map(String::as_str));
        }
        if !request.all_copies {
            left_out.extend(copies.iter().map(String::as_str));
        }
        let all = same.iter().chain(&copies).map(String::as_str);
        let strangers_to: Vec<&str> = all.chain(std::iter::once(own)).collect();

        let own_words = own_words(lexicon, self.analyzer.folder())?;
        let reading = Reading::of(report, &self.analyzer, &self.legal_forms, &own_words)?;
        let first = self.weighed(reading.telling(None, snapshot)?, 1.0);
        let family = self.nearest(
            &Recipe::Sum(first.into_iter().map(|(_, measure)| measure).collect()),
            &strangers_to,
            FAMILY,
            1.0,
        )?;
        let family = family
            .iter()
            .map(|candidate| {
                let text = self.snapshot.report(candidate.address)?.document.text;
                Ok(self.analyzer.folder().fold(&text))
            })
            .collect::<Result<Vec<_>, SearchError>>()?;
        let spread = Spread::of(reading.folded(), family.iter().map(|folded| folded.text()));

        let telling = reading.telling(Some(&spread), snapshot)?;
        let words = telling.iter().map(|word| (word.label.clone(), word.worth)).collect();
        let description = self.description(report, telling)?;
        // To a page that tells of no incident, its like are as good as any.
        let tells = report.facts.kind != Kind::None;
        let no_incident = if tells { self.no_incident()? } else { 1.0 };
        let nearest = |most| self.nearest(&description.measure(), &left_out, most, no_incident);
        let (found, beneath) = self.without_like_copies(request, nearest)?;
        let shared = description.shared(&found, snapshot)?;
        let hits = (1..)
            .zip(found.iter().zip(shared).zip(beneath))
            .map(|(rank, ((candidate, shared), copies))| {
                let hit = self.similar_hit(rank, candidate, &shared, request)?;
                let same_incident = same.iter().any(|id| id == hit.report.document.id.as_str());
                Ok(SimilarHit { hit: Hit { copies, ..hit }, same_incident, shared })
            })
            .collect::<Result<_, SearchError>>()?;
        Ok(Similar {
            words,
            generation: self.snapshot.manifest().generation,
            reports: self.snapshot.reports(),
            copies,
            hits,
        })
    }

    /// The nearest reports, each with the ids of its copies, which are no hits of their own.
    fn without_like_copies(
        &self,
        request: &SimilarRequest,
        nearest: impl Fn(usize) -> Result<Vec<Candidate>, SearchError>,
    ) -> Result<(Vec<Candidate>, Vec<Vec<String>>), SearchError> {
        let mut window = request.limit.saturating_add(if request.all_copies { 0 } else { WINDOW });
        loop {
            let mut found = nearest(window)?;
            found.retain(|candidate| candidate.score >= LEAST);
            if request.all_copies {
                let none = vec![Vec::new(); found.len()];
                return Ok((found, none));
            }
            let heads = self.put_together(&found, request.limit)?;
            if heads.len() < request.limit && found.len() == window {
                window = window.saturating_mul(4);
                continue;
            }
            let copies = heads.iter().map(|head| self.ids(&found, &head.copies));
            let copies = copies.collect::<Result<_, _>>()?;
            let heads = heads.iter().filter_map(|head| found.get(head.at).cloned()).collect();
            return Ok((heads, copies));
        }
    }

    /// Each word with its score, all multiplied by `factor`.
    fn weighed(&self, words: Vec<TellingWord>, factor: f32) -> Vec<(TellingWord, Measure)> {
        let field = self.snapshot.fields().words;
        let weighed = |word: TellingWord| {
            let term = Part::Term(Term::from_field_text(field, &word.term));
            let measure = Recipe::Weighted(word.weight * factor, Box::new(Recipe::Part((), term)));
            (word, measure)
        };
        words.into_iter().map(weighed).collect()
    }

    /// Words and facts, scaled so that the report itself scores 1.
    fn description(
        &self,
        report: &Report,
        telling: Vec<TellingWord>,
    ) -> Result<Description, SearchError> {
        let facts = self.facts(report)?;
        let all_facts: f32 = facts.iter().map(|fact| fact.worth).sum();
        let of_facts = if all_facts > 0.0 { FACTS } else { 0.0 };
        let unscaled = self.weighed(telling.clone(), 1.0);
        let all_words = Recipe::Sum(unscaled.into_iter().map(|(_, measure)| measure).collect());
        let id = Term::from_field_text(self.snapshot.fields().id, report.document.id.as_str());
        let own = self.pass_over(&Condition::Term(id), &all_words, 1, 1.0)?;
        let own = own.first().map_or(0.0, |own| own.score);
        let factor = if own > 0.0 { (1.0 - of_facts) / own } else { 0.0 };
        let facts = facts.into_iter().map(|fact| {
            let score = of_facts * fact.worth / all_facts;
            let part = Part::Fixed(score, Condition::Term(fact.term.clone()));
            (fact, Recipe::Part((), part))
        });
        Ok(Description { facts: facts.collect(), words: self.weighed(telling, factor) })
    }

    /// The facts of a report that others may share.
    fn facts(&self, report: &Report) -> Result<Vec<Fact>, SearchError> {
        let fields = self.snapshot.fields();
        let facet = |field: FacetField, path: &str| {
            Term::from_facet(fields.facet(field), &Facet::from_path(path.split('/')))
        };
        let mut candidates: Vec<(FactSort, Term, f32)> = Vec::new();
        for path in held(&report.facts.causes) {
            let parent = facet(FacetField::Cause, path.parent());
            candidates.push((FactSort::SortOfCause, parent, SORT_OF_CAUSE));
            if path.child().is_some() {
                let term = facet(FacetField::Cause, path.as_str());
                candidates.push((FactSort::Cause(path), term, CAUSE));
            }
        }
        for path in held(&report.facts.data) {
            let term = facet(FacetField::Data, path.as_str());
            candidates.push((FactSort::Data(path), term, 1.0));
        }
        for vendor in &report.facts.vendors {
            let key = self.legal_forms.key(&vendor.name, self.analyzer.folder());
            let term = Term::from_field_text(fields.vendor_key, &key);
            candidates.push((FactSort::Vendor(vendor.name.clone()), term, VENDOR));
        }
        let mut facts: Vec<Fact> = Vec::new();
        for (sort, term, worth) in candidates {
            let worth = worth * rarity(&self.snapshot, &term)?;
            if worth > 0.0 && facts.iter().all(|fact| fact.term != term) {
                facts.push(Fact { sort, term, worth });
            }
        }
        Ok(facts)
    }

    /// The best reports by a measure, without those called `left_out`; a page on no incident keeps the share
    /// `no_incident` of its score.
    fn nearest(
        &self,
        measure: &Measure,
        left_out: &[&str],
        most: usize,
        no_incident: f32,
    ) -> Result<Vec<Candidate>, SearchError> {
        let id = self.snapshot.fields().id;
        let left_out = left_out.iter().map(|left_out| Term::from_field_text(id, left_out));
        let left_out = left_out.map(Condition::Term).collect();
        let condition = Condition::Except(Box::new(measure.condition()), left_out);
        self.pass_over(&condition, measure, most, no_incident)
    }

    fn pass_over(
        &self,
        condition: &Condition,
        measure: &Measure,
        most: usize,
        no_incident: f32,
    ) -> Result<Vec<Candidate>, SearchError> {
        let plan =
            PassPlan { keep: most, sort: Sort::Score, no_incident, facets: FacetPlan::default() };
        Ok(self.collect(condition, Some(measure), &plan)?.top)
    }

    /// A hit whose snippets show the shared words.
    fn similar_hit(
        &self,
        rank: usize,
        candidate: &Candidate,
        shared: &Shared,
        request: &SimilarRequest,
    ) -> Result<Hit, SearchError> {
        let report = self.snapshot.report(candidate.address)?;
        let most = shared.words.first().map_or(1.0, |(_, score)| *score);
        let mut sought = Vec::new();
        for (leaf, (word, score)) in shared.words.iter().take(MOST_SHARED).enumerate() {
            let span = Span { start: 0, end: 0 };
            let text = TextLeaf { text: word.clone(), form: Form::Word, span };
            for needle in needles(&self.analyzer, &Node::Text(text), None)? {
                sought.push(Needle { leaf, share: needle.share * score / most, ..needle });
            }
        }
        let needles = Needles::new(sought);
        let snippets = request.snippets.map_or_else(Vec::new, |options| {
            let cutter = SnippetCutter { needles: &needles, analyzer: &self.analyzer, options };
            cutter.cut(&report)
        });
        let score = candidate.score.min(1.0);
        Ok(Hit {
            rank,
            score,
            report,
            snippets,
            copies: Vec::new(),
            linked: Vec::new(),
            explanation: None,
        })
    }
}

impl Description {
    fn measure(&self) -> Measure {
        let words = self.words.iter().map(|(_, measure)| measure.clone());
        Recipe::Sum(words.chain(self.facts.iter().map(|(_, measure)| measure.clone())).collect())
    }

    /// What each of the reports shares.
    fn shared(&self, with: &[Candidate], snapshot: &Snapshot) -> Result<Vec<Shared>, SearchError> {
        let mut shared = vec![Shared::default(); with.len()];
        for (word, measure) in &self.words {
            let measure = measure.weighed(snapshot)?;
            for (candidate, shared) in with.iter().zip(&mut shared) {
                if let Some(score) = measure.score(candidate.address, snapshot)? {
                    shared.words.push((word.label.clone(), score));
                }
            }
        }
        for (fact, measure) in &self.facts {
            let measure = measure.weighed(snapshot)?;
            for (candidate, shared) in with.iter().zip(&mut shared) {
                if measure.score(candidate.address, snapshot)?.is_none() {
                    continue;
                }
                match &fact.sort {
                    FactSort::Cause(path) => shared.causes.push(path.clone()),
                    FactSort::SortOfCause => {}
                    FactSort::Data(path) => shared.data.push(path.clone()),
                    FactSort::Vendor(name) => shared.vendors.push(name.clone()),
                }
            }
        }
        for shared in &mut shared {
            shared.words.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
        Ok(shared)
    }
}

/// Values that the text does not deny, each once.
fn held(facts: &[Categorised]) -> Vec<FacetPath> {
    let mut held: Vec<FacetPath> = Vec::new();
    for fact in facts.iter().filter(|fact| fact.certainty != Certainty::Denied) {
        if !held.contains(&fact.value) {
            held.push(fact.value.clone());
        }
    }
    held
}
