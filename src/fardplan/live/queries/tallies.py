"""What the votes of a poll come to: as numbers for those who follow, and with the words for a page.

The same results stand on the participant's page, on the projector, at the desk and in the record of the day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
Counted = tuple[int, int | None, int]  # an option, the rank it was given, how many gave it
_WITHOUT_OPTIONS = {PollKind.SCALE, PollKind.NUMBER, PollKind.WORDS}


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


def tally_of(poll: Poll) -> Tally:
    """The numbers alone, in the form they are told (docs/developers.md): one GROUP BY, and how many have voted."""
    return tallies_of([poll])[poll.pk]


def tallies_of(polls: Collection[Poll]) -> dict[int, Tally]:
    """The same of several polls, by their ids, with no more queries than for one of each kind."""
    ballots = Ballot.objects.filter(poll__in=polls).order_by().values_list("poll").annotate(n=Count("pk"))
    voted = dict(ballots) if polls else {}
    kinds = {kind: [poll for poll in polls if poll.kind == kind] for kind in PollKind}
    numbers = _by_number(kinds[PollKind.SCALE] + kinds[PollKind.NUMBER])
    options = _by_option([poll for poll in polls if poll.kind not in _WITHOUT_OPTIONS])
    words = clouds_of(kinds[PollKind.WORDS])
    return {
        poll.pk: {"n": voted.get(poll.pk, 0)}
        | _numbers_told(poll, numbers.get(poll.pk, {}), options.get(poll.pk, []), words.get(poll.pk, []))
        for poll in polls
    }


def tallies_kept(polls: Collection[Poll]) -> dict[int, Tally]:
    """As they were at most a second ago: ten thousand who open a page at once do not count each for themselves."""
    kept = cache.get_many([_key(poll.pk) for poll in polls])
    counted = tallies_of([poll for poll in polls if _key(poll.pk) not in kept])
    cache.set_many({_key(pk): tally for pk, tally in counted.items()}, KEPT_SECONDS)
    return counted | {poll.pk: kept[_key(poll.pk)] for poll in polls if poll.pk not in counted}


def _key(poll_id: int) -> str:
    return f"tally:{poll_id}"


def _numbers_told(
    poll: Poll, numbers: Mapping[float, int], options: Sequence[Counted], words: Sequence[CloudWord]
) -> dict[str, Any]:
    if poll.kind == PollKind.SCALE:
        steps = {str(step): numbers.get(step, 0) for step in range(1, poll.scale_steps + 1)}
        return {"steps": steps, "median": counts.median(numbers)}
    if poll.kind == PollKind.NUMBER:
        return _numbers(numbers)
    if poll.kind == PollKind.RANKING:
        return _ranking(options)
    if poll.kind == PollKind.WORDS:
        return {"words": [[word.word, word.count] for word in words if word.is_shown][:MOST_WORDS_SHOWN]}
    return {"options": {str(option): count for option, _rank, count in options}}


def _by_number(polls: Collection[Poll]) -> dict[int, dict[float, int]]:
    if not polls:
        return {}
    rows = Mark.objects.filter(poll__in=polls, number__isnull=False).values_list("poll", "number")
    found: dict[int, dict[float, int]] = {}
    for poll, number, count in rows.annotate(n=Count("id")).order_by():
        found.setdefault(poll, {})[number] = count
    return found


def _by_option(polls: Collection[Poll]) -> dict[int, list[Counted]]:
    """The options of each in their order, also those nobody has chosen; in a ranking once for each rank."""
    if not polls:
        return {}
    rows = PollOption.objects.filter(poll__in=polls).values_list("poll", "pk", "marks__rank").annotate(n=Count("marks"))
    found: dict[int, list[Counted]] = {}
    for poll, option, rank, count in rows.order_by("position", "id"):
        found.setdefault(poll, []).append((option, rank, count))
    return found


def _numbers(by_number: Mapping[float, int]) -> dict[str, Any]:
    return {
        "median": counts.median(by_number),
        "lower": counts.quantile(by_number, 0.25),
        "upper": counts.quantile(by_number, 0.75),
        "least": min(by_number, default=None),
        "most": max(by_number, default=None),
        "bins": [list(each) for each in counts.bins(by_number)],
    }


def _ranking(ranks: Sequence[Counted]) -> dict[str, Any]:
    options = sorted({option for option, _rank, _count in ranks})
    points = counts.borda([(option, rank, count) for option, rank, count in ranks if rank], options=len(options))
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
    return clouds_of([poll])[poll.pk]


def clouds_of(polls: Collection[Poll]) -> dict[int, list[CloudWord]]:
    """The same of several polls. One query."""
    by_stem: dict[int, dict[str, list[Mapping[str, Any]]]] = {poll.pk: {} for poll in polls}
    if not polls:
        return {}
    written = PollWord.objects.filter(poll__in=polls).annotate(n=Count("marks")).order_by("id")
    for row in written.values("poll", "stem", "word", "shown_at", "hidden_at", "n"):
        by_stem[row["poll"]].setdefault(row["stem"], []).append(row)
    return {poll.pk: _cloud(poll, by_stem[poll.pk]) for poll in polls}


def _cloud(poll: Poll, by_stem: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[CloudWord]:
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
