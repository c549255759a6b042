//! Lines at the head of a page that are a date and little else.

use super::months::{fold, is_nominative};
use super::pieces::{Piece, clock_time, pieces, start_of};
use super::words::{BESIDE_DATES, COUNTED, EVENTS, PICTURES, PREPOSITIONS, UPDATED, WEEKDAYS};
use super::written::{Written, dates_of, is_year_word};
use crate::extract::letters::is_letter;

/// What a line with a date, a clock time or a day's name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Header {
    /// A date with what else is in the line.
    Date(HeaderDate),
    /// «Вчера 23:54»: so many days before the page was fetched.
    Relative(u8),
    /// The top of a site: the day of the visit, the weather, rates of currencies.
    Masthead,
}

/// A date in a header line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderDate {
    pub written: Written,
    /// Whether a clock time stands in the line.
    pub time: bool,
    /// Whether the line names a day of the week.
    pub weekday: bool,
    /// How many words are neither of a date nor usual beside one.
    pub rest: usize,
    /// Whether a sign such as `|` or `•` stands between the date and the rest.
    pub separated: bool,
    /// Whether a program wrote it: «24 Январь 2017».
    pub by_program: bool,
}

impl HeaderDate {
    /// Whether the line is nothing but a date and what usually stands beside one.
    pub fn is_pure(&self) -> bool {
        self.rest == 0
    }

    /// Whether the line has so many other words that they are a headline.
    pub fn holds_headline(&self) -> bool {
        self.rest > REST_SEPARATED
    }
}

/// A longer line is a paragraph, in bytes.
const LONGEST: usize = 240;

/// A caption with its key words, in bytes.
const LONGEST_CAPTION: usize = 500;

/// A date glued to its text ends within so many bytes.
const LEADING: usize = 80;

/// How many words of a rubric or of an author may stand beside the date: alone; with a clock time or a separator.
const REST: usize = 3;
const REST_SEPARATED: usize = 6;

/// How many words of a headline may stand in the line of a date that a program wrote.
const REST_BY_PROGRAM: usize = 20;

/// Reads a line as a header; none for a line of any other kind.
pub(super) fn read(line: &str) -> Option<Header> {
    if line.len() > LONGEST || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let pieces = pieces(line);
    let dates = dates_of(&pieces);
    let mut found = Words::default();
    let mut at = 0;
    while at < pieces.len() {
        let piece = &pieces[at];
        if dates.iter().any(|date| date.span.contains(&piece.start)) {
            at += 1;
            continue;
        }
        match clock_time(&pieces, at) {
            0 => found.add(piece, &pieces[at + 1..]),
            length => {
                found.time = true;
                at += length - 1;
            }
        }
        at += 1;
    }
    let Some(written) = dates.first().cloned() else { return relative(&found) };
    // «— Имя (@name) 3 июня 2021» signs a post that the article quotes.
    let signed = found.rest > 0 && line.starts_with(['—', '–']) || line.contains('@');
    // «5 марта 2014 года № 12» is a law's.
    let from = |sign: char| {
        line.split_once(sign)
            .is_some_and(|(_, rest)| rest.trim_start_matches(|s: char| !is_letter(s)).starts_with("от "))
    };
    let numbered = line[written.span.end..].contains('№') || from('№');
    if signed || numbered || found.event || found.picture && !found.time {
        return None;
    }
    let aimed = found.rest > 0 && follows_preposition(line, &written);
    if aimed {
        return None;
    }
    if found.money || found.today || found.weekday && !found.time && written.year.is_none() {
        return (found.rest <= REST).then_some(Header::Masthead);
    }
    let changed_first = found.updated && dates.len() > 1 && names_change(&line[..written.span.start]);
    if changed_first {
        return None; // left to the labels
    }
    let same = |other: &Written| other.in_year(2000) == written.in_year(2000);
    let alone = dates.len() == 1 || dates.iter().all(same) || found.updated && dates.len() == 2;
    let by_program = is_by_program(line, &written);
    let limit = if by_program {
        REST_BY_PROGRAM
    } else if found.time || found.separator {
        REST_SEPARATED
    } else {
        REST
    };
    let in_sentence = found.rest > 0
        && (ends_as_sentence(line, &written)
            || is_caption(line, &written) && !found.time
            || goes_on(line, &written) && !found.time && !found.separator);
    if !alone || written.ends_range || written.day.is_none() || found.rest > limit || in_sentence {
        return None;
    }
    let Words { time, weekday, rest, separator: separated, .. } = found;
    Some(Header::Date(HeaderDate { written, time, weekday, rest, separated, by_program }))
}

