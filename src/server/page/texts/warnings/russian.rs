//! Warnings in Russian.

use crate::search::WarningKind;

pub(super) fn warning(kind: &WarningKind) -> String {
    use WarningKind::*;
    match kind {
        LongQuery { characters } => format!("Прочитаны только первые знаки запроса, {characters}."),
        ManyWords { words } => format!("Прочитаны только первые слова запроса, {words}."),
        DeepBrackets { most } => {
            format!("Скобки вложены глубже, чем можно ({most}); внутренние пропущены.")
        }
        UnclosedBracket => "Скобка не закрыта; она прочитана до конца запроса.".into(),
        UnopenedBracket => "Закрывающая скобка без открывающей пропущена.".into(),
        UnclosedQuote { sign } => format!("Кавычка {sign} не закрыта; слова искались без неё."),
        NothingBehind => "За оператором ничего нет; он пропущен.".into(),
        NothingBefore => "Перед оператором ничего нет; он пропущен.".into(),
        ExactBracket { write } => {
            format!("Знак «=» ставят перед словом или фразой, перед скобкой он пропущен; напишите {write}")
        }
        LargeNumber { written, read } => format!("«{written}» прочитано как «{read}»: больше нельзя."),
        Zero { written } => format!("«{written}» пропущено: число должно быть не меньше 1."),
        NoNumber => "После двоеточия нет числа: минимум:3 слово, начало:50 слово".into(),
        NoDistance => "После «рядом/» нужно число слов, предложение или абзац: мост рядом/5 дамба".into(),
        SeveralDistances { write } => {
            format!("Из нескольких расстояний действует последнее; чтобы у каждого было своё, напишите {write}")
        }
        NotNear => "Рядом могут стоять только слова и фразы; части искались все, где бы ни стояли.".into(),
        NotCounted => "Считать можно только слова и фразы; число пропущено.".into(),
        WidePattern { written, letters } => {
            format!(
                "«{written}» подходит к слишком многим словам; для звёздочки нужно букв: {letters}. Слово искалось без неё."
            )
        }
        UnknownField { written, meant } => format!("Поля «{written}» нет. Может быть, «{meant}:»?"),
        NoValue { written } => format!("В скобках после поля стоят только его значения; «{written}» пропущено."),
        NoDate { written } => {
            let examples = "2026, 2026-02, 14.02.2026, 2026-01..2026-03, >2025, вчера, неделя, нет";
            format!("«{written}» не дата и пропущено. Даты пишут так: {examples}")
        }
        NoSuchDay { day } => format!("В календаре нет дня {day}."),
        BackwardPeriod { written, read } => format!("Конец «{written}» раньше начала; прочитано как {read}"),
        UnknownCity { name } => {
            format!(
                "Города «{name}» мы не знаем. Города Казахстана можно называть любым именем: Астана, Нур-Султан, Almaty."
            )
        }
        UnknownRegion { name } => {
            format!(
                "Области «{name}» мы не знаем. Область можно называть любым именем: Карагандинская область, ВКО, Абай облысы."
            )
        }
        UnknownAbroad { name } => {
            format!(
                "Места за рубежом «{name}» мы не знаем. Города и страны пишут по-русски или по-казахски: Москва, Қытай, США."
            )
        }
        UnknownLanguage { name } => format!("Языка «{name}» здесь нет: рус, қаз или другой."),
        UnknownSource { name } => format!("Источника, в имени которого есть «{name}», нет ни у одной статьи."),
        NoWord => "В запросе нет ни одного слова.".into(),
        AbsentWord { word } => format!("Слова {} нет ни в одной статье.", quoted(word)),
        DidYouMean { meant, articles_of_meant, written, articles } => {
            format!("Может быть, «{meant}» (статей: {articles_of_meant})? С «{written}» статей: {articles}.")
        }
        ManyMeanings { written, words, searched } => {
            format!("Под «{written}» подходит слов: {words}; искались самые частые, {searched}.")
        }
        ManyMeaningsTogether { written, searched } => {
            format!("Под запрос подходит слишком много слов; из «{written}» искалось: {searched}.")
        }
        MostWords => "Всех слов сразу нет ни в одной статье; здесь статьи, где есть большинство из них.".into(),
        SomeWords => "Всех слов сразу нет ни в одной статье; здесь статьи, где есть некоторые из них.".into(),
        OnlyElsewhere { articles } => format!("Без выбранных мест и дат нашлось бы статей: {articles}."),
        LargeFacet { paths, shown } => format!("В списке значений {paths}, показано {shown}."),
        IndexChanged => "Архив изменился с прошлой страницы: какие-то статьи могут пропасть или повториться.".into(),
        TimeOverMatching => "Время вышло раньше, чем просмотрены все статьи; могут найтись и другие.".into(),
        TimeOverOrdering => "Время вышло раньше, чем составлен порядок; лучшие статьи могут стоять ниже.".into(),
        TimeOverHits => "Время вышло раньше, чем готовы все статьи страницы.".into(),
    }
}

/// In quotation marks, which a phrase brings along.
fn quoted(word: &str) -> String {
    if word.starts_with('«') { word.to_owned() } else { format!("«{word}»") }
}
