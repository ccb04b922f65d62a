"""A small Markdown: paragraphs, headings, lists, emphasis, links, quotes. All else is shown as it was written."""

from __future__ import annotations

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe

from fardplan.base import markdown_subset

_markdown = markdown_subset.parser()
_TAGS = {"p", "br", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "em", "strong", "a", "blockquote", "hr"}


@lru_cache(maxsize=2048)
def render(text: str, *, top_heading: int = 3) -> SafeString:
    """HTML of a Markdown text, sanitised; its first heading level becomes `top_heading` (2–6)."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) - 1 + top_heading)}"
    html = nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener nofollow ugc",
    )
    return mark_safe(html)  # noqa: S308 - sanitised on the line above
