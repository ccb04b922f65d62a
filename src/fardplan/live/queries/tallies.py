"""What the votes of a poll come to: as numbers for those who follow, and with the words for a page.

The same results stand on the participant's page, on the projector, at the desk and in the record of the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count

from fardplan.analysis import counts, stems
from fardplan.live.answers import in_words
from fardplan.live.choices import PollKind, WordsShown
from fardplan.live.models import Ballot, Mark, Poll, PollOption, PollWord

MOST_WORDS_SHOWN = 40
KEPT_SECONDS = 1
Tally = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One bar: what it stands for, how many (or how many points), and its share of those who voted in whole percent."""

    key: str
    text: str
    count: int
    percent: int | None = None
    first: int | None = None  # ranking: how many have it as their first choice
    size: int = 0  # a word of a cloud: 1 to 5, by how many wrote it beside the one most wrote


@dataclass(frozen=True)
class Result:
    """`n` have voted. `most` is the longest a bar can be."""

    poll: Poll
    n: int
    most: int
    rows: Sequence[Row]
    median: float | None = None
    lower: float | None = None
    upper: float | None = None


def tally_of(poll: Poll) -> dict[str, Any]:
    """The numbers alone, in the form they are told (docs/developers.md): one GROUP BY, and how many have voted."""
    n = Ballot.objects.filter(poll=poll).count()
    if poll.kind == PollKind.SCALE:
        by_step = _by_number(poll)
        steps = {str(step): by_step.get(step, 0) for step in range(1, poll.scale_steps + 1)}
        return {"n": n, "steps": steps, "median": counts.median(by_step)}
    if poll.kind == PollKind.NUMBER:
        return {"n": n, **_numbers(_by_number(poll))}
    if poll.kind == PollKind.RANKING:
        return {"n": n, **_ranking(poll)}
    if poll.kind == PollKind.WORDS:
        return {"n": n, "words": [[word.word, word.count] for word in shown_words(poll)[:MOST_WORDS_SHOWN]]}
    options = PollOption.objects.filter(poll=poll).annotate(n=Count("marks")).values_list("pk", "n")
    return {"n": n, "options": {str(pk): count for pk, count in options.order_by("position", "id")}}


def tally_kept(poll: Poll) -> Tally:
    """As it was at most a second ago: ten thousand who open a page at once do not count each for themselves."""
    key = f"tally:{poll.pk}"
    tally: Tally | None = cache.get(key)
    if tally is None:
        tally = tally_of(poll)
        cache.set(key, tally, KEPT_SECONDS)
    return tally


def _by_number(poll: Poll) -> dict[float, int]:
    rows = Mark.objects.filter(poll=poll, number__isnull=False).values_list("number").annotate(n=Count("id"))
    return {number: count for number, count in rows.order_by() if number is not None}


def _numbers(by_number: Mapping[float, int]) -> dict[str, Any]:
    return {
        "median": counts.median(by_number),
        "lower": counts.quantile(by_number, 0.25),
        "upper": counts.quantile(by_number, 0.75),
        "least": min(by_number, default=None),
        "most": max(by_number, default=None),
        "bins": [list(each) for each in counts.bins(by_number)],
    }


def _ranking(poll: Poll) -> dict[str, Any]:
    rows = PollOption.objects.filter(poll=poll).values_list("pk", "marks__rank").annotate(n=Count("marks"))
    ranks = [(option, rank or 0, count) for option, rank, count in rows.order_by()]
    options = sorted({option for option, _rank, _count in ranks})
    points = counts.borda([each for each in ranks if each[1]], options=len(options))
    first = {option: count for option, rank, count in ranks if rank == 1}
    return {
        "points": {str(option): points.get(option, 0) for option in options},
        "first": {str(option): first.get(option, 0) for option in options},
    }


# --- words ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CloudWord:
    """A word with all its forms, as those who look after the cloud see it."""

    stem: str
    word: str
    count: int
    forms: Sequence[str]
    is_shown: bool
    is_hidden: bool
    is_new: bool  # nobody at the desk has decided on it
    is_stop_word: bool


