use super::{notice, shorthand, sorted};

fn check(body: &str, expected: &str) {
    assert_eq!(shorthand(&notice(body).causes), sorted(expected), "{body}");
}

#[test]
fn intrusions_are_told_apart() {
    check(
        "第三者がサイトに入り、ペイメントアプリケーションの改ざんが行われていました。",
        "payment-page-tampering",
    );
    check("決済画面のプログラムが何者かに書き換えられていました。", "payment-page-tampering");
    check(
        "お客様は偽の決済画面に誘導され、入力した内容が外部に送信されました。",
        "payment-page-tampering",
    );
    check(
        "弊社が利用しているチャットツールのスクリプトが改変されました。",
        "third-party-script-tampering web-widget",
    );
    check("VPN装置の脆弱性を悪用され、社内に侵入されました。", "vulnerability-exploit");
    check("システムの一部の脆弱性をついた不正アクセスがありました。", "vulnerability-exploit");
    check(
        "検索欄にSQLインジェクションを受け、会員の一覧を抜き取られました。",
        "vulnerability-exploit",
    );
    check("公式サイトのトップページが改ざんされ、別のサイトへ誘導されました。", "site-tampering");
    check("不審なファイルがサーバーに設置されていました。", "site-tampering");
    check("職員のIDとパスワードが悪用され、サーバーに侵入されました。", "stolen-credential");
    check("総当たり攻撃でパスワードを破られました。", "stolen-credential");
    check("弊社サーバーが第三者による不正アクセスを受けました。", "unspecified-intrusion");
}

#[test]
fn account_attacks_and_malware_are_told_apart() {
    check(
        "他社サービスから流出したIDとパスワードを用いた不正ログインがありました。",
        "credential-stuffing",
    );
    check("リスト型攻撃により、会員ページに不正にログインされました。", "credential-stuffing");
    check(
        "職員のメールアカウントが乗っ取られ、迷惑メールが送信されました。",
        "mail-account-takeover",
    );
    check("職員がフィッシングサイトに誘導され、認証情報を入力してしまいました。", "phishing");
    check("ランサムウェアに感染し、業務サーバーのファイルが暗号化されました。", "ransomware");
    check("パソコンがEmotetに感染し、不審メールが送られました。", "emotet");
    check("標的型メールの添付ファイルを開き、端末を操作されました。", "targeted-email");
    check("職員のパソコンがマルウェアに感染しました。", "other-malware");
}

#[test]
fn mistakes_and_losses_are_told_apart() {
    check("メールの宛先を誤って、別の会社に名簿を送信しました。", "email-misdelivery");
    check("BCCで送信すべきところ、宛先欄に入力して一斉に送信しました。", "cc-bcc");
    check("別の方の書類を封入し、誤送付しました。", "paper-misdelivery");
    check("名簿をホームページに誤って公開しました。", "publishing-error");
    check("ストレージの公開設定に誤りがあり、だれでも閲覧できる状態でした。", "cloud-exposure");
    check("Googleフォームの設定により、他の回答者の回答が見える状態でした。", "form-sharing");
    check("プログラムの不具合により、別の会員の氏名が表示されました。", "app-bug");
    check("ソースコードをGitHubに公開したままにしていました。", "code-or-key-exposure");
    check("職員がUSBメモリを紛失しました。", "device-media-loss");
    check("検針員が検針票を紛失しました。", "document-loss");
    check("車上荒らしに遭い、鞄が盗まれました。", "theft");
    check("保存期間の満了前に、申込書を誤って廃棄しました。", "mis-disposal");
    check("退職した社員が顧客の名簿を持ち出していました。", "data-takeout");
    check("職員が業務に必要のない記録を閲覧していました。", "unauthorized-viewing");
    check("アルバイトがお客様の情報をSNSに投稿しました。", "unauthorized-disclosure");
    check("偽の警告画面に表示された番号に電話し、パソコンを遠隔操作されました。", "support-scam");
    check("DDoS攻撃を受け、サイトがつながりにくくなりました。", "ddos");
}

