"""The questions that stand over the bench: those of the day, and those before a step is left or a sheet is signed."""

from collections.abc import Mapping, Sequence

from game.screen import kit
from game.screen.nodes import Screen
from game.workshop import teaching, view
from game.workshop.echo import Echo
from game.workshop.params import WorkshopParams
from game.workshop.seen import FieldSeen, WorkshopSeen
from game.workshop.view_tray import ICONS
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Event, Value


def of_the_day(
    look: WorkshopWords, seen: WorkshopSeen, screen: Screen, *, changing: bool, news: str = "", asks: str = "",
    under: str = "",
) -> Screen | None:  # fmt: skip
    """The screen under the question that the day asks, None while it asks none.

    `changing`: the person wishes to give another answer to the last one; `news`: what the mentor says of a revision;
    `asks`: what is asked where replies wait. `under`: the node that was pressed last when it came: the question stands
    beside it where it can.
    """
    hand = next((n.rect for n in screen.nodes if n.id == under), None)
    if seen.rack_open:
        folders = tuple((f"folder:{f}", look.t(f"folder.{f}")) for f in seen.folders)
        rings = "" if kit.large(look) else f"{look.t('rack.rings')} "
        which = f"{rings}{news} {look.t('rack.which')}" if news else look.t("rack")
        # What one takes is to be read: where words are large, the gesture of practice alone has said so.
        # In practice the bench has no such tab: there it is said of the exercise.
        read = "rack.read_then" if seen.lesson else "rack.read"
        which = which if kit.large(look) else f"{which} {look.t(read)}"
        return view.asked(look, screen, which, folders, sign=ICONS["call"](0, 0), hand=hand)
    if seen.replies:
        replies = tuple((f"reply:{r}", look.t(f"reply.{r}")) for r in seen.replies)
        return view.asked(look, screen, asks or look.t(f"message.{seen.message}"), replies, seen.visitor, hand=hand)
    if changing and seen.changeable:
        replies = tuple((f"reply:{r}", look.t(f"reply.{r}")) for r in seen.changeable)
        return view.asked(look, screen, look.t("change.ask"), replies)
    return None


NOBODY = ("", "")


def asker(
    look: WorkshopWords, params: WorkshopParams, seen: WorkshopSeen, mode: str, events: Sequence[Event]
) -> tuple[str, str]:
    """Who asked for something in this step and had an answer, with their name: with the bell in hand they are told.

    Whatever was answered, and whenever the bell is taken: that there is something to tell is the person's to know.
    Where the author names them (`asker.<event>`), else nobody.
    """
    event = params.first("asks")
    if event is None or mode != "call" or event.phase != seen.phase or not look.has(f"asker.{event.id}"):
        return NOBODY
    answered = any(e.kind == "reply" and e.data["message"] == event.id for e in events)
    return (event.id, look.t(f"asker.{event.id}")) if answered else NOBODY


def promised(look: WorkshopWords, params: WorkshopParams, seen: WorkshopSeen, events: Sequence[Event]) -> str:
    """What the person's last answer of this step promised, as a note to oneself: `promise.<event>.<reply>`, else "".

    It stays to the end of the step; a mechanic that sees that it was kept takes it away.
    """
    event = params.first("asks")
    if event is None or event.phase != seen.phase:
        return ""
    said = [str(e.data["option"]) for e in events if e.kind == "reply" and e.data["message"] == event.id]
    key = f"promise.{event.id}.{said[-1]}" if said else ""
    return look.t(key) if key and look.has(key) else ""


def spoke_of(look: WorkshopWords, params: WorkshopParams, events: Sequence[Event], about: str) -> str:
    """Whom a call was meant for: the event that asked for this thing (`asker.<event>.<thing>`), once it had an answer.

    Else what the call was about: before anybody asked, a kit is a kit.
    """
    event = params.first("asks")
    if event is None or not look.has(f"asker.{event.id}.{about}"):
        return about
    for e in reversed(events):
        if e.kind == "reply" and e.data["message"] == event.id:
            return event.id
    return about


def called(look: WorkshopWords, params: WorkshopParams, events: Sequence[Event], said: Echo) -> Mapping[str, Value]:
    """What an echo says of a call about who had asked, or about what they asked for: that they were told, by name."""
    if said.kind != "call":
        return {}
    key = f"asker.{spoke_of(look, params, events, str(dict(said.data).get('about', '')))}"
    return {"way": "asker", "asker": look.t(key)} if look.has(key) else {}


def before_signing(look: WorkshopWords, seen: WorkshopSeen, screen: Screen) -> Screen:
    """The screen under what the sheet still lacks, line by line where each is found; a whole sheet is asked of too."""
    if not blank(seen):
        whole = (("stay:", look.t("ask.sign_not")), ("leave:", look.t("ask.sign_yes")))
        return view.asked(look, screen, look.t("ask.signing"), whole)
    answers = (("stay:", look.t("ask.fill")), ("leave:", look.t("ask.sign_so")))
    lacks = {"counts": _empty(seen.counts), "fields": _empty(seen.sheet)}
    said = {name: look.t(f"blank.{name}.{n if n < 2 else 'n'}", n=n) for name, n in lacks.items()}
    return view.asked(look, screen, look.t("ask.blank", form=look.t("closing.form"), **said), answers)


def _empty(lines: tuple[FieldSeen, ...]) -> int:
    return sum(not line.value for line in lines)


def before_leaving(look: WorkshopWords, screen: Screen, unfinished: str, left: int) -> Screen:
    """The screen under what is still to do; `unfinished` is the text's key, `left` how many things are to do."""
    question = look.t(unfinished, n=left)
    leave = "ask.leave_it" if unfinished == "ask.loose" else "end_leave"
    stay = {"ask.loose": "ask.go_back", "ask.practice": "end_stay_practice"}.get(unfinished, "end_stay")
    answers = (("stay:", look.t(stay)), ("leave:", look.t(leave)))
    return view.asked(look, screen, question, answers)


def blank(seen: WorkshopSeen) -> int:
    """How many lines and fields of the sheet hold nothing yet; 0 outside of the end of the job."""
    return _empty(seen.counts) + _empty(seen.sheet)


def unfinished(seen: WorkshopSeen, params: WorkshopParams, left: int) -> str:
    """The text key of what is still to do in this step, "" when nothing that can be counted is."""
    if seen.kind == "practice":
        return "" if teaching.ready(seen, params) else "ask.practice"
    if seen.kind == "work" and left:
        return "ask.holes"
    if seen.kind == "points" and any(not p.value for p in seen.points):
        return "ask.points"
    if seen.kind == "judge" and not any(head.verdict for head in seen.heads):
        return "ask.judge"
    return "ask.sign" if seen.kind == "close" else ""
