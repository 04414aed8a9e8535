use super::{extract, notice, shorthand, sorted};

pub(super) fn check(body: &str, expected: &str) {
    assert_eq!(shorthand(&notice(body).data), sorted(expected), "{body}");
}

#[test]
fn the_predicate_of_the_clause_decides() {
    check("氏名、住所が漏えいしました。", "name address");
    check("氏名および電話番号が漏えいした可能性がございます。", "?name ?phone");
    check("漏えいした情報は、氏名、生年月日です。", "name birthdate");
    check(
        "閲覧された可能性のある情報は、会員番号とメールアドレスです。",
        "?customer-number ?email",
    );
    check(
        "カード番号、有効期限、セキュリティコードが抜き取られました。",
        "card-number card-expiry security-code",
    );
    check("紛失した書類には、氏名と病名が記載されていました。", "?name ?diagnosis-treatment");
    check("氏名が外部に送信されたおそれを否定できません。", "?name");
}

#[test]
fn one_negative_closes_a_list() {
    check(
        "住所、電話番号、生年月日、口座番号は含まれておりません。",
        "-address -phone -birthdate -bank-account",
    );
    check("氏名が漏えいしましたが、口座番号は含まれておりません。", "name -bank-account");
    check("口座番号は含まれておりませんが、氏名が漏えいしました。", "name -bank-account");
    check("※クレジットカード情報は含まれておりません。", "-card-unspecified");
    check("マイナンバーは保有しておりませんので、漏えいのおそれはございません。", "-my-number");
    check("パスワードは閲覧されておりません。", "-password");
}

#[test]
fn traps_of_negation() {
    // 保有していない followed by が is no denial.
    check(
        "カード番号を保有しておりませんでしたが、改ざんにより、カード番号が漏えいしました。",
        "card-number",
    );
    // Damage denied is not data denied.
    check("氏名が漏えいしました。氏名の悪用は確認されておりません。", "name");
    // Double negative.
    check("氏名が流出した可能性を完全に否定することは困難です。", "?name");
    check("住所が持ち出されていないとは言い切れません。", "?address");
    // Encrypted and partial are leaked.
    check(
        "漏えいした情報は以下のとおりです。\n・パスワード(暗号化されております)\n・カード番号の下4桁",
        "password card-partial",
    );
    // 申し訳ございません denies nothing.
    check("氏名が漏えいし、誠に申し訳ございません。", "name");
}

#[test]
fn a_sentence_or_heading_governs_the_list_below() {
    check(
        "漏えいした可能性のある情報は以下のとおりです。\n・氏名\n・住所\n・電話番号",
        "?name ?address ?phone",
    );
    check("【漏えいした情報】\n・氏名\n・メールアドレス", "name email");
    check("■ 流出していない情報\n・口座番号\n・生年月日", "-bank-account -birthdate");
    check("次の情報が見られたおそれがあります。\n(1)氏名\n(2)学年", "?name ?student-record");
    check("サーバーから情報が流出しました。\n項目:氏名、性別、年齢", "name sex age");
    check("①氏名、②住所が漏えいしました。", "name address");
}

#[test]
fn advice_and_contact_lines_leak_nothing() {
    check("【お願い】\nパスワードの変更をお願いいたします。", "");
    check("お問い合わせ\n電話番号:0120-000-111\nメールアドレス:info@example.jp", "");
    check("登録されたメールアドレスにご連絡を差し上げました。", "");
    check("お電話にて住所をお伝えにならないようお願いいたします。", "");
    check("カード番号が漏えいした場合には、停止の手続きが要ります。", "");
    check("クレジットカード会社に調査を依頼しました。", "");
}

#[test]
fn general_values_give_way_to_items() {
    check("お客様の個人情報が漏えいしました。", "personal-information");
    check("個人情報が漏えいしました。漏えいした情報は氏名です。", "name");
    check("クレジットカード情報が漏えいしました。", "card-unspecified");
    check(
        "クレジットカード情報が漏えいしました。カード番号と有効期限が対象です。",
        "card-number card-expiry",
    );
}

