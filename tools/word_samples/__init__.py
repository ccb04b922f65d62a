"""Word, OpenDocument and PDF files for the tests of `documents/reading`: `python -m tools.word_samples`.

Written by LibreOffice (`soffice`, which only this script needs) and by python-docx; kept in tests/documents/files.
All text is about a region that does not exist.
"""
