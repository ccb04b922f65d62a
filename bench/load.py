"""Fill a database with a large dialogue.

    python -m bench.load --passages 3000 --contributions 20000

Run in the environment of the database to fill (`bench.large` does); refuses one that holds the dialogue already.
"""

import argparse

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=3_000)
    parser.add_argument("--contributions", type=int, default=20_000)
    asked = parser.parse_args()
    django.setup()
    from django.conf import settings
    from django.db import transaction

    from bench.large_dialogue import SLUG, load
    from fardplan.base import clock
    from fardplan.dialogue.models import Dialogue

    if Dialogue.objects.filter(slug=SLUG).exists():
        parser.error(f"the database holds {SLUG} already")
    with transaction.atomic():
        # Where the pages of an example stand in time, so that they show what has been said.
        now = getattr(settings, "EXAMPLE_STARTS_AT", None) or clock.now()
        load(passages=asked.passages, contributions=asked.contributions, now=now)


if __name__ == "__main__":
    main()
