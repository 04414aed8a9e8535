use super::{document, extract};

#[test]
fn the_sufferer_is_found_where_names_stand() {
    fn check(text: &str, expected: Option<&str>) {
        let found = extract(text).organisation.map(|organisation| organisation.name);
        assert_eq!(found.as_deref(), expected, "{text}");
    }
    let told = "お客様の氏名が漏えいしました。深くお詫び申し上げます。";
    check(&format!("情報漏えいのお詫び\n株式会社 青葉(あおば)\n{told}"), Some("株式会社青葉"));
    check(
        &format!("情報漏えいのお詫び\n{told}\n以上\n株式会社かもめ堂\n代表取締役 山田太郎"),
        Some("株式会社かもめ堂"),
    );
    check(
        &format!("情報漏えいのお詫び\n北星工業株式会社(以下「当社」といいます)において、{told}"),
        Some("北星工業株式会社"),
    );
    check(
        &format!("情報漏えいのお詫び\n一般財団法人 みどり振興協会\n{told}"),
        Some("一般財団法人みどり振興協会"),
    );
    check(&format!("情報漏えいのお詫び\n2024年5月1日\n朝風市\n本市では、{told}"), Some("朝風市"));
    check(&format!("情報漏えいのお詫び\n学校法人みなと学園\n{told}"), Some("学校法人みなと学園"));
    check(&format!("情報漏えいのお詫び\n弊社では、{told}"), None);
    check(&format!("情報漏えいのお詫び\n風見市 市民課\n{told}"), Some("風見市"));
    check(
        &format!("情報漏えいのお詫び\n発信元:公益社団法人しまなみ交流協会\n{told}"),
        Some("公益社団法人しまなみ交流協会"),
    );
    check(
        &format!("情報漏えいのお詫び\nこまくさ生活協同組合\n{told}"),
        Some("こまくさ生活協同組合"),
    );
    check(
        &format!("情報漏えいのお詫び\nSEABIRD Inc.(以下「当社」)は、{told}"),
        Some("SEABIRD Inc."),
    );
    check(
        &format!(
            "情報漏えいのお詫び\n株式会社ひかりの森(本社:長野県松本市)は、次のとおりご報告いたします。{told}"
        ),
        Some("株式会社ひかりの森"),
    );
    check(
        &format!("情報漏えいのお詫び\nツバメ・ネットワークス株式会社\n{told}"),
        Some("ツバメ・ネットワークス株式会社"),
    );
    check(
        "通販大手で顧客情報流出\n通販大手の風待商店(東京・港)は5日、顧客の氏名や住所が流出したと発表した。",
        Some("風待商店"),
    );
    check(&format!("情報漏えいのお詫び\n当財団では、{told}"), None);
    // A short name that holds the word of a self-reference in an address is no self-reference.
    check(
        &format!(
            "情報漏えいのお詫び\n株式会社青葉\n{told}\n提供元のミセル株式会社(大阪市靱本町。以下「ミセル社」)から報告を受けました。"
        ),
        Some("株式会社青葉"),
    );
    // An investigator, an authority or a vendor is not the sufferer.
    check(
        &format!(
            "情報漏えいのお詫び\n株式会社あおば商店\n{told}\n業務を委託している北星物流株式会社のサーバーが不正アクセスを受けました。"
        ),
        Some("株式会社あおば商店"),
    );
    check(
        &format!("情報漏えいのお詫び\n弊社では、{told}\n個人情報保護委員会に報告しました。"),
        None,
    );
}

