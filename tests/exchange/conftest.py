"""A dialogue file with something of everything, and the pictures and films beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from fardplan.analysis.statistical_tables import write_json_stat
from fardplan.surveys.definition import Definition, as_data, hash_of
from fardplan.surveys.results import deciding
from tests.indicators import makers
from tests.surveys.definitions import every_type, short
from tests.surveys.results import sample_data

EVERYTHING = """\
format: fardplan/1
organisation:
  name: Region Exempel
  website: https://www.example.org/
  email: dialog@example.org
  accessibility:
    service: Dialogen
    assessed_on: 2020-09-01
    faults:
      - description: Kartan saknar text.
        plan: Texten kommer i vår.
strategy:
  slug: strategin
  title: Ny regional utvecklingsstrategi
  drafts:
    - number: 0.3
      published: 2020-11-16 09:00
      sections:
        - key: a
          kind: direction
          code: A
          heading: Attraktiva livsmiljöer
          sections:
            - key: a1
              kind: priority
              code: A1
              heading: Planering
              passages:
                - key: a1-1
                  code: A1.1
                  heading: Bostäder
                  text: Fler bostäder byggs.
                - key: a1-2
                  text: |
                    Restiden är högst en timme.

                    Och lite till.
    - number: 0.4
      published: 2020-11-30 09:00
      sections:
        - key: a
          kind: direction
          code: A
          heading: Attraktiva livsmiljöer
          sections:
            - key: a1
              kind: priority
              code: A1
              heading: Planering
              passages:
                - key: a1-1
                  code: A1.1
                  heading: Bostäder
                  text: Fler bostäder byggs.
                - key: a1-2
                  text: Restiden är högst en timme.
                - key: a1-3
                  text: Turerna räcker hela dagen.
      descents:
        - {key: a1-3, from_key: a1-2, kind: split}
      changes:
        - key: a1-2
          number: 1
          since: 0.3
          kind: split
          into_keys: [a1-2, a1-3]
          before:
            text: "Restiden är högst en timme.\\n\\nOch lite till. "
            place: A1 Planering
          after: {text: Restiden är högst en timme., place: A1 Planering}
          reason: Turerna fick ett eget stycke.
          traces: [{contribution: S-001}, {contribution: S-002.1, drawn: 2020-11-29 09:00}]
        - key: a1-3
          number: 2
          since: 0.3
          kind: split
          moved: true
          from_keys: [a1-2]
          after: {text: Turerna räcker hela dagen., place: A1 Planering}
          editorial: true
          traces: [{decision: namnden}, {decision: namnden, motion: Y1}]
    - number: 0.5
      example: true
      sections:
        - key: a
          heading: Attraktiva livsmiljöer
      changes:
        - {key: a, subject: section, reason: Ett nytt namn väntar.}
dialogue:
  slug: dagen-2020
  title: Dagen 2020
  survey:
    address: https://enkat.example.org/
    provider: Enkätföretaget
  replies_need_second_reader: true
  contributions_open: 2020-10-01 08:00
  contributions_close: 2020-12-04 23:59:59
  municipalities: [Karlshamn, Ronneby]
  picture:
    file: bilder/dagen.png
    text: En bro.
  published: 2020-10-01 08:00
  former_addresses: [dagen]
phases:
  - kind: early
    title: Tidig dialog
    starts: 2020-09-01
hosts:
  - title: Regiondirektör
