"""Inflected forms of a word are counted as one, and words that only look alike are not."""

from __future__ import annotations

import pytest

from fardplan.analysis.stems import Joined, Written, is_stop_word, joined, plain, stem

SWEDISH = """
skola skolan skolor skolorna skolans
buss bussen bussar bussarna
trygghet tryggheten
trygg trygga tryggt
miljö miljön miljöns
jobb jobbet jobben jobbens
arbete arbetet arbeten
bostad bostaden bostäder bostäderna
förstad förstaden förstäder förstäderna
stad staden städer städerna
strand stranden stränder stränderna
bok boken böcker böckerna
kollektivtrafik kollektivtrafiken
cykel cykeln cyklar cyklarna
cykelväg cykelvägen cykelvägar cykelvägarna
vatten vattnet
sjukvård sjukvården sjukvårdens
barn barnen barnens
människa människan människor människorna
möjlighet möjligheten möjligheter möjligheterna
företag företaget företagen företagens
universitet universitetet universiteten
kvalitet kvaliteten
energi energin
demokrati demokratin
idé idén idéer idéerna
by byn byar byarna
ö ön öar öarna
grön gröna grönt
läkare läkaren läkarna
lekplats lekplatsen lekplatser lekplatserna
bibliotek biblioteket biblioteken
""".strip().splitlines()
ENGLISH = ["school schools", "house houses housing", "job jobs", "ferry ferries", "community communities"]
DIFFERENT = ["bok bo", "park parkering", "bil bild", "region religion", "kommun kommunikation", "mat matte", "ö öl"]


@pytest.mark.parametrize("forms", SWEDISH)
def test_the_swedish_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form, "sv") for form in forms.split()}) == 1, {form: stem(form, "sv") for form in forms.split()}


@pytest.mark.parametrize("forms", ENGLISH)
def test_the_english_forms_of_a_word_share_a_stem(forms: str) -> None:
    assert len({stem(form, "en") for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", DIFFERENT)
def test_words_that_only_look_alike_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one, "sv") != stem(other, "sv")


def test_no_two_of_these_families_are_taken_for_one() -> None:
    stems = [stem(forms.split()[0], "sv") for forms in SWEDISH]
    assert sorted({each for each in stems if stems.count(each) > 1}) == []


def test_an_expression_is_joined_word_by_word() -> None:
    assert stem("gröna städer", "sv") == stem("grön stad", "sv") != stem("grön", "sv")


def test_a_word_is_compared_without_case_signs_and_spaces_around() -> None:
    written = ["  Bussar! ", "#bussar", "e\u0301n idé", "Billigare  BUSS, tack snälla", "", "?!", "x" * 60]
    assert [plain(each) for each in written] == [
        "bussar", "bussar", "én idé", "billigare buss tack", "", "", "x" * 40,
    ]  # fmt: skip


def test_words_that_say_nothing_alone_are_known_in_both_languages() -> None:
    assert [is_stop_word(word, "sv") for word in ("och", "det är", "mer buss", "the", "2030")] == [
        True, True, False, False, True,
    ]  # fmt: skip
    assert [is_stop_word(word, "en") for word in ("the", "and of", "och")] == [True, True, False]


def test_the_form_most_people_used_is_shown_for_all() -> None:
    forms = [("buss", 2), ("bussar", 5), ("bussarna", 1), ("skolor", 3), ("skola", 3)]
    assert joined(Written(word, stem(word, "sv"), count) for word, count in forms) == [
        Joined("bussar", "buss", 8),
        Joined("skola", "skol", 6),
    ]


def test_a_language_without_rules_of_its_own_is_treated_as_swedish() -> None:
    assert stem("bussar", "fi") == "buss"
