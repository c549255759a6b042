//! One article in every format and every encoding: whatever it is kept in, the same is read from it.

#[path = "common/packed.rs"]
mod packed;

use std::fs;
use std::path::Path;

use izdeu::{Article, Corpus, Extractor, Language};
use packed::{gzipped, tarred, zipped};

/// An article, and what is to be read from it.
struct Sample {
    title: &'static str,
    date_line: &'static str,
    date: &'static str,
    /// As letters and feeds write it.
    stamp: &'static str,
    paragraphs: &'static [&'static str],
    cities: &'static [&'static str],
    language: Language,
}

const RUSSIAN: Sample = Sample {
    title: "В Кокшетау открыли речной парк",
    date_line: "14 мая 2026",
    date: "2026-05-14",
    stamp: "Thu, 14 May 2026 10:00:00 +0500",
    paragraphs: &[
        "В Кокшетау после двух лет строительства открыли речной парк с велодорожкой длиной четыре километра. Первых посетителей встречали музыканты городского оркестра.",
        "Аким Кокшетау рассказал, что набережную соединили с вокзалом новым пешеходным мостом, а солнечные панели для освещения изготовили в Караганде.",
        "К осени рядом обещают построить летний театр.",
    ],
    cities: &["Кокшетау", "Караганда"],
    language: Language::Russian,
};

const KAZAKH: Sample = Sample {
    title: "Қызылордада жаңа кітапхана ашылды",
    date_line: "2026 жылғы 3 наурыз",
    date: "2026-03-03",
    stamp: "Tue, 3 Mar 2026 10:00:00 +0500",
    paragraphs: &[
        "Қызылордада бес жүз оқырманға арналған жаңа кітапхана есігін айқара ашты. Ғимараттың іргетасы былтыр көктемде қаланған еді.",
        "Кітаптардың бір бөлігін Түркістандағы баспа сыйға тартты, үлкен залда балаларға арналған бұрыш бар.",
    ],
    cities: &["Кызылорда", "Туркестан"],
    language: Language::Kazakh,
};

impl Sample {
    fn text(&self) -> String {
        format!("{}\n\n{}\n\n{}\n", self.title, self.date_line, self.body())
    }

    fn body(&self) -> String {
        self.paragraphs.join("\n\n")
    }

    fn html_body(&self) -> String {
        self.paragraphs.iter().map(|paragraph| format!("<p>{paragraph}</p>")).collect()
    }

    fn page(&self, charset: &str) -> String {
        let (title, date, body) = (self.title, self.date, self.html_body());
        format!(
            "<!DOCTYPE html><html><head><meta charset=\"{charset}\"><meta property=\"og:title\" content=\"{title}\">\
             <meta property=\"article:published_time\" content=\"{date}\"><title>{title}</title></head>\
             <body><article><h1>{title}</h1>{body}</article></body></html>"
        )
    }

    fn json(&self) -> String {
        serde_json::json!({"title": self.title, "date": self.date, "text": self.body()}).to_string()
    }

    fn table(&self, delimiter: &str) -> String {
        let cells = [self.title, self.date, &self.body()].map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        format!("title{delimiter}date{delimiter}text\r\n{}\r\n", cells.join(delimiter))
    }

    fn rss(&self, charset: &str) -> String {
        let (title, date, body) = (self.title, self.stamp, self.html_body());
        format!(
            "<?xml version=\"1.0\" encoding=\"{charset}\"?><rss version=\"2.0\"><channel><title>Вестник</title>\
             <item><title>{title}</title><pubDate>{date}</pubDate><description><![CDATA[{body}]]></description></item></channel></rss>"
        )
    }