/// A date with a clock time, or with a bar behind it, at the start of a line whose rest is a text of its own:
/// «20 мая 2022, 19:27 В Конаеве…». Gives the date and where the text starts.
pub(super) fn leading(line: &str) -> Option<(Written, usize)> {
    let head = start_of(line, LEADING);
    if !head.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let pieces = pieces(head);
    let dates = dates_of(&pieces);
    let is_joint = |piece: &Piece<'_>| matches!(piece.text, "," | "|" | "•" | "·" | "-" | "–" | "—" | "/" | ".");
    let mut at = 0;
    let (mut date, mut parted) = (None, false);
    while let Some(piece) = pieces.get(at) {
        let time = clock_time(&pieces, at);
        if time > 0 {
            parted = true;
            at += time;
        } else if let Some(found) =
            dates.iter().find(|found| found.span.start == piece.start).filter(|_| date.is_none())
        {
            at += pieces[at..].iter().take_while(|piece| piece.start < found.span.end).count();
            date = Some(found.clone());
        } else if is_joint(piece) {
            parted |= date.is_some() && matches!(piece.text, "|" | "•" | "·");
            at += 1;
        } else {
            break;
        }
    }
    let written = date.filter(|date| parted && date.year.is_some())?;
    let start = pieces.get(at).map_or(head.len(), |piece| piece.start);
    (!head[start..].starts_with(char::is_lowercase)).then_some((written, start))
}

/// Whether a line is an entry of a programme: «10:00 Открытие».
pub(super) fn starts_with_time(line: &str) -> bool {
    let pieces = pieces(start_of(line, LEADING));
    let time = clock_time(&pieces, 0);
    time > 0 && pieces[time..].iter().any(Piece::is_word)
}

/// Whether a line tells a rate or the weather: «USD 450.1», «Тараз +3».
pub(super) fn is_rate(line: &str) -> bool {
    let degrees = |word: &str| {
        word.strip_prefix(['+', '-', '−', '–'])
            .is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
    };
    let codes = ["USD", "EUR", "RUB"].iter().any(|code| line.starts_with(code));
    line.len() <= LEADING / 2
        && (line.contains(['°', '$', '€']) || codes || line.split(' ').next_back().is_some_and(degrees))
}

/// Whether a line is the start of a menu or of the way to a page.
pub(super) fn leads_home(line: &str) -> bool {
    const HOME: [&str; 6] = ["главная", "на главную", "басты бет", "basti bet", "home", "негизги бет"];
    line.len() <= LEADING && HOME.contains(&fold(line.trim_matches(|sign: char| !is_letter(sign))).as_str())
}

/// Whether a line tells where something takes place: «Место: акимат».
pub(super) fn is_place(line: &str) -> bool {
    let Some((label, _)) = line.split_once(':').filter(|(label, _)| label.len() <= LEADING) else { return false };
    let label = fold(label);
    ["место", "орны", "орын", "адрес", "откизилетин", "venue"].iter().any(|start| label.trim_start().starts_with(start))
}

/// The date and clock time at the end of a picture's caption, put there by the site when the article was made:
/// «мост, река – Новости Вестника от 03.06.2021 08:05 Фото: акимат».
pub(super) fn caption(line: &str) -> Option<Written> {
    if line.len() > LONGEST_CAPTION || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let pieces = pieces(line);
    let mut dates = dates_of(&pieces);
    let date = dates.pop().filter(|date| dates.is_empty() && date.year.is_some() && date.day.is_some())?;
    let before = fold(&line[..date.span.start]);
    let by_site = ["новости", "жаналик", "жаналык", "news"].iter().any(|word| before.contains(word));
    let behind = pieces.partition_point(|piece| piece.start < date.span.end);
    let credit = pieces
        .get(behind + 3)
        .is_none_or(|next| ["фото", "сурет", "foto", "photo"].contains(&fold(next.text).as_str()));
    (by_site && clock_time(&pieces, behind) == 3 && credit).then_some(date)
}

