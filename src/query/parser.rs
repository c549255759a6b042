//! Words and signs to a tree.
//!
//! ```text
//! query  = chain+                        side by side: all of one or two, most of more
//! chain  = item ((И | ИЛИ) item)*        И binds tighter than ИЛИ; both bind tighter than standing side by side
//! item   = (- | НЕ)* primary
//! primary = word | "phrase" | ( query )
//! ```

use super::lexer::{Kind, Lexeme, lexemes};
use super::{MOST_WARNINGS, Node, Query, Warning};

pub(super) fn parse(text: &str) -> Query {
    let mut warnings = Vec::new();
    let lexemes = lexemes(text, &mut warnings);
    let mut parser = Parser { lexemes: lexemes.into_iter().peekable(), warnings, depth: 0 };
    let root = parser.query();
    parser.warnings.truncate(MOST_WARNINGS);
    Query { root, warnings: parser.warnings }
}

struct Parser {
    lexemes: std::iter::Peekable<std::vec::IntoIter<Lexeme>>,
    warnings: Vec<Warning>,
    depth: usize,
}

impl Parser {
    fn query(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        while let Some(lexeme) = self.lexemes.peek() {
            if lexeme.kind == Kind::Close {
                if self.depth > 0 {
                    break;
                }
                let position = lexeme.position;
                self.warn("a closing bracket without an opening one was passed over", position);
                self.lexemes.next();
            } else if let Some(part) = self.chain() {
                parts.push(part);
            }
        }
        one_or(parts, Node::Together)
    }

    /// Alternatives of conjunctions.
    fn chain(&mut self) -> Option<Node> {
        let mut alternatives = Vec::new();
        let mut conjunction: Vec<Node> = self.item().into_iter().collect();
        while let Some(Lexeme { kind: kind @ (Kind::And | Kind::Or), position }) = self.lexemes.peek().cloned() {
            self.lexemes.next();
            let Some(right) = self.item() else {
                self.warn("an operator without a word behind it was passed over", position);
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

    fn item(&mut self) -> Option<Node> {
        let mut negation = None;
        loop {
            let next = self.lexemes.peek().filter(|lexeme| lexeme.kind != Kind::Close).cloned();
            let Some(Lexeme { kind, position }) = next else {
                self.warn_of_bare(negation);
                return None;
            };
            self.lexemes.next();
            let node = match kind {
                Kind::Word(word) => Some(Node::Word(word)),
                Kind::Phrase(mut words) if words.len() == 1 => words.pop().map(Node::Word),
                Kind::Phrase(words) => Some(Node::Phrase(words)),
                Kind::Open => self.brackets(position),
                Kind::Not => {
                    negation = if negation.is_some() { None } else { Some(position) };
                    continue;
                }
                Kind::And | Kind::Or => {
                    self.warn("an operator without a word in front of it was passed over", position);
                    continue;
                }
                Kind::Close => None,
            };
            let Some(node) = node else {
                self.warn_of_bare(negation);
                return None;
            };
            return Some(if negation.is_some() { Node::Not(Box::new(node)) } else { node });
        }
    }

    fn warn_of_bare(&mut self, negation: Option<usize>) {
        if let Some(position) = negation {
            self.warn("nothing stands behind this НЕ or minus; it was passed over", position);
        }
    }

    fn brackets(&mut self, position: usize) -> Option<Node> {
        self.depth += 1;
        let inside = self.query();
        self.depth -= 1;
        if self.lexemes.next().is_none() {
            self.warn("the bracket is never closed; it was read to the end of the query", position);
        }
        inside
    }

    fn warn(&mut self, message: &str, position: usize) {
        if self.warnings.len() < MOST_WARNINGS {
            self.warnings.push(Warning::new(message).at(position));
        }
    }
}

/// The only node itself, more under one roof, none for none.
fn one_or(mut nodes: Vec<Node>, roof: fn(Vec<Node>) -> Node) -> Option<Node> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(roof(nodes)),
    }
}