/// Pages and who suffered: lines that sign, titles, newspapers.
const SIGNED: [(&str, &str); 14] = [
    ("本市の名簿について\n東雲市みらい部 こども課\n本市では、", "東雲市"),
    ("名簿の紛失について\n2022年3月4日 東雲市総務部契約課\n", "東雲市"),
    ("調査票の廃棄について\n2019年6月28日\n霞町長 山川 一郎\n町では、", "霞町"),
    ("名簿について\n萩ノ村 健康ふくし課\n", "萩ノ村"),
    ("東雲県警察 報道発表\n案件名 名簿の紛失について\n", "東雲県警察"),
    ("市立中学校における名簿の紛失\n東雲市教育委員会 学校教育課\n", "東雲市教育委員会"),
    ("情報流出のお知らせ\nアオバモバイル株式会社 2023/10/05\n", "アオバモバイル株式会社"),
    (
        "各 位\n会 社 名  青葉フーズ商事株式会社\n代表者名 代表取締役社長 山川 朔\n資金流出のお知らせ\n",
        "青葉フーズ商事株式会社",
    ),
    ("情報流出のお知らせ\n発信:アオバデスク株式会社 CISO室\n", "アオバデスク株式会社"),
    ("よくあるご質問\n株式会社アオバ茶園 電話 0120-000-000\n", "株式会社アオバ茶園"),
    ("青葉中央病院 個人情報の漏えいについて\n当院では、", "青葉中央病院"),
    (
        "診療情報の流出について\n医療法人社団青葉会 霞記念病院\n霞記念病院 患者相談窓口\n当院では、",
        "医療法人社団青葉会 霞記念病院",
    ),
    ("報道資料\n東雲市こども課\nメールの誤送信について\n", "東雲市"),
    ("応募者の情報について\n青葉高原マラソン実行委員会では、", "青葉高原マラソン実行委員会"),
];

#[test]
fn lines_that_sign_name_the_sufferer() {
    for (page, expected) in SIGNED {
        let told = "氏名が漏えいしました。深くお詫び申し上げます。";
        let found = extract(&format!("{page}{told}")).organisation;
        assert_eq!(found.map(|found| found.name).as_deref(), Some(expected), "{page}");
    }
}

