//! Dates behind a label: «Дата публикации: 20.05.2022», «Жарияланды: 20 мамыр 2022».

use super::months::fold;
use super::pieces::{Piece, pieces};
use super::words::UPDATED;
use super::written::{Written, dates_of};
use crate::extract::letters::is_letter;

/// A label and the date behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Whether it tells a later change of the page, not its publication.
    pub updated: bool,
    /// The date; none where the label stands alone, with the date in the next line.
    pub date: Option<Written>,
}

/// A longer line is a paragraph, in bytes.
const LONGEST: usize = 240;

/// A label alone, in bytes.
const SHORT: usize = 60;

/// The shortest label, `date`, in bytes.
const SHORTEST: usize = 4;

/// How many words may stand between label and date, and how many behind the date («Автор: Иван Петров»).
const BETWEEN: usize = 2;
const BEHIND: usize = 8;

/// Reads the label of a line; none where there is none, or where it is a verb of a sentence.
pub(super) fn read(line: &str) -> Option<Label> {
    if line.len() > LONGEST || !may_hold_label(line) {
        return None;
    }
    let pieces = pieces(line);
    let mut labels = (0..pieces.len()).filter_map(|at| label_at(&pieces, at)).peekable();
    labels.peek()?; // most lines have none
    let dates = dates_of(&pieces);
    let mut change = None;
    for (updated, colon, end) in labels {
        let Some(date) = dates.iter().find(|date| date.span.start >= pieces[end - 1].end()) else {
            let alone = pieces[end..].iter().all(|piece| !piece.is_word() && piece.number().is_none());
            if alone && (colon || pieces.len() <= 3) {
                return Some(Label { updated, date: None });
            }
            continue;
        };
        let words = |from: usize, to: usize| {
            pieces.iter().filter(|piece| piece.is_word() && piece.start >= from && piece.start < to).count()
        };
        let of_else = pieces[end..].iter().take_while(|piece| piece.start < date.span.start).any(|piece| {
            let word = fold(piece.text);
            OF_ELSE.iter().any(|start| word.starts_with(start))
        });
        let close = !of_else && words(pieces[end - 1].end(), date.span.start) <= BETWEEN;
        let parted =
            colon || pieces.iter().find(|piece| piece.start >= date.span.end).is_none_or(|next| !next.is_word());
        let short = words(date.span.end, line.len()) <= if parted { BEHIND } else { BETWEEN };
        let sentence = line.ends_with('.') && words(date.span.end, line.len()) > 1;
        if close && short && !sentence && !date.ends_range {
            let label = Label { updated, date: Some(date.clone()) };
            if !updated {
                return Some(label);
            }
            change.get_or_insert(label);
        }
    }
    change
}

/// Whether a line can hold a label at all: cheap, since every short line of a text is asked.
fn may_hold_label(line: &str) -> bool {
    let first = line.trim_start_matches(|letter: char| !is_letter(letter)).chars().next();
    // A date has a digit, and a label whose date is in the next line is short.
    if line.len() > SHORT && !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    line.contains([':', '|', '•']) || first.is_some_and(|letter| "ДОРСИПЖҚДдDPUJLоO".contains(letter))
}

