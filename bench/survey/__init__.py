"""The survey under load, and what its results cost. Run with ./dev bench survey [PART…].

`count`: 100,000 responses to fifty questions are counted on SQLite, and all tables with groups, intervals and
differences of an invited sample are worked out from the kept counts.

`load`: 60 pages of a survey of fifty questions are submitted every second to the default process (SQLite), by people
who begin at their own moments and answer a page every so often whatever the server does (open loop). Each page that was
submitted is followed by the next being fetched, as browsers do. Nothing may be lost: every response is looked up
afterwards and compared with what was sent.
"""
