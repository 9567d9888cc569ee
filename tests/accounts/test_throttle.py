"""Waits after failed sign-ins: they grow by account and device, and nobody can make another wait."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.accounts.models import FailedSignIns
from app.accounts.throttle import (
    ADDRESS,
    COOKIE,
    DEVICE,
    FORGOTTEN,
    STRANGERS,
    Bound,
    count_failure,
    forget_failures,
    mark_device,
    seconds_to_wait,
)
from app.clock import now
from app.extensions import db
from app.web.transaction import begin_writing

LONG = ADDRESS.free + 5  # so many failures that a busy machine does not sit the wait out


class Device:
    """A telephone at an address, which keeps the mark it is given."""

    def __init__(self, app: Flask, address: str = "10.0.0.1") -> None:
        self.app, self.address, self.mark = app, address, ""

    def wait(self, account: str) -> int:
        """Return for how many seconds it must wait."""
        with self._request():
            seconds = seconds_to_wait(account)
            db.session.rollback()
        return seconds

    def fail(self, account: str, times: int = 1) -> None:
        """Fail to sign in."""
        for _try in range(times):
            with self._request():
                begin_writing()
                count_failure(account)
                db.session.commit()

    def succeed(self, account: str) -> None:
        """Sign in, and be known from now on."""
        with self._request():
            begin_writing()
            forget_failures(account)
            db.session.commit()
            response = mark_device(self.app.make_response(""), account)
            self.mark = response.headers["Set-Cookie"].partition(f"{COOKIE}=")[2].partition(";")[0]

    def _request(self) -> AbstractContextManager[Any]:
        headers = {"Cookie": f"{COOKIE}={self.mark}"} if self.mark else {}
        return self.app.test_request_context("/login", headers=headers, environ_base={"REMOTE_ADDR": self.address})


def kept(app: Flask) -> list[FailedSignIns]:
    with app.app_context():
        rows = list(db.session.scalars(select(FailedSignIns)))
        db.session.expunge_all()
        db.session.rollback()
    return rows


@pytest.mark.once
@given(st.integers(0, 10_000), st.sampled_from([DEVICE, ADDRESS, STRANGERS]))
def test_the_wait_begins_after_the_free_tries_doubles_and_ends_growing(count: int, bound: Bound) -> None:
    wait, next_wait = bound.wait(count), bound.wait(count + 1)
    assert (wait == timedelta(0)) == (count < bound.free)
    assert timedelta(0) <= wait <= next_wait <= bound.longest
    assert not wait or next_wait == min(2 * wait, bound.longest)


@pytest.mark.once
def test_no_wait_is_long_enough_to_shut_a_village_head_out() -> None:
    assert max(bound.longest for bound in (DEVICE, ADDRESS, STRANGERS)) <= timedelta(minutes=15)
    assert STRANGERS.longest < timedelta(minutes=1)


def test_waits_grow_with_each_failure_of_one_device_for_one_account(app: Flask) -> None:
    device, waits = Device(app), []
    for _try in range(LONG):
        device.fail("head")
        waits.append(max((row.wait_until - row.last_at).total_seconds() if row.wait_until else 0 for row in kept(app)))
    assert waits == [0] * (ADDRESS.free - 1) + [2, 4, 8, 16, 32, 64]
    assert 32 < device.wait("head") <= 64
    assert device.wait("head2") == 0, "another account"
    assert Device(app, "10.0.0.2").wait("head") == 0, "another address"


def test_a_stranger_at_the_same_address_cannot_make_the_owners_telephone_wait(app: Flask) -> None:
    owner, stranger = Device(app), Device(app)
    owner.succeed("head")
    stranger.fail("head", STRANGERS.free + 10)
    assert stranger.wait("head") > 60
    assert owner.wait("head") == 0


def test_a_known_telephone_waits_for_its_own_failures_and_is_known_for_its_own_accounts(app: Flask) -> None:
    phone = Device(app)
    phone.succeed("head")
    phone.fail("head", LONG)
    assert phone.wait("head") > 0
    assert Device(app).wait("head") == 0, "its failures are not the address's"
    phone.fail("head2", LONG)
    assert Device(app).wait("head2") > 0, "for another account it is a stranger, as others at its address are"


def test_guessing_from_many_addresses_is_slow_after_the_first_try_of_each(app: Flask) -> None:
    for number in range(STRANGERS.free + 5):
        Device(app, f"10.1.0.{number}").fail("head")
    assert Device(app, "10.2.0.1").wait("head") == 0, "perhaps it is the owner's new telephone"
    assert 0 < Device(app, "10.1.0.1").wait("head") <= STRANGERS.longest.total_seconds()


def test_a_success_forgets_the_devices_failures_and_not_those_of_strangers(app: Flask) -> None:
    device = Device(app)
    device.fail("head", LONG)
    device.succeed("head")
    assert device.wait("head") == 0
    assert [row.count for row in kept(app)] == [LONG], "what strangers did to the account stays counted"


def test_a_day_later_nothing_is_remembered(app: Flask) -> None:
    device = Device(app)
    device.fail("head", LONG)
    with app.app_context():
        begin_writing()
        earlier = now() - FORGOTTEN - timedelta(minutes=1)
        db.session.execute(update(FailedSignIns).values(last_at=earlier, wait_until=earlier))
        db.session.commit()
    device.fail("head2")
    assert {row.count for row in kept(app)} == {1}
    assert device.wait("head") == 0


def test_what_is_kept_tells_neither_names_nor_addresses(app: Flask) -> None:
    Device(app, "10.77.66.55").fail("ten-dang-nhap-rieng")
    keys = [row.key for row in kept(app)]
    assert len(keys) == 2
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in keys)


def test_a_telephone_is_known_for_the_last_eight_accounts(app: Flask) -> None:
    phone, others = Device(app), [f"user{number}" for number in range(9)]
    for account in others:
        phone.succeed(account)
    Device(app).fail(others[0], LONG)
    Device(app).fail(others[8], LONG)
    assert phone.wait(others[0]) > 0, "known no more"
    assert phone.wait(others[8]) == 0


@pytest.mark.parametrize("mark", ["x", "WyJ4IiwgWyJ5Il1d.forged", "e30.x", "=" * 5000])
def test_a_forged_mark_is_a_strangers(app: Flask, mark: str) -> None:
    forger = Device(app)
    forger.mark = mark
    forger.fail("head", LONG)
    assert Device(app).wait("head") > 0
