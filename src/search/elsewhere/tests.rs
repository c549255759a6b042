//! Articles of an index in memory as an engine elsewhere would find them: the answers have to be those of the index itself.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use tantivy::{DocAddress, TantivyDocument};

use super::ask::{Answer, Ask, Label, Place, Position, RowOf, Wanted};
use super::{Distant, Keeper, KeeperState, LexiconLeaf};
use crate::article::{Article, ArticleId, PartialDate, RawArticle};
use crate::error::Result;
use crate::index::{Index, article_of, moment};
use crate::search::commit::Commit;
use crate::search::copies::copies_of;
use crate::search::deadline::Deadline;
use crate::search::docs::Docs;
use crate::search::facts::Fact;
use crate::search::leaf::{Leaf, Way};
use crate::search::ranking::rarity;
use crate::search::results::Copy;
use crate::search::segment::Segment;
use crate::search::sought::Sought;
use crate::search::{FacetName, LocalSearcher, SearchRequest, SearchResults, Searcher, Sort};

/// An engine elsewhere that is one of here.
struct Here {
    local: LocalSearcher,
    commit: Arc<Commit>,
}

impl Here {
    fn of(index: &Index) -> Here {
        let local = LocalSearcher::open(index).unwrap();
        let commit = local.commit();
        Here { local, commit }
    }

    fn docs(&self, ask: &Ask, segment: &Segment<'_>) -> Docs {
        let find = |leaf: &Leaf| segment.find(leaf).unwrap();
        let all = |asks: &[Ask]| asks.iter().map(|ask| self.docs(ask, segment)).collect::<Vec<_>>();
        let most = segment.reader().max_doc();
        match ask {
            Ask::Everything => find(&Leaf::Known(Fact::Article)),
            Ask::Nothing => segment.none(),
            Ask::Words(place, words) => find(&Leaf::word(sought(*place, words), 1.0)),
            Ask::Row(row, words, slack) => {
                let word = |word: &str| match row {
                    RowOf::Forms => Sought::forms(word.split('+')),
                    RowOf::Written => Sought::any_written(word.split('+')),
                };
                // What takes more than one place stands first in the rows of these tests.
                let place = |number: u32| if number == 0 { 0 } else { number + slack };
                let row = words.iter().zip(0..).map(|(one, number)| (place(number), word(one))).collect();
                find(&Leaf::Said(vec![Way::of(row)]))
            }
            Ask::During(from, to) => find(&Leaf::Known(Fact::During(*from, *to))),
            Ask::Not(ask) => {
                let mut docs = find(&Leaf::Known(Fact::Article));
                docs.take_out(&self.docs(ask, segment));
                docs
            }
            Ask::All(asks) => Docs::in_at_least(asks.len(), &all(asks), most),
            Ask::Any(asks) => Docs::in_at_least(1, &all(asks), most),
            Ask::AtLeast(times, asks) => Docs::in_at_least(*times, &all(asks), most),
            Ask::Label(..) | Ask::Moments(..) => {
                let mut docs = find(&Leaf::Known(Fact::Article));
                docs.retain(|doc| {
                    let article = self.article(DocAddress::new(segment.number, doc));
                    match ask {
                        Ask::Label(label, wanted) => {
                            let values = labels(&article, *label);
                            wanted.iter().any(|value| values.contains(value))
                        }
                        Ask::Moments(from, to) => (*from..=*to).contains(&article.date.as_ref().map_or(0, moment)),
                        _ => unreachable!(),
                    }
                });
                docs
            }
        }
    }

    fn article(&self, address: DocAddress) -> Article {
        article_of(&self.commit.doc::<TantivyDocument>(address).unwrap(), &self.local.fields())
    }

