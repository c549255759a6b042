//! Words and signs to a tree.
//!
//! ```text
//! query  = chain+                          side by side: all of one or two, most of more
//! chain  = near ((И | ИЛИ) near)*          И binds tighter than ИЛИ; both bind tighter than standing side by side
//! near   = item (рядом/N item)*
//! item   = (- | НЕ | +)* (заголовок: | минимум:N | начало:N)* primary (^N)?
//! primary = word | "phrase" | ( query ) | field:value | field:( query of values )
//! ```

use super::Query;
use super::keywords;
use super::lexer::{Kind, Lexeme, lexemes};
use super::period::Period;
use super::tree::{Field, Filter, Node, Position, Reach, Value};
use super::warning::WarningKind;
use super::warnings::{Warnings, proposal, short};

pub(super) fn parse(text: &str) -> Query {
    let mut warnings = Warnings::default();
    let lexemes = lexemes(text, &mut warnings);
    let mut parser = Parser { lexemes: lexemes.into_iter().peekable(), warnings, depth: 0, in_values: false };
    let root = parser.query();
    Query { root, warnings: parser.warnings.into_vec() }
}

struct Parser {
    lexemes: std::iter::Peekable<std::vec::IntoIter<Lexeme>>,
    warnings: Warnings,
    depth: usize,
    /// Whether it reads what stands between the brackets of a field.
    in_values: bool,
}

/// So many `заголовок:` and the like may stand in front of one word.
const MOST_PREFIXES: usize = 4;

impl Parser {
    fn query(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        while let Some(lexeme) = self.lexemes.peek() {
            if lexeme.kind == Kind::Close {
                if self.depth > 0 {
                    break;
                }
                let position = lexeme.position;
                self.warnings.at(position, WarningKind::UnopenedBracket);
                self.lexemes.next();
            } else if let Some(part) = self.chain() {
                parts.push(part);
            }
        }
        if self.in_values { one_of_values(parts) } else { one_or(parts, Node::Together) }
    }

    /// Alternatives of conjunctions.
    fn chain(&mut self) -> Option<Node> {
        let mut alternatives = Vec::new();
        let mut conjunction: Vec<Node> = self.near().into_iter().collect();
        while let Some(Lexeme { kind: kind @ (Kind::And | Kind::Or), position }) = self.lexemes.peek().cloned() {
            self.lexemes.next();
            let Some(right) = self.near() else {
                self.warnings.at(position, WarningKind::NothingBehind);
                break;
            };
            if kind == Kind::Or {
                alternatives.extend(one_or(std::mem::take(&mut conjunction), Node::All));
            }
            conjunction.push(right);
        }
        alternatives.extend(one_or(conjunction, Node::All));
        one_or(alternatives, Node::Any)
    }

    /// Parts that stand near one another. Of several distances the last one counts.
    fn near(&mut self) -> Option<Node> {
        let first = self.item()?;
        let (mut parts, mut reaches): (Vec<Node>, Vec<(Reach, usize)>) = (vec![first], Vec::new());
        while let Some(Lexeme { kind: Kind::Near(reach), position }) = self.lexemes.peek().cloned() {
            self.lexemes.next();
            let Some(right) = self.item() else {
                self.warnings.at(position, WarningKind::NothingBehind);
                break;
            };
            parts.push(right);
            reaches.push((reach, position));
        }
        let Some((reach, position)) = reaches.last().copied() else { return parts.pop() };
        if !parts.iter().all(has_places) {
            self.warnings.at(position, WarningKind::NotNear);
            return Some(Node::All(parts));
        }
        if let Some((_, position)) = reaches.iter().find(|(other, _)| *other != reaches[0].0) {
            let pairs = parts.windows(2).zip(&reaches).map(|(pair, (reach, _))| Node::Near(pair.to_vec(), *reach));
            let each = Node::All(pairs.collect()).to_string();
            let write = proposal(each, "мост рядом/3 дамба И дамба рядом/предложение река");
            self.warnings.at(*position, WarningKind::SeveralDistances { write });
        }
        Some(Node::Near(parts, reach))
    }

