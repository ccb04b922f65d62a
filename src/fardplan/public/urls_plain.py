"""Addresses without language: files, feeds and what machines read. Each page module lists its own."""

from fardplan.public.pages import colours, contributions, files

urlpatterns = [
    *colours.addresses,
    *files.addresses,
    *contributions.files,
]