days:
  - slug: dag-1
    title: Dag 1
    focus: Nuläget
    starts: 2020-11-06 13:00
    ends: 2020-11-06 16:00
    asked_needs: [captioning]
    former_addresses: [forsta-dagen]
    programme:
      - starts: 13:00
        title: Välkommen
        speakers:
          - title: Regiondirektör
      - starts: 13.30
        title: Samtal
        kind: rooms
        example: true
      - starts: 15:00
        ends: 15:30
        title: Avslutning
    broadcast:
      kind: link
      address: https://sandning.example.org/dag-1
      provider: Exempelkanalen
    recordings:
      - title: Hela dagen
        file: film/dag1.webm
        poster: bilder/dagen.png
        length: 1:02:03
        captions:
          - file: film/dag1.vtt
        chapters:
          - at: 0
            title: Början
          - at: 12:30
            title: Mitten
        published: 2020-11-07 09:00
    graphic_notes:
      - title: Dagen i bild
        picture: bilder/dagen.png
        alternative: En bro.
        description: En bro över ett vatten.
        published: 2020-11-07 09:00
        hotspots:
          - {x: 10, y: 20.5, width: 30, height: 40, heading: Bron, text: Den binder ihop., at: 1:30}
    external_rooms:
      - title: Rummet
        address: https://rum.example.org/1
        provider: Rum
        processor: Rum AB
    room_questions: ["Vad fungerar?", "Vad behöver ändras?"]
    room_notes:
      - title: Rum 1
        room: 1
        who: 3 elever
        points:
          - text: En sak.
            question: Vad fungerar?
            asked: Vad fungerar?
            written: 2020-11-06 14:10
            contribution: S-002.1
          - {text: Borttaget., question: "Vad behöver ändras?", written: 2020-11-06 14:11, removed: 2020-11-06 14:12}
        worded: 2020-11-06 14:12
        finished: 2020-11-06 14:20
        registered: 2020-11-06 14:40
        submission: S-002
        answers:
          - {is_right: true, given: 2020-11-06 14:25}
          - is_right: false
            given: 2020-11-06 14:26
            remarks:
              - {point: 1, words: En sak., text: Två saker., given: 2020-11-06 14:26}
              - {text: Tåget saknas., given: 2020-11-06 14:26}
      - title: Rum 2
        questions: ["Bara till er?"]
        points:
          - {text: Ja., question: "Bara till er?", written: 2020-11-06 14:10}
    stage:
      situation: ended
      situation_since: 2020-11-06 16:02
      cue: 2
      shows: question
      shown_question: 1
      checking: after
      reply_workdays: 7
      replies_due: 2020-11-17
      has_captions: true
      began: 2020-11-06 13:01
      ended: 2020-11-06 16:02
      script:
        - {title: Välkommen, planned: 2020-11-06 13:00, seconds: 1800, session: 1, began: 2020-11-06 13:01}
        - {title: Film, kind: film, note: Ljudet på., planned: 2020-11-06 13:30, seconds: 90, skipped: 2020-11-06 13:31}
      questions:
        - text: Bussen går två gånger.
          contribution: S-001
          name: Alex
          theme: resor
          asked: 2020-11-06 13:20
          shown: 2020-11-06 13:21
          on_stage: 2020-11-06 13:40
          answered: 2020-11-06 13:41
          answered_how: aloud
          answered_second: 2400
          answered_by: Regionrådet
          support: 3
        - {text: En till., contribution: S-003, asked: 2020-11-06 13:22, merged_into: 1}
      polls:
        - kind: several
          question: Vad förvånade dig?
          most_choices: 2
          options: [Bussen, Bron]
          opened: 2020-11-06 14:00
          closed: 2020-11-06 14:10
          ballots:
            - {count: 2, marks: [{option: Bron}]}
            - {marks: [{option: Bron}, {option: Bussen}]}
        - kind: number
          question: Hur kallt?
          number_least: -30
          number_most: 10.5
          opened: 2020-11-06 15:00
          ballots:
            - {marks: [{number: -4}]}
        - kind: words
          question: Ett ord?
          words: [{word: broar, stem: bro, shown: 2020-11-06 15:10}]
          ballots:
            - {marks: [{word: broar}]}
      captions:
        - {text: Välkomna hit., began: 2020-11-06 13:01:05, shown: 2020-11-06 13:01:08, automatic: true}
      happenings:
        - {at: 2020-11-06 13:01, kind: cue, title: Välkommen, cue: 1}
        - {at: 2020-11-06 13:41, kind: question, question: 1}
        - {at: 2020-11-06 14:00, kind: poll_opened, poll: 1}
      reactions:
        - {kind: applause, at: 2020-11-06 13:41:10, count: 12}
documents:
  - title: Underlaget
    summary: Det står hur det är.
    file: underlag.pdf
    day: dag-1
    published: 2020-11-01 09:00
statistical_tables:
  - slug: folkmangd
    title: Folkmängd efter ålder
    source: SCB
    licence: CC0
    file: statistik/folkmangd.json
    address: https://api.scb.se/folkmangd
    brought: 2020-11-01 09:00
  - slug: svar
    title: Bra plats att bo på
    source: Kolada
    file: statistik/svar.json
    file_name: kolada-n00667.json
    table_file: statistik/svar.table.json
    brought: 2020-11-02 09:00
