"""`envol proof`: read a proof from its text or a file, and say whether it holds. No network, no database needed."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import ServerAddress, add_db, base_of
from scenarios.reference import habiletes

MOST = 4000


def add(commands: Commands) -> None:
    """`proof`."""
    say = commands.say
    parser = commands.add("proof", "proof.cli.about", run, "proof.cli.more")
    parser.add_argument("proof", help=say("proof.cli.proof"))
    parser.add_argument("--trust", type=Path, action="append", default=[], help=say("proof.cli.trust"))
    add_db(parser, say, "proof.cli.db")
    parser.add_argument("--json", action="store_true", help=say("proof.cli.json"))


def run(options: argparse.Namespace, voice: Voice) -> int:
    """Status 0 for a proof that holds today, 1 for anything else, with why."""
    from export.packets.keys import KeyFileError
    from export.packets.proof import ProofError, verify
    from export.store.store import StoreError

    try:
        known, revoked = trusted(options.trust, options.db)
        proof = verify(text_of(options.proof), known, date.today(), revoked)
    except ProofError as error:
        print(voice.say(error.key, **error.values), file=sys.stderr)
        return PROBLEMS
    except KeyFileError as error:
        print(voice.say(error.key, path=error.path), file=sys.stderr)
        return PROBLEMS
    except StoreError as error:
        print(voice.say(error.key, **error.values), file=sys.stderr)
        return PROBLEMS
    except OSError as error:
        print(voice.say("store.file", path=error.filename or options.proof, reason=error), file=sys.stderr)
        return PROBLEMS
    if options.json:
        print(json.dumps(asdict(proof), default=str, ensure_ascii=False, indent=1))
        return DONE
    labels = {habilete.id: habilete.label(voice.language) for habilete in habiletes()}
    print(voice.say("proof.holds", station=proof.station_id, id=proof.candidate_id))
    key = "proof.clock" if proof.made > date.today() + timedelta(days=1) else "proof.dates"
    print(voice.say(key, made=proof.made.isoformat(), until=proof.until.isoformat()))
    print(voice.say("proof.tried", scenario=proof.scenario, rome=proof.rome))
    if proof.kind == "demo":
        print(voice.say("proof.robot"))
    for row in proof.rows:
        key = f"shown{row.level}" if row.statement == "shown" else row.statement
        said = voice.say(f"statement.{key}")
        margin = voice.say("proof.margin", low=_tenths(row.low, voice), high=_tenths(row.high, voice))
        print(f"  {labels[row.habilete]} : {said} ({margin})")
    print(voice.say("proof.no_diploma"))
    return DONE


def _tenths(value: int, voice: Voice) -> str:
    return f"{value / 10:.1f}".replace(".", voice.say("common.decimal"))


def text_of(given: str) -> str:
    """The text itself, that of a file, or that of the input for « - ». Raises OSError."""
    from export.files.whole import read_whole
    from export.packets.proof import ProofError

    if given == "-":
        return sys.stdin.read(MOST)
    if "\0" in given or len(given) > 250 or not Path(given).is_file():
        if given.upper().startswith("ENVOL"):
            return given
        # A mistyped path is no proof either, and is told apart.
        raise ProofError("proof.not_one")
    raw = read_whole(Path(given), MOST)
    try:
        return (raw or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProofError("proof.not_one") from error


def trusted(places: Iterable[Path], db: Path | ServerAddress | None) -> tuple[dict[str, bytes], set[str]]:
    """Public keys by station: of cards (files, or all in a folder), of a database's posts, and this machine's own;
    and the posts that the database has revoked.

    Raises KeyFileError, StoreError, OSError for what was named and cannot be read.
    """
    from export.packets.cards import read_card
    from export.packets.keys import STATION_FILE, station_id_of, station_keys
    from export.store.intake import revoked_in, stations_of
    from export.store.opening import open_base
    from game.station.home import default_folder

    keys: dict[str, bytes] = {}
    revoked: set[str] = set()
    for place in places:
        files = sorted(p for p in place.iterdir() if p.is_file()) if place.is_dir() else [place]
        for path in files:
            key = bytes.fromhex(read_card(path, "station").public_key)
            keys[station_id_of(key)] = key
    if db is not None:
        with open_base(base_of(db), make=False) as store:
            keys |= stations_of(store)
            revoked = revoked_in(store)
    own = default_folder()
    if (own / STATION_FILE).exists():
        mine = station_keys(own)
        keys[mine.station_id] = mine.verify_key
    return keys, revoked
