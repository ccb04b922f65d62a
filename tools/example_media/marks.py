"""The made-up mark of the example organisation: an island. Färdplan's own mark is drawn by hand, in img/mark.svg."""

BRAND, WARM, WHITE, SEA = "#1d4f5c", "#ffc94d", "#ffffff", "#8fcbd6"


def example_logo(*, size: int = 96) -> str:
    """The example organisation's mark: an island with a tree and a sun. Nobody's real mark."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="{size}" height="{size}">'
        f'<circle cx="48" cy="48" r="46" fill="{BRAND}"/><circle cx="66" cy="32" r="11" fill="{WARM}"/>'
        f'<path d="M20 60c6-11 16-17 28-17s22 6 28 17z" fill="#b7d9a8"/><path d="M40 17l9 13h-4l8 12H27l8-12h-4z" fill="{WHITE}"/><path d="M37 42h6v9h-6z" fill="{WHITE}"/>'
        f'<path d="M12 66c10-6 16-6 24 0s15 6 24 0 15-6 24 0" fill="none" stroke="{SEA}" stroke-width="6" stroke-linecap="round"/>'
        f'<path d="M24 79c7-4 11-4 17 0s11 4 17 0 8-4 13-1" fill="none" stroke="{SEA}" stroke-width="5" stroke-linecap="round"/></svg>\n'
    )
