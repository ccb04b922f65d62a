"""Pages for everyone. Each page module lists its own addresses; a dialogue's slug comes last, as it takes any word."""

from fardplan.public.pages import (
    changes,
    compilation,
    contribute,
    contributions,
    day,
    dialogue,
    example,
    feedback,
    media,
    passage,
    posters,
    progress,
    receipt,
    signup,
    site,
    start,
    strategy,
    verdicts,
)

app_name = "public"
urlpatterns = [
    *start.addresses,
    *example.addresses,
    *site.addresses,
    *feedback.addresses,
    *receipt.addresses,
    *verdicts.addresses,
    *contribute.addresses,
    *contributions.addresses,
    *compilation.addresses,
    *changes.addresses,
    *progress.addresses,
    *posters.addresses,
    *strategy.addresses,
    *passage.addresses,
    *signup.addresses,
    *day.addresses,
    *media.addresses,
    *dialogue.addresses,
]
