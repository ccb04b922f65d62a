"""Whether an organisation's colours can be read (WCAG 2.2, 1.4.3), and the nearest ones that can."""

from __future__ import annotations

import colorsys

LEAST = 4.5  # the contrast that running text needs

# The lightest and darkest neighbours a colour meets on the pages: text on tinted grounds, light text on it.
BESIDE_BRAND = "#e1e8e7"
BESIDE_SIGNAL = "#fbeef0"


def _parts(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))  # type: ignore[return-value]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 for black and 1 for white (WCAG 2.2, definition)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def nearest_readable(colour: str, *, beside: str) -> str:
    """The same hue, darkened just so much that it can be read beside a light colour."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    steps = 400
    for step in range(steps + 1):
        parts = colorsys.hls_to_rgb(hue, lightness * (1 - step / steps), saturation)
        darker = "#" + "".join(f"{round(part * 255):02x}" for part in parts)
        if contrast(darker, beside) >= LEAST:
            return darker
    return "#000000"
