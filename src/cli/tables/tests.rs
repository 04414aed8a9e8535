use crate::report::FacetField;
use crate::wire::sample;

use super::*;

fn shown(facets: &[Facet], columns: usize) -> String {
    let layout = Layout { colour: false, columns, wraps: true };
    let mut out = Vec::new();
    write_facets(&mut out, facets, usize::MAX, layout).expect("a buffer takes everything");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn facets_stand_side_by_side_where_there_is_room() {
    insta::assert_snapshot!(shown(&sample::response().facets, 100), @"

    原因                                         組織            公表年
      不正アクセス                         2       見本   1        2022   1,100
        決済画面・ペイメントアプリ改ざん   2       東玉   1
                                                   12 more …
    ");
}

#[test]
fn facets_stand_below_each_other_where_there_is_none() {
    insta::assert_snapshot!(shown(&sample::response().facets, 40), @"

    原因
      不正アクセス                         2
        決済画面・ペイメントアプリ改ざん   2

    組織            公表年
      見本   1        2022   1,100
      東玉   1
      12 more …
    ");
}

#[test]
fn a_long_label_is_cut_and_long_lists_end_in_how_many_more() {
    let child = |number: u64| FacetCount {
        value: format!("a/{number}"),
        label: format!("第二階層{number}"),
        count: number,
        children: Vec::new(),
    };
    let parent = FacetCount {
        value: "a".to_owned(),
        label: "とても長い名前".repeat(5),
        count: 12_345,
        children: (1..=4).rev().map(child).collect(),
    };
    let facet = Facet { field: FacetField::Cause, values: vec![parent], distinct: 3 };
    let layout = Layout { colour: false, columns: 80, wraps: true };
    let mut out = Vec::new();
    write_facets(&mut out, &[facet], 2, layout).expect("a buffer takes everything");
    insta::assert_snapshot!(String::from_utf8(out).expect("UTF-8"), @"

    原因
      とても長い名前とても長い名前とても長い名…   12,345
        第二階層4                                      4
        第二階層3                                      3
        2 more …
      2 more …
    ");
}
