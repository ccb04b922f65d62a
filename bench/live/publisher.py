"""Announces events in the database at a steady pace, each with the time it was announced.

    python -m bench.live.publisher TOPIC RATE SECONDS

Prints the CPU seconds it took. About 300 bytes an event, as a question of two lines has.
"""

import sys
import time

import django

WORDS = (
    "Varför går den sista bussen hem från länets största arbetsplats före kvällspassets slut, och när ändras det? " * 2
)


def main(topic: str, rate: float, seconds: float) -> None:
    django.setup()
    from django.db import transaction

    from fardplan.base import clock, hub

    hub.event("bench", "question-asked")
    begin = time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begin + number / rate - time.monotonic()))
        with transaction.atomic():
            data = {"question": number, "text": WORDS, "at": round(time.monotonic(), 6)}
            hub.announce(topic=topic, name="question-asked", data=data, now=clock.now())
    print(time.process_time())


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))
