//! A tree as a query that reads as the same tree.

use std::fmt::{self, Display, Write};

use super::keywords;
use super::lexer::is_shouted;
use super::marks::{closing_quote, is_value_letter};
use super::tree::{Filter, Form, Node, Phrase, Reach, Value, Word};

/// How tightly what is printed holds together; what is looser than its place asks for gets brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    Together,
    Any,
    All,
    Near,
    Signed,
    Prefixed,
    Boosted,
    Alone,
}

impl Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        Printer { out: &mut text, and: "И", or: "ИЛИ" }.node(self, Hold::Together)?;
        if is_shouted(&text.chars().collect::<Vec<_>>()) {
            // Among nothing but capitals «И» is a word.
            text.clear();
            Printer { out: &mut text, and: "&", or: "|" }.node(self, Hold::Together)?;
        }
        f.write_str(&text)
    }
}

struct Printer<'a> {
    out: &'a mut String,
    and: &'static str,
    or: &'static str,
}

impl Printer<'_> {
    fn node(&mut self, node: &Node, place: Hold) -> fmt::Result {
        let hold = hold(node);
        if hold < place {
            self.out.push('(');
            self.bare(node)?;
            self.out.push(')');
            return Ok(());
        }
        self.bare(node)
    }

    fn bare(&mut self, node: &Node) -> fmt::Result {
        match node {
            Node::Word(word) => self.word(word),
            Node::Phrase(phrase) => self.phrase(phrase),
            Node::Near(parts, reach) => {
                let sign = match reach {
                    Reach::Words(words) => format!("рядом/{words}"),
                    Reach::Sentence => "рядом/предложение".to_owned(),
                    Reach::Paragraph => "рядом/абзац".to_owned(),
                };
                self.list(parts, &format!(" {sign} "), Hold::Signed)
            }
            Node::AtLeast(times, part) => self.prefixed(&format!("минимум:{times} "), part, Hold::Prefixed),
            Node::First(words, part) => self.prefixed(&format!("начало:{words} "), part, Hold::Prefixed),
            Node::Title(part) => self.prefixed("заголовок:", part, Hold::Prefixed),
            Node::Only(filter) => self.filter(filter),
            Node::Boost(part, boost) => {
                self.node(part, Hold::Alone)?;
                write!(self.out, "^{boost}")
            }
            Node::Required(part) => self.prefixed("+", part, Hold::Prefixed),
            Node::Not(part) => self.prefixed("-", part, Hold::Prefixed),
            Node::Together(parts) => self.list(parts, " ", Hold::Any),
            Node::Any(parts) => self.list(parts, &format!(" {} ", self.or), Hold::All),
            Node::All(parts) => self.list(parts, &format!(" {} ", self.and), Hold::Near),
        }
    }

    fn prefixed(&mut self, prefix: &str, part: &Node, place: Hold) -> fmt::Result {
        self.out.push_str(prefix);
        self.node(part, place)
    }

    fn list(&mut self, parts: &[Node], between: &str, place: Hold) -> fmt::Result {
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                self.out.push_str(between);
            }
            self.node(part, place)?;
        }
        Ok(())
    }

    fn word(&mut self, Word { text, form }: &Word) -> fmt::Result {
        match form {
            Form::Any if keywords::operator(text).is_some() => write!(self.out, "\"{text}\""),
            Form::Any | Form::Pattern => self.out.write_str(text),
            Form::Exact => write!(self.out, "={text}"),
            Form::Fuzzy(slips) => write!(self.out, "{text}~{slips}"),
        }
    }

    fn phrase(&mut self, Phrase { words, slop, is_exact }: &Phrase) -> fmt::Result {
        let exact = if *is_exact { "=" } else { "" };
        write!(self.out, "{exact}\"{}\"", words.join(" "))?;
        if *slop > 0 { write!(self.out, "~{slop}") } else { Ok(()) }
    }

    fn filter(&mut self, Filter { field, value, .. }: &Filter) -> fmt::Result {
        write!(self.out, "{}:", keywords::field_name(*field))?;
        match value {
            Value::Known => self.out.write_str("есть"),
            Value::Unknown => self.out.write_str("нет"),
            Value::During(period) => write!(self.out, "{period}"),
            Value::Name(name) => {
                let is_bare = name.chars().all(is_value_letter)
                    && name.chars().next().is_some_and(|first| closing_quote(first).is_none());
                match is_bare {
                    true => self.out.write_str(name),
                    false if !name.contains('"') => write!(self.out, "\"{name}\""),
                    false if !name.contains('»') => write!(self.out, "«{name}»"),
                    // Only „…“ lets both stand inside, and never these.
                    false => write!(self.out, "“{name}”"),
                }
            }
        }
    }
}

fn hold(node: &Node) -> Hold {
    match node {
        Node::Together(_) => Hold::Together,
        Node::Any(_) => Hold::Any,
        Node::All(_) => Hold::All,
        Node::Near(..) => Hold::Near,
        Node::Not(_) | Node::Required(_) => Hold::Signed,
        Node::Title(_) | Node::AtLeast(..) | Node::First(..) => Hold::Prefixed,
        Node::Boost(..) => Hold::Boosted,
        Node::Word(_) | Node::Phrase(_) | Node::Only(_) => Hold::Alone,
    }
}
