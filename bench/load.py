"""Fill a database with a large dialogue.

    python -m bench.load --passages 3000 --contributions 20000

A smaller dialogue beside it has as many contributions as a PDF or Word file is measured with. It all happens in the
real time of the clock: in the example, a visitor must set theirs to it, as `bench.large` does. Run in the environment
of the database to fill; refuses one that holds the dialogue already.
"""

import argparse

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=3_000)
    parser.add_argument("--contributions", type=int, default=20_000)
    asked = parser.parse_args()
    django.setup()
    from django.db import connection, transaction

    from bench.large_dialogue import IN_A_FILE, SLUG, load
    from fardplan.base import clock
    from fardplan.dialogue.models import Dialogue

    if Dialogue.objects.filter(slug=SLUG).exists():
        parser.error(f"the database holds {SLUG} already")
    with transaction.atomic():
        load(SLUG, passages=asked.passages, contributions=asked.contributions, now=clock.now())
        load(IN_A_FILE, passages=asked.passages // 10, contributions=asked.contributions * 3 // 20, now=clock.now())
    if connection.vendor == "postgresql":  # which gathers its statistics by itself, but not this second
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
