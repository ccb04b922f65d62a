"""How long what visitors tell the organisation is kept."""

from __future__ import annotations

# The address on an accessibility message goes this many days after its answer; the message and the answer stay.
KEEP_MESSAGE_ADDRESS_DAYS = 180
# An answer to "did the page help?" holds no address; what was written there goes after this many days.
KEEP_PAGE_FEEDBACK_DAYS = 730

LONGEST_MESSAGE = 5_000
LONGEST_FEEDBACK = 1_000