/// What is said beside the dates of a line.
#[derive(Default)]
struct Words {
    time: bool,
    weekday: bool,
    today: bool,
    yesterday: bool,
    money: bool,
    updated: bool,
    separator: bool,
    /// Whether something is to begin or to end.
    event: bool,
    /// Whether the line is a picture's.
    picture: bool,
    rest: usize,
}

impl Words {
    fn add(&mut self, piece: &Piece<'_>, following: &[Piece<'_>]) {
        if !piece.is_word() {
            self.money |= matches!(piece.text, "°" | "$" | "€" | "₽" | "₸" | "¥" | "£" | "%");
            self.separator |= matches!(piece.text, "|" | "•" | "·" | "—" | "–" | "/" | "\\" | "►" | "»");
            return;
        }
        let word = fold(piece.text);
        match word.as_str() {
            _ if WEEKDAYS.contains(&word.as_str()) => self.weekday = true,
            "сегодня" | "бугин" | "bugin" | "todai" => self.today = true,
            "вчера" | "кеше" | "keshe" | "iesterdai" => self.yesterday = true,
            "курс" | "курсы" | "погода" | "валют" | "usd" | "eur" | "rub" | "cni" | "kzt" => {
                self.money = true
            }
            _ if UPDATED.iter().any(|start| word.starts_with(start)) => self.updated = true,
            _ if EVENTS.iter().any(|start| word.starts_with(start)) => self.event = true,
            _ if PICTURES.iter().any(|start| word.starts_with(start)) => {
                self.picture = true;
                self.rest += 1;
            }
            _ if BESIDE_DATES.contains(&word.as_str()) || is_year_word(&word) => {}
            _ if COUNTED.iter().any(|start| word.starts_with(start)) => {}
            // «г. Алматы» and initials are parts of the rest, not words of it.
            _ if piece.text.chars().count() == 1 && following.first().is_some_and(|next| next.text == ".") => {}
            _ => self.rest += 1,
        }
    }
}

fn relative(words: &Words) -> Option<Header> {
    match (words.time && words.rest == 0 && !words.money, words.today, words.yesterday) {
        (true, true, false) => Some(Header::Relative(0)),
        (true, false, true) => Some(Header::Relative(1)),
        _ => None,
    }
}

/// Whether a program wrote a date: people write «24 января 2017» and no capital inside a line, programs «24 Январь 2017».
/// Behind it there may be counters and a source, but no text that goes on.
fn is_by_program(line: &str, written: &Written) -> bool {
    const SHORTEST: usize = 3;
    let date = &line[written.span.clone()];
    let month = date.split(|sign: char| !is_letter(sign)).find(|word| word.chars().count() >= SHORTEST);
    let Some(month) =
        month.filter(|_| written.full().is_some() && date.starts_with(|first: char| first.is_ascii_digit()))
    else {
        return false;
    };
    let mut letters = month.chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
    let behind = line[written.span.end..].split_whitespace().filter(|word| word.chars().any(is_letter)).count();
    behind <= REST && (capital || is_nominative(&fold(month)))
}

/// Whether words tell of a later change.
fn names_change(text: &str) -> bool {
    let folded = fold(text);
    folded.split(|sign: char| !is_letter(sign)).any(|word| UPDATED.iter().any(|start| word.starts_with(start)))
}

/// Whether small letters follow the date at once: «3 июня 2021 года в Таразе».
fn goes_on(line: &str, written: &Written) -> bool {
    line[written.span.end..].trim_start().starts_with(char::is_lowercase)
}

fn follows_preposition(line: &str, written: &Written) -> bool {
    let before = line[..written.span.start].trim_end();
    let word = before.rsplit(|letter: char| !is_letter(letter)).next().unwrap_or_default();
    PREPOSITIONS.contains(&fold(word).as_str())
}

/// Whether words stand before a date that writes the year's word out, «Тараз, 3 июня 2021 года»: a caption does, the line of an
/// author and a date does not.
fn is_caption(line: &str, written: &Written) -> bool {
    line[..written.span.start].contains(is_letter) && line[written.span.clone()].ends_with("года")
}

