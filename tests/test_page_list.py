"""No page type is forgotten by the page checks."""

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.pages import NOT_PAGES, PAGES

OURS = ("public:", "desk:")


def names(resolver: URLResolver, namespace: str = "") -> set[str]:
    """The names of all addresses below a resolver, with their namespace."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            found.add(namespace + pattern.name)
    return found


def test_every_address_is_checked_as_a_page_or_has_a_reason_not_to_be():
    addresses = {name for name in names(get_resolver()) if name.startswith(OURS)}
    checked = {page.url_name for page in PAGES}
    assert addresses - checked - NOT_PAGES.keys() == set(), "add these to tests/browser/pages.py"
    assert NOT_PAGES.keys() - addresses == set(), "these addresses are gone"
    assert checked & NOT_PAGES.keys() == set()


def test_page_states_are_told_apart():
    assert len({str(page) for page in PAGES}) == len(PAGES)
