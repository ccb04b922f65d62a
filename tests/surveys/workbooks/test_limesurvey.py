"""LimeSurvey's tab-separated form: its classes, its types of question, and its conditions in their simple forms."""

from __future__ import annotations

import csv
import io

import pytest

from fardplan.analysis.expressions import ExpressionError
from fardplan.base.errors import Invalid
from fardplan.surveys.definition import as_data, problems_of
from fardplan.surveys.workbooks import looks_like_lime, read_limesurvey
from fardplan.surveys.workbooks.lime_formulas import Known, piped, translated

HEADINGS = ["class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory", "other"]
FORM = """
S||language||sv
S||additional_languages||en
SL||surveyls_title||Vår <b>enkät</b>||sv
SL||surveyls_title||Our survey||en
SL||surveyls_welcometext||<p>Hej!</p><p>Det tar sex minuter.</p>||sv
SL||surveyls_welcometext||<p>Hi!</p>||en
G||Om dig|1|Några frågor||sv
Q|L|Q1|1|Var bor du?||sv||Y|Y
A|0|A1||Karlskrona||sv
A|0|A2||Ronneby||sv
Q|M|Q2||Hur reser du?|Välj flera|sv
SQ|0|SQ001||Buss||sv
SQ|0|SQ002||Cykel||sv
Q|5|Q3|Q1.NAOK == "A1"|Hur nöjd är du?||sv
G||Mer|1|||sv
Q|F|Q4|!is_empty(Q3.NAOK)|Vad tycker du?||sv
SQ|0|skola||Skolan||sv
SQ|0|vard||Vården||sv
A|0|1||Dåligt||sv
A|0|2||Bra||sv
Q|Y|Q5|Q2_SQ001.NAOK == "Y" and Q1 != "-oth-"|Bor du i {Q1.shown}?||sv
Q|Q|Q6||Var och varför?||sv
SQ|0|var||Var||sv
SQ|0|varfor||Varför||sv
Q|T|Q7|rand(1,2) == 1|Något mer?||sv|/[a-z]+/
Q|1|Q8||Två skalor||sv
G||About you|1|||en
Q|L|Q1|1|Where do you live?||en||Y|Y
A|0|A1||Karlskrona||en
A|0|A2||Ronneby||en
Q|M|Q2||How do you travel?|Choose several|en
SQ|0|SQ001||Bus||en
SQ|0|SQ002||Bike||en
Q|5|Q3|Q1.NAOK == "A1"|How satisfied?||en
G||More|1|||en
Q|F|Q4|!is_empty(Q3.NAOK)|What do you think?||en
SQ|0|skola||The school||en
SQ|0|vard||Health care||en
A|0|1||Bad||en
A|0|2||Good||en
Q|Y|Q5|Q2_SQ001.NAOK == "Y" and Q1 != "-oth-"|Do you live in {Q1.shown}?||en
Q|Q|Q6||Where and why?||en
SQ|0|var||Where||en
SQ|0|varfor||Why||en
Q|T|Q7|rand(1,2) == 1|Anything else?||en|/[a-z]+/
"""


