//! Sound files of every format, to make unsound ones of.

use crate::packed::{gzipped, tarred, zipped};

const TEXT: &str = "14 мая 2026, 10:15\n\nВ Кокшетау открыли парк\n\nВ Кокшетау открыли парк с дорожкой в четыре километра. \
    Қазақстанда да бар.\n\nФото: А. Б.\nЧитайте также\n";
const HTML: &str = "<!DOCTYPE html><html lang=ru><head><meta charset=utf-8><title>Парк</title><script type=\"application/ld+json\">\
    {\"@type\":\"NewsArticle\",\"headline\":\"Парк\",\"datePublished\":\"2026-05-14T10:15:00+05:00\"}</script></head><body><nav><a href=/>Дом</a>\
    </nav><article><h1>Парк</h1><p>В Кокшетау открыли парк &amp; дорожку.<br>Она длиной четыре километра, и по ней ездят все.</p>\
    <table><tr><td>а</td></tr></table></article></body></html>";
const LETTER: &str = "From: a@a.kz\r\nSubject: =?utf-8?B?0J/QsNGA0Lo=?=\r\nDate: Thu, 14 May 2026 10:00:00 +0500\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\n=D0=9F=D0=B0=D1=80=D0=BA\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>a</p>\r\n--x--\r\n";
const RSS: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE rss [<!ENTITY a \"б\">]><rss version=\"2.0\"><channel><title>Вестник</title>\
    <item><title>Парк &a;</title><link>https://a.kz/1</link><pubDate>Thu, 14 May 2026 10:00:00 +0500</pubDate>\
    <description><![CDATA[<p>В Кокшетау открыли парк.</p>]]></description></item></channel></rss>";

/// The name of a file and its bytes, of every format that is read.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let json = "{\"id\": \"1\", \"title\": \"Парк\", \"date\": \"2026-05-14\", \"text\": \"В Кокшетау \\u043eткрыли парк.\", \"n\": [1.5e3, null]}";
    let table = "id;title;text\r\n1;\"Парк; \"\"и\"\" дом\";\"В Кокшетау\nоткрыли парк.\"\r\n2;а;б\r\n";
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{HTML}");
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.kz/1\r\nWARC-Date: 2026-05-14T10:00:00Z";
    let warc = format!(
        "{head}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{response}\r\n\r\n",
        response.len()
    );
    let wet = format!(
        "{}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{TEXT}\r\n\r\n",
        head.replace("response", "conversion"),
        TEXT.len()
    );
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>Парк</title><published>2026-05-14T10:00:00Z</published>\
        <content type=\"html\">&lt;p&gt;Парк&lt;/p&gt;</content></entry></feed>";
    let word = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>{TEXT}</w:t>\
         </w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>а</w:t><w:tab/></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    );
    let utf16: Vec<u8> =
        "\u{feff}".chars().chain(TEXT.chars()).collect::<String>().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let lines = format!("{json}\n{}\n", json.replace("\"1\"", "2"));
    vec![
        ("a.txt", TEXT.into()),
        ("utf16.txt", utf16),
        ("cyrillic.txt", encoding_rs::WINDOWS_1251.encode(TEXT).0.into_owned()),
        ("a.md", format!("---\ntitle: Парк\ndate: 2026-05-14\ntags: [а, б]\n---\n# Парк\n\n{TEXT}").into()),
        ("a.html", HTML.into()),
        ("a.json", format!("{{\"total\": 1, \"articles\": [{json}]}}").into()),
        ("a.jsonl", lines.clone().into()),
        ("a.csv", table.into()),
        ("a.tsv", table.replace(';', "\t").into()),
        ("a.xml", RSS.into()),
        ("a.atom", atom.into()),
        ("a.docx", zipped(&[("word/document.xml", word.as_bytes()), ("docProps/core.xml", RSS.as_bytes())])),
        ("a.eml", LETTER.into()),
        (
            "a.mbox",
            format!("From a@a.kz Thu May 14 10:00:00 2026\n{LETTER}\nFrom b@b.kz Thu May 14 10:00:00 2026\n{LETTER}")
                .into(),
        ),
        ("a.warc", warc.clone().into()),
        ("a.wet", wet.into()),
        ("a.warc.gz", gzipped(warc.as_bytes())),
        ("a.jsonl.gz", gzipped(lines.as_bytes())),
        ("a.txt.zst", ruzstd::encoding::compress_to_vec(TEXT.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)),
        (
            "a.zip",
            zipped(&[
                ("n/a.txt", TEXT.as_bytes()),
                ("b.json", json.as_bytes()),
                ("c.zip", &zipped(&[("d.txt", b"a")])),
            ]),
        ),
        ("a.tar", tarred(&[("n/a.txt", TEXT.as_bytes()), ("b.txt", TEXT.as_bytes())])),
        ("a.tar.gz", gzipped(&tarred(&[("n/a.txt", TEXT.as_bytes()), ("b.txt", TEXT.as_bytes())]))),
    ]
}
