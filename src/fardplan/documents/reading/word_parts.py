"""The parts of a Word file and how they point at each other."""

from __future__ import annotations

import posixpath

from lxml import etree

from fardplan.base import text as words
from fardplan.documents.reading.container import Container, Refused, attribute, child, children, local

_KINDS = ("styles", "numbering", "footnotes", "endnotes", "comments")


class Parts:
    """The main part, and by relation those that belong to it. A relation can only ever lead into the container."""

    def __init__(self, container: Container) -> None:
        self._container = container
        types = container.data("[Content_Types].xml")
        if types is None:
            raise Refused("broken")
        if b"macroEnabled" in types:
            raise Refused("macros")
        if container.data("EncryptedPackage") is not None:
            raise Refused("encrypted")
        self._name = next(iter(self._related("", "officeDocument")), "word/document.xml")
        main = container.xml(self._name)
        if main is None or local(main) != "document":
            raise Refused("broken")
        self.main = main
        self._links = self._external_links()

    def xml_of(self, kind: str) -> etree._Element | None:
        """The root of one of the main part's own parts (see _KINDS); None when there is none."""
        if kind not in _KINDS:
            raise ValueError(kind)
        return next((self._container.xml(name) for name in self._related(self._name, kind)), None)

    def headers_and_footers(self) -> list[etree._Element]:
        names = [*self._related(self._name, "header"), *self._related(self._name, "footer")]
        roots = (self._container.xml(name) for name in names[:200])
        return [root for root in roots if root is not None]

    def link(self, relation: str) -> str:
        """The address outside the file that a relation leads to; "" for any other."""
        return self._links.get(relation, "")

    def title(self) -> str:
        """The title among the file's properties, when it is one that somebody wrote."""
        for name in self._related("", "core-properties"):
            found = child(self._container.xml(name), "title")
            title = words.clean_line(found.text or "") if found is not None else ""
            return "" if title.lower().startswith(("microsoft word", "word document")) else title
        return ""

    def _relations(self, name: str) -> list[etree._Element]:
        folder, _, file = name.rpartition("/")
        root = self._container.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        return children(root, "Relationship")

    def _related(self, name: str, kind: str) -> list[str]:
        """Names in the container of the parts with this relation to a part ("" is the whole)."""
        return [
            posixpath.normpath(posixpath.join("/", posixpath.dirname(name), attribute(each, "Target"))).lstrip("/")
            for each in self._relations(name)
            if attribute(each, "Type").rpartition("/")[2] == kind and attribute(each, "TargetMode") != "External"
        ]

    def _external_links(self) -> dict[str, str]:
        return {
            attribute(each, "Id"): attribute(each, "Target")
            for each in self._relations(self._name)
            if attribute(each, "TargetMode") == "External" and attribute(each, "Type").endswith("/hyperlink")
        }