    fn item(&mut self) -> Option<Node> {
        let (mut negation, mut must, mut prefixes) = (None, None, Vec::new());
        let node = loop {
            let next = self.lexemes.peek().filter(|lexeme| lexeme.kind != Kind::Close).cloned();
            let Some(Lexeme { kind, position }) = next else { break None };
            self.lexemes.next();
            match kind {
                Kind::Word(word) => break Some(Node::Word(word)),
                Kind::Phrase(phrase) => break Some(Node::Phrase(phrase)),
                Kind::Open => break self.brackets(position),
                Kind::Field(field, value) => break self.filter(field, &value, position),
                Kind::Values => break self.filters(),
                Kind::Not => negation = if negation.is_some() { None } else { Some(position) },
                Kind::Must => must = Some(position),
                Kind::Title | Kind::AtLeast(_) | Kind::First(_) => prefixes.push((kind, position)),
                Kind::And | Kind::Or | Kind::Near(_) => {
                    self.warnings.at(position, WarningKind::NothingBefore);
                }
                Kind::Boost(_) | Kind::Close => {}
            }
        };
        let Some(mut node) = node else {
            let bare =
                [negation, must].into_iter().flatten().chain(prefixes.iter().map(|(_, position)| *position)).min();
            if let Some(position) = bare {
                self.warnings.at(position, WarningKind::NothingBehind);
            }
            return None;
        };
        if let Some(Lexeme { kind: Kind::Boost(boost), .. }) = self.lexemes.peek().cloned() {
            self.lexemes.next();
            node = Node::Boost(Box::new(node), boost);
        }
        for (kind, position) in prefixes.into_iter().rev().take(MOST_PREFIXES) {
            node = self.prefixed(kind, node, position);
        }
        Some(match (negation, must) {
            (Some(_), _) => Node::Not(Box::new(node)),
            (None, Some(_)) => Node::Required(Box::new(node)),
            (None, None) => node,
        })
    }

    fn prefixed(&mut self, kind: Kind, node: Node, position: usize) -> Node {
        let counts = matches!(kind, Kind::AtLeast(_) | Kind::First(_));
        if counts && !has_places(&node) {
            self.warnings.at(position, WarningKind::NotCounted);
            return node;
        }
        match kind {
            Kind::AtLeast(times) => Node::AtLeast(times, Box::new(node)),
            Kind::First(words) => Node::First(words, Box::new(node)),
            _ if matches!(node, Node::Title(_)) => node,
            _ => Node::Title(Box::new(node)),
        }
    }

    fn filter(&mut self, field: Field, text: &str, position: usize) -> Option<Node> {
        let value = match field {
            _ if keywords::is_unknown(text) => Value::Unknown,
            _ if keywords::is_known(text) => Value::Known,
            Field::Date => match text.parse() {
                Ok(period) => Value::During(self.in_order(period, text, position)),
                Err(()) => {
                    self.warnings.at(position, WarningKind::NoDate { written: short(text) });
                    return None;
                }
            },
            _ => Value::Name(text.to_owned()),
        };
        Some(Node::Only(Filter { field, value, position: Position(position) }))
    }

    /// A time from its beginning to its end.
    fn in_order(&mut self, period: Period, text: &str, position: usize) -> Period {
        let Some(swapped) = period.swapped() else { return period };
        let name = if self.in_values { "" } else { "дата:" };
        let (written, read) = (short(text), format!("{name}{swapped}"));
        self.warnings.at(position, WarningKind::BackwardPeriod { written, read });
        swapped
    }

    /// `город:(Астана ИЛИ Алматы)`: one of the values.
    fn filters(&mut self) -> Option<Node> {
        let open = self.lexemes.next_if(|lexeme| lexeme.kind == Kind::Open)?;
        let outside = std::mem::replace(&mut self.in_values, true);
        let inside = self.brackets(open.position);
        self.in_values = outside;
        inside
    }

    fn brackets(&mut self, position: usize) -> Option<Node> {
        self.depth += 1;
        let inside = self.query();
        self.depth -= 1;
        if self.lexemes.next().is_none() {
            self.warnings.at(position, WarningKind::UnclosedBracket);
        }
        inside
    }
}

/// Whether a part stands at places in a text.
fn has_places(node: &Node) -> bool {
    match node {
        Node::Word(_) => true,
        Node::Phrase(phrase) => phrase.slop == 0,
        Node::Boost(inner, _) => has_places(inner),
        Node::Any(nodes) => nodes.iter().all(has_places),
        _ => false,
    }
}

/// Values side by side: one of those that are asked for, and none of those excluded.
fn one_of_values(parts: Vec<Node>) -> Option<Node> {
    let (excluded, wanted): (Vec<Node>, Vec<Node>) = parts.into_iter().partition(|part| matches!(part, Node::Not(_)));
    one_or(one_or(wanted, Node::Any).into_iter().chain(excluded).collect(), Node::All)
}

/// The only node itself, more under one roof, none for none.
fn one_or(mut nodes: Vec<Node>, roof: fn(Vec<Node>) -> Node) -> Option<Node> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(roof(nodes)),
    }
}
