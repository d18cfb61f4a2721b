"""By stick: the organisation's card onto it, the cards of a room and its results off it, receipts back onto it."""

import errno
import os
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from textwrap import wrap

from starlette.responses import Response

from assets.texts import Catalogue
from assets.voice import Voice
from export.files.whole import may_write, write_whole
from export.packets.cards import Card, card_text, read_card
from export.packets.keys import KeyFileError
from export.packets.stick import packets_on, plugged_in
from export.store.beside import organisation_beside
from export.store.receiving import TAKEN, receive
from export.store.stations import numbered, stations_seen
from export.store.store import Store, StoreError
from tower.beside import done_beside, refused_at_all, under_way
from tower.call import Call, sent, shown
from tower.logins import Notice
from tower.pages.house import (
    ENROL,
    MOST_CARDS,
    MOST_STICKS,
    card_places,
    checkout,
    own_card,
    player_folder,
    take_cards,
    weight_mb,
)

HERE = "/people/stick"
CARD = "organisation.card"
LAYING, LAYING_AT = "lay the game", "/house/stations/stick/work"
"""The work of copying the game onto a stick, and its page."""


def stick_page(call: Call) -> Response:
    """What is plugged in, and how many results lie on it."""
    return call.page("stick.html", sticks=[(str(path), len(packets_on(path))) for path in plugged_in()[:MOST_STICKS]])


def chosen(call: Call, places: Sequence[Path]) -> Path:
    """The stick that a button names, of those offered (`places`): never another folder. Raises StoreError."""
    stick = next((path for path in places if str(path) == call.form.get("stick")), None)
    if stick is None:
        raise StoreError("tower.stick.gone")
    return stick


def take(call: Call) -> Response:
    """Take in what lies on a stick, and lay the receipts on it; which computer brought how many is said."""
    stick = chosen(call, plugged_in())
    try:
        files = receive(call.store, stick, organisation_beside(call.house.db), call.now)
    except OSError as error:
        raise refused_by(stick, error) from error
    fine = [file.outcome for file in files if file.outcome.state in TAKEN]
    fresh = sum(outcome.state == "imported" for outcome in fine)
    call.tell("tower.stick.taken", n=fresh, again=len(fine) - fresh)
    if fine:
        labels = {str(row["station_id"]): str(row["label"]) for row in stations_seen(call.store)}
        by = Counter(labels.get(outcome.station_id, outcome.station_id) for outcome in fine)
        said = [call.say("tower.stick.of", label=label, n=by[label]) for label in sorted(by, key=numbered)]
        call.tell("tower.stick.by", names=", ".join(said))
    for key, n in sorted(Counter(file.outcome.key for file in files if file.outcome.state not in TAKEN).items()):
        call.warn("tower.stick.refused", n=n, why=call.say(key))
    return call.go(HERE)


def lay_card(call: Call) -> Response:
    """Make a stick ready for a room: the organisation's card, and the game beside it where its folder is here. The game
    is copied beside the pages. What the stick refuses is said before anything lies on it."""
    stick = chosen(call, card_places())
    game = player_folder() if stick != checkout() else None
    card = card_text(own_card(call))
    try:
        if game is not None:
            refuse_full(stick, game)
        write_whole(stick / CARD, card)
    except OSError as error:
        raise refused_by(stick, error, weight_mb(game) if game else 1) from error
    if game is None:
        said = "tower.stick.card_here" if stick == checkout() else "tower.stick.card_laid"
        call.tell(said, path=stick / CARD)
        return call.stay("/house/stations", ENROL)
    leaflets = leaflets_of(call.house.catalogue, game)

    def act(_: Store) -> list[Notice]:
        try:
            lay_game(game, stick, leaflets)
        except (OSError, shutil.Error) as error:
            refused = refused_by(stick, error, weight_mb(game))
            return [Notice(refused.key, refused.values, wrong=True)]
        return [Notice("tower.stick.ready", {"path": stick, "game": game.name})]

    done_beside(call, LAYING, act)
    return call.go(LAYING_AT)


def look(call: Call) -> Response:
    """Look once more for what is plugged in, and say what was found: a page that is read again would say nothing."""
    there = plugged_in()[:MOST_STICKS]
    if there:
        call.tell("tower.stick.seen", n=len(there), names=", ".join(map(str, there)))
    else:
        # What is named is on the page: the fold where the game's folder is here, else the card to download.
        fold, card = call.say("tower.stick.by_hand"), call.say("tower.stations.card")
        by_hand = call.say("tower.stick.unseen_by_hand", fold=fold)
        by_card = call.say("tower.stick.unseen_by_card", card=card)
        call.warn("tower.stick.unseen", then=by_hand if player_folder() else by_card)
    return call.stay("/house/stations", ENROL)


def refuse_full(stick: Path, game: Path) -> None:
    """Raise OSError where the game does not fit on a stick beside what is there; a copy that was cut off gives way."""
    whole = sizes(game)
    if sizes(stick / game.name) == whole:
        return
    room = shutil.disk_usage(stick).free + sum(sizes(stick / f"{game.name}.part").values())
    if room < sum(whole.values()):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(stick))


FULL = (errno.ENOSPC, errno.EFBIG, *([errno.EDQUOT] if hasattr(errno, "EDQUOT") else []))
SHUT = (errno.EROFS, errno.EACCES, errno.EPERM)
PULLED = (errno.ENODEV, errno.ENXIO, errno.EIO, errno.ENOENT)
"""What a system says of a stick that has no room, is not to be written, or is no longer there."""


