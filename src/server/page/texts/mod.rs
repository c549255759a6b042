//! What the page says, in Russian, Kazakh and English.

mod english;
mod faults;
mod kazakh;
mod russian;
mod warnings;

use axum::http::{HeaderMap, header};

use crate::article::{DateSource, PartialDate, PublicationDate};
use crate::language::Language;
use english::ENGLISH;
use kazakh::KAZAKH;
use russian::RUSSIAN;

/// The language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ui {
    Russian,
    Kazakh,
    English,
}

impl Ui {
    pub const ALL: [Ui; 3] = [Ui::Russian, Ui::Kazakh, Ui::English];

    /// The one that was chosen, else the first that the browser asks for, else Russian.
    pub fn of(chosen: Option<&str>, headers: &HeaderMap) -> Ui {
        let by_code = |code: &str| Ui::ALL.into_iter().find(|ui| ui.code() == code);
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut wanted: Vec<(f32, Ui)> = Vec::new();
        for part in accepted.split(',') {
            let (tag, quality) = part.split_once(";q=").unwrap_or((part, "1"));
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            if let (Some(ui), Ok(quality)) = (by_code(&primary), quality.trim().parse()) {
                wanted.push((quality, ui));
            }
        }
        // Of the same quality the first.
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        chosen.and_then(by_code).or(wanted.first().map(|(_, ui)| *ui)).unwrap_or(Ui::Russian)
    }

    /// `ru`, `kk`, `en`.
    pub fn code(self) -> &'static str {
        match self {
            Ui::Russian => "ru",
            Ui::Kazakh => "kk",
            Ui::English => "en",
        }
    }

    pub fn texts(self) -> &'static Texts {
        match self {
            Ui::Russian => &RUSSIAN,
            Ui::Kazakh => &KAZAKH,
            Ui::English => &ENGLISH,
        }
    }

    /// «Найдено 12 статей».
    pub fn articles_found(self, count: usize) -> String {
        let number = grouped(count);
        match self {
            Ui::Russian => {
                let noun = russian_articles(count);
                let verb = if noun == "статья" { "Найдена" } else { "Найдено" };
                format!("{verb} {number} {noun}")
            }
            Ui::Kazakh => format!("{number} мақала табылды"),
            Ui::English if count == 1 => "1 article found".to_owned(),
            Ui::English => format!("{number} articles found"),
        }
    }

    /// «В архиве 12 статей», or what to do where there are none.
    pub fn articles_there(self, count: usize) -> String {
        let number = grouped(count);
        match self {
            _ if count == 0 => self.texts().empty_advice.to_owned(),
            Ui::Russian => format!("В архиве {number} {}", russian_articles(count)),
            Ui::Kazakh => format!("Мұрағатта {number} мақала бар"),
            Ui::English if count == 1 => "1 article in the archive".to_owned(),
            Ui::English => format!("{number} articles in the archive"),
        }
    }

    /// A day, a month or a year.
    pub fn date(self, date: PartialDate) -> String {
        let year = date.year();
        let Some(month) = date.month() else {
            return year.to_string();
        };
        let names = self.texts();
        let at = usize::from(month - 1);
        match (self, date.day()) {
            (Ui::Kazakh, Some(day)) => format!("{year} ж. {day} {}", names.months[at]),
            (Ui::Kazakh, None) => format!("{year} ж. {}", names.months[at]),
            (_, Some(day)) => format!("{day} {} {year}", names.months_of_days[at]),
            (_, None) => format!("{} {year}", names.months[at]),
        }
    }

    /// When an article was published, as far as that is known.
    pub fn published(self, known: &PublicationDate) -> String {
        let date = self.date(known.date);
        match (known.source, known.time) {
            (DateSource::Stamp, _) => format!("{} {date}", self.texts().not_after),
            (DateSource::File, _) => format!("{date} ({})", self.texts().by_file),
            (_, Some(time)) => format!("{date}, {time}"),
            _ => date,
        }
    }
}

/// «Статьи» behind a number.
fn russian_articles(count: usize) -> &'static str {
    match (count % 10, count % 100) {
        (_, 11..=14) => "статей",
        (1, _) => "статья",
        (2..=4, _) => "статьи",
        _ => "статей",
    }
}

