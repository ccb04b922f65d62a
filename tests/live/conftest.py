from tests.live.making import live_day, now, producer, rehearsal, running, stage

__all__ = ["live_day", "now", "producer", "rehearsal", "running", "stage"]