/// Whether a label starts at a piece: is it one of a change, does a colon end it, and the piece after it.
fn label_at(pieces: &[Piece<'_>], at: usize) -> Option<(bool, bool, usize)> {
    let piece = pieces[at];
    if !piece.is_word() || piece.text.len() < SHORTEST {
        return None;
    }
    let folded = |at: usize| pieces.get(at).map(|piece| fold(piece.text)).unwrap_or_default();
    let (first, second) = (fold(piece.text), folded(at + 1));
    let starts = |word: &str, starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
    let (updated, length) = match first.as_str() {
        "дата" | "время" if starts(&second, &["обновлен", "изменен"]) => (true, 2),
        "дата" | "время" if starts(&second, &["публикац", "размещ", "создан", "выход", "добавл", "выпуск"]) => {
            (false, 2)
        }
        "дата" | "date" | "куни" if second == ":" => (false, 1),
        "date" if second == "published" => (false, 2),
        "дата" | "время" if starts(&second, &["последн"]) && starts(&folded(at + 2), &["обновлен", "изменен"]) => {
            (true, 3)
        }
        "последнее" if starts(&second, &["обновлен", "изменен"]) => (true, 2),
        "last" if starts(&second, &["updated", "modified"]) => (true, 2),
        word if starts(word, &UPDATED) => (true, 1),
        word if starts(word, &["жарияланган", "жариялану", "jariialangan"]) => {
            (false, 1 + usize::from(starts(&second, &["куни", "уакыт"])))
        }
        word if starts(word, &PUBLISHED) => (false, 1),
        _ => return None,
    };
    let end = at + length;
    let colon = pieces.get(end).is_some_and(|next| next.text == ":")
        || pieces.get(end + 1).is_some_and(|next| next.text == ":");
    if at == 1 && SUBJECTS.contains(&folded(0).as_str()) && pieces.len() <= SUBJECT_PIECES {
        return Some((updated, colon, end));
    }
    // A label starts its line or its cell of the line; with a colon it may follow an author's name.
    let parted = at == 0 || !pieces[at - 1].is_word() && !matches!(pieces[at - 1].text, "," | "\"" | "«" | "-");
    let capital = piece.text.starts_with(char::is_uppercase);
    (parted && (capital || colon) || capital && colon).then_some((updated, colon, end))
}

/// What is published or changed, «Страница обновлена 3 июня 2021, 08:05», and how long such a line is.
const SUBJECTS: [&str; 7] = ["страница", "материал", "новость", "статья", "запись", "информация", "page"];
const SUBJECT_PIECES: usize = 14;

/// How words start that name something else that was published: «Дата создания сайта», «Добавлен комментарий».
const OF_ELSE: [&str; 7] = ["сайта", "портала", "коммент", "газет", "журнал", "отзыв", "ответ"];

/// How labels of a publication start; folded.
const PUBLISHED: [&str; 9] =
    ["опубликован", "размещен", "добавлен", "создано", "published", "posted", "жариялан", "jariialan", "jarialan"];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let found = match read(line) {
            None => "none".to_owned(),
            Some(Label { updated, date }) => {
                let date = date.map_or("next line".to_owned(), |date| {
                    date.partial().map_or("no year".to_owned(), |day| day.to_string())
                });
                format!("{}{date}", if updated { "updated " } else { "" })
            }
        };
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn labels() {
        check("Дата публикации: 03.06.2021", "2021-06-03");
        check("Дата публикации:", "next line");
        check("Опубликовано 3 июня 2021 в 08:05", "2021-06-03");
        check("Опубликовано: 3 июня 2021 | Автор: Руслан Есенов | Просмотров: 15", "2021-06-03");
        check("Руслан Есенов | Опубликовано: 03.06.2021", "2021-06-03");
        check("Жарияланды: 2021 жылғы 3 маусым", "2021-06-03");
        check("Жарияланған күні: 03.06.2021 08:05", "2021-06-03");
        check("Jarııalandy: 3 Maýsym 2021", "2021-06-03");
        check("Published: June 3, 2021", "2021-06-03");
        check("date: 2021-06-03", "2021-06-03");
        check("Обновлено: 04.06.2021 10:00", "updated 2021-06-04");
        check("Последнее обновление 04.06.2021", "updated 2021-06-04");
    }

    #[test]
    fn verbs_of_sentences() {
        check("Опубликовано 3 июня 2021 постановление о новых тарифах на воду.", "none");
        check("В газете было опубликовано 3 июня 2021 года", "none");
        check("Дата рождения: 03.06.2021", "none");
        check("Приказ был опубликован: 03.06.2021 он вступил в силу во всех областях страны.", "none");
    }
}
