"""Forms made for other programs: what is taken, and a note with its place for everything that is not."""

from __future__ import annotations

import pytest

from fardplan.base.errors import Invalid
from fardplan.surveys.definition import Question, problems_of
from tests.surveys.workbooks.forms import notes_of, taken, workbook

CHOICES = """
list name | name | label::Svenska (sv) | label::English (en)
janej | ja | Ja | Yes
janej | nej | Nej | No
kommuner | 1080 | Karlskrona | Karlskrona
kommuner | 1081 | Ronneby | Ronneby
"""


def questions(survey: str, *, choices: str = CHOICES) -> list[Question]:
    return list(taken(workbook(survey=survey, choices=choices)).definition.questions)


def test_a_form_from_another_program_becomes_pages_and_questions():
    found = taken(
        workbook(
            survey="""
            type | name | label::Svenska (sv) | label::English (en) | required | relevant | appearance | parameters
            begin group | bakgrund | Om dig | About you
            select_one kommuner | kommun | Var bor du? | Where do you live? | yes | | minimal
            select_multiple janej or_other | val | Välj | Choose
            end group
            integer | barn | Hur många barn? | How many? | | selected(${val}, 'other')
            range | nojd | Hur nöjd? | How satisfied? | true() | | | start=0 end=10 step=1
            rank janej | ordning | I vilken ordning? | In which order? | | | | randomize=true
            text | fritext | Något mer? | Anything else? | | | multiline
            """,
            choices=CHOICES,
            settings="form_title | form_id | default_language\nVår enkät | var-enkat | Svenska (sv)",
        )
    )
    assert (found.notes, found.slug) == ((), "var-enkat")
    survey = found.definition
    assert (survey.languages, survey.title) == (["sv", "en"], {"sv": "Vår enkät"})
    assert [(page.name, page.title.get("sv")) for page in survey.pages] == [("bakgrund", "Om dig"), ("sida_2", None)]
    asked = survey.by_name
    assert [(name, str(each.type)) for name, each in asked.items()] == [
        ("kommun", "single"), ("val", "multiple"), ("barn", "number"), ("nojd", "scale"), ("ordning", "ranking"),
        ("fritext", "text"),
    ]  # fmt: skip
    assert (asked["kommun"].required, asked["kommun"].codes) == (True, ("1080", "1081"))
    assert asked["barn"].relevant == "selected(${val}, '_other')"
    assert (asked["nojd"].scale.low, asked["nojd"].scale.high) == (0, 10)  # type: ignore[union-attr]
    assert (asked["ordning"].shuffled, asked["fritext"].long, asked["val"].other) == (True, True, True)


def test_what_is_not_taken_is_listed_row_by_row():
    found = taken(
        workbook(
            survey="""
            type | name | label | relevant | constraint | default | calculation
            geopoint | plats | Var är du?
            start | start
            image | bild | Ta en bild
            text | a | Skriv | pulldata('x', 'y') | regex(., '[a-z]+') | hej
            text | b | Skriv mer | ${plats} != ''
            calculate | c | | | | | once(now())
            select_one finns_inte | d | Välj
            begin repeat | barn | Barn
            text | namn | Vad heter barnet?
            end repeat
            end group
            | utan | Ingen typ
            """
        )
    )
    assert notes_of(found) == [
        ("survey", 13, "type", "utan"),
        ("survey", 12, "type", "end group"),
        ("survey", 2, "type", "geopoint plats"),
        ("survey", 3, "type", "start start"),
        ("survey", 4, "type", "image bild"),
        ("survey", 5, "relevant", "pulldata('x', 'y')"),
        ("survey", 5, "constraint", "regex(., '[a-z]+')"),
        ("survey", 5, "default", "hej"),
        ("survey", 6, "relevant", "${plats} != ''"),
        ("survey", 7, "calculation", "once(now())"),
        ("survey", 8, "type", "select_one finns_inte"),
        ("survey", 9, "type", "begin repeat barn"),
        ("survey", 10, "type", "text namn"),
    ]
    assert [each.name for each in found.definition.questions] == ["a", "b", "d"]
    why = {(note.row, note.column): note.why for note in found.notes}
    assert why[5, "relevant"] == (
        "Tecken 1: det finns ingen funktion som heter ”pulldata”. "
        "Frågan ställs till alla tills ni skriver ett nytt villkor."
    )
    assert why[6, "relevant"].startswith("Tecken 1: ingen tidigare fråga heter ”plats”.")


def test_names_and_codes_become_ours_also_where_formulas_mention_them():
    found = questions(
        """
        type | name | label | relevant
        select_one orter | Var bor du | Var bor du?
        text | Var-bor-du | Varför bor du i ${Var bor du}? | ${Var bor du} = 'Ö by'
        """,
        choices="list_name | name | label\norter | Ö by | Ö by\norter | o_by | Oby",
    )
    assert [(each.name, each.relevant, each.codes) for each in found] == [
        ("var_bor_du", "", ("O_by", "o_by")),
        ("var_bor_du_2", "${var_bor_du} = 'O_by'", ()),
    ]
    assert found[1].label == {"sv": "Varför bor du i ${var_bor_du}?"}