#[test]
fn what_is_ruled_out_or_suspected_is_marked() {
    check("脆弱性を悪用された可能性がございます。", "?vulnerability-exploit");
    check("ランサムウェアによる攻撃とみられます。", "?ransomware");
    check(
        "職員が書類を紛失しました。外部からの不正アクセスによるものではありません。",
        "document-loss -unspecified-intrusion",
    );
    check(
        "メールの宛先を誤って送信しました。ウイルス感染ではございません。",
        "email-misdelivery -other-malware",
    );
}

#[test]
fn advice_precedent_and_prevention_are_no_causes() {
    check(
        "【お客様へのお願い】\nフィッシングサイトに誘導され、パスワードを入力しないようご注意ください。",
        "",
    );
    check("昨今、他社でランサムウェアの被害が報じられています。", "");
    check("【再発防止策】\n脆弱性診断を定期に行います。", "");
    // Masking of a document is no tampering, and misuse alone no intrusion.
    check("黒塗りの処理を確かめました。", "");
    check("カードの不正利用は確認されておりません。", "");
}

#[test]
fn a_general_cause_gives_way_to_a_specific_one() {
    check(
        "不正アクセスを受けました。総当たりでパスワードを破られたことが原因です。",
        "stolen-credential",
    );
    check("原因は調査中です。", "under-investigation");
    check(
        "不正アクセスを受け、職員のパソコンがマルウェアに感染し、ランサムウェアでファイルが暗号化されました。",
        "ransomware",
    );
}

#[test]
fn a_cause_is_told_in_many_words() {
    check("注文確認ページに悪意のあるコードが挿入されていました。", "payment-page-tampering");
    check("カート画面が差し替えられ、偽の決済フォームが出ていました。", "payment-page-tampering");
    check(
        "外部の接客ツールのJavaScriptが書き換えられました。",
        "third-party-script-tampering web-widget",
    );
    check("修正プログラムが適用されておらず、そこから侵入されました。", "vulnerability-exploit");
    check("サポートが終了したOSを使い続けておりました。", "vulnerability-exploit");
    check("退職者のVPNアカウントが悪用され、侵入を許しました。", "stolen-credential");
    check("短時間に大量のログイン試行がありました。", "credential-stuffing");
    check("メールが外部に自動転送される設定にされていました。", "mail-account-takeover");
    check("サーバーのファイルの拡張子が書き換えられ、金銭を要求されました。", "ransomware");
    check("振込先口座の変更を求める偽の連絡に従い、送金しました。", "business-email-compromise");
    check("契約者本人を名乗る電話に応じ、住所を答えてしまいました。", "impersonation");
    check("全員のアドレスが宛先欄に入ったまま、案内を送りました。", "cc-bcc");
    check("他の患者の処方箋を手渡してしまいました。", "paper-misdelivery");
    check("公表した資料の非表示のシートに名簿が残っていました。", "publishing-error");
    check("同姓同名の別人に番号を誤ってひも付けました。", "data-entry-error");
    check("リンクを知っていれば開ける設定でした。", "cloud-exposure");
    check("点検員が帳票を移動中になくしました。", "document-loss");
    check("営業かばんが置き引きに遭いました。", "theft");
    check("社員が業務と関係のない目的で顧客を検索し、閲覧していました。", "unauthorized-viewing");
    check("議事録を作るため、名簿を生成AIに入力しておりました。", "ai-misuse");
}

#[test]
fn a_negative_rules_out_what_its_clause_names() {
    check(
        "機器の故障が原因です。不正侵入や、マルウェアへの感染によるものではございません。",
        "system-outage -unspecified-intrusion -other-malware",
    );
    check("ランサムウェア等によるデータの暗号化は行われておりません。", "-ransomware");
    check("システムの脆弱性が使われた形跡はありませんでした。", "-vulnerability-exploit");
    // What was not done about a weakness, or not yet known, rules nothing out.
    check(
        "VPN装置の脆弱性に更新が適用されておらず、そこから侵入されました。",
        "vulnerability-exploit",
    );
    check("侵入の経路はまだ分かっておりません。", "under-investigation");
    // Only the leak is uncertain, not the intrusion.
    check("不正アクセスにより、氏名が漏えいした可能性があります。", "unspecified-intrusion");
    check("不正アクセスによる情報の流出は確認されておりません。", "unspecified-intrusion");
    // Asked or reported by others.
    check("外から侵入されたのか、社内の誤りかは調べています。", "");
    check(
        "当社を名乗る不審なメールが届いたという話は寄せられていません。名簿を紛失しました。",
        "document-loss",
    );
}

