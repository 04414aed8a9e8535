use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::corpus::page::joined;

fn text(html: &str) -> String {
    let page = page(html);
    joined("", &page.lines)
}

#[test]
fn blocks_become_lines() {
    fn check(body: &str, expected: &str) {
        assert_eq!(text(&format!("<body>{body}</body>")), expected, "{body}");
    }
    check("<p>一つめ。</p><p>二つめ。</p>", "一つめ。\n二つめ。");
    check("<p>対象の\n   会員は\n120名</p>", "対象の会員は120名");
    check("<p>a\nb  c</p>", "a b c");
    check("<p>氏名<br>住所<br/>電話番号</p>", "氏名\n住所\n電話番号");
    check("<ul><li>氏名</li><li>・住所</li><li></li></ul>", "・氏名\n・住所");
    check("<ol><li>停止した。</li><li>調べた。</li></ol>", "1. 停止した。\n2. 調べた。");
    check("<ol start=3><li>届け出た。</li></ol>", "3. 届け出た。");
    check("<ul><li>外<ul><li>内</li></ul></li></ul>", "・外\n・内");
    check("<dl><dt>対象</dt><dd>会員120名</dd></dl>", "対象\n会員120名");
    check("<ruby>早瀬<rp>(</rp><rt>はやせ</rt><rp>)</rp></ruby>市", "早瀬市");
    check("質問&amp;回答 &lt;1&gt;&#12354;", "質問&回答 <1>あ");
    check("<pre>一行め\n二行め</pre>", "一行め\n二行め");
    check("<h2>原因<br>について</h2><p>弱点。</p>", "原因について\n弱点。");
    check("<p>前\u{202E}後\u{200B}の&#x202E;字&#1;</p>", "前後の字");
    check("<b>太字</b>と<i>斜体</i>", "太字と斜体");
}

#[test]
fn table_rows_become_lines() {
    fn check(rows: &str, expected: &str) {
        assert_eq!(text(&format!("<table>{rows}</table>")), expected, "{rows}");
    }
    check("<tr><th>件数</th><td>120件</td></tr>", "件数：120件");
    check(
        "<tr><th>件数：</th><td>120件</td><th>対象</th><td>会員</td></tr>",
        "件数：120件\n対象：会員",
    );
    check("<tr><td>氏名</td><td>80件</td><td>未公表</td></tr>", "氏名\t80件\t未公表");
    check(
        "<tr><th>項目</th><th>件数</th></tr><tr><td>氏名</td><td>2件</td></tr>",
        "項目\t件数\n氏名\t2件",
    );
    check(
        "<tr><th>項目</th><td><ul><li>氏名</li><li>住所</li></ul></td></tr>",
        "項目：\n・氏名\n・住所",
    );
    // A table that lays out the page.
    check(
        "<tr><td><table><tr><td>中</td></tr></table></td><td><h2>題</h2>文</td></tr>",
        "中\n\n題\n文",
    );
}

const NOTICE: &str = "<p>当店の通信販売サイトに外部から侵入があり、会員1,024名の氏名とメールアドレスが閲覧された可能性があります。</p>\
    <p>侵入の原因は、注文を受け付けるプログラムの更新が遅れていたことでした。</p>";

#[test]
fn furniture_is_left_out() {
    fn check(furniture: &str) {
        let found = text(&format!("<body>{furniture}<h1>お詫び</h1>{NOTICE}{furniture}</body>"));
        assert!(found.starts_with("お詫び\n当店の"), "{furniture}: {found}");
        assert!(found.ends_with("ことでした。"), "{furniture}: {found}");
    }
    check("<nav><a href=/>家</a>の中</nav>");
    check("<header><p>店の名</p></header>");
    check("<footer>住所と電話</footer>");
    check("<aside>広告の文</aside>");
    check("<script>var 題 = '文';</script><style>p{}</style><noscript>絵</noscript>");
    check("<div class='breadcrumb'>家 ＞ 知らせ</div>");
    check("<div id=side><p>今月のおすすめの品</p></div>");
    check("<p>ホーム &gt; 知らせ &gt; お詫び</p>");
    check("<div class=xyz><a href=1>一</a><a href=2>二</a><a href=3>三</a></div>");
    check("<div hidden>隠した文</div><p style='display: none'>隠した文</p>");
    check("<form action=/><input name=q>探す</form>");
    check(
        "<h3>関連記事</h3><ul><li><a href=1>一</a></li><li><a href=2>二</a></li><li><a href=3>三</a></li></ul>",
    );
    check(
        "<h4>似た話</h4><ul><li><a href=1>一</a></li><li><a href=2>二</a></li><li><a href=3>三</a></li></ul>",
    );
    check("<p>© 2024 店</p><p>シェアする</p>");
    check("<template><p>型</p></template>");
}

