"""Where the pages of the large dialogue are; run by `bench.large` in the environment that holds it."""

import json
import sys
from typing import Any

import django


def places() -> dict[str, dict[str, Any]]:
    """Public pages and desk pages by name, and files with their budget in seconds."""
    from bench.large_dialogue import SLUG
    from fardplan.contributions.models import Theme
    from fardplan.strategy.models import Change, Passage

    crowded = Passage.objects.filter(draft__strategy__slug=SLUG, draft__number="2").order_by("position").first()
    change = Change.objects.filter(strategy__slug=SLUG, number__isnull=False).order_by("number").first()
    assert crowded is not None
    assert change is not None
    theme = Theme.objects.filter(dialogue__slug=SLUG).order_by("position").first()
    assert theme is not None
    strategy = f"/{SLUG}/strategi"
    public = {
        "dialogue": f"/{SLUG}/",
        "strategy": f"{strategy}/",
        "draft of 3,000": f"{strategy}/2/",
        "section": f"{strategy}/2/avsnitt/k1-1/",
        "passage with 500": f"{strategy}/2/{crowded.key}/",
        "compare": f"{strategy}/jamfor/1/2/",
        "changes": f"/{SLUG}/andringar/",
        "change": f"/{SLUG}/andringar/{change.label}/",
        "meter": f"/{SLUG}/lage/",
        "contributions": f"/{SLUG}/synpunkter/",
        "contribution": f"/{SLUG}/synpunkter/S-100/",
        "register": f"/{SLUG}/register/",
    }
    queue = f"/skrivbord/dialog/{SLUG}/synpunkter/"
    desk = {
        "queue": queue,
        "queue, unanswered": f"{queue}?ko=unanswered",
        "queue, by passage": f"{queue}?om=stycke:{crowded.key}",
        "queue, by theme": f"{queue}?tema={theme.slug}",
        "queue, by sender kind": f"{queue}?avsandare=organisation",
        "queue, by municipality": f"{queue}?kommun=Ön",
        "queue, by channel": f"{queue}?vag=letter",
        "queue, words": f"{queue}?q=mötesplatser",
        "queue, page 400": f"{queue}?sida=400",
        "one contribution": f"{queue}S-100/",
    }
    return {"public": public, "desk": desk, "files": {}}


if __name__ == "__main__":
    django.setup()
    json.dump(places(), sys.stdout)
