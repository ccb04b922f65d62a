"""Pages for everyone. Each page module lists its own addresses; a dialogue's slug comes last, as it takes any word."""

from fardplan.public.pages import (
    contributions,
    day,
    dialogue,
    example,
    receipt,
    signup,
    start,
)

app_name = "public"
urlpatterns = [
    *start.addresses,
    *example.addresses,
    *receipt.addresses,
    *contributions.addresses,
    *signup.addresses,
    *day.addresses,
    *dialogue.addresses,
]