    fn found(&self, ask: &Ask) -> Vec<DocAddress> {
        let segments = 0..self.commit.segment_readers().len() as u32;
        let of_segment = |number| {
            let segment = Segment::of(&self.commit, number, Deadline::never());
            let alive = segment.reader().alive_bitset().cloned();
            let docs = self.docs(ask, &segment);
            let is_alive = move |doc: &u32| alive.as_ref().is_none_or(|alive| alive.is_alive(*doc));
            docs.iter().filter(is_alive).map(|doc| DocAddress::new(number, doc)).collect::<Vec<_>>()
        };
        segments.flat_map(of_segment).collect()
    }
}

/// What stands at a place, as the index here has it.
fn sought(place: Place, words: &[Box<str>]) -> Sought {
    let words = words.iter().map(|word| &**word);
    match place {
        Place::Text => Sought::forms(words),
        Place::Title => Sought::all_of(words.map(Sought::in_title)),
        Place::Lead => Sought::all_of(words.map(Sought::in_lead)),
        Place::Written => Sought::any_written(words),
    }
}

fn labels(article: &Article, label: Label) -> Vec<Vec<String>> {
    let above = |path: Vec<String>| (1..=path.len()).map(move |depth| path[..depth].to_vec());
    let text = |text: Option<&str>| text.map(|text| vec![text.to_owned()]).into_iter().collect();
    let date = article.date.map(|known| known.date);
    let mut values: Vec<Vec<String>> = match label {
        Label::Places => {
            let cities = article.cities.iter().map(|city| vec![city.region.clone(), city.name.clone()]);
            let regions = article.regions.iter().map(|region| vec![region.clone()]);
            let districts =
                article.districts.iter().map(|one| vec![one.city.clone(), one.city.clone(), one.name.clone()]);
            cities.chain(regions).chain(districts).flat_map(above).collect()
        }
        Label::Abroad => {
            let path = |place: &crate::ForeignPlace| match place.name == place.country {
                true => vec![place.country.clone()],
                false => vec![place.country.clone(), place.name.clone()],
            };
            article.abroad.iter().map(path).flat_map(above).collect()
        }
        Label::Month => {
            date.and_then(|date| date.levels().take(2).last()).map(|date| vec![date.to_string()]).into_iter().collect()
        }
        Label::Dates => {
            above(date.into_iter().flat_map(PartialDate::levels).map(|date| date.to_string()).collect()).collect()
        }
        Label::Source => text(article.source.as_deref()),
        Label::Language => text(Some(article.language.code())),
        Label::MainCity => text(article.main_city.as_deref()),
        Label::DateSource => text(article.date.map(|known| known.source.name())),
        Label::Id => text(Some(article.id.as_str())),
        Label::Known => [
            ("city", !article.cities.is_empty()),
            ("region", !article.cities.is_empty() || !article.regions.is_empty() || !article.districts.is_empty()),
            ("abroad", !article.abroad.is_empty()),
            ("source", article.source.is_some()),
            ("date", date.is_some()),
        ]
        .into_iter()
        .filter(|(_, known)| *known)
        .map(|(name, _)| vec![name.to_owned()])
        .collect(),
    };
    values.sort();
    values.dedup();
    values
}

impl Keeper for Here {
    fn state(&self) -> Result<KeeperState> {
        let stats = self.local.stats()?;
        let tokens = self.commit.segment_readers().iter();
        let tokens = tokens.map(|segment| segment.inverted_index(self.commit.text()).unwrap().total_num_tokens());
        Ok(KeeperState {
            stamp: 7,
            articles: stats.articles,
            copies: stats.copies,
            tokens: tokens.sum(),
            own_names: None,
        })
    }

    fn counts(&self, asks: &[Ask], _: Option<Instant>) -> Result<Vec<u64>> {
        Ok(asks.iter().map(|ask| self.found(ask).len() as u64).collect())
    }