/// Whether a line ends with a full stop that is not the date's own («8 июня 2023 г.»).
fn ends_as_sentence(line: &str, written: &Written) -> bool {
    line.ends_with(['.', '!', '?', '…']) && line[written.span.end..].trim_matches(['.', ' ']).len() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let found = match read(line) {
            None => "none".to_owned(),
            Some(Header::Masthead) => "masthead".to_owned(),
            Some(Header::Relative(days)) => format!("{days} days ago"),
            Some(Header::Date(date)) => {
                let day = date.written.partial().map_or("no year".to_owned(), |day| day.to_string());
                format!("{day}{}{}", if date.time { " time" } else { "" }, if date.is_pure() { "" } else { " rest" })
            }
        };
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn dates_alone() {
        check("3 июня 2021 | 08:05", "2021-06-03 time");
        check("03.06.2021, 08:05 1204", "2021-06-03 time");
        check("08:05, 3 Июнь 2021 | GMT +5", "2021-06-03 time");
        check("2021 жылғы 3 маусым", "2021-06-03");
        check("Бейсенбі, 3 Маусым 2021 08:05", "2021-06-03 time");
        check("310 2 pikir 3 Maýsym, 2021 saghat 8:05", "2021-06-03 time");
        check("3 июня 2021 г.", "2021-06-03");
        check("3 июня, 08:05", "no year time");
        check("Опубликовано 3 июня 2021 в 08:05 (обновлено 4 июня 2021)", "2021-06-03 time");
    }

    #[test]
    fn dates_with_a_rubric_or_an_author() {
        check("Спорт • 3 Маусым, 2021", "2021-06-03 rest");
        check("Руслан Есенов, 3 июня 2021", "2021-06-03 rest");
        check("Үкімет шешімі 3 маусым 2021", "2021-06-03 rest");
    }

    #[test]
    fn mastheads_and_relative_days() {
        check("Сегодня 3 июня 2021 года, четверг", "masthead");
        check("3 июня 2021, USD 427.90", "masthead");
        check("Тараз +17° 03.06.2021", "masthead");
        check("Вчера 21:15", "1 days ago");
        check("Бүгін, 09:30", "0 days ago");
        check("Вчера в городе открыли 2 школы", "none");
    }

    #[test]
    fn lines_that_are_no_headers() {
        check("Курс тенге на 3 июня 2021", "none");
        check("Что произошло в стране и мире за день 3 июня 2021 года", "none");
        check("Кыстауова родилась 3 июня 2021 года.", "none");
        check("Форум пройдёт с 3 по 5 июня 2021", "none");
        check("3 июня 2021 – 8 июня 2021", "none");
        check("Школа №5", "none");
        check("Мост в Таразе открыли — 3 июня 2021 года.", "none");
        check("Руслан Есенов в Таразе, 3 июня 2021 года", "none");
        check("3 июня 2021 года в Службе коммуникаций", "none");
        check("— Тараз сегодня (@taraz) 3 июня 2021 г.", "none");
        check("Июнь 2021", "none");
    }

    #[test]
    fn captions() {
        let date = |line: &str| caption(line).and_then(|date| date.full()).map(|day| day.to_string());
        let found = Some("2021-06-03".to_owned());
        assert_eq!(date("мост, река, фото - Новости Вестника от 03.06.2021 08:05 Фото: акимат"), found);
        assert_eq!(date("көпір, сурет - Хабаршы жаңалық 03.06.2021 08:05"), found);
        assert_eq!(date("Новости Вестника от 03.06.2021 08:05 прочли все"), None);
        assert_eq!(date("мост, река, 03.06.2021"), None);
    }

    #[test]
    fn dates_in_front_of_a_text() {
        let text = "3 июня 2021, 08:05 В Таразе открыли школу.";
        let (date, start) = leading(text).unwrap();
        assert_eq!((date.full(), &text[start..]), (PartialDate::from_ymd(2021, 6, 3), "В Таразе открыли школу."));
        assert!(leading("3 июня 2021 года в Таразе открыли школу.").is_none());
        assert!(leading("3 июня 2021 года в 08:05 открыли школу.").is_none());
        assert!(leading("3 июня 2021 года, 08:05 по времени Тараза").is_none());
        assert!(leading("03.06.2021 | Тараз").is_some());
    }

    use crate::article::PartialDate;
}
