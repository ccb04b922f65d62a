"""What the page checks need of the strategy, the posters and the pages about the site."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from fardplan.dialogue.models import Dialogue
from fardplan.organisation.actions import NewMessage, give_page_feedback, receive_accessibility_message
from fardplan.organisation.models import MessageKind
from fardplan.public.pages import feedback, site
from fardplan.strategy.models import Change, Draft, Passage, Section
from fardplan.strategy.queries import contents_of, published_drafts

MOMENT = datetime(2020, 11, 24, 8, 0, tzinfo=UTC)


def _dialogue_and_draft() -> tuple[Dialogue, Draft]:
    dialogue = Dialogue.objects.select_related("strategy").order_by("id")[0]
    assert dialogue.strategy is not None
    return dialogue, published_drafts(dialogue.strategy, now=MOMENT)[0]


def draft() -> str:
    dialogue, latest = _dialogue_and_draft()
    return reverse("public:draft", args=[dialogue.slug, latest.number])


def long_draft() -> str:
    """A draft of another strategy, too long to read on one page."""
    dialogue = Dialogue.objects.filter(slug="lang").first()
    if dialogue is None:
        first, _ = _dialogue_and_draft()
        assert first.strategy is not None
        first.strategy.pk, first.strategy.slug = None, "lang"
        first.strategy.save()
        dialogue = Dialogue.objects.create(
            slug="lang", title="En lång strategi", strategy=first.strategy, published_at=MOMENT
        )
        text = Draft.objects.create(strategy=first.strategy, number="1.0")
        section = Section.objects.create(draft=text, key="a", code="A", heading="Det långa avsnittet")
        Passage.objects.bulk_create(
            Passage(draft=text, section=section, key=f"a{n}", code=f"A{n}", text="Ett stycke.", position=n)
            for n in range(70)
        )
        text.published_at = MOMENT
        text.save()
    return reverse("public:draft", args=[dialogue.slug, "1.0"])


def section() -> str:
    dialogue, latest = _dialogue_and_draft()
    with_passages = next(each for each in contents_of(latest).sections if list(each.all_passages))
    return reverse("public:section", args=[dialogue.slug, latest.number, with_passages.key])


def passage(number: int = 1) -> str:
    dialogue, latest = _dialogue_and_draft()
    return reverse("public:passage", args=[dialogue.slug, latest.number, contents_of(latest).passages[number].key])


def decided_passage() -> str:
    """A passage with its whole story, in the example's adopted text."""
    dialogue, _ = _dialogue_and_draft()
    return reverse("public:passage", args=[dialogue.slug, "2.0", "a1-1"])


def decided_change() -> str:
    """Why that passage reads as it does."""
    dialogue, _ = _dialogue_and_draft()
    change = Change.objects.get(strategy=dialogue.strategy, draft__number="2.0", key="a1-1")
    return reverse("public:change", args=[dialogue.slug, change.label])


def day_poster() -> str:
    dialogue, _ = _dialogue_and_draft()
    return reverse("public:poster", args=[dialogue.slug, dialogue.days.order_by("-starts_at")[0].slug])


def receipt() -> str:
    message = receive_accessibility_message(
        message=NewMessage(kind=MessageKind.FAULT, text="Något.", email="deltagare@example.org"), now=MOMENT
    )
    query = urlencode({"kvitto": signing.dumps(message.pk, salt=site.RECEIPT_SALT)})
    return f"{reverse('public:accessibility-receipt')}?{query}"


def asked_what_was_missing() -> str:
    given = give_page_feedback(path="/", helped=False, now=MOMENT)
    answer = signing.dumps({"id": given.pk, "helped": False}, salt=feedback.ANSWER_SALT)
    return f"{reverse('public:page-feedback')}?{urlencode({'svar': answer})}"
