from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from zopa.web.lanes import WIDTH, picture

FIRST = dt.date(2031, 3, 1)


def said(day: int, number: int) -> Any:
    on = FIRST + dt.timedelta(days=day)
    position = SimpleNamespace(said_on=on)
    return SimpleNamespace(day=on, outlet="Post", id=f"{day}-{number}", position=position, published=on)


def test_what_was_said_on_the_last_day_stays_within_the_picture() -> None:
    made = picture([said(day, number) for day in (0, 1) for number in range(8)])
    assert made is not None
    (lane,) = made.lanes
    places = [one.x for one in lane.points]
    assert len(set(places)) == 16
    assert max(places) < WIDTH - 10
    # The first day's go to the right from its tick, the last day's to the left.
    first, last = (x for x, _ in made.ticks)
    assert all(first <= one.x < last for one in lane.points if one.passage.day == FIRST)
    assert all(first < one.x <= last for one in lane.points if one.passage.day != FIRST)
