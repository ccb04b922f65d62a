"""A survey's results at the desk: what was answered, by which groups, weighted to what, and what becomes public."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base import audit
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.page import desk_page
from fardplan.desk.survey_figures import WHY, backgrounds_of, crossed_sheet, group_name, questions_of, words_in
from fardplan.desk.survey_results import HERE, groups_form, here, result_page, text_questions
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.actions.counting import count
from fardplan.surveys.actions.releasing import (
    background_question,
    publish_release,
    remove_margin,
    set_margin,
    why_it_waits,
    withdraw_release,
)
from fardplan.surveys.forms.results import PopulationForm, WithdrawForm
from fardplan.surveys.queries.counting import has_new_responses
from fardplan.surveys.queries.finding import access_survey_at_desk
from fardplan.surveys.queries.populations import offers_for
from fardplan.surveys.queries.releasing import access_release, margins_of, prepare, releases_of, standing_of
from fardplan.surveys.results.desk import crossed, overview
from fardplan.surveys.results.shape import fingerprint
from fardplan.surveys.rules import may_publish_now


@official_required
@require_safe
def results(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """The collections of a survey: how many were counted, and what is public. And the texts, with their queues."""
    dialogue = desk_dialogue(request, slug, "edit_content")
    of = access_survey_at_desk(dialogue, survey)
    context = {"survey": of, "rows": standing_of(of), "texts": text_questions(of)}
    return desk_page(request, "desk/results/list.html", context, dialogue=dialogue, here=HERE)


@official_required
@require_safe
def result(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    """Everybody's answers to every question."""
    of = here(request, slug, survey, collection)
    found = overview(of.plan, of.about, of.counts) if of.counts else None
    context: dict[str, Any] = {
        "result": found,
        "questions": questions_of(found) if found else [],
        "backgrounds": backgrounds_of(found) if found else [],
        "why": WHY[found.unweighted.why] if found and found.unweighted else "",
        "is_stale": has_new_responses(of.collection, of.tally),
    }
    return result_page(request, "desk/results/everybody.html", of, "desk:survey-result", **context)


