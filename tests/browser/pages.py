"""Every type of page there is, and how to get to one of each in the example.

Add a line for each new page. `address` is called in the example's own process, with its database: it may look
objects up, or make what the page needs (a sign-up, a receipt). A test compares this list with the addresses in
`urls.py`, so that no page type is left unchecked. `places.py` calls the list and tells where each page is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from django.db import transaction
from django.urls import reverse

from fardplan.base import clock, outbox
from fardplan.base.models import OutgoingMail
from fardplan.dialogue.models import Day, Dialogue
from fardplan.media.models import GraphicNote
from fardplan.people.actions import invite_official
from fardplan.people.models import Official
from fardplan.surveys.definition import QuestionType
from tests.browser import (
    asked,
    captioned,
    chain,
    counted,
    desk,
    leading,
    numbers,
    on_stage,
    reading,
    rooms,
    said,
    signups,
    survey_editor,
    survey_results,
    surveyed,
)
from tests.browser import survey_collecting as collecting


@dataclass(frozen=True)
class PageType:
    """One type of page, in one state."""

    url_name: str  # as in reverse(): "public:day"
    address: Callable[[], str]
    state: str = ""  # tells several lines about the same address apart: "live", "with errors"
    viewer: Literal["visitor", "administrator"] = "visitor"
    moment: str = ""  # where the example's clock stands, in Swedish time: "2020-12-01 13:05"
    status: int = 200
    cookies: Callable[[], dict[str, str]] = dict  # what else the visitor's browser brings

    def __str__(self) -> str:
        return f"{self.url_name} ({self.state})" if self.state else self.url_name


def start() -> str:
    """A second dialogue: with only one, the start page leads straight to it."""
    first = Dialogue.objects.filter(published_at__isnull=False).first()
    published_at = first.published_at if first else None
    Dialogue.objects.get_or_create(
        slug="en-till", defaults={"title": "En dialog till", "published_at": published_at, "is_example": True}
    )
    return reverse("public:start")


def plain(url_name: str) -> Callable[[], str]:
    """The address of a page that needs no object."""

    def address() -> str:
        return reverse(url_name)

    return address


def of_dialogue(url_name: str) -> Callable[[], str]:
    """The address of a page that takes the example dialogue's slug."""

    def address() -> str:
        dialogue = Dialogue.objects.order_by("id").first() or Dialogue.objects.create(slug="dagen", title="Dagen")
        return reverse(url_name, args=[dialogue.slug])

    return address


def day_of_dialogue() -> str:
    """The last day of the example dialogue: 1 December 2020, 13–16."""
    dialogue = Dialogue.objects.order_by("id").first() or Dialogue.objects.create(slug="dagen", title="Dagen")
    starts_at, ends_at = (datetime(2020, 12, 1, hour, tzinfo=UTC) for hour in (12, 15))
    day = dialogue.days.order_by("starts_at").last() or Day.objects.create(
        dialogue=dialogue, slug="dag-3", title="Dag 3", starts_at=starts_at, ends_at=ends_at
    )
    return reverse("public:day", args=[dialogue.slug, day.slug])


def invitation() -> str:
    """The page an invited official chooses a password on."""
    keys: list[str] = []

    def keep(key: str) -> str:
        keys.append(key)
        return ""

    by = Official.objects.filter(is_administrator=True)[0]
    invite_official(email="ny@example.org", by=by, now=clock.now(), address_of=keep)
    return reverse("desk:welcome", args=keys)


def of_day(url_name: str, day: str) -> Callable[[], str]:
    """The address of a page that takes the slugs of the example dialogue and of one of its days."""

    def address() -> str:
        return reverse(url_name, args=[Dialogue.objects.get(slug="blekingedagen-2020").slug, day])

    return address


def graphic_note() -> str:
    note = GraphicNote.objects.get(day__slug="dag-1")
    return reverse("public:graphic-note", args=["blekingedagen-2020", "dag-1", note.pk])


def mail() -> str:
    """A mail in the example's mailbox, with a calendar file."""
    calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    text = "Hej!\n\nTack, din anmälan är sparad.\n\nhttps://www.example.org/"
    with transaction.atomic():
        outbox.queue(key="pages", to="deltagare@example.org", subject="Din anmälan", text=text, calendar=calendar)
    return reverse("public:example-mail", args=[OutgoingMail.objects.get(key="pages").pk])


