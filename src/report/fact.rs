//! Facts and the evidence for them.

use super::{Count, Date, FacetPath, Unit};
use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a report's text, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The part of `text` the span covers, or `None` when the span does not fit it.
    pub fn of<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.start..self.end)
    }
}

/// The sentence that states a fact. Equal when it is the same sentence, whatever found it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Evidence {
    /// Where the sentence stands.
    pub span: Span,
    /// The sentence itself, equal to the text at `span`; not stored, see [`Facts::restore_quotes`].
    #[serde(skip)]
    pub quote: String,
    /// What found the fact, for those who ask; not stored.
    #[serde(skip)]
    pub rule: Option<Rule>,
}

/// The rule of the extractor that found a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Name of the mechanism: part of the extractor, colon, how.
    pub mechanism: &'static str,
    /// The cue that matched, where a cue did.
    pub cue: Option<CuePlace>,
    /// The words of the report that it matched.
    pub matched: Option<Span>,
}

/// Where a cue is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CuePlace {
    /// Name of the lexicon file, such as `causes.toml`.
    pub file: &'static str,
    /// Bytes of that file, quotation marks included.
    pub span: Span,
}

impl Evidence {
    /// Evidence that nobody has claimed to have found.
    pub fn new(span: Span, quote: String) -> Self {
        Self { span, quote, rule: None }
    }

    /// The same evidence, found by a rule.
    pub fn by(self, rule: Option<Rule>) -> Self {
        Self { rule, ..self }
    }
}

impl PartialEq for Evidence {
    fn eq(&self, other: &Self) -> bool {
        self.span == other.span && self.quote == other.quote
    }
}

impl Eq for Evidence {}

/// How firmly a text asserts something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Certainty {
    /// Said to have happened.
    Stated,
    /// 可能性, おそれ, 疑い, 否定できない.
    Possible,
    /// Said not to have happened; never counts as leaked.
    Denied,
}

impl Certainty {
    /// Stable name in JSON and labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Possible => "possible",
            Self::Denied => "denied",
        }
    }

    /// The certainty with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Stated, Self::Possible, Self::Denied]
            .into_iter()
            .find(|known| known.as_str() == name)
    }
}

/// What sort of document a report is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
pub enum Kind {
    /// The organisation's own first announcement.
    Notice,
    /// A later announcement on the same incident (第2報, 最終報告).
    FollowUp,
    /// Questions and answers.
    Qa,
    /// Any report that stands in a page which collects several.
    DigestEntry,
    /// An outsider's analysis.
    Commentary,
    /// A medium's article.
    News,
    /// No incident is reported: guidance, policy, template.
    #[default]
    None,
}

impl Kind {
    /// Every kind, in the order facets list them when counts tie.
    pub const ALL: [Self; 7] = [
        Self::Notice,
        Self::FollowUp,
        Self::Qa,
        Self::DigestEntry,
        Self::Commentary,
        Self::News,
        Self::None,
    ];

    /// Stable name in JSON, labels and filters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::FollowUp => "follow-up",
            Self::Qa => "qa",
            Self::DigestEntry => "digest-entry",
            Self::Commentary => "commentary",
            Self::News => "news",
            Self::None => "none",
        }
    }

    /// What a reader sees.
    pub fn label(self) -> &'static str {
        match self {
            Self::Notice => "お知らせ",
            Self::FollowUp => "続報",
            Self::Qa => "Q&A",
            Self::DigestEntry => "まとめ記事の一件",
            Self::Commentary => "解説",
            Self::News => "報道",
            Self::None => "事案なし",
        }
    }

    /// The kind with this stable name or label.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str().eq_ignore_ascii_case(name) || kind.label() == name)
    }
}

/// A name with the sentence that introduces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The name for display, legal form kept.
    pub name: String,
    /// Where the text says so.
    pub evidence: Evidence,
}

/// A document-local short name: 以下「ショーケース社」といいます.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The short name.
    pub alias: String,
    /// What it stands for.
    pub name: String,
}

/// A value of a two-level facet (a cause or a data category) and how certain it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Categorised {
    /// Slug path.
    pub value: FacetPath,
    /// Stated, possible or denied.
    pub certainty: Certainty,
    /// Where the text says so.
    pub evidence: Evidence,
}

/// The part a third party played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum VendorRole {
    /// 委託先.
    Contractor,
    /// 再委託先.
    Subcontractor,
    /// SaaS or cloud provider.
    SaasProvider,
    /// 決済代行.
    PaymentProcessor,
    /// Tag, display optimisation or form support embedded in the page.
    WebWidget,
    /// Parent, subsidiary or affiliate.
    GroupCompany,
    /// 保守・運用.
    Maintenance,
    /// Server or data centre.
    Hosting,
}