@official_required
@require_POST
def count_now(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = here(request, slug, survey, collection)
    counts = count(collection=of.collection, now=request.now)
    said = ngettext("%(number)d svar är räknat.", "%(number)d svar är räknade.", counts.responses)
    messages.success(request, said % {"number": counts.responses})
    return redirect("desk:survey-result", slug=slug, survey=survey, collection=collection)


@official_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    """Answers by one background or two. Nothing is shown before a reason has been given, which goes into the log."""
    of = here(request, slug, survey, collection)
    if of.counts is None:
        return result_page(request, "desk/results/groups.html", of, "desk:survey-groups")
    form, items, variables = groups_form(of, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return result_page(request, "desk/results/groups.html", of, "desk:survey-groups", form=form, status=status)
    data = form.cleaned_data
    by = [name for name in (data["by"], data["by_also"]) if name]
    found = crossed(of.plan, of.about, of.counts, item=items[data["item"]][0], by=by)
    audit.record(
        "survey.small_groups_seen", on=of.survey, by=request.official, at=request.now,
        dialogue_id=of.survey.dialogue_id, collection=of.collection.slug, question=data["item"], groups=by,
        reason=data["reason"],
    )  # fmt: skip
    languages = of.plan.whole.languages
    said = _("Efter: %(background)s") % {"background": ", ".join(variables[name][1] for name in by)}
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "sheet": crossed_sheet(found, languages, caption=said),
        "heading_of_table": items[data["item"]][1],
        "has_intervals": any(group.intervals for group in found.groups),
        "derivable": [group_name(found.variables, each, languages) for each in found.table.derivable],
    }
    return result_page(request, "desk/results/groups.html", of, "desk:survey-groups", **context)


# --- the population ---------------------------------------------------------------------------------------------------


@official_required
@require_safe
def populations(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = here(request, slug, survey, collection)
    margins = {margin.question: margin for margin in margins_of(of.collection)}
    rows = [
        (question, words_in(question.label, of.plan.whole.languages), margins.get(question.name))
        for question in of.public_plan.backgrounds
    ]
    return result_page(request, "desk/results/populations.html", of, "desk:survey-populations", rows=rows)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def population(request: OfficialRequest, slug: str, survey: str, collection: str, question: str) -> HttpResponse:
    """The numbers of one background question. ?tabell= fills them in from a table of statistics."""
    of = here(request, slug, survey, collection)
    asked = background_question(of.collection, question)
    languages = of.plan.whole.languages
    labels = {choice.name: words_in(choice.label, languages) for choice in asked.choices}
    kept = next((margin for margin in margins_of(of.collection) if margin.question == question), None)
    back = reverse("desk:survey-populations", args=[slug, survey, collection])

    def save(form: PopulationForm) -> str:
        set_margin(
            collection=of.collection, question=question, shares=form.cleaned_data["shares"],
            source=form.cleaned_data["source"], by=request.official, now=request.now,
        )  # fmt: skip
        return back

    offers = offers_for(of.survey.dialogue, asked, labels) if request.method != "POST" else []
    chosen = next((each for each in offers if f"{each.table.pk}:{each.dimension}" == request.GET.get("tabell")), None)
    shares, source = (kept.shares, kept.source) if kept else ({}, "")
    if chosen is not None:
        shares, source = dict(chosen.shares), chosen.source
    initial: dict[str, Any] = {f"class_{code}": share for code, share in shares.items()} | {"source": source}
    form = PopulationForm(request.POST or None, initial=initial, question=asked, labels=labels)
    heading = _("Så fördelar sig befolkningen: %(question)s") % {"question": words_in(asked.label, languages)}
    more = {"heading": heading, "cancel": back, "offers": offers, "chosen": chosen, "kept": kept, "of": of}
    frame = Frame(
        "desk/results/population.html", of.survey.dialogue, HERE, of.context("desk:survey-populations") | more
    )
    return form_page(request, form, save, frame=frame)


@official_required
@require_POST
def remove_population(request: OfficialRequest, slug: str, survey: str, collection: str, question: str) -> HttpResponse:
    of = here(request, slug, survey, collection)
    remove_margin(collection=of.collection, question=question, by=request.official, now=request.now)
    messages.success(request, _("Siffrorna är borttagna. Nästa resultat vägs inte efter frågan."))
    return redirect("desk:survey-populations", slug=slug, survey=survey, collection=collection)


# --- what becomes public ----------------------------------------------------------------------------------------------


@official_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    """Exactly what will be public, and the button that makes it so."""
    of = here(request, slug, survey, collection)
    if request.method == "POST":
        publish_release(
            collection=of.collection,
            seen=request.POST.get("seen", ""),
            printed=request.POST.get("printed", ""),
            by=request.official,
            now=request.now,
        )
        messages.success(request, _("Resultatet är publikt."))
        return redirect("desk:survey-publish", slug=slug, survey=survey, collection=collection)
    may = may_publish_now(of.collection, now=request.now)
    prepared = prepare(of.collection, of.counts, now=request.now) if may and of.counts else None
    found = prepared.result if prepared else None
    context: dict[str, Any] = {
        "may_publish": may,
        "result": found,
        "printed": fingerprint(found) if found else "",
        "questions": questions_of(found) if found else [],
        "backgrounds": backgrounds_of(found) if found else [],
        "why": WHY[found.unweighted.why] if found and found.unweighted else "",
        "why_not": why_it_waits(prepared.waits) if prepared and prepared.waits else "",
        "releases": list(releases_of(of.collection)),
        "is_stale": has_new_responses(of.collection, of.tally),
    }
    return result_page(request, "desk/results/publish.html", of, "desk:survey-publish", **context)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: OfficialRequest, slug: str, survey: str, collection: str, which: int) -> HttpResponse:
    of = here(request, slug, survey, collection)
    release = access_release(of.collection, which)
    back = reverse("desk:survey-publish", args=[slug, survey, collection])

    def save(form: WithdrawForm) -> str:
        withdraw_release(release=release, reason=form.cleaned_data["reason"], by=request.official, now=request.now)
        return back

    context: dict[str, Any] = {
        "heading": _("Dra tillbaka resultat %(number)d") % {"number": which},
        "lead": _("Det försvinner från den publika sidan. Inget tidigare resultat visas i stället."),
        "submit": _("Dra tillbaka resultatet"),
        "danger": True,
        "cancel": back,
    }
    frame = Frame("desk/form.html", of.survey.dialogue, HERE, context, saved=_("Resultatet är tillbakadraget."))
    return form_page(request, WithdrawForm(request.POST or None), save, frame=frame)


_SURVEY = "dialog/<slug:slug>/enkater/<slug:survey>/resultat"
_ONE = f"{_SURVEY}/<slug:collection>"
addresses = [
    path(f"{_SURVEY}/", results, name="survey-results"),
    path(f"{_ONE}/", result, name="survey-result"),
    path(f"{_ONE}/rakna/", count_now, name="count-survey"),
    path(f"{_ONE}/grupper/", groups, name="survey-groups"),
    path(f"{_ONE}/befolkning/", populations, name="survey-populations"),
    path(f"{_ONE}/befolkning/<slug:question>/", population, name="survey-population"),
    path(f"{_ONE}/befolkning/<slug:question>/ta-bort/", remove_population, name="remove-survey-population"),
    path(f"{_ONE}/publicera/", publish, name="survey-publish"),
    path(f"{_ONE}/publicera/<int:which>/dra-tillbaka/", withdraw, name="withdraw-survey-result"),
]
