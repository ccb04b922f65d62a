"""Uploaded pictures and films. Who may see each is said by the app it belongs to: see `base.files`."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.base.files import media_file

addresses = [path("media/<path:path>", require_safe(media_file), name="media")]
