"""`envol fair`: a fair taken in from its file, changed at the desk, planned, and its sheets.

Status: 0 done, 1 problems found, 2 wrong use.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.voice import Voice
from cli.commands import DONE, PROBLEMS, Commands
from cli.database import add_db, add_outputs, give_json, give_lines, in_store, now, with_db
from cli.outputs import Output, OutputFolder
from cli.spoken import listed, one_of
from cli.usage import WRONG_USE
from export.store.sheets import note_taken, write_sheet

if TYPE_CHECKING:
    from export.fairs.instances import Trouble
    from export.fairs.planning import Fair, MovedMeeting
    from export.store.store import Store
    from scoring.fair import Plan

MOST_LINES = 20
MARKS = ("held", "absent", "cancelled", "planned", "pin", "unpin")


def add(commands: Commands) -> None:
    """`fair import`, `list`, `plan`, `move`, `mark`, `absence`, `sheet`."""
    say = commands.say
    group = commands.group("fair", "fair.about")
    with_db(group, "import", _import, about="fair.import").add_argument("file", type=Path, help=say("fair.file"))
    with_db(group, "list", _list, about="fair.list")
    parser = group.add("plan", "fair.plan", plan)
    parser.add_argument("--event", help=say("fair.event"))
    add_db(parser, say)
    parser.add_argument("--keep", action="store_true", help=say("fair.keep"))
    parser.add_argument("--after", type=hour, help=say("fair.after"))
    parser.add_argument("--instance", type=Path, help=say("fair.instance"))
    parser.add_argument("--out", type=Output, help=say("fair.out"))
    parser.add_argument("--seed", type=seed, default=1, help=say("fair.seed"))
    parser = _of_pair(with_db(group, "move", _move, about="fair.move"), commands)
    parser.add_argument("--at", type=hour, required=True, help=say("fair.at"))
    parser = _of_pair(with_db(group, "mark", _mark, about="fair.mark"), commands)
    parser.add_argument(
        "word", type=one_of(say, "mark", MARKS), help=say("fair.word", names=listed(say, "mark", MARKS))
    )
    parser = with_db(group, "absence", _absence, about="fair.absence")
    parser.add_argument("--event", required=True, help=say("fair.event"))
    _one_of(parser, commands, required=True)
    parser.add_argument("span", type=span, help=say("fair.span"))
    parser.add_argument("--back", action="store_true", help=say("fair.back"))
    parser = with_db(group, "sheet", _sheet, about="fair.sheet")
    parser.add_argument("--event", required=True, help=say("fair.event"))
    _one_of(parser, commands, required=False)
    add_outputs(parser, commands)
    parser.add_argument("--all", type=OutputFolder, help=say("fair.all"))


def _of_pair(parser: argparse.ArgumentParser, commands: Commands) -> argparse.ArgumentParser:
    for name, key in (("--event", "fair.event"), ("--code", "match.cli.code"), ("--stand", "fair.stand")):
        parser.add_argument(name, required=True, help=commands.say(key))
    return parser


def _one_of(parser: argparse.ArgumentParser, commands: Commands, *, required: bool) -> None:
    who = parser.add_mutually_exclusive_group(required=required)
    who.add_argument("--code", help=commands.say("match.cli.code"))
    who.add_argument("--stand", help=commands.say("fair.stand"))


def seed(text: str) -> int:
    """A whole number from 0, as the generator of chance takes it."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def hour(text: str) -> str:
    """`10:15` or `10h15`."""
    from export.fairs.file import is_hour

    if not is_hour(text.strip()):
        raise ValueError(text)
    return text.strip()


def span(text: str) -> str:
    """`10:15`, or `10:15-11:00`."""
    from export.fairs.file import is_span

    if not is_span(text.strip()):
        raise ValueError(text)
    return text.strip()


def plan(options: argparse.Namespace, voice: Voice) -> int:
    """Plan a fair of the database (`--event`), or from one plain file to another (`--instance`, `--out`)."""
    if options.event and not options.instance and not options.out:
        options.prog = "envol fair plan"
        return in_store(options, voice, _plan_event, False)
    if options.event or not (options.instance and options.out):
        print(voice.say("cli.wrong_use", problem=voice.say("fair.which"), command="fair plan"), file=sys.stderr)
        return WRONG_USE
    return _plan_file(options, voice)


