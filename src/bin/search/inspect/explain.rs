//! Why a word of an article is a place, or is none.

use std::io::{self, Write};

use izdeu::{Inspection, PlaceMention, PlaceRule};

use crate::render::{FAINT, LABEL, MATCH, harmless};

/// How much of the text is shown on each side of a word, in characters.
const AROUND: usize = 28;

/// Prints every word that looked like a place: what it is taken for, by which rule, with which weight, and where it stands.
pub(super) fn print(inspection: &Inspection, out: &mut impl Write) -> io::Result<()> {
    let article = &inspection.article;
    for line in inspection.date_lines.lines().filter(|line| !line.trim().is_empty()) {
        writeln!(out, "  {} {}", LABEL.paint("date line"), harmless(line.trim()))?;
    }
    for in_title in [true, false] {
        let text: Vec<char> = if in_title { article.title.as_deref() } else { Some(article.body.as_str()) }
            .unwrap_or_default()
            .chars()
            .collect();
        let mentions: Vec<&PlaceMention> =
            inspection.mentions.iter().filter(|mention| mention.in_title == in_title).collect();
        if !mentions.is_empty() {
            writeln!(out, "  {}", LABEL.paint(if in_title { "words of the title" } else { "words of the body" }))?;
        }
        for mention in mentions {
            print_mention(mention, &text, out)?;
        }
    }
    Ok(())
}

fn print_mention(mention: &PlaceMention, text: &[char], out: &mut impl Write) -> io::Result<()> {
    let place = mention.city.as_deref().or(mention.abroad.as_deref()).unwrap_or_default();
    let sign = match (mention.accepted, mention.rule) {
        (true, _) => '+',
        (false, PlaceRule::Derived) => '~',
        (false, _) => '−',
    };
    let weight = if mention.weight > 0.0 { format!("{:.2}", mention.weight) } else { String::new() };
    let piece = |from: usize, to: usize| harmless(&text[from..to].iter().collect::<String>());
    let (from, to) = (mention.start.saturating_sub(AROUND), (mention.end + AROUND).min(text.len()));
    writeln!(
        out,
        "    {sign} {place:<18} {:<12} {weight:>5}  {}{}{}",
        mention.rule.name(),
        FAINT.paint(format!("{:>AROUND$}", piece(from, mention.start))),
        MATCH.paint(piece(mention.start, mention.end)),
        FAINT.paint(piece(mention.end, to)),
    )
}
