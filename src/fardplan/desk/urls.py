"""The desk. Each page module lists its own addresses: a dialogue's pages stand under `dialog/<slug>/`."""

from fardplan.desk.pages import (
    account,
    content,
    contributions,
    days,
    documents,
    overview,
    preview,
    publishing,
    registering,
    replies,
    signup,
    signups,
    signups_export,
    start,
    strategy,
    texts,
)

app_name = "desk"
urlpatterns = [
    *start.addresses,
    *account.addresses,
    *texts.addresses,
    *overview.addresses,
    *content.addresses,
    *days.addresses,
    *documents.addresses,
    *strategy.addresses,
    *publishing.addresses,
    *registering.addresses,
    *contributions.addresses,
    *replies.addresses,
    *preview.addresses,
    *signups.addresses,
    *signups_export.addresses,
    *signup.addresses,
]
