"""What keeps machines out of an open form, without riddles for people (L-20).

A field that stays empty, and a signed note of when the form was given out. Both failures are told in plain words and
what was written stays in the form: a person sends it again, a machine seldom reads the answer.

    class SignupForm(HonestForm): ...
    {{ form.trap.as_field_group }}{{ form.given_out }}      in the template, or {{ form }} for all fields
    data = {"text": "…", **honesty.in_good_time()}          in a test that posts without getting the page first
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from fardplan.base import clock

SHORTEST = timedelta(seconds=3)
LONGEST = timedelta(days=7)

_signer = Signer(salt="fardplan.honesty")


def stamp(*, age: timedelta = timedelta(0)) -> str:
    """A signed note that a form was given out now, or `age` ago."""
    milliseconds = int((clock.now() - age).timestamp() * 1000)  # rounded down: a form is never younger than it is
    return _signer.sign(f"{milliseconds / 1000:.3f}")


def age_of(value: str) -> timedelta | None:
    """How long ago the form was given out; None when the note is missing, forged or from the future."""
    try:
        seconds = clock.now().timestamp() - float(_signer.unsign(value))
    except (BadSignature, ValueError):
        return None
    return timedelta(seconds=seconds) if seconds > -60 else None


def in_good_time() -> dict[str, str]:
    """The two fields as a person leaves them, one minute after the form was given out."""
    return {"trap": "", "given_out": stamp(age=timedelta(minutes=1))}


class _Trap(forms.CharField):
    """Stays empty. Its label says so to those who hear the page; shown again, it has been emptied for them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = "base/parts/trap.html"

    def bound_data(self, data: Any, initial: Any) -> str:
        return ""


class _GivenOut(forms.CharField):
    """When the form was given out; shown again, a note that no longer holds is renewed."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> str:
        age = age_of(str(data or ""))
        return str(data) if age is not None and age <= LONGEST else stamp()


class HonestForm(forms.Form):
    """A form anyone may fill in."""

    trap = _Trap(
        required=False,
        label=_("Lämna det här fältet tomt"),
        help_text=_("Fältet är till för att stoppa automatiska utskick."),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    given_out = _GivenOut(required=False, initial=stamp)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        age = age_of(cleaned.get("given_out", ""))
        if cleaned.get("trap"):
            self.add_error(
                None,
                forms.ValidationError(
                    _("Ett fält som ska vara tomt var ifyllt. Nu är det tömt: skicka igen, så kommer det fram."),
                    code="trap",
                ),
            )
        elif age is None or age > LONGEST:
            self.add_error(
                None,
                forms.ValidationError(
                    _("Formuläret har legat öppet för länge. Det du skrev finns kvar: läs igenom och skicka igen."),
                    code="stale",
                ),
            )
        elif age < SHORTEST and not self.errors:  # other faults take the time to mend that this one asks for
            self.add_error(
                None,
                forms.ValidationError(
                    _("Det gick så fort att vi måste fråga igen. Det du skrev finns kvar: skicka en gång till."),
                    code="too_fast",
                ),
            )
        return cleaned
