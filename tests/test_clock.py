"""The time: kept in UTC, read in Vietnam."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.clock import local, now, today

pytestmark = pytest.mark.once


def test_now_is_aware_and_in_utc() -> None:
    assert now().utcoffset() == timedelta(0)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_today_is_the_day_in_vietnam() -> None:
    before = local(now()).date()
    assert today() in (before, local(now()).date())


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        (datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC), date(2025, 12, 31), 23),
        (datetime(2025, 12, 31, 17, tzinfo=UTC), date(2026, 1, 1), 0),
        (datetime(2026, 6, 30, 17, tzinfo=UTC), date(2026, 7, 1), 0),  # no summer time
        (datetime(2026, 1, 1, 0, tzinfo=UTC), date(2026, 1, 1), 7),
    ],
)
def test_the_day_and_the_year_turn_at_midnight_in_vietnam(moment: datetime, day: date, hour: int) -> None:
    assert (local(moment).date(), local(moment).hour) == (day, hour)
    assert local(moment) == moment