#[test]
fn a_cause_is_told_by_words_that_meet_in_any_order() {
    check(
        "ご購入の最終画面に、見た目では気付けない小さなプログラムが忍ばせてあり、打たれたカードの番号がそのまま外へ流れていました。",
        "payment-page-tampering",
    );
    check(
        "当サイトで使っているアクセス解析の計測コードが、提供会社のサーバーで何者かに差し替えられていました。",
        "third-party-script-tampering web-widget",
    );
    check(
        "問い合わせ受付の仕組みに残っていた弱点を狙われ、会員の情報が読み出されました。",
        "vulnerability-exploit",
    );
    check(
        "当法人のホームページを開くと、まったく関係のない海外の薬の販売ページに飛ばされる状態でした。",
        "site-tampering",
    );
    check(
        "運用担当の社員が使っていた合言葉が単純なものだったため見破られ、サーバーに入られました。",
        "stolen-credential",
    );
    check(
        "当社のファイル保管用のサーバーに、外部の何者かが侵入していたことが分かりました。",
        "unspecified-intrusion",
    );
    check(
        "どこか別のサービスから漏れたと思われるメールアドレスとパスワードの組を使い、会員の皆様のページに次々とログインが試みられました。",
        "credential-stuffing",
    );
    check(
        "教員が使うメールの認証が破られ、その受信箱が部外者に読まれる状態になっていました。",
        "mail-account-takeover",
    );
    check(
        "職員が、宅配会社を装ったショートメッセージのリンクから開いた偽の画面に、業務用のIDとパスワードを入れてしまいました。",
        "phishing",
    );
    check(
        "サーバーに保存していた図面や見積のデータがすべて開けなくなり、画面には復旧と引き換えに金銭を求める文章が表示されていました。",
        "ransomware",
    );
    check(
        "当社の社員の名前を使ったメールが取引先に届いており、調べたところ営業のパソコンがEmotetに感染していました。",
        "emotet",
    );
    check(
        "取引のある官庁の担当者を名乗る者から会議資料と称するファイルが届き、職員が開いてしまいました。",
        "targeted-email",
    );
    check(
        "業務用の端末に、打鍵や画面を記録して外部へ送る不正なソフトが入り込んでいました。",
        "other-malware",
    );
    check(
        "パソコンから大きな警告音が鳴り、画面の番号に電話すると、係員を名乗る相手に言われるまま遠隔操作のソフトを入れてしまいました。",
        "support-scam",
    );
    check(
        "仕入先になりすましたメールの指示に従い、偽の口座へ代金を振り込んでしまいました。",
        "business-email-compromise",
    );
    check(
        "患者のご家族を名乗る方からの電話に対し、入院先の病棟を教えてしまいましたが、実際はご家族ではありませんでした。",
        "impersonation",
    );
    check(
        "海外を含む多数の機器から処理しきれない量の通信が押し寄せ、サイトが開けない状態となりました。",
        "ddos",
    );
    check(
        "データセンターの空調設備の故障により機器が停止し、予約システムがご利用いただけなくなりました。",
        "system-outage",
    );
    check(
        "作業員が操作を誤り、会員の皆様が登録した写真を消してしまい、元に戻すことができませんでした。",
        "data-destruction",
    );
    check(
        "担当者が、名前のよく似た別の取引先の方を選んで見積書を添付したメールを送っていました。",
        "email-misdelivery",
    );
    check(
        "一斉にお送りした案内で、受け取られた方どうしのアドレスが互いに分かる状態になっていました。",
        "cc-bcc",
    );
    check(
        "受診された方に、同じ日に来院された別の患者さまの検査結果の用紙をお渡ししてしまいました。",
        "paper-misdelivery",
    );
    check(
        "市議会の資料をウェブサイトに載せる際、消しておくべき住民の氏名がそのまま残っていました。",
        "publishing-error",
    );
    check(
        "窓口で登録する際、生年月日が同じ別人の記録に結び付けてしまいました。",
        "data-entry-error",
    );
    check(
        "外部の保管サービスに置いた名簿が、認証なしに誰でも見られる設定になっていました。",
        "cloud-exposure",
    );
    check(
        "申し込み用のフォームで、送信後に出る画面からほかの申込者の入力内容が見えるようになっていました。",
        "form-sharing",
    );
    check(
        "改修の際の確認漏れにより、ログインすると他の利用者の購入履歴が表示されることがありました。",
        "app-bug",
    );
    check(
        "公開した開発用のプログラムの中に、接続に使う鍵が書かれたままになっていました。",
        "code-or-key-exposure",
    );
    check(
        "人事の共有フォルダに権限の設定漏れがあり、全社員が評価の資料を開ける状態でした。",
        "access-control-gap",
    );
    check("調査に使っていたタブレットを電車の網棚に置いたまま下車しました。", "device-media-loss");
    check(
        "家庭訪問の際に使った児童の一覧を、帰る途中で落とした可能性があります。",
        "?document-loss",
    );
    check("施錠していた事務所の窓が壊され、金庫ごと入居者の台帳が持ち去られました。", "theft");
    check(
        "まだ保存しておくべき診療の記録を、不要な書類と思い込んで溶解処理に出していました。",
        "mis-disposal",
    );
    check(
        "退職する直前に、営業担当の社員が取引先の一覧を私物の記憶媒体に写していました。",
        "data-takeout",
    );
    check("窓口の職員が、興味から近所の住民の戸籍を何度も調べていました。", "unauthorized-viewing");
    check(
        "実習生が患者さんの様子を友人とのグループチャットに書き込みました。",
        "unauthorized-disclosure",
    );
    check("侵入された経路については、現在も専門家が調べているところです。", "under-investigation");
    check(
        "社員が、顧客からの相談の内容を外部の対話型AIに貼り付けて要約させていました。",
        "ai-misuse",
    );
    // Of one clause's words none may be of something else.
    check("退職した社員の送別会の案内を、顧客の一覧とともに印刷しました。", "");
}

