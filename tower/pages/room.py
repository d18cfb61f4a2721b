"""Who is there: the computers that have announced themselves, and the seats that need somebody."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.responses import Response

from export.store.days import day_of, seat_station, seats_of
from export.store.stations import stations_seen
from export.store.store import StoreError
from scenarios.room import CAUSES, ENDED, GONE, HOLDS, HUNG, IDLE, STUCK
from tower.call import Call, figure, sent, shown
from tower.radar import LOST, NEVER, ONLINE, SHUT, UNHEARD, HeardSeat
from tower.review import workshop_titles

BY_NEED = "need"
"""The order of the radar in which who needs somebody comes first; else every seat keeps its place."""
CLOSED, BARE, NOBODY = "closed", "bare", "nobody"
"""Why a room shows no seats: its sitting is over, no computer has a seat, none was ever heard."""
SILENCES = {ENDED: "ended", GONE: "unreached", HOLDS: "frozen"}
"""What a silent post is called by what its line tells; where it tells nothing it is silent, and no more is known."""
SAID = tuple(
    name for cause in CAUSES for name in ((STUCK, *SILENCES.values(), HUNG) if cause == STUCK else (cause,))
)
"""What pages name, in the order of need."""


def radar(call: Call) -> Response:
    """Who needs somebody, the whole room at once; asked again twice a second."""
    return call.page("radar.html", **room(call))


def radar_part(call: Call) -> Response:
    """The seats alone. A page that was opened with nobody there is read again once somebody is: it gets its orders."""
    now = room(call)
    return call.progress("radar_seats.html", over=call.query.get("waits") == NOBODY and not now["empty"], **now)


def room(call: Call) -> dict[str, Any]:
    """The day, its seats in the order that was asked for, and the causes that hold now, for what is to be done.

    `empty`: why there are no seats to show, "" where there are.
    """
    day, order = day_of(call.store, call.words["day"]), call.query.get("order", "")
    seats = heard(call, day["day_id"])
    empty = empty_room(day, seats)
    if order == BY_NEED:
        seats.sort(key=lambda row: row["need"])
    now = {cause for row in seats for cause in row["causes"]} if not empty else set()
    return {
        "one": day, "seats": seats, "by_need": order == BY_NEED, "empty": empty, "said": announced(call, seats),
        "results": sum(row["results"] for row in seats), "now": [cause for cause in SAID if cause in now],
    }  # fmt: skip


def empty_room(day: Mapping[str, Any], seats: Sequence[Mapping[str, Any]]) -> str:
    """Why a room has no seats to show. What posts say once their sitting is over is another sitting's."""
    if day["state"] == "closed":
        return CLOSED
    if not any(row["station_id"] for row in seats):
        return BARE
    return NOBODY if all(row["link"] in ("", NEVER, UNHEARD) for row in seats) else ""


def heard(call: Call, day_id: str) -> list[dict[str, Any]]:
    """The seats of a day by their numbers: what is said of each, everything at once; nothing of answers or scores.

    `step`: where the person is, and the workshop under way. `minutes`: for how long the most pressing cause has held;
    -1 where there is none. Before the day opens nobody is missed who does nothing, and no wait began before it.
    """
    now, seats = call.house.monotonic(), []
    opened = opened_for(call, day_of(call.store, day_id))
    titles = workshop_titles(call.login.language)
    for row in seats_of(call.store, day_id):
        seat = call.house.held.radar.of(row["station_id"] or "")
        causes = said_of(seat, now, call.house.held.radar.silence(row["station_id"] or "")) if seat else ()
        causes = tuple(cause for cause in causes if opened is not None or cause != IDLE)
        step = f"tower.step.{seat.hail.signals.step}" if seat else ""
        said = call.say(step) if call.house.catalogue.has(step) else ""
        under_way = titles.get(seat.hail.signals.workshop, "") if seat else ""
        need = seat.need(now) if seat else (len(CAUSES) + 1, 0.0)
        code = seat.hail.code if seat else ""
        held = call.house.held.radar.needs_since(row["station_id"] or "") if causes else None
        lasted = -60.0 if held is None else now - held
        if opened is not None and causes[:1] == (IDLE,):
            lasted = min(lasted, opened)
        minutes = int(lasted) // 60
        since = "" if minutes < 0 else call.say("tower.radar.since" if minutes else "tower.radar.since_now", n=minutes)
        where = ", ".join(filter(None, (said, under_way)))
        seats.append({**row, **linked(call, row["station_id"] or ""), "causes": causes, "step": where, "code": code,
                      "since": since, "minutes": minutes, "need": (*need, row["seat"]),
                      "going": call.house.held.radar.going(row["station_id"] or "")})  # fmt: skip
    return seats


def opened_for(call: Call, day: Mapping[str, Any]) -> float | None:
    """For how many seconds a day has been open; None before it is."""
    if day["state"] == "planned" or not day["opened_at"]:
        return None
    return max(0.0, (call.now - datetime.fromisoformat(day["opened_at"])).total_seconds())


def said_of(seat: HeardSeat, now: float, silence: str = "") -> tuple[str, ...]:
    """Its causes as the pages name them: a machine that speaks of a game that hangs is not called silent; one that is,
    by what its line tells (`Radar.silence`)."""
    stuck = HUNG if seat.hangs(now) else SILENCES.get(silence, STUCK)
    return tuple(stuck if cause == STUCK else cause for cause in seat.causes(now))