EXAMPLE_SURVEY = ["blekingedagen-2020", "medborgarenkaten"]
PAGES = [
    PageType("public:start", start),
    PageType("public:start", lambda: "/finns/inte/", state="a page that does not exist", status=404),
    PageType("public:dialogue", of_dialogue("public:dialogue"), state="before day 3", moment="2020-11-24 09:00"),
    PageType("public:dialogue", of_dialogue("public:dialogue"), state="during day 3", moment="2020-12-01 14:10"),
    PageType("public:dialogue", of_dialogue("public:dialogue"), state="after the deadline", moment="2020-12-05 09:00"),
    PageType("public:dialogue", of_dialogue("public:dialogue"), state="after the decision", moment="2021-12-01 09:00"),
    PageType("public:day", day_of_dialogue, state="upcoming", moment="2020-11-24 09:00"),
    PageType("public:day", day_of_dialogue, state="live", moment="2020-12-01 14:10"),
    PageType("public:day", day_of_dialogue, state="ended", moment="2020-12-05 09:00"),
    PageType("public:now", on_stage.now_page("before"), state="before", moment="2020-12-01 12:40"),
    PageType("public:now", on_stage.now_page("running", message="Länken till rum 2 är lagad."), moment=on_stage.MOMENT),
    PageType("public:now", on_stage.now_page("running"), state="over time", moment="2020-12-01 13:40"),
    PageType("public:now", on_stage.now_page("paused"), state="paused", moment=on_stage.MOMENT),
    PageType("public:now", on_stage.now_page("stopped"), state="stopped", moment=on_stage.MOMENT),
    PageType("public:now", on_stage.now_page("ended"), state="ended", moment="2020-12-01 16:05"),
    PageType("desk:live-pace", on_stage.pace_page, viewer="administrator", moment=on_stage.MOMENT),
    PageType("desk:live-block", on_stage.block_page, viewer="administrator", moment=on_stage.MOMENT),
    PageType("public:now", asked.page("public:now"), state="questions", moment=on_stage.MOMENT),
    PageType("desk:live-questions", asked.page("desk:live-questions"), viewer="administrator", moment=on_stage.MOMENT),
    PageType(
        "desk:live-questions-most",
        asked.page("desk:live-questions-most"),
        viewer="administrator",
        moment=on_stage.MOMENT,
    ),
    PageType("desk:live-question", asked.one("desk:live-question"), viewer="administrator", moment=on_stage.MOMENT),
    PageType("public:questions", asked.page("public:questions"), moment=on_stage.MOMENT),
    PageType(
        "public:questions",
        asked.page("public:questions", query="?ordning=stod"),
        state="by support",
        moment=on_stage.MOMENT,
    ),
    PageType("public:questions", asked.page("public:questions", "ended"), state="ended", moment="2020-12-01 16:05"),
    PageType("public:now", on_stage.now_with_polls, state="polls", moment=on_stage.MOMENT),
    PageType("public:poll", on_stage.poll("single"), moment=on_stage.MOMENT),
    PageType("public:poll", on_stage.poll("several", most_choices=2), state="several", moment=on_stage.MOMENT),
    PageType("public:poll", on_stage.poll("statement"), state="statement", moment=on_stage.MOMENT),
    PageType(
        "public:poll",
        on_stage.poll("scale", scale_steps=5, least_label="inte alls", most_label="helt och hållet"),
        state="scale",
        moment=on_stage.MOMENT,
    ),
    PageType("public:poll", on_stage.poll("ranking"), state="ranking", moment=on_stage.MOMENT),
    PageType("public:poll", on_stage.poll("number", unit="minuter"), state="number", moment=on_stage.MOMENT),
    PageType("public:poll", on_stage.poll("words"), state="words", moment=on_stage.MOMENT),
    PageType("public:poll", on_stage.poll("hands"), state="hands", moment=on_stage.MOMENT),
    PageType(
        "public:poll",
        on_stage.poll("several", question="Vad använder du varje vecka?", closes_at=on_stage.STARTS),
        state="closed",
        moment=on_stage.MOMENT,
    ),
    PageType("desk:live-polls", on_stage.desk_poll("desk:live-polls"), viewer="administrator"),
    PageType("desk:live-new-poll", on_stage.desk_poll("desk:live-new-poll", "scale"), viewer="administrator"),
    PageType("desk:live-poll", on_stage.desk_poll("desk:live-poll", opened_at=None), viewer="administrator"),
    PageType("desk:live-poll", on_stage.desk_poll("desk:live-poll"), state="open", viewer="administrator"),
    PageType("desk:live-edit-poll", on_stage.desk_poll("desk:live-edit-poll", opened_at=None), viewer="administrator"),
    PageType("desk:live-poll-words", on_stage.desk_poll("desk:live-poll-words"), viewer="administrator"),
    PageType("public:day-record", on_stage.record_page, moment="2020-12-02 09:00"),
    PageType("public:strip", on_stage.framed("running"), moment=on_stage.MOMENT),
    PageType("public:strip", on_stage.framed("ended"), state="ended", moment="2020-12-01 16:05"),
    PageType("public:speaker-clock", on_stage.by_key("public:speaker-clock"), moment=on_stage.MOMENT),
    PageType("public:speaker-clock", on_stage.by_key("public:speaker-clock"), state="over", moment="2020-12-01 13:40"),
    PageType("desk:live-captions", captioned.desk("desk:live-captions"), viewer="administrator"),
    PageType("desk:live-transcript", captioned.desk("desk:live-transcript"), viewer="administrator"),
    PageType("desk:live-views", lambda: on_stage.at_desk("desk:live-views", "running"), viewer="administrator"),
    *(
        PageType(
            "public:scene",
            on_stage.by_key("public:scene", shows=shows, message="Vi börjar om fem minuter."),
            state=shows,
            moment=on_stage.MOMENT,
        )
        for shows in ("nothing", "code", "programme", "question", "questions", "poll", "message", "rooms")
    ),
    PageType(
        "public:scene",
        on_stage.by_key("public:scene", query="?genomskinlig=1", shows="question"),
        state="transparent",
        moment=on_stage.MOMENT,
    ),
    PageType("public:recording", of_day("public:recording", "dag-1"), moment="2020-12-05 09:00"),
    PageType(
        "public:recording", of_day("public:recording", "dag-3"), "elsewhere, uncaptioned", moment="2020-12-05 09:00"
    ),
    PageType("public:live-captions", captioned.reading, moment=on_stage.MOMENT),
    PageType("public:live-captions", captioned.earlier, state="earlier", moment=on_stage.MOMENT),
    PageType("public:scene-captions", captioned.scene, moment=on_stage.MOMENT),
    PageType("public:typing", captioned.typing, moment=on_stage.MOMENT),
    PageType("public:typing", captioned.mending, state="writing a line anew", moment=on_stage.MOMENT),
    PageType("public:graphic-note", graphic_note, moment="2020-12-05 09:00"),
    PageType("public:example-clock", plain("public:example-clock")),
    PageType("public:example-mailbox", plain("public:example-mailbox")),
    PageType("public:example-mail", mail),
    PageType("public:contribute", said.form, moment="2020-11-24 09:00"),
    PageType("public:contribute", lambda: said.form("dag:dag-3"), state="about a day", moment="2020-11-24 09:00"),
    PageType("public:contribute", said.other_words, state="other words", moment="2020-11-24 09:00"),
    PageType("public:contribute", said.form, state="too late", moment="2020-12-05 09:00"),
    PageType("public:contributions", of_dialogue("public:contributions"), moment="2020-12-05 09:00"),
    PageType(
        "public:contributions",
        lambda: of_dialogue("public:contributions")() + "?tema=resor",
        state="one theme",
        moment="2020-12-05 09:00",
    ),
    PageType("public:contribution", lambda: said.one("public:contribution"), moment="2020-12-05 09:00"),
    PageType("public:report", lambda: said.one("public:report"), moment="2020-12-05 09:00"),
    PageType("public:register", of_dialogue("public:register"), moment="2020-12-05 09:00"),
    PageType("public:rules", plain("public:rules")),
    PageType("public:receipt", lambda: said.receipt(said.said("Nyss inskickat.")), state="received"),
    PageType("public:receipt", lambda: said.receipt(said.published()), state="answered", moment="2020-12-05 09:00"),
    PageType("public:receipt", lambda: said.receipt(said.hidden()), state="hidden"),
    PageType("public:receipt", lambda: said.receipt(said.disputed()), state="thought over again"),
    PageType("public:reconsider", said.reconsider),
    PageType("public:understood", said.understood, moment="2020-12-05 09:00"),
    PageType(
        "public:receipt", lambda: said.receipt(said.misunderstood()), state="misunderstood", moment="2020-12-05 09:00"
    ),
    PageType("public:survey", surveyed.page("public:survey"), moment=surveyed.CLOCK),
    PageType("public:survey", surveyed.page("public:survey"), state="soon", moment="2020-11-22 09:00"),
    PageType("public:survey", surveyed.page("public:survey"), state="closed", moment="2020-12-05 09:00"),
    PageType(
        "public:survey",
        surveyed.page("public:survey"),
        state="begun",
        moment=surveyed.CLOCK,
        cookies=surveyed.browser(pages=1),
    ),
    PageType(
        "public:survey",
        surveyed.page("public:survey"),
        state="answered",
        moment=surveyed.CLOCK,
        cookies=surveyed.browser(sent=True),
    ),
    *(
        PageType(
            "public:survey-answer",
            surveyed.part(number),
            state=f"part {number}",
            moment=surveyed.CLOCK,
            cookies=surveyed.browser(),
        )
        for number in (1, 2, 3)
    ),
    PageType(
        "public:survey-answer",
        surveyed.part(1),
        state="too late",
        moment="2020-12-05 09:00",
        status=403,
        cookies=surveyed.browser(),
    ),
    PageType("public:survey-answer", surveyed.part(1), state="no cookie", moment=surveyed.CLOCK, status=403),
    PageType(
        "public:survey-review",
        surveyed.page("public:survey-review"),
        moment=surveyed.CLOCK,
        cookies=surveyed.browser(),
    ),
    PageType(
        "public:survey-review",
        surveyed.page("public:survey-review"),
        state="something left",
        moment=surveyed.CLOCK,
        cookies=surveyed.browser(pages=1),
    ),
    PageType(
        "public:survey-later", surveyed.page("public:survey-later"), moment=surveyed.CLOCK, cookies=surveyed.browser()
    ),
    PageType(
        "public:survey-thanks",
        surveyed.page("public:survey-thanks"),
        moment=surveyed.CLOCK,
        cookies=surveyed.browser(sent=True),
    ),
    PageType("public:survey-kiosk", surveyed.kiosk, moment=surveyed.CLOCK),
    PageType("public:survey-codes", plain("public:survey-codes")),
    PageType("public:survey-code", surveyed.invited(), moment=surveyed.CLOCK),
    PageType("public:survey-code", surveyed.invited(answered=True), state="used", moment=surveyed.CLOCK, status=409),
    PageType("public:survey-code", surveyed.group, state="group", moment=surveyed.CLOCK),
    PageType("public:survey-code", surveyed.resumed, state="resumed", moment=surveyed.CLOCK),
    PageType("public:survey-no-more", surveyed.invited("public:survey-no-more"), moment=surveyed.CLOCK),
    PageType("public:signup", signups.form("oppen"), moment="2020-11-24 09:00"),
    PageType("public:signup", signups.form("oppen"), state="drop-in", moment="2020-12-01 13:30"),
    PageType("public:signup", signups.form("full", capacity=2), state="full", moment="2020-11-24 09:00"),
    PageType("public:signup", signups.form("stangd", signup_open=False), state="closed", moment="2020-11-24 09:00"),
    PageType("public:signup", signups.form("oppen"), state="ended", moment="2020-12-02 09:00"),
    PageType("public:signup", signups.form("installd", status="cancelled"), state="cancelled"),
    PageType("public:signed-up", signups.receipt, moment="2020-11-24 09:00", cookies=signups.receipt_cookies()),
    PageType(
        "public:signed-up",
        signups.receipt,
        state="waiting",
        moment="2020-11-24 09:00",
        cookies=signups.receipt_cookies(number=3),
    ),
    PageType(
        "public:signed-up",
        signups.receipt,
        state="drop-in",
        moment="2020-12-01 13:30",
        cookies=signups.receipt_cookies(),
    ),
    PageType("public:my-signup", signups.mine("confirmed"), moment="2020-11-24 09:00"),
    PageType("public:my-signup", signups.mine("waiting"), state="waiting", moment="2020-11-24 09:00"),
    PageType("public:my-signup", signups.mine("cancelled"), state="cancelled", moment="2020-11-24 09:00"),
    PageType("public:cancel-signup", signups.mine("going", "public:cancel-signup"), moment="2020-11-24 09:00"),
    PageType("public:strategy", of_dialogue("public:strategy"), moment="2020-11-24 09:00"),
    PageType("public:strategy", of_dialogue("public:strategy"), state="too late", moment="2020-12-05 09:00"),
    PageType("public:draft", reading.draft, moment="2020-11-24 09:00"),
    PageType("public:draft", reading.long_draft, state="long", moment="2020-11-24 09:00"),
    PageType("public:section", reading.section, moment="2020-11-24 09:00"),
    PageType("public:passage", reading.passage, moment="2020-11-24 09:00"),
    PageType("public:passage", reading.decided_passage, state="after the decision", moment="2021-12-01 09:00"),
    PageType("public:passage", chain.passage, state="changed", moment=chain.MOMENT),
    PageType("public:passage", chain.removed_passage, state="taken away", moment=chain.MOMENT),
    PageType("public:compare-drafts", lambda: chain.of_chain("public:compare-drafts"), moment=chain.MOMENT),
    PageType("public:compare", chain.compared, moment=chain.MOMENT),
    PageType("public:changes", lambda: chain.of_chain("public:changes"), moment=chain.MOMENT),
    PageType("public:changes", of_dialogue("public:changes"), state="nothing yet", moment="2020-11-07 09:00"),
    PageType("public:change", chain.change, moment=chain.MOMENT),
    PageType("public:change", reading.decided_change, state="after the decision", moment="2021-12-01 09:00"),
    PageType("public:contribution", chain.contribution, state="led to change", moment=chain.MOMENT),
    PageType("public:receipt", chain.receipt, state="led to change", moment=chain.MOMENT),
    PageType("public:decisions", lambda: chain.of_chain("public:decisions"), moment=chain.MOMENT),
    PageType("public:decision", chain.decision, moment=chain.MOMENT),
    *(
        PageType(f"desk:{name}", collecting.page(f"desk:{name}", *more), state, "administrator", moment=surveyed.CLOCK)
        for name, state, more in collecting.PAGES
    ),
    PageType("desk:surveys", survey_editor.of_dialogue("desk:surveys"), viewer="administrator"),
    PageType("desk:new-survey", survey_editor.of_dialogue("desk:new-survey"), viewer="administrator"),
    PageType("desk:survey", survey_editor.page("desk:survey"), viewer="administrator"),
    PageType("desk:survey-words", survey_editor.page("desk:survey-words"), viewer="administrator"),
    PageType("desk:new-survey-page", survey_editor.page("desk:new-survey-page"), viewer="administrator"),
    PageType("desk:survey-page", survey_editor.page("desk:survey-page", "del_2"), viewer="administrator"),
    PageType("desk:survey-question-kinds", survey_editor.page("desk:survey-question-kinds"), viewer="administrator"),
    *(
        PageType(
            "desk:new-survey-question",
            survey_editor.page("desk:new-survey-question", kind),
            state=kind,
            viewer="administrator",
        )
        for kind in QuestionType
    ),
    *(
        PageType(
            "desk:survey-question", survey_editor.page("desk:survey-question", name), state=name, viewer="administrator"
        )
        for name in ("kon", "delar", "andra", "ny", "plats")
    ),
    PageType(
        "desk:place-survey-question", survey_editor.page("desk:place-survey-question", "kon"), viewer="administrator"
    ),
    PageType("desk:survey-languages", survey_editor.page("desk:survey-languages"), viewer="administrator"),
    PageType("desk:survey-language", survey_editor.page("desk:survey-language", "en"), viewer="administrator"),
    PageType("desk:survey-from-file", survey_editor.of_dialogue("desk:survey-from-file"), viewer="administrator"),
    PageType("desk:survey-files", survey_editor.page("desk:survey-files"), viewer="administrator"),
    PageType("desk:survey-data", survey_editor.of_collection("desk:survey-data"), viewer="administrator"),
    PageType("desk:survey-check", survey_editor.page("desk:survey-check"), viewer="administrator"),
    *(
        PageType(
            "desk:survey-preview",
            survey_editor.page("desk:survey-preview", query=f"?sida={number}&bredd={width}"),
            state=f"page {number} {width}".strip(),
            viewer="administrator",
        )
        for number, width in ((0, ""), (2, ""), (2, "telefon"), (3, ""))
    ),
    PageType("desk:survey-versions", survey_editor.page("desk:survey-versions"), viewer="administrator"),
    PageType("desk:survey-settings", survey_editor.page("desk:survey-settings"), viewer="administrator"),
    PageType("desk:survey-results", counted.overview, viewer="administrator", moment=counted.MOMENT),
    *(
        PageType(name, counted.page(name, *more), viewer="administrator", moment=counted.MOMENT)
        for name, *more in (
            ("desk:survey-result",),
            ("desk:survey-groups",),
            ("desk:survey-populations",),
            ("desk:survey-population", "kon"),
            ("desk:survey-publish",),
        )
    ),
    *(
        PageType(
            name,
            counted.page(name, *more, collection="publicerat"),
            state="published",
            viewer="administrator",
            moment=counted.MOMENT,
        )
        for name, *more in (("desk:survey-publish",), ("desk:withdraw-survey-result", 1))
    ),
    PageType("desk:telling", lambda: chain.of_chain("desk:telling"), viewer="administrator"),
    PageType("desk:mark", said.a_letter, viewer="administrator"),
    PageType("public:compilation", lambda: chain.of_chain("public:compilation"), moment=chain.MOMENT),
    PageType("public:compilation", of_dialogue("public:compilation"), state="little yet", moment="2020-11-07 09:00"),
    PageType("public:compilation-section", chain.compiled_section, moment=chain.MOMENT),
    PageType("public:compilation-whole", lambda: chain.of_chain("public:compilation-whole"), moment=chain.MOMENT),
    PageType("desk:compilation", lambda: chain.of_chain("desk:compilation"), viewer="administrator"),
    PageType("public:progress", of_dialogue("public:progress"), moment="2020-12-05 09:00"),
    PageType("desk:changes", lambda: chain.draft("desk:changes"), viewer="administrator"),
    PageType("desk:change", chain.change_at_desk, viewer="administrator"),
    PageType("desk:change", lambda: chain.change_at_desk("a3", "1.0"), state="to come", viewer="administrator"),
    PageType("desk:before-publishing", lambda: chain.draft("desk:before-publishing"), viewer="administrator"),
    PageType("desk:trace-contribution", chain.trace_contribution, viewer="administrator"),
    PageType("desk:decisions", lambda: chain.of_chain("desk:decisions"), viewer="administrator"),
    PageType("desk:new-decision", lambda: chain.of_chain("desk:new-decision"), viewer="administrator"),
    PageType("desk:decision", lambda: chain.decision("desk:decision"), viewer="administrator"),
    PageType("desk:motions", lambda: chain.decision("desk:motions"), viewer="administrator"),
    PageType("public:poster", reading.day_poster, moment="2020-11-24 09:00"),
    PageType("public:dialogue-poster", of_dialogue("public:dialogue-poster"), moment="2020-11-24 09:00"),
    PageType("public:accessibility", plain("public:accessibility")),
    PageType("public:accessibility-message", plain("public:accessibility-message")),
    PageType("public:accessibility-receipt", reading.receipt),
    PageType("public:privacy", plain("public:privacy")),
    PageType("public:storage", plain("public:storage")),
    PageType("public:page-feedback", reading.asked_what_was_missing, state="asked for more"),
    PageType("public:page-feedback", plain("public:page-feedback"), state="thanked"),
    PageType("account_login", plain("account_login")),
    PageType("account_reset_password", plain("account_reset_password")),
    PageType("mfa_index", plain("mfa_index"), viewer="administrator"),
    PageType("mfa_activate_totp", plain("mfa_activate_totp"), viewer="administrator"),
    PageType("mfa_add_webauthn", plain("mfa_add_webauthn"), viewer="administrator"),
    PageType("desk:welcome", invitation),
    PageType("desk:start", plain("desk:start"), viewer="administrator"),
    PageType("desk:dialogue", of_dialogue("desk:dialogue"), viewer="administrator"),
    PageType("desk:basics", of_dialogue("desk:basics"), viewer="administrator"),
    PageType("desk:influence", of_dialogue("desk:influence"), viewer="administrator"),
    PageType("desk:contributing", of_dialogue("desk:contributing"), viewer="administrator"),
    PageType("desk:contact", of_dialogue("desk:contact"), viewer="administrator"),
    PageType("desk:hosts", of_dialogue("desk:hosts"), viewer="administrator"),
    PageType("desk:phases", of_dialogue("desk:phases"), viewer="administrator"),
    PageType("desk:picture", of_dialogue("desk:picture"), viewer="administrator"),
    PageType("desk:days", of_dialogue("desk:days"), viewer="administrator"),
    PageType("desk:new-day", of_dialogue("desk:new-day"), viewer="administrator"),
    PageType("public:state", of_dialogue("public:state")),
    PageType("public:indicator", numbers.indicator("kollektivtrafik-pahittat"), state="compared over time"),
    PageType("public:indicator", numbers.indicator("hur-manga-bor-i-blekinge"), state="one line"),
    PageType("public:indicator", numbers.indicator("hur-gamla-ar-vi"), state="bars"),
    PageType("desk:indicators", numbers.overview, viewer="administrator"),
    PageType("desk:new-statistical-table", of_dialogue("desk:new-statistical-table"), viewer="administrator"),
    PageType("desk:statistical-table", numbers.of_table("desk:statistical-table"), viewer="administrator"),
    PageType("desk:new-indicator", numbers.of_table("desk:new-indicator", "?jamfor=Alder"), viewer="administrator"),
    PageType("desk:indicator", numbers.at_desk, viewer="administrator"),
    PageType("desk:documents", of_dialogue("desk:documents"), viewer="administrator"),
    PageType("desk:new-document", of_dialogue("desk:new-document"), viewer="administrator"),
    PageType("desk:strategy", of_dialogue("desk:strategy"), viewer="administrator"),
    PageType("desk:about-strategy", of_dialogue("desk:about-strategy"), viewer="administrator"),
    PageType("desk:new-draft", of_dialogue("desk:new-draft"), viewer="administrator"),
    PageType("desk:publishing", of_dialogue("desk:publishing"), viewer="administrator"),
    PageType("desk:day", desk.of_day("desk:day"), viewer="administrator"),
    PageType("desk:programme", desk.of_day("desk:programme"), viewer="administrator"),
    PageType("desk:move-day", desk.of_day("desk:move-day"), viewer="administrator"),
    PageType("desk:cancel-day", desk.of_day("desk:cancel-day"), viewer="administrator"),
    PageType("desk:organisation", plain("desk:organisation"), viewer="administrator"),
    PageType("desk:appearance", plain("desk:appearance"), viewer="administrator"),
    PageType("desk:statement", plain("desk:statement"), viewer="administrator"),
    PageType("desk:faults", plain("desk:faults"), viewer="administrator"),
    PageType("desk:accessibility-messages", plain("desk:accessibility-messages"), viewer="administrator"),
    PageType("desk:feedback", plain("desk:feedback"), viewer="administrator"),
    PageType("desk:operations", plain("desk:operations"), viewer="administrator"),
    PageType("desk:accessibility-message", desk.a_message, viewer="administrator"),
    PageType("desk:feedback-of-page", desk.some_feedback, viewer="administrator"),
    PageType("desk:new-dialogue", plain("desk:new-dialogue"), viewer="administrator"),
    PageType("desk:roles", of_dialogue("desk:roles"), viewer="administrator"),
    PageType("desk:log", of_dialogue("desk:log"), viewer="administrator"),
    PageType("desk:whole-log", plain("desk:whole-log"), viewer="administrator"),
    PageType("desk:officials", plain("desk:officials"), viewer="administrator"),
    PageType("desk:preview", plain("desk:preview"), viewer="administrator"),
    PageType("desk:preview-dialogue", of_dialogue("desk:preview-dialogue"), viewer="administrator"),
    PageType(
        "public:dialogue",
        of_dialogue("public:dialogue"),
        state="previewed",
        viewer="administrator",
        cookies=desk.preview_cookies,
    ),
    PageType("desk:document", desk.a_document, viewer="administrator"),
    PageType("desk:media", of_dialogue("desk:media"), viewer="administrator"),
    PageType("desk:broadcast", desk.of_day("desk:broadcast"), viewer="administrator"),
    PageType("desk:new-room", desk.of_day("desk:new-room"), viewer="administrator"),
    PageType("desk:room", desk.a_room, viewer="administrator"),
    PageType("desk:new-recording", desk.of_day("desk:new-recording"), viewer="administrator"),
    PageType("desk:recording", desk.a_recording("desk:recording"), viewer="administrator"),
    PageType("desk:captions", desk.a_recording("desk:captions"), viewer="administrator"),
    PageType("desk:chapters", desk.a_recording("desk:chapters"), viewer="administrator"),
    PageType("desk:chapters-of-day", leading.chapters_page, viewer="administrator"),
    PageType("desk:publish-recording", desk.a_recording("desk:publish-recording"), viewer="administrator"),
    PageType(
        "desk:publish-recording",
        desk.a_recording("desk:publish-recording", "dag-3"),
        state="without captions",
        viewer="administrator",
    ),
    PageType("desk:new-graphic-note", desk.of_day("desk:new-graphic-note"), viewer="administrator"),
    PageType("desk:graphic-note", desk.a_graphic_note("desk:graphic-note"), viewer="administrator"),
    PageType("desk:hotspots", desk.a_graphic_note("desk:hotspots"), viewer="administrator"),
    PageType("desk:publish-graphic-note", desk.a_graphic_note("desk:publish-graphic-note"), viewer="administrator"),
    PageType("desk:draft", desk.of_draft("desk:draft"), viewer="administrator"),
    PageType("desk:about-draft", desk.of_draft("desk:about-draft"), viewer="administrator"),
    PageType("desk:new-section", desk.of_draft("desk:new-section"), viewer="administrator"),
    PageType("desk:draft", desk.published_draft, state="published", viewer="administrator"),
    PageType("desk:passages", desk.of_section("desk:passages"), viewer="administrator"),
    PageType("desk:section", desk.of_section("desk:section"), viewer="administrator"),
    PageType("desk:place-section", desk.of_section("desk:place-section"), viewer="administrator"),
    PageType("desk:import-text", desk.of_import("desk:import-text"), viewer="administrator"),
    PageType("desk:imported", desk.of_import("desk:imported"), viewer="administrator"),
    PageType("desk:imported-section", desk.of_import("desk:imported-section", place=1), viewer="administrator"),
    PageType("desk:imported-passage", desk.of_import("desk:imported-passage", place=1), viewer="administrator"),
    PageType("desk:draft-of-imported", desk.of_import("desk:draft-of-imported"), viewer="administrator"),
    PageType("desk:split-passage", desk.of_passage("desk:split-passage"), viewer="administrator"),
    PageType("desk:place-passage", desk.of_passage("desk:place-passage"), viewer="administrator"),
    PageType("desk:contributions", of_dialogue("desk:contributions"), viewer="administrator"),
    PageType(
        "desk:contribution",
        lambda: said.at_desk("desk:contribution", said.said("Nyss inskickat.").label),
        state="unread",
        viewer="administrator",
    ),
    PageType(
        "desk:contribution",
        lambda: said.at_desk("desk:contribution", said.disputed().label),
        state="to be thought over",
        viewer="administrator",
    ),
    PageType(
        "desk:move-contribution",
        lambda: said.at_desk("desk:move-contribution", said.said("Nyss inskickat.").label),
        viewer="administrator",
    ),
    PageType("desk:themes", said.themes, viewer="administrator"),
    PageType("desk:theme", said.theme, viewer="administrator"),
    PageType("desk:saved-views", said.saved_views, viewer="administrator"),
    PageType("desk:standard-replies", said.bank, viewer="administrator"),
    PageType("desk:new-standard-reply", of_dialogue("desk:new-standard-reply"), viewer="administrator"),
    PageType("desk:standard-reply", said.standard_reply, viewer="administrator"),
    PageType(
        "desk:contribution",
        lambda: said.at_desk("desk:contribution", said.misunderstood().label),
        state="misunderstood",
        viewer="administrator",
    ),
    PageType("desk:new-reply", said.new_reply, viewer="administrator"),
    PageType("desk:reply", said.reply, viewer="administrator"),
    PageType("desk:register-received", of_dialogue("desk:register-received"), viewer="administrator"),
    PageType("desk:signups", signups.desk_days, viewer="administrator"),
    PageType("desk:day-signups", signups.desk("desk:day-signups"), viewer="administrator"),
    PageType(
        "desk:day-signups",
        signups.desk("desk:day-signups", full=True),
        state="on the day",
        viewer="administrator",
        moment="2020-12-01 13:05",
    ),
    PageType("desk:live-days", lambda: on_stage.at_desk("desk:live-days", "running"), viewer="administrator"),
    PageType("desk:live", lambda: on_stage.at_desk("desk:live", "none"), state="not prepared", viewer="administrator"),
    PageType(
        "desk:live",
        lambda: on_stage.at_desk("desk:live", "before"),
        state="before",
        viewer="administrator",
        moment="2020-12-01 12:58",
    ),
    PageType(
        "desk:live", lambda: on_stage.at_desk("desk:live", "running"), viewer="administrator", moment=on_stage.MOMENT
    ),
    PageType(
        "desk:live",
        lambda: on_stage.at_desk("desk:live", "stopped"),
        state="stopped",
        viewer="administrator",
        moment=on_stage.MOMENT,
    ),
    PageType(
        "desk:live",
        lambda: on_stage.at_desk("desk:live", "ended"),
        state="ended",
        viewer="administrator",
        moment="2020-12-01 16:05",
    ),
    PageType(
        "desk:live",
        lambda: on_stage.rehearsed("desk:live"),
        state="rehearsal",
        viewer="administrator",
        moment=on_stage.MOMENT,
    ),
    PageType("desk:live-script", lambda: on_stage.at_desk("desk:live-script", "running"), viewer="administrator"),
    PageType("desk:add-signup", signups.desk("desk:add-signup", full=True), viewer="administrator"),
    PageType("desk:export-signups", signups.desk("desk:export-signups"), viewer="administrator"),
    PageType("desk:signup", signups.desk_signup, viewer="administrator"),
    PageType(
        "public:survey-results", lambda: survey_results.results("public:survey-results"), moment=survey_results.MOMENT
    ),
    PageType(
        "public:survey-results",
        lambda: survey_results.results("public:survey-results"),
        state="while open",
        moment="2020-11-24 09:00",
    ),
    PageType(
        "public:survey-results",
        lambda: survey_results.results("public:survey-results", query="?efter=kommun&form=hundra"),
        state="by groups",
        moment=survey_results.MOMENT,
    ),
    PageType(
        "public:survey-result",
        lambda: survey_results.results("public:survey-result", "matchar"),
        moment=survey_results.MOMENT,
    ),
    PageType(
        "public:survey-result",
        lambda: survey_results.results("public:survey-result", "plats"),
        state="map",
        moment=survey_results.MOMENT,
    ),
    PageType(
        "public:survey-result-embedded",
        lambda: survey_results.results("public:survey-result-embedded", "resor"),
        moment=survey_results.MOMENT,
    ),
    PageType(
        "public:survey",
        lambda: reverse("public:survey", args=EXAMPLE_SURVEY),
        state="the example's",
        moment="2020-11-24 09:00",
    ),
    PageType(
        "public:survey-results",
        lambda: reverse("public:survey-results", args=EXAMPLE_SURVEY),
        state="the example's",
        moment="2020-12-05 09:00",
    ),
    PageType(
        "public:survey-result",
        lambda: reverse("public:survey-result", args=[*EXAMPLE_SURVEY, "nara_saknas"]),
        state="what was written",
        moment="2021-12-01 09:00",
    ),
    PageType("public:room-sheet", rooms.sheet(rooms.empty), state="empty", moment=rooms.MOMENT),
    PageType("public:room-sheet", rooms.sheet(rooms.written), state="being written", moment=rooms.MOMENT),
    PageType("public:room-sheet", rooms.sheet(rooms.checked), state="asked about", moment=rooms.MOMENT),
    PageType("public:room-sheet", rooms.sheet(rooms.registered), state="sent in", moment=rooms.MOMENT),
    PageType("public:room-send", rooms.sheet(rooms.checked, "public:room-send"), moment=rooms.MOMENT),
    PageType("public:room-check", rooms.check(rooms.written), state="not yet", moment=rooms.MOMENT),
    PageType("public:room-check", rooms.check(rooms.checked), moment=rooms.MOMENT),
    PageType("public:room-check", rooms.check(rooms.registered), state="sent in", moment=rooms.MOMENT),
    PageType("public:rooms-said", rooms.said, moment=rooms.MOMENT),
    PageType("desk:room-notes", of_dialogue("desk:room-notes"), viewer="administrator"),
    PageType("desk:rooms-of-day", rooms.of_day("desk:rooms-of-day"), viewer="administrator"),
    PageType("desk:room-questions", rooms.of_day("desk:room-questions"), viewer="administrator"),
    PageType("desk:room-papers", rooms.of_day("desk:room-papers"), viewer="administrator"),
    PageType("desk:rooms-said", rooms.of_day("desk:rooms-said"), viewer="administrator"),
    PageType("desk:room-note", rooms.at_desk(rooms.checked), viewer="administrator"),
    PageType("desk:room-note", rooms.at_desk(rooms.registered), state="registered", viewer="administrator"),
    PageType(
        "desk:own-room-questions", rooms.at_desk(rooms.written, "desk:own-room-questions"), viewer="administrator"
    ),
]