def _plan_file(options: argparse.Namespace, voice: Voice) -> int:
    """Read the fair, plan it, write the plan, and say what it is worth beside its bound."""
    from export.fairs.instances import FairTrouble, Trouble, read_instance, write_plan
    from export.files.whole import same_file
    from scoring.fair import plan as make

    file = options.instance
    try:
        fair = read_instance(options.instance)
        if same_file(options.out, options.instance):
            raise FairTrouble(Trouble("fair.same_file"))
        plan = make(fair, options.seed)
        file = options.out
        write_plan(options.out, plan)
    except FairTrouble as trouble:
        return say_troubles(trouble.troubles, file, voice)
    say_plan(plan, voice)
    if plan.left_out:
        print(voice.say("fair.left_out", n=len(plan.left_out)))
    return DONE


def say_troubles(troubles: "Iterable[Trouble]", file: object, voice: Voice) -> int:
    """The first twenty problems, each in a sentence; status 1."""
    listed = list(troubles)
    for trouble in listed[:MOST_LINES]:
        print(voice.say("fair.line", file=file, sentence=voice.say(trouble.key, **trouble.values)), file=sys.stderr)
    if len(listed) > MOST_LINES:
        print(voice.say("fair.more", n=len(listed) - MOST_LINES), file=sys.stderr)
    return PROBLEMS


def say_plan(plan: "Plan", voice: Voice) -> None:
    """What a plan is worth beside its bound."""
    share = 100 * plan.value / plan.bound if plan.bound else 100.0
    point = voice.say("common.decimal")
    figures = {"value": plan.value, "bound": plan.bound, "share": share}
    values = {name: f"{figure:.2f}".replace(".", point) for name, figure in figures.items()}
    print(voice.say("fair.done", n=len(plan.interviews), served=plan.served, servable=plan.servable, **values))


