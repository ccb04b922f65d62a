"""Edits of a draft: on what is stored then, one at a time, with what was taken away kept until the next publishing."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import RoleName
from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.definition import Choice, Definition, Page, Question, QuestionType, editing, hash_of, problems_of
from fardplan.surveys.definition.conditions import Condition, chosen, conditions_of, earlier, formula_of, offered
from fardplan.surveys.definition.differences import changes_between
from fardplan.surveys.definition.naming import as_lines, code_of, from_lines, name_of
from fardplan.surveys.definition.phrases import missing_in
from fardplan.surveys.definition.texts import phrases_of, texts_of, translated, with_languages
from fardplan.surveys.models import Survey, SurveyPicture
from tests.surveys.conftest import NOW
from tests.surveys.definitions import every_type, short


def outline(definition: Definition) -> list[list[str]]:
    return [[page.name, *(question.name for question in page.questions)] for page in definition.pages]


def options(*labels: str) -> list[Choice]:
    return from_lines("\n".join(labels), [], "sv")


# --- names and lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Hur väl stämmer det?", "hur_val_stammer_det"),
        ("Hur väl tycker du att det önskade läget stämmer?", "hur_val_tycker_du_att"),
        ("16–29 år", "f_16_29_ar"),
        ("مرحبا", "fraga"),
        ("Vad är bra i ${kommun}?", "vad_ar_bra_i"),
        ("A" * 80, "a" * 24),
    ],
)
def test_a_question_gets_its_name_from_its_label(label: str, name: str) -> None:
    assert name_of(label) == name
    assert name_of(label, taken={name, f"{name}_2"}) == f"{name}_3"


def test_choices_are_written_one_a_line_and_keep_their_codes() -> None:
    before = options("Buss", "Tåg", "Cykel")
    assert [each.name for each in before] == ["buss", "tag", "cykel"]
    assert as_lines(before, "sv") == "Buss\nTåg\nCykel"
    after = from_lines("Cykel\nBuss eller båt\nTåg\nGång", before, "sv")
    assert [(each.name, each.label["sv"]) for each in after] == [
        ("cykel", "Cykel"), ("buss_eller_bat", "Buss eller båt"), ("tag", "Tåg"), ("gang", "Gång"),
    ]  # fmt: skip
    edited = from_lines("Buss eller båt\nTåg\nCykel", before, "sv")
    assert [each.name for each in edited] == ["buss", "tag", "cykel"]
    assert as_lines(edited, "sv") == "buss: Buss eller båt\ntag: Tåg\ncykel: Cykel"
    assert from_lines(as_lines(edited, "sv"), edited, "sv") == edited


def test_a_code_can_be_written_and_a_colon_in_a_label_stays() -> None:
    found = from_lines("1: Inte alls\nJa: helt\nJa\njA\n\n  \nk1080:  Karlskrona", [], "sv")
    assert [(each.name, each.label["sv"]) for each in found] == [
        ("1", "Inte alls"), ("ja_helt", "Ja: helt"), ("ja", "Ja"), ("ja_2", "jA"), ("k1080", "Karlskrona"),
    ]  # fmt: skip
    assert from_lines(as_lines(found, "sv"), found, "sv") == found
    assert code_of("–") == "val"


def test_labels_in_other_languages_follow_their_code() -> None:
    before = [
        Choice(name="buss", label={"sv": "Buss", "en": "Bus"}),
        Choice(name="bil", label={"sv": "Bil", "en": "Car"}),
    ]
    assert from_lines("Bil\nBuss", before, "sv") == [before[1], before[0]]
    assert from_lines("Buss eller tåg\nBil", before, "sv")[0].label == {"sv": "Buss eller tåg", "en": "Bus"}


# --- conditions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formula",
    [
        "${kommun} = 'k1080'",
        "${kommun} != 'k1080' and selected(${resor}, 'buss')",
        "not(selected(${resor}, '_other')) or ${buss_ofta} >= 2.5",
        "not(${buss_ofta} <= -3) or ${buss_ofta} = 0 or ${alder} = ''",
        "${alder} != ''",
    ],
)
def test_a_formula_that_lists_can_make_comes_back_as_lists(formula: str) -> None:
    found = conditions_of(formula)
    assert found is not None
    assert formula_of(*found) == formula


@pytest.mark.parametrize(
    "formula",
    [
        "${a} + 1 > 2",
        "${a} = ${b}",
        "(${a} = 'x' or ${b} = 'y') and ${c} = 'z'",
        "((",
        "1",
        " and ".join(["${a} = 'x'"] * 4),
    ],
)
def test_other_formulas_are_for_those_who_write_them(formula: str) -> None:
    assert conditions_of(formula) is None


def test_only_what_comes_before_can_be_asked_for() -> None:
    survey = every_type()
    assert [each.name for each in earlier(survey, "alder")] == ["valkommen", "kommun", "kon"]
    assert [each.name for each in earlier(survey, "del_2")] == ["valkommen", "kommun", "kon", "alder"]
    assert [each.name for each in earlier(survey, "", page="del_1")] == ["valkommen", "kommun", "kon", "alder"]
    groups = dict(offered(survey, earlier(survey, "matchar")))
    assert list(groups) == ["1. Vilken kommun bor du i?", "2. Kön", "3. Vilket år är du född?", "4. Hur reser du?",
                            "5. Hur många gånger i veckan åker du buss?"]  # fmt: skip
    assert groups["4. Hur reser du?"][0] == ("resor|selected|buss", "Fråga 4: Buss")
    for key, _words in [option for options in groups.values() for option in options]:
        made = chosen(key, turned=True, number=3)
        assert made is not None
        assert conditions_of(made.formula) == ([made], "and")
    assert chosen("buss_ofta|>=|", turned=False, number=None) is None
    assert Condition("resor", "selected", "buss").key == "resor|selected|buss"


# --- edits ------------------------------------------------------------------------------------------------------------


def test_questions_move_within_and_between_pages() -> None:
    survey = short()

    def moved(definition: Definition, name: str, step: int) -> Definition:
        return editing.move(definition, name, step, seen=editing.order_of(definition))

    one = moved(survey, "alder", -1)
    assert outline(one) == [["del_1", "alder", "kommun"], ["del_2", "matchar", "saknas"]]
    over = moved(survey, "alder", 1)
    assert outline(over) == [["del_1", "kommun"], ["del_2", "alder", "matchar", "saknas"]]
    assert moved(over, "alder", -1) == survey
    assert moved(survey, "kommun", -1) == survey
    assert moved(survey, "saknas", 1) == survey
    assert outline(moved(survey, "del_2", -1))[0][0] == "del_2"
    placed = editing.place_question(survey, "kommun", page="del_2", place=1)
    assert outline(placed) == [["del_1", "alder"], ["del_2", "matchar", "kommun", "saknas"]]
    with pytest.raises(editing.Gone):
        editing.place_question(survey, "kommun", page="nej")


def test_a_press_on_an_outline_that_is_no_longer_so_does_nothing() -> None:
    survey = short()
    with pytest.raises(editing.OrderChanged):
        editing.move(editing.duplicate(survey, "kommun")[0], "kommun", 1, seen=editing.order_of(survey))


def test_a_copy_has_names_of_its_own_and_refers_to_itself() -> None:
    copied, name = editing.duplicate(every_type(), "del_2")
    assert name == "del_2_2"
    assert outline(copied)[2] == ["del_2_2", "resor_2", "buss_ofta_2", "matchar_2", "delar_2"]
    assert copied.by_name["buss_ofta_2"].relevant == "selected(${resor_2}, 'buss')"
    assert copied.by_name["dubbla"].calculation == "${buss_ofta} * 2"
    assert problems_of(copied) == []


def test_references_follow_a_name() -> None:
    survey = every_type()
    wanted = survey.by_name["buss_ofta"].model_copy(update={"name": "resor_i_veckan"})
    changed = editing.change_question(survey, "buss_ofta", wanted, seen=editing.seen_of(survey.by_name["buss_ofta"]))
    assert changed.by_name["dubbla"].calculation == "${resor_i_veckan} * 2"
    assert problems_of(changed) == []
    with pytest.raises(Invalid) as refused:
        editing.change_question(
            survey, "buss_ofta", wanted.model_copy(update={"name": "del_1"}),
            seen=editing.seen_of(survey.by_name["buss_ofta"]),
        )  # fmt: skip
    assert refused.value.field == "name"


def test_no_survey_grows_without_end() -> None:
    notes = [Question(name=f"f{number}", type=QuestionType.NOTE) for number in range(200)]
    survey = Definition(pages=[Page(name="a", questions=notes), Page(name="b")])
    with pytest.raises(Invalid, match="högst 200 frågor"):
        editing.add_question(survey, "b", Question(name="en_till", type=QuestionType.NOTE))
    many = Definition(pages=[Page(name=f"s{number}") for number in range(40)])
    with pytest.raises(Invalid, match="högst 40 sidor"):
        editing.add_page(many, Page(name="en_till"))


def test_every_text_can_be_translated_and_a_language_taken_away() -> None:
    survey = every_type()
    texts = texts_of(survey)
    assert len({each.key for each in texts}) == len(texts)
    somali = with_languages(survey, ["sv", "en", "so"])
    full = translated(somali, "so", {each.key: f"so {each.key}" for each in texts})
    assert problems_of(full) == []
    assert full.by_name["matchar"].scale.low_label["so"] == "so matchar.scale.low_label"  # type: ignore[union-attr]
    assert translated(full, "so", {"title": "", "borta.label": "x"}).title == survey.title
    assert with_languages(full, ["sv", "en"]) == survey


def test_our_own_words_are_translated_where_our_pages_cannot_be_and_go_with_the_language() -> None:
    before = with_languages(every_type(), ["sv", "en", "ar"])
    assert phrases_of(before, "en") == []
    keys = [each.key for each in phrases_of(before, "ar")]
    assert {":next", ":dont_know", ":ranking", ":public_record"} <= set(keys)
    assert ":several" in keys
    assert phrases_of(with_languages(short(), ["sv", "ar"]), "ar")[0].key == ":begin"
    after = translated(before, "ar", {":next": "التالي", ":dont_know": "لا أعرف", ":nobodys": "x"})
    assert after.phrases == {"next": {"ar": "التالي"}, "dont_know": {"ar": "لا أعرف"}}
    assert translated(after, "ar", {":next": "", ":dont_know": ""}) == before
    assert with_languages(after, ["sv", "en"]) == every_type()
    assert [each.what for each in changes_between(before, after)] == ["Orden på knappar och i fasta svar"]
    missing = [len(missing_in(each, "ar")) for each in (before, after)]
    assert missing[0] - missing[1] == 2


# --- in the database --------------------------------------------------------------------------------------------------


def test_two_who_edit_different_questions_do_not_meet(survey: Survey, organiser: Official) -> None:
    first = short()
    for name in ("kommun", "matchar"):
        part = first.by_name[name]
        wanted = part.model_copy(update={"hint": {"sv": f"om {name}", "en": "x"}})
        actions.edit_draft(
            survey=survey, by=organiser, now=NOW,
            edit=lambda stored, part=part, wanted=wanted: editing.change_question(  # type: ignore[misc]
                stored, part.name, wanted, seen=editing.seen_of(part)),
        )  # fmt: skip
    survey.refresh_from_db()
    assert [survey.drafted.by_name[name].hint["sv"] for name in ("kommun", "matchar")] == ["om kommun", "om matchar"]
    assert survey.revision == 2


def test_who_saves_last_in_the_same_question_is_told_and_shown_the_other(survey: Survey, organiser: Official) -> None:
    part = short().by_name["kommun"]

    def save(hint: str) -> None:
        wanted = part.model_copy(update={"hint": {"sv": hint, "en": hint}})
        actions.edit_draft(
            survey=survey, by=organiser, now=NOW,
            edit=lambda stored: editing.change_question(stored, "kommun", wanted, seen=editing.seen_of(part)),
        )  # fmt: skip

    save("mitt")
    with pytest.raises(ChangedMeanwhile) as conflict:
        save("ditt")
    assert conflict.value.theirs.hint["sv"] == "mitt"
    survey.refresh_from_db()
    assert survey.drafted.by_name["kommun"].hint["sv"] == "mitt"


def test_what_was_removed_can_be_put_back_until_the_next_publishing(survey: Survey, organiser: Official) -> None:
    before = survey.drafted

    def remove(name: str) -> None:
        survey.refresh_from_db()
        seen = editing.order_of(survey.drafted)
        actions.remove_part(survey=survey, name=name, seen=seen, by=organiser, now=NOW)

    remove("kommun")
    remove("del_2")
    survey.refresh_from_db()
    assert (outline(survey.drafted), len(survey.removed)) == ([["del_1", "alder"]], 2)
    for name in ("del_2", "kommun"):
        actions.put_part_back(survey=survey, name=name, by=organiser, now=NOW)
    survey.refresh_from_db()
    assert (survey.drafted, survey.removed) == (before, [])
    remove("kommun")
    actions.publish_version(survey=survey, by=organiser, now=NOW)
    with pytest.raises(Conflict):
        actions.put_part_back(survey=survey, name="kommun", by=organiser, now=NOW)


def test_what_somebody_wrote_in_a_question_that_was_removed_is_not_lost(survey: Survey, organiser: Official) -> None:
    part = survey.drafted.by_name["kommun"]
    wanted = part.model_copy(update={"hint": {"sv": "mitt", "en": "mine"}})
    seen = editing.order_of(survey.drafted)
    actions.remove_part(survey=survey, name="kommun", seen=seen, by=organiser, now=NOW)
    with pytest.raises(editing.Gone):
        actions.edit_draft(
            survey=survey, by=organiser, now=NOW,
            edit=lambda stored: editing.change_question(stored, "kommun", wanted, seen=editing.seen_of(part)),
        )  # fmt: skip
    actions.rescue_question(survey=survey, name="kommun", wanted=wanted, by=organiser, now=NOW)
    survey.refresh_from_db()
    assert (survey.drafted.by_name["kommun"], survey.removed) == (wanted, [])


def test_what_is_frozen_is_what_was_read_through(survey: Survey, organiser: Official) -> None:
    seen = hash_of(survey.drafted)
    actions.edit_draft(
        survey=survey,
        by=organiser,
        now=NOW,
        edit=lambda stored: editing.add_page(stored, Page(name="ny", title={"sv": "Ny", "en": "New"})),
    )
    with pytest.raises(Conflict, match="Någon har ändrat"):
        actions.publish_version(survey=survey, by=organiser, now=NOW, seen=seen)
    assert survey.versions.count() == 1


def test_pictures_are_made_our_own_and_those_never_published_go(
    make_survey: Callable[..., Survey], organiser: Official,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    survey = make_survey(every_type(), published=False)
    names = []
    for _each in range(2):
        file = BytesIO()
        Image.new("RGB", (300, 200), "teal").save(file, "PNG")
        file.seek(0)
        names.append(actions.keep_picture(survey=survey, upload=file, by=organiser))

    def with_picture(stored: Definition) -> Definition:
        of = stored.by_name["plats"]
        assert of.grid is not None
        wanted = of.model_copy(update={"grid": of.grid.model_copy(update={"picture": names[0]})})
        return editing.change_question(stored, "plats", wanted, seen=editing.seen_of(of))

    actions.edit_draft(survey=survey, edit=with_picture, by=organiser, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish_version(survey=survey, by=organiser, now=NOW)
    assert list(SurveyPicture.objects.values_list("file", flat=True)) == names[:1]
    assert [default_storage.exists(name) for name in names] == [True, False]
    with pytest.raises(Invalid, match="ingen JPEG") as refused:
        actions.keep_picture(survey=survey, upload=BytesIO(b"<html>"), by=organiser)
    assert refused.value.field == "picture"


def test_showing_more_while_open_takes_a_reason_that_is_logged(survey: Survey, organiser: Official) -> None:
    changes = {"shown_while_open": "results"}
    with pytest.raises(Invalid) as refused:
        actions.change_survey(survey=survey, changes=changes, reason=" ", seen=None, by=organiser, now=NOW)
    assert refused.value.field == "reason"
    actions.change_survey(survey=survey, changes=changes, reason="Nämnden bad om det", seen=None, by=organiser, now=NOW)
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.detail["shown"], entry.detail["reason"]) == (
        "survey.shown_while_open_changed", "participation → results", "Nämnden bad om det",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"slug": "annan"}, "slug"), ({"desk_minimum": 4}, "desk_minimum"), ({"public_minimum": 9}, "public_minimum")],
)
def test_settings_that_cannot_be(survey: Survey, organiser: Official, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change_survey(survey=survey, changes=changes, reason="", seen=None, by=organiser, now=NOW)
    assert refused.value.field == field


def test_surveys_have_an_order_and_only_what_nobody_met_is_thrown_away(
    make_survey: Callable[..., Survey], organiser: Official
) -> None:
    first, second = make_survey(slug="forsta"), make_survey(slug="andra", published=False)
    actions.move_survey(survey=second, step=-1, by=organiser, now=NOW)
    actions.move_survey(survey=second, step=-1, by=organiser, now=NOW)
    assert list(Survey.objects.values_list("slug", flat=True)) == ["andra", "forsta"]
    actions.throw_survey_away(survey=second, by=organiser, now=NOW)
    with pytest.raises(Conflict):
        actions.throw_survey_away(survey=first, by=organiser, now=NOW)
    assert list(Survey.objects.all()) == [first]


def test_only_those_who_may_make_surveys_edit_them(survey: Survey, make_official: Callable[..., Official]) -> None:
    reader = make_official(RoleName.POLITICIAN)
    with pytest.raises(NotAllowed):
        actions.edit_draft(survey=survey, edit=lambda stored: stored, by=reader, now=NOW)
    with pytest.raises(NotAllowed):
        actions.throw_survey_away(survey=survey, by=reader, now=NOW)
    with pytest.raises(NotAllowed):
        actions.change_survey(survey=survey, changes={"name": "x"}, reason="", seen=None, by=reader, now=NOW)