/// With spaces between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    grouped
}

/// What the page says.
pub(super) struct Texts {
    pub own_name: &'static str,
    pub search: &'static str,
    pub search_in: &'static str,
    pub placeholder: &'static str,
    pub welcome: &'static str,
    pub examples: &'static str,
    pub help: &'static str,
    pub to_results: &'static str,
    pub filters: &'static str,
    pub active_filters: &'static str,
    pub remove: &'static str,
    pub clear: &'static str,
    pub city: &'static str,
    pub region: &'static str,
    pub abroad: &'static str,
    pub places: &'static str,
    pub language: &'static str,
    pub source: &'static str,
    pub date: &'static str,
    pub date_source: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub apply: &'static str,
    pub wider: &'static str,
    pub undated: &'static str,
    pub literal: &'static str,
    pub sort: &'static str,
    pub by_relevance: &'static str,
    pub newest: &'static str,
    pub oldest: &'static str,
    pub more: &'static str,
    pub pages: &'static str,
    pub before: &'static str,
    pub next: &'static str,
    pub results_for: &'static str,
    pub literally: &'static str,
    pub nothing: &'static str,
    pub nothing_advice: &'static str,
    pub empty_advice: &'static str,
    pub milliseconds: &'static str,
    pub back: &'static str,
    pub original: &'static str,
    pub matches: &'static str,
    pub similar: &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
    pub copies: &'static str,
    pub file: &'static str,
    pub not_after: &'static str,
    pub by_file: &'static str,
    pub not_there: &'static str,
    pub not_there_advice: &'static str,
    pub busy: &'static str,
    pub busy_advice: &'static str,
    pub not_understood: &'static str,
    pub not_understood_advice: &'static str,
    pub broken: &'static str,
    pub broken_advice: &'static str,
    pub months: [&'static str; 12],
    /// As they stand behind the number of a day.
    pub months_of_days: [&'static str; 12],
    /// What can be written, and what it means.
    pub reference: &'static [(&'static str, &'static str)],
    pub keys: &'static str,
    /// Keys, and where they lead.
    pub key_meanings: &'static [(&'static str, &'static str)],
    languages: [&'static str; 3],
}

impl Texts {
    /// The name of a language of articles.
    pub fn language_name(&self, language: Language) -> &'static str {
        match language {
            Language::Russian => self.languages[0],
            Language::Kazakh => self.languages[1],
            Language::Other => self.languages[2],
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_language_that_is_asked_for() {
        for (chosen, accepted, expected) in [
            (None, "", Ui::Russian),
            (None, "kk-KZ,kk;q=0.9,ru;q=0.8", Ui::Kazakh),
            (None, "de,en;q=0.5,ru;q=0.7", Ui::Russian),
            (None, "en-US", Ui::English),
            (Some("kk"), "en", Ui::Kazakh),
            (Some("de"), "en", Ui::English),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
            assert_eq!(Ui::of(chosen, &headers), expected, "{chosen:?} {accepted}");
        }
    }

    #[test]
    fn numbers_and_dates_as_they_are_written() {
        for (count, expected) in [
            (0, "Найдено 0 статей"),
            (1, "Найдена 1 статья"),
            (3, "Найдено 3 статьи"),
            (11, "Найдено 11 статей"),
            (112, "Найдено 112 статей"),
            (21_021, "Найдена 21\u{a0}021 статья"),
            (1_234_567, "Найдено 1\u{a0}234\u{a0}567 статей"),
        ] {
            assert_eq!(Ui::Russian.articles_found(count), expected);
        }
        for (date, expected) in [
            ("2026-03-15", ["15 марта 2026", "2026 ж. 15 наурыз", "15 March 2026"]),
            ("2026-03", ["март 2026", "2026 ж. наурыз", "March 2026"]),
            ("2026", ["2026", "2026", "2026"]),
        ] {
            assert_eq!(Ui::ALL.map(|ui| ui.date(date.parse().unwrap())), expected);
        }
    }
}