def _plan_event(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.fairs.instances import FairTrouble
    from export.fairs.planning import fair_of, plan_fair
    from export.store.people import codes_of

    fair = fair_of(store, options.event)
    before = fair.hours.after(options.after) if options.after else 0
    try:
        planned = plan_fair(store, options.event, now(), options.seed, keep=options.keep, before=before)
    except FairTrouble as trouble:
        return say_troubles(trouble.troubles, options.event, voice)
    say_plan(planned.plan, voice)
    give_lines(moved_lines(store, fair, planned.moved, voice))
    if planned.plan.left_out:
        codes = codes_of(store)
        print(
            voice.say(
                "fair.without", names=", ".join(sorted(codes[candidate_id] for candidate_id in planned.plan.left_out))
            )
        )
    if not planned.plan.interviews:
        print(voice.say("fair.nothing"))
    return DONE


def moved_lines(store: "Store", fair: "Fair", moved: "Iterable[MovedMeeting]", voice: Voice) -> Iterable[str]:
    """Whose hour changed, or who no longer has an interview, and why."""
    from export.fairs.planning import labels_of
    from export.store.people import codes_of

    codes, labels = codes_of(store), labels_of(store)
    moves = list(moved)
    if moves:
        yield voice.say("fair.changed", n=len(moves))
    for move in moves:
        values = {"code": codes[move.candidate_id], "stand": labels[move.stand_id], "was": fair.hours.starts(move.was)}
        why = voice.say(f"fair.changed.{move.why}", stand=labels[move.stand_id]) if move.why else ""
        if move.to is None:
            yield voice.say("fair.changed.lost", why=why, **values)
        else:
            yield voice.say("fair.changed.hour", to=fair.hours.starts(move.to), why=why, **values)


def _import(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from cli.problems import sentence
    from export.fairs.desk import take_in_fair
    from export.fairs.file import read_fair
    from export.fairs.instances import FairTrouble
    from scenarios.load import ScenarioErrors

    try:
        fair = read_fair(options.file)
        counts = take_in_fair(store, fair, now())
    except ScenarioErrors as error:
        for problem in error.problems[:MOST_LINES]:
            print(sentence(problem, voice.say, voice.catalogue), file=sys.stderr)
        return PROBLEMS
    except FairTrouble as trouble:
        return say_troubles(trouble.troubles, options.file, voice)
    print(voice.say("fair.imported", title=fair.title, id=fair.id, **counts))
    return DONE


def _list(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from desk.dates import day
    from export.fairs.sheets import stands_of

    rows = store.rows("select * from fairs order by day, fair_id")
    for row in rows:
        head = {"id": row["fair_id"], "title": row["title"], "place": row["place"]}
        print(voice.say("fair.head", day=day(row["day"], voice.language), **head))
        for stand in stands_of(store, row["fair_id"]):
            values = {name: stand[name] for name in ("label", "employer", "recruiters", "interviews")}
            print(voice.say("fair.stand_line", id=stand["stand_id"].split("/", 1)[1], **values))
    if not rows:
        print(voice.say("fairs.none"))
    return DONE


def _move(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """Promise one interview at an hour; what was planned stays where it still can."""
    from export.fairs.desk import pin
    from export.fairs.instances import FairTrouble
    from export.fairs.planning import fair_of, plan_fair, planned_now
    from export.store.intake import find_candidate
    from export.store.store import StoreError

    fair = fair_of(store, options.event)
    slot = fair.hours.slot_at(options.at)
    if slot is None:
        raise StoreError("fairs.no_slot_there", span=options.at)
    was = planned_now(store, options.event)
    try:
        pin(store, options.event, (find_candidate(store, options.code), options.stand), slot, now())
        planned = plan_fair(store, options.event, now(), keep=True, was=was)
    except FairTrouble as trouble:
        return say_troubles(trouble.troubles, options.event, voice)
    print(voice.say("fair.moved", code=options.code, stand=options.stand, hour=options.at))
    say_plan(planned.plan, voice)
    give_lines(moved_lines(store, fair, planned.moved, voice))
    return DONE


def _mark(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.fairs.desk import mark
    from export.store.intake import find_candidate

    mark(store, options.event, (find_candidate(store, options.code), options.stand), options.word, now())
    said = voice.say(f"fair.marked.{options.word}")
    print(voice.say("fair.marked", code=options.code, stand=options.stand, said=said))
    return DONE


def _absence(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.fairs.desk import find_stand, set_absence
    from export.store.intake import find_candidate

    if options.code:
        who = ("candidate", find_candidate(store, options.code))
    else:
        who = ("stand", find_stand(store, options.event, options.stand))
    n = set_absence(store, options.event, who, options.span, options.back, now())
    key = "fair.is_back" if options.back else "fair.away"
    print(voice.say(key, who=options.code or options.stand, span=options.span, n=n, event=options.event))
    return DONE


def _sheet(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    from export.fairs.desk import find_stand
    from export.fairs.sheets import PERSON_COLUMNS, STAND_COLUMNS, sheet
    from export.store.intake import find_candidate

    if options.all:
        return _all_sheets(store, options, voice)
    stand = find_stand(store, options.event, options.stand) if options.stand else None
    person = find_candidate(store, options.code) if options.code else None
    rows = sheet(store, options.event, voice.language, stand=stand, person=person)
    if options.json or options.csv:
        note_taken(store, "fair", person or "", "cli", now())
    if options.json:
        return give_json(rows)
    columns = PERSON_COLUMNS if person else STAND_COLUMNS
    if options.csv:
        write_sheet(options.csv, heads(columns, voice), [said(row, voice) for row in rows])
    for row in rows:
        print(voice.say("fair.row.person" if person else "fair.row.stand", **said(row, voice)))
    if not rows:
        print(voice.say("fair.nothing"))
    return DONE


def heads(columns: Iterable[str], voice: Voice) -> dict[str, str]:
    """Columns with their titles."""
    return {name: voice.say(f"fair.column.{name}") for name in columns}


def said(row: dict[str, Any], voice: Voice) -> dict[str, Any]:
    """A row with its closed values in words."""
    accessible = voice.say(f"fair.accessible.{row['accessible']}")
    return {**row, "status": voice.say(f"fair.status.{row['status']}"), "accessible": accessible}


def _all_sheets(store: "Store", options: argparse.Namespace, voice: Voice) -> int:
    """One sheet a stand and one a person, in a folder."""
    from export.fairs.proposals import offers_met
    from export.fairs.sheets import PERSON_COLUMNS, STAND_COLUMNS, people_of_fair, sheet, stands_of

    met = offers_met(store, options.event)
    options.all.mkdir(parents=True, exist_ok=True)
    note_taken(store, "fair", "", "cli", now())
    sheets = 0
    for stand in stands_of(store, options.event):
        rows = sheet(store, options.event, voice.language, stand=stand["stand_id"], met=met)
        name = "stand-" + stand["stand_id"].split("/", 1)[1]
        write_sheet(options.all / f"{name}.csv", heads(STAND_COLUMNS, voice), [said(row, voice) for row in rows])
        sheets += 1
    for person in people_of_fair(store, options.event):
        rows = sheet(store, options.event, voice.language, person=person["candidate_id"], met=met)
        # By the id, as all that is kept of a person: a code is for the room, and stands inside.
        name = f"person-{person['candidate_id']}"
        write_sheet(options.all / f"{name}.csv", heads(PERSON_COLUMNS, voice), [said(row, voice) for row in rows])
        sheets += 1
    print(voice.say("fair.sheets", n=sheets, folder=options.all))
    return DONE
