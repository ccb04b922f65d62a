"""A dialogue file that is wrong says where and how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.utils import translation

from fardplan.exchange.problems import FileRefused
from fardplan.exchange.reading import load, load_path
from tests.conftest import at
from tests.exchange.conftest import EVERYTHING

SMALL = """\
format: fardplan/1
dialogue:
  slug: dagen
  title: Dagen
days:
  - slug: dag-1
    title: Dag 1
    starts: 2020-11-06 13:00
    ends: 2020-11-06 16:00
"""


def problems(text: str | bytes, folder: Path | None = None) -> list[str]:
    with pytest.raises(FileRefused) as refused:
        load(text, folder=folder)
    return [str(problem) for problem in refused.value.problems]


def test_values_are_what_they_look_like(folder: Path) -> None:
    content = load_path(folder / "dialogue.yaml").content
    assert content.strategy is not None
    assert content.strategy.drafts[0].number == "0.3"
    assert content.dialogue.contributions_close == at("2020-12-04 23:59:59")
    assert content.days[0].recordings[0].length == 3723
    assert content.days[0].graphic_notes[0].hotspots[0].y == 20.5
    assert content.submissions[2].received == at("2020-11-09 10:00:01.500000")


def test_every_problem_is_said_with_line_column_and_field() -> None:
    text = SMALL.replace("slug: dagen", "slug: Dagen").replace("title: Dag 1", "titel: Dag 1") + "    capacity: många\n"
    assert problems(text) == [
        "rad 3, kolumn 9, dialogue.slug: Skriv adressen med små bokstäver a–z, siffror och bindestreck.",
        "rad 6, kolumn 5, days[0].title: Fältet saknas.",
        "rad 7, kolumn 5, days[0].titel: Fältet finns inte i formatet. Menade du title?",
        "rad 10, kolumn 15, days[0].capacity: Skriv ett heltal, 0 eller mer.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("2020-11-06 13:00", "2020-11-06", "days[0].starts: Skriv datum och klockslag så här: 2020-12-01 13:00."),
        ("2020-11-06 13:00", "2020-11-31 13:00", "days[0].starts: Datumet eller klockslaget finns inte."),
        ("2020-11-06 13:00", "2020-03-29 02:30", "days[0].starts: Det klockslaget finns inte: klockan ställdes fram"),
        ("16:00", "12:00", "days[0].ends: Dagen ska sluta efter att den har börjat."),
        ("slug: dagen", "slug: skrivbord", "dialogue.slug: Adressen skrivbord används av webbplatsen själv."),
        ("title: Dagen", f"title: {'x' * 161}", "dialogue.title: Texten är för lång: högst 160 tecken."),
        ("title: Dagen", "title: [a, b]", "dialogue.title: Här ska det stå text."),
        ("title: Dagen", "title:", "dialogue.title: Fältet saknas."),
        ("fardplan/1", "fardplan/9", "format: Här ska det stå 'fardplan/1'."),
    ],
)
def test_a_wrong_value_says_what_to_write(before: str, after: str, said: str) -> None:
    assert said in "\n".join(problems(SMALL.replace(before, after, 1)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Filen är tom."),
        ("a: &x 1\nb: *x\n", "rad 1, kolumn 4: Ankare och hänvisningar"),
        ("a: !!python/object/apply:os.system [ls]\n", "rad 1, kolumn 4: Taggar (!) tas inte emot."),
        ("a: 1\na: 2\n", "rad 2, kolumn 1, a: Fältet står två gånger; första gången på rad 1."),
        ("a:\n\t- 1\n", "rad 2, kolumn 1: Här står en tabb."),
        ("a: [1, 2\n", "Här går filen inte att läsa som YAML."),
        ("a: " + "[" * 5000, "Filen är för djupt indragen."),
        ("a: hej\x07\n", "Filen innehåller ett tecken som inte hör hemma i text"),
        ("x" * 6_000_000, "Filen är större än 5 megabyte."),
        ("[" + "1," * 200_000 + "]", "Filen har för många delar."),
        (b"format: f\xe5rdplan", "Filen är inte skriven i UTF-8 (byte 10)."),
        ("- a\n- b\n", "Här ska det stå fält"),
        ("? [a]\n: b\n", "Ett fält måste ha ett namn."),
    ],
)
def test_what_is_not_our_yaml_is_refused(text: str | bytes, said: str) -> None:
    assert said in "\n".join(problems(text))


def test_a_bomb_of_aliases_costs_nothing() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert problems(bomb) == [
        "rad 1, kolumn 4: Ankare och hänvisningar (& och *) tas inte emot. Skriv texten på varje ställe."
    ]


@pytest.mark.parametrize("name", ["/etc/passwd", "../utanfor.png", "bilder/../../utanfor.png", "C:\\x.png", "a//b.png"])
def test_files_may_not_be_named_outside_the_folder(folder: Path, name: str) -> None:
    text = EVERYTHING.replace("bilder/dagen.png", f"'{name}'")
    assert "Skriv filens namn så som det ligger bredvid den här filen" in "\n".join(problems(text, folder))


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder.parent / "utanfor.png").write_bytes(b"x")
    (folder / "bilder" / "ut.png").symlink_to(folder.parent / "utanfor.png")
    text = EVERYTHING.replace("file: bilder/dagen.png", "file: bilder/ut.png")
    assert "dialogue.picture.file: Filen bilder/ut.png ligger utanför mappen." in "\n".join(problems(text, folder))


def test_references_lead_somewhere(folder: Path) -> None:
    text = (
        EVERYTHING.replace("passage: a1-2", "passage: a9-9")
        .replace("section: a, kind", "section: a, day: dag-1, kind")
        .replace("reply: mer-text", "reply: borta")
        .replace("    day: dag-1", "    day: dag-7")
    )
    found = "\n".join(problems(text, folder))
    assert "submissions[0].contributions[0].passage: Stycket a9-9 finns inte i utkastet." in found
    assert "submissions[0].contributions[0].reply: Svaret borta finns inte i filen." in found
    assert "submissions[1].contributions[0].day: En synpunkt gäller en sak" in found
    assert "documents[0].day: Dagen dag-7 finns inte i filen." in found


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "contribution: S-001}",
            "contribution: S-009}",
            "contribution: Synpunkten S-009 finns inte i filen.",
        ),
        ("contribution: S-001}", "contribution: S-1}", "traces[0].contribution: Skriv synpunktens nummer så här"),
        ("contribution: S-001}", "contribution: S-001, decision: namnden}", "traces[0]: Ett spår har en källa"),
        (
            "{decision: namnden, motion: Y1}",
            "{decision: namnden, motion: Y9}",
            "motion: Yrkandet Y9 finns inte",
        ),
        ("{decision: namnden, motion: Y1}", "{motion: Y1}", "motion: Skriv också i vilket beslut"),
        ("{decision: namnden}", "{decision: styrelsen}", "decision: Beslutet styrelsen finns inte i filen."),
        ("          kind: split\n          moved", "          moved", "changes[1]: En ändring med nummer ska säga vad"),
        ("number: 2", "number: 1", "changes[1].number: Numret 1 har redan en annan ändring."),
        ("subject: section, reason", "number: 3, subject: section, reason", "får sitt nummer när utkastet publiceras."),
        (
            "asked: 2020-12",
            "draft_: 0.4, asked: 2020-12",
            "Fältet finns inte i formatet. Menade du draft?",
        ),
        ("tellings:\n  - {draft: 0.4", "tellings:\n  - {draft: 7", "tellings[0].draft: Utkast 7 finns inte i filen."),
        ("themes: [resor,", "themes: [bilar,", "themes[0]: Temat bilar finns inte i filen."),
        ("start: 11, end: 18", "start: 11, end: 180", "taken.end: Så lång är inte texten."),
        ("start: 11, end: 18", "start: 11", "taken: Skriv både var stället börjar och var det slutar"),
        ("attachment: 1, start", "attachment: 2, start", "taken.attachment: Bidraget har inte så många bilagor."),
        ("draft: 0.4, given", "draft: 9.4, given", "verdicts[1].draft: Utkast 9.4 finns inte i filen."),
    ],
)
def test_the_chain_leads_somewhere(folder: Path, before: str, after: str, said: str) -> None:
    assert before in EVERYTHING
    assert said in "\n".join(problems(EVERYTHING.replace(before, after), folder))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "contribution: S-003, asked",
            "contribution: S-099, asked",
            "Det finns ingen synpunkt S-099.",
        ),
        (
            "contribution: S-003, asked",
            "contribution: S-001, asked",
            "En annan fråga är redan",
        ),
        ("merged_into: 1", "merged_into: 2", "questions[1].merged_into: Frågan kan bara slås ihop med en annan"),
        ("cue: 2", "cue: 3", "stage.cue: Det finns inte så många i listan."),
        ("poll: 1", "poll: 9", "happenings[2].poll: Det finns inte så många i listan."),
        ("session: 1", "session: 9", "script[0].session: Det finns inte så många i listan."),
        ("answered_how: aloud", "queue_position: 1", "questions[0].answered_how: En besvarad fråga säger både när"),
        ("[{option: Bron}]", "[{option: Ån}]", "ballots[0].marks[0].option: Det valet finns inte i omröstningen."),
        ("[{option: Bron}]", "[{option: Bron, number: 1}]", "marks[0]: Ange antingen ett val, ett tal eller ett ord."),
        ("[{option: Bron}]", "[{option: Bron}, {option: Bron}]", "ballots[0]: Samma val står två gånger."),
        ("options: [Bussen, Bron]", "options: [Bron, Bron]", "options[1]: Bron står redan tidigare i listan."),
        ("{word: broar}]", "{word: ån}]", "ballots[0].marks[0].word: Det ordet finns inte i omröstningen."),
        ("number_least: -30", "number_least: låg", "number_least: Skriv ett tal med siffror, med minus framför"),
    ],
)
def test_a_day_as_it_happened_holds_together(folder: Path, before: str, after: str, said: str) -> None:
    text = (folder / "dialogue.yaml").read_text(encoding="utf-8")
    assert before in text
    assert said in "\n".join(problems(text.replace(before, after, 1), folder=folder))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("room: 1", "room: 2", "room_notes[0].room: Det finns inte så många i listan."),
        ("submission: S-002", "submission: S-009", "submission: Bidraget S-009 finns inte i filen."),
        ("        submission: S-002\n", "", "room_notes[0]: En anteckning som är registrerad säger när"),
        ("contribution: S-002.1", "contribution: S-002.9", "contribution: Synpunkten S-002.9 finns inte i filen."),
        ("question: Vad fungerar?", "question: Vad då?", "points[0].question: Frågan ställs inte till rummet."),
        ("{point: 1, words", "{point: 3, words", "remarks[0].point: Det finns inte så många i listan."),
        ("title: Rum 2", "title: Rum 1", "Rum 1 står redan tidigare i listan."),
    ],
)
def test_the_notes_of_the_rooms_hold_together(folder: Path, before: str, after: str, said: str) -> None:
    text = (folder / "dialogue.yaml").read_text(encoding="utf-8")
    assert before in text
    assert said in "\n".join(problems(text.replace(before, after, 1), folder=folder))


def test_a_recording_without_captions_is_not_published(folder: Path) -> None:
    text = EVERYTHING.replace("        captions:\n          - file: film/dag1.vtt\n", "")
    assert "days[0].recordings[0].published: En inspelning visas inte utan textning" in "\n".join(
        problems(text, folder)
    )


def test_a_point_without_an_end_lasts_until_the_next(folder: Path) -> None:
    from fardplan.exchange.checks import programme_times

    assert programme_times(load_path(folder / "dialogue.yaml").content.days[0]) == [
        (at("2020-11-06 13:00"), at("2020-11-06 13:30")),
        (at("2020-11-06 13:30"), at("2020-11-06 15:00")),
        (at("2020-11-06 15:00"), at("2020-11-06 15:30")),
    ]


def _longest(described: dict[str, Any]) -> int | None:
    """The most characters a field takes, as its JSON schema says; None when there is no limit."""
    return next((part["maxLength"] for part in [described, *described.get("anyOf", [])] if "maxLength" in part), None)


def test_no_field_is_longer_in_the_format_than_in_the_database() -> None:
    """What the format takes, the database takes; so no import fails on a length after everything was checked."""
    from fardplan.contributions.models import (
        Attachment,
        Contribution,
        Reply,
        StandardReply,
        Submission,
        Theme,
        Verdict,
    )
    from fardplan.dialogue.models import Day, Dialogue, Document, Host, Phase, Session
    from fardplan.exchange import shape, shape_ledger, shape_media, shape_said, shape_strategy
    from fardplan.ledger.models import Decision, Motion
    from fardplan.media.models import Broadcast, Chapter, ExternalRoom, GraphicNote, Hotspot, Recording
    from fardplan.organisation.models import Organisation
    from fardplan.strategy.models import Change, Descent, Draft, Passage, Section, Strategy

    pairs: list[tuple[type[shape.Shape], type[models.Model]]] = [
        (shape.OrganisationShape, Organisation),
        (shape_strategy.StrategyShape, Strategy),
        (shape_strategy.DraftShape, Draft),
        (shape_strategy.SectionShape, Section),
        (shape_strategy.PassageShape, Passage),
        (shape_strategy.DescentShape, Descent),
        (shape_strategy.ChangeShape, Change),
        (shape.DialogueShape, Dialogue),
        (shape.PhaseShape, Phase),
        (shape.PersonShape, Host),
        (shape.DayShape, Day),
        (shape.SessionShape, Session),
        (shape.DocumentShape, Document),
        (shape_media.BroadcastShape, Broadcast),
        (shape_media.RecordingShape, Recording),
        (shape_media.ChapterShape, Chapter),
        (shape_media.GraphicNoteShape, GraphicNote),
        (shape_media.HotspotShape, Hotspot),
        (shape_media.ExternalRoomShape, ExternalRoom),
        (shape_said.SubmissionShape, Submission),
        (shape_said.ContributionShape, Contribution),
        (shape_said.ReplyShape, Reply),
        (shape_said.AttachmentShape, Attachment),
        (shape_said.ThemeShape, Theme),
        (shape_said.StandardReplyShape, StandardReply),
        (shape_said.VerdictShape, Verdict),
        (shape_ledger.DecisionShape, Decision),
        (shape_ledger.MotionShape, Motion),
    ]
    too_long = []
    compared = 0
    known = shape.Content.model_json_schema()["$defs"]
    for described, model in pairs:
        fields = {field.name: field for field in model._meta.concrete_fields}
        for name in described.model_fields:
            allowed = getattr(fields.get(name), "max_length", None)
            if allowed is None or isinstance(fields[name], models.FileField) or fields[name].choices:
                continue
            limit = _longest(known[described.__name__]["properties"][name])
            compared += 1
            if limit is None or limit > allowed:
                too_long.append(f"{described.__name__}.{name}: {limit} > {allowed}")
    assert compared > 50
    assert too_long == []


def test_errors_are_said_in_english_too() -> None:
    with translation.override("en"), pytest.raises(FileRefused) as refused:
        load(SMALL.replace("title: Dagen", "title:"))
    assert refused.value.problems[0].field == "dialogue.title"


def test_every_field_says_what_it_is() -> None:
    from fardplan.exchange import shape

    described = {
        f"{part.__name__}.{name}": info.description
        for part in shape.Shape.__subclasses__()
        for name, info in part.model_fields.items()
    }
    assert len(described) > 150
    assert [name for name, description in described.items() if not description] == []
