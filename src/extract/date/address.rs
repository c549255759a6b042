//! Dates in an address or in the name of a file.

use std::ops::Range;

use super::months::month_of;
use crate::article::PartialDate;

/// A date in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Addressed {
    /// A day, or a month for `/2026/01/`.
    pub date: PartialDate,
    /// The part of the address that says so.
    pub words: String,
    /// Whether the date is folders of the address (`/2022/05/20/`), which are made by the day of publishing; the words of
    /// a headline in an address may name any day.
    pub folders: bool,
}

/// The date in the path of an address; what follows `?` or `#` is not read.
pub(super) fn in_url(url: &str) -> Option<Addressed> {
    let (_, path) = url.split_once("://").unwrap_or(("", url));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = &path[path.find('/')?..];
    let by_folders = folders(path);
    match by_folders {
        Some(Addressed { date, .. }) if date.day().is_some() => by_folders,
        _ => in_name(path).or(by_folders),
    }
}

/// The day in the path of a file: its folders, or its name. Other folders are not read, they may be those of a crawl.
pub(super) fn in_path(path: &str) -> Option<Addressed> {
    let path = path.replace('\\', "/");
    let name = path.rsplit('/').next().unwrap_or_default();
    in_name(name).or_else(|| folders(&path).filter(|found| found.date.day().is_some()))
}

/// `/2022/05/20/`, `/2022/may/20/`, `/2022/05/`.
fn folders(path: &str) -> Option<Addressed> {
    let parts: Vec<&str> = path.split('/').collect();
    let number = |part: &str, digits: Range<usize>| {
        let fits = digits.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse::<u16>().ok()).flatten()
    };
    let year = |part: &str| number(part, 4..5).filter(|year| (1990..2100).contains(year));
    (0..parts.len().saturating_sub(1)).find_map(|at| {
        let year = year(parts[at])?;
        let month = number(parts[at + 1], 1..3).and_then(|month| u8::try_from(month).ok());
        let month = month.or_else(|| month_of(&parts[at + 1].to_ascii_lowercase().replace('y', "i")))?;
        let day = parts.get(at + 2).and_then(|day| number(day, 1..3)).and_then(|day| u8::try_from(day).ok());
        let (date, length) = match day.and_then(|day| PartialDate::from_ymd(year, month, day)) {
            Some(day) => (day, 3),
            None => (PartialDate::from_ym(year, month)?, 2),
        };
        Some(Addressed { date, words: parts[at..at + length].join("/"), folders: true })
    })
}

/// `20220520`, `2022-05-20`, `2022_05_20`, `20-05-2022` between signs that are no digits.
fn in_name(path: &str) -> Option<Addressed> {
    let bytes = path.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut start = 0;
    while start < bytes.len() {
        if !is_digit(start) {
            start += 1;
            continue;
        }
        let end = (start..).find(|at| !is_digit(*at)).expect("the end of the path is no digit");
        // A number behind a hyphen may be the last part of a longer one, but a date is not.
        let found = match end - start {
            8 => {
                day(&path[start..start + 4], &path[start + 4..start + 6], &path[start + 6..end]).map(|date| (date, end))
            }
            4 => parted(path, start, [4, 2, 2]),
            2 => parted(path, start, [2, 2, 4]).filter(|(_, end)| start == 0 || is_whole_part(bytes, start, *end)),
            _ => None,
        };
        match found {
            Some((date, end)) if start == 0 || !bytes[start - 1].is_ascii_alphabetic() => {
                return Some(Addressed { date, words: path[start..end].to_owned(), folders: false });
            }
            _ => start = end,
        }
    }
    None
}

fn is_whole_part(bytes: &[u8], start: usize, end: usize) -> bool {
    bytes[start - 1] == b'/' && bytes.get(end).is_none_or(|next| matches!(next, b'/' | b'.'))
}

/// Three numbers of so many digits, parted by one and the same sign.
fn parted(path: &str, start: usize, digits: [usize; 3]) -> Option<(PartialDate, usize)> {
    let sign = path[start + digits[0]..].chars().next().filter(|sign| matches!(sign, '-' | '_' | '.'))?;
    let rest = &path[start..];
    let parts: Vec<&str> = rest.splitn(3, sign).collect();
    let [first, second, third] = parts[..] else { return None };
    let third = &third[..third.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(third.len())];
    if [first.len(), second.len(), third.len()] != digits {
        return None;
    }
    let date = if digits[0] == 4 { day(first, second, third) } else { day(third, second, first) }?;
    Some((date, start + digits.iter().sum::<usize>() + 2))
}

fn day(year: &str, month: &str, day: &str) -> Option<PartialDate> {
    let year: u16 = year.parse().ok().filter(|year| (1990..2100).contains(year))?;
    PartialDate::from_ymd(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Option<Addressed>, expected: Option<(&str, &str)>) {
        let found = found.map(|found| (found.date.to_string(), found.words));
        assert_eq!(found.as_ref().map(|(date, words)| (date.as_str(), words.as_str())), expected);
    }

    #[test]
    fn addresses() {
        check(in_url("https://a.kz/2021/06/03/most"), Some(("2021-06-03", "2021/06/03")));
        check(in_url("https://a.kz/2021/jul/3/most"), Some(("2021-07-03", "2021/jul/3")));
        check(in_url("https://a.kz/20210603/most-190312.html"), Some(("2021-06-03", "20210603")));
        check(in_url("https://a.kz/2021/06/most/"), Some(("2021-06", "2021/06")));
        check(in_url("https://a.kz/2021/06/most-2021-06-03"), Some(("2021-06-03", "2021-06-03")));
        check(in_url("https://a.kz/amp/most-2021-06-03/308.html"), Some(("2021-06-03", "2021-06-03")));
        check(in_url("https://a.kz/03-06-2021/most"), Some(("2021-06-03", "03-06-2021")));
        check(in_url("a.kz/2021/06/03/"), Some(("2021-06-03", "2021/06/03")));
    }

    #[test]
    fn numbers_that_are_no_dates() {
        check(in_url("https://a.kz/news/most-2025"), None);
        check(in_url("https://a.kz/last-17071020094917.htm"), None);
        check(in_url("https://a.kz/281745564956376"), None);
        check(in_url("https://a.kz/20219903/"), None);
        check(in_url("https://a.kz/?date=2021-06-03"), None);
        check(in_url("https://20210603.kz/most"), None);
        check(in_url("https://a.kz/id20210603/"), None);
        check(in_url(""), None);
    }

    #[test]
    fn files() {
        check(in_path("crawl-2026-02-16/most-2021-06-03.txt"), Some(("2021-06-03", "2021-06-03")));
        check(in_path("crawl-2026-02-16/most.txt"), None);
        check(in_path("2021/06/03/most.txt"), Some(("2021-06-03", "2021/06/03")));
        check(in_path("2021/06/most.txt"), None);
        check(in_path("20210603_17.txt"), Some(("2021-06-03", "20210603")));
    }
}