#[test]
fn vendors_come_with_their_role() {
    fn check(sentence: &str, expected: &[(&str, &str)]) {
        let facts = extract(&format!(
            "情報漏えいのお詫び\n2024年5月1日\n株式会社あおば商店\nお客様の氏名が漏えいしました。深くお詫び申し上げます。\n{sentence}"
        ));
        let found: Vec<(&str, &str)> = facts
            .vendors
            .iter()
            .map(|vendor| (vendor.name.as_str(), vendor.role.as_str()))
            .collect();
        assert_eq!(found, expected, "{sentence}");
        for (_, role) in expected {
            let route = format!("supply-chain/{role}");
            assert!(facts.causes.iter().any(|cause| cause.value.as_str() == route), "{sentence}");
        }
    }
    check(
        "発送業務を委託している北星物流株式会社のサーバーが不正アクセスを受けました。",
        &[("北星物流株式会社", "contractor")],
    );
    check(
        "委託先である株式会社ミナト印刷が不正アクセスを受けました。",
        &[("株式会社ミナト印刷", "contractor")],
    );
    check(
        "弊社は配送を有限会社サクラ便に委託しており、同社が攻撃を受けました。",
        &[("有限会社サクラ便", "contractor")],
    );
    check(
        "再委託先である株式会社ツバメ加工がUSBメモリを紛失しました。",
        &[("株式会社ツバメ加工", "subcontractor")],
    );
    check(
        "画面表示を最適化するサービスを提供する株式会社ミセル(東京都港区一丁目。以下「ミセル社」といいます)のシステムが改ざんされました。",
        &[("株式会社ミセル", "web-widget")],
    );
    check(
        "決済代行会社の株式会社ペイリンが不正アクセスを受けました。",
        &[("株式会社ペイリン", "payment-processor")],
    );
    check(
        "子会社である青葉物産株式会社のサーバーが不正アクセスを受けました。",
        &[("青葉物産株式会社", "group-company")],
    );
    check(
        "株式会社ソラクモが提供する予約サービスが攻撃を受けました。",
        &[("株式会社ソラクモ", "saas-provider")],
    );
    check(
        "システムの保守を委託している株式会社テクノ浜が攻撃を受けました。",
        &[("株式会社テクノ浜", "maintenance")],
    );
    let rows = [
        (
            "健康診断の予約受付を委託しておりました株式会社メディポートが侵入されました。",
            "株式会社メディポート",
            "contractor",
        ),
        (
            "弊社の業務委託先であるアクアロジ社のシステムが感染しました。",
            "アクアロジ社",
            "contractor",
        ),
        ("配送業者である南星運輸の車両から、伝票が盗まれました。", "南星運輸", "contractor"),
        (
            "荷物の配送をカケル急便に委託していたところ、同社が伝票を置き忘れました。",
            "カケル急便",
            "contractor",
        ),
        (
            "入力業務をエムズデータ株式会社へ外注していました。",
            "エムズデータ株式会社",
            "contractor",
        ),
        (
            "弊社は株式会社サイト屋本舗にサイトの制作と保守を任せていました。",
            "株式会社サイト屋本舗",
            "contractor",
        ),
        (
            "サイトの保守を引き受けているカワセミ技研株式会社が感染しました。",
            "カワセミ技研株式会社",
            "maintenance",
        ),
        (
            "クレジットカード払いの処理をペイン株式会社に委託しています。",
            "ペイン株式会社",
            "payment-processor",
        ),
        (
            "サーバーを預けている株式会社データ蔵の設備が暗号化されました。",
            "株式会社データ蔵",
            "hosting",
        ),
        ("一部を株式会社ゆずりはに再委託していました。", "株式会社ゆずりは", "subcontractor"),
        (
            "アクセス解析タグを提供するカゾエル株式会社の配信元が改ざんされました。",
            "カゾエル株式会社",
            "web-widget",
        ),
        (
            "弊社が導入しているユニゾン社製の顧客管理システムに欠陥がありました。",
            "ユニゾン社",
            "saas-provider",
        ),
        (
            "TechWing Co., Ltd. が提供するクラウドが攻撃を受けました。",
            "TechWing Co., Ltd.",
            "saas-provider",
        ),
        (
            "予約システムの提供元、ナガレ工房株式会社が攻撃を受けました。",
            "ナガレ工房株式会社",
            "saas-provider",
        ),
    ];
    for (sentence, name, role) in rows {
        check(sentence, &[(name, role)]);
    }
    for (sentence, name, role) in BARE {
        check(sentence, &[(name, role)]);
    }
    check(
        "発送を株式会社ハルカゼ(以下「HK社」といいます)および株式会社アキカゼに委託していました。",
        &[("株式会社ハルカゼ", "contractor"), ("株式会社アキカゼ", "contractor")],
    );
    // The page's own organisation, whatever its service is called, is no vendor of itself.
    check("株式会社あおば商店が提供する「あおば便」が攻撃を受けました。", &[]);
    check("弊社が提供する「あおばアプリ」が攻撃を受けました。", &[]);
    // Whose data it was is not through whom it leaked.
    check("南風導管株式会社が管理していたお客様の情報を、弊社の社員が閲覧していました。", &[]);
    // Words that are no names.
    check("委託先の担当者が誤って送信しました。", &[]);
    check("外部のクラウドサービスが攻撃を受けました。", &[]);
    check("委託先に集計を依頼した売上データから氏名が流出しました。", &[]);
    check("お問い合わせ窓口の運営を株式会社テレサポに委託して設置しました。", &[]);
    check("カード会社のみらいカード株式会社から懸念の連絡を受けました。", &[]);
    check("弁護士法人みなと法律事務所に相談しています。", &[]);
    // Investigators and those ruled out are no vendors.
    check("第三者調査機関である株式会社ログ解析に調査を依頼しました。", &[]);
    check("ご連絡くださった決済代行会社の株式会社ペイリンは流出とは無関係です。", &[]);
}