    fn find(&self, wanted: &Wanted, _: Option<Instant>) -> Result<Answer> {
        let found = self.found(&wanted.ask);
        let total = found.len() as u64;
        let mut scores: BTreeMap<DocAddress, f32> = BTreeMap::new();
        if wanted.sort == Sort::Relevance {
            for (place, word, weight) in &wanted.scores {
                let having = self.found(&Ask::Words(*place, vec![word.clone()]));
                let rare = rarity(self.commit.documents() as f32, having.len() as f32);
                having.into_iter().for_each(|one| *scores.entry(one).or_default() += weight * rare);
            }
        }
        let mut counts: Vec<BTreeMap<Vec<String>, u64>> = vec![BTreeMap::new(); wanted.counts.len()];
        let mut articles: Vec<(f32, Position, Article)> = Vec::new();
        for address in found {
            let article = self.article(address);
            for (label, counts) in wanted.counts.iter().zip(&mut counts) {
                labels(&article, *label).into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
            }
            let moment = article.date.as_ref().map_or(0, moment) as i64;
            let number = i64::from(address.segment_ord) << 32 | i64::from(address.doc_id);
            articles.push((scores.get(&address).copied().unwrap_or_default(), [moment, number], article));
        }
        match wanted.sort {
            Sort::Relevance => articles.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1[1].cmp(&a.1[1]))),
            Sort::Date => articles.sort_by_key(|one| std::cmp::Reverse(one.1)),
            Sort::Oldest => articles.sort_by_key(|one| (one.1[0] == 0, one.1)),
        }
        if let Some(after) = wanted.after {
            articles.retain(|one| match wanted.sort {
                Sort::Oldest => (one.1[0] == 0, one.1) > (after[0] == 0, after),
                _ => one.1 < after,
            });
        }
        let (positions, articles): (Vec<Position>, Vec<Article>) =
            articles.into_iter().skip(wanted.from).take(wanted.size).map(|(_, at, one)| (at, one)).unzip();
        Ok(Answer { total, came: articles.len(), end: positions.last().copied(), articles, counts })
    }

    fn copies(&self, of: &[ArticleId], _: Option<Instant>) -> Result<Vec<(ArticleId, Copy)>> {
        let copies = |id: &ArticleId| copies_of(id, &self.local.fields(), &self.commit).unwrap();
        Ok(of.iter().flat_map(|id| copies(id).into_iter().map(|copy| (id.clone(), copy))).collect())
    }

    fn original(&self, _: &ArticleId) -> Result<Option<ArticleId>> {
        Ok(None)
    }

    fn leaves(&self) -> Result<Vec<String>> {
        Ok(vec!["all".to_owned()])
    }

    fn leaf(&self, _: &str) -> Result<LexiconLeaf> {
        let mut leaf = LexiconLeaf::default();
        for words in self.commit.own_vocabularies() {
            words
                .beginning_with("", |word, articles| {
                    leaf.words.push_str(&format!("{word} {articles}\n"));
                    std::ops::ControlFlow::Continue(())
                })
                .unwrap();
        }
        Ok(leaf)
    }

    fn bytes(&self) -> Result<u64> {
        Ok(self.local.stats()?.bytes)
    }

    fn name(&self) -> String {
        "(here)".to_owned()
    }
}

fn both(index: &Index) -> (LocalSearcher, Distant) {
    (LocalSearcher::open(index).unwrap(), Distant::open(Arc::new(Here::of(index))).unwrap())
}

/// An answer without what it may differ in.
fn comparable(mut results: SearchResults) -> SearchResults {
    results.took_ms = 0.0;
    results.next = None;
    results
}

