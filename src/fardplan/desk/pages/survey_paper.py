"""The form on paper: in each language, in large print, and with the code of an invitation."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fardplan.base.errors import NotFound
from fardplan.desk.access import official_required
from fardplan.desk.collecting import collection_at_desk, collection_page
from fardplan.organisation.queries import our_organisation
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.actions.inviting import printed
from fardplan.surveys.codes import as_shown, invitation_code
from fardplan.surveys.forms.paper import PaperForm
from fardplan.surveys.models import Collection, CollectionKind, Invitation
from fardplan.surveys.paper import PaperWish, paper_form
from fardplan.surveys.queries.finding import latest_version
from fardplan.surveys.queries.inviting import invitation_numbered


def _takes_a_code(request: HttpRequest) -> bool:
    return bool(request.GET.get("number", "").strip())


@official_required
@require_safe
@never_cache
@reauthentication_required(enabled=_takes_a_code)  # type: ignore[untyped-decorator]
def paper(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    """What the form is to be like; the form itself once that has been said."""
    of = collection_at_desk(request, slug, survey, collection)
    version = latest_version(of.survey)
    if version is None:
        return collection_page(request, "desk/collecting/paper.html", of, "desk:survey-paper", form=None)
    form = PaperForm(
        request.GET if "language" in request.GET else None,
        languages=list(version.asks.languages),
        has_invitations=of.kind == CollectionKind.INVITED,
    )
    if form.is_valid():
        wanted = form.cleaned_data
        invitation = _invitation(of, wanted.get("number", ""))
        if invitation is not None:
            printed(wave=invitation.wave, what="form", number=1, by=request.official, now=request.now)
        wish = PaperWish(
            wanted["language"],
            wanted["is_large"],
            wanted["where"],
            as_shown(invitation_code(invitation.pk)) if invitation is not None else "",
        )
        body = paper_form(of, version, wish, organisation=our_organisation())
        disposition = f'attachment; filename="{survey}-{collection}-{wish.language}.pdf"'
        return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": disposition})
    status = 422 if form.is_bound else 200
    return collection_page(
        request, "desk/collecting/paper.html", of, "desk:survey-paper", status=status, form=form, version=version
    )


def _invitation(collection: Collection, label: str) -> Invitation | None:
    if not label:
        return None
    found = invitation_numbered(collection, label)
    if found is None:
        raise NotFound(_("Det finns ingen inbjudan med det numret."))
    return found


addresses = [
    path("dialog/<slug:slug>/enkater/<slug:survey>/insamlingar/<slug:collection>/papper/", paper, name="survey-paper"),
]
