//! Menus: lines that lead through a site and are no part of what a page says.

/// Characters an entry of a menu has at most.
const LONGEST_ENTRY: usize = 14;

/// Bars between entries. Titles have some too: 題名｜会社.
const BARS: [char; 2] = ['|', '｜'];

/// Words with which a line begins that tells where in a site its page stands.
const STARTS: [&str; 8] = ["ホーム", "トップ", "TOP", "Top", "HOME", "Home", "現在", "ここ"];

/// Whether a line is a menu of a site (ログイン　新規登録　お知らせ　ヘルプ, 採用情報｜お知らせ｜窓口) or tells where in it
/// the page stands (ホーム > お知らせ > …).
pub fn is_menu(line: &str) -> bool {
    let steps = line.matches(['>', '＞', '»']).count();
    let is_path = steps >= 2 || steps == 1 && STARTS.iter().any(|start| line.starts_with(start));
    let has_bars = line.contains(BARS);
    let is_between = |c: char| if has_bars { BARS.contains(&c) } else { c.is_whitespace() };
    let lengths = line.split(is_between).map(|entry| entry.trim().chars().count());
    let (count, longest) = lengths
        .filter(|length| *length > 0)
        .fold((0, 0), |(count, longest), length| (count + 1, longest.max(length)));
    let fewest = if has_bars { 3 } else { 4 };
    is_path || count >= fewest && longest <= LONGEST_ENTRY
}
