use std::path::Path;

use super::super::decode::{Charset, encode_kazakh};
use super::super::options::ReadOptions;
use super::*;

fn read(page: &[u8]) -> Result<RawArticle, Problem> {
    let options = ReadOptions::new();
    let mut file = FoundFile::new(Path::new("a.html"), "a.html".into(), &options, Box::new(std::io::empty()));
    read_page(page, None, &mut file)
}

/// `title | date | url | source | language` of a page with this head and this body.
#[track_caller]
fn check(head: &str, body: &str, expected: &str) {
    let page = format!("<html lang=kk><head>{head}</head><body>{body}<p>{}</p></body></html>", STORY.repeat(6));
    let known = read(page.as_bytes()).unwrap().metadata;
    let found =
        [known.title, known.date, known.url, known.source, known.language].map(|known| known.unwrap_or("–".into()));
    assert_eq!(found.join(" | "), expected, "{page}");
}

const STORY: &str = "В Таразе после долгого ремонта снова открыли мост через реку, по нему пошли автобусы. ";

#[test]
fn what_a_page_says_about_itself() {
    check("<title>Мост – Вестник</title>", "<h1>Мост</h1>", "Мост | – | – | – | kk");
    check(
        "<meta property=og:title content='Мост открыт | Вестник'><meta property=og:site_name content=Вестник>\
         <link rel=canonical href=https://a.kz/1><meta property=article:published_time content=2024-05-01T10:00>",
        "",
        "Мост открыт | 2024-05-01T10:00 | https://a.kz/1 | Вестник | kk",
    );
    check(
        r#"<title>a</title><script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "б"},
           {"@type": ["NewsArticle"], "headline": "Мост", "datePublished": "2024-05-01", "publisher": {"name": "Вестник"}}]}</script>"#,
        "",
        "Мост | 2024-05-01 | – | Вестник | kk",
    );
    check(
        "<script type='application/ld+json'>{broken</script>",
        "<time datetime=2024-05-01>вчера</time>",
        "– | 2024-05-01 | – | – | kk",
    );
    // Of two times none is known to be the article's.
    check("", "<div><time datetime=2024-05-01>1</time><time datetime=2024-05-02>2</time></div>", "– | – | – | – | kk");
}

#[test]
fn a_short_article_is_read_and_a_page_without_text_is_none() {
    let article =
        read("<body><nav>Меню</nav><div>В Таразе открыли мост.</div><script>1</script></body>".as_bytes()).unwrap();
    assert!(article.text.contains("В Таразе открыли мост."), "{}", article.text);
    assert!(!article.text.contains('1'), "{}", article.text);
    assert!(read(b"<html><body><script>1</script></body></html>").unwrap_err().reason.contains("no text"));
}

#[test]
fn a_page_that_closes_nothing_is_read_without_a_tree() {
    let page = format!(
        "<html><head><title>Мост</title></head><body>{}</body>",
        "<p><span>В Таразе <b>открыли</b> мост.".repeat(3_000)
    );
    let article = read(page.as_bytes()).unwrap();
    assert_eq!(article.metadata.title.as_deref(), Some("Мост"));
    assert_eq!(article.text.lines().filter(|line| *line == "В Таразе открыли мост.").count(), 3_000);
    assert!(read("<div>".repeat(5_000).as_bytes()).unwrap_err().reason.contains("no text"));
    assert!(read(("<p>Мост".to_owned() + &"<".repeat(300_000)).as_bytes()).is_ok());
}

#[test]
fn a_page_is_read_in_the_encoding_that_it_declares() {
    let text = "<meta http-equiv=Content-Type content='text/html; charset=NAME'><p>Мост";
    for (name, bytes) in [
        ("koi8-r", encoding_rs::KOI8_R.encode(text).0.into_owned()),
        ("windows-1251", encoding_rs::WINDOWS_1251.encode(text).0.into_owned()),
        ("utf-8", encoding_rs::WINDOWS_1251.encode(text).0.into_owned()),
        ("ptcp154", encode_kazakh(text, Charset::Ptcp154).unwrap()),
    ] {
        let at = bytes.windows(4).position(|word| word == b"NAME").unwrap();
        let page = [&bytes[..at], name.as_bytes(), &bytes[at + 4..]].concat();
        assert_eq!(read(&page).unwrap().text.trim(), "Мост", "{name}");
    }
}
