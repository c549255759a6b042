//! Crawls of one page: which articles are copies of another, and which of them is the best.
//!
//! Two articles are one page if their texts are the same but for signs and capitals, or if they have the same address and
//! nearly the same words; their headlines must not differ, and only one address may stand over the same text twice. The best one is an article of the index. Of each other one a record is kept that no search matches:
//! it names the best, and it keeps a sync from reading the copy again.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::schema::KEYS;
use crate::article::{Article, ArticleId, DateSource};
use crate::extract::letters::{folded, is_letter};

/// What an article is compared by. Zero stands for "nothing to compare".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Keys {
    /// The hash of the body's letters and digits.
    pub text: u64,
    /// The hash of the headline's letters and digits.
    pub title: u64,
    /// The hash of the address without what varies from visit to visit.
    pub url: u64,
    /// Which words the body has, as a SimHash (Charikar 2002).
    pub sketch: u64,
    /// How good the article is beside its copies: its date before its title before its length.
    pub quality: u64,
    /// The day of publication as yyyymmdd, if something better than the crawl tells it.
    pub day: u64,
}

/// A body with fewer letters says too little to be compared: «Фото дня».
const LEAST_LETTERS: usize = 60;

/// So many of the 64 bits of two sketches may differ if the words are nearly the same: for an angle of 28° between the texts
/// 10 bits are expected, for unrelated ones 32, and one pair in fifty million of these has 10.
const MOST_DIFFERENT_BITS: u32 = 10;

/// An address or a text that so many different articles have tells nothing: the address is that of a list, the text that of a
/// paywall.
const MOST_ARTICLES_OF_A_KEY: usize = 8;

/// A word of fewer letters is no evidence.
const WORD: usize = 5;

impl Keys {
    /// The keys of an article.
    pub fn of(article: &Article) -> Keys {
        let body = Letters::of(&article.body);
        let title = Letters::of(article.title.as_deref().unwrap_or_default());
        let is_trusted = |source: DateSource| !matches!(source, DateSource::Stamp | DateSource::File);
        let day = article.date.filter(|known| is_trusted(known.source) && known.date.day().is_some());
        let date_rank = article.date.map_or(0, |known| if is_trusted(known.source) { 2 } else { 1 });
        let title_rank = u64::from(article.title.is_some());
        Keys {
            text: if body.count < LEAST_LETTERS { 0 } else { body.hash },
            title: title.hash,
            url: article.url.as_deref().and_then(page_of).unwrap_or(0),
            sketch: body.sketch,
            quality: date_rank << 40 | title_rank << 39 | (article.body.len() as u64).min(1 << 38),
            day: day.map_or(0, |known| known.date.packed()),
        }
    }

    /// The keys in the order of the index's fields.
    pub fn values(&self) -> [u64; KEYS.len()] {
        [self.text, self.title, self.url, self.sketch, self.quality, self.day]
    }

    /// The keys of the index's fields.
    pub fn from_values([text, title, url, sketch, quality, day]: [u64; KEYS.len()]) -> Keys {
        Keys { text, title, url, sketch, quality, day }
    }

    /// Whether two articles are one page.
    fn is_same_page(&self, other: &Keys) -> bool {
        let same_day = self.day == 0 || other.day == 0 || self.day.abs_diff(other.day) <= 1;
        let same_text = self.text != 0 && self.text == other.text;
        let same_url = self.url != 0 && self.url == other.url;
        let same_title = self.title == 0 || other.title == 0 || self.title == other.title;
        let same_words = (self.sketch ^ other.sketch).count_ones() <= MOST_DIFFERENT_BITS;
        same_text && same_url || same_title && (same_text && same_day || same_url && same_words)
    }
}

/// What the letters of a text are compared by, whatever their case.
struct Letters {
    /// The hash of its letters and digits; 0 where there are none.
    hash: u64,
    /// How many they are.
    count: usize,
    /// Its words in 64 bits: texts with much the same words have much the same bits.
    sketch: u64,
}

impl Letters {
    fn of(text: &str) -> Letters {
        let (mut all, mut count) = (FxHasher::default(), 0);
        let (mut word, mut length) = (FxHasher::default(), 0);
        let mut words: Vec<u64> = Vec::with_capacity(text.len() / 12);
        let mut end = |word: &FxHasher, length: usize| {
            if length >= WORD {
                // The engine of FxHash leaves its low bits weak: they are mixed once more.
                words.push((word.finish() ^ word.finish() >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9));
            }
        };
        for sign in text.chars() {
            let letter = folded(sign);
            if let Some(letter) = letter {
                all.write_u32(letter as u32);
                count += 1;
            }
            match letter {
                Some(letter) if is_letter(sign) => {
                    word.write_u32(letter as u32);
                    length += 1;
                }
                _ => {
                    end(&word, length);
                    (word, length) = (FxHasher::default(), 0);
                }
            }
        }
        end(&word, length);
        words.sort_unstable();
        words.dedup();
        Letters { hash: if count == 0 { 0 } else { all.finish() }, count, sketch: majority(&words) }
    }
}

