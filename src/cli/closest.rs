//! Names close to one that does not exist.

/// Up to `most` of `names` that are close to `typed`, closest first.
///
/// A name is close when it contains what was typed, or when few edits (a third of what was typed)
/// make its whole or its last path segment from it.
pub(super) fn closest<'n>(
    typed: &str,
    names: impl Iterator<Item = &'n str>,
    most: usize,
) -> Vec<&'n str> {
    let typed: Vec<char> = typed.chars().flat_map(char::to_lowercase).collect();
    let allowed = typed.len() / 3;
    let mut close: Vec<(usize, &str)> = names
        .filter_map(|name| {
            let segment = name.rsplit('/').next().unwrap_or(name);
            let edits = edits(&typed, name).min(edits(&typed, segment));
            let contains = !typed.is_empty() && lower(name).contains(&String::from_iter(&typed));
            let distance = if contains { 0 } else { edits };
            (distance <= allowed).then_some((distance, name))
        })
        .collect();
    close.sort();
    close.into_iter().take(most).map(|(_, name)| name).collect()
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// Least number of characters to insert, drop or replace to make `name` from `typed`.
fn edits(typed: &[char], name: &str) -> usize {
    let mut row: Vec<usize> = (0..=typed.len()).collect();
    for (above, c) in name.chars().flat_map(char::to_lowercase).enumerate() {
        let mut diagonal = above;
        let mut left = above + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(typed) {
            let replaced = diagonal + usize::from(*other != c);
            diagonal = *cell;
            left = replaced.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = above + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b, expected) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "", 3),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("東玉", "東王", 1),
            ("ABC", "abc", 3),
        ] {
            assert_eq!(edits(&a.chars().collect::<Vec<_>>(), b), expected, "{a} {b}");
        }
    }

    #[test]
    fn close_names_come_closest_first() {
        let names = ["notices/hanamori-efo.html", "notices/kitagawa-usb.txt", "news/aoiura.md"];
        for (typed, expected) in [
            ("hanamori", &names[..1]),
            ("hanamori-efo.htm", &names[..1]),
            ("notices/kitagawa-ubs.txt", &names[1..2]),
            ("AOIURA.md", &names[2..]),
            ("zzz", &[]),
            ("", &[]),
        ] {
            assert_eq!(closest(typed, names.into_iter(), 3), expected, "{typed}");
        }
    }
}
