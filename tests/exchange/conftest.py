"""A dialogue file with something of everything, and the pictures and films beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

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
      example: true
dialogue:
  slug: dagen-2020
  title: Dagen 2020
  survey:
    address: https://enkat.example.org/
    provider: Enkätföretaget
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
documents:
  - title: Underlaget
    summary: Det står hur det är.
    file: underlag.pdf
    day: dag-1
    published: 2020-11-01 09:00
replies:
  - name: mer-text
    text: Tack, vi har ändrat.
    outcome: partly
    reason: Allt går inte.
    created: 2020-12-05 09:00
    published: 2020-12-06 09:00
submissions:
  - received: 2020-11-07 10:00
    channel: phone
    sender: Äldre invånare
    registered: 2020-11-07 10:05
    dated: 2020-11-06
    text: Bussen går två gånger.
    contributions:
      - {draft: 0.3, passage: a1-2, published: 2020-11-08 09:00, reply: mer-text}
  - received: 2020-11-08 10:00
    text: Två saker.
    contributions:
      - {text: En sak., draft: 0.3, section: a}
      - {text: En till., day: dag-1, hidden: {at: 2020-11-09 10:00, rule: attack, reason: Ett personangrepp.}}
  - received: 2020-11-09 10:00:01.5
    text: Om allt.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that EVERYTHING's files lie in, with EVERYTHING as dialogue.yaml."""
    place = tmp_path / "in"
    (place / "bilder").mkdir(parents=True)
    (place / "film").mkdir()
    Image.new("RGB", (40, 30), "#336699").save(place / "bilder" / "dagen.png")
    (place / "film" / "dag1.webm").write_bytes(b"\x1a\x45\xdf\xa3\x42\x82\x84webm" + b"film" * 100)
    (place / "film" / "dag1.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:02.000\nHej.\n", encoding="utf-8")
    (place / "underlag.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    (place / "dialogue.yaml").write_text(EVERYTHING, encoding="utf-8")
    return place
