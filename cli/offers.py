"""`envol offers`: read in from files, shown, and what a person confirms of them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from assets import spoken
from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import give_lines, now, with_db
from cli.spoken import listed, one_of
from scenarios.bridges import OFFER_FACTS
from scenarios.offers import Constraint

if TYPE_CHECKING:
    from export.store.store import Store

CONSTRAINTS: tuple[str, ...] = get_args(Constraint)
STATES = ("open", "filled", "closed")


def add(commands: Commands) -> None:
    """`offers import|list|show|require|drop|constraint|fact|state`."""
    group = commands.group("offers", "match.cli.offers")
    say = group.say
    made = with_db(group, "import", _offers_import, new=True)
    made.add_argument("files", nargs="+", type=Path, help=say("offers_import.files"))
    with_db(group, "list", _offers_list)
    with_db(group, "show", _offers_show).add_argument("offer", help=say("match.cli.offer"))
    made = _of_offer(with_db(group, "require", _offers_require), group)
    made.add_argument("habilete", help=say("match.cli.habilete"))
    made.add_argument("level", type=int, choices=(1, 2, 3), help=say("match.cli.level"))
    made.add_argument("--weight", type=float, default=1.0, help=say("match.cli.weight"))
    made = _of_offer(with_db(group, "drop", _offers_drop, about="offers_desk.drop"), group)
    made.add_argument("habilete", help=say("match.cli.habilete"))
    made = _of_offer(with_db(group, "constraint", _offers_constraint, about="offers_desk.constraint"), group)
    made.add_argument("constraint", type=one_of(say, "condition", CONSTRAINTS), help=say("offers_desk.code"))
    made.add_argument("said", type=one_of(say, "answer", ("yes", "no")), help=say("offers_desk.said"))
    made = _of_offer(with_db(group, "fact", _offers_fact, about="ways.cli.offer_fact"), group)
    made.add_argument("fact", help=say("offers_desk.fact", names=listed(say, "fact", OFFER_FACTS)))
    made.add_argument("value", help=say("ways.cli.fact_value"))
    made = _of_offer(with_db(group, "state", _offers_state, about="offers_desk.state"), group)
    made.add_argument("state", type=one_of(say, "state", STATES), help=say("offers_desk.states"))


def _of_offer(made: argparse.ArgumentParser, group: Commands) -> argparse.ArgumentParser:
    made.add_argument("offer", help=group.say("match.cli.offer"))
    made.add_argument("--adviser", required=True, help=group.say("match.cli.adviser"))
    return made


def _offers_import(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Every refused row is named with its reason, the rest is kept; status 1 when any was refused."""
    from export.offers.reading import read_offers
    from export.offers.storing import take_in

    read = read_offers(options.files)
    taken = take_in(store, read.offers, now())
    for refused in read.refused:
        sentence = voice.say(refused.reason_key, **refused.values)
        # An offer of a JSON list stands on no line of its own: it is counted.
        counted = "offers_import.object" if refused.file.lower().endswith(".json") else "offers_in.line"
        key = counted if refused.row else "offers_import.file_line"
        print(voice.say(key, file=refused.file, row=refused.row, sentence=sentence))
    counts = {"new": taken.new, "updated": taken.updated, "same": taken.same, "refused": len(read.refused)}
    print(voice.say("offers_import.taken", **counts))
    return PROBLEMS if read.refused else DONE


def _offers_list(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.match_words import Words

    for line in Words(store, voice).offer_list():
        print(line)
    return DONE


def _offers_show(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.match_words import Words
    from export.offers.desk import suggestions
    from export.store.bridging import offer_facts
    from export.store.matching import offers_of

    words = Words(store, voice)
    give_lines(words.offer_card(offers_of(store, options.offer)[0]))
    for name, value in offer_facts(store, options.offer).items():
        kind = "contract" if name == "contract" else "answer"
        told = value if name == "months" else spoken.word(voice.say, kind, value)
        print(voice.say("offers_desk.known", fact=spoken.word(voice.say, "fact", name), value=told))
    for one in suggestions(store, options.offer):
        said = {"habilete": words.names[one.habilete], "id": one.habilete}
        level = words.level(one.level) if one.level else voice.say("offers_desk.no_level")
        weight = f"{one.weight:g}" if one.weight else voice.say("offers_desk.no_weight")
        print(voice.say(f"offers_desk.suggested.{one.basis}", level=level, weight=weight, **said))
    return DONE


def _offers_require(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.matching import require
    from scoring.match import Requirement

    asked = Requirement(options.habilete, options.level, options.weight)
    require(store, options.offer, asked, options.adviser, now())
    return _offers_show(store, options, voice)


def _offers_fact(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.bridging import CONTRACTS, set_fact
    from export.store.store import StoreError

    # Words that are none are refused below, with those there are.
    name = spoken.read("fact", options.fact) or options.fact
    kind = "contract" if name == "contract" else "answer"
    value = spoken.read(kind, options.value) or options.value
    try:
        set_fact(store, options.offer, (name, value), options.adviser, now())
    except StoreError as error:
        if error.key == "ways.unknown_fact":
            names = spoken.words(voice.say, "fact", (*OFFER_FACTS, "contract", "months"))
            raise StoreError(error.key, got=options.fact, known=names) from error
        if error.key == "ways.wrong_value" and name != "months":
            names = spoken.words(voice.say, kind, CONTRACTS if kind == "contract" else ("yes", "no"))
            told = spoken.word(voice.say, "fact", name)
            raise StoreError(error.key, name=told, got=options.value, known=names) from error
        raise
    told = value if name == "months" else spoken.word(voice.say, kind, value)
    print(voice.say("ways.fact_kept", fact=spoken.word(voice.say, "fact", name), value=told))
    return DONE


def _offers_drop(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.offers.desk import drop_requirement

    drop_requirement(store, options.offer, options.habilete, (options.adviser, now()))
    return _offers_show(store, options, voice)


def _offers_constraint(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.offers.desk import set_constraint

    imposed = options.said == "yes"
    set_constraint(store, options.offer, options.constraint, imposed, (options.adviser, now()))
    return _offers_show(store, options, voice)


def _offers_state(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.offers.desk import set_state

    set_state(store, options.offer, options.state, (options.adviser, now()))
    return _offers_show(store, options, voice)
