"""Färdplan: the dialogue behind a strategy, from invitation to decision."""

VERSION = "0.1.0"