# Addresses that render no page of ours, each with the reason.
NOT_PAGES: dict[str, str] = {
    "public:survey-start-over": "only takes a form",
    "public:survey-change": "only takes a form",
    "public:survey-language": "only takes a form",
    "desk:live-captions-use": "only takes a form",
    "desk:live-captions-file": "gives a file",
    "public:day-record-file": "gives a file",
    "public:survey-result-picture": "gives a picture",
    "desk:live-act-on-poll": "only takes a form",
    "desk:live-poll-file": "gives a file",
    "public:react": "only takes a form",
    "desk:live-burst": "only takes a form",
    "desk:live-question-act": "only takes a form",
    "desk:live-question-asked": "only takes a form; refused, it shows the list",
    "desk:live-question-merge": "only takes a form",
    "desk:live-question-theme": "only takes a form",
    "public:ask": "only takes a form; refused, it shows the page of questions",
    "public:support": "only takes a form",
    "public:question-as-view": "only takes a form",
    "public:receipt-as-view": "only takes a form",
    "desk:live-lift": "only takes a form",
    "public:draft-file": "gives a file",
    "public:compilation-data": "gives a file",
    "public:compilation-columns": "gives a file",
    "public:compilation-file": "gives a file",
    "desk:compilation-progress": "a part of desk:compilation, asked for again while a file is written",
    "desk:live-act": "only takes a form",
    "desk:live-prepare": "only takes a form",
    "desk:live-rehearse": "only takes a form",
    "desk:live-seat": "what a script says while the page is open",
    "desk:renew-stage-key": "only takes a form",
    "desk:tell-speaker": "only takes a form",
    "desk:remove-graphic-note": "only takes a form",
    "desk:remove-recording": "only takes a form",
    "desk:remove-captions": "only takes a form",
    "desk:remove-room": "only takes a form",
    "desk:remove-broadcast": "only takes a form",
    "desk:act-on-contribution": "only takes a form",
    "desk:hide": "only takes a form; refused, it shows the contribution's page",
    "desk:answer-reconsideration": "only takes a form; refused, it shows the contribution's page",
    "desk:contributions-file": "gives a file",
    "desk:many-contributions": "only takes a form",
    "desk:assign-contribution": "only takes a form",
    "desk:contribution-themes": "only takes a form",
    "desk:answer-anew": "only takes a form",
    "desk:reply-also": "only takes a form",
    "desk:stand-by": "only takes a form; refused, it shows the contribution's page",
    "desk:merge-theme": "only takes a form",
    "desk:remove-theme": "only takes a form",
    "desk:remove-view": "only takes a form",
    "desk:remove-standard-reply": "only takes a form",
    "public:example-mail-calendar": "a calendar file",
    "desk:try": "signs in to the example's desk and leads on",
    "desk:sign-out-elsewhere": "only takes a form",
    "desk:remove-role": "only takes a form",
    "desk:change-official": "only takes a form",
    "desk:handle-feedback": "only takes a form",
    "desk:retry-mail": "only takes a form",
    "desk:stop-preview": "only takes a form",
    "desk:preview-text": "a piece of text, asked for by a script",
    "desk:reinstate-day": "only takes a form",
    "desk:delete-day": "only takes a form",
    "desk:fetch-statistical-table": "only takes a form",
    "desk:replace-statistical-table": "only takes a form",
    "desk:refetch-statistical-table": "only takes a form",
    "desk:remove-statistical-table": "only takes a form",
    "desk:table-fetch": "only takes a form",
    "desk:act-on-indicator": "only takes a form",
    "public:indicator-table": "a file",
    "desk:move-document": "only takes a form",
    "desk:remove-document": "only takes a form",
    "desk:publish": "only takes a form",
    "desk:unpublish": "only takes a form",
    "desk:end": "only takes a form",
    "desk:reopen": "only takes a form",
    "desk:publish-draft": "only takes a form",
    "desk:mark-changes": "only takes a form",
    "desk:review-finding": "only takes a form",
    "desk:check-links": "only takes a form",
    "desk:save-change": "only takes a form",
    "desk:draw-trace": "only takes a form",
    "desk:remove-trace": "only takes a form",
    "desk:remove-decision": "only takes a form",
    "desk:delete-draft": "only takes a form",
    "desk:move-section": "only takes a form",
    "desk:remove-section": "only takes a form",
    "desk:put-back": "only takes a form",
    "desk:compare-imported": "only takes a form",
    "desk:throw-away-imported": "only takes a form",
    "desk:passage": "what a script saves while one writes",
    "desk:new-passage": "what a script saves while one writes",
    "public:my-calendar": "a calendar file",
    "public:room-save-line": "what a script saves while one writes",
    "public:room-news": "what a script asks for while one writes",
    "desk:make-rooms": "only takes a form; refused, it shows desk:rooms-of-day",
    "desk:act-on-room-note": "only takes a form; refused, it shows desk:room-note",
    "public:sign-up-again": "only takes a form",
    "desk:mark-attendance": "only takes a form",
    "desk:signup-address": "only takes a form",
    "desk:signup-need": "only takes a form",
    "desk:signup-act": "only takes a form",
    "desk:signups-file": "a spreadsheet",
    "desk:count-survey": "only takes a form",
    "desk:remove-survey-population": "only takes a form",
    "desk:act-on-survey": "only takes a form; refused, it shows desk:survey",
    "desk:move-survey": "only takes a form",
    "desk:throw-survey-away": "only takes a form",
    "desk:remove-survey-language": "only takes a form",
    "desk:publish-survey": "only takes a form",
    "desk:survey-version-file": "a file of JSON",
    "public:survey-tables": "gives a file",
    "desk:take-survey": "only takes a form",
    "desk:replace-survey": "only takes a form",
    "desk:survey-xlsform": "a spreadsheet",
    "desk:survey-data-progress": "a part of desk:survey-data, asked for again while a file is written",
    "desk:survey-data-file": "only takes a form; gives a file",
    "desk:close-survey-collection": "takes a form",
    "desk:leave-out-responses": "takes a form",
    "desk:note-invitations": "takes a form",
    "desk:put-back-responses": "takes a form",
    "desk:remind-survey-wave": "takes a form",
    "desk:send-survey-wave": "takes a form",
    "desk:survey-poster-qr": "a drawing",
}
