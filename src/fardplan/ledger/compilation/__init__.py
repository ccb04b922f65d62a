"""The compilation: everything that was said about a draft, what was replied, and what changed, section by section.

`gathering` reads it, `shapes` says what it consists of, `counting` states the rules and counts, `files` writes it as
CSV, JSON and XLSX, `publication` lays it out for PDF and Word.
"""