#[test]
fn what_is_ruled_out_has_words_that_count_only_there() {
    check(
        "名簿を紛失しました。サイトが外から攻撃されたわけではありません。",
        "document-loss -unspecified-intrusion",
    );
    check(
        "サイトの脆弱性を突かれました。社内の者が持ち出したものではないことを確認しました。",
        "vulnerability-exploit -data-takeout",
    );
    check(
        "検針員が検針票を紛失しました。盗難に遭ったものではないと考えております。",
        "document-loss -theft",
    );
    check(
        "メールの宛先を誤って送信しました。配信システムの不具合ではありません。",
        "email-misdelivery -app-bug",
    );
    check(
        "封入を誤り別の方の書類を郵送しました。封入を請け負った業者に落ち度はありません。",
        "paper-misdelivery -contractor",
    );
    // What is listed is ruled out as a whole.
    check(
        "メールの宛先を誤って送信しました。サーバーに侵入された形跡や、当社から名簿が漏れた形跡はございません。",
        "email-misdelivery -unspecified-intrusion",
    );
    // A suspicion that is taken back.
    check(
        "名簿を紛失しました。前の報告では持ち出しの可能性もあるとしましたが、そのような事実はございませんでした。",
        "document-loss",
    );
    // How far it reached is not what it was.
    check("端末がマルウェアに感染しました。ほかの端末に感染はありません。", "other-malware");
    check("端末が感染した件で、氏名やパスワードの流出はございません。", "other-malware");
    check("名簿を紛失しました。会員のパスワードが盗まれた形跡はございません。", "document-loss");
    check(
        "操作を誤りデータを削除し復元できませんでした。機器の障害によるものではありません。",
        "data-destruction -system-outage",
    );
    check("端末がマルウェアに感染しました。ほかの感染はございません。", "other-malware");
}

