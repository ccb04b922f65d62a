"""A whole dialogue as a file that people can read: load it, check it, shift its dates, import it, export it.

The format is documented field by field in docs/format.md, which a test compares with `shape.py`.
"""