impl VendorRole {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Contractor,
        Self::Subcontractor,
        Self::SaasProvider,
        Self::PaymentProcessor,
        Self::WebWidget,
        Self::GroupCompany,
        Self::Maintenance,
        Self::Hosting,
    ];

    /// Stable name in JSON, labels and the lexicon; also the level-2 slug under `supply-chain`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contractor => "contractor",
            Self::Subcontractor => "subcontractor",
            Self::SaasProvider => "saas-provider",
            Self::PaymentProcessor => "payment-processor",
            Self::WebWidget => "web-widget",
            Self::GroupCompany => "group-company",
            Self::Maintenance => "maintenance",
            Self::Hosting => "hosting",
        }
    }

    /// The role with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// A third party through which the incident happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vendor {
    /// The name for display, legal form kept.
    pub name: String,
    /// The part it played.
    pub role: VendorRole,
    /// Where the text says so.
    pub evidence: Evidence,
}

/// How many people or records were affected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// What was counted, in the text's words (お客様, クレジットカード情報); may be empty.
    pub what: String,
    /// The number.
    pub count: Count,
    /// Where the text says so.
    pub evidence: Evidence,
}

/// A step in the life of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Event {
    /// The incident, or the exposure, began.
    IncidentStart,
    /// The incident, or the exposure, ended.
    IncidentEnd,
    /// The organisation first learned of it.
    Detected,
    /// Service, payment or server stopped or cut off.
    Contained,
    /// The investigation finished.
    Investigated,
    /// The persons concerned were told.
    Notified,
    /// Reported to a regulator.
    Reported,
    /// Reported to the police.
    Police,
    /// The service was resumed.
    Resumed,
    /// The page was published.
    Published,
}

impl Event {
    /// Every event, in the usual order of an incident.
    pub const ALL: [Self; 10] = [
        Self::IncidentStart,
        Self::IncidentEnd,
        Self::Detected,
        Self::Contained,
        Self::Investigated,
        Self::Notified,
        Self::Reported,
        Self::Police,
        Self::Resumed,
        Self::Published,
    ];

    /// Stable name in JSON, labels and the lexicon.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IncidentStart => "incident_start",
            Self::IncidentEnd => "incident_end",
            Self::Detected => "detected",
            Self::Contained => "contained",
            Self::Investigated => "investigated",
            Self::Notified => "notified",
            Self::Reported => "reported",
            Self::Police => "police",
            Self::Resumed => "resumed",
            Self::Published => "published",
        }
    }

    /// The event with this stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == name)
    }
}

/// Something that happened on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// What happened.
    pub event: Event,
    /// When, as precisely as the text says.
    pub date: Date,
    /// Where the text says so.
    pub evidence: Evidence,
}

/// All that one report states.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    /// What sort of document it is.
    pub kind: Kind,
    /// Who suffered the incident.
    pub organisation: Option<Named>,
    /// The site or service that was hit.
    pub service: Option<Named>,
    /// Short names the text defines.
    pub aliases: Vec<Alias>,
    /// Why it happened.
    pub causes: Vec<Categorised>,
    /// Through whom it happened.
    pub vendors: Vec<Vendor>,
    /// What leaked, may have leaked, or did not.
    pub data: Vec<Categorised>,
    /// How many: numbers that correct others first, then the largest first. People and records are
    /// never added up; see [`Facts::total`].
    pub affected: Vec<Affected>,
    /// When.
    pub dates: Vec<Milestone>,
}

impl Facts {
    /// Fills every quote from the text its span counts in, after the facts were read back from
    /// storage. A span that does not fit the text leaves an empty quote.
    pub fn restore_quotes(&mut self, text: &str) {
        let named = self.organisation.iter_mut().chain(self.service.iter_mut());
        let evidence = named
            .map(|named| &mut named.evidence)
            .chain(self.causes.iter_mut().map(|fact| &mut fact.evidence))
            .chain(self.vendors.iter_mut().map(|fact| &mut fact.evidence))
            .chain(self.data.iter_mut().map(|fact| &mut fact.evidence))
            .chain(self.affected.iter_mut().map(|fact| &mut fact.evidence))
            .chain(self.dates.iter_mut().map(|fact| &mut fact.evidence));
        for evidence in evidence {
            evidence.quote = evidence.span.of(text).unwrap_or_default().to_owned();
        }
    }

    /// The evidence of every fact, grouped by field.
    pub fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        let named = self.organisation.iter().chain(&self.service);
        named
            .map(|named| &named.evidence)
            .chain(self.causes.iter().map(|fact| &fact.evidence))
            .chain(self.vendors.iter().map(|fact| &fact.evidence))
            .chain(self.data.iter().map(|fact| &fact.evidence))
            .chain(self.affected.iter().map(|fact| &fact.evidence))
            .chain(self.dates.iter().map(|fact| &fact.evidence))
    }

    /// The first milestone of this event.
    pub fn milestone(&self, event: Event) -> Option<&Milestone> {
        self.dates.iter().find(|milestone| milestone.event == event)
    }

    /// The total by which reports are filtered and ordered: that of people, else that of records.
    pub fn total(&self) -> Option<Count> {
        self.total_of(Unit::People).or_else(|| self.total_of(Unit::Records))
    }

    /// The current total of one unit, which no number is added up for: the first that is told, since
    /// corrections stand first and the largest, which is the sum of a list where it gives one, next.
    pub fn total_of(&self, unit: Unit) -> Option<Count> {
        self.affected.iter().map(|affected| affected.count).find(|count| count.unit == unit)
    }
}