def refused_by(stick: Path, error: Exception, mb: int = 1) -> StoreError:
    """What a stick refuses, in words and with what to do: pulled, full, shut against writing, else what the system
    says. `mb`: what was to lie on it, in megabytes."""
    number = error.errno if isinstance(error, OSError) and not isinstance(error, shutil.Error) else None
    values = {"path": stick, "mb": mb}
    if stick not in card_places() or number in PULLED:
        return StoreError("tower.stick.pulled", **values)
    if number in FULL or room_mb(stick) < 1:
        return StoreError("tower.stick.full", **values, free=room_mb(stick))
    if number in SHUT or not may_write(stick):
        return StoreError("tower.stick.shut", **values)
    return StoreError("tower.stick.worn", **values, reason=getattr(error, "strerror", None) or error)


def room_mb(stick: Path) -> int:
    """The free megabytes of a stick; 0 for one that tells none."""
    try:
        return shutil.disk_usage(stick).free // 1_000_000
    except OSError:
        return 0


LEAFLETS = {"fr": "LISEZ-MOI.txt", "en": "READ-ME.txt"}
"""What lies at the root of a stick for whoever opens it, by language."""
LEAFLET_WIDE = 96
"""Signs in a line of it."""


def leaflets_of(catalogue: Catalogue, game: Path) -> dict[str, bytes]:
    """By name, what the root of a stick says: what it is for, and what to double-click on each system. Of a system for
    which the folder holds no program that is said.

    With the signs that Windows' own reader of texts wants: a mark at its beginning, and lines that end in two.
    """
    here = {"windows": (game / "envol.exe").is_file(), "linux": (game / "envol").is_file()}
    leaflets = {}
    for language, name in LEAFLETS.items():
        say = Voice(catalogue, language).say
        lines = ["ENVOL", "", say("tower.stick.leaflet.what", game=game.name)]
        lines += [say(f"tower.stick.leaflet.{system}{'' if there else '_none'}", game=game.name)
                  for system, there in here.items()]  # fmt: skip
        wrapped = (part for line in lines for part in wrap(line, LEAFLET_WIDE) or [""])
        leaflets[name] = "".join(f"{part}\r\n" for part in wrapped).encode("utf-8-sig")
    return leaflets


def lay_game(game: Path, stick: Path, leaflets: Mapping[str, bytes]) -> None:
    """Copy the game's folder onto a stick, under its own name once it is whole; one that is there with the same list
    and as many bytes stays. `leaflets`: what lies beside it, at the root. Raises OSError, shutil.Error."""
    to, part = stick / game.name, stick / f"{game.name}.part"
    if not to.is_dir() or sizes(to) != sizes(game):
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(game, part, copy_function=shutil.copyfile if os.name == "nt" else shutil.copy)
        if to.is_dir():
            shutil.rmtree(to)
        part.replace(to)
    for name, text in leaflets.items():
        write_whole(stick / name, text)
    if hasattr(os, "sync"):
        # What still waits in memory is not on the stick when somebody pulls it.
        os.sync()


def sizes(folder: Path) -> dict[str, int]:
    """The bytes of each file below a folder, by its path in it."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}


def laying(call: Call) -> Response:
    """That the game is being copied; once it is, the page of the computers."""
    # What came of it is told on the page that it leads to, though its thread may not have ended yet.
    if call.login.said or not under_way(call, LAYING):
        refused_at_all(call, LAYING)
        return call.stay("/house/stations", ENROL)
    return call.page(
        "worked_out.html", title=call.text("tower.stick.laying"), part=f"{LAYING_AT}/progress",
        doing=call.text("tower.keep.doing"),
    )  # fmt: skip


def laying_progress(call: Call) -> Response:
    """The same, alone; once it is over, the page is read again."""
    over = not under_way(call, LAYING)
    return call.progress("worked_out_progress.html", over=over, part=call.path, doing=call.text("tower.keep.doing"))


def enrol_from(call: Call) -> Response:
    """Enrol every computer whose card lies on a stick."""
    place = chosen(call, card_places())
    try:
        cards = cards_on(place)
    except OSError as error:
        raise refused_by(place, error) from error
    if not cards:
        raise StoreError("tower.stick.none_here" if place == checkout() else "tower.stick.no_card")
    return take_cards(call, cards)


def cards_on(stick: Path) -> list[Card]:
    """The cards of computers on a stick, in the order in which the room was gone through; what is none is left."""
    cards = []
    paths = sorted(islice(stick.glob("*.card"), MOST_CARDS), key=lambda path: numbered(path.stem))
    for path in paths:
        try:
            cards.append(read_card(path, "station"))
        except (KeyFileError, OSError):
            continue
    return cards


WAYS = (
    shown(HERE, stick_page),
    sent(HERE + "/take", take, HERE),
    sent("/house/stations/stick", lay_card, "/house/stations" + ENROL),
    sent("/house/stations/stick/look", look, "/house/stations" + ENROL),
    shown(LAYING_AT, laying),
    shown(LAYING_AT + "/progress", laying_progress, part=True),
    sent("/house/stations/stick/enrol", enrol_from, "/house/stations" + ENROL),
)
