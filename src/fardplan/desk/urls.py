"""The desk. Each page module lists its own addresses."""

from fardplan.desk.pages import start

app_name = "desk"
urlpatterns = [
    *start.addresses,
]