indicators:
  - slug: unga
    heading: Hur många är under trettio?
    table: folkmangd
    choice:
      - {dimension: Kon, codes: [TotSa]}
      - {dimension: Alder, codes: [0-9, 10-19, 20-29]}
    names:
      - {code: 0-9, name: barn}
    why: De ska bo kvar.
    section: a1
    unit: personer
    good: up
    published: 2020-11-03 09:00
  - slug: bra-plats
    heading: Är det en bra plats att bo på?
    table: svar
    choice:
      - {dimension: municipality, codes: ["1081"]}
      - {dimension: gender, codes: [T]}
    table_file: statistik/forra.json
    example: yes
themes:
  - {slug: resor, name: Resor, description: Hur man tar sig fram.}
  - {slug: trygghet, name: Trygghet}
replies:
  - name: mer-text
    text: Tack, vi har ändrat.
    outcome: partly
    reason: Allt går inte.
    standing: adopted
    adopted_by: Nämnden § 7, 5 december
    created: 2020-12-05 09:00
    ready: 2020-12-05 10:00
    approved: 2020-12-05 11:00
    published: 2020-12-06 09:00
submissions:
  - received: 2020-11-07 10:00
    channel: phone
    sender: Äldre invånare
    registered: 2020-11-07 10:05
    dated: 2020-11-06
    text: Bussen går två gånger.
    contributions:
      - draft: 0.3
        passage: a1-2
        kind: question
        quote: högst en timme
        quote_start: 12
        themes: [resor, trygghet]
        published: 2020-11-08 09:00
        reply: mer-text
        verdicts:
          - answer: misunderstood
            text: Kvällen också.
            given: 2020-12-07 09:00
            handled: 2020-12-08 09:00
            handled_with: Vi står fast.
          - {answer: "yes", draft: 0.4, given: 2020-12-09 09:00}
  - received: 2020-11-08 10:00
    text: Två saker. En sak.
    sender_kind: organisation
    about: avsnitt:a@0.3
    stance: endorse_with_changes
    attachments:
      - {file: brev.pdf, name: Brevet.pdf, text_file: brev.txt, page_starts: [0, 12], added: 2020-11-08 10:01}
    contributions:
      - {text: En sak., draft: 0.3, section: a, kind: wording, proposed_text: En annan., taken: {start: 11, end: 18}}
      - text: En till.
        day: dag-1
        taken: {attachment: 1, start: 13, end: 21}
        hidden: {at: 2020-11-09 10:00, rule: attack, reason: Ett personangrepp.}
  - received: 2020-11-09 10:00:01.5
    text: Om allt.
  - received: 2020-11-24 19:00
    channel: survey
    text: Sista bussen saknas.
surveys:
  - slug: enkat
    name: Medborgarenkäten
    public_minimum: 40
    desk_minimum: 20
    shown_while_open: results
    published: 2020-11-20 09:00
    results_published: 2020-12-06 09:00
    draft_file: enkat/utkast.json
    versions:
      - {number: 1, file: enkat/version-1.json, sha256: <short>, published: 2020-11-20 09:00}
      - {number: 2, file: enkat/version-2.json, sha256: <every type>, published: 2020-11-21 09:00}
    collections:
      - slug: oppen
        name: Öppna länken
        kind: open
        opens: 2020-11-23 08:00
        closes: 2020-12-04 23:59:59
        reopened: 2020-12-01 08:00
        population: Alla som bor i Blekinge.
        note: Vem som helst fick svara.
        margins:
          - question: kommun
            source: Region Exempel 2019
            shares: [{code: k1080, share: 66420}, {code: k1081, share: 0.25}]
        break_offs: [{page: 0, number: 3}, {page: 2, number: 1}]
        responses_file: enkat/oppen.jsonl
        text_answers: [{submission: S-004, question: saknas}]
        releases:
          - number: 1
            file: enkat/tabeller.json
            responses: 40
            published: 2020-12-06 09:00
            withdrawn: 2020-12-07 09:00
      - slug: urval
        name: Urvalet
        kind: invited
        opens: 2020-11-23 08:00
        closes: 2020-12-04 23:59:59
        keep_addresses_days: 30
        waves:
          - number: 1
            name: Brev
            channel: email
            subject: Svara på enkäten
            text: Din kod står i brevet.
            reminder_subject: Du har inte svarat än
            reminder_text: Koden är densamma.
            most_reminders: 3
            reminders: 1
            created: 2020-11-20 09:00
            sent: 2020-11-23 09:00
            reminded: 2020-11-30 09:00
            invited: 10
            answered: 4
            ineligible: [{because: Har flyttat, number: 2}]
      - slug: skolan
        name: Skolan
        kind: group
        code: skolkod
        opens: 2020-11-23 08:00
        closes: 2020-12-04 23:59:59
        example: true
  - slug: utkast
    name: Nästa enkät
    draft_file: enkat/nasta.json
