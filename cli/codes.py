"""`envol codes`: results on paper. The post prints QR codes, the organisation reads them and prints receipts."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import now, with_db
from cli.outputs import Output

if TYPE_CHECKING:
    from export.packets.codes import CodeKind, Codes
    from export.store.store import Store

MOST_TEXT = 8_000_000
"""Bytes of a text file of codes."""


def add(commands: Commands) -> None:
    """`codes print|read|receipt`."""
    group = commands.group("codes", "codes.cli.about")
    parser = group.add("print", "codes.cli.print", _print)
    parser.add_argument("--out", type=Output, required=True, help=group.say("codes.cli.out"))
    parser.add_argument("--home", type=Path, help=group.say("station.cli.home"))
    parser = with_db(group, "read", _read, new=True, about="codes.cli.read")
    parser.add_argument("files", nargs="+", type=Path, help=group.say("codes.cli.files"))
    parser.add_argument("--receipts", type=Output, help=group.say("codes.cli.receipts"))
    parser.add_argument("--keys", type=Path, help=group.say("match.cli.keys"))
    parser = group.add("receipt", "codes.cli.receipt", _receipt)
    parser.add_argument("files", nargs="+", type=Path, help=group.say("codes.cli.files"))
    parser.add_argument("--home", type=Path, help=group.say("station.cli.home"))


def _print(options: argparse.Namespace, voice: Voice) -> int:
    """Every result that was sent and waits, on pages of its own. Status 1 where one is too big for paper."""
    from export.files.code_pages import CodeSheet, pages_of
    from export.files.whole import write_whole
    from export.packets.codes import CodesError, codes_of, name_of
    from export.packets.outbox import Outbox, read_sealed
    from game.station.courier import held
    from game.station.home import default_folder

    folder = options.home or default_folder()
    sheets, big = [], 0
    for waiting in Outbox(folder / "outbox").but_of(held(folder)):
        sealed = read_sealed(waiting.path)
        try:
            codes = codes_of(sealed, "packet")
        except CodesError:
            big += 1
            continue
        name = name_of(sealed).hex().upper()
        sheets.append(CodeSheet(voice.say("codes.sheet", name=name), voice.say("codes.foot"), codes))
    if big:
        print(voice.say("codes.too_big", n=big), file=sys.stderr)
    if not sheets:
        print(voice.say("codes.nothing"))
        return PROBLEMS if big else DONE
    write_whole(options.out, pages_of(sheets, voice.language), private=False)
    print(voice.say("codes.printed", n=len(sheets), codes=sum(len(s.codes) for s in sheets), path=options.out))
    return PROBLEMS if big else DONE


def _read(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Take in what is whole, name what lacks, print receipts. Status 1 where something was refused or lacks."""
    from export.files.code_pages import CodeSheet, pages_of
    from export.files.whole import write_whole
    from export.packets.keys import kept_organisation
    from export.store.beside import organisation_beside
    from export.store.matching import load_examples
    from export.store.receiving import receipt_codes, receive_codes

    codes = _codes(options.files, voice)
    if codes is None:
        return PROBLEMS
    organisation = kept_organisation(options.keys) if options.keys else organisation_beside(options.db)
    load_examples(store, now())
    read = receive_codes(store, codes.of("packet"), organisation, now())
    for outcome in read.refused:
        print(voice.say(outcome.key))
    print(voice.say("codes.taken", n=read.fresh, again=read.again, refused=len(read.refused)))
    if read.receipts and options.receipts:
        sheets = [
            CodeSheet(voice.say("codes.receipt_sheet", station=station), voice.say("codes.receipt_foot"), texts)
            for station, texts in receipt_codes(organisation, read.receipts)
        ]
        write_whole(options.receipts, pages_of(sheets, voice.language), private=False)
        print(voice.say("codes.receipts_printed", path=options.receipts))
    return PROBLEMS if _lacks(codes, "packet", voice) or read.refused else DONE


def _receipt(options: argparse.Namespace, voice: Voice) -> int:
    """Forget what the receipts of one's own organisation name. Status 1 where one was refused or lacks."""
    from export.packets.cards import CARD_FILE, read_card
    from export.packets.keys import station_keys
    from export.packets.outbox import Outbox
    from export.packets.receipts import ReceiptError, opened
    from export.packets.stick import forget_by
    from game.journey.settle import settle_sent
    from game.station.home import default_folder

    codes = _codes(options.files, voice)
    if codes is None:
        return PROBLEMS
    folder = options.home or default_folder()
    if not (folder / CARD_FILE).exists():
        print(voice.say("carry.no_card", path=folder / CARD_FILE), file=sys.stderr)
        return PROBLEMS
    card, station = read_card(folder / CARD_FILE, "organisation"), station_keys(folder)
    taken = gone = refused = 0
    for data in codes.of("receipt"):
        try:
            if not card.signing_key:
                raise ReceiptError("receipt.old_card")
            receipt = opened(data, bytes.fromhex(card.public_key), bytes.fromhex(card.signing_key), station.station_id)
        except ReceiptError as error:
            refused += 1
            print(voice.say(error.key), file=sys.stderr)
            continue
        now_taken, now_gone = forget_by(Outbox(folder / "outbox"), receipt)
        taken, gone = taken + now_taken, gone + now_gone
    settle_sent(folder)
    print(voice.say("send.taken", n=taken, gone=gone))
    return PROBLEMS if _lacks(codes, "receipt", voice) or refused else DONE


def _lacks(codes: "Codes", kind: "CodeKind", voice: Voice) -> bool:
    """Say which pages and codes are still to be read; whether any."""
    said = codes.said(kind)
    for sentence in said:
        print(sentence.words(voice.say), file=sys.stderr)
    return bool(said)


def _codes(places: Sequence[Path], voice: Voice) -> "Codes | None":
    """The codes of texts and pictures, and of folders of them; None, and a sentence, where one cannot be read."""
    from export.files.qr import MOST_BYTES
    from export.files.whole import read_whole
    from export.packets.codes import Codes, CodesError, texts_in

    codes = Codes()
    files = [path for place in places for path in (sorted(place.iterdir()) if place.is_dir() else [place])]
    for path in files:
        try:
            data = sys.stdin.buffer.read(MOST_TEXT) if str(path) == "-" else read_whole(path, MOST_BYTES)
            if data is None:
                raise CodesError("codes.too_much")
            texts = texts_in(data)
            if not sum(codes.read(text) for text in texts):
                print(voice.say("codes.none_in", path=path), file=sys.stderr)
        except CodesError as error:
            print(f"{path} : {voice.say(error.key)}", file=sys.stderr)
            return None
        except OSError as error:
            print(voice.say("store.file", path=path, reason=error), file=sys.stderr)
            return None
    return codes