#[test]
fn the_notice_itself_is_never_lost() {
    fn check(html: &str) {
        let found = text(html);
        assert!(
            found.contains("会員1,024名") && found.contains("更新が遅れていた"),
            "{html}: {found}"
        );
    }
    check(NOTICE);
    check(&format!("<form id=aspnetForm>{NOTICE}</form>"));
    check(&format!("<div class='side menu'>{NOTICE}</div>"));
    check(&format!("<header>{NOTICE}</header>"));
    check(&format!("<body><article><p>短い札</p></article><div>{NOTICE}</div></body>"));
    check(&format!("<main><article><header><h1>題</h1></header>{NOTICE}</article></main>"));
    check(&format!("<table><tr><td>左</td><td>{NOTICE}</td></tr></table>"));
    check(&format!("<a href=/x>{NOTICE}</a>"));
    check(&format!("<body hidden>{NOTICE}</body>"));
    check(&format!("<ul><li>{}</li></ul>", NOTICE.replace("<p>", "<p><a href=1>一</a>")));
    check(&format!("<body><p>前<!-- -->{NOTICE}"));
    check(&format!("<dl><dt>何が？</dt><dd style='display:none'>{NOTICE}</dd></dl><p>短い。</p>"));
    check(
        &format!("<html><frameset></frameset>{NOTICE}</html>").replace("<frameset></frameset>", ""),
    );
}

#[test]
fn titles_are_told_from_the_names_of_sites() {
    fn check(head: &str, body: &str, expected: Option<&str>) {
        let html = format!("<head>{head}</head><body>{body}{NOTICE}</body>");
        assert_eq!(page(&html).title.as_deref(), expected, "{head} {body}");
    }
    check(
        "<title>侵入についてのお詫び | 渚文具店</title>",
        "<h1>渚文具店</h1>",
        Some("侵入についてのお詫び"),
    );
    check(
        "<title>渚文具店｜侵入についてのお詫び</title>",
        "<h2>侵入についてのお詫び</h2>",
        Some("侵入についてのお詫び"),
    );
    check("<title>渚文具店</title>", "<h1>侵入についてのお詫び</h1>", Some("侵入についてのお詫び"));
    check(
        "<title>お知らせ - 渚文具店</title>",
        "<h3>侵入についてのお詫び</h3>",
        Some("侵入についてのお詫び"),
    );
    check("", "<h1>侵入についてのお詫び</h1>", Some("侵入についてのお詫び"));
    check(
        "<meta property=og:title content='侵入についてのお詫び'>",
        "",
        Some("侵入についてのお詫び"),
    );
    check("<title>侵入 Q&amp;A</title>", "", Some("侵入 Q&A"));
    check("", "", None);
}

#[test]
fn a_name_that_stands_only_in_the_frame_is_kept() {
    let html = format!(
        "<head><title>侵入についてのお詫び | 株式会社渚文具</title></head>\
         <body><header>株式会社渚文具</header><h1>侵入についてのお詫び</h1>{NOTICE}</body>"
    );
    assert!(
        text(&html).starts_with("侵入についてのお詫び\n株式会社渚文具\n当店の"),
        "{}",
        text(&html)
    );
}

