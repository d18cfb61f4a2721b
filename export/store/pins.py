"""How an adviser enters the tower: a PIN kept as Argon2id, waits that grow with each wrong one, then a lock."""

import itertools
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from nacl.exceptions import InvalidkeyError
from nacl.pwhash import argon2id

from export.store.advisers import adviser_of
from export.store.moments import stamp
from export.store.store import Store, StoreError, audit
from scenarios.room import PIN_LEAST, PIN_MOST

WAITS_S = (0, 0, 0, 5, 15, 60, 120, 300, 600, 900)
"""Seconds to wait after so many wrong PINs in a row; past the last one the way is locked."""
OPS, MEMORY = 67, 7 * 1024 * 1024
"""Argon2id: passes, bytes. The tower has little memory to spare, as the game may run on the same machine: OWASP's
Password Storage Cheat Sheet holds 7 MiB with five passes to be as good a defence as 19 MiB with two, and RFC 9106 (4)
asks for the memory that a call can afford and then for as many passes as it may last. With so many passes, memory
squared times passes, which is what a guesser's memory times time grows with, is no less than before (docs/decisions/
0018)."""
EARLIER = ((3, 32 * 1024 * 1024), (9, 19 * 1024 * 1024))
"""What PINs were kept with before: they open as ever, and are kept as those of today are once they did."""


def set_pin(store: Store, adviser_id: str, pin: str, by: str, now: datetime) -> None:
    """Give a declared adviser a PIN, which opens a lock too. Raises StoreError for one that is too plain."""
    who = adviser_of(store, adviser_id)
    refuse_pin(pin)
    kept = _hashed(pin)
    with store.writing() as connection:
        connection.execute(
            "insert into adviser_pins values(?,?,?,0,null) on conflict(adviser_id) do update set pin=excluded.pin, "
            "set_at=excluded.set_at, failures=0, failed_at=null",
            (who, kept, stamp(now)),
        )
        audit(connection, stamp(now), by, "adviser.pin", (who, ""))


def refuse_pin(pin: str) -> None:
    """Raise StoreError for what is no PIN, or one that anybody tries first: 111111, 123456, 987654."""
    if not (pin.isascii() and pin.isdigit() and PIN_LEAST <= len(pin) <= PIN_MOST):
        raise StoreError("pin.form", least=PIN_LEAST, most=PIN_MOST)
    steps = {int(b) - int(a) for a, b in itertools.pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise StoreError("pin.plain")


def enter(store: Store, adviser_id: str, pin: str, now: datetime) -> str:
    """The adviser whose PIN it is. Raises StoreError: `pin.wrong` alike for an unknown name and a wrong PIN,
    with how many tries are left before the lock, `pin.wait` with the seconds too, `pin.locked` with what opens it."""
    named = adviser_id.strip()
    row = store.first_row("select p.* from adviser_pins p join advisers a using(adviser_id) where p.adviser_id=? "
                    "and a.closed_at is null", named)  # fmt: skip
    if row is None:
        # As slow as a wrong PIN, so that time does not tell who is declared.
        argon2id.kdf(32, pin.encode()[:64], bytes(16), opslimit=OPS, memlimit=MEMORY)
        raise StoreError("pin.wrong", left=len(WAITS_S) - 1)
    _refuse_early(row, now)
    # Counted before it is tried: a second window, or a kill, buys no free try.
    with store.writing() as connection:
        connection.execute(
            "update adviser_pins set failures=failures+1, failed_at=? where adviser_id=?", (stamp(now), named)
        )
    if not _fits(str(row["pin"]), pin):
        if int(row["failures"]) + 1 >= len(WAITS_S):
            _say(store, named, "adviser.locked", now)
            raise StoreError("pin.locked", who=named)
        raise StoreError("pin.wrong", left=len(WAITS_S) - int(row["failures"]) - 1)
    anew = _hashed(pin) if is_earlier(str(row["pin"])) else str(row["pin"])
    with store.writing() as connection:
        # One that was given meanwhile stays.
        connection.execute("update adviser_pins set pin=? where adviser_id=? and pin=?", (anew, named, row["pin"]))
        connection.execute("update adviser_pins set failures=0, failed_at=null where adviser_id=?", (named,))
        audit(connection, stamp(now), named, "adviser.enter", (named, ""))
    return named


def _refuse_early(row: dict[str, Any], now: datetime) -> None:
    failures = int(row["failures"])
    if failures >= len(WAITS_S):
        raise StoreError("pin.locked", who=row["adviser_id"])
    if failures:
        until = datetime.fromisoformat(row["failed_at"]) + timedelta(seconds=WAITS_S[failures])
        if now < until:
            raise StoreError(
                "pin.wait", seconds=ceil((until - now).total_seconds()), left=len(WAITS_S) - failures
            )


def _hashed(pin: str) -> str:
    return argon2id.str(pin.encode(), opslimit=OPS, memlimit=MEMORY).decode("ascii")


def is_earlier(kept: str) -> bool:
    """Whether a PIN is kept as an earlier version did; each says itself how (`m=<KiB>,t=<passes>`)."""
    costs = [f"m={memory // 1024},t={passes},p=1" for passes, memory in EARLIER]
    return kept.split("$")[3:4] in [[cost] for cost in costs]


def _fits(kept: str, pin: str) -> bool:
    try:
        return bool(argon2id.verify(kept.encode("ascii"), pin.encode()[:64]))
    except InvalidkeyError:
        return False


def _say(store: Store, who: str, action: str, now: datetime) -> None:
    with store.writing() as connection:
        audit(connection, stamp(now), who, action, (who, ""))


def with_pin(store: Store) -> list[str]:
    """The declared advisers who can enter."""
    rows = store.rows(
        "select p.adviser_id from adviser_pins p join advisers a using(adviser_id) where a.closed_at is null order by 1"
    )
    return [str(row["adviser_id"]) for row in rows]
