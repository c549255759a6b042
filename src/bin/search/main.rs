//! The `search` command.
//!
//! For now only `inspect --json PATH…` over JSON lines, for measuring.

use std::io::BufRead;

fn main() -> anyhow::Result<()> {
    let extractor = izdeu::Extractor::new();
    for path in std::env::args().skip(3) {
        for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
            let row: serde_json::Value = serde_json::from_str(&line?)?;
            let field = |name: &str| row[name].as_str().map(str::to_owned);
            let mut raw = izdeu::RawArticle::new(field("id").unwrap_or_default(), field("text").unwrap_or_default());
            (raw.metadata.title, raw.metadata.url) = (field("title"), field("url"));
            let article = extractor.extract(raw);
            let cities: Vec<&str> = article.cities.iter().map(|city| city.name.as_str()).collect();
            println!(
                "{}",
                serde_json::json!({"id": article.id, "title": article.title, "date": article.date, "cities": cities,
                    "main_city": article.main_city, "regions": article.regions, "dateline_city": article.dateline_city,
                    "body": article.body, "furniture": article.furniture})
            );
        }
    }
    Ok(())
}
