//! Many articles in a table with a header line, a row an article.

mod rows;

use std::ops::ControlFlow;

use csv::{ReaderBuilder, StringRecord};

use super::decode::utf8;
use super::format::{Format, Found, FoundFile};
use super::record::{Record, SHORTEST_ARTICLE};
use crate::article::RawArticle;
use rows::{Row, Rows};

/// A `.csv` or `.tsv` file. Columns are told by their names in the header line; an article without an id is named after the file
/// and the line where its row begins.
pub(super) struct Table;

impl Format for Table {
    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    fn read(&self, mut file: FoundFile<'_>, found: &mut Found<'_>) -> ControlFlow<()> {
        let is_tsv = file.has_ending("tsv");
        let lines = match file.text_reader() {
            Ok(lines) => lines,
            Err(problem) => return found.problem(problem),
        };
        let mut rows = Rows::new(lines);
        let mut table: Option<Columns> = None;
        let mut said = is_tsv.then_some(b'\t');
        loop {
            let row = match rows.next(table.as_ref().map_or(b',', |table| table.delimiter)) {
                // A disk that fails once may fail for ever: the file ends here.
                Err(error) => return found.problem(file.failed(&error).at_line(rows.line())),
                Ok(None) if table.is_none() => {
                    return found.problem(file.problem("the table is empty: it has no header line"));
                }
                Ok(None) => return ControlFlow::Continue(()),
                Ok(Some(Row { fault: Some(fault), line, .. })) => {
                    found.problem(file.problem(fault).at_line(line))?;
                    continue;
                }
                Ok(Some(row)) => row,
            };
            let problem = |fault: String| file.problem(fault).at_line(row.line);
            let Some(columns) = &table else {
                match utf8(&row.bytes).map_err(NoTable::Broken).and_then(|head| header(head, &mut said, &file)) {
                    Ok(columns) => table = columns,
                    Err(NoTable::Broken(fault)) => return found.problem(problem(fault)),
                    // Its names are not known; what stands below them may tell more.
                    Err(NoTable::OfOtherThings { fault, delimiter }) => {
                        let first = rows.next(delimiter).ok().flatten();
                        return match first.is_some_and(|first| has_a_long_text(&first, delimiter)) {
                            true => found.problem(problem(fault)),
                            false => file.pass_over(fault, found),
                        };
                    }
                }
                continue;
            };
            if let Some(article) = columns.article(&row, &file).transpose() {
                found.take(article.map_err(problem))?;
            }
        }
    }
}

/// How a table is laid out.
struct Columns {
    delimiter: u8,
    names: StringRecord,
}

/// Why a table has no articles.
enum NoTable {
    Broken(String),
    /// It has no column that articles have.
    OfOtherThings {
        fault: String,
        delimiter: u8,
    },
}

/// What the header line says; none for a line `sep=;`, which spreadsheets put in front of it.
fn header(line: &str, said: &mut Option<u8>, file: &FoundFile<'_>) -> Result<Option<Columns>, NoTable> {
    if let Some([delimiter, b'\r' | b'\n', ..]) = line.strip_prefix("sep=").map(str::as_bytes) {
        *said = Some(*delimiter);
        return Ok(None);
    }
    let delimiter = said.unwrap_or_else(|| sniff(line));
    let mut names = cells(line.as_bytes(), delimiter).map_err(NoTable::Broken)?;
    names.trim();
    let columns = Columns { delimiter, names };
    // Said once of the table, what is missing need not be said of every row.
    let mut filled = Record::default();
    columns.names.iter().for_each(|name| filled.add(name, "x"));
    if let Err(fault) = file.article_of(&filled, 1) {
        let fault = format!("the header line: {fault}");
        let is_like = filled.is_like_an_article(&file.options.fields);
        return Err(if is_like { NoTable::Broken(fault) } else { NoTable::OfOtherThings { fault, delimiter } });
    }
    Ok(Some(columns))
}

