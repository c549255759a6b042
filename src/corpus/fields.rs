//! The fields of an article, and the names that others give them.

/// A field that a record of an article may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Title,
    Text,
    Date,
    Url,
    Source,
    Language,
    City,
}

impl Field {
    pub const ALL: [Field; 8] =
        [Field::Id, Field::Title, Field::Text, Field::Date, Field::Url, Field::Source, Field::Language, Field::City];

    /// The field of this name.
    pub fn named(name: &str) -> Option<Field> {
        let name = name.trim().to_lowercase();
        Field::ALL.into_iter().find(|field| field.name() == name || field.own_names().contains(&name.as_str()))
    }

    /// Our name of it.
    pub fn name(self) -> &'static str {
        self.own_names()[0]
    }

    /// Our names of it: they win over all others.
    pub fn own_names(self) -> &'static [&'static str] {
        match self {
            Field::Id => &["id"],
            Field::Title => &["title"],
            Field::Text => &["text"],
            Field::Date => &["date"],
            Field::Url => &["url"],
            Field::Source => &["source"],
            Field::Language => &["language"],
            Field::City => &["city", "cities"],
        }
    }

    /// The names of it in other people's exports (schema.org, WordPress, feeds, tables with Russian headings), which are taken
    /// where our own is missing. Names that may as well mean something else are not here: `name`, `description`, `author`,
    /// `created`.
    pub fn other_names(self) -> &'static [&'static str] {
        match self {
            Field::Id => &["guid", "uuid", "article_id", "_id"],
            Field::Title => &["headline", "title.rendered", "заголовок", "название", "тақырып"],
            Field::Text => &[
                "body",
                "content",
                "articleBody",
                "article_body",
                "full_text",
                "fulltext",
                "content.rendered",
                "текст",
                "мәтін",
            ],
            Field::Date => &[
                "datePublished",
                "date_published",
                "published",
                "published_at",
                "publishedAt",
                "publication_date",
                "publish_date",
                "pub_date",
                "pubDate",
                "дата",
                "дата публикации",
                "күні",
            ],
            Field::Url => &["link", "canonical_url", "article_url", "ссылка", "сілтеме"],
            Field::Source => &["publisher", "publisher.name", "source.name", "site_name", "источник", "дереккөз"],
            Field::Language => &["lang", "inLanguage", "язык", "тіл"],
            Field::City => &["город", "қала"],
        }
    }
}

/// Which field or column of a record holds which field of an article, by order.
#[derive(Debug, Clone, Default)]
pub(super) struct FieldMap {
    theirs: Vec<(Field, String)>,
}

impl FieldMap {
    /// Takes a field from another name; the first name that a record has wins.
    pub fn add(&mut self, field: Field, theirs: &str) {
        self.theirs.push((field, theirs.to_owned()));
    }

    /// The names that were given for a field, in order.
    pub fn names_of(&self, field: Field) -> impl Iterator<Item = &str> {
        self.theirs.iter().filter(move |(known, _)| *known == field).map(|(_, theirs)| theirs.as_str())
    }
}
