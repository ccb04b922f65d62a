"""Surveys in the shape of the format. Responses go into a file of their own, read as it is written.

Invitations are only counted: who was invited is nobody's business elsewhere. Unfinished responses stay, since only
those who write them can read them; and tallies are counted again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from fardplan.dialogue.models import Dialogue
from fardplan.exchange.shape_surveys import (
    BreakOffShape,
    CollectionShape,
    IneligibleShape,
    MarginShape,
    ReleaseShape,
    ShareShape,
    SurveyShape,
    SurveyVersionShape,
    TextAnswerShape,
    WaveShape,
)
from fardplan.surveys.models import (
    Collection,
    CollectionKind,
    Margin,
    Release,
    Response,
    ShownWhileOpen,
    Source,
    Survey,
    SurveyVersion,
    Wave,
    WaveChannel,
)

if TYPE_CHECKING:
    from fardplan.exchange.exporting import Files

AT_A_TIME = 500


def survey_shapes(dialogue: Dialogue, files: Files, *, example: bool) -> list[SurveyShape]:
    return [_survey(survey, files, example=example) for survey in dialogue.surveys.order_by("position", "id")]


def _survey(survey: Survey, files: Files, *, example: bool) -> SurveyShape:
    folder = f"files/surveys/{survey.slug}"
    versions = list(survey.versions.order_by("number"))
    return SurveyShape(
        slug=survey.slug,
        name=survey.name,
        public_minimum=survey.public_minimum,
        desk_minimum=survey.desk_minimum,
        shown_while_open=ShownWhileOpen(survey.shown_while_open),
        published=survey.published_at,
        results_published=survey.results_published_at,
        draft_file=_draft(survey, versions, files, folder),
        versions=[
            SurveyVersionShape(
                number=version.number,
                file=files.add_text(f"{folder}/version-{version.number}.json", to_read(json.loads(version.definition))),
                sha256=version.sha256,
                published=version.published_at,
            )
            for version in versions
        ],
        collections=[
            _collection(collection, files, f"{folder}/{collection.slug}", example=example)
            for collection in survey.collections.order_by("position", "id")
        ],
        example=survey.is_example if survey.is_example != example else None,
    )


def _draft(survey: Survey, versions: list[SurveyVersion], files: Files, folder: str) -> str | None:
    if survey.draft == (json.loads(versions[-1].definition) if versions else {}):
        return None
    return files.add_text(f"{folder}/draft.json", to_read(survey.draft))


def to_read(data: Any) -> str:
    """JSON that is the same whatever order its fields were written in, on lines of its own."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _collection(collection: Collection, files: Files, folder: str, *, example: bool) -> CollectionShape:
    has_responses = collection.responses.exists()
    texts = collection.text_answers.select_related("submission").order_by("submission__number")
    return CollectionShape(
        slug=collection.slug,
        name=collection.name,
        kind=CollectionKind(collection.kind),
        opens=collection.opens_at,
        closes=collection.closes_at,
        reopened=collection.reopened_at,
        population=collection.population,
        note=collection.note,
        code=collection.code,
        keep_addresses_days=collection.keep_addresses_days,
        margins=[_margin(margin) for margin in collection.margins.order_by("id")],
        waves=[_wave(wave) for wave in collection.waves.order_by("number")],
        break_offs=[BreakOffShape(page=each.page, number=each.number) for each in collection.break_offs.all()],
        responses_file=files.add_lines(f"{folder}/responses.jsonl", lambda: response_lines(collection))
        if has_responses
        else None,
        text_answers=[TextAnswerShape(submission=each.submission.label, question=each.question) for each in texts],
        releases=[_release(release, files, folder) for release in collection.releases.order_by("number")],
        example=collection.is_example if collection.is_example != example else None,
    )


def _margin(margin: Margin) -> MarginShape:
    shares = [ShareShape(code=code, share=float(share)) for code, share in sorted(margin.shares.items())]
    return MarginShape(question=margin.question, shares=shares, source=margin.source)


def _wave(wave: Wave) -> WaveShape:
    invitations = wave.invitations.order_by()
    outside = invitations.exclude(ineligible_because="").values_list("ineligible_because").annotate(number=Count("id"))
    return WaveShape(
        number=wave.number,
        name=wave.name,
        channel=WaveChannel(wave.channel),
        subject=wave.subject,
        text=wave.text,
        reminder_subject=wave.reminder_subject,
        reminder_text=wave.reminder_text,
        most_reminders=wave.most_reminders,
        reminders=wave.reminders,
        created=wave.created_at,
        sent=wave.sent_at,
        reminded=wave.reminded_at,
        invited=invitations.count(),
        answered=invitations.filter(is_used=True).count(),
        ineligible=[IneligibleShape(because=because, number=number) for because, number in sorted(outside)],
    )


def _release(release: Release, files: Files, folder: str) -> ReleaseShape:
    told = to_read({"tables": release.tables, "counts": release.counts})
    return ReleaseShape(
        number=release.number,
        file=files.add_text(f"{folder}/release-{release.number}.json", told),
        responses=release.responses,
        published=release.published_at,
        withdrawn=release.withdrawn_at,
    )


def response_lines(collection: Collection) -> Iterator[str]:
    """Each response as a line of JSON, in an order that tells nothing and is the same each time: by hash.

    Two passes, so that only sixteen bytes for each response are held.
    """
    versions = dict(collection.survey.versions.values_list("id", "number"))
    of_all = Response.objects.filter(collection=collection).order_by("id")
    order = sorted(
        sha256(_line(response, versions).encode()).digest()[:8] + response.pk.to_bytes(8, "big")
        for response in of_all.iterator(chunk_size=AT_A_TIME)
    )
    for start in range(0, len(order), AT_A_TIME):
        ids = [int.from_bytes(each[8:], "big") for each in order[start : start + AT_A_TIME]]
        found = of_all.in_bulk(ids)
        for pk in ids:
            yield _line(found[pk], versions)


def _line(response: Response, versions: dict[int, int]) -> str:
    said: dict[str, Any] = {"day": response.day.isoformat(), "answers": response.answers}
    if versions[response.version_id] != 1:
        said["version"] = versions[response.version_id]
    if response.language != "sv":
        said["language"] = response.language
    if response.source != Source.WEB:
        said["source"] = response.source
    if response.flags:
        said["flags"] = response.flags
    if response.left_out_because:
        said["left_out_because"] = response.left_out_because
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
