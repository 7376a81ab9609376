import time

import pytest

from server.digest.segmentation.language import SAMPLE_CHARACTERS, is_english

ENGLISH = (
    "The council of Orrin voted on Tuesday to close the old bridge for two years. "
    "Engineers found cracks in three of its piers in spring, and the repair will cost $12 million."
)
IN_ENGLISH = {
    "plain": [ENGLISH],
    "small letters": [ENGLISH.lower()],
    "capitals": [ENGLISH.upper()],
    "short": ["Bridge to close"],
    "names": ["Ngozi Adeyemi, Þórdís Ýr Jónsdóttir, Łukasz Wiśniewski"],
    "no words": ["2026 — 11:30"],
    "nothing": [""],
    "no paragraphs": [],
    "foreign names": [
        "Mayor Łukasz Wiśniewski met Chancellor Jürgen Müßig and Premier Þórdís Jónsdóttir at "
        "the Château de Vaurénard on Friday, and all three said that the talks had gone well."
    ],
    "foreign quotation": [
        ENGLISH,
        "«Nous sommes très fatigués et nous voulons rentrer à la maison», said Élodie Brun, 34.",
        "She has taken the bus to her work across the river each day since the road was shut.",
    ],
    "foreign banner": ["Wir verwenden Cookies, um Inhalte zu zeigen.", ENGLISH, ENGLISH],
    "chess": ["White won after 1.e4 e5 2.Nf3 Nc6 in a game that the club called its best yet."],
}
IN_OTHERS = {
    "German": "Der Stadtrat von Orrin hat am Dienstag beschlossen, die alte Brücke zu sperren.",
    "French": "Le conseil municipal a décidé mardi de fermer le vieux pont pendant deux ans.",
    "Spanish": "El consejo municipal decidió el martes cerrar el viejo puente durante dos años.",
    "Portuguese": "O conselho municipal decidiu na terça-feira fechar a velha ponte por dois anos.",
    "Italian": "Il consiglio comunale ha deciso martedì di chiudere il vecchio ponte per due anni.",
    "Dutch": "De gemeenteraad heeft dinsdag besloten de oude brug twee jaar lang te sluiten.",
    "Afrikaans": "Die stadsraad het Dinsdag besluit om die ou brug vir twee jaar te sluit.",
    "Danish": "Byrådet besluttede tirsdag at lukke den gamle bro i to år efter fund af revner.",
    "Swedish": "Kommunen beslutade i tisdags att stänga den gamla bron i två år efter sprickor.",
    "Polish": "Rada miasta zdecydowała we wtorek zamknąć stary most na dwa lata z powodu pęknięć.",
    "Turkish": "Belediye meclisi salı günü eski köprüyü iki yıl süreyle kapatmaya karar verdi.",
    "Indonesian": "Dewan kota memutuskan pada hari Selasa untuk menutup jembatan tua itu.",
    "Welsh": "Penderfynodd y cyngor ddydd Mawrth gau'r hen bont am ddwy flynedd oherwydd craciau.",
    "Latin": "Senatus oppidi die Martis decrevit ut pons vetus per duos annos clauderetur.",
    "Russian": "Городской совет решил во вторник закрыть старый мост на два года.",
    "Greek": "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να κλείσει την παλιά γέφυρα.",
    "Arabic": "قرر مجلس المدينة يوم الثلاثاء إغلاق الجسر القديم لمدة عامين.",
    "Hindi": "नगर परिषद ने मंगलवार को पुराने पुल को दो साल के लिए बंद करने का फैसला किया।",
    "Chinese": "市议会周二决定关闭旧桥两年。",
    "Japanese": "市議会は火曜日、古い橋を二年間閉鎖することを決めた。",
    "Korean": "시의회는 화요일 낡은 다리를 2년간 폐쇄하기로 결정했다.",
}


@pytest.mark.parametrize("paragraphs", IN_ENGLISH.values(), ids=IN_ENGLISH)
def test_english_passes(paragraphs: list[str]) -> None:
    assert is_english(paragraphs)


@pytest.mark.parametrize("text", IN_OTHERS.values(), ids=IN_OTHERS)
def test_other_languages_do_not(text: str) -> None:
    assert not is_english([text])
    assert not is_english([text] * 4)


@pytest.mark.parametrize("text", IN_OTHERS.values(), ids=IN_OTHERS)
def test_a_short_english_introduction_does_not_pass_the_rest(text: str) -> None:
    assert not is_english(["Read this story in English."] + [text] * 20)


def test_the_rest_of_a_long_article_is_sampled() -> None:
    latin = list(IN_OTHERS.values())[:13]
    assert not is_english([ENGLISH] + latin * 61)


@pytest.mark.parametrize("hint", ["en", "en-GB", "de", "zh-Hans", "nonsense", ""])
def test_the_hint_does_not_overrule_the_text(hint: str) -> None:
    assert is_english([ENGLISH], hint)
    assert not is_english([IN_OTHERS["German"]], hint)


@pytest.mark.parametrize(
    ("hint", "expected"), [("", True), ("en", True), ("EN-us", True), ("de", False)]
)
def test_the_hint_decides_where_the_text_is_too_short(hint: str, expected: bool) -> None:
    assert is_english(["Hotel Bristol, Wien"], hint) is expected


@pytest.mark.parametrize(
    "paragraphs",
    [["\ud800" * 90], ["\0" * 900], ["x" * 2_000_000], ["a "] * 500_000, ["", " ", "\n"]],
    ids=["surrogates", "nulls", "one long word", "many paragraphs", "white space"],
)
def test_odd_text_is_answered_at_once(paragraphs: list[str]) -> None:
    start = time.process_time()
    is_english(paragraphs)
    assert time.process_time() - start < 2, f"reads more than {SAMPLE_CHARACTERS} characters"
