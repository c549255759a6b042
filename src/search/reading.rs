//! An article in full, as it is read after it was found.

use serde::Serialize;
use tantivy::TantivyDocument;

use super::compile::{Compiled, compile};
use super::copies::copies_of;
use super::deadline::Deadline;
use super::forgive::{Vocabulary, forgive};
use super::hits::plain_hit;
use super::local::LocalSearcher;
use super::marks::Marks;
use super::matching::Matching;
use super::order::{Place, Rank};
use super::page::by_date;
use super::results::Hit;
use super::similar::article_with;
use super::snippet::title_highlights;
use super::{Sort, commit::Commit};
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::index::{article_of, guarded, moment};
use crate::query::Query;

/// How many articles before and behind it come with an article.
pub(super) const NEIGHBOURS: usize = 3;

/// An article in full: see [`Searcher::article`](super::Searcher::article).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct FullArticle {
    /// What is shown of it in results. It has no score and no snippet.
    #[serde(flatten)]
    pub about: Hit,
    /// Its text without headline, date lines and furniture; paragraphs end with a line feed.
    pub text: String,
    /// Where the words of the query stand in the text, as [start, end) in characters, from 0, in order and apart.
    pub highlights: Vec<[usize; 2]>,
    /// The articles published last before it, the nearest first; none for one without a date.
    pub earlier: Vec<Hit>,
    /// The articles published next, the nearest first.
    pub later: Vec<Hit>,
}

impl LocalSearcher {
    /// See [`Searcher::article`](super::Searcher::article).
    pub(super) fn full_article(&self, id: &ArticleId, query: &str) -> Result<Option<FullArticle>> {
        guarded(self.path(), || {
            let (commit, fields) = (self.commit(), self.fields());
            let Some(article) = article_with(id, &fields, &commit)? else { return Ok(None) };
            let marks = self.marks_of(query, &commit)?;
            let mut workspace = self.idle_workspace();
            let mut marked = |text: &str| title_highlights(text, article.language, &marks, &mut workspace.analyzer);
            let title_highlights = marked(article.title.as_deref().unwrap_or_default());
            let highlights = marked(&article.body);
            self.give_back(workspace);
            let copies = copies_of(&article.id, &fields, &commit)?;
            let (earlier, later) = self.neighbours(&article, &commit)?;
            let text = article.body.clone();
            let about = Hit { title_highlights, copies, ..plain_hit(article) };
            Ok(Some(FullArticle { about, text, highlights, earlier, later }))
        })
    }

    /// What a query marks.
    fn marks_of(&self, query: &str, commit: &Commit) -> tantivy::Result<Marks> {
        let fields = self.fields();
        let lookup = self.lookup(&fields, commit);
        let forgiven = forgive(query, &Vocabulary::new(self.analyzer(), lookup))?;
        let root = Query::parse(&forgiven.text).root;
        let compiled = root.map(|root| compile(&root, self.analyzer(), lookup)).transpose()?;
        Ok(compiled.map(|compiled| compiled.marks).unwrap_or_default())
    }

    /// The articles before and behind one in the order of their dates, the nearest first.
    fn neighbours(&self, article: &Article, commit: &Commit) -> tantivy::Result<(Vec<Hit>, Vec<Hit>)> {
        let Some(moment) = article.date.as_ref().map(moment) else { return Ok(Default::default()) };
        let (everything, fields) = (Compiled::everything(), self.fields());
        let matching = Matching::of(&everything, &[], commit, Deadline::never())?;
        let hits = |sort, moment, id: &str, most| -> tantivy::Result<Vec<Hit>> {
            let place = Place { rank: Rank { score: 0.0, moment }, id: id.to_owned() };
            let found = by_date(most, sort, Some(&place), &matching, commit)?;
            let hit = |address| Ok(plain_hit(article_of(&commit.doc::<TantivyDocument>(address)?, &fields)));
            found.into_iter().map(|found| hit(found.address)).collect()
        };
        let mut earlier = hits(Sort::Date, moment, article.id.as_str(), NEIGHBOURS)?;
        earlier.retain(|hit| hit.date.is_some());
        // Articles of the same moment stand in order of their ids both ways: from the first of them on, so that none is passed over.
        let mut later = hits(Sort::Oldest, u64::MAX - moment, "", 2 * NEIGHBOURS + 1)?;
        later.retain(|hit| hit.date.is_some() && hit.id != article.id && !earlier.iter().any(|one| one.id == hit.id));
        later.truncate(NEIGHBOURS);
        Ok((earlier, later))
    }
}

#[cfg(test)]
mod tests {
    use crate::Language;
    use crate::article::RawArticle;
    use crate::search::fixture::searcher;
    use crate::search::{Hit, SearchRequest, Searcher};

    fn ids(hits: &[Hit]) -> Vec<&str> {
        hits.iter().map(|hit| hit.id.as_str()).collect()
    }

    #[test]
    fn an_article_with_its_marks_and_neighbours() {
        let articles = [
            ("a", "2026-03-01", "Дорогу закрыли из-за бурана."),
            ("b", "2026-03-02", "Мост через Ишим открыт: по мосту уже едут."),
            ("c", "2026-03-02", "Школу в селе достроили к марту."),
            ("d", "2026-03-02 10:00", "Театр открыл новый сезон премьерой."),
            ("e", "", "Поезда задержались из-за снега на путях."),
        ];
        let searcher =
            searcher(articles.map(|(id, date, text)| RawArticle::new(id, text).title("О мостах").date(date)));
        let article = searcher.article(&"b".into(), "Vjcn").unwrap().unwrap();
        assert_eq!(article.highlights, [[0, 4], [27, 32]]);
        assert_eq!(article.about.title_highlights, [[2, 8]]);
        for (id, earlier, later) in [
            ("a", &[][..], &["b", "c", "d"][..]),
            ("b", &["c", "a"], &["d"]),
            ("c", &["a"], &["b", "d"]),
            ("e", &[], &[]),
        ] {
            let article = searcher.article(&id.into(), "").unwrap().unwrap();
            assert_eq!((ids(&article.earlier), ids(&article.later)), (earlier.to_vec(), later.to_vec()), "{id}");
            assert_eq!(article.highlights, [[0; 2]; 0]);
        }
        assert_eq!(searcher.article(&"nowhere".into(), "мост").unwrap(), None);
    }

    #[test]
    fn narrowed_by_source_and_language() {
        let articles = [
            ("1", "a.kz", "Мост через реку открыт."),
            ("2", "b.kz", "Мост через реку закрыт."),
            ("3", "b.kz", "Өзен үстіндегі көпір ашылды, мост туралы қазақша жаңалық."),
        ];
        let searcher = searcher(articles.map(|(id, source, text)| RawArticle::new(id, text).source(source)));
        let request = SearchRequest::new("мост").sort(crate::Sort::Date);
        for (request, expected) in [
            (request.clone(), &["1", "2", "3"][..]),
            (request.clone().source("b.kz"), &["2", "3"]),
            (request.clone().source("b.kz").source("a.kz").language(Language::Russian), &["1", "2"]),
            (request.clone().language(Language::Kazakh), &["3"]),
            (request.clone().source("b"), &[]),
        ] {
            assert_eq!(ids(&searcher.search(&request).unwrap().hits), expected);
        }
    }
}