/// The bits that more than half of the words have.
fn majority(words: &[u64]) -> u64 {
    // A counter for each bit, all of them side by side: plane n has bit n of every counter.
    let mut planes = [0; usize::BITS as usize];
    let planes = &mut planes[..(usize::BITS - words.len().leading_zeros()) as usize];
    for word in words {
        let mut carry = *word;
        for plane in &mut *planes {
            (*plane, carry) = (*plane ^ carry, *plane & carry);
        }
    }
    // Compared with the half from the highest bit down: what has more in the first that differs is more.
    let half = words.len() / 2;
    let (mut more, mut same) = (0, u64::MAX);
    for (number, plane) in planes.iter().enumerate().rev() {
        if half >> number & 1 == 0 {
            more |= same & plane;
            same &= !plane;
        } else {
            same &= plane;
        }
    }
    more
}

/// An article among those that may be copies of one another.
pub(super) struct Candidate<'a> {
    pub id: &'a ArticleId,
    pub keys: Keys,
}

/// For each of these articles the number of the one that it is a copy of, none for one that stands by itself.
///
/// The best of a group comes first: by quality, then by id, so that the order of reading does not matter.
pub(super) fn copies(articles: &[Candidate]) -> Vec<Option<usize>> {
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let keys = |article: &Candidate| [article.keys.text, article.keys.url].into_iter().filter(|key| *key != 0);
    for key in articles.iter().flat_map(keys) {
        *seen.entry(key).or_default() += 1;
    }
    let is_shared = |key: &u64| seen[key] > 1;
    let mut shared: Vec<usize> =
        (0..articles.len()).filter(|at| keys(&articles[*at]).any(|key| is_shared(&key))).collect();
    shared.sort_by(|a, b| {
        let (a, b) = (&articles[*a], &articles[*b]);
        b.keys.quality.cmp(&a.keys.quality).then_with(|| a.id.cmp(b.id))
    });
    let mut best: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut copies = vec![None; articles.len()];
    for at in shared {
        let article = &articles[at];
        let telling = |others: &&Vec<usize>| others.len() <= MOST_ARTICLES_OF_A_KEY;
        let mut others = keys(article).filter_map(|key| best.get(&key)).filter(telling).flatten();
        copies[at] = others.find(|other| articles[**other].keys.is_same_page(&article.keys)).copied();
        if copies[at].is_none() {
            for key in keys(article) {
                let others: &mut Vec<usize> = best.entry(key).or_default();
                if others.len() <= MOST_ARTICLES_OF_A_KEY {
                    others.push(at);
                }
            }
        }
    }
    copies
}

