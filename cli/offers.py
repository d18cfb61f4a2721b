"""`envol offers`: read in from files, shown, and what a person confirms of them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from assets import spoken
from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import give_lines, now, with_db
from cli.first import add_all, give_first
from cli.outputs import Output
from cli.spoken import listed, one_of
from scenarios.bridges import OFFER_FACTS
from scenarios.offers import Constraint

if TYPE_CHECKING:
    from desk.offer_words import OfferWords
    from export.offers.reading import OffersRead
    from export.store.store import Store

CONSTRAINTS: tuple[str, ...] = get_args(Constraint)
STATES = ("open", "filled", "closed")


def add(commands: Commands) -> None:
    """`offers import|pending|same|list|show|require|drop|constraint|complete|fact|state`."""
    group = commands.group("offers", "match.cli.offers")
    say = group.say
    parser = with_db(group, "import", _offers_import, new=True)
    parser.add_argument("files", nargs="+", type=Path, help=say("offers_import.files"))
    parser.add_argument("--same", type=one_of(say, "answer", ("yes", "no")), help=say("offers_import.same"))
    parser.add_argument("--adviser", default="", help=say("offers_import.adviser"))
    parser.add_argument("--corrected", type=Output, help=say("offers_import.corrected"))
    add_all(parser, group)
    add_all(with_db(group, "pending", _offers_pending, about="offers_same.pending"), group)
    parser = with_db(group, "same", _offers_same, about="offers_same.about")
    parser.add_argument("number", type=int, help=say("offers_same.number"))
    parser.add_argument("said", type=one_of(say, "answer", ("yes", "no")), help=say("offers_same.said"))
    parser.add_argument("--adviser", required=True, help=say("match.cli.adviser"))
    add_all(with_db(group, "list", _offers_list), group)
    with_db(group, "show", _offers_show).add_argument("offer", help=say("match.cli.offer"))
    parser = _of_offer(with_db(group, "require", _offers_require), group)
    parser.add_argument("habilete", help=say("match.cli.habilete"))
    parser.add_argument("level", type=int, choices=(1, 2, 3), help=say("match.cli.level"))
    parser.add_argument("--weight", type=number, default=1.0, help=say("match.cli.weight"))
    parser = _of_offer(with_db(group, "drop", _offers_drop, about="offers_desk.drop"), group)
    parser.add_argument("habilete", help=say("match.cli.habilete"))
    parser = _of_offer(with_db(group, "constraint", _offers_constraint, about="offers_desk.constraint"), group)
    parser.add_argument("constraint", type=one_of(say, "condition", CONSTRAINTS), help=say("offers_desk.code"))
    parser.add_argument("said", type=one_of(say, "answer", ("yes", "no", "ask")), help=say("offers_desk.said"))
    parser = _of_offer(with_db(group, "complete", _offers_complete, about="offers_desk.complete"), group)
    for name in ("rome", "place", "posts"):
        parser.add_argument(f"--{name}", default="", help=say(f"offers_desk.{name}"))
    parser = _of_offer(with_db(group, "fact", _offers_fact, about="ways.cli.offer_fact"), group)
    parser.add_argument("fact", help=say("offers_desk.fact", names=listed(say, "fact", OFFER_FACTS)))
    parser.add_argument("value", help=say("ways.cli.fact_value"))
    parser = _of_offer(with_db(group, "state", _offers_state, about="offers_desk.state"), group)
    parser.add_argument("state", type=one_of(say, "state", STATES), help=say("offers_desk.states"))


def number(text: str) -> float:
    """A number as people write it, with a comma or a point."""
    return float(text.replace(",", "."))


def _of_offer(parser: argparse.ArgumentParser, group: Commands) -> argparse.ArgumentParser:
    parser.add_argument("offer", help=group.say("match.cli.offer"))
    parser.add_argument("--adviser", required=True, help=group.say("match.cli.adviser"))
    return parser


def _offers_import(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Every refused row is named with its reason, the rest is kept; status 1 when any was refused."""
    from desk.offer_words import OfferWords
    from export.offers.columns import columns_said
    from export.offers.corrected import check_target
    from export.offers.reading import read_offers
    from export.offers.storing import questions, take_in
    from export.store.advisers import adviser_of

    by = adviser_of(store, options.adviser) if options.same else "cli"
    if options.corrected:
        check_target(options.corrected, [*options.files, options.db])
    read = read_offers(options.files, columns_said(store), now())
    rows = zip(read.offers, read.where, strict=True)
    taken = take_in(store, rows, now(), answer=options.same or "", by=by)
    words = OfferWords(store, voice)
    for some, said in words.faults(read):
        give_first(some, said, options, voice)
    give_lines(words.counts(read))
    asked = questions(store)
    give_first(taken.changed, lambda some: words.changes(some, taken), options, voice)
    give_first(asked, lambda some: words.questions(some, len(asked)), options, voice)
    give_lines(words.taken_counts(taken))
    give_lines(words.missing(taken.missing))
    if options.corrected:
        _write_corrected(options.corrected, words, read)
    return PROBLEMS if read.refused else DONE


