"""Pages for everyone. Each page module lists its own addresses; a dialogue's slug comes last, as it takes any word."""

from fardplan.public.pages import day, dialogue, example, start

app_name = "public"
urlpatterns = [
    *start.addresses,
    *example.addresses,
    *day.addresses,
    *dialogue.addresses,
]
