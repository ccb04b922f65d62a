"""S-031 or S-031.2: how a contribution is named in addresses, and as people type it."""

from __future__ import annotations

import re

from django.urls import register_converter

LABEL = re.compile(r"s-?0*(?P<number>\d{1,9})(?:\.(?P<part>\d{1,4}))?", re.IGNORECASE)


class LabelConverter:
    """`<label:label>` in an address; a view redirects to the contribution's own label where it differs."""

    regex = r"[sS]-[0-9]{1,9}(?:\.[0-9]{1,4})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LabelConverter, "label")
