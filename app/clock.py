"""The time: stored in UTC, read as the villages do (Asia/Ho_Chi_Minh)."""

from datetime import UTC, date, datetime, timedelta, timezone

# Vietnam keeps UTC+7 all year and has had no daylight saving since 1975: a fixed offset needs no tz database.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Vietnam."""
    return now().astimezone(VIETNAM).date()


def local(moment: datetime) -> datetime:
    """Return an aware ``moment`` as Vietnamese local time."""
    return moment.astimezone(VIETNAM)