    fn atom(&self) -> String {
        let (title, date, body) = (self.title, self.date, self.html_body().replace('<', "&lt;"));
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Вестник</title><entry><title>{title}</title>\
             <published>{date}T10:00:00+05:00</published><content type=\"html\">{body}</content></entry></feed>"
        )
    }

    fn docx(&self) -> Vec<u8> {
        let texts = [self.title, self.date_line].into_iter().chain(self.paragraphs.iter().copied());
        let paragraphs: String = texts.map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
        let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let main = format!("<w:document xmlns:w=\"{space}\"><w:body>{paragraphs}</w:body></w:document>");
        zipped(&[("word/document.xml", main.as_bytes())])
    }

    fn letter(&self) -> String {
        format!(
            "From: press@a.kz\r\nSubject: {}\r\nDate: {}\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n",
            self.title,
            self.stamp,
            self.body().replace('\n', "\r\n"),
        )
    }

    fn warc(&self) -> Vec<u8> {
        let page = self.page("utf-8");
        let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.kz/1\r\nContent-Type: application/http; msgtype=response\r\n\
             Content-Length: {}\r\n\r\n",
            response.len()
        );
        format!("{head}{response}\r\n\r\n").into_bytes()
    }
}

fn zstd(contents: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(contents, ruzstd::encoding::CompressionLevel::Fastest)
}

fn encoded(text: &str, charset: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap();
    let (bytes, _, broken) = encoding.encode(text);
    assert!(!broken, "{charset}");
    bytes.into_owned()
}

/// The text in one of the Kazakh code pages, which differ from windows-1251 by the letters of Kazakh alone.
fn kazakh_encoded(text: &str, letters: &str, bytes: &[u8]) -> Vec<u8> {
    let byte = |letter: char| match letters.chars().position(|known| known == letter) {
        Some(place) => vec![bytes[place]],
        None => encoded(&letter.to_string(), "windows-1251"),
    };
    text.chars().flat_map(byte).collect()
}

const KAZAKH_LETTERS: &str = "ҚқҢңҒғҮүҰұӘәӨөҺһ";
const KZ_1048: &[u8] = b"\x8d\x9d\xbd\xbe\xaa\xba\xaf\xbf\xa1\xa2\xa3\xbc\xa5\xb4\x8e\x9e";
const PTCP_154: &[u8] = b"\x8d\x9d\x8c\x9c\x81\x83\x87\x89\xa6\xb1\xaa\xba\xa4\xb5\x8e\x9e";

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    ['\u{feff}'].into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(unit).collect()
}

/// Reads all articles of a folder.
fn read(folder: &Path) -> Vec<Article> {
    let extractor = Extractor::new();
    let corpus = Corpus::open([folder]).unwrap();
    corpus.map(|found| extractor.extract(found.unwrap_or_else(|problem| panic!("{problem}")))).collect()
}

/// Writes the files, reads them all and compares what is read of each with the sample.
fn check(sample: &Sample, files: &[(&str, Vec<u8>)]) {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        fs::write(folder.path().join(name), contents).unwrap();
    }
    let is_sidecar = |name: &str| name == "beside.json";
    let articles = read(folder.path());
    for (name, _) in files.iter().filter(|(name, _)| !is_sidecar(name)) {
        let of_file =
            |article: &&Article| article.path.as_ref().is_some_and(|path| path.starts_with(folder.path().join(name)));
        let found: Vec<&Article> = articles.iter().filter(of_file).collect();
        let [article] = found[..] else { panic!("{name} has {} articles", found.len()) };
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(article.title.as_deref(), Some(sample.title), "{name}");
        assert_eq!(words(&article.body), words(&sample.body()), "{name}");
        assert_eq!(
            article.body.trim().lines().filter(|line| !line.trim().is_empty()).count(),
            sample.paragraphs.len(),
            "{name}"
        );
        assert_eq!(article.date.map(|date| date.date.to_string()).as_deref(), Some(sample.date), "{name}");
        let cities: Vec<&str> = article.cities.iter().map(|city| city.name.as_str()).collect();
        assert_eq!(cities, sample.cities, "{name}");
        assert_eq!(article.main_city.as_deref(), Some(sample.cities[0]), "{name}");
        assert_eq!(article.language, sample.language, "{name}");
    }
}

