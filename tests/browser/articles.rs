//! Articles by a rule: enough for several pages, years, places, sources and both languages.

use izdeu::RawArticle;

/// A town as it is called, and where something happens in it, in Russian and in Kazakh.
const TOWNS: [[&str; 3]; 12] = [
    ["Астана", "В Астане", "Астанада"],
    ["Алматы", "В Алматы", "Алматыда"],
    ["Караганда", "В Караганде", "Қарағандыда"],
    ["Темиртау", "В Темиртау", "Теміртауда"],
    ["Актобе", "В Актобе", "Ақтөбеде"],
    ["Шымкент", "В Шымкенте", "Шымкентте"],
    ["Кокшетау", "В Кокшетау", "Көкшетауда"],
    ["Тараз", "В Таразе", "Таразда"],
    ["Павлодар", "В Павлодаре", "Павлодарда"],
    ["Атырау", "В Атырау", "Атырауда"],
    ["Костанай", "В Костанае", "Қостанайда"],
    ["Петропавловск", "В Петропавловске", "Петропавлда"],
];

const RUSSIAN: [(&str, &str); 4] = [
    (
        "Новый мост открыли для машин",
        "открыли мост через реку. Первыми по мосту проехали автобусы, за ними пошли пешеходы.\nСтроители обещают, что мост прослужит сто лет.",
    ),
    (
        "Мост закрыли до осени",
        "мост закрыли на ремонт. Объезд устроили по соседней улице.\nРабочие меняют перила и кладут новый асфальт; на опоры моста денег хватит в следующем году.",
    ),
    (
        "На мосту зажгут фонари",
        "вечером на мосту станет светлее: фонари поставят с обеих сторон. Такие же лампы делают в Китае, на заводе под Пекином.\nСвет на мосту будет гореть до утра.",
    ),
    (
        "Жители выбрали имя для моста",
        "назвали мост через овраг. За имя «Ласточка» подали больше всего голосов.\nТабличку с именем повесят на мост в воскресенье.",
    ),
];

/// Sixty articles about bridges.
pub fn bridges() -> Vec<RawArticle> {
    (0..60).map(bridge).collect()
}

fn bridge(number: usize) -> RawArticle {
    let [_, russian, kazakh] = TOWNS[number % TOWNS.len()];
    let article = match RUSSIAN.get(number / TOWNS.len()) {
        Some((title, text)) => {
            let district = if russian == "В Алматы" { " Это Бостандыкский район Алматы." } else { "" };
            RawArticle::new(
                format!("bridge/{number}"),
                format!("{russian} {text}{district} Работа заняла {} дней.", number + 20),
            )
            .title(format!("{title}: {}", TOWNS[number % TOWNS.len()][0]))
            .language("ru")
        }
        None => RawArticle::new(
            format!("bridge/{number}"),
            format!(
                "{kazakh} өзен үстінен жаңа көпір ашылды. Көпірдің жанында «Мост» деген дәмхана жұмыс істейді. Құрылыс {number} күнге созылды."
            ),
        )
        .title(format!("{kazakh} жаңа көпір ашылды"))
        .language("kk"),
    };
    let source = ["vesti.example.kz", "stepnoy.example.kz", "kopir.example.kz"][(number + number / 12) % 3];
    let article = article.source(source).url(format!("https://{source}/{number}"));
    let (year, month, day) = (2023 + number / 4 % 3, 1 + number * 5 % 12, 1 + number * 7 % 28);
    // A few have no date.
    if number % 15 == 7 { article } else { article.date(format!("{year}-{month:02}-{day:02}")) }
}
