//! Third parties: what they were entrusted with, what they did, and what clears them.

use super::{extract, notice};

fn vendors(body: &str) -> Vec<String> {
    let named =
        |vendor: &crate::report::Vendor| format!("{} {}", vendor.name, vendor.role.as_str());
    notice(body).vendors.iter().map(named).collect()
}

fn routes(body: &str) -> Vec<String> {
    let causes = notice(body).causes;
    let routes = causes.iter().filter(|cause| {
        cause.value.parent() == "supply-chain"
            && cause.certainty != crate::report::Certainty::Denied
    });
    routes.filter_map(|cause| cause.value.child().map(str::to_owned)).collect()
}

#[test]
fn what_one_did_for_others_makes_a_vendor() {
    for (body, expected) in [
        (
            "会費の集計を任された株式会社ミドリ計算の担当者が、一覧を電車に置き忘れました。",
            "株式会社ミドリ計算 contractor",
        ),
        (
            "資料の袋詰めは有限会社ハコヅメに作らせており、同社で順番がずれました。",
            "有限会社ハコヅメ contractor",
        ),
        (
            "名簿が流出しました。これを提供している株式会社モエギシステムの設定に誤りがありました。",
            "株式会社モエギシステム saas-provider",
        ),
        (
            "株式会社ナカヤマ便の運転手が伝票を紛失しました。当社は同社に配送を任せていました。",
            "株式会社ナカヤマ便 contractor",
        ),
    ] {
        assert_eq!(vendors(body), [expected], "{body}");
    }
}

#[test]
fn those_that_had_no_part_are_no_vendors() {
    for body in [
        "配信には株式会社ソラメールのサービスを利用しておりますが、宛先の登録を誤ったのは当社の担当者です。",
        "委託先の株式会社カワラ印刷に送るはずの名簿を、当社の社員が誤って別の会社に送りました。",
        "発送を委託している株式会社ホウキ便の作業に誤りは見つかっておらず、当社の社員が取り違えたものです。",
        "今後は、書類の保管を株式会社クラモリに委託し、社内に置かないことにいたします。",
        "決済をお願いしている株式会社ツクシペイから電話があり、当店の画面を調べました。",
    ] {
        assert_eq!(vendors(body), [""; 0], "{body}");
    }
}

#[test]
fn routes_need_no_name() {
    for (body, expected) in [
        ("宛名の並べ替えを担当した会社が、誤って別の方の氏名を印字しました。", "contractor"),
        ("委託先が無断で別の会社に作業を回しており、名簿が流出しました。", "subcontractor"),
        (
            "勤怠システムの提供会社の不具合により、他社の社員の氏名が表示されました。",
            "saas-provider",
        ),
    ] {
        assert!(routes(body).iter().any(|route| route == expected), "{body}: {:?}", routes(body));
    }
}

#[test]
fn names_may_hold_kana_between_their_letters() {
    for (text, expected) in [
        (
            "市立ひなた病院で患者の名簿を紛失\n市立ひなた病院は5日、看護師が患者31人分の名簿を紛失したと発表した。",
            "市立ひなた病院",
        ),
        (
            "三つ葉証券で顧客名簿が流出\n三つ葉証券は5日、元社員が顧客310人分の名簿を持ち出したと発表した。",
            "三つ葉証券",
        ),
        (
            "北さざわ市　名簿を紛失\n北さざわ市は5日、職員が310人分の名簿を紛失したと発表した。",
            "北さざわ市",
        ),
    ] {
        let found = extract(text).organisation.map(|named| named.name);
        assert_eq!(found.as_deref(), Some(expected), "{text}");
    }
}