#[test]
fn a_text_is_read_alike_in_every_encoding() {
    let text = RUSSIAN.text();
    let mut files: Vec<(&str, Vec<u8>)> = vec![
        ("utf-8.txt", text.clone().into_bytes()),
        ("utf-8-bom.txt", format!("\u{feff}{text}").into_bytes()),
        ("utf-16le.txt", utf16(&text, u16::to_le_bytes)),
        ("utf-16be.txt", utf16(&text, u16::to_be_bytes)),
        ("crlf.txt", text.replace('\n', "\r\n").into_bytes()),
        ("page.html", encoded(&RUSSIAN.page("windows-1251"), "windows-1251")),
        ("rss.xml", encoded(&RUSSIAN.rss("windows-1251"), "windows-1251")),
        ("table-1251.csv", encoded(&RUSSIAN.table(";"), "windows-1251")),
        ("lines-1251.jsonl", encoded(&format!("{}\n", RUSSIAN.json()), "windows-1251")),
        ("list-koi8.json", encoded(&format!("[{}]", RUSSIAN.json()), "koi8-r")),
    ];
    for (name, charset) in [("1251.txt", "windows-1251"), ("koi8-r.txt", "koi8-r"), ("cp866.txt", "ibm866")] {
        files.push((name, encoded(&text, charset)));
    }
    check(&RUSSIAN, &files);

    let text = KAZAKH.text();
    let table = KAZAKH.table(",");
    check(
        &KAZAKH,
        &[
            ("utf-8.txt", text.clone().into_bytes()),
            ("utf-16.txt", utf16(&text, u16::to_le_bytes)),
            ("kz-1048.txt", kazakh_encoded(&text, KAZAKH_LETTERS, KZ_1048)),
            ("ptcp154.txt", kazakh_encoded(&text, KAZAKH_LETTERS, PTCP_154)),
            ("kz-1048.csv", kazakh_encoded(&table, KAZAKH_LETTERS, KZ_1048)),
            ("ptcp154.xml", kazakh_encoded(&KAZAKH.rss("ptcp154"), KAZAKH_LETTERS, PTCP_154)),
        ],
    );
}

#[test]
fn an_article_is_read_alike_in_every_format() {
    for sample in [&RUSSIAN, &KAZAKH] {
        let (text, json) = (sample.text(), sample.json());
        let sidecar = serde_json::json!({"title": sample.title, "date": sample.date}).to_string();
        let mut files: Vec<(&str, Vec<u8>)> = vec![
            ("a.txt", text.clone().into_bytes()),
            ("a.md", format!("# {text}").into_bytes()),
            ("a.html", sample.page("utf-8").into_bytes()),
            ("a.jsonl", format!("{json}\n").into_bytes()),
            ("a.ndjson", format!("{json}\n").into_bytes()),
            ("one.json", json.clone().into_bytes()),
            ("list.json", format!("[{json}]").into_bytes()),
            ("within.json", format!("{{\"total\": 1, \"articles\": [{json}]}}").into_bytes()),
            ("comma.csv", sample.table(",").into_bytes()),
            ("semicolon.csv", sample.table(";").into_bytes()),
            ("tab.tsv", sample.table("\t").into_bytes()),
            ("rss.xml", sample.rss("utf-8").into_bytes()),
            ("atom.xml", sample.atom().into_bytes()),
            ("a.warc", sample.warc()),
            ("b.warc.gz", gzipped(&sample.warc())),
            ("a.docx", sample.docx()),
            ("a.eml", sample.letter().into_bytes()),
            ("a.mbox", format!("From a@a.kz Thu May 14 10:00:00 2026\n{}", sample.letter()).into_bytes()),
            ("c.txt.gz", gzipped(text.as_bytes())),
            ("d.txt.zst", zstd(text.as_bytes())),
            ("a.zip", zipped(&[("news/a.txt", text.as_bytes())])),
            ("docx.zip", zipped(&[("a.docx", &sample.docx())])),
            ("a.tar", tarred(&[("news/a.csv", sample.table(",").as_bytes())])),
            ("b.tar.gz", gzipped(&tarred(&[("a.json", json.as_bytes())]))),
            ("beside.txt", sample.body().into_bytes()),
            ("beside.json", sidecar.into_bytes()),
        ];
        if sample.language == Language::Russian {
            files.push(("a.pdf", fs::read("tests/fixtures/article.pdf").unwrap()));
        }
        check(sample, &files);
    }
}
