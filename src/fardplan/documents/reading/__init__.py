"""Word, OpenDocument, Markdown, pasted text and PDF, read into the same plain shapes."""
