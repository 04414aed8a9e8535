//! The fields of an engine document, each with the reason it exists.

use tantivy::schema::{
    FAST, FacetOptions, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, STRING, Schema,
    SchemaBuilder, TextFieldIndexing, TextOptions,
};

use super::analyzer::PackedTokenizer;
use crate::report::FacetField;

/// Handles to every field.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The report's id, whole: looked up by `show` and `id:`, and the last tie-breaker (fast).
    pub id: Field,
    /// Path of the source file, whole: all reports of a changed file are deleted by it, and the
    /// change check lists it (fast).
    pub source: Field,
    /// Size of the source file in bytes; change check.
    pub source_size: Field,
    /// Modification time of the source file, nanoseconds since the epoch; change check.
    pub source_modified: Field,
    /// First 64 bits of the source file's content hash; change check.
    pub source_digest: Field,

    /// Words of title and body as one text, with positions. One field ranks better than two that
    /// are summed, because a word's frequency and the text's length are counted once.
    pub words: Field,
    /// Words of formulas and advice, with positions: what reads alike in every notice is found, at
    /// a lower weight, and does not count in the length of `words`.
    pub aside: Field,
    /// Words of the title alone: a weight on top of `words`, and `title:`.
    pub title: Field,
    /// Character bigrams of title and body, with positions: what a word boundary hides
    /// (parts of unknown compounds, partial names, single characters) is found here. They are half of
    /// the score, too.
    pub characters: Field,
    /// Character bigrams of formulas and advice, with positions: found, at a lower weight.
    pub aside_characters: Field,

    /// Every word with the ways it may be read, packed by `reading_prefix`: what was typed in kana
    /// or Latin letters is turned into words by it. Says which reports hold the word, and nothing else.
    pub readings: Field,
    /// Short names that reports define with what they stand for, packed by `alias_prefix`.
    pub aliases: Field,
    /// Months and days that the text mentions, as `date_term` writes them, and again under
    /// another mark those that the incident's own steps and the publication fall on.
    pub dates: Field,

    /// Slug paths of causes, hierarchical.
    pub cause: Field,
    /// Slug paths of leaked or possibly leaked data, hierarchical; never the denied ones.
    pub data: Field,
    /// Names of vendors without their legal form.
    pub vendor: Field,
    /// Name of the organisation without its legal form.
    pub organisation: Field,
    /// Kind of document.
    pub kind: Field,
    /// Year of publication, so that years can be counted like any other facet.
    pub year: Field,
    /// Folded names and aliases of vendors: what `vendor:` compares with.
    pub vendor_key: Field,
    /// Folded names and aliases of the organisation: what `org:` compares with.
    pub organisation_key: Field,

    /// 1 when the report tells of an incident, 0 for guidance, policies and templates, which use
    /// all the vocabulary and are seldom what is looked for; lowers their score.
    pub incident: Field,

    /// First day the publication date may stand for, in days since 1970-01-01; range filters, and
    /// the order of `--sort date` and of ties.
    pub published_first: Field,
    /// Last day the publication date may stand for: a report of "2022" is found from 2022-05 on.
    pub published_last: Field,
    /// Total of people, as `Facts::total_of` derives it.
    pub people: Field,
    /// Total of records.
    pub records: Field,
    /// The total of people, else of records; `affected:` without a unit, and `--sort affected`.
    pub affected: Field,

    /// Days from detection to publication; `delay:`, and `--sort delay`.
    pub delay: Field,
    /// Twenty bytes that tell how much of its wording another report shares, in five values; see
    /// [`Sketch`](super::Sketch). Read for the hits of a page, and in passes over all reports.
    pub sketch: Field,
    /// The text, for snippets and `show`.
    pub text: Field,
    /// Everything else that results print: the report without its text, as JSON.
    pub record: Field,
}

impl Fields {
    /// The schema and the handles into it.
    pub fn build() -> (Schema, Self) {
        let mut schema = SchemaBuilder::new();
        let analysed = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(PackedTokenizer::NAME)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let listed = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(PackedTokenizer::NAME)
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::Basic),
        );
        let number = NumericOptions::default() | FAST | INDEXED;
        let facet = FacetOptions::default();
        let fields = Self {
            id: schema.add_text_field("id", STRING | FAST),
            source: schema.add_text_field("source", STRING | FAST),
            source_size: schema.add_u64_field("source_size", FAST),
            source_modified: schema.add_i64_field("source_modified", FAST),
            source_digest: schema.add_u64_field("source_digest", FAST),
            words: schema.add_text_field("words", analysed.clone()),
            aside: schema.add_text_field("aside", analysed.clone()),
            title: schema.add_text_field("title", analysed.clone()),
            characters: schema.add_text_field("characters", analysed.clone()),
            aside_characters: schema.add_text_field("aside_characters", analysed),
            readings: schema.add_text_field("readings", listed.clone()),
            aliases: schema.add_text_field("aliases", listed.clone()),
            dates: schema.add_text_field("dates", listed),
            cause: schema.add_facet_field("cause", facet.clone()),
            data: schema.add_facet_field("data", facet.clone()),
            vendor: schema.add_facet_field("vendor", facet.clone()),
            organisation: schema.add_facet_field("organisation", facet.clone()),
            kind: schema.add_facet_field("kind", facet.clone()),
            year: schema.add_facet_field("year", facet),
            vendor_key: schema.add_text_field("vendor_key", STRING),
            organisation_key: schema.add_text_field("organisation_key", STRING),
            incident: schema.add_u64_field("incident", FAST),
            published_first: schema.add_i64_field("published_first", number.clone()),
            published_last: schema.add_i64_field("published_last", number.clone()),
            people: schema.add_u64_field("people", number.clone()),
            records: schema.add_u64_field("records", number.clone()),
            affected: schema.add_u64_field("affected", number.clone()),
            delay: schema.add_u64_field("delay", number),
            sketch: schema.add_u64_field("sketch", FAST),
            text: schema.add_text_field("text", STORED),
            record: schema.add_bytes_field("record", STORED),
        };
        (schema.build(), fields)
    }

    /// The engine field that holds the values of a facet.
    pub fn facet(&self, field: FacetField) -> Field {
        match field {
            FacetField::Cause => self.cause,
            FacetField::Vendor => self.vendor,
            FacetField::Data => self.data,
            FacetField::Organisation => self.organisation,
            FacetField::Kind => self.kind,
            FacetField::Year => self.year,
        }
    }
}
