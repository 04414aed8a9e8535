//! Lines that are furniture of a page although no element says so.

use crate::corpus::page::Line;

/// Lines without breadcrumbs, share buttons, copyright, and headings whose links were left out.
pub(super) fn without(lines: Vec<Line>) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        if is_breadcrumb(&line.text) || is_button(&line.text) {
            continue;
        }
        if line.heading.is_some() {
            drop_bare_headings(&mut kept);
        }
        kept.push(line);
    }
    drop_bare_headings(&mut kept);
    kept
}

/// Removes 関連記事 and its like from the end, where nothing followed it.
fn drop_bare_headings(lines: &mut Vec<Line>) {
    const HEADINGS: &[&str] = &[
        "関連記事",
        "関連リンク",
        "関連情報",
        "関連ページ",
        "おすすめ",
        "人気",
        "カテゴリ",
        "アーカイブ",
        "シェア",
        "最新",
        "タグ",
        "ランキング",
    ];
    while let Some(last) = lines.last() {
        let bare = last.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let furniture =
            bare.chars().count() <= 12 && HEADINGS.iter().any(|word| bare.starts_with(word));
        if !(last.text.is_empty() || furniture) {
            break;
        }
        lines.pop();
    }
    if !lines.is_empty() {
        lines.push(Line::default());
    }
}

fn is_breadcrumb(text: &str) -> bool {
    let steps = text.matches(['＞', '>', '»', '›']).count();
    let short = text.chars().count() <= 120 && !text.contains('。');
    let home = ["トップ", "TOP", "Top", "ホーム", "HOME", "Home"]
        .iter()
        .any(|word| text.starts_with(word));
    short && (steps >= 2 || (steps == 1 && home))
}

fn is_button(text: &str) -> bool {
    const BUTTONS: &[&str] = &[
        "シェアする",
        "シェアする:",
        "シェア",
        "ツイート",
        "Tweet",
        "TOPへ戻る",
        "トップへ戻る",
        "ページの先頭へ",
        "ページの先頭へ戻る",
        "ページトップへ",
        "ページトップへ戻る",
        "このページのトップへ",
        "印刷する",
        "印刷",
        "PAGE TOP",
        "一覧へ戻る",
        "前の記事",
        "次の記事",
        "メニュー",
        "本文へスキップ",
        "本文へ",
    ];
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && c != ':');
    BUTTONS.contains(&bare)
        || (text.chars().count() <= 100
            && (text.starts_with('©')
                || text.starts_with("Copyright")
                || text.starts_with("COPYRIGHT")))
}