#[test]
fn only_the_answer_decides_on_what_a_question_names() {
    fn check(body: &str, expected: &str) {
        let facts = extract(&format!(
            "情報漏えいに関するQ&A\nQ1 何が起きたのですか?\nA1 当社のサーバーが不正アクセスを受け、情報が漏えいしました。\nQ2 いつ起きたのですか?\nA2 2024年5月1日に発生しました。\n{body}"
        ));
        assert_eq!(shorthand(&facts.data), sorted(expected), "{body}");
    }
    check("Q3 カード番号は漏えいしましたか?\nA3 いいえ、漏えいしておりません。", "-card-number");
    check("Q3 パスワードは漏えいしましたか?\nA3 はい、漏えいした可能性がございます。", "?password");
    check("Q3 住所は漏えいしましたか?\nA3 住所は漏えいしております。", "address");
    check("Q3 カード番号は漏えいしましたか?\nA3 いいえ。", "-card-number");
    check("Q3 何が漏えいしましたか?\nA3 氏名、住所、生年月日です。", "name address birthdate");
    check("Q3 覚えのない請求書が届いた場合は?\nA3 お支払いいただく必要はございません。", "");
    check(
        "Q3 口座番号は大丈夫ですか?\nA3 当社では一切保持しておりませんので、漏えいのおそれはございません。",
        "-bank-account",
    );
}

#[test]
fn items_side_by_side_share_one_predicate() {
    check("氏名(漢字)、住所・電話、および生年月日が流出しました。", "name address phone birthdate");
    check(
        "電話番号、口座番号は宛名データに入れていませんので、対象になりません。",
        "-phone -bank-account",
    );
    check("氏名、家族構成のほか、購入履歴が閲覧されました。", "name family order-history");
    check("氏名以外の情報は漏えいしておりません。住所が流出しました。", "address");
    check("氏名が流出しました(生年月日、性別は含みません)。", "name -birthdate -sex");
    // 電話, 写真 and the like are items in a row only.
    check("お客様には電話でお詫びし、写真の掲載を止めました。", "");
    check("漏えいした情報：氏名、電話、写真", "name phone photo");
    // The key of a line is no item where the value is.
    check("漏えいした情報は次のとおりです。\n・技術情報：設計図面", "drawings");
}

#[test]
fn a_negative_denies_where_it_closes_the_clause() {
    check("使われていない機器から氏名が流出しました。", "name");
    check("住所は書き込まれていない。氏名が公開された。", "name -address");
    check("写真は印刷業者に直接送られるため、顔写真は対象外です。", "-photo");
    check("口座番号は設問にございませんので、見られたおそれはありません。", "-bank-account");
    check("パスワードが漏えいした事実はございません。", "-password");
    // Protection that was missing, things not found, and thanks deny nothing.
    check("USBメモリは見つかっておりません。氏名が保存されていました。", "?name");
    check("氏名が保存されていましたが、暗号化はされておりませんでした。", "name");
    check("請求書が届いた場合は、代金を支払う必要はございません。氏名が流出しました。", "name");
}

#[test]
fn the_page_sets_the_tone_of_what_it_only_lists() {
    check(
        "お客様の情報が漏えいした可能性があります。\n■ 対象の情報\n・氏名\n・住所",
        "?name ?address",
    );
    check("お客様の情報が漏えいしました。\n■ 対象の情報\n・氏名\n・住所", "name address");
    check(
        "サーバーから情報が取り出された跡はありませんが、可能性を否定できません。\n■ 漏えいした情報\n・氏名",
        "?name",
    );
    check("名簿がだれでも閲覧できる状態でした。\n■ 対象の情報\n・氏名", "?name");
}

#[test]
fn credentials_that_were_the_way_in_are_not_what_leaked() {
    check("職員のIDとパスワードが悪用され、侵入されました。氏名が流出しました。", "name");
    check("管理画面に入るためのパスワードが盗まれました。氏名が流出しました。", "name");
    check("お客様のパスワードが流出しました。", "password");
}

#[test]
fn a_table_is_read_row_by_row() {
    check(
        "お客様の情報が漏えいした可能性があります。\n対象\t項目\n会員\t氏名、住所\n応募者\t氏名、履歴書(写しを含む)",
        "?name ?address ?hr-record",
    );
}