def cloud_of(poll: Poll) -> list[CloudWord]:
    """Every word somebody stands by now, forms of the same word together, the most written first."""
    written = PollWord.objects.filter(poll=poll).annotate(n=Count("marks")).order_by("id")
    by_stem: dict[str, list[Mapping[str, Any]]] = {}
    for row in written.values("stem", "word", "shown_at", "hidden_at", "n"):
        by_stem.setdefault(row["stem"], []).append(row)
    found = [_cloud_word(poll, stem, forms) for stem, forms in by_stem.items() if any(form["n"] for form in forms)]
    return sorted(found, key=lambda word: (-word.count, word.word))


def _cloud_word(poll: Poll, stem: str, forms: Sequence[Mapping[str, Any]]) -> CloudWord:
    count = sum(form["n"] for form in forms)
    checked = [form for form in forms if form["shown_at"]]
    is_hidden = any(form["hidden_at"] for form in forms)
    is_stop_word = all(stems.is_stop_word(form["word"], poll.stage.day.dialogue.language) for form in forms)
    by_many = poll.words_shown == WordsShown.MANY and count >= poll.words_needed and not is_stop_word
    # A form nobody has read does not take the place of one that somebody has.
    may_stand = [form for form in forms if form["n"]] if by_many or not checked else checked
    named = stems.joined(stems.Written(form["word"], stem, form["n"]) for form in may_stand)[0]
    return CloudWord(
        stem=stem,
        word=named.word,
        count=count,
        forms=[form["word"] for form in sorted(forms, key=lambda form: (-form["n"], form["word"])) if form["n"]],
        is_shown=not is_hidden and (bool(checked) or by_many),
        is_hidden=is_hidden,
        is_new=not is_hidden and not checked,
        is_stop_word=is_stop_word,
    )


def shown_words(poll: Poll) -> list[CloudWord]:
    """Those everybody sees."""
    return [word for word in cloud_of(poll) if word.is_shown]


# --- with words, for a page -------------------------------------------------------------------------------------------


def result_of(poll: Poll, options: Sequence[PollOption], tally: Tally | None = None) -> Result:
    """The results for a page. `tally` when it has been counted already."""
    tally = tally_of(poll) if tally is None else tally
    n = tally["n"]
    middle = {name: tally[name] for name in ("median", "lower", "upper") if name in tally}
    if poll.kind == PollKind.RANKING:
        return Result(poll, n, n * max(len(options) - 1, 1), _ranked_rows(options, tally))
    rows = _rows(options, tally)
    is_share = poll.kind not in {PollKind.WORDS, PollKind.NUMBER}
    return Result(poll, n, n if is_share else max((row.count for row in rows), default=0), rows, **middle)


def _rows(options: Sequence[PollOption], tally: Tally) -> list[Row]:
    n = tally["n"]
    if "words" in tally:
        most = max((count for _word, count in tally["words"]), default=1)
        return [Row(word, word, count, size=1 + round(4 * count / most)) for word, count in tally["words"]]
    if "bins" in tally:
        return [_bin_row(*each, n=n) for each in tally["bins"]]
    if "steps" in tally:
        return [Row(step, step, count, share_of(count, n)) for step, count in tally["steps"].items()]
    counted = {option: tally["options"].get(str(option.pk), 0) for option in options}
    of = n if len(counted) > 1 else 0  # a share of those who raised a hand would say nothing
    return [Row(str(option.pk), option.text, count, share_of(count, of)) for option, count in counted.items()]


def _ranked_rows(options: Sequence[PollOption], tally: Tally) -> list[Row]:
    """Those with the most points first."""
    points, first = tally["points"], tally["first"]
    rows = [
        Row(str(each.pk), each.text, points.get(str(each.pk), 0), first=first.get(str(each.pk), 0)) for each in options
    ]
    return sorted(rows, key=lambda row: -row.count)


def _bin_row(least: float, most: float, count: int, *, n: int) -> Row:
    text = in_words(least) if least == most else f"{in_words(least)}–{in_words(most)}"
    return Row(text, text, count, share_of(count, n))


def share_of(count: int, n: int) -> int | None:
    """In whole percent, half upwards as people round; None when nobody has voted."""
    return (200 * count + n) // (2 * n) if n else None
