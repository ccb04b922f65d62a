"""Making the compilation as PDF or Word, and seeing how far it has come."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.actions.compiling import ask_for_file
from fardplan.ledger.compilation.beside import sections_to_choose, with_stale
from fardplan.ledger.models import CompilationFile, CompilationFormat
from fardplan.people.viewer import OfficialRequest

HERE = "compilation"
SHOWN = 20


class AskForm(forms.Form):
    file_format = forms.ChoiceField(
        label=gettext_lazy("Format"), choices=CompilationFormat.choices, widget=forms.RadioSelect, initial="pdf",
        error_messages={"required": gettext_lazy("Välj PDF eller Word.")},
    )  # fmt: skip
    section = forms.ChoiceField(label=gettext_lazy("Vad den ska rymma"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Rubrikernas språk"), choices=settings.LANGUAGES)

    def __init__(self, *args: object, dialogue: Dialogue, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        section = self.fields["section"]
        assert isinstance(section, forms.ChoiceField)  # noqa: S101 - for the type checker
        section.choices = [("", str(_("Hela strategin och dialogen"))), *sections_to_choose(dialogue)]


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def compilation(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "read_contributions")

    def save(form: AskForm) -> str:
        data = form.cleaned_data
        ask_for_file(
            dialogue=dialogue,
            file_format=data["file_format"],
            section_key=data["section"],
            language=data["language"],
            by=request.official,
            now=request.now,
        )
        return reverse("desk:compilation", args=[slug])

    form = AskForm(request.POST or None, dialogue=dialogue, initial={"language": get_language()})
    saved = gettext_lazy("Sammanställningen skrivs. Den står här nedanför när den är klar.")
    return form_page(request, form, save, frame=Frame("desk/compilation.html", dialogue, HERE, _files(dialogue), saved))


@official_required
@require_safe
def progress(request: OfficialRequest, slug: str) -> HttpResponse:
    """The list alone, for the page that asks again while something is being written."""
    dialogue = desk_dialogue(request, slug, "read_contributions")
    return desk_page(request, "desk/parts/compilation_files.html", _files(dialogue), dialogue=dialogue, here=HERE)


def _files(dialogue: Dialogue) -> dict[str, object]:
    files = list(with_stale(CompilationFile.objects.filter(dialogue=dialogue).select_related("asked_by"))[:SHOWN])
    labels = dict(sections_to_choose(dialogue))
    rows = [(file, labels.get(file.section_key, file.section_key)) for file in files]
    return {"rows": rows, "is_writing": any(file.finished_at is None for file in files)}


addresses = [
    path("dialog/<slug:slug>/sammanstallning/", compilation, name="compilation"),
    path("dialog/<slug:slug>/sammanstallning/lage/", progress, name="compilation-progress"),
]
