use super::*;
use crate::report::Unit;

mod accepted;
mod properties;
mod refused;

/// The shape of a tree on one line: `w` a word, `p` a phrase, `x` a prefix.
fn shape(node: &Node) -> String {
    let list = |nodes: &[Node]| nodes.iter().map(shape).collect::<Vec<_>>().join(", ");
    match node {
        Node::All => "*".to_owned(),
        Node::Text(leaf) => text_shape(leaf),
        Node::Filter(leaf) => filter_shape(&leaf.filter),
        Node::Not(child) => format!("not({})", shape(child)),
        Node::And(children) => format!("and({})", list(children)),
        Node::Or(children) => format!("or({})", list(children)),
    }
}

fn text_shape(leaf: &TextLeaf) -> String {
    let form = match leaf.form {
        Form::Word => "w",
        Form::Phrase => "p",
        Form::Prefix => "x",
    };
    format!("{form}({})", leaf.text)
}

fn filter_shape(filter: &Filter) -> String {
    fn end(end: Option<impl ToString>) -> String {
        end.map_or_else(|| "_".to_owned(), |end| end.to_string())
    }
    match filter {
        Filter::Facet { field, value } => format!("{}={value}", field.as_str()),
        Filter::Published(range) => {
            format!("published={}..{}", end(range.since), end(range.until))
        }
        Filter::Affected { min, max, unit } => {
            format!("affected={}..{}{}", end(*min), end(*max), unit.map_or("", Unit::label))
        }
        Filter::Delay { min, max } => format!("delay={}..{}", end(*min), end(*max)),
        Filter::Title(leaf) => format!("title={}", text_shape(leaf)),
        Filter::Id(id) => format!("id={id}"),
    }
}

#[test]
fn a_plain_query_is_taken_at_its_word() {
    #[track_caller]
    fn check(text: &str, words: &[&str]) {
        let mut found = Vec::new();
        let mut collect = |node: &Node| match node {
            Node::Text(leaf) => {
                assert_eq!((leaf.form, leaf.span.of(text)), (Form::Word, Some(leaf.text.as_str())));
                found.push(leaf.text.clone());
            }
            other => panic!("{other:?}"),
        };
        match Query::plain(text).root {
            Node::All => {}
            Node::And(children) => children.iter().for_each(&mut collect),
            only => collect(&only),
        }
        assert_eq!(found, words, "{text}");
    }
    check("", &[]);
    check("述べた人は誰か」と -書いた　AND (人", &["述べた人は誰か」と", "-書いた", "AND", "(人"]);
    check("13-ユ-30**45 cause:x", &["13-ユ-30**45", "cause:x"]);
}