/// Names without a legal form, and names that only their place tells.
const BARE: [(&str, &str, &str); 16] = [
    (
        "業務を委託している東雲ソリューションズが侵入されました。",
        "東雲ソリューションズ",
        "contractor",
    ),
    ("委託先の谷口印刷で封入を誤りました。", "谷口印刷", "contractor"),
    ("委託先のつくし印刷で封入を誤りました。", "つくし印刷", "contractor"),
    (
        "入居の受付をお願いしているアルテコネクト東日本の社員が持ち出しました。",
        "アルテコネクト東日本",
        "contractor",
    ),
    (
        "サーバーの保守を頼んでいるベガ・テクニカの端末から侵入されました。",
        "ベガ・テクニカ",
        "maintenance",
    ),
    (
        "会報の予約システムを提供するミリア・システムズが調べています。",
        "ミリア・システムズ",
        "saas-provider",
    ),
    ("当サイトは、南紀iDCの設備の上で動いていました。", "南紀iDC", "hosting"),
    (
        "当社の海外子会社であるAoba Foods Chileにおいて、送金の被害がありました。",
        "Aoba Foods Chile",
        "group-company",
    ),
    ("委託先:西陵ソリューションズ", "西陵ソリューションズ", "contractor"),
    ("2 委託事業者\n株式会社イセカワ(本社 京都市)", "株式会社イセカワ", "contractor"),
    ("(1)受託事業者 株式会社トーヨナ横浜支店", "株式会社トーヨナ", "contractor"),
    (
        "検針業務はすずらんサービス株式会社に委託しています。",
        "すずらんサービス株式会社",
        "contractor",
    ),
    (
        "検針は子会社の北岳サービス株式会社に委託しております。",
        "北岳サービス株式会社",
        "contractor",
    ),
    ("表示変換サービス(株式会社ミセル提供)が改ざんされました。", "株式会社ミセル", "web-widget"),
    (
        "決済代行サービスの提供元の株式会社ペイリンが侵入されました。",
        "株式会社ペイリン",
        "payment-processor",
    ),
    (
        "タイの子会社であるAOBA (THAILAND) CO., LTD.が侵入されました。",
        "AOBA (THAILAND) CO., LTD.",
        "group-company",
    ),
];

#[test]
fn words_beside_a_role_are_not_always_names() {
    fn check(sentence: &str) {
        let facts = extract(&format!(
            "情報漏えいのお詫び\n2024年5月1日\n株式会社あおば商店\nお客様の氏名が漏えいしました。深くお詫び申し上げます。\n{sentence}"
        ));
        let found: Vec<&str> = facts.vendors.iter().map(|vendor| vendor.name.as_str()).collect();
        assert!(found.is_empty(), "{sentence}: {found:?}");
    }
    for sentence in [
        "検索エンジンのキャッシュについても消去を依頼しました。",
        "国際ブランドの認定を受けている株式会社デジタル鑑識に詳しい調べを頼みました。",
        "みちしるべ勤怠のサービス障害について調べました。",
        "委託先の派遣社員が持ち出しました。",
        "カード払いを受け持つペイメントアプリケーションが改ざんされました。",
        "委託先に入力支援を依頼しました。",
    ] {
        check(sentence);
    }
}

#[test]
fn who_is_entrusted_and_hands_it_on_makes_a_subcontractor() {
    let facts = extract(
        "情報漏えいのお詫び\n株式会社あおば商店\n当社は宛名の印字を株式会社メイリアに任せており、同社はそのうち封入を杉丸印刷に出していました。そこでお客様の氏名が漏えいしました。深くお詫び申し上げます。",
    );
    let found: Vec<(&str, &str)> =
        facts.vendors.iter().map(|vendor| (vendor.name.as_str(), vendor.role.as_str())).collect();
    assert_eq!(found, [("株式会社メイリア", "contractor"), ("杉丸印刷", "subcontractor")]);
}

#[test]
fn short_names_are_bound_to_what_they_stand_for() {
    fn check(sentence: &str, expected: &[(&str, &str)]) {
        let facts =
            extract(&format!("情報漏えいのお詫び\nお客様の氏名が漏えいしました。\n{sentence}"));
        let found: Vec<(&str, &str)> =
            facts.aliases.iter().map(|alias| (alias.alias.as_str(), alias.name.as_str())).collect();
        assert_eq!(found, expected, "{sentence}");
    }
    check(
        "株式会社ミセル(以下「ミセル社」といいます)が攻撃を受けました。",
        &[("ミセル社", "株式会社ミセル")],
    );
    check(
        "株式会社ミセル(本社:東京都。以下、『M社』)が攻撃を受けました。",
        &[("M社", "株式会社ミセル")],
    );
    check(
        "株式会社ミセル（以下ミセル社という。）が攻撃を受けました。",
        &[("ミセル社", "株式会社ミセル")],
    );
    check(
        "「あおば通販」(https://aoba.example.jp/。以下「本サイト」といいます)で起きました。",
        &[("本サイト", "あおば通販")],
    );
    check("株式会社ミセル（以下、ＭＳ社）が攻撃を受けました。", &[("ＭＳ社", "株式会社ミセル")]);
    check(
        "株式会社ミセル、以下「M社」といいます、が攻撃を受けました。",
        &[("M社", "株式会社ミセル")],
    );
    check(
        "株式会社データまるごと(以下「データM社」)が攻撃を受けました。",
        &[("データM社", "株式会社データまるごと")],
    );
    check(
        "来店予約システム(以下「予約システム」)で起きました。",
        &[("予約システム", "来店予約システム")],
    );
    check("会員サイト「青葉.com(以下、本サイト)」で起きました。", &[("本サイト", "青葉.com")]);
    check("借りていたパソコン(以下「当該端末」)で起きました。", &[]);
    check(
        "青葉計器製作所(以下、単に「当社」といいます)で起きました。",
        &[("当社", "青葉計器製作所")],
    );
    check("株式会社ミセル(以下略)が攻撃を受けました。", &[]);
    check("当社以外の事業者(以下「他事業者」)の情報でした。", &[]);
    check("株式会社ミセル(東京都港区)が攻撃を受けました。", &[]);
}

