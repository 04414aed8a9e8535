//! Lists of items and the sentences above them.

use super::data::check;

#[test]
fn a_sentence_that_denies_the_list_below_it_denies_that() {
    check(
        "次の情報が公開されていました。\n・氏名\n次の情報はファイルに見当たりませんでした。\n・パスワード\n・住所",
        "name -password -address",
    );
    check(
        "以下の項目が印字されていました。\n・氏名\n以下の項目は、はがきに印字しておりません。\n・電話番号",
        "name -phone",
    );
    check(
        "氏名が漏えいしました。\n次の情報については、漏えいの有無をまだ確認できておりません。\n・電話番号",
        "name ?phone",
    );
    check("「氏名」、「住所」及び「パスワード」が漏えいしました。", "name address password");
}
