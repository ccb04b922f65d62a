"""The desk. Each page module lists its own addresses: a dialogue's pages stand under `dialog/<slug>/`."""

from fardplan.desk.pages import account, overview, start

app_name = "desk"
urlpatterns = [
    *start.addresses,
    *account.addresses,
    *overview.addresses,
]