/// The hash of an address without protocol, `www.`, anchor, the marks of campaigns, and the ending of a page for phones;
/// none for one without a path: much can stand at the front page.
fn page_of(url: &str) -> Option<u64> {
    let address = url.trim().split_once("://").map_or(url.trim(), |(_, address)| address);
    let address = address.split('#').next()?;
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let (host, path) = address.split_once('/')?;
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/amp").unwrap_or(path);
    let mut parameters: Vec<&str> = query.split('&').filter(|parameter| !is_campaign(parameter)).collect();
    if path.is_empty() && parameters.is_empty() {
        return None;
    }
    parameters.sort_unstable();
    let host = host.to_lowercase();
    let host = ["www.", "m.", "amp."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(&host);
    let mut hasher = FxHasher::default();
    for part in [host, path].into_iter().chain(parameters) {
        hasher.write(part.as_bytes());
        hasher.write_u8(b'\n');
    }
    Some(hasher.finish())
}

/// Whether a parameter of an address only tells where the visitor came from.
fn is_campaign(parameter: &str) -> bool {
    const NAMES: [&str; 8] = ["fbclid", "gclid", "yclid", "ysclid", "amp", "ref", "share", "_ga"];
    let name = parameter.split('=').next().unwrap_or_default();
    name.is_empty() || name.starts_with("utm_") || NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawArticle;
    use crate::extract::Extractor;

    const STORY: &str = "В Таразе после долгого ремонта снова открыли мост через реку Талас. По нему уже пустили автобусы, \
        а грузовики пойдут только осенью, когда высохнет новое покрытие. Акимат обещает починить и подъезды к мосту.";

    fn article(id: &str, text: &str, url: &str) -> Article {
        let mut raw = RawArticle::new(id, text);
        raw.metadata.url = Some(url.to_owned()).filter(|url| !url.is_empty());
        Extractor::new().extract(raw)
    }

    /// Which of the articles, given as text and address, are copies of which.
    #[track_caller]
    fn check(articles: &[(&str, &str)], expected: &[Option<usize>]) {
        let articles: Vec<Article> =
            articles.iter().enumerate().map(|(at, (text, url))| article(&at.to_string(), text, url)).collect();
        let candidates: Vec<Candidate> =
            articles.iter().map(|article| Candidate { id: &article.id, keys: Keys::of(article) }).collect();
        assert_eq!(copies(&candidates), expected);
    }

    #[test]
    fn one_page_is_one_article() {
        let stamped = format!("date 2026-02-16\n{STORY}");
        let dated = format!("15.02.2026, 16:35 384\n{STORY}\nРеклама");
        check(&[(STORY, ""), (STORY, "")], &[None, Some(0)]);
        check(&[(STORY, ""), (&stamped, ""), (&dated, "")], &[Some(2), Some(2), None]);
        let shouted = STORY.to_uppercase();
        check(&[(STORY, ""), (&shouted, "")], &[None, Some(0)]);
        // The page was mended later.
        let mended = format!("{STORY} Его ждали.");
        check(&[(STORY, "https://a.kz/most"), (&mended, "http://www.a.kz/most/?utm_source=x#top")], &[Some(1), None]);
        check(&[(STORY, "https://a.kz/most"), (&mended, "https://a.kz/drugoj")], &[None, None]);
    }

    #[test]
    fn other_pages_stay_apart() {
        let other = "В Актау построили порт, и первые суда уже пришли с того берега. Рыбаки просят оставить им старый причал, \
            потому что новый слишком высок для лодок. Решение примут депутаты маслихата на ближайшем заседании.";
        check(&[(STORY, "https://a.kz/news"), (other, "https://a.kz/news")], &[None, None]);
        check(&[("Фото дня", ""), ("Фото дня", "")], &[None, None]);
        // What a paywall leaves of two articles.
        let (bridge, port) = (format!("Мост в Таразе открыт\n\n{STORY}"), format!("Порт в Актау закрыт\n\n{STORY}"));
        check(&[(&bridge, "https://a.kz/1"), (&port, "https://a.kz/2")], &[None, None]);
        check(&[(&bridge, "https://a.kz/1"), (&bridge, "https://a.kz/2?id=1")], &[None, Some(0)]);
        // The address of a list that many articles were taken from.
        let words = "мост порт школа дорога театр завод рынок парк вокзал музей стадион больница фонтан площадь улица";
        let words: Vec<&str> = words.split(' ').collect();
        let list: Vec<String> = (0..200usize)
            .map(|n| {
                (0..40)
                    .map(|at| words[(n * 7 + at * (n % 11 + 1)) % words.len()].to_owned() + &"а".repeat((n * at) % 23))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        let list: Vec<(&str, &str)> = list.iter().map(|text| (text.as_str(), "https://a.kz/news")).collect();
        check(&list, &vec![None; list.len()]);
        // What is printed again a year later is another article.
        let (first, again) = (format!("15.02.2025, 16:35\n{STORY}"), format!("15.02.2026, 16:35\n{STORY}"));
        check(&[(&first, ""), (&again, "")], &[None, None]);
    }

    #[test]
    fn a_sketch_has_the_bits_of_more_than_half_of_the_words() {
        assert_eq!(majority(&[]), 0);
        assert_eq!(majority(&[0b1010]), 0b1010);
        assert_eq!(majority(&[0b1010, 0b0110]), 0b0010);
        let words: Vec<u64> = (1..=999).map(|number: u64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        let expected = (0..64).filter(|bit| words.iter().filter(|word| *word >> bit & 1 == 1).count() > 499);
        assert_eq!(majority(&words), expected.map(|bit| 1 << bit).sum::<u64>());
    }

    #[test]
    fn addresses() {
        let page = |url: &str| page_of(url);
        for same in ["http://www.a.kz/1/", "https://A.kz/1?utm_medium=x&fbclid=1", "//a.kz/1"] {
            let same = same.trim_start_matches("//");
            assert_eq!(page(same), page("https://a.kz/1"), "{same}");
        }
        assert_ne!(page("https://a.kz/?id=1"), page("https://a.kz/?id=2"));
        assert_eq!(page("https://a.kz/?b=1&a=2"), page("https://a.kz/?a=2&b=1"));
        for none in ["", "a.kz", "https://a.kz/", "https://a.kz/#top"] {
            assert_eq!(page(none), None, "{none}");
        }
    }
}