def file(text: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t")
    writer.writerow(HEADINGS)
    for line in text.strip().splitlines():
        writer.writerow(line.split("|"))
    return out.getvalue().encode("utf-8-sig")


def test_a_form_becomes_a_survey_in_all_its_languages():
    found = read_limesurvey(file(FORM))
    survey = found.definition
    assert (survey.languages, survey.title) == (["sv", "en"], {"sv": "Vår enkät", "en": "Our survey"})
    assert survey.introduction == {"sv": "Hej!\n\nDet tar sex minuter.", "en": "Hi!"}
    assert [(page.title, [each.name for each in page.questions]) for page in survey.pages] == [
        ({"sv": "Om dig", "en": "About you"}, ["q1", "q2", "q3"]),
        ({"sv": "Mer", "en": "More"}, ["q4", "q5", "q6_var", "q6_varfor", "q7"]),
    ]
    asked = survey.by_name
    assert as_data(survey)["pages"][0]["questions"][0] == {
        "name": "q1", "type": "single", "label": {"sv": "Var bor du?", "en": "Where do you live?"}, "required": True,
        "other": True, "choices": [
            {"name": "A1", "label": {"sv": "Karlskrona", "en": "Karlskrona"}},
            {"name": "A2", "label": {"sv": "Ronneby", "en": "Ronneby"}},
        ],
    }  # fmt: skip
    assert {name: each.relevant for name, each in asked.items() if each.relevant} == {
        "q3": "${q1} = 'A1'",
        "q4": "${q3} != ''",
        "q5": "selected(${q2}, 'SQ001') and ${q1} != '_other'",
    }
    assert ([row.name for row in asked["q4"].rows], asked["q4"].codes) == (["skola", "vard"], ("1", "2"))
    assert asked["q5"].label == {"sv": "Bor du i ${q1}?", "en": "Do you live in ${q1}?"}
    assert asked["q6_var"].label == {"sv": "Var och varför? – Var", "en": "Where and why? – Where"}
    assert asked["q7"].long
    assert [problem.message for problem in problems_of(survey)] == ["Text saknas på språket en."]  # of a page's text


def test_what_is_not_taken_is_listed_row_by_row():
    found = read_limesurvey(file(FORM))
    assert [(note.row, note.column, note.what) for note in found.notes] == [
        (26, "validation", "/[a-z]+/"),
        (26, "relevance", "rand(1,2) == 1"),
        (27, "class", "Q 1 Q8"),
    ]
    assert found.notes[1].why == (
        "Tecken 1: det finns ingen funktion som heter ”rand”. "
        "Frågan ställs till alla tills ni skriver ett nytt villkor."
    )


KNOWN = Known(questions={"Q1": "q1", "n": "n"}, chosen={"Q2_SQ1": ("q2", "SQ1")}, codes={"q1": {"å": "a"}})


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("1", ""),
        ("{Q1.NAOK == 'å'}", "${q1} = 'a'"),
        ("((Q1.NAOK == 1 || n > 2))", "((${q1} = 1 or ${n} > 2))"),
        ("!(n lt 3) && is_empty(Q1)", "not(${n} < 3) and ${q1} = ''"),
        ('Q2_SQ1.NAOK == ""', "not(selected(${q2}, 'SQ1'))"),
        ("n / 2 >= 1.5", "${n} div 2 >= 1.5"),
    ],
)
def test_conditions_in_simple_forms_are_understood(written: str, ours: str):
    known = Known(questions={**KNOWN.questions, "Q2": "q2"}, chosen=KNOWN.chosen, codes=KNOWN.codes)
    assert translated(written, known) == ours


@pytest.mark.parametrize("written", ["count(Q1) > 1", "Q9 == 1", "Q1 == ", "!Q1", "Q1 ~ 2", "Q2_SQ1 > 3", "(" * 3_000])
def test_other_conditions_are_refused_with_their_place(written: str):
    with pytest.raises(ExpressionError) as refused:
        translated(written, KNOWN)
    assert refused.value.position >= 1


def test_only_answers_that_are_known_are_put_into_texts():
    assert piped("Hej {Q1.shown} {TOKEN:FIRSTNAME} {Q9}", KNOWN) == "Hej ${q1} {TOKEN:FIRSTNAME} {Q9}"


def test_a_file_is_known_by_its_headings():
    assert looks_like_lime(file(FORM))
    assert not looks_like_lime(b"namn\tfr\xe5ga\n")
    assert not looks_like_lime(b"")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (file(FORM) + b"\xff\xfe", "Filen är inte skriven i UTF-8."),
        (file("Q|T|Q1||" + "x" * 40_000), "Rad 2, kolumn text: texten är för lång."),
        (file("Q|T|Q1||" + "x" * 10_000_000), "Rad 2, kolumn ?: texten är för lång."),
        (file("Q|T|Q1||x\n" * 20_001), "Filen har fler än 20000 rader."),
    ],
)
def test_a_hostile_file_is_refused_with_its_place(content: bytes, message: str):
    with pytest.raises(Invalid) as refused:
        read_limesurvey(content)
    assert (str(refused.value.message), refused.value.field) == (message, "upload")


def test_rows_that_belong_nowhere_are_noted():
    found = read_limesurvey(file("SQ|0|a||Lös rad\nZ||b||Okänd\nG||Sida\nA|0|c||Utan fråga"))
    assert [(note.row, note.what) for note in found.notes] == [(2, "SQ a"), (3, "Z b"), (5, "A c")]
