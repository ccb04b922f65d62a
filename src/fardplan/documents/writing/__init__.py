"""PDF and Word, written so that they look and read like a public document.

`shape` says what a document consists of; `pdf` and `docx` write it.
"""
