"""What no template may hold, because the content security policy would refuse it or nobody could translate it."""

import re
from pathlib import Path

import pytest

import fardplan

PACKAGE = Path(fardplan.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))

FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline event handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on, which evaluates code": re.compile(r"\shx-on[:\s=-]", re.IGNORECASE),
    "a script address": re.compile(r"""["'(]\s*javascript:""", re.IGNORECASE),
    "a resource from another host": re.compile(
        r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*\s(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
}

# A script element has a source of ours, or holds data.
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)


def test_there_are_templates():
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_template_obeys_the_content_security_policy(path: Path):
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    found += [
        "an inline script"
        for attributes in SCRIPT.findall(text)
        if "src=" not in attributes and 'type="application/' not in attributes
    ]
    assert found == []