def test_a_group_within_a_page_hands_its_condition_to_its_questions():
    found = questions(
        """
        type | name | label | relevant
        begin_group | sida | Sida
        select_one janej | vill | Vill du?
        begin_group | inre | Mer | ${vill} = 'ja'
        text | varfor | Varför?
        text | hur | Hur? | ${varfor} != ''
        end_group
        end_group
        """
    )
    assert [(each.name, str(each.type), each.relevant) for each in found] == [
        ("vill", "single", ""),
        ("inre", "note", "${vill} = 'ja'"),
        ("varfor", "text", "${vill} = 'ja'"),
        ("hur", "text", "(${vill} = 'ja') and (${varfor} != '')"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "begin_group | delar | Hur nöjd? | table-list\n"
        "select_one janej | skola | Skolan\nselect_one janej | vard | Vården",
        "begin_group | delar | Hur nöjd? | field-list\nselect_one janej | rubrik | x | label\n"
        "select_one janej | skola | Skolan | list-nolabel\nselect_one janej | vard | Vården | list-nolabel",
    ],
)
def test_a_table_of_choices_becomes_a_matrix(rows: str):
    (matrix,) = questions(f"type | name | label | appearance\n{rows}\nend_group")
    assert (str(matrix.type), [row.name for row in matrix.rows], matrix.codes) == (
        "matrix",
        ["skola", "vard"],
        ("ja", "nej"),
    )


def test_our_own_columns_can_be_written_by_hand():
    found = questions(
        """
        type | name | label | fp::type | fp::classes | fp::weighting | fp::direction | fp::public | fp::contribution
        integer | fodd | Vilket år är du född? | birth_year | 16, 30 45 | ja
        text | saknas | Saknas något? | | | | a1 | nej | yes
        text | fel | Ett fel | birth_year | | kanske
        """
    )
    assert (found[0].age_classes, found[0].background) == (("16-29", "30-44", "45-"), True)
    assert (found[1].about, found[1].public, found[1].contribution) == ("a1", False, True)
    assert (str(found[2].type), found[2].background) == ("text", False)


def test_words_are_taken_by_the_language_of_their_column():
    found = taken(
        workbook(
            survey="type | name | label | label::English | hint::Suomi (fi) | label::Klingonska\n"
            "text | a | Skriv | Write | Kirjoita | qapla"
        )
    )
    assert found.definition.languages == ["sv", "en", "fi"]
    assert found.definition.questions[0].label == {"sv": "Skriv", "en": "Write"}
    assert notes_of(found) == [("survey", 1, "label::Klingonska", "label::Klingonska")]
    assert {problem.field for problem in problems_of(found.definition)} >= {"label:fi", "hint:sv"}


def test_a_range_that_is_no_scale_becomes_a_number():
    (asked,) = questions("type | name | label | parameters\nrange | a | Hur långt? | start=0 end=500 step=10")
    assert (str(asked.type), asked.minimum, asked.maximum, asked.whole) == ("number", 0, 500, True)


def test_what_cannot_be_as_it_is_is_left_out_and_told():
    found = taken(
        workbook(survey=f"type | name | label | fp::longest | fp::most\ntext | a | {'x' * 5_001} | 99999 | hej")
    )
    assert [(str(each.type), each.label, each.longest) for each in found.definition.questions] == [("text", {}, 2_000)]
    assert [(note.row, note.column) for note in found.notes] == [(2, "label"), (2, "fp::most"), (2, "longest")]


def test_more_questions_than_a_survey_can_hold_are_noted_one_by_one():
    rows = "\n".join(f"text | fraga_{number} | Skriv" for number in range(203))
    found = taken(workbook(survey=f"type | name | label\n{rows}"))
    assert len(found.definition.questions) == 200
    assert [note.row for note in found.notes] == [202, 203, 204]


def test_a_list_of_notes_has_an_end():
    rows = "\n".join(f"geopoint | plats_{number} | Var?" for number in range(700))
    found = taken(workbook(survey=f"type | name | label\n{rows}"))
    assert (len(found.notes), found.notes[-1].what) == (501, "200 till")


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"Blad1": "type | name"}, "Arbetsboken har inget blad som heter survey. Dess blad heter: Blad1."),
        ({"survey": "fråga | svar\nHur? | Bra"}, "Bladet survey har ingen kolumn som heter type, eller inget i den."),
        ({"survey": ""}, "Bladet survey har ingen kolumn som heter type, eller inget i den."),
    ],
)
def test_what_is_no_form_is_refused_with_what_is_missing(sheets: dict[str, str], message: str):
    with pytest.raises(Invalid) as refused:
        taken(workbook(**sheets))
    assert (str(refused.value.message), refused.value.field) == (message, "upload")


def test_groups_within_groups_have_an_end():
    rows = "\n".join(f"begin_group | g{number} | x" for number in range(1_000))
    with pytest.raises(Invalid, match="Bladet survey, rad 22: grupper ligger i varandra i fler än 20 led"):
        taken(workbook(survey=f"type | name | label\n{rows}"))
