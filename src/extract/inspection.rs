//! An article with the reasons for what was read from it.

use serde::Serialize;

use super::cities::{Places, Rule as PlaceRule};
use super::date::RefusedDate;
use super::page::FurnitureRule;
use crate::article::Article;

/// An article with the reasons for what was read from it.
///
/// Every line of the text that is not blank is in the article's title, body or furniture, or in `date_lines`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Inspection {
    /// What was read.
    pub article: Article,
    /// The words that gave the date: a line, a label, a part of the address.
    pub date_evidence: Option<String>,
    /// Dates that would have been believed before it, were they possible.
    pub refused_dates: Vec<RefusedDate>,
    /// Lines that are a date and nothing else, each ended by a line feed. They are in no part of the article.
    pub date_lines: String,
    /// Every word that looked like a city of Kazakhstan or a place abroad, in title and body, and what became of it.
    pub mentions: Vec<PlaceMention>,
    /// The lines of the text in order, each with the part it plays.
    pub lines: Vec<InspectedLine>,
}

/// A line of an article's text, and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct InspectedLine {
    /// The line without blanks around it, tags and entities resolved.
    pub text: String,
    /// What it is.
    pub part: Part,
    /// Why it is furniture, where it is.
    pub rule: Option<FurnitureRule>,
}

/// What a line of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Part {
    /// The headline, or a copy of it.
    Title,
    /// A date and nothing else.
    Date,
    /// The article's own text.
    Body,
    /// Not the article's own: searchable, and left out of snippets and of what places weigh.
    Furniture,
}

/// A word that looked like a place, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PlaceMention {
    /// The word as written.
    pub text: String,
    /// Where it starts in the title or the body, in characters from 0.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// Whether it stands in the title; else in the body.
    pub in_title: bool,
    /// The city of Kazakhstan that it looked like, by its current name.
    pub city: Option<String>,
    /// The place abroad that it looked like.
    pub abroad: Option<String>,
    /// Whether it counts as that place; [`PlaceRule::Derived`] only adds to the weight of the city.
    pub accepted: bool,
    /// What decided.
    pub rule: PlaceRule,
    /// What it adds to the weight of the city in the choice of the main one.
    pub weight: f64,
}

/// The mentions with their places in characters.
pub(super) fn mentions_of(places: &Places, title: &str, body: &str) -> Vec<PlaceMention> {
    let (mut bytes, mut characters, mut of_title) = (0, 0, true);
    let mentions = places.mentions.iter().map(|mention| {
        let text = if mention.in_title { title } else { body };
        if mention.in_title != of_title {
            (bytes, characters, of_title) = (0, 0, mention.in_title);
        }
        characters += text[bytes..mention.start].chars().count();
        bytes = mention.start;
        let word = &text[mention.start..mention.end];
        let name = |wanted: bool| (mention.is_abroad == wanted).then(|| mention.place.clone());
        PlaceMention {
            text: word.to_owned(),
            start: characters,
            end: characters + word.chars().count(),
            in_title: mention.in_title,
            city: name(false),
            abroad: name(true),
            accepted: mention.rule.accepts(),
            rule: mention.rule,
            weight: f64::from(mention.weight) / 1000.0,
        }
    });
    mentions.collect()
}