#[test]
fn what_is_kept_elsewhere_did_not_leak() {
    check("氏名が流出しました。住所は別のサーバーで管理しており、安全です。", "name -address");
    check(
        "氏名が流出しました。個人番号を書いた書類は別の棚に収めており、無事でした。",
        "name -my-number",
    );
    check("氏名が流出しました。口座番号の控えは紙で保管しております。", "name -bank-account");
    check("別のサーバーで保管していた氏名が流出しました。", "name");
    check("氏名が流出しました。パスワードの記録はありませんでした。", "name -password");
    check("氏名が流出しました。生年月日は伏せ字になっております。", "name -birthdate");
}

#[test]
fn a_list_may_be_taken_back_below_or_denied_by_its_question() {
    check(
        "氏名が流出しました。\n次の情報もお預かりしています。\n・口座番号\n・暗証番号\nこれらは当該システムでは扱っておりません。",
        "name -bank-account -password",
    );
    check(
        "漏えいした可能性のある情報は次のとおりです。\n・氏名\n・住所\nこれらの情報が悪用された事実は確認されておりません。",
        "?name ?address",
    );
    check(
        "お客様の情報が漏えいしました。\n●漏れたものは?\n・氏名\n●漏れていないものは?\n・口座番号",
        "name -bank-account",
    );
}

#[test]
fn the_kind_of_incident_tells_what_an_open_end_means() {
    check(
        "業務用のUSBメモリを紛失しました。\n■ 保存されていた情報\n・氏名\n・住所",
        "?name ?address",
    );
    check("車上荒らしで鞄が盗まれました。\n■ 入っていた書類\n・氏名\n・住所", "name address");
    check("クラウドの設定誤りで、名簿を誰でも見られる状態でした。\n■ 名簿の内容\n・氏名", "?name");
    check(
        "BCCにすべきところをCCで一斉送信し、メールアドレスがほかの受信者に見える状態でした。",
        "email",
    );
    check("氏名が流出し、悪用された可能性があります。", "?name");
    check("会員情報流出に関するお詫び\nカード番号が盗まれたおそれがあります。", "?card-number");
}

#[test]
fn groups_of_items_are_as_sure_as_their_own_words() {
    check(
        "情報が漏えいした可能性があります。\n■ 流出が確認された情報\n・氏名\n■ 流出のおそれがある情報\n・住所",
        "name ?address",
    );
    check(
        "「住所が含まれるおそれ」とお伝えしましたが、該当しませんでした。氏名が流出しました。",
        "name",
    );
    check("氏名が流出しました。パスワードは直ちに変更しました。", "name");
}

#[test]
fn lists_come_in_many_shapes() {
    check("情報が流出しました。\n盗まれたもの\n◇ 氏名 30件\n◇ 住所 20件", "name address");
    check("次の情報が流出しました。\n─ 氏名\n─ 所属する部活\n─ ご連絡先", "name employer phone");
    check(
        "情報が流出しました。\n2.記録されていた個人情報\n(1)氏名 (2)口座情報",
        "name bank-account",
    );
    check("情報が流出しました。\n項目 氏名(カナ)、年齢、要望", "name age inquiry-content");
    check("一覧表が流出しました。載っていたのは、氏名、住所、電話番号です。", "name address phone");
    check("一覧表が流出しました。そこにあったのは氏名と、団体の名前。", "name");
    check("情報が流出しました。\n・カード番号(下4桁のみ)", "card-partial");
    check("情報が流出しました。\n・保護者の氏名", "family name");
}

#[test]
fn words_of_offices_people_and_means_are_no_items() {
    check("障害福祉課の職員が名簿を持ち出し、氏名が流出しました。", "name");
    check("2学年の生徒の氏名が流出しました。", "name");
    check("氏名が流出しました。FAXの送り先を間違えたためです。", "name");
    check("次の情報が流出しました。\n・電話でご注文の方の氏名", "name");
    check("氏名が流出しました。\n関連記事: 答案の紛失が相次ぐ", "name");
}

