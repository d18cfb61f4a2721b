"""What each adviser typed on a page and did not send: in memory alone, given back to the same adviser, once."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

SECRET = ("token", "pin", "pin_again")
"""Fields that are never kept."""
NEVER = (*SECRET, "sure")
"""Nor is what must be said anew each time."""
MOST_PAGES = 20
MOST_SIGNS = 100_000
"""Of a page; more than that is not kept."""


def plain(text: str) -> str:
    """A text as ids and codes are looked for in it: in capitals, without the dash that may not have been typed."""
    return text.upper().replace("-", "")


@dataclass(frozen=True, slots=True)
class TypedForm:
    """One form of a page: where it is sent, and every value of each field."""

    to: str
    values: Mapping[str, Sequence[str]]


def typed_form(to: str, values: Mapping[str, Sequence[str]]) -> TypedForm:
    """What was typed in a form, without what is never kept."""
    return TypedForm(to, {name: tuple(given) for name, given in values.items() if name not in NEVER})


@dataclass(slots=True)
class Draft:
    """The forms of one page. `due`: the next time the page is seen they stand in it; else they are forgotten then."""

    forms: tuple[TypedForm, ...]
    due: bool = False


@dataclass(slots=True)
class Drafts:
    """By adviser, then by page (its path, with what is asked of it)."""

    _of: dict[str, dict[str, Draft]] = field(default_factory=dict)

    def keep(self, who: str, page: str, forms: Sequence[TypedForm], *, due: bool = False) -> None:
        """What stands on a page now, in place of what was kept of it; nothing, where nothing was typed."""
        pages = self._of.setdefault(who, {})
        before = pages.pop(page, None)
        signs = sum(len(text) for form in forms for given in form.values.values() for text in given)
        if not forms or signs > MOST_SIGNS:
            return
        while len(pages) >= MOST_PAGES:
            del pages[next(iter(pages))]
        pages[page] = Draft(tuple(forms), due or (before is not None and before.due))

    def add(self, who: str, page: str, form: TypedForm, *, due: bool = False) -> None:
        """One form that was sent and not done, beside what else stands on its page."""
        there = self._of.get(who, {}).get(page)
        others = [typed for typed in (there.forms if there else ()) if typed.to != form.to]
        self.keep(who, page, [*others, form], due=due)

    def sent(self, who: str, to: str) -> None:
        """A form was sent: it waits no more."""
        for page, draft in list(self._of.get(who, {}).items()):
            left = tuple(form for form in draft.forms if form.to != to)
            if left:
                draft.forms = left
            else:
                del self._of[who][page]

    def entered(self, who: str) -> None:
        """The adviser is back: each page is given back as it was left."""
        for draft in self._of.get(who, {}).values():
            draft.due = True

    def waits(self, who: str, page: str) -> bool:
        """Whether something that was typed waits on a page."""
        return page in self._of.get(who, {})

    def take(self, who: str, page: str) -> str:
        """What is due on a page, as JSON for its script, "" for nothing; from then on the page itself holds it."""
        draft = self._of.get(who, {}).pop(page, None)
        if draft is None or not draft.due:
            return ""
        return json.dumps([{"to": form.to, "values": form.values} for form in draft.forms], ensure_ascii=False)

    def forget(self, words: Collection[str]) -> None:
        """Keep nothing that names somebody who left. `words`: their ids and codes, plain."""
        for pages in self._of.values():
            for page, draft in list(pages.items()):
                said = [page, *(text for form in draft.forms for given in form.values.values() for text in given)]
                text = plain(" ".join(said))
                # A grid that was typed names nobody, and may be of whoever leaves.
                if page.startswith("/watches/") or any(word in text for word in words):
                    del pages[page]
