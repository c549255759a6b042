//! Warnings in Kazakh.

use crate::search::WarningKind;

pub(super) fn warning(kind: &WarningKind) -> String {
    use WarningKind::*;
    match kind {
        LongQuery { characters } => format!("Сұраудың алғашқы {characters} таңбасы ғана оқылды."),
        ManyWords { words } => format!("Сұраудың алғашқы {words} сөзі ғана оқылды."),
        DeepBrackets { most } => format!("Жақшалар {most} қабаттан артық; ішкілері алынып тасталды."),
        UnclosedBracket => "Жақша жабылмаған; сұраудың соңына дейін оқылды.".into(),
        UnopenedBracket => "Ашылмаған жақшаны жабатын таңба алынып тасталды.".into(),
        UnclosedQuote { sign } => format!("Тырнақша {sign} жабылмаған; сөздер онсыз ізделді."),
        NothingBehind => "Оператордан кейін ештеңе жоқ; ол алынып тасталды.".into(),
        NothingBefore => "Оператордың алдында ештеңе жоқ; ол алынып тасталды.".into(),
        ExactBracket { write } => {
            format!(
                "«=» белгісі сөздің немесе тіркестің алдына қойылады, жақшаның алдынан алынып тасталды; былай жазыңыз: {write}"
            )
        }
        LargeNumber { written, read } => format!("«{written}» орнына «{read}» алынды: одан артық болмайды."),
        Zero { written } => format!("«{written}» алынып тасталды: сан 1-ден кем болмауы керек."),
        NoNumber => "Қос нүктеден кейін сан жоқ: кемінде:3 сөз, басы:50 сөз".into(),
        NoDistance => "«жақын/» дегеннен кейін сөз саны, сөйлем немесе азатжол керек: көпір жақын/5 бөгет".into(),
        SeveralDistances { write } => {
            format!("Бірнеше қашықтықтың соңғысы алынды; әрқайсысына өзінікін беру үшін былай жазыңыз: {write}")
        }
        NotNear => "Қатар тек сөздер мен тіркестер тұра алады; барлық бөлігі жеке ізделді.".into(),
        NotCounted => "Тек сөздер мен тіркестерді санауға болады; сан алынып тасталды.".into(),
        WidePattern { written, letters } => {
            format!("«{written}» тым көп сөзге сәйкес келеді; жұлдызшаға кемі {letters} әріп керек. Сөз онсыз ізделді.")
        }
        UnknownField { written, meant } => format!("«{written}» деген өріс жоқ. Мүмкін, «{meant}:»?"),
        NoValue { written } => {
            format!("Өрістен кейінгі жақшада тек оның мәндері тұрады; «{written}» алынып тасталды.")
        }
        NoDate { written } => {
            let examples = "2026, 2026-02, 14.02.2026, 2026-01..2026-03, >2025, кеше, апта, жоқ";
            format!("«{written}» күн емес, алынып тасталды. Күн былай жазылады: {examples}")
        }
        NoSuchDay { day } => format!("Күнтізбеде {day} деген күн жоқ."),
        BackwardPeriod { written, read } => format!("«{written}» соңы басынан бұрын; {read} деп оқылды."),
        UnknownCity { name } => {
            format!(
                "«{name}» деген қаланы білмейміз. Қазақстан қалаларын кез келген атымен жазуға болады: Астана, Нұр-Сұлтан, Almaty."
            )
        }
        UnknownRegion { name } => {
            format!(
                "«{name}» деген облысты білмейміз. Облысты кез келген атымен жазуға болады: Қарағанды облысы, ШҚО, Абай облысы."
            )
        }
        UnknownAbroad { name } => {
            format!(
                "«{name}» деген шетелдік орынды білмейміз. Қалалар мен елдерді орысша не қазақша жазыңыз: Мәскеу, Қытай, АҚШ."
            )
        }
        UnknownLanguage { name } => format!("«{name}» деген тіл мұнда жоқ: орыс, қаз немесе басқа."),
        UnknownSource { name } => format!("Атында «{name}» бар дереккөз бірде-бір мақалада жоқ."),
        NoWord => "Сұрауда бірде-бір сөз жоқ.".into(),
        AbsentWord { word } => format!("{word} бірде-бір мақалада жоқ."),
        DidYouMean { meant, articles_of_meant, written, articles } => {
            format!("Мүмкін, «{meant}» ({articles_of_meant} мақала)? «{written}» {articles} мақалада бар.")
        }
        ManyMeanings { written, words, searched } => {
            format!("«{written}» {words} сөзге сәйкес келеді; ең жиі {searched} сөз ізделді.")
        }
        ManyMeaningsTogether { written, searched } => {
            format!("Сұрау тым көп сөзге сәйкес келеді; «{written}» дегеннің {searched} сөзі ізделді.")
        }
        MostWords => "Барлық сөзі бар мақала жоқ; мұнда сөздердің көбі бар мақалалар.".into(),
        SomeWords => "Барлық сөзі бар мақала жоқ; мұнда сөздердің кейбірі бар мақалалар.".into(),
        OnlyElsewhere { articles } => format!("Таңдалған орындар мен күндерсіз {articles} мақала табылар еді."),
        LargeFacet { paths, shown } => format!("Тізімде {paths} мән бар, {shown} көрсетілді."),
        IndexChanged => "Алдыңғы беттен бері мұрағат өзгерді: кейбір мақала жоғалуы немесе қайталануы мүмкін.".into(),
        TimeOverMatching => "Барлық мақала қаралмай тұрып уақыт бітті; басқалары да табылуы мүмкін.".into(),
        TimeOverOrdering => "Реті анықталмай тұрып уақыт бітті; үздік мақалалар төменде тұруы мүмкін.".into(),
        TimeOverHits => "Беттің барлық мақаласы дайын болмай тұрып уақыт бітті.".into(),
    }
}