def linked(call: Call, station_id: str) -> dict[str, str]:
    """How a post is heard: `link` as the radar says it, "" for no post; `ago`: when it was heard last, in words. Where
    the posts speak to another tower nothing is said of one."""
    if station_id and call.house.unheard:
        return {"link": UNHEARD, "ago": ""}
    at = call.house.held.radar.spoke(station_id)
    link = call.house.held.radar.link(station_id) if station_id else ""
    before = call.say("tower.radar.before") if link == LOST else ""
    return {"link": link, "ago": before if at is None else how_long(call, int(call.house.monotonic() - at))}


def how_long(call: Call, seconds: int) -> str:
    """How long ago a post spoke, in the unit that people would use."""
    if seconds < 120:
        return call.say("tower.radar.ago", n=seconds)
    if seconds < 7200:
        return call.say("tower.radar.ago_minutes", n=seconds // 60)
    return call.say("tower.radar.ago_hours", n=seconds // 3600)


def announced(call: Call, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Of computers by id and name (rows without one are left out), how many were heard since this tower is open.

    `n` of `of`; `online`: how many are heard now; `shut`: names of those whose game was closed since, with how long;
    `capped`: how many were told last that their sitting limits the time;
    `lost`: names of those that have been silent since, with how long; `never`: names of the others;
    `calling`: the seats where help is asked for, where rows tell causes; `all`: whether every one is online, so that
    nothing is left to say of how one gets there.
    """
    posts = [(str(row["label"]), linked(call, row["station_id"]), call.house.held.radar.spoke(row["station_id"]))
             for row in rows if row["station_id"]]  # fmt: skip
    return {
        "n": sum(at is not None for *_, at in posts), "of": len(posts),
        "online": sum(how["link"] == ONLINE for _, how, _ in posts),
        "shut": [f"{name} ({how['ago']})" for name, how, at in posts if at is not None and how["link"] == SHUT],
        "capped": sum(call.house.held.limits.get(row["station_id"] or "") is True for row in rows),
        "lost": [f"{name} ({how['ago']})" for name, how, at in posts if at is not None and how["link"] == LOST],
        "never": [name for name, _, at in posts if at is None],
        "calling": [row["seat"] for row in rows if "help" in row.get("causes", ())],
        "all": bool(posts) and all(how["link"] == ONLINE for _, how, _ in posts),
    }  # fmt: skip


def open_them(call: Call, day_id: str) -> str:
    """What is to be done at the computers of a day's seats that are not heard: an order, never a count. A sentence that
    stays on a page whose counts go on may say nothing that passes."""
    return open_them_of(call, heard(call, day_id))


def open_them_of(call: Call, rows: Sequence[Mapping[str, Any]]) -> str:
    """The same of computers by id; "" where every one is heard, or none is there."""
    links = [linked(call, row["station_id"])["link"] for row in rows if row["station_id"]]
    return call.say("tower.announced.open_them") if any(link not in (ONLINE, UNHEARD) for link in links) else ""


def fill_seats(call: Call, day_id: str) -> list[str]:
    """Give the free seats of a day to the computers that have none, in the order of their names; each as « 4 : vm ».

    Who has a seat keeps it: what was printed of the room stays true.
    """
    rows = seats_of(call.store, day_id)
    there = {row["station_id"] for row in rows if row["station_id"]}
    free = [row["seat"] for row in rows if not row["station_id"]]
    posts = [row for row in stations_seen(call.store) if not row["revoked_at"] and row["station_id"] not in there]
    given = list(zip(free, posts, strict=False))
    if given:
        seat_station(call.store, day_id, [(seat, str(row["station_id"])) for seat, row in given], call.said_by)
    return [call.say("tower.day.filled_one", seat=seat, label=row["label"]) for seat, row in given]


def none_filled(call: Call, day_id: str) -> None:
    """Say why no seat was given: no computer is enrolled, each has its seat, or those without one find none free."""
    seated = {row["station_id"] for row in seats_of(call.store, day_id)}
    posts = [row["station_id"] for row in stations_seen(call.store) if not row["revoked_at"]]
    if bare := [post for post in posts if post not in seated]:
        call.warn("tower.day.filled_full", n=len(bare))
    elif posts:
        call.tell("tower.day.filled_all")
    else:
        call.warn("tower.day.filled_no_post")


def going(call: Call) -> Response:
    """Somebody says that they go to a seat: the others of the team see it until nothing holds there any more."""
    number = figure(call.words["seat"], most=999)
    row = next((row for row in seats_of(call.store, call.words["day"]) if row["seat"] == number), None)
    if row is None:
        raise StoreError("day.unknown")
    call.house.held.radar.goes(row["station_id"] or "", call.adviser)
    order = BY_NEED if call.form.get("order") == BY_NEED else ""
    return call.go(f"/days/{call.words['day']}/radar" + (f"?order={order}" if order else ""))


def enrolled(call: Call) -> list[dict[str, Any]]:
    """The computers that may speak, in the order of their names, each with how it is heard."""
    rows = (row for row in stations_seen(call.store) if not row["revoked_at"])
    return [{**row, **linked(call, row["station_id"]), "n": n} for n, row in enumerate(rows, 1)]


def all_announced(call: Call) -> Response:
    """How many of all computers have announced themselves, and which have not; beside each how it is heard."""
    rows = enrolled(call)
    return call.page("announced_all.html", said=announced(call, rows), posts=rows)


def day_announced(call: Call) -> Response:
    """The same of the computers of a day's seats, and where help is asked for."""
    day = day_of(call.store, call.words["day"])
    return call.page("announced_day.html", said=announced(call, heard(call, day["day_id"])), one=day)


WAYS = (
    shown("/days/{day}/radar", radar),
    shown("/days/{day}/radar/seats", radar_part, part=True),
    sent("/days/{day}/seats/{seat}/go", going, "/days/{day}/radar"),
    shown("/days/{day}/announced", day_announced, part=True),
    shown("/house/stations/announced", all_announced, part=True),
)