#[test]
fn metadata_gives_address_and_date() {
    fn check(head: &str, url: Option<&str>, published: Option<&str>) {
        let page = page(&format!("<head>{head}</head><body>{NOTICE}</body>"));
        assert_eq!(page.url.as_deref(), url, "{head}");
        assert_eq!(page.published.map(|date| date.to_string()).as_deref(), published, "{head}");
    }
    check(
        "<link rel=canonical href='https://nagisa.example.jp/n/1'>",
        Some("https://nagisa.example.jp/n/1"),
        None,
    );
    check(
        "<meta property='og:url' content='https://nagisa.example.jp/2'>",
        Some("https://nagisa.example.jp/2"),
        None,
    );
    check(
        "<link rel=canonical href='/relative'><link rel=canonical href='javascript:x'>",
        None,
        None,
    );
    check(
        "<meta property='article:published_time' content='2024-03-05T09:00:00+09:00'>",
        None,
        Some("2024-03-05"),
    );
    check("<meta name=date content='2024年3月5日'>", None, Some("2024-03-05"));
    check(
        "<script type='application/ld+json'>{\"@graph\":[{\"datePublished\":\"2024-03-05\"}]}</script>",
        None,
        Some("2024-03-05"),
    );
    check("<script type='application/ld+json'>{broken</script>", None, None);
    let html = format!("<body><time datetime=2024-03-05>昨日</time>{NOTICE}</body>");
    assert_eq!(page(&html).published.map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
}

#[test]
fn depth_costs_neither_stack_nor_time() {
    fn check(html: &str) {
        let start = Instant::now();
        assert!(text(html).contains("更新が遅れていた"), "{}", html.len());
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
    let n = 100_000;
    check(&format!("{}{NOTICE}{}", "<div>".repeat(n), "</div>".repeat(n)));
    check(&format!("{}{NOTICE}", "<b>".repeat(n)));
    check(&format!("{}{NOTICE}", "<table><tr><td>".repeat(n / 4)));
    check(&format!("{}{NOTICE}", "<ul><li>項".repeat(n)));
    check(&format!("{NOTICE}{}", "<p>短い".repeat(n)));
    check(&format!("{NOTICE}{}", "<".repeat(n)));
    check(&format!("<script>{}</script>{NOTICE}", "a<b ".repeat(n)));
    check(&format!("<SCRIPT>{}</Script>{NOTICE}", "<b>".repeat(n)));
}

#[test]
fn what_makes_the_tree_grow_faster_than_the_page_costs_little() {
    fn check(html: &str) {
        let start = Instant::now();
        assert!(text(html).contains("更新が遅れていた"), "{}", html.len());
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
    let n = 50_000;
    let numbered = |pattern: &str| -> String {
        (0..n).map(|number| pattern.replace('N', &number.to_string())).collect()
    };
    // End tags that close nothing, because a border lies between.
    check(&format!("{NOTICE}{}", "<b><object></b></object><div></div>".repeat(n)));
    check(&format!("{NOTICE}{}", numbered("<p><b a=N><object></b></object></p>")));
    check(&format!("{NOTICE}{}", "<b><textarea></b></textarea><div></div>".repeat(n)));
    check(&format!("{NOTICE}{}", "<b><select></b></select><div></div>".repeat(n)));
    // Elements opened anew in each paragraph.
    let opened: String = (0..400).map(|number| format!("<b a={number}>")).collect();
    check(&format!("{NOTICE}{opened}{}", "<p>x".repeat(n)));
    // Depth that a style seems to hide.
    check(&format!("{NOTICE}<svg><style>{}{}</style></svg>", "<g>".repeat(n), "</x>".repeat(n)));
    // Attributes: many on a tag, many added to one by many.
    check(&format!("{NOTICE}<a {}>x</a>", numbered(" nN").repeat(2)));
    check(&format!("{NOTICE}<a {}>x</a>", numbered(" a=\"N\"b")));
    check(&format!("{NOTICE}{}", numbered("<body aN=1>")));
    // Tags that removing tags would make.
    check(&format!("{NOTICE}{}", "<<b>div>".repeat(n)));
}

#[test]
fn a_picture_within_the_page_is_no_trouble() {
    let html = format!("<h1>題</h1><img src=\"data:{}\"><p>文</p>", "AB/+".repeat(200_000));
    assert!(parse::parse(&html).is_none(), "slashes beyond measure");
    let html = format!("<h1>題</h1><img src=\"data:{}\"><p>文</p>", "ABCDEFGHIJ".repeat(200_000));
    assert!(parse::parse(&html).is_some());
}

#[test]
fn a_flattened_page_keeps_its_lines() {
    let html = flatten::flattened(
        "<title>題</title><div>一<b>太</b>字<br>二</div><script>x<y</script><p>三&amp;四",
    );
    assert_eq!(text(&html), "題\n一太字\n二\n三&四");
}

proptest! {
    #[test]
    fn no_page_makes_it_panic(html in "(<[/!]?(div|p|table|tr|td|th|li|ul|a href=x|main|br|svg|template|h1|title|pre)?[ />]?|[あ漢a 。\n&;#<>\"'-]){0,60}") {
        let _ = page(&html);
        let _ = page(&flatten::flattened(&html));
    }

    #[test]
    fn no_text_makes_it_panic(html in any::<String>()) {
        let _ = page(&html);
    }
}
