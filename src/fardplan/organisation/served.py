"""Who may see the organisation's uploaded files: everyone sees its logo."""

from fardplan.base import files

files.serve("logo", files.for_everyone)
