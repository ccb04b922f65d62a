"""The log's lines, without what opens somebody's page."""

from __future__ import annotations

import logging
import re

# Django logs the path of every refused request; in these the path itself is the key.
_KEYS = re.compile(r"/(anmalan|kvitto|valkommen|losenord/nytt|e|dator)/[^/\s'\"]+")


class WithoutKeys(logging.Formatter):
    """An ordinary line, and its traceback, with the keys of personal links left out."""

    def format(self, record: logging.LogRecord) -> str:
        return _KEYS.sub(r"/\1/…", super().format(record))
