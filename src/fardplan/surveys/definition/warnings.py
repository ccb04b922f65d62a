"""What a survey could be better at: advice to its writer, each with what is wrong and how to mend it.

Nothing here keeps a survey from being published. The rules are old ones of questionnaire writing (Dillman, Smyth &
Christian 2014, ch. 4–5; SCB, *Frågor och svar*, 2001), turned into what can be seen in the words and the settings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fardplan.analysis.expressions import ExpressionError, Tree, parse
from fardplan.surveys.definition.minutes import minutes_of
from fardplan.surveys.definition.phrases import missing_in
from fardplan.surveys.definition.shape import Definition, Page, Question, QuestionType, Scale
from fardplan.surveys.definition.size import characters_of, fields_of, most_characters, most_fields
from fardplan.surveys.definition.values import codes_of
from fardplan.surveys.definition.words import language_name

MOST_MINUTES = 10
MOST_WORDS = 30  # in a question
MOST_ON_PAGE = 7  # questions
MOST_OPEN_TEXTS = 3
MOST_ROWS = 10  # of a matrix
_OPINION = {QuestionType.SCALE, QuestionType.MATRIX}
_HOLDS_OPINION = {*_OPINION, QuestionType.SINGLE}

# Words that belong together although "och" stands between them.
_FIXED_PAIRS = re.compile(
    r"\b(till och med|och så vidare|i och med|av och till|då och då|var och en|in- och utflyttning|"
    r"för- och nackdelar|kost och logi|på gott och ont|leva och bo|bo och leva|and so on|bed and breakfast)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\b(och|samt|respektive|liksom|and)\b|(?<![^\W\d])[^\W\d]{3,}\s*/\s*[^\W\d]{3,}|&", re.IGNORECASE)
_LEADING = re.compile(
    r"\b(självklart|naturligtvis|givetvis|självfallet|visst|håller du inte med|tycker du inte|är det inte så|"
    r"borde inte|äntligen|viktiga satsning\w*|nödvändiga|förstås|som alla vet|de flesta tycker|obviously|of course|"
    r"surely|don't you (?:think|agree))\b",
    re.IGNORECASE,
)
_SENSITIVE = re.compile(
    r"\b(kön(?:et)?|könsidentitet|religion\w*|tro|hälsa\w*|hälsan|sjukdom\w*|diagnos\w*|funktionsnedsättning\w*|"
    r"funktionsvariation\w*|sexuell\w*|läggning|etnisk\w*|etnicitet|födelseland|ursprung|partis?|röstade|fack(?:et|lig\w*|förbund\w*|förening\w*)|"
    r"inkomst\w*|lön(?:en)?|medborgarskap|gender|religion|health|disabilit\w+|sexual\w*|ethnic\w*|income|party)\b",
    re.IGNORECASE,
)
_ABOUT_OPINION = re.compile(
    r"\b(tycker|anser|instämmer|stämmer|nöjd\w*|viktig\w*|håller (?:du|ni) med|uppfattar|upplever|litar|"
    r"förtroende|bör|borde|agree|satisfied|important|opinion|trust)\b",
    re.IGNORECASE,
)
_BAD = re.compile(r"\b(dålig\w*|missnöjd\w*|inte|aldrig|lite|instämmer inte|tar avstånd|sämre|negativ\w*|oviktig\w*|"
                  r"bad|poor|never|dissatisfied|disagree|worse|negative|not)\b", re.IGNORECASE)  # fmt: skip
_GOOD = re.compile(r"\b(bra|utmärkt\w*|nöjd\w*|alltid|mycket|helt|instämmer|bättre|positiv\w*|viktig\w*|"
                   r"good|great|excellent|always|satisfied|agree|better|positive|very)\b", re.IGNORECASE)  # fmt: skip
_NEUTRAL = re.compile(r"varken|vet (?:inte|ej)|ingen åsikt|neither|don't know|no opinion", re.IGNORECASE)
_AGES = re.compile(r"^\D*?(?P<low>\d{1,3})\s*(?:[–—-]|till|to)\s*(?P<high>\d{1,3})\b")
_AGE_AND_UP = re.compile(
    r"^\D*?(?P<low>\d{1,3})\s*(?:\+|år (?:eller|och) (?:äldre|uppåt|över)|[–—-]\s*(?:år)?\s*$|or older)"
)
_AGE_AND_DOWN = re.compile(r"(?:under|yngre än|younger than)\s*(?P<high>\d{1,3})", re.IGNORECASE)


@dataclass(frozen=True)
class Advice:
    """`place` and `field` as of a `checking.Problem`; `kind` names the rule. What is wrong, and how to mend it."""

    kind: str
    place: str
    field: str
    message: str
    mend: str


def warnings_of(definition: Definition, *, weighted_by: Collection[str] | None = None) -> list[Advice]:
    """Advice, that on the whole first, then in the order of the pages. [] when there is none.

    `weighted_by` are the background questions for which the population is known; None when that is not yet asked.
    """
    found = [*_of_the_whole(definition), *_of_the_background(definition, weighted_by)]
    for page in definition.pages:
        found += _of_the_page(definition, page)
        for question in page.questions:
            found += _of_the_question(definition, question)
    return found


def _of_the_whole(definition: Definition) -> Iterator[Advice]:
    minutes = minutes_of(definition)
    if minutes > MOST_MINUTES:
        yield Advice(
            "long", "", "pages",
            _("Enkäten tar omkring %(minutes)d minuter. Över %(most)d minuter slutar många i förtid.")
            % {"minutes": minutes, "most": MOST_MINUTES},
            _("Ta bort de frågor vars svar ingen ska använda, eller dela upp enkäten på två tillfällen."),
        )  # fmt: skip
    asked = [question for question in definition.questions if question.is_asked]
    texts = [question for question in asked if question.type == QuestionType.TEXT and question.long]
    if len(texts) > MOST_OPEN_TEXTS:
        yield Advice(
            "open_texts", texts[MOST_OPEN_TEXTS].name, "type",
            _("%(number)d frågor ber om en längre text. De tar längst tid att svara på, och varje svar ska läsas.")
            % {"number": len(texts)},
            _("Behåll de viktigaste, högst tre, och gör om resten till frågor med svarsalternativ."),
        )  # fmt: skip
    for language in definition.languages:
        if missing := missing_in(definition, language):
            yield Advice(
                "phrases", "", f"phrases:{language}",
                _("På %(language)s saknas %(number)d av orden på knappar och i fasta svar. "
                  "De visas på webbplatsens språk.")
                % {"language": language_name(language), "number": len(missing)},
                _("Översätt dem överst på språkets sida, så att ingen behöver svara på två språk."),
            )  # fmt: skip
    if fields_of(asked) > most_fields() or characters_of(asked) > most_characters():
        yield Advice(
            "not_on_paper", "", "pages",
            _("Enkäten är för stor för att skrivas in vid skrivbordet: svar på papper eller per telefon går inte att "
              "ta emot. I en webbläsare går den att svara på, en sida i taget."),
            _("Korta enkäten om ni ska ta emot svar på papper: ta bort frågor, rader eller svarsalternativ."),
        )  # fmt: skip


def _of_the_background(definition: Definition, weighted_by: Collection[str] | None) -> Iterator[Advice]:
    asked = [question for question in definition.questions if question.is_asked]
    background = [question for question in asked if question.background]
    if asked and not background:
        yield Advice(
            "no_background", "", "pages",
            _("Ingen fråga är en bakgrundsfråga. Då går det inte att säga vilka som har svarat jämfört med vilka som "
              "bor här, och svaren kan inte vägas."),
            _("Lägg till kommun, ålder eller kön, och kryssa för att det är en bakgrundsfråga."),
        )  # fmt: skip
    elif background and weighted_by is not None and not any(each.name in weighted_by for each in background):
        yield Advice(
            "no_margin", background[0].name, "background",
            _("Ingen bakgrundsfråga har en befolkningsfördelning. Då kan svaren inte vägas."),
            _("Lägg in hur befolkningen fördelar sig, under insamlingen, för minst en bakgrundsfråga."),
        )  # fmt: skip


def _of_the_page(definition: Definition, page: Page) -> Iterator[Advice]:
    asked = [question for question in page.questions if question.is_asked]
    if len(asked) > MOST_ON_PAGE:
        yield Advice(
            "long_page", page.name, "questions",
            _("Sidan har %(number)d frågor. På en telefon blir det mycket att bläddra i.") % {"number": len(asked)},
            _("Dela sidan i två: lägg till en sida och flytta frågor dit."),
        )  # fmt: skip
    text = definition.say(page.text, definition.language)
    notes = " ".join(definition.say(each.label, definition.language) for each in page.questions if not each.is_asked)
    scales = [question for question in asked if question.type == QuestionType.SCALE]
    themes = _themes_in(f"{text}\n{notes}")
    if len(scales) == 1 and themes > 1:
        yield Advice(
            "double_block", scales[0].name, "label",
            _("Texten före frågan tar upp %(number)d saker, men de besvaras med en enda skala. Den som tycker olika "
              "om dem kan inte svara.") % {"number": themes},
            _("Gör en matris med en rad för varje sak, eller dela texten på flera frågor."),
        )  # fmt: skip


def _themes_in(text: str) -> int:
    """How many points a text makes: those of its longest list, else its paragraphs when they are several."""
    points = [line for line in text.split("\n") if re.match(r"\s*(?:[-*•]|\d+[.)])\s+\S", line)]
    paragraphs = [each for each in re.split(r"\n\s*\n", text) if len(each.split()) >= 12]
    return max(len(points), len(paragraphs))


def _of_the_question(definition: Definition, question: Question) -> Iterator[Advice]:
    label = definition.say(question.label, definition.language)
    if question.is_asked:
        yield from _wording(question, label)
        yield from _ways_out(definition, question, label)
    yield from _rows(definition, question)
    yield from _ages(definition, question)
    yield from _balance(definition, question)
    yield from _choices_asked_for(definition, question)


def _wording(question: Question, label: str) -> Iterator[Advice]:
    words = len(label.split())
    if words > MOST_WORDS:
        yield Advice(
            "long_label", question.name, "label",
            _("Frågan är %(words)d ord lång. Den som läser långsamt tappar tråden.") % {"words": words},
            _("Korta den till högst %(most)d ord. Lägg bakgrunden i hjälptexten eller i en text före frågan.")
            % {"most": MOST_WORDS},
        )  # fmt: skip
    if joined := joined_in(label) if question.type in _HOLDS_OPINION and not question.background else "":
        yield _double(question.name, "label", joined)
    if found := _LEADING.search(label):
        yield Advice(
            "leading", question.name, "label",
            _("”%(word)s” talar om vilket svar som väntas.") % {"word": found[0]},
            _("Stryk ordet och läs frågan högt: ska den som tycker tvärtom känna sig lika välkommen att svara?"),
        )  # fmt: skip


def _double(place: str, field: str, joined: str) -> Advice:
    return Advice(
        "double", place, field,
        _("Det verkar vara två saker i samma fråga: ”%(joined)s”. Den som tycker olika om dem kan inte svara.")
        % {"joined": joined},
        _("Fråga om en sak i taget: dela upp i två frågor eller två rader."),
    )  # fmt: skip


def joined_in(label: str) -> str:
    """The part of a label that joins two things, "" for none: "skolan och vården". Fixed expressions do not count."""
    cleaned = _FIXED_PAIRS.sub(" ", label)
    found = _JOINS.search(cleaned)
    if found is None:
        return ""
    before, after = cleaned[: found.start()].split()[-1:], cleaned[found.end() :].split()[:1]
    if found[1] is None and found[0] != "&":
        return found[0].strip(" ?.!,:;")
    return " ".join([*before, found[0], *after]).strip(" ?.!,:;") if before and after else ""


def _ways_out(definition: Definition, question: Question, label: str) -> Iterator[Advice]:
    is_opinion = question.type in _OPINION or (
        question.type == QuestionType.SINGLE and not question.background and bool(_ABOUT_OPINION.search(label))
    )
    if is_opinion and not question.dont_know and not _has_own_way_out(definition, question):
        yield Advice(
            "no_dont_know", question.name, "dont_know",
            _("Frågan ber om en åsikt men saknar ”Vet inte”. Den som inte har någon gissar, och gissningen räknas."),
            _("Kryssa för ”Vet inte”. De svaren räknas för sig."),
        )  # fmt: skip
    if question.required and _SENSITIVE.search(label) and not question.wont_say:
        yield Advice(
            "sensitive", question.name, "required",
            _("Frågan rör något känsligt och måste besvaras. En del lämnar då hela enkäten."),
            _("Gör den frivillig, eller kryssa för ”Vill inte svara”."),
        )  # fmt: skip


def _has_own_way_out(definition: Definition, question: Question) -> bool:
    """Whether one of the choices says as much as "Vet inte"."""
    return any(
        re.search(r"\b(vet (?:inte|ej)|ingen åsikt|ingen uppfattning|don't know|no opinion)\b", said, re.IGNORECASE)
        for said in (definition.say(choice.label, definition.language) for choice in question.choices)
    )


def _rows(definition: Definition, question: Question) -> Iterator[Advice]:
    if question.type != QuestionType.MATRIX:
        return
    for row in question.rows:
        if joined := joined_in(definition.say(row.label, definition.language)):
            yield _double(question.name, "rows", joined)
            break
    if len(question.rows) > MOST_ROWS:
        yield Advice(
            "long_matrix", question.name, "rows",
            _("Matrisen har %(number)d rader. Efter ungefär tio svarar många likadant på resten.")
            % {"number": len(question.rows)},
            _("Dela den i två frågor, på var sin sida."),
        )  # fmt: skip


def _ages(definition: Definition, question: Question) -> Iterator[Advice]:
    """Choices that are age classes: in two of them at once, or in none."""
    if question.type not in {QuestionType.SINGLE, QuestionType.AREA}:
        return
    labels = [definition.say(choice.label, definition.language) for choice in question.choices]
    spans = sorted(span for span in map(_span, labels) if span is not None)
    if len(spans) < 2 or len(spans) < len(labels) - 2:
        return
    for (_low, high), (low, _high) in pairwise(spans):
        if low <= high:
            message = _("Den som är %(age)d år hör till två av svarsalternativen.") % {"age": low}
        elif low > high + 1:
            message = ngettext(
                "Den som är %(age)d år hör inte till något av svarsalternativen.",
                "Den som är mellan %(age)d och %(until)d år hör inte till något av svarsalternativen.",
                low - high - 1,
            ) % {"age": high + 1, "until": low - 1}
        else:
            continue
        yield Advice(
            "age_classes", question.name, "choices", message,
            _("Låt varje klass börja året efter att den förra slutar, eller fråga efter födelseår: då räknas den ut."),
        )  # fmt: skip


def _span(label: str) -> tuple[int, int] | None:
    """The youngest and the oldest of an age class as it is written: 16–29 år, 65+, under 16."""
    if found := _AGES.search(label):
        return int(found["low"]), int(found["high"])
    if found := _AGE_AND_UP.search(label):
        return int(found["low"]), 999
    if found := _AGE_AND_DOWN.search(label):
        return 0, int(found["high"]) - 1
    return None


def _balance(definition: Definition, question: Question) -> Iterator[Advice]:
    if question.type in _OPINION and question.scale is not None and not question.choices:
        yield from _ends(definition, question, question.scale)
    labels = [definition.say(choice.label, definition.language) for choice in question.choices]
    if question.type in {QuestionType.SINGLE, QuestionType.MATRIX} and len(labels) >= 3:
        labels = [each for each in labels if not _NEUTRAL.match(each)]
        bad = [each for each in labels if _BAD.search(each)]
        good = [each for each in labels if _GOOD.search(each) and each not in bad]
        if bad and good and abs(len(bad) - len(good)) > 1:
            yield Advice(
                "unbalanced", question.name, "choices",
                _("Svaren väger ojämnt: %(good)d åt det positiva hållet och %(bad)d åt det negativa.")
                % {"good": len(good), "bad": len(bad)},
                _("Ha lika många åt varje håll, och gärna ett i mitten."),
            )  # fmt: skip


def _ends(definition: Definition, question: Question, scale: Scale) -> Iterator[Advice]:
    low = definition.say(scale.low_label, definition.language).strip()
    high = definition.say(scale.high_label, definition.language).strip()
    if not low or not high:
        yield Advice(
            "unlabelled", question.name, "scale",
            _("Skalans ändar saknar ord. Alla vet inte om det högsta talet är bäst eller sämst."),
            _("Skriv vad det lägsta och det högsta talet betyder, till exempel ”Inte alls” och ”Helt”."),
        )  # fmt: skip
    elif _BAD.search(low) is None and _BAD.search(high) is not None:
        yield Advice(
            "turned", question.name, "scale",
            _("Det högsta talet verkar vara det sämsta. I resultaten räknas högre som mer positivt."),
            _("Byt plats på orden för det lägsta och det högsta talet."),
        )  # fmt: skip
    elif low.casefold() == high.casefold():
        yield Advice(
            "unbalanced", question.name, "scale",
            _("Skalans båda ändar heter likadant."),
            _("Ge ändarna motsatta ord, lika starka åt båda hållen."),
        )  # fmt: skip


def _choices_asked_for(definition: Definition, question: Question) -> Iterator[Advice]:
    """A condition on an answer that cannot be given: its choice has been taken away."""
    for name, code in _codes_asked_for(question.relevant):
        of = definition.by_name.get(name)
        if of is not None and of.codes and code and code not in codes_of(of):
            yield Advice(
                "no_such_choice", question.name, "relevant",
                _("Villkoret väntar på svaret %(code)s, som inte finns. Därför visas frågan kanske aldrig.")
                % {"code": code},
                _("Välj svaret på nytt i villkoret, eller lägg tillbaka svarsalternativet."),
            )  # fmt: skip


def _codes_asked_for(formula: str) -> list[tuple[str, str]]:
    try:
        tree = parse(formula) if formula else []
    except ExpressionError:
        return []
    return list(_in_tree(tree))


def _in_tree(tree: Tree) -> Iterator[tuple[str, str]]:
    if not isinstance(tree, list):
        return
    if len(tree) == 3 and tree[0] in ("=", "!=", "selected") and isinstance(tree[1], list) and tree[1][0] == "ref":
        if isinstance(tree[2], str):
            yield str(tree[1][1]), tree[2]
        return
    for part in tree[1:]:
        yield from _in_tree(part)
