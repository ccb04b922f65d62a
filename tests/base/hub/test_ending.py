"""The hub ends when it is asked to, also in the middle of news."""

from __future__ import annotations

import asyncio

import pytest

from fardplan.base.hub.engine import _set_or_after


@pytest.mark.parametrize("rounds", range(4))
def test_whoever_is_told_to_end_together_with_news_ends(rounds: int) -> None:
    async def story() -> bool:
        news = asyncio.Event()

        async def look_again_and_again() -> None:
            while True:
                await _set_or_after(news, 5)
                news.clear()

        looking = asyncio.create_task(look_again_and_again())
        await asyncio.sleep(0.01)
        news.set()
        for _ in range(rounds):
            await asyncio.sleep(0)
        looking.cancel()
        done, _pending = await asyncio.wait({looking}, timeout=0.5)
        return looking in done

    assert asyncio.run(story())


def test_waiting_ends_by_itself_without_news() -> None:
    asyncio.run(_set_or_after(asyncio.Event(), 0.01))