def _write_corrected(path: Path, words: "OfferWords", read: "OffersRead") -> None:
    from export.offers.corrected import TO_DO, to_correct, write_corrected

    rows = [(where, " ".join(words.reason(row_said) for row_said in said)) for where, said in to_correct(read)]
    if not rows:
        print(words.say("offers_import.corrected_none", path=path))
        return
    write_corrected(path, rows, [words.say(f"offers_corrected.{name}") for name in TO_DO])
    print(words.say("offers_import.corrected_done", n=len(rows), path=path))


def _offers_pending(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.offer_words import OfferWords
    from export.offers.storing import questions

    words, asked = OfferWords(store, voice), questions(store)
    print(voice.say("offers_same.head", n=len(asked)) if asked else voice.say("offers_same.none"))
    give_first(asked, lambda some: (line for question in some for line in words.question(question)), options, voice)
    return DONE


def _offers_same(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.offer_words import OfferWords
    from export.offers.storing import answer_question, questions

    same = options.said == "yes"
    taken = answer_question(store, options.number, same, (options.adviser, now()))
    print(voice.say("offers_same.yes" if same else "offers_same.no"))
    return give_lines(OfferWords(store, voice).taken(taken, questions(store)))


def _offers_list(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.offer_words import OfferWords

    words = OfferWords(store, voice)
    give_first(list(words.words.every_offer()), words.listed, options, voice)
    return DONE


def _offers_show(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.offer_words import OfferWords

    return give_lines(OfferWords(store, voice).card(options.offer))


def _offers_complete(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.offers.desk import Completion, complete

    given = Completion(options.rome, options.place, options.posts)
    complete(store, options.offer, given, (options.adviser, now()))
    return _offers_show(store, options, voice)


def _offers_require(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.matching import require
    from scoring.match import Requirement

    asked = Requirement(_habilete(options.habilete, voice), options.level, options.weight)
    require(store, options.offer, asked, options.adviser, now())
    return _offers_show(store, options, voice)


def _habilete(text: str, voice: Voice) -> str:
    """The id of a habileté named as the screen names it. Raises StoreError with those there are."""
    from export.offers.fields import habilete_named
    from export.store.store import StoreError
    from scenarios.reference import habiletes

    if not (habilete := habilete_named(text)):
        known = ", ".join(habilete.short(voice.language) for habilete in habiletes())
        raise StoreError("offer.unknown_habilete", got=text, known=known)
    return habilete


def _offers_fact(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.store.bridging import CONTRACTS, read_months, set_fact
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
        if error.key == "ways.wrong_value" and name == "months":
            fact = spoken.word(voice.say, "fact", name)
            raise StoreError("usage.months", name=fact, got=options.value) from error
        if error.key == "ways.wrong_value":
            names = spoken.words(voice.say, kind, CONTRACTS if kind == "contract" else ("yes", "no"))
            fact = spoken.word(voice.say, "fact", name)
            raise StoreError(error.key, name=fact, got=options.value, known=names) from error
        raise
    fact = read_months(value) if name == "months" else spoken.word(voice.say, kind, value)
    print(voice.say("ways.fact_kept", fact=spoken.word(voice.say, "fact", name), value=fact))
    return DONE


def _offers_drop(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.offers.desk import drop_requirement

    drop_requirement(store, options.offer, _habilete(options.habilete, voice), (options.adviser, now()))
    return _offers_show(store, options, voice)


def _offers_constraint(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.offers.desk import set_constraint

    set_constraint(store, options.offer, options.constraint, options.said, (options.adviser, now()))
    return _offers_show(store, options, voice)


def _offers_state(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.offers.desk import set_state

    set_state(store, options.offer, options.state, (options.adviser, now()))
    return _offers_show(store, options, voice)