/// Articles of all kinds: Russian and Kazakh, dated and not, with places here and abroad.
const ARTICLES: &[(&str, &str, &str)] = &[
    (
        "hearing",
        "2026-02-03",
        "Слушания о Конституции\n\nВ Астане обсудили проект новой Конституции. Депутаты из Алматы спорили до ночи.",
    ),
    (
        "flood",
        "2026-03-16",
        "Паводок у Ишима\n\nПаводок подтопил дачи у реки Ишим, идёт эвакуация жителей. В области укрепляют дамбу.",
    ),
    (
        "bridge",
        "2025-07-01",
        "Мост в Усть-Каменогорске\n\nМост через реку Иртыш в Усть-Каменогорске закрыли на ремонт. Дорога в объезд открыта.",
    ),
    ("school", "", "Новая школа\n\nВ Шымкенте построили школу. Президент области перерезал ленту, дети спели."),
    ("metro", "2024", "Метро Алматы\n\nВ Алматы открыли две станции метро. Алматинские автобусы поедут реже."),
    (
        "abroad",
        "2026-03-16",
        "Визит в Берлин\n\nМинистр встретился в Берлине с коллегами из Германии, затем вылетел в Караганду.",
    ),
    (
        "kazakh",
        "2026-01-10",
        "Республика күні\n\nҚазақстан Республикасы мереке күнін атап өтті. Астанада концерт болды.",
    ),
    (
        "exam",
        "2026-05-20",
        "ЕНТ начинается\n\nЕдиное национальное тестирование сдают в Караганде и в Темиртау. ЕНТ продлится месяц.",
    ),
    (
        "house",
        "2026-03-17",
        "Дом у моста\n\nУ моста нашли старый дом. Река рядом. Жители просят дорогу и дамбу в области.",
    ),
];

#[test]
fn the_answers_of_a_folder() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for (number, (id, date, text)) in ARTICLES.iter().enumerate() {
        writer.add(RawArticle::new(*id, *text).date(*date)).unwrap();
        if number % 4 == 3 {
            writer.commit().unwrap();
        }
    }
    writer.commit().unwrap();
    drop(writer);
    let (local, distant) = both(&index);
    let queries = [
        "Конституция Астана",
        "паводок эвакуация жителей и дамба в области",
        "«новая Конституция»",
        "\"Усть-Каменогорск\"",
        "презедент",
        "Rjycnbnewbz",
        "oblast",
        "Алмат* -метро",
        "заголовок:Астана",
        "город:Алматы дата:2026",
        "мост OR дорога",
        "мост NEAR/5 река",
        "Қазақстан Республикасы",
        "ЕНТ",
        "нетакогослова",
    ];
    for query in queries {
        for request in [
            SearchRequest::new(query).tree(FacetName::Places, 3).tree(FacetName::Dates, 3).tree(FacetName::Sources, 1),
            SearchRequest::new(query).city("Астана").explain(),
            SearchRequest::new(query).literal(true).limit(3).offset(2),
            SearchRequest::new(query).prefer_recent(),
        ] {
            let (here, there) = (local.search(&request).unwrap(), distant.search(&request).unwrap());
            assert_eq!(comparable(there), comparable(here), "{request:?}");
        }
        let by_date = SearchRequest::new(query).sort(Sort::Date);
        let (here, there) = (local.search(&by_date).unwrap(), distant.search(&by_date).unwrap());
        assert_eq!((there.total, there.facets), (here.total, here.facets), "{query}");
    }
}

#[test]
fn pages_follow_one_another() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for number in 0..257 {
        let date = format!("2021-{:02}-03", number % 12 + 1);
        writer.add(RawArticle::new(number.to_string(), format!("Мост номер {number} открыт.")).date(date)).unwrap();
    }
    writer.commit().unwrap();
    let (_, distant) = both(&index);
    for sort in [Sort::Relevance, Sort::Date, Sort::Oldest] {
        let mut seen = Vec::new();
        let mut request = SearchRequest::new("мост").limit(40).sort(sort);
        loop {
            let page = distant.search(&request).unwrap();
            seen.extend(page.hits.iter().map(|hit| hit.id.clone()));
            let Some(next) = page.next else { break };
            request = request.after(next);
        }
        assert_eq!(seen.len(), 257, "{sort:?}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 257, "{sort:?}");
    }
}
