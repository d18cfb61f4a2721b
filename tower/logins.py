"""Who is at this browser: an open login, kept in memory only. Closed, idle or replayed, its cookie opens nothing."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from tower.drafts import SECRET, Drafts, plain

IDLE_S = 600
"""Seconds without a page after which the PIN is asked again: an adviser goes to a seat and comes back."""
LONGEST_S = 10 * 3600
MOST = 200
"""Logins held at once; the oldest is forgotten first, so that nobody fills the memory."""
EARLIER = 4
"""Locks of a login whose pages are still known as its own."""


def cookie_of(port: int) -> str:
    """The name of the cookie: browsers send the cookies of a machine to every port of it, so each tower has its own."""
    return f"envol_tower_{port}"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that waits for the next page; `wrong`: it says what did not work."""

    key: str
    values: Mapping[str, object]
    wrong: bool = False


@dataclass(slots=True)
class Login:
    """One browser. `adviser` is "" before the PIN. Times are monotonic seconds."""

    key: str
    secret: bytes
    began: float
    seen: float
    language: str
    adviser: str = ""
    locked_for: str = ""
    """Whose PIN opens again what was locked."""
    said: list[Notice] = field(default_factory=list)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was typed or chosen, by page: filters, and forms to be mended."""
    earlier: list[bytes] = field(default_factory=list)
    """The secrets before the last locks: a form that was made under one is known, and does nothing."""
    before: str = ""
    """The cookie before the lock, which other tabs may still send; it opens nothing."""

    def token(self, path: str) -> str:
        """What a form to this path must carry: it opens no other form and no other login."""
        return made_token(self.secret, path)

    def holds(self, path: str, token: str) -> bool:
        """Whether a token is that of a form of this login."""
        return hmac.compare_digest(self.token(path).encode(), token.encode("utf-8", "replace"))

    def held(self, path: str, token: str) -> bool:
        """Whether a token is that of a form that this login was given before it was locked."""
        given = token.encode("utf-8", "replace")
        return any(hmac.compare_digest(made_token(secret, path).encode(), given) for secret in self.earlier)

    def renew(self) -> None:
        """Another cookie, and another secret for the forms."""
        self.earlier = [*self.earlier, self.secret][-EARLIER:]
        self.key, self.secret = secrets.token_urlsafe(32), secrets.token_bytes(32)

    @property
    def whose(self) -> str:
        """Whose pages these are: who is in, or who locked them; "" for nobody."""
        return self.adviser or self.locked_for

    def keep(self, page: str, form: Mapping[str, str]) -> None:
        """Keep what was typed on a page, but no PIN."""
        self.kept[page] = {name: value for name, value in form.items() if name not in SECRET}


def made_token(secret: bytes, path: str) -> str:
    """What a form to a path carries under a secret."""
    return hmac.new(secret, path.encode(), hashlib.sha256).hexdigest()


class Logins:
    """All open logins; `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float], idle_s: float = IDLE_S) -> None:
        self.clock, self.idle_s, self.drafts = clock, idle_s, Drafts()
        self._open: dict[str, Login] = {}

    def of(self, key: str, *, alone: bool = False) -> Login | None:
        """The open login of a cookie, seen now; None for an unknown one. One that was idle has no adviser any more.

        `alone`: a page asks again by itself, which is no sign of anybody there.
        """
        login = self._open.get(key)
        if login is None:
            return None
        now = self.clock()
        if now - login.began > LONGEST_S:
            del self._open[key]
            return None
        if login.adviser and now - login.seen > self.idle_s:
            self.lock(login)
            login.said = [Notice("tower.enter.idle", {})]
        login.seen = login.seen if alone else now
        return login

    def begin(self, language: str) -> Login:
        """A login of nobody yet."""
        while len(self._open) >= MOST:
            del self._open[min(self._open, key=lambda key: self._open[key].seen)]
        now = self.clock()
        login = Login(secrets.token_urlsafe(32), secrets.token_bytes(32), now, now, language)
        self._open[login.key] = login
        return login

    def enter(self, login: Login, adviser: str) -> None:
        """The login is an adviser's, under a new cookie: one that was known before the PIN stays worth nothing.

        Another adviser finds nothing of what the one before had typed.
        """
        for key in (login.key, login.before):
            self._open.pop(key, None)
        login.renew()
        login.began, login.before = self.clock(), ""
        if login.whose not in ("", adviser):
            login.kept.clear()
            login.earlier.clear()
        login.adviser, login.locked_for = adviser, ""
        self._open[login.key] = login
        self.drafts.entered(adviser)

    def left_s(self, login: Login) -> float:
        """Seconds until an open login locks by itself, 0 for one that nobody is in."""
        return max(0.0, self.idle_s - (self.clock() - login.seen)) if login.adviser else 0.0

    def forget(self, words: Collection[str]) -> None:
        """Keep nothing that names somebody who left, at any browser. `words`: their ids and codes."""
        gone = {plain(word) for word in words}
        for login in self._open.values():
            said = {key: plain(" ".join((key, *form.values()))) for key, form in login.kept.items()}
            # A grid that was typed names nobody, and may be of whoever leaves.
            theirs = [key for key, text in said.items() if key.startswith("/watches/") or any(w in text for w in gone)]
            for key in theirs:
                del login.kept[key]
        self.drafts.forget(gone)

    def lock(self, login: Login) -> None:
        """The PIN is asked again, the cookie that was is worth nothing; what was typed waits for the same adviser."""
        if login.adviser:
            login.locked_for, login.adviser = login.adviser, ""
            login.said.clear()
            self._open.pop(login.before, None)
            # Other tabs may ask at the same moment with the cookie that was: they meet the same lock.
            login.before = login.key
            login.renew()
            self._open[login.key] = login
