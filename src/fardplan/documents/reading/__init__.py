"""Word, OpenDocument, Markdown, pasted text and PDF, read into the same plain shapes (`shapes`).

    files.read(upload) -> Document            a .docx, .odt or Markdown file with a strategy in it
    files.read_pasted(text) -> Document       pasted text; Markdown marks and numbered headings are understood
    files.read_pdf(upload) -> Pages           the text of a PDF, page by page
    files.read_attachment(upload) -> PlainText    any of them as one text with a map, for marking points in a letter
    plain.plain_text(document_or_pages) -> PlainText
    outline.outline(document, one_passage_per="heading", lists="goals") -> Outline    sections and passages
    words.of(left_out) -> str                 what was not taken, in words for people; `words.grouped` for many

`files` raises `base.errors.Invalid` with words for whoever uploaded. All parsing happens in a process of its own with
limits on memory, time and output (`apart`); `outline`, `plain` and `words` are pure.
"""