#[test]
fn what_nobody_found_stays_open_where_the_page_says_so() {
    check(
        "氏名、住所が外部に流出した形跡は見つかっておりません。ただし、可能性を否定できません。",
        "?name ?address",
    );
    check("形跡はないものの、氏名が流出した可能性があります。", "?name");
    check("住所や年齢の記録はなかったとのことです。氏名が流出しました。", "name -address -age");
    check(
        "個人情報が流出したり、改ざんされたりといった被害はありません。",
        "-personal-information",
    );
    check(
        "名簿を紛失しましたが、発見しました。外部への漏えいはなかったものと判断しています。\n■ 名簿の内容\n・氏名",
        "-name",
    );
}

#[test]
fn mails_of_the_intruder_and_notices_are_no_leak() {
    check("迷惑メールが送信されました。受信箱にあった氏名が見られた可能性があります。", "?name");
    check("もし画面に暗証番号を打ち込んだ場合は、ただちにパスワードを変更してください。", "");
    check("攻撃者のサイトに当社の文書が置かれ、社員の氏名が含まれていました。", "name");
    check("名簿を別の方へお渡ししてしまいました。名簿には氏名が記載されていました。", "name");
}

#[test]
fn denials_of_other_sites_senders_and_damage_deny_no_item() {
    check("氏名が流出しました。なお、現在の新しいサイトでは改ざんは確認されませんでした。", "name");
    check("委託先から氏名が流出しました。当会からの流出はございません。", "name");
    check("氏名が流出しました。現在のところ、被害の報告はありません。", "name");
    check("住所が流出しました。住所の不正利用に関するご連絡はいただいておりません。", "address");
    check("実店舗とモール店は対象外です。カード番号が流出しました。", "card-number");
    check("黒塗りの処理が外れ、氏名を読み取れる状態で掲載しました。", "?name");
    check("氏名を黒塗りにした書類の写しを保管しています。住所が流出しました。", "address");
    check("USBメモリを紛失しました。個人情報は含まれておりません。", "-personal-information");
    check(
        "氏名が流出しました。住所、電話番号、生年月日、性別、職業、口座番号、パスワード、購入履歴は含まれておりません。",
        "name -address -phone -birthdate -sex -occupation -bank-account -password -order-history",
    );
}

#[test]
fn encrypted_and_partial_items_leaked_all_the_same() {
    check("パスワード(ハッシュ化済み)が流出しました。", "password");
    check("氏名と、カード番号の下4桁のみが流出しました。", "name card-partial");
    check("口座番号の一部を伏せた一覧が流出しました。", "bank-account");
    check(
        "カード番号は画面に下4桁しか表示されませんが、その下4桁は見られた可能性があります。",
        "?card-partial",
    );
}

#[test]
fn a_reader_words_an_item_in_many_ways() {
    check("お名前とお電話番号が流出しました。", "name phone");
    check("ご自宅の所在地や日中の連絡先が漏れました。", "address phone");
    check("学籍番号と診察券の番号が流出しました。", "student-record patient-id");
    check(
        "次の情報が流出しました。\n・お子様の学年\n・かかりつけの診療科\n・お届け先\n・カードに刻まれたお名前",
        "student-record diagnosis-treatment delivery cardholder-name",
    );
    check("署名に使う秘密鍵と、プログラムのソースが流出しました。", "access-key source-code");
    check("車台番号、端末の識別番号、位置の履歴が流出しました。", "vehicle-id device-id location");
}

#[test]
fn a_word_within_another_noun_is_no_item() {
    check("予約サイトに侵入され、氏名が流出しました。", "name");
    check("氏名が流出しました。注文フォームの設定が誤っていました。", "name");
    check("保護者の携帯電話番号が流出しました。", "phone");
    check("氏名が流出しました。プログラムが第三者によって書き換えられたためです。", "name");
    check("電話でご注文の方は対象ではありません。氏名が流出しました。", "name");
    check("【流出した情報】\n・担当者名 代表取締役 佐藤\n・住所", "address");
    check(
        "次の情報が流出しました。\n・社員番号\n・出退勤の時刻\n・寄附金額\n・送金先の口座",
        "hr-record transaction-amount bank-account",
    );
}

