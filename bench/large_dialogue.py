"""A large dialogue in rows: thousands of passages in two drafts, tens of thousands of contributions.

The same numbers give the same texts. Everything is written as rows at once, since it is reading that is to be measured;
only the drafts go through publishing, so that the changes are the real ones.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from fardplan.base import audit
from fardplan.contributions.models import (
    Channel,
    Contribution,
    ContributionKind,
    Outcome,
    Reply,
    SenderKind,
    Submission,
    Theme,
)  # fmt: skip
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Trace
from fardplan.people.models import ContactDetail
from fardplan.strategy.actions import new_draft, publish_draft
from fardplan.strategy.models import Change, Draft, Passage, Section, SectionKind, Strategy

SLUG = "stora-dialogen"
IN_A_FILE = "mindre-dialogen"
PASSAGES_IN_SECTION = 12
CROWDED = 500  # so many contributions about one and the same passage
OPINIONS = (
    "Bussen går för sällan på kvällen och på helgen", "Fler behöver kunna bo kvar när de blir äldre",
    "Det saknas mötesplatser som är öppna utan att man köper något", "Skriv mätbara mål och vem som ansvarar",
    "Små företag hinner inte vänta på tillstånd", "Praktiken ska leda till ett första jobb",
    "Havet mår sämre än texten låtsas om", "Biblioteket är det enda rummet vi har", "Cykelvägen slutar mitt i skogen",
    "Vården ska gå att nå utan mobil", "Skolan och jobben ligger på var sin sida av länet",
    "Bygg där det redan finns vägar och vatten", "Kulturen i byarna räknas inte med", "Uppkopplingen bryts varje kväll",
)  # fmt: skip
BECAUSE = (
    "för då stannar fler unga", "annars flyttar de som kan", "det märks mest för den som bor ensam",
    "vi har väntat i tio år",
    "det kostar mindre än att laga efteråt", "grannlänet har redan gjort så", "många i vår förening säger samma sak",
    "det står i förra strategin men blev aldrig av", "barnen ska inte behöva skjuts till allt",
)  # fmt: skip
SUBJECTS = ("Länet", "Varje kommun", "Skolan", "Näringslivet", "Kollektivtrafiken", "Vården", "Kulturlivet", "Havet")
VERBS = ("utvecklar", "stärker", "öppnar", "förnyar", "skyddar", "följer upp", "samordnar", "prövar")
OBJECTS = (
    "resor hela dagen", "bostäder för alla", "mötesplatser för unga", "kompetens som räcker", "ren energi",
    "friska vatten",
    "nära vård", "lärande hela livet", "väg in till arbete", "levande skärgård", "snabb uppkoppling", "trygga kvällar",
)  # fmt: skip
ENDS = ("före 2030", "i hela länet", "tillsammans med dem det gäller", "året om", "utan bil", "på lika villkor")
AT_ONCE = 1_000


def sentences(chance: random.Random, number: int) -> str:
    """So many sentences that could stand in a strategy."""
    return " ".join(
        f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(OBJECTS)} och {chance.choice(OBJECTS)}"
        f" {chance.choice(ENDS)}, räknat från {chance.randrange(2000, 2030)}."
        for _ in range(number)
    )


def opinion(chance: random.Random) -> str:
    return f"{chance.choice(OPINIONS)}, {chance.choice(BECAUSE)}. {chance.choice(OPINIONS)}."


def load(slug: str, *, passages: int, contributions: int, now: datetime) -> None:
    """Write a large dialogue. `now` is when it all has happened; the answers have come during the last months."""
    chance = random.Random(20_000)
    strategy = Strategy.objects.create(slug=slug, title="Den stora strategin")
    by = audit.SYSTEM
    first = new_draft(strategy=strategy, number="1", title="", note="", copy_of=None, by=by, now=now)
    _write_text(first, passages, chance)
    publish_draft(draft=first, by=by, now=now - timedelta(days=200))
    dialogue = Dialogue.objects.create(
        slug=slug, title="Den stora dialogen", strategy=strategy, published_at=now - timedelta(days=210),
        contributions_open_at=now - timedelta(days=200), contributions_close_at=now + timedelta(days=5),
        replies_due_on=(now + timedelta(days=60)).date(), municipalities=["Norra kommunen", "Södra kommunen", "Ön"],
    )  # fmt: skip
    _write_contributions(dialogue, first, contributions, chance, now=now)
    second = new_draft(strategy=strategy, number="2", title="", note="", copy_of=first, by=by, now=now)
    _reword(second, chance)
    publish_draft(draft=second, by=by, now=now - timedelta(days=20))
    _draw_traces(dialogue, second, now=now)


def _write_text(draft: Draft, passages: int, chance: random.Random) -> None:
    position = 0
    for number in range(0, passages, PASSAGES_IN_SECTION):
        chapter, area = divmod(number // PASSAGES_IN_SECTION, 12)
        position += 1
        if area == 0:
            parent = Section.objects.create(
                draft=draft, key=f"k{chapter + 1}", code=f"{chapter + 1}", position=position,
                heading=f"{chance.choice(SUBJECTS)} {chance.choice(ENDS)}", kind=SectionKind.DIRECTION,
            )  # fmt: skip
            position += 1
        section = Section.objects.create(
            draft=draft, parent=parent, key=f"k{chapter + 1}-{area + 1}", code=f"{chapter + 1}.{area + 1}",
            heading=chance.choice(OBJECTS).capitalize(), kind=SectionKind.PRIORITY, position=position,
        )  # fmt: skip
        rows = []
        for place in range(1, min(PASSAGES_IN_SECTION, passages - number) + 1):
            position += 1
            rows.append(
                Passage(
                    draft=draft, section=section, key=f"{section.key}-{place}", code=f"{section.code}.{place}",
                    heading=chance.choice(OBJECTS).capitalize(), text=sentences(chance, 3), position=position,
                )
            )  # fmt: skip
        Passage.objects.bulk_create(rows)


def _write_contributions(
    dialogue: Dialogue, draft: Draft, number: int, chance: random.Random, *, now: datetime
) -> None:
    """The first ones are all about one passage. Two in five have an address, three in five an answer, one in three a
    proposal for other words."""
    texts = list(Passage.objects.filter(draft=draft).order_by("position"))
    themes = [
        Theme.objects.create(dialogue=dialogue, slug=f"tema-{place}", name=name.capitalize(), position=place)
        for place, name in enumerate(OBJECTS)
    ]
    replies = _write_replies(dialogue, number, chance, now=now)
    for start in range(0, number, AT_ONCE):
        places = range(start, min(start + AT_ONCE, number))
        contacts = {
            place: ContactDetail(email=f"avsandare-{place % 6000}@example.org", erase_after=now + timedelta(days=200))
            for place in places
            if place % 5 < 2
        }
        ContactDetail.objects.bulk_create(contacts.values())
        sent = Submission.objects.bulk_create(
            _submission(dialogue, place, contacts.get(place), chance, now=now) for place in places
        )
        said = Contribution.objects.bulk_create(
            _contribution(one, texts[0] if one.number <= CROWDED else chance.choice(texts), replies, chance)
            for one in sent
        )
        Contribution.themes.through.objects.bulk_create(
            Contribution.themes.through(contribution_id=one.pk, theme_id=theme.pk)
            for one in said
            for theme in chance.sample(themes, one.pk % 3)
        )


def _submission(
    dialogue: Dialogue, place: int, contact: ContactDetail | None, chance: random.Random, *, now: datetime
) -> Submission:
    text = opinion(chance)
    return Submission(
        dialogue=dialogue, number=place + 1, received_at=now - timedelta(days=190) + timedelta(minutes=place * 12),
        channel=chance.choice(Channel.values), sender_kind=chance.choice(SenderKind.values),
        municipality=chance.choice(dialogue.municipalities), heading=text[:80], text=text, contact=contact,
        proposed_text=sentences(chance, 3) if place % 3 == 0 else "",
    )  # fmt: skip


def _contribution(
    submission: Submission, passage: Passage, replies: list[Reply], chance: random.Random
) -> Contribution:
    kind = ContributionKind.WORDING if submission.proposed_text else ContributionKind.VIEW
    received = submission.received_at
    return Contribution(
        submission=submission, text=submission.text, proposed_text=submission.proposed_text, kind=kind, passage=passage,
        read_at=received + timedelta(days=1), published_at=received + timedelta(days=1),
        reply=chance.choice(replies) if replies and submission.number % 5 < 3 else None,
    )  # fmt: skip


def _write_replies(dialogue: Dialogue, contributions: int, chance: random.Random, *, now: datetime) -> list[Reply]:
    return Reply.objects.bulk_create(
        Reply(
            dialogue=dialogue, text=sentences(chance, 2), outcome=chance.choice(Outcome.values), reason=opinion(chance),
            forwarded_to="kommunen", signed_as="Projektgruppen", created_at=now - timedelta(days=25), publications=1,
            published_at=now - timedelta(days=24),
        )
        for _ in range(contributions // 4)
    )  # fmt: skip


def _reword(draft: Draft, chance: random.Random) -> None:
    """Every third passage says something a little different in the draft."""
    rows = [row for row in Passage.objects.filter(draft=draft) if row.position % 3 == 0]
    for row in rows:
        words = row.text.split()
        for _ in range(6):
            words[chance.randrange(len(words))] = chance.choice(OBJECTS)
        row.text = " ".join(words)
    Passage.objects.bulk_update(rows, ["text"], batch_size=500)


def _draw_traces(dialogue: Dialogue, draft: Draft, *, now: datetime) -> None:
    changes = {change.key: change for change in Change.objects.filter(draft=draft, number__isnull=False)}
    Change.objects.filter(draft=draft).update(reason="Många bad om tydligare ord.")
    said = Contribution.objects.filter(submission__dialogue=dialogue, passage__key__in=changes)
    Trace.objects.bulk_create(
        Trace(change=changes[key], contribution_id=pk, drawn_at=now)
        for pk, key in said.values_list("pk", "passage__key")
        if pk % 4 == 0
    )
