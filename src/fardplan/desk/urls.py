"""The desk. Each page module lists its own addresses: a dialogue's pages stand under `dialog/<slug>/`."""

from fardplan.desk.pages import overview, start

app_name = "desk"
urlpatterns = [
    *start.addresses,
    *overview.addresses,
]
