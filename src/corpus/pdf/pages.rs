//! The pages of a file, in order, and what is drawn on each.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::content::{Fonts, Painter};
use super::file::{File, is_of_type};
use super::glyph::Sheet;
use super::matrix::Matrix;
use super::object::{Dict, Object};

/// Pages that are read of one file; what follows is as good as another document.
pub(super) const MOST_PAGES: usize = 5_000;

/// How deep the page tree may be.
const DEEPEST: usize = 64;

/// A4, where a page does not give its size.
const SIZE: [f64; 4] = [0.0, 0.0, 595.0, 842.0];

/// A page with what it inherits.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    dict: Dict,
    inherited: Rc<Inherited>,
}

#[derive(Debug, Clone, Default)]
struct Inherited {
    resources: Option<Rc<Object>>,
    media: Option<Rc<Object>>,
    crop: Option<Rc<Object>>,
    rotate: Option<Rc<Object>>,
}

impl Inherited {
    fn with(&self, dict: &Dict) -> Self {
        let own = |key: &str, old: &Option<Rc<Object>>| {
            dict.get(key).cloned().map(Rc::new).or_else(|| old.clone())
        };
        Self {
            resources: own("Resources", &self.resources),
            media: own("MediaBox", &self.media),
            crop: own("CropBox", &self.crop),
            rotate: own("Rotate", &self.rotate),
        }
    }
}

/// The pages of the tree; if it holds none, whatever calls itself a page.
pub(super) fn leaves(file: &File<'_>) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    let mut seen = FxHashSet::default();
    let root = file.root().get("Pages").cloned().unwrap_or(Object::Null);
    // What is still to be visited, the next last.
    let mut open = vec![(root, Rc::new(Inherited::default()), 0)];
    while let Some((object, inherited, depth)) = open.pop() {
        // A node that was visited is not visited again, so a cycle ends.
        if let Object::Ref(number) = object
            && !seen.insert(number)
        {
            continue;
        }
        let Some(Object::Dict(dict)) = file.resolve(&object) else { continue };
        match file.value(&dict, "Kids") {
            Some(Object::Array(kids)) if depth < DEEPEST => {
                let inherited = Rc::new(inherited.with(&dict));
                let next = |kid| (kid, Rc::clone(&inherited), depth + 1);
                open.extend(kids.into_iter().rev().map(next));
            }
            Some(_) => {}
            None => leaves.push(Leaf { dict, inherited }),
        }
        if leaves.len() >= MOST_PAGES {
            break;
        }
    }
    if leaves.is_empty() {
        leaves.extend(file.numbers().into_iter().filter_map(|number| {
            let Some(Object::Dict(dict)) = file.object(number) else { return None };
            is_of_type(&dict, "Page").then(|| Leaf { dict, inherited: Rc::default() })
        }));
        leaves.truncate(MOST_PAGES);
    }
    leaves
}

/// Draws a page, upright and with its lower left corner at the origin.
pub(super) fn sheet(file: &File<'_>, leaf: &Leaf, fonts: &mut Fonts) -> Sheet {
    // A page costs something though it is empty.
    file.fuel.burn(1024);
    let page = leaf.inherited.with(&leaf.dict);
    let mut painted = Dict::new();
    for (key, value) in [("MediaBox", page.media), ("CropBox", page.crop), ("Rotate", page.rotate)]
    {
        let value = value.and_then(|value| file.resolve(&value));
        painted.extend(value.map(|value| (key.to_owned(), value)));
    }
    let [left, low, right, high] = ["CropBox", "MediaBox"]
        .iter()
        .find_map(|key| area(&file.numbers_at(&painted, key)?))
        .unwrap_or(SIZE);
    let (width, height) = (right - left, high - low);
    let turn = file.value(&painted, "Rotate").and_then(|turn| turn.number()).unwrap_or(0.0);
    let origin = Matrix::shift(-left, -low);
    let (size, place) = match (turn as i64).rem_euclid(360) {
        90 => ((height, width), origin.then(Matrix([0.0, -1.0, 1.0, 0.0, 0.0, width]))),
        180 => ((width, height), origin.then(Matrix([-1.0, 0.0, 0.0, -1.0, width, height]))),
        270 => ((height, width), origin.then(Matrix([0.0, 1.0, -1.0, 0.0, height, 0.0]))),
        _ => ((width, height), origin),
    };
    let mut painter = Painter::new(file, fonts, size, place);
    let resources = page.resources.and_then(|resources| file.resolve(&resources));
    let resources = resources.as_ref().and_then(Object::dict).cloned().unwrap_or_default();
    painter.draw(&contents(file, &leaf.dict), &resources);
    painter.finish()
}

/// The page's streams, which make up one: an operator may begin in one and end in the next.
fn contents(file: &File<'_>, page: &Dict) -> Vec<u8> {
    let streams = match file.value(page, "Contents") {
        Some(Object::Array(streams)) => streams,
        Some(stream) => vec![stream],
        None => Vec::new(),
    };
    let mut contents = Vec::new();
    for stream in &streams {
        if let Some(Object::Stream(stream)) = file.resolve(stream)
            && let Some(data) = file.data(&stream)
        {
            contents.extend(data);
            contents.push(b'\n');
        }
        if contents.len() > 32 * 1024 * 1024 {
            file.fuel.spend();
            break;
        }
    }
    contents
}

/// A rectangle of a sensible size, its corners put in order.
fn area(numbers: &[f64]) -> Option<[f64; 4]> {
    let [x, y, x2, y2] = *numbers else { return None };
    let area = [x.min(x2), y.min(y2), x.max(x2), y.max(y2)];
    let sensible = |length: f64| (10.0..=100_000.0).contains(&length);
    (sensible(area[2] - area[0]) && sensible(area[3] - area[1])).then_some(area)
}
