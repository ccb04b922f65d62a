"""Form fields, the error summary and the pager as they are rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from fardplan.base.templatetags.fardplan import dates, redline
from tests.conftest import at


class Everything(forms.Form):
    name = forms.CharField(label="Namn", required=False)
    email = forms.EmailField(label="E-post", help_text="Tas bort <sedan>.")
    sender = forms.ChoiceField(
        label="Jag svarar som", widget=forms.RadioSelect, choices=[("a", "Privatperson"), ("b", "Grupp")]
    )
    needs = forms.MultipleChoiceField(
        label="Jag behöver", widget=forms.CheckboxSelectMultiple, choices=[("t", "tolk")], required=False
    )
    agrees = forms.BooleanField(label="Ja tack", required=False, help_text="Frivilligt.")
    about = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("Hela formuläret är fel.")


def squeezed(html: str) -> str:
    return re.sub(r">\s+<", "><", " ".join(html.split()))


def field(form: forms.Form, name: str) -> str:
    return squeezed(form[name].as_field_group())


def test_a_field_has_its_label_and_says_that_it_is_optional() -> None:
    assert field(Everything(), "name") == (
        '<div class="field"><label for="id_name">Namn <span class="optional">(valfritt)</span></label>'
        '<input type="text" name="name" id="id_name"></div>'
    )


def test_help_and_error_are_tied_to_their_field() -> None:
    html = field(Everything({"email": "inte en adress"}), "email")
    assert html.startswith('<div class="field invalid"><label for="id_email">E-post</label>')
    assert '<p class="help" id="id_email_helptext">Tas bort &lt;sedan&gt;.</p>' in html
    assert '<div class="error" id="id_email_error">' in html
    assert 'aria-invalid="true" aria-describedby="id_email_helptext id_email_error"' in html


def test_choices_stand_in_a_fieldset_with_a_legend_and_each_has_a_label() -> None:
    html = field(Everything({}), "sender")
    assert html.startswith(
        '<fieldset class="field invalid" aria-describedby="id_sender_error"><legend>Jag svarar som</legend>'
    )
    assert re.search(r'<label><input type="radio" name="sender" value="b"[^>]*><span>Grupp</span></label>', html)
    assert "(valfritt)" in field(Everything(), "needs")


def test_a_single_box_has_its_words_after_it() -> None:
    html = field(Everything(), "agrees")
    assert re.search(r'<label class="choice"><input type="checkbox"[^>]*><span>Ja tack</span></label>', html)
    assert "(valfritt)" not in html


def test_the_summary_counts_the_faults_and_leads_to_each() -> None:
    form = Everything({"about": "x", "email": "fel", "sender": "a"})
    html = squeezed(render_to_string("base/parts/error_summary.html", {"form": form}))
    assert "2 saker behöver ändras innan det går att skicka in" in html
    assert "<li>Hela formuläret är fel.</li>" in html
    assert '<a href="#id_email">E-post: ' in html
    assert 'tabindex="-1" autofocus' in html


def test_the_summary_leads_to_the_first_of_several_choices() -> None:
    html = render_to_string(
        "base/parts/error_summary.html", {"form": Everything({"about": "x", "email": "a@example.org"})}
    )
    first = re.findall(r'href="#([^"]+)"', html)
    assert first == ["id_sender_0"]
    assert f'id="{first[0]}"' in str(Everything())


def test_without_faults_there_is_no_summary() -> None:
    assert render_to_string("base/parts/error_summary.html", {"form": Everything()}).strip() == ""


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, ["1", "2", "…", "12"]), (6, ["1", "…", "5", "6", "7", "…", "12"]), (12, ["1", "…", "11", "12"])],
)
def test_the_pager_keeps_the_search_and_leaves_out_the_middle(number: int, expected: list[str]) -> None:
    request = RequestFactory().get("/synpunkter/?sok=buss&sida=3")
    page = Paginator(range(120), 10).page(number)
    html = render_to_string("base/parts/pager.html", {"page": page}, request=request)
    assert re.findall(r"</span>(\d+)</a>|<span>(…)</span>", html) == [
        ("", text) if text == "…" else (text, "") for text in expected
    ]
    assert html.count('aria-current="page"') == 1
    assert all("sok=buss" in address for address in re.findall(r'<a href="([^"]+)"', html))


def test_one_page_needs_no_pager() -> None:
    page = Paginator(range(3), 10).page(1)
    assert render_to_string("base/parts/pager.html", {"page": page}).strip() == ""


def test_an_external_link_says_whose_site_it_leads_to() -> None:
    context = {"url": "https://example.org/?a=1&b=2", "label": "Till enkäten", "owner": "Enkättjänsten <b>"}
    assert squeezed(render_to_string("base/parts/external_link.html", context)).strip() == (
        '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer"><span>Till enkäten '
        "(öppnas hos Enkättjänsten &lt;b&gt;, annan webbplats)</span></a>"
    )


def test_dates_say_only_what_is_known() -> None:
    first, last, later = (at(day).date() for day in ("2021-03-01 12:00", "2021-05-31 12:00", "2022-01-31 12:00"))
    assert dates(first, last) == "1 mars–31 maj 2021"
    assert dates(first, later) == "1 mars 2021–31 januari 2022"
    assert dates(first, None) == "från 1 mars 2021"
    assert dates(None, last) == "till och med 31 maj 2021"
    assert dates(None, None) == ""


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


CHANGED = [
    Piece("same", "Fler bostäder byggs "),
    Piece("removed", "nära <orterna>"),
    Piece("added", "i alla kommuner"),
    Piece("same", "."),
]


def test_a_redline_tells_what_went_and_what_came_in_words_too() -> None:
    html = squeezed(render_to_string("base/parts/redline.html", {"pieces": CHANGED, "language": "sv"}))
    assert html == (
        '<p class="words redline" dir="auto">Fler bostäder byggs '
        '<del><span class="visually-hidden">borttaget: </span>nära &lt;orterna&gt;</del>'
        '<ins><span class="visually-hidden">tillagt: </span>i alla kommuner</ins>.</p>'
    )


def test_a_redline_says_where_the_change_ends_when_words_follow() -> None:
    html = redline([Piece("added", "Nya. "), Piece("same", "Gamla.")])
    assert html.endswith('</ins><span class="visually-hidden">oförändrat: </span>Gamla.')


def test_a_redline_of_nothing_changed_is_the_text() -> None:
    assert redline([Piece("same", "Som förut & så.")]) == "Som förut &amp; så."
