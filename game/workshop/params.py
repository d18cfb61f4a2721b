"""What an author writes under `params:` for any workshop; a mechanic adds its own. Checked when the file is read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Self

from pydantic import PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from game.workshop.sense import workshop_nonsense
from game.workshop.written import (
    DOCS,
    MENTOR,
    PLACES_DRAWN,
    THINGS_DRAWN,
    TOOLS_DRAWN,
    Gesture,
    Happening,
    Nonsense,
    WrittenWorkshop,
)
from scenarios.vocabulary import Where

GATES = ("ppe_on", "tools_back")
"""Points of safety that any workshop watches."""


def _joined(gestures: Sequence[Gesture]) -> tuple[tuple[Gesture, ...], ...]:
    """Gestures of practice as they are counted: each with those that are joined to it."""
    lessons: list[tuple[Gesture, ...]] = []
    for gesture in gestures:
        if gesture.joined and lessons:
            lessons[-1] = (*lessons[-1], gesture)
        else:
            lessons.append((gesture,))
    return tuple(lessons)


class WorkshopParams(WrittenWorkshop):
    """What any workshop has, and what of it must hold: its documents, tools, steps, and the events of its day."""

    known: ClassVar[Sequence[str]] = GATES
    faults: ClassVar[Sequence[str]] = ()
    """What may be wrong with an object to judge."""
    flows: ClassVar[Sequence[str]] = ()
    """Sorts of gestures that begin by themselves once the one before is learnt: one drag may do two of them."""
    acts: ClassVar[Sequence[str]] = ()
    """Events that are work done, by their kind."""
    silent: ClassVar[Mapping[str, str]] = {}
    """Gates that are told of only when they are broken, each with the kind of event from which it stands."""

    _mentor: str = PrivateAttr("")
    _every: tuple[Gesture, ...] = PrivateAttr(())
    _leads_to: str = PrivateAttr("")

    def model_post_init(self, context: object, /) -> None:
        """Whom one may call is said in the head of the scenario, which comes with what is checked (`MENTOR`).

        Params that were checked by themselves, as those of a stored run, know no name: whoever was called was there.
        """
        self._mentor = str(context.get(MENTOR, "")) if isinstance(context, Mapping) else ""

    def answers_calls(self, who: str) -> bool:
        """Whether somebody of that name can be called."""
        return not self._mentor or who in (MENTOR, self._mentor)

    def spoken_of(self) -> frozenset[str]:
        """What a call may be about: whatever lies on the bench or comes in the day; a mechanic has more."""
        named = (self.tools, self.parts, self.fod, self.day)
        names = {thing.id for things in named for thing in things} | {f"bin{bin.number}" for bin in self.bins}
        return frozenset({*names, *self.spots(), *self.swappable(), *self.points, *self.places})

    @property
    def laid_out(self) -> bool:
        """Whether nobody prepares: tools lie on the bench, protections are worn, every label is in date."""
        return all(phase.kind != "prepare" for phase in self.phases)

    def narrowed(self, keeps: Mapping[str, Sequence[str]]) -> Self:
        """Only what the steps that are left work on, and of a zone in `keeps` the things named; a mechanic has its own.

        Raises ValueError for a zone or a thing that is not there, and where what is left makes no workshop.
        """
        raise ValueError(f"{sorted(keeps)[0]}: this mechanic keeps its zones whole")

    def _narrowed(self, **update: object) -> Self:
        """With other values, checked as an author's; movements that are gone have no ceiling."""
        last = self.phases[-1].movement
        # What the models have worked out for themselves (cached) is not an author's.
        written = {name: value for name, value in self if name in type(self).model_fields}
        narrowed = type(self).model_validate(
            {**written, "ceilings_s": self.ceilings_s[:last], **update}, context={MENTOR: self._mentor}
        )
        for where, name, known in narrowed.references():
            if where[0] in ("phases", "practice") and name not in known:
                raise ValueError(f"{where[0]}: {name}")
        return narrowed

    def gesture(self, name: str) -> Gesture | None:
        """A gesture of practice by its name, None for one that is not there."""
        return next((g for g in self.practice if g.id == name), None) if name else None

    def chapter(self, *steps: str) -> Self:
        """The same workshop, of whose practice only that is in hand which is taught just before these steps, the last
        of them the one that is led to; () for what is taught before the exercise. Nothing else of it changes."""
        part = self.model_copy(update={"practice": tuple(g for g in self.every if g.before in (steps or ("",)))})
        part._every, part._leads_to = self.every, steps[-1] if steps else ""
        return part

    @property
    def every(self) -> tuple[Gesture, ...]:
        """The gestures of the whole practice, also where one chapter of it is in hand."""
        return self._every or self.practice

    @property
    def leads_to(self) -> str:
        """The step of the day just before which the practice in hand is taught; "" where it comes before the day."""
        return self._leads_to

    @property
    def goes_on(self) -> bool:
        """Whether the practice in hand comes before the day, and has chapters in it."""
        return not self.leads_to and len(self.every) > len(self.practice)

    @property
    def again(self) -> frozenset[str]:
        """The names of the gestures whose sort is practised before them: the same sort shows something else then.

        Worked out anew each time: a short form is a copy with another practice.
        """
        sorts = [gesture.does for gesture in self.every]
        return frozenset(g.id for n, g in enumerate(self.every) if g.does in sorts[:n])

    def lessons(self) -> Sequence[tuple[Gesture, ...]]:
        """The gestures of practice as they are counted: each with those that are joined to it."""
        return _joined(self.practice)

    def every_lesson(self) -> Sequence[tuple[Gesture, ...]]:
        """Those of the whole practice, in the order in which they come."""
        steps = ["", *(step.id for step in self.phases)]
        return sorted(_joined(self.every), key=lambda lesson: steps.index(lesson[0].before))

    def taught_by(self, phase: str) -> Sequence[tuple[Gesture, ...]]:
        """The lessons that come before the day or before one of its steps down to this one; all, outside of the day."""
        steps = [step.id for step in self.phases]
        come = ("", *steps[: steps.index(phase) + 1]) if phase in steps else ("", *steps)
        return tuple(lesson for lesson in self.every_lesson() if lesson[0].before in come)

    def ceiling_s(self, movement: int) -> int:
        """The most that a movement lasts with the clock on, in seconds; 0 for one without a ceiling."""
        if movement == 0:
            return 0 if self.practice else self.practice_s
        return self.ceilings_s[movement - 1] if movement <= len(self.ceilings_s) else 0

    def first(self, does: str) -> Happening | None:
        """The first happening of a kind, None when the day has none."""
        return next((h for h in self.day if h.does == does), None)

    def answers(self) -> dict[str, str]:
        """The right answer of each field of the sheet that has one."""
        return {choice.id: choice.answer for choice in self.sheet if choice.answer}

    def references(self) -> Iterator[tuple[Where, str, Sequence[str]]]:
        """(where, the name written there, the names that exist), for all that is named here and used there."""
        zones, spots, tools = self.zone_names(), self.spots(), [t.id for t in self.tools]
        for n, phase in enumerate(self.phases):
            if phase.kind == "work":
                yield ("phases", n, "zone"), phase.zone, zones
        for n, gesture in enumerate(self.practice):
            yield ("practice", n, "does"), gesture.does, self.gestures
            if gesture.spot:
                yield ("practice", n, "spot"), gesture.spot, spots
            if gesture.tool or gesture.does == "store":
                yield ("practice", n, "tool"), gesture.tool, tools
            if gesture.before:
                # What the first step needs is taught before the exercise.
                yield ("practice", n, "before"), gesture.before, [p.id for p in self.phases[1:]]
        yield from ((("points", name), spot, spots) for name, spot in self.points.items())
        yield from ((("parts", n, "zone"), part.zone, zones) for n, part in enumerate(self.parts))
        yield from ((("tools", n, "draw"), tool.draw, TOOLS_DRAWN) for n, tool in enumerate(self.tools))
        yield from ((("fod", n, "draw"), thing.draw, THINGS_DRAWN) for n, thing in enumerate(self.fod))
        for name, tool in self.needs.items():
            yield ("needs", name), name, self.needing
            yield ("needs", name), tool, tools
        yield from ((("needs",), need, list(self.needs)) for need in self.needing)
        yield from ((("arrives", name), name, self.arriving) for name in self.arrives)
        yield from ((("lines", name), name, self.topics) for name in self.lines)
        about = [*tools, *(f"bin{bin.number}" for bin in self.bins)]
        yield from ((("sheet", n, "about"), choice.about, about) for n, choice in enumerate(self.sheet) if choice.about)
        for name, draw in self.place_draw.items():
            yield ("place_draw", name), name, self.places
            yield ("place_draw", name), draw, PLACES_DRAWN
        for n, choice in enumerate(self.sheet):
            if choice.answer:
                yield ("sheet", n, "answer"), choice.answer, choice.options
        yield ("missing_tool",), self.missing_tool, tools
        yield ("missing_from",), self.missing_from, [p.id for p in self.phases if p.kind != "prepare"]
        yield ("expired_tool",), self.expired_tool, tools
        yield ("missing_place",), self.missing_place, self.places
        yield ("folder_right",), self.folder_right, self.folders
        for n, happening in enumerate(self.day):
            yield from self._references_of(("day", n), happening)

    def _references_of(self, at: Where, what: Happening) -> Iterator[tuple[Where, str, Sequence[str]]]:
        if what.does != "holds":
            yield (*at, "phase"), what.phase, [p.id for p in self.phases]
        if what.does == "falls":
            yield (*at, "id"), what.id, [f.id for f in self.fod if f.foreign]
        if what.does == "swaps":
            yield (*at, "tool"), what.tool, self.swappable()
        if what.does == "asks" and what.tool:
            yield (*at, "tool"), what.tool, [tool.id for tool in self.tools]
        if what.does == "holds" or (what.does == "asks" and what.about):
            yield (*at, "about"), what.about, self.spots()
        yield from (((*at, "redo", n), name, self.spots()) for n, name in enumerate(what.redo))

    def needed_texts(self) -> Iterator[tuple[Where, str]]:
        """(where, the key among the scenario's own texts) for all that has a name or a sentence of its own."""
        yield from ((("phases", n, "id"), f"message.{phase.id}") for n, phase in enumerate(self.phases))
        yield from ((("phases",), f"movement.{n}") for n in self.movements())
        yield from ((("folders", n), f"folder.{folder}") for n, folder in enumerate(self.folders))
        yield from ((("places", n), f"place.{place}") for n, place in enumerate(self.places))
        yield from ((("sheet", n, "id"), f"sheet.{entry.id}") for n, entry in enumerate(self.sheet))
        yield from ((("parts", n, "id"), f"part.{part.id}") for n, part in enumerate(self.parts))
        for n, happening in enumerate(self.day):
            yield from ((("day", n), f"message.{message}") for message in happening.messages())
            yield from ((("day", n, "replies", k), f"reply.{r}") for k, r in enumerate(happening.replies))
        for key in ("order.first", "order.revised", "plan", "cut.first", "cut.revised", "changes"):
            yield ("order_number",), key
        yield ("missing_place",), "message.found"

    def needed_drawings(self) -> Iterator[tuple[Where, str]]:
        """(where, the name in assets/art) of each drawing that the scenario chooses; a mechanic has its own."""
        yield from ((("day", n, "who"), h.who) for n, h in enumerate(self.day) if h.who)

    def vocabulary(self) -> dict[str, Sequence[str]]:
        """The names that a rule's settings may use, by kind (`scenarios.check.Named`)."""
        return {
            "zone": list(self.zone_names()),
            "part": [p.id for p in self.parts],
            "foreign_thing": [f.id for f in self.fod if f.foreign],
            "phase": [p.id for p in self.phases],
            "change": [h.id for h in self.day if h.does in ("swaps", "asks", "revises")],
            "folder_right": [self.folder_right],
            "missing_tool": [self.missing_tool],
            "expired_tool": [self.expired_tool],
            "held": [h.about for h in self.day if h.does == "holds"],
            "reply": [reply for h in self.day for reply in h.replies],
            "field": [c.id for c in self.sheet],
            "counted_field": [c.id for c in self.sheet if c.counts],
            "doc": DOCS,
            "feature": self.faults,
            "act": self.acts,
            "event": [h.id for h in self.day],
            **{f"answer.{c.id}": c.options for c in self.sheet},
        }

    def nonsense(self) -> Iterator[Nonsense]:
        """What makes no workshop together though each value may be written, in the order of the file."""
        yield from workshop_nonsense(self)

    def fullest(self) -> int:
        """The largest number that may have to be counted at the end: what the fullest bin held at first."""
        return max((b.quantity for b in self.bins), default=0)

    def known_gates(self) -> Sequence[str]:
        """The points of safety that the task watches: no protections are worn where none hang."""
        worn = any(tool.kind == "ppe" for tool in self.tools)
        return [gate for gate in self.known if worn or gate != "ppe_on"]

    def longest_s(self) -> tuple[int, bool]:
        """The ceilings together, in seconds, and whether every movement but the last, that of the sheet, has one."""
        return sum(self.ceilings_s), len(self.ceilings_s) >= self.phases[-1].movement - 1

    def silent_gates(self) -> Mapping[str, str]:
        """Points of safety that no event says to be kept, with the kind of event from which they are."""
        return self.silent

    @model_validator(mode="after")
    def movements_follow(self) -> "WorkshopParams":
        """Movements go from 1 up, a ceiling each at the most; every step of one comes before those of the next."""
        movements = [p.movement for p in self.phases]
        last = max(len(self.ceilings_s), movements[-1])
        if movements != sorted(movements) or set(movements) != set(range(1, last + 1)):
            raise PydanticCustomError(
                "movements_order",
                "the movements of the steps go from 1 to {n} in order, at least as many as there are ceilings",
                {"n": last},
            )
        return self

    @model_validator(mode="after")
    def names_once(self) -> "WorkshopParams":
        """One name, one thing: two steps, tools or events with one name could not be told apart."""
        for what in (self.phases, self.tools, self.parts, self.fod, self.sheet, self.day, self.practice):
            names = [thing.id for thing in what]
            twice = next((name for name in names if names.count(name) > 1), "")
            if twice or {"practice", "done"} & set(names):
                raise PydanticCustomError(
                    "name_twice", "the name {got} is used twice or is kept", {"got": twice or "done"}
                )
        if (
            len([h for h in self.day if h.does in ("revises",)]) > 1
            or len([h for h in self.day if h.does == "holds"]) > 1
        ):
            raise PydanticCustomError("day_once", "a day has one revision and one hold at most")
        return self
