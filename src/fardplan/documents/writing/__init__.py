"""PDF and Word, written so that they look and read like a public document.

    shape       what a document consists of: Publication and its parts
    pdf(publication) -> bytes     tagged PDF/UA-1 and PDF/A-2a
    docx(publication) -> bytes    Word, with Word's own styles

    sheets      letters, cards with codes and forms to fill in with a pen: layouts of their own, PDF only

All are blocking and give the same bytes for the same publication, so a finished file can be kept.
"""

from fardplan.documents.writing.shape import Publication

# Part of the name under which a finished file is kept: raise it whenever the same publication would look different.
LAYOUT_VERSION = 2


def pdf(publication: Publication) -> bytes:
    """The publication as a PDF file. Takes a tenth of a second, and three more for each thousand rows of a table."""
    from fardplan.documents.writing import typesetting

    return typesetting.pdf(publication)


def docx(publication: Publication) -> bytes:
    """The publication as a Word file. A tenth of a second, and half a second more for a thousand rows of a table."""
    # Loaded when first asked for: most processes never write a Word file.
    from fardplan.documents.writing import word

    return word.docx(publication)
