//! What a page says about its article in JSON-LD, by the words of schema.org.

use dom_smoothie::Readability;
use serde_json::Value;

/// How deep the blocks of a page are searched: `[{"@graph": [{…}]}]`.
const DEEPEST: usize = 4;

/// What stands in a page's JSON-LD.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LinkedData {
    pub headline: Option<String>,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// When the page was published that holds the article.
    pub page_published: Option<String>,
}

impl LinkedData {
    /// Reads all blocks of a page; one that is broken says nothing. The first article is the page's.
    pub fn of(page: &Readability) -> LinkedData {
        let blocks = page.doc.select("script[type='application/ld+json']");
        let mut data = LinkedData::default();
        let mut has_article = false;
        for block in blocks.nodes() {
            let text = block.text();
            let json = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
            if let Ok(value) = serde_json::from_str(json) {
                data.read(&value, &mut has_article, 0);
            }
        }
        data
    }

    fn read(&mut self, value: &Value, has_article: &mut bool, depth: usize) {
        match value {
            Value::Array(values) if depth < DEEPEST => {
                values.iter().for_each(|value| self.read(value, has_article, depth + 1));
            }
            Value::Object(fields) => {
                if is_of(value, |kind| kind.ends_with("Article") || kind == "BlogPosting") && !*has_article {
                    *has_article = true;
                    self.headline = words(&value["headline"]).or_else(|| words(&value["name"]));
                    self.published = words(&value["datePublished"]);
                    self.publisher = words(&value["publisher"]["name"]);
                    self.url = words(&value["url"]).or_else(|| words(&value["mainEntityOfPage"]));
                    self.language = words(&value["inLanguage"]);
                } else if is_of(value, |kind| kind.ends_with("WebPage")) {
                    self.page_published = self.page_published.take().or_else(|| words(&value["datePublished"]));
                }
                if depth < DEEPEST {
                    for inner in ["@graph", "mainEntity"] {
                        fields.get(inner).into_iter().for_each(|inner| self.read(inner, has_article, depth + 1));
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a thing is of a kind, by one of its types.
fn is_of(value: &Value, is_kind: impl Fn(&str) -> bool) -> bool {
    match &value["@type"] {
        Value::String(kind) => is_kind(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is_kind),
        _ => false,
    }
}

fn words(value: &Value) -> Option<String> {
    let words = value.as_str()?.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(words).filter(|words| !words.is_empty())
}
