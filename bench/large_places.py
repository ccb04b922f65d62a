"""Where the pages of the large dialogue are; run by `bench.large` in the environment that holds it."""

import json
import sys
from typing import Any

import django

BUDGET_DATA = 20  # seconds
BUDGET_FILE = 180


def clock_cookie() -> dict[str, str]:
    """What a visitor of the example has whose clock stands at the real time, as everybody's does elsewhere."""
    from django.http import HttpResponse

    from fardplan.base import clock

    answer = HttpResponse()
    clock.set_example_time(answer, clock.now())
    return {name: morsel.value for name, morsel in answer.cookies.items()}


def places() -> dict[str, dict[str, Any]]:
    """Public pages and desk pages by name; of the compilation what is answered at once, and the files that a job writes
    (dialogue and format), with their budgets in seconds; and the cookies to ask with."""
    from bench.large_dialogue import IN_A_FILE, SLUG
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
        "(the rules: hardly anything)": "/om/regler/",  # what any page costs on this machine just now
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
        "contributions, filtered": f"/{SLUG}/synpunkter/?om=avsnitt:k1&lage=answered&sok=bussen",
        "contribute": f"/{SLUG}/synpunkter/ny/?om=stycke:{crowded.key}@2",
        "contribution": f"/{SLUG}/synpunkter/S-100/",
        "register": f"/{SLUG}/register/",
        "compilation": f"/{SLUG}/sammanstallning/",
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
    compilation = f"/{SLUG}/sammanstallning/"
    data = {f"compilation, {kind}": f"{compilation}sammanstallning.{kind}" for kind in ("csv", "json", "xlsx")}
    data |= {"compilation, web page": f"{compilation}hela/"}
    return {
        "public": public,
        "desk": desk,
        "data": {name: (path, BUDGET_DATA) for name, path in data.items()},
        "jobs": {f"compilation, {kind} by a job": (IN_A_FILE, kind, BUDGET_FILE) for kind in ("pdf", "docx")},
        "cookies": clock_cookie(),
    }


if __name__ == "__main__":
    django.setup()
    json.dump(places(), sys.stdout)
