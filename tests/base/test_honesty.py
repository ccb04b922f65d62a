from __future__ import annotations

from datetime import timedelta

from django import forms

from fardplan.base import honesty


class Letter(honesty.HonestForm):
    text = forms.CharField()


def codes(form: Letter) -> list[str | None]:
    return [error.code for error in form.errors.as_data().get("__all__", [])]


def post(**fields: str) -> Letter:
    return Letter({"text": "Hej", **honesty.in_good_time(), **fields})


def test_a_person_passes() -> None:
    assert post().is_valid()


def test_the_trap_is_told_and_emptied_and_the_text_stays() -> None:
    form = post(trap="https://kop.example")
    assert not form.is_valid()
    assert codes(form) == ["trap"]
    assert "kop.example" not in str(form)
    assert form["text"].value() == "Hej"


def test_the_shortest_time_is_exact_to_the_second() -> None:
    assert codes(post(given_out=honesty.stamp(age=honesty.SHORTEST - timedelta(seconds=1)))) == ["too_fast"]
    assert post(given_out=honesty.stamp(age=honesty.SHORTEST)).is_valid()


def test_too_fast_is_not_told_beside_what_else_is_wrong() -> None:
    form = Letter({"text": "", **honesty.in_good_time(), "given_out": honesty.stamp()})
    assert list(form.errors) == ["text"]


def test_too_fast_keeps_its_note_so_that_waiting_helps() -> None:
    note = honesty.stamp()
    form = post(given_out=note)
    assert codes(form) == ["too_fast"]
    assert form["given_out"].value() == note


def test_a_form_left_open_a_week_is_given_a_new_note() -> None:
    assert post(given_out=honesty.stamp(age=honesty.LONGEST - timedelta(seconds=5))).is_valid()
    form = post(given_out=honesty.stamp(age=honesty.LONGEST + timedelta(seconds=5)))
    assert codes(form) == ["stale"]
    age = honesty.age_of(form["given_out"].value())
    assert age is not None
    assert age < timedelta(seconds=5)


def test_a_missing_forged_or_future_note_is_refused() -> None:
    real = honesty.stamp(age=timedelta(minutes=1))
    for note in ["", "1", "1234567890:abc", "9" + real[1:], honesty.stamp(age=-timedelta(hours=1)), real[:-1] + "\x00"]:
        assert codes(post(given_out=note)) == ["stale"], note


def test_the_trap_says_what_it_is_to_those_who_hear_the_page() -> None:
    html = str(Letter())
    assert '<div class="trap">\n  <label for="id_trap">Lämna det här fältet tomt</label>' in html
    assert 'tabindex="-1"' in html
    assert 'autocomplete="off"' in html
    assert "aria-hidden" not in html


def test_the_trap_stands_out_of_sight() -> None:
    form = Letter()
    assert '<div class="trap">' in form["trap"].as_field_group()
    assert '<div class="trap">' in str(form)
