"""Surveys at the desk: listed, made, written in by two at once, translated, looked through and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.definition import Choice, Question, QuestionType, editing, problems_of
from fardplan.surveys.definition.differences import changes_between
from fardplan.surveys.definition.texts import texts_of
from fardplan.surveys.models import Survey
from tests.surveys.conftest import NOW, make_collection, make_response, make_survey, organiser, survey
from tests.surveys.definitions import every_type, short

__all__ = ["make_collection", "make_response", "make_survey", "organiser", "survey"]
SCRIPT = "<script>alert(1)</script>"


def address(survey: Survey, more: str = "") -> str:
    return f"/skrivbord/dialog/{survey.dialogue.slug}/enkater/{survey.slug}/{more}"


def outline(survey: Survey) -> list[list[str]]:
    survey.refresh_from_db()
    return [[page.name, *(each.name for each in page.questions)] for page in survey.drafted.pages]


def press(desk: Client, survey: Survey, act: str, *, seen: str | None = None) -> Any:
    survey.refresh_from_db()
    order = editing.order_of(survey.drafted) if seen is None else seen
    return desk.post(address(survey, "gor/"), {"gor": act, "seen": order}, follow=True)


def fields_of(desk: Client, url: str) -> dict[str, Any]:
    """What a browser would send back from the form of a page."""
    form = desk.get(url).context["form"]
    found = {}
    for name in form.fields:
        value, widget = form[name].value(), form.fields[name].widget
        if name != "picture" and value not in (None, False, ""):
            shown = widget.format_value(value) if hasattr(widget, "format_value") else value
            found[name] = "on" if value is True else shown[0] if isinstance(shown, list) else shown
    return found


# --- the list ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many_surveys(
    desk: Client, make_survey: Callable[..., Survey], make_collection: Callable[..., Any], number: int
) -> None:
    for each in range(number):
        make_collection(make_survey(slug=f"enkat-{each}"))
    url = "/skrivbord/dialog/dagen-2020/enkater/"
    desk.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        text = desk.get(url).text
    assert text.count("Enkäten</a>") == number
    assert len(queries) <= 8


def test_the_list_tells_the_state_of_each(
    desk: Client, make_survey: Callable[..., Survey], make_collection: Callable[..., Any],
    make_response: Callable[..., Any],
) -> None:  # fmt: skip
    make_survey(slug="utkast", published=False)
    make_survey(slug="utan")
    made = make_collection(make_survey(slug="stangd"))
    make_response(made, matchar="4")
    rows = desk.get("/skrivbord/dialog/dagen-2020/enkater/").context["rows"]
    assert [(each.survey.slug, each.state, each.questions, each.responses) for each in rows] == [
        ("utkast", "draft", 4, 0), ("utan", "ready", 4, 0), ("stangd", "closed", 4, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "names"),
    [("tom", [["sida_1"]]), ("bakgrund", [["sida_1"], ["om_dig", "kommun", "alder", "kon"]])],
)
def test_a_survey_begins_empty_or_with_the_usual_background(
    desk: Client, dialogue: Dialogue, start: str, names: list[list[str]]
) -> None:
    sent = {"name": "Enkät 1", "slug": "enkat-1", "start": start}
    answer = desk.post("/skrivbord/dialog/dagen-2020/ny-enkat/", sent)
    made = Survey.objects.get()
    assert answer["Location"] == address(made)
    assert outline(made) == names
    if start == "bakgrund":
        labels = [choice.label["sv"] for choice in made.drafted.by_name["kommun"].choices]
        assert labels == [*dialogue.municipalities, "En annan kommun"]
        assert problems_of(made.drafted) == []


def test_a_survey_begins_as_a_copy_of_another(desk: Client, survey: Survey) -> None:
    url = "/skrivbord/dialog/dagen-2020/ny-enkat/"
    assert f'value="{survey.pk}" ' in desk.get(f"{url}?som={survey.pk}").text
    desk.post(url, {"name": "En till", "title": "Andra omgången", "slug": "en-till", "start": str(survey.pk)})
    copy = Survey.objects.get(slug="en-till").drafted
    assert copy.title["sv"] == "Andra omgången"
    assert copy.pages == survey.drafted.pages
    refused = desk.post(url, {"name": "x", "slug": "en-till", "start": "tom"})
    assert (refused.status_code, "Det finns redan en enkät med den adressen." in refused.text) == (422, True)


# --- writing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pages", [1, 3])
def test_the_outline_costs_the_same_however_long(
    desk: Client, make_survey: Callable[..., Survey], organiser: Official, pages: int
) -> None:
    made = make_survey(published=False)
    for _each in range(pages - 1):
        actions.edit_draft(
            survey=made, edit=lambda stored: editing.duplicate(stored, "del_2")[0], by=organiser, now=NOW
        )
    desk.get(address(made))
    with CaptureQueriesContext(connection) as queries:
        desk.get(address(made))
    assert len(queries) <= 8


def test_a_question_is_written_moved_copied_removed_and_put_back(desk: Client, survey: Survey) -> None:
    kinds = desk.get(address(survey, "ny-fraga/?sida=del_1")).text
    assert kinds.count('<li class="panel">') == len(QuestionType)
    url = address(survey, "ny-fraga/single/?sida=del_1")
    answer = desk.post(url, {"label": "Hur reser du?", "choices": "Buss\nBil", "dont_know": "on", "public": "on"})
    assert answer["Location"] == address(survey) + "#del-hur_reser_du"
    assert outline(survey)[0] == ["del_1", "kommun", "alder", "hur_reser_du"]
    press(desk, survey, "upp:hur_reser_du")
    press(desk, survey, "kopiera:hur_reser_du")
    assert outline(survey)[0] == ["del_1", "kommun", "hur_reser_du", "hur_reser_du_2", "alder"]
    press(desk, survey, "ta-bort:hur_reser_du_2")
    assert "Lägg tillbaka" in desk.get(address(survey)).text
    press(desk, survey, "lagg-tillbaka:hur_reser_du_2")
    desk.post(address(survey, "fragor/hur_reser_du_2/flytta/"), {"page": "del_2"})
    assert outline(survey) == [
        ["del_1", "kommun", "hur_reser_du", "alder"], ["del_2", "matchar", "saknas", "hur_reser_du_2"],
    ]  # fmt: skip


def test_a_press_on_an_old_page_changes_nothing_and_says_so(desk: Client, survey: Survey) -> None:
    before = outline(survey)
    for act in ("upp:alder", "ta-bort:alder", "kopiera:alder"):
        answer = press(desk, survey, act, seen="gammal")
        assert (answer.status_code, "Någon annan har lagt till" in answer.text) == (409, True)
    assert outline(survey) == before
    assert press(desk, survey, "lagg-tillbaka:finns_inte").status_code == 409
    assert press(desk, survey, "hitta-pa:alder").status_code == 404


def test_two_in_the_same_question_see_both_and_lose_nothing(desk: Client, survey: Survey) -> None:
    url = address(survey, "fragor/kommun/")
    mine = fields_of(desk, url) | {"label": "Min fråga"}
    desk.post(url, fields_of(desk, url) | {"label": "Deras fråga"})
    answer = desk.post(url, mine)
    assert answer.status_code == 409
    assert ("Deras fråga" in answer.text, "Min fråga" in answer.text) == (True, True)
    again = {**mine, "seen": answer.context["form"].data["seen"]}
    assert desk.post(url, again).status_code == 302
    survey.refresh_from_db()
    assert survey.drafted.by_name["kommun"].label["sv"] == "Min fråga"


def test_what_was_written_in_a_question_that_somebody_removed_is_shown_and_can_be_kept(
    desk: Client, survey: Survey
) -> None:
    url = address(survey, "fragor/kommun/")
    mine = fields_of(desk, url) | {"label": "Min fråga"}
    press(desk, survey, "ta-bort:kommun")
    answer = desk.post(url, mine)
    assert (answer.status_code, "Min fråga" in answer.text) == (409, True)
    assert desk.post(url, mine | {"lagg-tillbaka": "1"}).status_code == 302
    survey.refresh_from_db()
    assert survey.drafted.by_name["kommun"].label["sv"] == "Min fråga"
    assert survey.drafted.by_name["kommun"].choices == short().by_name["kommun"].choices


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("(" * 1_900, "för många parenteser"),
        ("1+" * 900 + "1", "formeln har för många delar"),
        ("'" + "x" * 3_000 + "'", "Korta den till högst 2 000 tecken"),
        ("system('rm')", "Tecken 1: det finns ingen funktion som heter ”system”"),
        ("${kommun}.__class__ = 1", "Tecken 10:"),
        ("${okand} = 1", "Tecken 1: ingen tidigare fråga heter ”okand”"),
        ("${kommun", "} efter namnet saknas"),
        ("'a", "citattecknet efter den saknas"),
        ("1e999", "Tecken 2: ”e999”"),
    ],
    ids=lambda value: str(value)[:20],
)
@pytest.mark.parametrize("field", ["relevant", "constraint"])
def test_a_hostile_formula_is_refused_at_its_field_and_character(
    desk: Client, survey: Survey, field: str, typed: str, told: str
) -> None:
    url = address(survey, "fragor/saknas/")
    before = survey.drafted
    refused = desk.post(url, fields_of(desk, url) | {field: typed})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert told in " ".join(refused.context["form"].errors[field])
    survey.refresh_from_db()
    assert survey.drafted == before


def test_somebody_freezes_while_another_writes_and_nobody_loses_anything(desk: Client, survey: Survey) -> None:
    """The form was opened before the version was frozen: what is saved then belongs to the next one."""
    url = address(survey, "fragor/saknas/")
    desk.post(url, fields_of(desk, url) | {"label": "Vad saknas?"})
    opened = fields_of(desk, url)
    page = desk.get(address(survey, "versioner/"))
    desk.post(address(survey, "versioner/publicera/"), {"sha256": page.context["sha256"]})
    again = desk.post(address(survey, "versioner/publicera/"), {"sha256": page.context["sha256"]}, follow=True)
    assert "redan publicerad" in again.text or "Inget är ändrat" in again.text
    assert desk.post(url, opened | {"label": "Vad saknas du?"}).status_code == 302
    survey.refresh_from_db()
    labels = [version.asks.by_name["saknas"].label["sv"] for version in survey.versions.order_by("number")]
    assert labels == ["Saknas något?", "Vad saknas?"]
    assert survey.drafted.by_name["saknas"].label["sv"] == "Vad saknas du?"


@pytest.mark.parametrize("part", ["rubrik/", "sidor/del_1/"])
def test_two_in_the_same_words_see_both(desk: Client, survey: Survey, part: str) -> None:
    url = address(survey, part)
    mine = fields_of(desk, url) | {"title": "Mitt"}
    desk.post(url, fields_of(desk, url) | {"title": "Deras"})
    answer = desk.post(url, mine)
    assert (answer.status_code, "Deras" in answer.text, "Mitt" in answer.text) == (409, True, True)


def test_scripts_in_labels_are_words_everywhere(desk: Client, survey: Survey) -> None:
    for kind in ("single", "note"):
        desk.post(address(survey, f"ny-fraga/{kind}/"), {"label": SCRIPT, "choices": f"{SCRIPT}\n{SCRIPT} b"})
    desk.post(address(survey, "rubrik/"), fields_of(desk, address(survey, "rubrik/")) | {"title": SCRIPT})
    for part in ("", "kontroll/", "versioner/", "sprak/en/", "fragor/script_alert_1_script/", "ny-fraga/"):
        text = desk.get(address(survey, part)).text
        assert SCRIPT not in text
    assert escape(SCRIPT) in desk.get(address(survey, "sprak/en/")).text


@pytest.mark.parametrize(
    "part",
    [
        "ny-fraga/hittepa/",
        "fragor/finns_inte/",
        "fragor/finns_inte/flytta/",
        "sidor/finns_inte/",
        "sprak/so/",
        "sprak/sv/",
        "versioner/9.json",
    ],
)
def test_what_is_not_there_is_missing(desk: Client, survey: Survey, part: str) -> None:
    assert desk.get(address(survey, part)).status_code == 404


def test_a_survey_without_pages_says_that_it_needs_one(desk: Client, survey: Survey) -> None:
    for name in ("del_1", "del_2"):
        press(desk, survey, f"ta-bort:{name}")
    answer = desk.get(address(survey, "ny-fraga/"))
    assert (answer.status_code, "Lägg först till en sida." in answer.text) == (409, True)
    desk.post(address(survey, "ny-sida/"), {"title": "Resor"})
    assert outline(survey) == [["resor"]]


# --- languages --------------------------------------------------------------------------------------------------------


def test_a_language_is_added_translated_and_taken_away(desk: Client, survey: Survey) -> None:
    desk.post(address(survey, "sprak/"), {"add": "so"})
    survey.refresh_from_db()
    assert survey.drafted.languages == ["sv", "en", "so"]
    page = desk.get(address(survey, "sprak/so/"))
    assert "Översätt: Soomaali" in page.text
    sent = {"seen": page.context["seen"], "title": " Sahan ", "kommun.choices.k1080": "Karlskrona"}
    assert desk.post(address(survey, "sprak/so/"), sent).status_code == 302
    survey.refresh_from_db()
    assert survey.drafted.title["so"] == "Sahan"
    assert survey.drafted.by_name["kommun"].choices[0].label["so"] == "Karlskrona"
    desk.post(address(survey, "sprak/so/ta-bort/"))
    survey.refresh_from_db()
    assert survey.drafted == short()
    assert desk.post(address(survey, "sprak/sv/ta-bort/")).status_code == 404
    assert desk.post(address(survey, "sprak/"), {"add": "klingon"}).status_code == 422


def test_our_own_words_are_translated_first_in_a_language_our_pages_do_not_have(desk: Client, survey: Survey) -> None:
    desk.post(address(survey, "sprak/"), {"add": "ar"})
    page = desk.get(address(survey, "sprak/ar/"))
    assert [block.heading for block in page.context["blocks"]][:2] == ["Knappar och fasta svar", "Hela enkäten"]
    desk.post(address(survey, "sprak/ar/"), {"seen": page.context["seen"], ":next": " التالي ", ":nobodys": "x"})
    survey.refresh_from_db()
    assert survey.drafted.phrases == {"next": {"ar": "التالي"}}
    assert "våra egna ord saknas" in desk.get(address(survey, "sprak/")).text
    assert f"{address(survey, 'sprak/ar/')}#del-ord" in desk.get(address(survey, "kontroll/")).text
    assert "Knappar och fasta svar" not in desk.get(address(survey, "sprak/en/")).text


def test_two_translators_meet_only_in_the_same_text(desk: Client, survey: Survey) -> None:
    url = address(survey, "sprak/en/")
    seen = desk.get(url).context["seen"]
    desk.post(url, {"seen": seen, "title": "Theirs"})
    answer = desk.post(url, {"seen": seen, "title": "Mine", "thanks": "Thank you"})
    assert (answer.status_code, "Theirs" in answer.text, "Mine" in answer.text) == (409, True, True)
    survey.refresh_from_db()
    assert (survey.drafted.title["en"], survey.drafted.thanks["en"]) == ("Theirs", "Thank you")
    desk.post(url, {"seen": answer.context["seen"], "title": "Mine"})
    survey.refresh_from_db()
    assert survey.drafted.title["en"] == "Mine"
    for wrong in ("", "[]", "x", "[" * 5_000):
        assert desk.post(url, {"seen": wrong, "title": "Nobody's"}).status_code == 409


def test_a_long_survey_is_translated_some_texts_at_a_time(
    desk: Client, make_survey: Callable[..., Survey], organiser: Official
) -> None:
    made = make_survey(published=False)
    choices = [Choice(name=f"k{number}", label={"sv": f"Kommun {number}"}) for number in range(350)]
    listed = Question(name="lista", type=QuestionType.AREA, label={"sv": "Kommun"}, choices=choices)
    actions.edit_draft(
        survey=made, edit=lambda stored: editing.add_question(stored, "del_2", listed), by=organiser, now=NOW
    )
    first, second = [desk.get(address(made, f"sprak/en/?sida={number}")).context for number in (1, 2)]
    counts = [sum(len(block.lines) for block in each["blocks"]) for each in (first, second)]
    assert (counts[0], sum(counts)) == (300, len(texts_of(made.drafted)) + 351)
    desk.post(address(made, "sprak/en/?sida=2"), {"seen": second["seen"], "lista.choices.k349": "Municipality 349"})
    made.refresh_from_db()
    assert made.drafted.by_name["lista"].choices[-1].label["en"] == "Municipality 349"


# --- check and publish ------------------------------------------------------------------------------------------------


def test_faults_lead_to_the_field_where_they_are_mended(desk: Client, survey: Survey) -> None:
    desk.post(address(survey, "ny-fraga/scale/?sida=del_2"), {"label": "Hur nöjd är du med skolan och vården?"})
    text = desk.get(address(survey, "kontroll/")).text
    name = "hur_nojd_ar_du_med"
    assert f"/enkater/enkat/sprak/en/#del-{name}" in text
    assert "två saker i samma fråga" in text
    assert f"/enkater/enkat/fragor/{name}/#id_dont_know" in text
    refused = desk.post(address(survey, "versioner/publicera/"), {"sha256": ""})
    assert refused.status_code == 422
    assert survey.versions.count() == 1


def test_a_version_is_frozen_as_it_was_shown(
    desk: Client, survey: Survey, make_collection: Callable[..., Any], make_response: Callable[..., Any]
) -> None:
    make_response(make_collection(survey), matchar="4")
    assert "Inget är ändrat sedan version 1" in desk.get(address(survey, "versioner/")).text
    url = address(survey, "fragor/matchar/")
    desk.post(url, fields_of(desk, url) | {"high": "7"})
    page = desk.get(address(survey, "versioner/"))
    assert "1 svar är redan lämnat på version 1" in page.text
    assert "Påverkar jämförelsen" in page.text
    stale = desk.post(address(survey, "versioner/publicera/"), {"sha256": "0" * 64})
    assert (stale.status_code, survey.versions.count()) == (409, 1)
    desk.post(address(survey, "versioner/publicera/"), {"sha256": page.context["sha256"]})
    versions = desk.get(address(survey, "versioner/")).context["versions"]
    assert [(each.number, each.answered) for each in versions] == [(2, 0), (1, 1)]
    file = desk.get(address(survey, "versioner/2.json"))
    assert hashlib.sha256(file.content).hexdigest() == versions[0].sha256
    assert json.loads(file.content)["pages"][1]["questions"][0]["scale"]["high"] == 7


def test_what_changed_is_told_in_words() -> None:
    before = every_type()
    after, _taken = editing.take_away(before, "poang")
    after = editing.move(after, "alder", -1, seen=editing.order_of(after))
    kon = after.by_name["kon"]
    changed = kon.model_copy(update={"choices": kon.choices[:1], "label": {"sv": "Ditt kön", "en": "Kön (en)"}})
    after = editing.change_question(after, "kon", changed, seen=editing.seen_of(kon))
    found = [(each.place, each.what, each.before, each.after, each.breaks) for each in changes_between(before, after)]
    assert found == [
        ("kon", "Frågans ord", "Kön", "Ditt kön", False),
        ("kon", "Svarsalternativ: borttaget", "Man", "", True),
        ("", "En fråga är borttagen", "Fördela 100 poäng", "", False),
        ("", "Frågorna kommer i en annan ordning", "", "", False),
    ]
    assert changes_between(before, before) == []


# --- settings ---------------------------------------------------------------------------------------------------------


def test_settings_are_changed_with_a_reason_where_one_is_due(desk: Client, survey: Survey) -> None:
    url = address(survey, "installningar/")
    sent = fields_of(desk, url) | {"shown_while_open": "results"}
    refused = desk.post(url, sent)
    assert (refused.status_code, "Skriv varför ni ändrar" in refused.text) == (422, True)
    assert desk.post(url, sent | {"reason": "Nämnden bad om det"}).status_code == 302
    survey.refresh_from_db()
    assert survey.shown_while_open == "results"


def test_a_survey_that_nobody_has_met_is_thrown_away(desk: Client, make_survey: Callable[..., Survey]) -> None:
    made = make_survey(slug="prov", published=False)
    desk.post(address(made, "kasta/"))
    kept = make_survey(slug="kvar")
    assert desk.post(address(kept, "kasta/")).status_code == 409
    assert list(Survey.objects.values_list("slug", flat=True)) == ["kvar"]


def test_who_only_reads_sees_the_list_without_buttons(
    client: Client, survey: Survey, make_official: Callable[..., Official]
) -> None:
    client.force_login(make_official(RoleName.POLITICIAN))
    text = client.get("/skrivbord/dialog/dagen-2020/enkater/").text
    assert "Enkäten" in text
    assert "ny-enkat" not in text
    assert client.get(address(survey)).status_code == 403
