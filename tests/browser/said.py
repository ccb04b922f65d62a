"""Contributions in every state the page checks need; made once, found again by their words."""

from datetime import UTC, datetime

from django.urls import reverse

from fardplan.contributions.about import find_about
from fardplan.contributions.actions import (
    Mark,
    ReplyWords,
    Said,
    add_standard_reply,
    ask_to_reconsider,
    contribute,
    create_theme,
    draft_reply,
    give_verdict,
    hide,
    mark_point,
    publish,
    publish_reply,
    save_view,
    set_themes,
)
from fardplan.contributions.models import Contribution
from fardplan.contributions.queries import contributions_of
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from fardplan.strategy.queries import contents_of, published_drafts

NOON = datetime(2020, 11, 23, 11, tzinfo=UTC)


def said(words: str, *, anchor: str = "strategin") -> Contribution:
    """A contribution with these words in the example dialogue, unread."""
    dialogue = Dialogue.objects.order_by("id")[0]
    found = contributions_of(dialogue).filter(text=words).first()
    if found is None:
        about = find_about(dialogue, anchor, now=NOON)
        contribute(dialogue=dialogue, said=Said(about=about, text=words, proposed_text="Så här i stället."), now=NOON)
        found = contributions_of(dialogue).get(text=words)
    return found


def published(words: str = "En synpunkt som visas, med ett svar.") -> Contribution:
    contribution = said(words, anchor="dag:" + a_day())
    if contribution.published_at is None:
        by = Official.objects.filter(is_administrator=True)[0]
        contribution = publish(contribution=contribution, revision=contribution.revision, by=by, now=NOON)
        answer = ReplyWords(text="Tack, så gör vi.", outcome="partly", reason="Det räcker inte till allt.")
        dialogue = contribution.submission.dialogue
        reply = draft_reply(dialogue=dialogue, contributions=[contribution], words=answer, by=by, now=NOON)
        publish_reply(reply=reply, revision=reply.revision, by=by, now=NOON)
    return contribution


def misunderstood() -> Contribution:
    """One whose sender says that we have misunderstood it."""
    contribution = published("En synpunkt som vi missförstod.")
    if not contribution.verdicts.exists():
        give_verdict(contribution=contribution, answer="misunderstood", text="Jag menade kvällarna.", now=NOON)
    return contribution


def understood() -> str:
    contribution = published()
    return reverse("public:understood", args=[contribution.submission.receipt_key, contribution.pk])


def hidden() -> Contribution:
    contribution = said("En synpunkt som är dold.")
    if contribution.hidden_at is None:
        by = Official.objects.filter(is_administrator=True)[0]
        contribution = hide(
            contribution=contribution,
            rule="attack",
            reason="Ett påhopp.",
            revision=contribution.revision,
            by=by,
            now=NOON,
        )
    return contribution


def disputed() -> Contribution:
    contribution = said("En dold synpunkt som prövas igen.")
    if contribution.hidden_at is None:
        by = Official.objects.filter(is_administrator=True)[0]
        contribution = hide(
            contribution=contribution,
            rule="attack",
            reason="Ett påhopp.",
            revision=contribution.revision,
            by=by,
            now=NOON,
        )
        ask_to_reconsider(contribution=contribution, words="Det var inget påhopp.", now=NOON)
    return contribution


def a_day() -> str:
    day = Dialogue.objects.order_by("id")[0].days.order_by("starts_at").last()
    return day.slug if day is not None else ""


def form(anchor: str = "") -> str:
    """The form in the example dialogue."""
    slug = Dialogue.objects.order_by("id")[0].slug
    return reverse("public:contribute", args=[slug]) + (f"?om={anchor}" if anchor else "")


def other_words() -> str:
    """The form with a passage's own words to change."""
    dialogue = Dialogue.objects.select_related("strategy").order_by("id")[0]
    draft = published_drafts(dialogue.strategy, now=NOON)[0] if dialogue.strategy else None
    key = contents_of(draft).passages[0].key if draft else ""
    return form(f"stycke:{key}") + "&slag=andra-ord"


def one(url_name: str) -> str:
    """A page about the published contribution."""
    contribution = published()
    return reverse(url_name, args=[contribution.submission.dialogue.slug, contribution.label])


def receipt(contribution: Contribution) -> str:
    return reverse("public:receipt", args=[contribution.submission.receipt_key])


def reconsider() -> str:
    contribution = hidden()
    return reverse("public:reconsider", args=[contribution.submission.receipt_key, contribution.pk])


def at_desk(url_name: str, *rest: str) -> str:
    slug = Dialogue.objects.order_by("id")[0].slug
    return reverse(url_name, args=[slug, *rest])


def new_reply() -> str:
    return at_desk("desk:new-reply") + f"?nr={said('Nyss inskickat.').label}"


def reply() -> str:
    contribution = published()
    contribution.refresh_from_db()
    return at_desk("desk:reply", str(contribution.reply_id))


def _official() -> Official:
    return Official.objects.filter(is_administrator=True)[0]


def themes() -> str:
    theme()
    return at_desk("desk:themes")


def theme() -> str:
    """A theme with something in it, and another to merge it with."""
    dialogue = Dialogue.objects.order_by("id")[0]
    by = _official()
    names = ("Båtar och bryggor", "Kollektivtrafik")
    found = [
        dialogue.themes.filter(name=name).first() or create_theme(dialogue=dialogue, name=name, by=by, now=NOON)
        for name in names
    ]
    set_themes(contributions=[published()], add=found, by=by, now=NOON)
    return at_desk("desk:theme", found[0].slug)


def saved_views() -> str:
    """The page with a view saved, and the one being looked at to be saved."""
    dialogue = Dialogue.objects.order_by("id")[0]
    save_view(dialogue=dialogue, name="Olästa", query="ko=unread", is_shared=True, by=_official(), now=NOON)
    return at_desk("desk:saved-views") + "?ko=unanswered"


def bank() -> str:
    standard_reply()
    return at_desk("desk:standard-replies")


def standard_reply() -> str:
    dialogue = Dialogue.objects.order_by("id")[0]
    name = "Det avgör kommunerna"
    found = dialogue.standard_replies.filter(name=name).first() or add_standard_reply(
        dialogue=dialogue,
        name=name,
        outcome="partly",
        text="Strategin anger riktningen.",
        reason="Platserna pekas ut i kommunernas planer.",
        by=_official(),
        now=NOON,
    )
    return at_desk("desk:standard-reply", str(found.pk))


def a_letter() -> str:
    """A letter with one point marked in it; the page where the next is marked."""
    words = "Vi vill ha bussar på kvällen. Och ett badhus.\nMed hälsning från föreningen."
    contribution = contributions_of(Dialogue.objects.order_by("id")[0]).filter(submission__text=words).first()
    if contribution is None:
        whole = said(words)
        by = Official.objects.filter(is_administrator=True)[0]
        mark = Mark(0, words.index(" Och"))
        about = find_about(whole.submission.dialogue, "strategin", now=NOON)
        contribution = mark_point(
            submission=whole.submission, mark=mark, about=about, kind="view", proposed_text="", by=by, now=NOON
        )
    return reverse("desk:mark", args=[contribution.submission.dialogue.slug, contribution.label])
