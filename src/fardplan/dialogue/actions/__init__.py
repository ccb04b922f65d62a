"""Everything that changes a dialogue: keyword-only, one transaction each, one entry in the log."""
