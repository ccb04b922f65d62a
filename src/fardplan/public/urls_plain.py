"""Addresses without language: files, feeds and what machines read. Each page module lists its own."""

from fardplan.public.pages import captions_intake, colours, contributions, feeds, files, machines, media, posters, rooms

urlpatterns = [
    *captions_intake.addresses,
    *colours.addresses,
    *files.addresses,
    *machines.addresses,
    *posters.plain_addresses,
    *rooms.plain_addresses,
    *feeds.addresses,
    *contributions.files,
    *media.addresses_without_language,
]
