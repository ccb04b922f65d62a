"""Loaded before anything else (`-p tests.environment`): the tests' own mode and data folder."""

import os
import tempfile

os.environ["FARDPLAN_MODE"] = "test"
os.environ.setdefault("FARDPLAN_DATA", tempfile.mkdtemp(prefix="fardplan-test-"))