#[test]
fn words_that_only_meet_fit_what_is_named_outright() {
    // A list of what leaked holds words of many causes; beside an outright cause they say nothing.
    check(
        "ランサムウェアに感染しました。申込書の一覧のほか、別の会社から届いた名簿の誤りを直した記録も含まれます。",
        "ransomware",
    );
    // Who looked at what is none of theirs could, since nothing kept them out.
    check(
        "社員が業務と関係のない顧客を検索し、閲覧していました。共有の端末に付けた閲覧の権限を、異動の後も外していませんでした。",
        "access-control-gap unauthorized-viewing",
    );
    // What may only be a loss is one, even where theft is not excluded.
    check(
        "職員がUSBメモリを紛失しました。車上荒らしの可能性もあります。",
        "?theft device-media-loss",
    );
}

#[test]
fn a_page_comes_back_to_its_cause() {
    let story = "7月2日、当社のサーバーがランサムウェアに感染し、ファイルが暗号化されました。\n\
        調べた結果、VPN装置の脆弱性を突かれて社内に侵入されたことがわかりました。\n\
        ランサムウェアの犯行グループは身代金を求めています。\n\
        業務は紙で続けています。\n";
    let both = "ransomware vulnerability-exploit";
    check(story, both);
    // One sentence of another deed does not outweigh the story; means and end go together.
    check(&format!("{story}書類の紛失という失敗なら、どの職場にもあります。"), both);
    check(
        "管理台帳の紛失についてお知らせします。保管庫の台帳1冊が見当たりません。誤って廃棄した可能性があります。",
        "?mis-disposal document-loss",
    );
}

#[test]
fn what_an_address_opens_is_no_open_store() {
    check(
        "登録者のファイルに対するアクセス制限に漏れがあり、URLを指定すれば誰でも閲覧できる状態でした。",
        "access-control-gap",
    );
    check(
        "クラウドの共有フォルダが、リンクを知る誰もが閲覧できる設定になっていました。",
        "cloud-exposure",
    );
    check(
        "応募フォームから集めた書類を、クラウドの保管領域に公開設定のまま置いていました。",
        "cloud-exposure",
    );
}

#[test]
fn what_was_thought_first_is_taken_back() {
    check(
        "封入の作業で別の方の明細を同封しました。サイバー攻撃や不正アクセスを受けたのではありません。",
        "-unspecified-intrusion paper-misdelivery",
    );
    check(
        "USBメモリを紛失しました。パソコンのウイルス感染や不正アクセスも調べましたが、いずれも認められませんでした。",
        "-other-malware -unspecified-intrusion device-media-loss",
    );
}

#[test]
fn a_contractor_without_a_name_is_a_route_by_its_deed() {
    check(
        "契約業者が施した閲覧制限が十分でなく、申込者のファイルを外から開ける状態でした。",
        "access-control-gap contractor",
    );
    check(
        "書類を運ぶ受託業者の作業員が、契約書の束を荷台から落とし、紛失しました。",
        "contractor document-loss",
    );
}

#[test]
fn what_goes_with_a_cause_needs_fewer_words_beside_it() {
    let open_key = "開発者が公開リポジトリにアクセスキーを載せていました。";
    let used = "海外のアドレスからこのキーで保管領域に接続されました。";
    check(&format!("{open_key}{used}"), "code-or-key-exposure stolen-credential");
    check(
        "車内に置いた鞄が盗まれ、USBメモリもなくなりました。校長に断りなく持ち出していました。",
        "data-takeout theft",
    );
    check(
        "業務と関係なく住民の情報を閲覧していました。転居先を知人に教えていました。",
        "unauthorized-disclosure unauthorized-viewing",
    );
}

#[test]
fn a_cue_may_take_the_beginning_of_its_denial() {
    let body = "名簿を入れたUSBメモリを紛失しました。マルウェアは見つかりませんでした。";
    check(body, "device-media-loss -other-malware");
}
