"""A dialogue of its own with the whole chain in it: two drafts, what was said between them, and what was decided."""

from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse

from fardplan.contributions.about import find_about
from fardplan.contributions.actions import ReplyWords, Said, contribute, draft_reply, publish, publish_reply
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.actions import From, Place, add_decision, draw_traces, explain_change
from fardplan.ledger.models import Decision, Motion
from fardplan.people.models import Official
from fardplan.strategy.actions import new_draft, publish_draft
from fardplan.strategy.models import Change, Draft, Passage, Section, Strategy

SLUG = "kedjan"
EARLY, NOON = datetime(2020, 11, 1, 11, tzinfo=UTC), datetime(2020, 11, 23, 11, tzinfo=UTC)
MOMENT = "2020-12-05 09:00"


def dialogue() -> Dialogue:
    """Made once, found again by its address."""
    return Dialogue.objects.select_related("strategy").filter(slug=SLUG).first() or _make()


def _make() -> Dialogue:
    by = Official.objects.filter(is_administrator=True)[0]
    strategy = Strategy.objects.create(slug=SLUG, title="Strategin med en kedja")
    made = Dialogue.objects.create(
        slug=SLUG, title="Kedjan", strategy=strategy, published_at=EARLY, contributions_open_at=EARLY, is_example=True
    )
    first = Draft.objects.create(strategy=strategy, number="0.3", is_example=True)
    section = Section.objects.create(draft=first, key="a", kind="direction", code="A", heading="Livsmiljöer")
    texts = [
        "Fler bostäder byggs nära länets större orter.",
        "Restiden är högst en timme.",
        "Kultur finns på alla orter.",
        "Vägen till flygplatsen breddas.",
    ]
    for place, text in enumerate(texts, start=1):
        Passage.objects.create(
            draft=first, section=section, key=f"a{place}", code=f"A{place}", heading=f"Stycke {place}", text=text,
            position=place,
        )  # fmt: skip
    publish_draft(draft=first, by=by, now=EARLY)
    said = _say(made, "Bygg i alla kommuner, också för den som bor ensam.", by)
    second = new_draft(strategy=strategy, number="0.4", title="", note="", copy_of=first, by=by, now=NOON)
    Passage.objects.filter(draft=second, key="a1").update(
        text="Fler bostäder byggs i alla kommuner, också för den som bor ensam."
    )
    Passage.objects.filter(draft=second, key="a2").update(text="Restiden är som mest en timme.")
    Passage.objects.filter(draft=second, key="a4").delete()
    values: dict[str, Any] = {
        "title": "Strategin antas",
        "body": "Regionfullmäktige",
        "item_no": "§ 47",
        "is_example": True,
    }
    values |= {"decided_on": date(2020, 11, 30), "draft": second, "text": "Antogs.", "is_example": True}
    decision = add_decision(dialogue=made, values=values, by=by, now=NOON)
    motion = Motion.objects.create(
        decision=decision, name="Y1", text="Bostäder i alla kommuner", made_by="En ledamot (exempel)", outcome="granted"
    )
    Motion.objects.create(
        decision=decision,
        name="Y4",
        text="Högre befolkningsmål",
        outcome="rejected",
        dissent="En reservation.",
        position=1,
    )
    at: dict[str, Any] = {"dialogue": made, "draft": second, "by": by, "now": NOON}
    draw_traces(**at, places=[Place("passage", "a1")], sources=From([said], [motion], [decision]))
    reason = "Flera skrev att bostäder behövs i alla kommuner."
    explain_change(**at, place=Place("passage", "a1"), reason=reason, is_editorial=False, revision=1)
    explain_change(**at, place=Place("passage", "a2"), reason="", is_editorial=True, revision=0)
    gone = "Vägar avgörs i länsplanen för transporter."
    explain_change(**at, place=Place("passage", "a4"), reason=gone, is_editorial=False, revision=0)
    publish_draft(draft=second, by=by, now=NOON)
    third = new_draft(strategy=strategy, number="1.0", title="", note="", copy_of=second, by=by, now=NOON)
    Passage.objects.filter(draft=third, key="a3").update(text="På alla orter går det att ta del av kultur.")
    return made


def _say(to: Dialogue, text: str, by: Official) -> Contribution:
    about = find_about(to, "stycke:a1", now=NOON)
    submission = contribute(dialogue=to, said=Said(about=about, text=text, sender_kind="group"), now=NOON)
    said = submission.contributions.get()
    said = publish(contribution=said, revision=said.revision, by=by, now=NOON)
    words = ReplyWords(text="Så blev det.", outcome="accepted", signed_as="Projektgruppen (exempelsvar)")
    reply = draft_reply(dialogue=to, contributions=[said], words=words, by=by, now=NOON)
    publish_reply(reply=reply, revision=reply.revision, by=by, now=NOON)
    return Contribution.objects.get(pk=said.pk)


def of_chain(url_name: str) -> str:
    """The address of a page that takes the dialogue's slug."""
    return reverse(url_name, args=[dialogue().slug])


def change() -> str:
    strategy = dialogue().strategy
    return reverse("public:change", args=[SLUG, Change.objects.get(strategy=strategy, key="a1").label])


def decision(url_name: str = "public:decision") -> str:
    return reverse(url_name, args=[SLUG, Decision.objects.get(dialogue=dialogue()).pk])


def draft(url_name: str) -> str:
    """The draft nobody has published yet, at the desk."""
    drafts = Draft.objects.filter(strategy=dialogue().strategy, published_at=None)
    return reverse(url_name, args=[SLUG, drafts[0].pk])


def change_at_desk(key: str = "a1", number: str = "0.4") -> str:
    of = Draft.objects.get(strategy=dialogue().strategy, number=number)
    return reverse("desk:change", args=[SLUG, of.pk, "passage", key])


def trace_contribution() -> str:
    return reverse("desk:trace-contribution", args=[dialogue().slug, "S-001"])


def passage() -> str:
    return reverse("public:passage", args=[dialogue().slug, "0.4", "a1"])


def removed_passage() -> str:
    return reverse("public:passage", args=[dialogue().slug, "0.4", "a4"])


def compared() -> str:
    return reverse("public:compare", args=[dialogue().slug, "0.3", "0.4"])


def contribution() -> str:
    return reverse("public:contribution", args=[dialogue().slug, "S-001"])


def receipt() -> str:
    return reverse("public:receipt", args=[dialogue().submissions.get().receipt_key])


def compiled_section() -> str:
    """A section of the compilation with something said in it."""
    return reverse("public:compilation-section", args=[dialogue().slug, "a"])