#[test]
fn what_a_complaint_or_a_cause_names_did_not_leak_by_it() {
    check(
        "8月2日、「私の年収まで知っている電話が来た」とのお申し出を受けました。氏名が流出しました。",
        "name",
    );
    check(
        "【原因】\n申請書を基に、担当者が生年月日を台帳に記載していました。\n【流出した情報】\n氏名",
        "name",
    );
    check("氏名のみを頼りに照会しました。住所が流出しました。", "address");
}

#[test]
fn likewise_and_for_a_reason_deny_as_well() {
    check(
        "氏名が流出しました。口座番号は表示されません。パスワードについても同様です。",
        "name -bank-account -password",
    );
    check(
        "住所は画面に出ない仕組みですので、見られてはおりません。氏名が流出しました。",
        "name -address",
    );
    check("カード番号は、当該サーバーにはありません。氏名が流出しました。", "name -card-number");
    check("氏名が流出しました。住所の記入は求めておりません。", "name -address");
    check(
        "パスワードは元に戻せない形に変換していましたが、読み出された可能性があります。",
        "?password",
    );
}

#[test]
fn a_long_row_leaked_whatever_its_predicate() {
    let page = |line: &str| format!("会員の情報が外部に流出しました。\n{line}");
    check(&page("係の者は、氏名、住所、電話番号を端末に並べておりました。"), "name address phone");
    check(
        &page("封筒の紙は、使用者の氏名、住所、生年月日をまとめたものです。"),
        "name address birthdate",
    );
    // Given as a rule, or asked for.
    check(&page("氏名、住所、電話番号を入力すると、申し込みが済みます。"), "personal-information");
    check(
        &page("問い合わせでは、氏名、住所、電話番号をお知らせください。"),
        "personal-information",
    );
    // Whom it is about, no condition.
    check(
        &page("紙には氏名、住所、口座振替の場合は銀行名、生年月日が記載されていました。"),
        "name address bank-account birthdate",
    );
}

#[test]
fn short_words_name_card_items_beside_others() {
    check(
        "カード情報(番号、期限、名義)が流出しました。",
        "card-number card-expiry cardholder-name",
    );
    check("漏えいした情報\n・カードの番号\n・期限", "card-number card-expiry");
    check("部屋の番号が流出しました。", "");
    check("口座番号の一部が流出しました。", "bank-account");
    check(
        "カード番号が流出しました。名義は入力欄がなく、取得しておりません。",
        "card-number -cardholder-name",
    );
    check(
        "氏名が流出しました。口座やカードの番号は一覧に見当たりません。",
        "name -bank-account -card-number",
    );
}

#[test]
fn numbers_within_a_line_count_items() {
    check(
        "流出した情報\n① 患者ID　② 氏名　③ 病名　④ 治療の経過",
        "patient-id name diagnosis-treatment",
    );
}

#[test]
fn the_sentence_below_a_list_speaks_of_it() {
    check(
        "鞄を車から盗まれました。\n・氏名\n・成績\nこれらが第三者に渡ったおそれがあります。",
        "?name ?grades",
    );
    check(
        "氏名が流出しました。\n9.カードの番号\nうかがっておりませんので、含まれておりません。",
        "name -card-number",
    );
}

#[test]
fn other_cases_and_habits_leaked_nothing_here() {
    check("氏名が流出しました。昨年は別の会社でも住所が流出しました。", "name");
    check("氏名が流出しました。こうした例では電話番号が漏れることがあります。", "name");
    check("氏名が流出しました。\n会社情報 | 採用 | プライバシーポリシー", "name");
    check("■再発防止\n・氏名を書いた紙は車内に残さない", "");
}

#[test]
fn a_topic_goes_on_behind_a_reason() {
    check(
        "氏名が流出しました。健康診断の結果は専用の窓口で扱っており、当該の箱にはありませんでした。",
        "name -diagnosis-treatment",
    );
}

#[test]
fn that_no_personal_information_leaked_is_said_in_its_own_words() {
    check("サイトを書き換えられました。個人情報の流出はございません。", "-personal-information");
    check("個人情報の流出に関するお詫び", "");
}
