"""PDF and Word, written so that they look and read like a public document.

`shape` says what a document consists of; `pdf` and `docx` write it.
"""

from fardplan.documents.writing.typesetting import pdf

__all__ = ["pdf"]
