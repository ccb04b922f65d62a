"""What stands on a page for somebody who sees it."""

from __future__ import annotations

from lxml import html


def visible(page: str) -> str:
    """The words of a page, without what is hidden for the moment and what lies in templates."""
    tree = html.fromstring(page)
    for away in tree.xpath("//*[@hidden] | //template | //script | //style | //noscript | //head"):
        away.drop_tree()
    return " ".join(" ".join(tree.itertext()).split())
