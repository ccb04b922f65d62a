from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from fardplan.base import limits
from fardplan.base.errors import TooMany


def test_the_fourth_of_three_an_hour_is_refused_and_other_networks_are_not(rf: RequestFactory) -> None:
    here, there = rf.get("/", REMOTE_ADDR="192.0.2.1"), rf.get("/", REMOTE_ADDR="192.0.2.2")
    for _ in range(3):
        limits.allow("contribute", request=here, rate="3/hour")
    with pytest.raises(TooMany):
        limits.allow("contribute", request=here, rate="3/hour")
    limits.allow("contribute", request=there, rate="3/hour")


def test_thousands_of_counts_are_gone_through_now_and_then_and_not_at_every_count() -> None:
    tidied = []

    class Watched(limits.Memory):
        def _MemoryStorage__expire_events(self) -> None:  # noqa: N802
            tidied.append(1)

    storage = Watched()
    storage.EVERY = 600.0  # type: ignore[misc] # longer than a slow machine takes for this test
    storage.tidies_at = 0
    for number in range(2_000):
        storage.incr(f"count/{number}", 60)
    storage.timer.join()
    assert (len(tidied), len(storage.storage)) == (1, 2_000)
    storage.tidies_at = 0
    storage.incr("count/1", 60)
    storage.timer.join()
    assert (len(tidied), storage.get("count/1")) == (2, 2)


def test_an_address_a_visitor_wrote_into_the_header_counts_for_nothing(rf: RequestFactory, settings: Any) -> None:
    forged = rf.get("/", HTTP_X_FORWARDED_FOR="198.51.100.7, 192.0.2.1", REMOTE_ADDR="127.0.0.1")
    assert limits.network_of(forged) == "127.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert limits.network_of(forged) == "192.0.2.1"


def test_no_address_is_kept_only_its_hash(rf: RequestFactory) -> None:
    assert "192.0.2.1" not in limits.hashed_network(rf.get("/", REMOTE_ADDR="192.0.2.1"))


def test_an_ipv6_subscriber_is_one_network_and_a_mapped_address_its_own(rf: RequestFactory) -> None:
    def hashed(address: str) -> str:
        return limits.hashed_network(rf.get("/", REMOTE_ADDR=address))

    assert hashed("2001:db8:1:2::1") == hashed("2001:db8:1:2:ffff::9")
    assert hashed("2001:db8:1:2::1") != hashed("2001:db8:1:3::1")
    assert hashed("::ffff:192.0.2.1") == hashed("192.0.2.1")
    assert hashed("192.0.2.1") != hashed("192.0.2.2")
