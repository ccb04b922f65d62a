"""An organisation's two colours as a stylesheet. The address holds them, so it can be kept for good."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, register_converter
from django.views.decorators.http import require_safe


class TwoColours:
    """0b4a56-a81c44: brand and signal."""

    regex = "[0-9a-f]{6}-[0-9a-f]{6}"

    def to_python(self, value: str) -> tuple[str, str]:
        brand, signal = value.split("-")
        return brand, signal

    def to_url(self, value: str) -> str:
        return value


register_converter(TwoColours, "two_colours")


@require_safe
def colours(_request: HttpRequest, pair: tuple[str, str]) -> HttpResponse:
    brand, signal = pair
    return HttpResponse(
        f":root{{--brand:#{brand};--signal:#{signal}}}\n",
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


addresses = [path("om/utseende/<two_colours:pair>.css", colours, name="colours")]