standard_replies:
  - {name: Redan med, outcome: accepted, text: Det står redan i utkastet.}
decisions:
  - name: namnden
    title: Utkastet skickas vidare
    body: Nämnden
    item_no: § 7
    decided: 2020-12-05
    text: Enligt förslaget.
    minutes: https://www.example.org/protokoll
    draft: 0.4
    motions:
      - {name: Y1, text: Dela stycket., made_by: En ledamot, outcome: granted}
      - {name: Y2, text: Stryk det., outcome: rejected, dissent: En reservation.}
tellings:
  - {draft: 0.4, asked: 2020-12-01 09:00, finished: 2020-12-01 09:05, people: 1, without_address: 2}
""".replace("<short>", hash_of(short())).replace("<every type>", hash_of(every_type()))

PUBLISHED = {"tables": sample_data(), "counts": deciding.as_data(deciding.State((), {}, {}, {}, "a1b2"))}
RESPONSES = (
    {"day": "2020-11-24", "answers": {"kommun": "k1080", "alder": "30-44", "matchar": "4", "saknas": "_written"}},
    {"day": "2020-11-24", "answers": {"kommun": "k1080", "alder": "30-44", "matchar": "4"}},
    {"day": "2020-11-24", "answers": {"kommun": "k1080", "alder": "30-44", "matchar": "4"}},
    {"day": "2020-11-25", "answers": {"matchar": "_dont_know", "alder": "_wont_say"}, "flags": ["fast"],
     "left_out_because": "Ett försök av oss själva."},
    {"day": "2020-11-26", "language": "en", "source": "paper", "version": 2,
     "answers": {"kon": "_other", "kon__other_text": "Annat", "resor": ["buss", "_other"], "resor__other_text": "Båt",
                 "buss_ofta": 3, "matchar": "5", "delar": {"skola": "4", "vard": "_wont_say"}, "dubbla": 6.0,
                 "viktigast": ["natur", "bostad"], "poang": {"a": 60, "b": 40}, "flyttade": "2001-05-17",
                 "plats": "C2", "andra": "_written"}},
)  # fmt: skip
"""What each type of question may be answered with, and two who answered alike."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that EVERYTHING's files lie in, with EVERYTHING as dialogue.yaml."""
    place = tmp_path / "in"
    (place / "bilder").mkdir(parents=True)
    (place / "film").mkdir()
    Image.new("RGB", (40, 30), "#336699").save(place / "bilder" / "dagen.png")
    (place / "film" / "dag1.webm").write_bytes(b"\x1a\x45\xdf\xa3\x42\x82\x84webm" + b"film" * 100)
    (place / "film" / "dag1.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nHej.\n", encoding="utf-8")
    (place / "brev.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    (place / "brev.txt").write_bytes("Hej på er.\r\n\x0cEn till. ".encode())
    (place / "statistik").mkdir()
    (place / "statistik" / "folkmangd.json").write_bytes(makers.POPULATION.read_bytes())
    (place / "statistik" / "svar.json").write_bytes(makers.kolada({"2019": 61, "2020": 63}))
    (place / "statistik" / "svar.table.json").write_bytes(
        write_json_stat(makers.named_kolada({"2019": 61, "2020": 63}))
    )
    (place / "statistik" / "forra.json").write_bytes(
        write_json_stat(makers.named_kolada({"2018": 59, "2019": 61}, area="1081"))
    )
    _write_survey(place / "enkat")
    (place / "underlag.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    (place / "dialogue.yaml").write_text(EVERYTHING, encoding="utf-8")
    return place


def _write_survey(place: Path) -> None:
    place.mkdir()
    for name, made in {
        "version-1": short(),
        "version-2": every_type(),
        "utkast": short(),
        "nasta": Definition(),
    }.items():
        (place / f"{name}.json").write_text(json.dumps(as_data(made), ensure_ascii=False, indent=2), encoding="utf-8")
    lines = [json.dumps(each, ensure_ascii=False) + "\n" for each in RESPONSES]
    (place / "oppen.jsonl").write_text("".join(lines), encoding="utf-8")
    (place / "tabeller.json").write_text(json.dumps(PUBLISHED, ensure_ascii=False), encoding="utf-8")
