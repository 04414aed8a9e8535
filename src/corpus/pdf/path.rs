//! Paths: which straight lines they leave on the page.

use super::glyph::Rule;
use super::matrix::Matrix;

/// Lines that are kept of a page.
const MOST_RULES: usize = 2_000;

/// Points that one path may have.
const MOST_POINTS: usize = 10_000;

/// A filled shape narrower than this is a line, in points.
const THICKEST: f64 = 3.0;

/// A line shorter than this divides nothing, in points.
const SHORTEST: f64 = 6.0;

/// The path that is being built and the lines of those that were painted.
#[derive(Debug, Default)]
pub(super) struct Path {
    /// Subpaths, each a run of corners on the page.
    parts: Vec<Vec<(f64, f64)>>,
    points: usize,
    rules: Vec<Rule>,
}

impl Path {
    pub(super) fn into_rules(self) -> Vec<Rule> {
        self.rules
    }

    /// Does what an operator of paths says; others are passed over.
    pub(super) fn operate(&mut self, word: &str, numbers: &[f64], place: Matrix) {
        match (word, numbers) {
            ("m", [x, y]) => self.parts.push(vec![place.apply(*x, *y)]),
            ("l", [x, y]) | ("c", [.., x, y]) | ("v" | "y", [_, _, x, y]) => {
                self.corner(place.apply(*x, *y));
            }
            ("re", [x, y, width, height]) => {
                self.parts.push(vec![place.apply(*x, *y)]);
                for (x, y) in [(x + width, *y), (x + width, y + height), (*x, y + height), (*x, *y)]
                {
                    self.corner(place.apply(x, y));
                }
            }
            ("h", _) => self.close(),
            ("S", _) => self.paint(true),
            ("s", _) => {
                self.close();
                self.paint(true);
            }
            ("B" | "B*" | "b" | "b*", _) => {
                self.close();
                self.paint(true);
            }
            ("f" | "F" | "f*", _) => self.paint(false),
            ("n", _) => self.clear(),
            _ => {}
        }
    }

    fn corner(&mut self, point: (f64, f64)) {
        self.points += 1;
        if let Some(part) = self.parts.last_mut()
            && self.points < MOST_POINTS
        {
            part.push(point);
        }
    }

    fn close(&mut self) {
        if let Some(first) = self.parts.last().and_then(|part| part.first().copied()) {
            self.corner(first);
        }
    }

    fn clear(&mut self) {
        self.parts.clear();
        self.points = 0;
    }

    fn paint(&mut self, stroked: bool) {
        for part in std::mem::take(&mut self.parts) {
            if stroked {
                for pair in part.windows(2) {
                    self.keep(pair);
                }
            } else {
                self.keep(&part);
            }
        }
        self.clear();
    }

    /// Keeps what is long in one direction and hardly extends in the other.
    fn keep(&mut self, points: &[(f64, f64)]) {
        let least = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::MAX, f64::min);
        let most = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::MIN, f64::max);
        let (left, right) = (least(|point| point.0), most(|point| point.0));
        let (low, high) = (least(|point| point.1), most(|point| point.1));
        let (width, height) = (right - left, high - low);
        let rule = if height <= THICKEST && width >= SHORTEST {
            Rule { from: (left, (low + high) / 2.0), to: (right, (low + high) / 2.0) }
        } else if width <= THICKEST && height >= SHORTEST {
            Rule { from: ((left + right) / 2.0, low), to: ((left + right) / 2.0, high) }
        } else {
            return;
        };
        if self.rules.len() < MOST_RULES {
            self.rules.push(rule);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_straight_lines_along_an_axis_are_kept() {
        let check = |steps: &[(&str, &[f64])], wanted: &[[f64; 4]]| {
            let mut path = Path::default();
            for (word, numbers) in steps {
                path.operate(word, numbers, Matrix::IDENTITY);
            }
            let rules: Vec<[f64; 4]> = path
                .into_rules()
                .iter()
                .map(|rule| [rule.from.0, rule.from.1, rule.to.0, rule.to.1])
                .collect();
            assert_eq!(rules, wanted, "{steps:?}");
        };
        let line: &[(&str, &[f64])] = &[("m", &[10.0, 5.0]), ("l", &[90.0, 5.0])];
        check(&[line, &[("S", &[])]].concat(), &[[10.0, 5.0, 90.0, 5.0]]);
        // A path that only clips is not painted.
        check(&[line, &[("n", &[]), ("S", &[])]].concat(), &[]);
        // A thin rectangle is a line, a frame is four, a filled area none.
        check(&[("re", &[10.0, 4.5, 80.0, 1.0]), ("f", &[])], &[[10.0, 5.0, 90.0, 5.0]]);
        check(&[("re", &[0.0, 0.0, 50.0, 20.0]), ("f", &[])], &[]);
        check(
            &[("re", &[0.0, 0.0, 50.0, 20.0]), ("S", &[])],
            &[
                [0.0, 0.0, 50.0, 0.0],
                [50.0, 0.0, 50.0, 20.0],
                [0.0, 20.0, 50.0, 20.0],
                [0.0, 0.0, 0.0, 20.0],
            ],
        );
        // Too short, aslant, or not finite.
        check(&[("m", &[0.0, 0.0]), ("l", &[4.0, 0.0]), ("S", &[])], &[]);
        check(&[("m", &[0.0, 0.0]), ("l", &[40.0, 40.0]), ("S", &[])], &[]);
        check(&[("m", &[0.0, 0.0]), ("l", &[f64::NAN, 40.0]), ("S", &[])], &[]);
        check(&[("l", &[1.0, 1.0]), ("h", &[]), ("b", &[])], &[]);
    }
}
