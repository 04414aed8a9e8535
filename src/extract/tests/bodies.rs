//! Organisations without a legal form, companies told in everyday words, and names of what is run.

use super::{extract, notice};

fn organisation(text: &str) -> Option<String> {
    extract(text).organisation.map(|organisation| organisation.name)
}

#[test]
fn who_signs_needs_no_legal_form() {
    let told = "お客様の氏名とメールアドレスが流出しました。深くお詫び申し上げます。";
    let rows = [
        (format!("読書会のメールについてのお詫び\n2024年5月8日 かざみ書房\n{told}"), "かざみ書房"),
        (format!("流出のお詫び\n{told}\n令和6年7月24日\nみね茶園 山路 俊介"), "みね茶園"),
        (format!("流出のお詫び\n{told}\n令和6年7月24日\nこだち直売所 店長 古賀"), "こだち直売所"),
        (
            format!("流出のお詫び\n2024年6月3日\n全国凧揚げ愛好会 事務局\n{told}"),
            "全国凧揚げ愛好会",
        ),
        (format!("流出のお詫び\n2024年6月3日\n海運統計庁 総務課\n{told}"), "海運統計庁"),
        (format!("宿の予約についてのお詫び\n渓流の宿 山桜館\n{told}"), "渓流の宿 山桜館"),
        (format!("流出のお詫び\nシオカゼ運営チーム(株式会社磯波)\n{told}"), "株式会社磯波"),
        (
            format!("流出のお詫び\nシオカゼ荘(運営会社:磯波観光株式会社)\n{told}"),
            "磯波観光株式会社",
        ),
        (
            format!("流出のお詫び\n朝凪計器製作所(以下、当社)は、次のとおりご報告します。{told}"),
            "朝凪計器製作所",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(organisation(&text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn lines_that_label_or_date_sign_nothing() {
    let told = "お客様の氏名とメールアドレスが流出しました。深くお詫び申し上げます。";
    for line in ["TEL 0120-000-000", "氏名、住所、電話番号", "総件数:32,800件", "7時10分", "健康課"]
    {
        let text =
            format!("流出のお詫び\n2024年6月3日\n株式会社青葉\n{told}\n2024年6月3日\n{line}");
        assert_eq!(organisation(&text).as_deref(), Some("株式会社青葉"), "{text}");
    }
}

#[test]
fn keys_of_a_list_sign_nothing() {
    for key in ["いつまで → 2022年3月16日", "備考欄", "配信日 2023年3月16日", "第一報"]
    {
        let page = format!(
            "名簿の公開のお詫び\n当会において氏名が漏えいしました。深くお詫び申し上げます。\n{key}\n"
        );
        assert_eq!(organisation(&page), None, "{key}");
    }
}

#[test]
fn offices_speak_for_their_town() {
    let told = "市民の皆様の個人情報が記載された文書を紛失しました。深くお詫びいたします。";
    let rows = [
        ("葵浜市南区福祉課が保管していた文書を廃棄しました。", "葵浜市"),
        ("葵浜市健康センターで管理していた文書が見当たりません。市は調査を続けます。", "葵浜市"),
        ("本日、葵浜市の公用車から名簿が盗まれました。", "葵浜市"),
        ("東京都総務局がお送りしている広報誌の宛名を誤りました。", "東京都"),
    ];
    for (sentence, expected) in rows {
        let text = format!("文書の紛失について\n{sentence}\n{told}\nお問い合わせ 総務課");
        assert_eq!(organisation(&text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn articles_show_whom_they_tell_of() {
    let rows = [
        (
            "楓通、不正アクセスで出荷停止\n通販物流を営む楓通で9月12日から、不正アクセスによりサーバーがランサムウェアに感染し、個人情報が流出した。同社が発表した。\n楓通は復旧を急ぐ。",
            "楓通",
        ),
        (
            "介護の書類を誤送信\nデイサービスこもれび(葵浜市)は3月4日、利用者4人の計画書をファクスで誤送信し、個人情報が漏えいしたと発表した。",
            "デイサービスこもれび",
        ),
        (
            "教諭が答案を投稿 生徒の点数見える状態に\n県教育委員会は17日、県立楠浦高校の男性教諭が答案を撮り、自身の交流サイトに載せて個人情報を漏えいさせたと発表した。",
            "県立楠浦高校",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(organisation(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn names_keep_the_letters_inside_them() {
    let told = "お客様の氏名が流出しました。深くお詫び申し上げます。";
    let rows = [
        ("株式会社結び舎ネクスト(以下「当社」)において、", "株式会社結び舎ネクスト"),
        ("株式会社Harbor Works 応募された方の情報について、", "株式会社Harbor Works"),
    ];
    for (lead, expected) in rows {
        let text = format!("流出のお詫び\n{lead}{told}");
        assert_eq!(organisation(&text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn everyday_words_make_a_vendor() {
    let rows = [
        (
            "名簿の整理に株式会社ミネソフトの「会員手帖」をインターネット越しに使っています。",
            "株式会社ミネソフト saas-provider",
        ),
        (
            "「園だよりネット」は株式会社コトリネットが全国の園に向けて提供しているものです。",
            "株式会社コトリネット saas-provider",
        ),
        (
            "装置の面倒をみている株式会社トキツ医科が回線を据え付けました。",
            "株式会社トキツ医科 maintenance",
        ),
        (
            "台帳の入力は株式会社ミネタという地元の会社に頼んでいました。",
            "株式会社ミネタ contractor",
        ),
        (
            "構築を請け負った再委託先の情報システム会社 株式会社ミネハンドが公開の設定を誤りました。",
            "株式会社ミネハンド subcontractor",
        ),
        (
            "発送を委託している倉見サービスのサーバーが攻撃を受けました。同社が調べています。",
            "倉見サービス contractor",
        ),
        ("作業を請け負ったのは楡野運送で、荷の固定が不十分でした。", "楡野運送 contractor"),
        (
            "検針の業務を受け持つ「葵浜メーター協同組合」の検針員が紛失しました。",
            "葵浜メーター協同組合 contractor",
        ),
    ];
    for (sentence, expected) in rows {
        let vendors = notice(sentence).vendors;
        let found: Vec<String> = vendors
            .iter()
            .map(|vendor| format!("{} {}", vendor.name, vendor.role.as_str()))
            .collect();
        assert_eq!(found, [expected], "{sentence}");
    }
}

#[test]
fn tasks_tools_and_counts_are_no_vendors() {
    let rows = [
        "当社が青葉市より受託している「起業講座事業」で名簿を紛失しました。",
        "委託事業者が表計算ソフトで宛名を並べ替えた際に誤りがありました。",
        "請け負っていたのは、ノベルティーの発送と物品の発送の一部です。",
        "受け入れは近隣の3病院にお願いしています。",
        "翌日、制作会社の株式会社ペパーデザインに復旧を依頼しました。",
        "ショップ「あかねや」につきまして、受注処理をお願いしている外注先のパソコンが感染しました。",
    ];
    for sentence in rows {
        let vendors = notice(sentence).vendors;
        assert!(vendors.is_empty(), "{sentence}: {vendors:?}");
    }
}

#[test]
fn a_service_has_no_address_and_may_be_held() {
    let rows = [
        (
            "弊社の運営するオンラインショップ「KUSA BOOK(http://kusa.example.jp/)」が不正アクセスを受けました。",
            "KUSA BOOK",
        ),
        ("「葵浜市子育て応援事業」の委託先で、会員の情報が流出しました。", "葵浜市子育て応援事業"),
        ("月刊誌「週末ヨット」のお申し込みで入力された情報が流出しました。", "週末ヨット"),
    ];
    for (sentence, expected) in rows {
        let service = notice(sentence).service.map(|service| service.name);
        assert_eq!(service.as_deref(), Some(expected), "{sentence}");
    }
    let facts = notice(
        "弊社が運営する「KUSA BOOK(http://kusa.example.jp/)」(以下「当サイト」)が改ざんされました。",
    );
    assert_eq!(facts.aliases.first().map(|alias| alias.name.as_str()), Some("KUSA BOOK"));
}

#[test]
fn the_one_that_suffered_is_told_from_the_one_that_speaks() {
    let rows = [
        (
            "児童の名簿を盗まれる\n葵浜市教委は9日、市立汐見台小学校(同市)の女性教諭が名簿を盗まれたと発表した。",
            "葵浜市教委",
        ),
        (
            "生徒の名簿を盗まれる\n葵浜市教委は9日、市立汐見台中学校の教諭と市立朝凪台中学校の教諭が名簿を盗まれたと発表した。",
            "葵浜市教委",
        ),
        // An adverb in front of a legal form is no name.
        (
            "情報漏えいのお詫び\nいつも株式会社ハルコ旅館をご愛顧いただきありがとうございます。\nお客様の氏名が漏えいしました。深くお詫び申し上げます。",
            "株式会社ハルコ旅館",
        ),
        (
            "お客さま情報の漏えい\n波戸ガス株式会社の子会社である波戸燃料株式会社が配送業務を委託している早瀬興業株式会社において、お客さまの氏名が漏えいしました。",
            "波戸燃料株式会社",
        ),
        (
            "顧客情報の流出のお詫び\nお客様の氏名が流出しました。深くお詫びいたします。\nお問い合わせ先 北葵いすゞ自動車株式会社\n総務部",
            "北葵いすゞ自動車株式会社",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(organisation(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn who_runs_a_house_or_stands_in_a_bracket_is_no_vendor() {
    let rows = [
        ("株式会社あさなぎが運営する学習塾で、生徒の氏名が流出しました。", 0),
        ("番号は別会社の汐見サービスに預けており、そちらは無傷です。", 0),
        ("給食の業務を委託している厨房みどり(医療法人朝凪会)のサーバーに侵入されました。", 1),
        ("受付は、早瀬フォーム合同会社さま(大阪市北区)に委託しています。", 1),
    ];
    for (sentence, expected) in rows {
        assert_eq!(notice(sentence).vendors.len(), expected, "{sentence}");
    }
}