#[test]
fn the_service_is_the_quoted_site() {
    fn check(text: &str, expected: Option<&str>) {
        let found = extract(text).service.map(|service| service.name);
        assert_eq!(found.as_deref(), expected, "{text}");
    }
    check(
        "弊社が運営する「あおば通販」への不正アクセスに関するお詫び\n氏名が漏えいしました。",
        Some("あおば通販"),
    );
    check("お詫び\n通販サイト「あおば便」で氏名が漏えいしました。", Some("あおば便"));
    check("予約システム「よみみる」への不正アクセス\n氏名が漏えいしました。", Some("よみみる"));
    check("お詫び\n予約サイト「旅ごよみ」において、会員の氏名が漏えいしました。", Some("旅ごよみ"));
    check(
        "健診予約サーバーへの不正アクセスについて\n氏名が漏えいしました。お詫び申し上げます。",
        Some("健診予約サーバー"),
    );
    check(
        "お詫び\n株式会社山川\n本学の教員用メールシステムが、海外から不正に利用され、氏名が漏えいしました。",
        Some("教員用メールシステム"),
    );
    check(
        "青まるポイントアプリにおける第三者によるログインについて\n氏名が漏えいしました。お詫び申し上げます。",
        Some("青まるポイントアプリ"),
    );
    check(
        "お詫び\n来店予約システム(以下「予約システム」)に外部から侵入があり、氏名が漏えいしました。",
        Some("来店予約システム"),
    );
    check("お詫び\n「アオバーナ」ウェブサイトで会員の氏名が漏えいしました。", Some("アオバーナ"));
    check("お詫び\n弊社の「アオショップ」で出店者の氏名が漏えいしました。", Some("アオショップ"));
    check("お詫び\n一部のシステムが攻撃を受け、氏名が漏えいしました。", None);
    check("お詫び\n業務システムに不正なアクセスがあり、氏名が漏えいしました。", None);
    // A tool inside the site, a site that was not hit, and words in quotes that are no site.
    check(
        "お詫び\n弊社が運営する「あおば便」では「スラスラ」という外部のツールを使っており、氏名が漏えいしました。",
        Some("あおば便"),
    );
    check(
        "お詫び\n氏名が漏えいしました。通販サイト「あおばモール」は別システムのため影響はありません。",
        None,
    );
    check("お詫び\n当社のシステムへの不正アクセスにより氏名が漏えいしました。", None);
    check("お詫び\n「お詫びとお知らせ」を送りました。氏名が漏えいしました。", None);
}

#[test]
fn a_digest_heading_names_the_sufferer_first() {
    let mut digest = document(
        "【事件簿#2024-001】あおば商店株式会社 弊社が運営する「あおば通販」における情報漏えいのお詫び 2024年5月1日\n弊社では、お客様の氏名が漏えいしました。",
    );
    digest.in_digest = true;
    let facts = super::RULES.extract(&digest);
    assert_eq!(facts.organisation.map(|found| found.name).as_deref(), Some("あおば商店株式会社"));
    assert_eq!(facts.vendors, []);
}
