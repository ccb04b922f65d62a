"""The desk: every module in `pages` lists its own addresses. A dialogue's pages stand under `dialog/<slug>/`."""

from importlib import import_module
from pkgutil import iter_modules

from django.urls import URLPattern

from fardplan.desk import pages

app_name = "desk"
urlpatterns: list[URLPattern] = [
    address
    for name in sorted(module.name for module in iter_modules(pages.__path__))
    for address in import_module(f"{pages.__name__}.{name}").addresses
]
