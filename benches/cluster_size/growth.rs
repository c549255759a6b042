//! How the words grow with the articles: those of a group are sent with it, and each front end has all of them in memory.

use std::collections::{HashMap, HashSet};

use izdeu::{Article, article_sender};
use tantivy_fst::MapBuilder;

/// Up to how many articles the words are told for.
const FORESEEN: [f64; 4] = [1e6, 1e7, 1e8, 1e9];

/// The words of some articles.
#[derive(Default)]
struct Words {
    words: HashMap<String, u64>,
    keys: [HashSet<String>; 2],
}

/// How large they are.
struct Size {
    articles: f64,
    words: f64,
    keys: f64,
    /// As lines of text, as the engine keeps them.
    text: f64,
    /// In memory: measured for the words, reckoned for the terms of rows.
    memory: f64,
}

/// A table for growing parts of the articles, and a curve through it.
pub fn print(articles: &[Article]) {
    let mut send = article_sender();
    let (mut all, mut sizes) = (Words::default(), Vec::new());
    let steps: Vec<usize> = (0..6).rev().map(|power| articles.len() >> power).filter(|step| *step > 0).collect();
    for (number, article) in articles.iter().enumerate() {
        let sent = send(article);
        sent.words.into_iter().for_each(|word| *all.words.entry(word).or_default() += 1);
        all.keys.iter_mut().zip(sent.keys).for_each(|(known, keys)| known.extend(keys));
        if steps.contains(&(number + 1)) {
            sizes.push(all.size(number + 1));
        }
    }
    println!(
        "| articles | words as written | terms that are several words | as text | in memory |\n|---|---|---|---|---|"
    );
    let print = |size: &Size, mark: &str| {
        let Size { articles, words, keys, text, memory } = size;
        println!("| {articles:.0}{mark} | {words:.0} | {keys:.0} | {:.1} MB | {:.1} MB |", text / 1e6, memory / 1e6);
    };
    sizes.iter().for_each(|size| print(size, ""));
    let curves =
        [|size: &Size| size.words, |size: &Size| size.keys, |size: &Size| size.text, |size: &Size| size.memory]
            .map(|value| Curve::through(&sizes, value));
    for articles in FORESEEN {
        let [words, keys, text, memory] = curves.map(|curve| curve.at(articles));
        print(&Size { articles, words, keys, text, memory }, " (by the curve)");
    }
    let [words, keys, ..] = curves;
    println!(
        "\nHeaps: {:.1} × articles^{:.3} words, {:.1} × articles^{:.3} terms of several words\n",
        words.factor, words.power, keys.factor, keys.power
    );
}

impl Words {
    fn size(&self, articles: usize) -> Size {
        let mut words: Vec<(&String, &u64)> = self.words.iter().collect();
        words.sort_unstable();
        let mut text = 0;
        let mut map = MapBuilder::memory();
        for (word, articles) in &words {
            text += word.len() + articles.to_string().len() + 2;
            map.insert(word, **articles).expect("the words are in order");
        }
        let mut memory = map.into_inner().expect("a map in memory is written").len();
        for keys in &self.keys {
            let mut of_word: HashMap<&str, usize> = HashMap::new();
            for key in keys {
                text += key.len() + 1;
                for word in key.split('+') {
                    // A pointer with a length in the list of the word, and a text of its own.
                    memory += 16 + allocated(key.len());
                    *of_word.entry(word).or_default() += 1;
                }
            }
            // A word with its list in a table that is seven eighths full at best, half as full at worst; a list has room for a half more.
            memory += of_word
                .iter()
                .map(|(word, count)| (16 + 24 + 1) * 3 / 2 + allocated(word.len()) + count * 8)
                .sum::<usize>();
        }
        Size {
            articles: articles as f64,
            words: words.len() as f64,
            keys: self.keys.iter().map(HashSet::len).sum::<usize>() as f64,
            text: text as f64,
            memory: memory as f64,
        }
    }
}

/// What an allocator takes for so many bytes.
fn allocated(bytes: usize) -> usize {
    (bytes + 8).next_multiple_of(16).max(32)
}

/// Heaps' law: so many different ones among so many articles.
#[derive(Clone, Copy)]
struct Curve {
    factor: f64,
    power: f64,
}

impl Curve {
    /// The line with the least squares through the logarithms.
    fn through(sizes: &[Size], value: impl Fn(&Size) -> f64) -> Curve {
        let points: Vec<(f64, f64)> = sizes.iter().map(|size| (size.articles.ln(), value(size).ln())).collect();
        let count = points.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
        let (x, y) = (mean(|point| point.0), mean(|point| point.1));
        let power = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>()
            / points.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>();
        Curve { factor: (y - power * x).exp(), power }
    }

    fn at(self, articles: f64) -> f64 {
        self.factor * articles.powf(self.power)
    }
}
