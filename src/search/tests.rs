//! What a search may cost, and who may search at once.

use std::sync::Arc;
use std::time::Duration;

use super::fixture::searcher;
use super::{Facets, LocalSearcher, SearchRequest, Searcher, Sort};
use crate::article::RawArticle;
use crate::index::Index;

#[test]
fn what_is_not_wanted_is_not_made() {
    let searcher = searcher([RawArticle::new("1", "Мост в Астане открыли.").date("2021")]);
    let request = SearchRequest::new("мост").tree("dates".parse().unwrap(), 1);
    let found = searcher.search(&request.clone().facets(false).snippets(false)).unwrap();
    assert!(found.facets.cities.is_empty() && found.facets.dates.is_empty() && found.facets.trees.len() == 1);
    assert_eq!((found.total, &*found.hits[0].snippet.text), (1, ""));
    let whole = searcher.search(&request).unwrap();
    assert!(whole.facets.cities.len() == 1 && whole.hits[0].snippet.highlights.len() == 1);
}

#[test]
fn tables_count_and_order_as_the_index_does() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let places =
        ["Астане", "Таразе и Шымкенте", "Берлине", "Алматы и в Париже", "Темиртау, Караганде и Москве", "степи"];
    for number in 0..120 {
        let place = places[number % places.len()];
        let raw = RawArticle::new(number.to_string(), format!("Мост в {place} открыли, номер {number}."));
        let date = format!("2021-{:02}-05", 1 + number % 12);
        writer.add(if number % 7 == 0 { raw } else { raw.date(date) }).unwrap();
        if number == 60 {
            writer.commit().unwrap();
            writer.remove(&"7".into());
        }
    }
    writer.commit().unwrap();
    for query in ["мост", "номер 8", "Астана", "Москва или Тараз", "-степь"] {
        let request = SearchRequest::new(query).limit(0);
        let home = request.clone().counting_abroad(false);
        let searcher = LocalSearcher::open(&index).unwrap();
        let [by_columns, home_by_columns] = [&request, &home].map(|request| searcher.search(request).unwrap());
        let searcher = LocalSearcher::open(&index).unwrap();
        searcher.warm().unwrap();
        let [by_tables, home_by_tables] = [&request, &home].map(|request| searcher.search(request).unwrap());
        assert!(by_columns.total > 0 && by_columns.facets == by_tables.facets, "{query}");
        assert_eq!(home_by_columns.facets, home_by_tables.facets, "{query}");
        let cold = LocalSearcher::open(&index).unwrap();
        for (sort, limit) in [(Sort::Date, 3), (Sort::Oldest, 3), (Sort::Date, 110), (Sort::Oldest, 110)] {
            let request = request.clone().sort(sort).limit(limit);
            let [by_columns, by_tables] = [&cold, &searcher].map(|searcher| searcher.search(&request).unwrap().hits);
            assert_eq!(by_columns, by_tables, "{query} {sort:?}");
        }
        let without_abroad = Facets { abroad: Vec::new(), ..by_columns.facets };
        assert_eq!(home_by_columns.facets, without_abroad, "{query}");
    }
}

#[test]
fn a_search_ends_in_time() {
    let articles = (0..200).map(|number| RawArticle::new(number.to_string(), format!("Мост номер {number}.")));
    let searcher = searcher(articles);
    for query in ["мост", "мост номер", "мос*", "мост рядом/5 номер", "«мост номер»", "-река"]
    {
        let request = SearchRequest::new(query).limit(200);
        let late = searcher.search(&request.clone().deadline(Duration::ZERO)).unwrap();
        assert!(late.timed_out && late.warnings.iter().any(|warning| warning.message.contains("time was over")));
        let found = searcher.search(&request.deadline(Duration::MAX)).unwrap();
        assert!(!found.timed_out && found.hits.len() == 200, "{query}: {}", found.hits.len());
    }
}

#[test]
fn numbers_without_end_cost_nothing() {
    let searcher = searcher([RawArticle::new("1", "Мост открыли."), RawArticle::new("2", "Мост закрыли.")]);
    for (limit, offset, expected) in
        [(usize::MAX, 0, 2), (usize::MAX, usize::MAX, 0), (1, usize::MAX, 0), (usize::MAX, 1, 1), (0, 0, 0)]
    {
        for sort in [Sort::Relevance, Sort::Date] {
            let request = SearchRequest::new("мост").limit(limit).offset(offset).sort(sort);
            let request = request.snippet_length(usize::MAX).tree("places".parse().unwrap(), usize::MAX);
            let found = searcher.search(&request).unwrap();
            assert_eq!((found.total, found.hits.len()), (2, expected), "{limit} {offset}");
        }
    }
}

#[test]
fn many_search_at_once() {
    let text = |number: usize| match number % 3 {
        0 => format!("Мост номер {number} в Астане открыли весной."),
        1 => format!("Реку {number} перекрыли, дамбу строят в Таразе."),
        _ => format!("Мост и дамба {number} у реки."),
    };
    let articles = (0..90).map(|number| RawArticle::new(number.to_string(), text(number)).date("2021-05-07"));
    let searcher = searcher(articles);
    let requests = ["мост", "дамба река", "мост весна Астана", "река -мост", "«мост и дамба»"].map(SearchRequest::new);
    let answers = || {
        let answer = |request: &SearchRequest| {
            let found = searcher.search(request).unwrap();
            (found.total, found.facets, found.hits)
        };
        requests.iter().map(answer).collect::<Vec<_>>()
    };
    let expected = answers();
    searcher.warm().unwrap();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| (0..5).map(|_| answers()).collect::<Vec<_>>())).collect();
        for thread in threads {
            thread.join().unwrap().iter().for_each(|answers| assert_eq!(*answers, expected));
        }
    });
}

#[test]
fn what_was_looked_up_stays_until_the_index_changes() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    writer.add(RawArticle::new("1", "Мост открыли.")).unwrap();
    writer.commit().unwrap();
    let searcher = LocalSearcher::open(&index).unwrap();
    let is_same_after = |change: &mut dyn FnMut()| {
        let before = searcher.commit();
        let articles = searcher.stats().unwrap().articles;
        change();
        assert_eq!(searcher.stats().unwrap().articles, articles, "until it is told to reload");
        searcher.reload().unwrap();
        Arc::ptr_eq(&before, &searcher.commit())
    };
    assert!(is_same_after(&mut || ()));
    assert!(!is_same_after(&mut || {
        writer.add(RawArticle::new("2", "Мост закрыли.")).unwrap();
        writer.commit().unwrap();
    }));
    assert!(!is_same_after(&mut || {
        writer.remove(&"1".into());
        writer.commit().unwrap();
    }));
    assert!(is_same_after(&mut || writer.commit().map(drop).unwrap()), "nothing was written");
}
