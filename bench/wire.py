"""What a browser with an empty cache would fetch for a page, and what that weighs on the wire."""

import gzip
import re
from functools import cache
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

import brotli

from tools.example_site import ExampleSite

IN_HTML = re.compile(r"""<(?:link|script)\b[^>]*?\s(?:href|src)=["']([^"']+)["'][^>]*>""")
IN_CSS = re.compile(r"""(@font-face\s*\{[^}]*\})|url\(\s*["']?([^"')]+)["']?\s*\)""")
IN_SCRIPT = re.compile(r"""\bimport\s*(?:[\w{},*\s]+from\s*)?["']([^"']+\.js)["']""")
LOADED = ("stylesheet", "preload", "modulepreload", "icon", "manifest")
LATIN = "U+0000-00FF"


class Wire:
    """Fetches from the example as a browser would, and knows what each answer weighed."""

    def __init__(self, site: ExampleSite) -> None:
        self.site = site
        self.fetch = cache(self._fetch)

    def _fetch(self, url: str, cookie: str = "") -> tuple[int, str]:
        """Size of the whole answer in bytes, headers included, and its text (empty for fonts)."""
        parts = urlsplit(url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"Accept-Encoding": "br, gzip", "Cookie": cookie})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        size = len(body) + sum(len(name) + len(value) + 4 for name, value in response.getheaders())
        if response.status in {301, 302}:
            further, text = self._fetch(urljoin(url, response.headers["Location"]), cookie)
            return size + further, text
        is_text = response.headers.get_content_maintype() in {"text", "application"}
        return size, decoded(body, response.headers.get("Content-Encoding", "")) if is_text else ""

    def page(self, path: str, cookies: dict[str, str]) -> tuple[int, int]:
        """Bytes of the HTML, and of everything it makes a browser load besides content images."""
        url = self.site.address + path
        size, html = self.fetch(url, "; ".join(f"{name}={value}" for name, value in cookies.items()))
        waiting = [urljoin(url, found) for found in loaded_by_html(html)]
        seen: set[str] = set()
        rest = 0
        while waiting:
            resource = waiting.pop().split("#")[0]
            if resource in seen or not resource.startswith(self.site.address):
                continue
            seen.add(resource)
            weight, text = self.fetch(resource)
            rest += weight
            waiting += [urljoin(resource, found) for found in loaded_by_text(resource, text)]
        return size, rest


def loaded_by_html(html: str) -> list[str]:
    """Addresses in link and script elements that a browser loads with the page."""
    found = []
    for match in IN_HTML.finditer(html):
        tag = match[0]
        relation = re.search(r"""\srel=["']([^"']+)""", tag)
        if tag.startswith("<script") or (relation and any(word in LOADED for word in relation[1].split())):
            found.append(match[1])
    return found


def loaded_by_text(url: str, text: str) -> list[str]:
    """What a style sheet or script loads in turn; of the fonts only those with Latin letters, which Swedish needs."""
    path = urlsplit(url).path
    if path.endswith(".js"):
        return IN_SCRIPT.findall(text)
    if not path.endswith(".css"):
        return []
    found = []
    for font, plain in IN_CSS.findall(text):
        if font:
            other_letters = "unicode-range" in font and LATIN.lower() not in font.lower()
            found += [] if other_letters else re.findall(r"""url\(\s*["']?([^"')]+)""", font)
        else:
            found.append(plain)
    return [address for address in found if not address.startswith("data:")]


def decoded(body: bytes, encoding: str) -> str:
    """The text of an answer, whatever it was compressed with."""
    if encoding == "br":
        body = brotli.decompress(body)
    elif encoding == "gzip":
        body = gzip.decompress(body)
    return body.decode("utf-8", errors="replace")
