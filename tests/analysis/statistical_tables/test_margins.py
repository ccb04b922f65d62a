"""Shares to weight a survey to: ages put together, and totals that may not be counted with their parts."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from fardplan.analysis.statistical_tables import (
    BadChoice,
    Category,
    Dimension,
    Fault,
    Note,
    Role,
    Share,
    Table,
    age_groups,
    margin,
    others,
    read_json_stat,
)
from fardplan.analysis.statistical_tables.totals import OLDEST, AgeRange, age_range, totals_among, totals_by_size
from tests.analysis.statistical_tables.tables import ALL, MEN, WOMEN, as_bytes, population

BLEKINGE = read_json_stat(as_bytes(population()))
GROWN = {"20–39": (20, 39), "40–69": (40, 69), "70–": (70, None)}
SEXES = {"men": ["1"], "women": ["2"]}
EVERY_AGE = tuple(BLEKINGE.dimension("Alder").codes)


def of(codes: list[str], *, name: str = "Region", role: Role = Role.CLASSIFICATION) -> Dimension:
    return Dimension(name, name, tuple(Category(code, code) for code in codes), role)


def people(counts: dict[str, float | None], *, name: str = "Region", role: Role = Role.CLASSIFICATION) -> Table:
    """A table of one dimension."""
    statuses = tuple(".." if count is None else "" for count in counts.values())
    return Table("people", (of([*counts], name=name, role=role),), tuple(counts.values()), statuses)


def each_alone(table: Table) -> dict[str, list[str]]:
    return {code: [code] for code in table.dimensions[0].codes}


def fault(*arguments: object, **named: object) -> tuple[Fault, tuple[str, ...]]:
    with pytest.raises(BadChoice) as error:
        margin(*arguments, **named)  # type: ignore[arg-type]
    return error.value.fault, error.value.codes


def test_age_classes_are_put_together_over_both_sexes() -> None:
    groups, left_out = age_groups(BLEKINGE.dimension("Alder"), GROWN)
    assert left_out == ("0-9", "10-19")
    found = margin(BLEKINGE, "Alder", groups, left_out=left_out, within={"Kon": ["1", "2"]})
    both = [men + women for men, women in zip(MEN, WOMEN, strict=True)]
    counts = [sum(both[2:4]), sum(both[4:7]), sum(both[7:])]
    assert found.shares == (
        Share("20–39", ("20-29", "30-39"), counts[0], counts[0] / sum(counts)),
        Share("40–69", ("40-49", "50-59", "60-69"), counts[1], counts[1] / sum(counts)),
        Share("70–", ("70-79", "80-89", "90-99", "100+10"), counts[2], counts[2] / sum(counts)),
    )
    assert math.isclose(math.fsum(found.target().values()), 1, abs_tol=1e-12)
    assert found.counted == (
        ("Region", ("10",)),
        ("Kon", ("1", "2")),
        ("ContentsCode", ("000007SF",)),
        ("Tid", ("2026M04",)),
    )
    assert (found.population, found.left_out) == (sum(counts), ("0-9", "10-19"))


def test_the_total_of_another_dimension_may_be_chosen_when_it_stands_alone() -> None:
    groups, left_out = age_groups(BLEKINGE.dimension("Alder"), GROWN)
    found = margin(BLEKINGE, "Alder", groups, left_out=left_out, within={"Kon": ["TotSa"]})
    assert found.population == sum(ALL[2:])


def test_a_margin_carries_source_unit_date_and_notes() -> None:
    found = margin(BLEKINGE, "Kon", SEXES, left_out=["TotSa"], within={"Alder": EVERY_AGE})
    assert found.target() == {
        "men": sum(MEN) / (sum(MEN) + sum(WOMEN)),
        "women": sum(WOMEN) / (sum(MEN) + sum(WOMEN)),
    }
    assert (found.source, found.updated, found.unit, found.table_id) == (
        "SCB",
        "2026-06-08T06:00:00Z",
        "antal",
        "TAB6471",
    )
    assert [note.mandatory for note in found.notes] == [True, True, False]
    assert found.notes[1] == Note("Uppnådd ålder vid årets slut.", mandatory=True)


@pytest.mark.parametrize(
    ("groups", "left_out", "within", "expected"),
    [
        (SEXES, [], {"Alder": EVERY_AGE}, (Fault.NOT_NAMED, ("TotSa",))),
        (SEXES | {"all": ["TotSa"]}, [], {"Alder": EVERY_AGE}, (Fault.TOTAL, ("TotSa",))),
        (SEXES | {"more": ["2"]}, ["TotSa"], {"Alder": EVERY_AGE}, (Fault.TWICE, ("2",))),
        (SEXES, ["TotSa", "1"], {"Alder": EVERY_AGE}, (Fault.TWICE, ("1",))),
        (SEXES | {"none": []}, ["TotSa"], {"Alder": EVERY_AGE}, (Fault.EMPTY_GROUP, ("none",))),
        (SEXES | {"x": ["3"]}, ["TotSa"], {"Alder": EVERY_AGE}, (Fault.UNKNOWN_CODE, ("3",))),
        (SEXES, ["TotSa"], {}, (Fault.NOT_CHOSEN, ())),
        (SEXES, ["TotSa"], {"Alder": ["0-9", "0-9"]}, (Fault.TWICE, ("0-9",))),
        (SEXES, ["TotSa"], {"Age": ["0-9"]}, (Fault.UNKNOWN_DIMENSION, ("Age",))),
    ],
)
def test_a_choice_that_counts_someone_twice_or_forgets_someone_is_refused(
    groups: dict[str, list[str]],
    left_out: list[str],
    within: dict[str, list[str]],
    expected: tuple[Fault, tuple[str, ...]],
) -> None:
    assert fault(BLEKINGE, "Kon", groups, left_out=left_out, within=within) == expected


def test_a_total_in_a_dimension_that_is_added_over_is_refused_as_well() -> None:
    groups, left_out = age_groups(BLEKINGE.dimension("Alder"), GROWN)
    for sexes in (["TotSa", "1", "2"], ["TotSa", "1"]):
        found = fault(BLEKINGE, "Alder", groups, left_out=left_out, within={"Kon": sexes})
        assert found == (Fault.TOTAL, ("TotSa",))


def test_two_points_in_time_or_two_measures_are_never_added() -> None:
    for role in (Role.TIME, Role.METRIC):
        table = Table("", (of(["1", "2"], name="Kon"), of(["a", "b"], name="x", role=role)), (1, 2, 3, 4), ("",) * 4)
        assert fault(table, "Kon", each_alone(table), within={"x": ["a", "b"]}) == (Fault.NOT_ONE, ("a", "b"))


def test_a_region_may_not_stand_beside_its_municipalities() -> None:
    region = people({"10": 157_973, "1080": 66_420, "1081": 29_021})
    assert fault(region, "Region", each_alone(region)) == (Fault.TOTAL, ("10",))
    parts = {"Karlskrona": ["1080"], "Ronneby": ["1081"]}
    assert margin(region, "Region", parts, left_out=["10"]).target() == {
        "Karlskrona": 66_420 / 95_441,
        "Ronneby": 29_021 / 95_441,
    }


def test_a_few_municipalities_of_many_are_chosen_by_leaving_out_the_others_on_purpose() -> None:
    region = people({"00": 9, "10": 6, "1080": 4, "1081": 2, "1290": 3})
    parts = {"Karlskrona": ["1080"], "Ronneby": ["1081"]}
    assert others(region.dimensions[0], parts) == ("00", "10", "1290")
    found = margin(region, "Region", parts, left_out=others(region.dimensions[0], parts))
    assert found.left_out == ("00", "10", "1290")
    assert found.population == 6


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        (of(["tot", "a", "b"], name="x"), ("tot",)),
        (of(["1", "2", "1+2"], name="x"), ("1+2",)),
        (of(["0-9", "10-19", "100+10"], name="x"), ()),
        (of(["1", "2"], name="x"), ()),
        (of(["0", "1", "10", "100"], name="age"), ()),
        (of(["00", "01", "10"]), ("00",)),
        (of(["10", "1080", "12"]), ("10",)),
        (of(["0010", "1080", "0000"], role=Role.GEO, name="municipality"), ("0010", "0000")),
        (of(["1080", "1081"]), ()),
        (Dimension("x", "x", (Category("a", "Totalt"), Category("b", "B"))), ("a",)),
        (Dimension("x", "x", (Category("a", "Samtliga utbildningar"), Category("b", "B"))), ("a",)),
        (Dimension("x", "x", (Category("a", "Totalförsvaret"), Category("b", "B"))), ()),
        (Dimension("x", "x", (Category("a", "A", children=("b",)), Category("b", "B"))), ("a",)),
        (Dimension("x", "x", (Category("a", "A"), Category("b", "B")), total="b"), ("b",)),
    ],
)
def test_totals_are_known_by_the_codes_the_words_and_the_hierarchy(
    dimension: Dimension, expected: tuple[str, ...]
) -> None:
    assert totals_among(dimension, dimension.codes) == expected


def test_a_total_that_says_nothing_is_known_by_its_size_even_with_the_noise_of_disclosure_control() -> None:
    hidden = people({"x": 100_004, "a": 60_000, "b": 30_000, "c": 10_000}, name="education")
    assert fault(hidden, "education", each_alone(hidden)) == (Fault.TOTAL, ("x",))
    apart = margin(hidden, "education", each_alone(hidden), apart=["x"])
    assert apart.population == 200_004


def test_of_two_groups_of_one_size_neither_is_a_total() -> None:
    assert totals_by_size({"1": 500.0, "2": 500.0}) == ()
    assert totals_by_size({"1": 0.0, "2": 0.0, "3": 0.0}) == ()


def test_age_classes_that_overlap_are_refused() -> None:
    ages = people({"0-9": 5, "10-19": 9, "15-24": 30, "25+": 100}, name="age")
    assert fault(ages, "age", each_alone(ages)) == (Fault.OVERLAP, ("10-19", "15-24"))


def test_codes_that_only_look_like_ages_can_be_said_to_be_apart() -> None:
    industries = people({"1-3": 5, "3-9": 9, "10-33": 30}, name="SNI")
    assert fault(industries, "SNI", each_alone(industries)) == (Fault.OVERLAP, ("1-3", "3-9"))
    assert margin(industries, "SNI", each_alone(industries), apart=["3-9"]).population == 44


def test_a_cell_that_cannot_be_counted_is_refused_but_nobody_is_a_number() -> None:
    unknown = people({"a": 5, "b": None, "c": 1}, name="x")
    assert fault(unknown, "x", each_alone(unknown)) == (Fault.NO_VALUE, ("b",))
    nobody = replace(unknown, statuses=("", "-", ""))
    assert margin(nobody, "x", {"a": ["a"], "rest": ["b", "c"]}).target() == {"a": 5 / 6, "rest": 1 / 6}
    assert fault(nobody, "x", each_alone(nobody)) == (Fault.EMPTY_GROUP, ("b",))
    negative = people({"a": 5, "b": -1, "c": 1}, name="x")
    assert fault(negative, "x", each_alone(negative)) == (Fault.NO_VALUE, ("b",))


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ({"18–29": (18, 29)}, (Fault.STRADDLES, ("10-19",))),
        ({"20–34": (20, 34), "35–": (35, None)}, (Fault.STRADDLES, ("30-39",))),
        ({"20–110": (20, 110)}, (Fault.STRADDLES, ("100+10",))),
    ],
)
def test_ranges_must_fit_the_classes_there_are(
    ranges: dict[str, tuple[int, int | None]], expected: tuple[Fault, tuple[str, ...]]
) -> None:
    with pytest.raises(BadChoice) as error:
        age_groups(BLEKINGE.dimension("Alder"), ranges)
    assert (error.value.fault, error.value.codes) == expected


def test_single_years_of_age_are_put_together_and_a_missing_one_is_noticed() -> None:
    single = of(["tot", *map(str, range(16, 20)), "20+"], name="age")
    groups, left_out = age_groups(single, {"16–17": (16, 17), "18–": (18, None)}, totals=["tot"])
    assert groups == {"16–17": ("16", "17"), "18–": ("18", "19", "20+")}
    assert left_out == ("tot",)
    for codes, ranges, expected in (
        (["16", "18"], {"a": (16, 18)}, Fault.GAP),
        (["16", "17"], {"a": (16, None)}, Fault.GAP),
        (["17", "18"], {"a": (16, 18)}, Fault.GAP),
        (["16-17", "17"], {"a": (16, 17)}, Fault.OVERLAP),
        (["16", "tot"], {"a": (16, 16)}, Fault.NO_RANGE),
    ):
        with pytest.raises(BadChoice) as error:
            age_groups(of(codes, name="age"), ranges)
        assert error.value.fault is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("20-24", AgeRange(20, 24)),
        ("20–24 år", AgeRange(20, 24)),
        ("20 - 24", AgeRange(20, 24)),
        ("7", AgeRange(7, 7)),
        ("0 år", AgeRange(0, 0)),
        ("85+", AgeRange(85, OLDEST)),
        ("100+10", AgeRange(100, OLDEST)),
        ("100+ år", AgeRange(100, OLDEST)),
        ("85-w", AgeRange(85, OLDEST)),
        ("85-", AgeRange(85, OLDEST)),
        ("85 år och äldre", AgeRange(85, OLDEST)),
        ("-14", AgeRange(0, 14)),
        ("24-20", None),
        ("1080", None),
        ("3+4", None),
        ("tot", None),
        ("2019-2020", None),
    ],
)
def test_ages_are_understood_as_statistics_offices_write_them(code: str, expected: AgeRange | None) -> None:
    assert age_range(code) == expected