/// What stands between the cells of the header: the most frequent sign outside quotes.
fn sniff(header: &str) -> u8 {
    let is_outside = |(part, text): (usize, &str)| (part % 2 == 0).then(|| text.to_owned());
    let outside: String = header.split('"').enumerate().filter_map(is_outside).collect();
    let count = |sign: &u8| outside.bytes().filter(|byte| byte == sign).count();
    // The last of equals is taken, so that the comma comes last.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Whether a cell of a row is long enough for the text of an article.
fn has_a_long_text(row: &Row, delimiter: u8) -> bool {
    let cells = utf8(&row.bytes).and_then(|_| cells(&row.bytes, delimiter)).unwrap_or_default();
    cells.iter().any(|cell| cell.chars().nth(SHORTEST_ARTICLE).is_some())
}

/// The cells of a row.
fn cells(row: &[u8], delimiter: u8) -> Result<StringRecord, String> {
    let mut cells = StringRecord::new();
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(row);
    reader.read_record(&mut cells).map_err(|error| error.to_string())?;
    Ok(cells)
}

impl Columns {
    /// The article of a row; none for a row without anything in it.
    fn article(&self, row: &Row, file: &FoundFile<'_>) -> Result<Option<RawArticle>, String> {
        utf8(&row.bytes)?;
        let cells = cells(&row.bytes, self.delimiter)?;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(None);
        }
        let (have, need) = (cells.len(), self.names.len());
        // Spreadsheets write empty cells to the widest row.
        if have < need || cells.iter().skip(need).any(|cell| !cell.trim().is_empty()) {
            return Err(format!("the row has {have} cells where the header has {need}"));
        }
        let mut record = Record::default();
        for (name, cell) in self.names.iter().zip(&cells).filter(|(name, _)| !name.is_empty()) {
            record.add(name, cell);
        }
        let mut article = file.article_of(&record, row.line)?;
        article.line = Some(row.line);
        Ok(Some(article))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Outcome, read_one};

    #[track_caller]
    fn check(name: &str, table: &str, articles: &[&str], problems: &[&str]) {
        let Outcome { articles: found, problems: faults } = read_one(name, table.as_bytes());
        let found: Vec<String> = found
            .iter()
            .map(|article| {
                let title = article.metadata.title.as_deref().unwrap_or("-");
                format!("{}|{title}|{}", article.id, article.text)
            })
            .collect();
        assert_eq!(found, articles, "{table}");
        assert_eq!(faults, problems, "{table}");
    }

    #[test]
    fn tables_are_read_by_their_header() {
        check(
            "a.csv",
            "id,title,text\n1,Мост,\"Открыли, \"\"наконец\"\",\nмост\"\n",
            &["1|Мост|Открыли, \"наконец\",\nмост"],
            &[],
        );
        check("a.csv", "\u{feff}Заголовок;Текст;\r\nМост;\"а; б\";\r\n", &["a.csv#2|Мост|а; б"], &[]);
        check("a.csv", "sep=|\ntitle|text\nМост|а,б;в\n", &["a.csv#3|Мост|а,б;в"], &[]);
        check("a.csv", "title\ttext\nМост\tа\n", &["a.csv#2|Мост|а"], &[]);
        check("a.tsv", "headline\tbody\nМост\tа, \"б\" в\n\n\t\n", &["a.tsv#2|Мост|а, \"б\" в"], &[]);
        check("a.csv", "text,\"a;b;c;d\"\nодин,\n", &["a.csv#2|-|один"], &[]);
    }

    #[test]
    fn a_faulty_row_is_named_and_the_rest_is_read() {
        check(
            "a.csv",
            "id,text\n1\n2,а,б\n3,в,,\n4, \n5,г\n",
            &["3|-|в", "5|-|г"],
            &[
                "2: the row has 1 cells where the header has 2",
                "3: the row has 3 cells where the header has 2",
                "5: the article is empty: `text` is missing or blank",
            ],
        );
        check(
            "a.csv",
            "id,text\n1,\"не закрыта\n2,б\n3,\"в\nг\"\n4,д\n",
            &["2|-|б", "3|-|в\nг", "4|-|д"],
            &["2: a quote is opened in this row and never closed"],
        );
        check("a.csv", "id,text\n1,а\n2,\"б\n", &["1|-|а"], &["3: a quote is opened in this row and never closed"]);
        // A quote that opens nothing: the writer knew no quoting.
        check("a.csv", "text\n\"Самрук\" продаст акции\n", &["a.csv#2|-|Самрук продаст акции"], &[]);
        check("a.csv", "", &[], &["the table is empty: it has no header line"]);
        let fault = "1: the header line: the article is empty: `text` is missing or blank; if another field has it (headline, story), say which: --field text=NAME";
        check("a.csv", "story,headline\nа,б\nв,г\n", &[], &[fault]);
        // A table of something else is passed over.
        check("a.csv", "name,population\nАктау,200\n", &[], &[]);
        let fault = "1: the header line: the article is empty: `text` is missing or blank; if another field has it (head, story), say which: --field text=NAME";
        check("a.csv", &format!("head;story\nМост;{}\n", "Мост. ".repeat(50)), &[], &[fault]);
    }

    #[test]
    fn broken_bytes_cost_their_row() {
        let mut bytes = "id,text\n1,село\n2,город\n3,аул\n".repeat(3).into_bytes();
        bytes[12] = 0xff;
        let Outcome { articles, problems } = read_one("a.csv", &bytes);
        assert_eq!(articles.len(), 10);
        assert_eq!(problems, ["2: 2 broken bytes of UTF-8; mend the line"]);
    }
}
