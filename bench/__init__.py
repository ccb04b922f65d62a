"""Measurements. `./dev bench` runs them; no test depends on a time."""
