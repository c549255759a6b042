//! A search engine inside another program: articles come from memory, no file is read.
//!
//! `cargo run --example embed` keeps the index in memory; `cargo run --example embed FOLDER` keeps it in that folder.

use izdeu::{Index, LocalSearcher, RawArticle, SearchRequest, Searcher};

fn main() -> izdeu::Result<()> {
    let index = match std::env::args_os().nth(1) {
        Some(folder) => Index::open_or_create(folder)?,
        None => Index::in_memory()?,
    };
    let mut writer = index.writer()?;
    let school = "В Кокшетау открылась школа на тысячу двести мест. Уроки начнутся в сентябре.";
    writer.add(RawArticle::new("desk/1", school).title("Новая школа").date("2026-08-25"))?;
    let bridge = "Мост через Иртыш закрыт на ремонт до октября, сообщили в акимате Семея.";
    writer.add(RawArticle::new("desk/2", bridge).title("Ремонт моста").city("Семей"))?;
    writer.commit()?;

    let results = LocalSearcher::open(&index)?.search(&SearchRequest::new("школы Кокшетау").limit(5))?;
    for hit in &results.hits {
        println!("{} ({}): {}", hit.title.as_deref().unwrap_or("–"), hit.cities.join(", "), hit.snippet.text);
    }
    Ok(())
}
