"""The one door that leads to every page of the tower: the login, the PIN, the form's size and token."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path, PurePosixPath, PureWindowsPath

from starlette.applications import Starlette
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from export.packets.keys import KeyFileError
from scenarios.refusal import Refusal
from tower import files
from tower.call import AGAIN, ASKED_ABOUT, WRONG, Address, Call, Upload, enter_for, figure
from tower.drafts import typed_form
from tower.guard import MARK, Guard, own_hosts
from tower.house import House, mark_of
from tower.logins import LONGEST_S, Login, Notice, cookie_of
from tower.private import PRIVATE, refuse_private

MOST_FIELDS = 400
MOST_NAME = 200
"""Bytes of a file's name: one sign may take four, and disks hold 255."""
BEFORE = ("/first", "/trial", "/language", "/close", "/it")
"""What is there before anybody can enter."""
READ_S = 60.0
"""Seconds a form may take to arrive: on one machine it takes none."""
STATUS = {403: "forbidden", 404: "unknown", 405: "unknown", 408: "slow", 413: "too_big"}


class Refused(Exception):
    """A request that ends here, with the sentence that says why."""

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(key)
        self.status, self.key, self.values = status, key, values


class Late(Exception):
    """A form from before the lock, or from before the tower was opened: nothing of it is done.

    `typed`: what stood in it, where it is known to be one of ours; None otherwise.
    """

    def __init__(self, typed: Mapping[str, tuple[str, ...]] | None) -> None:
        super().__init__()
        self.typed = typed


def doors(house: House, port: int, ways: Sequence[Address]) -> Starlette:
    """Some pages of a base, for browsers that ask at this port of this machine."""

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        # SQLite's connection belongs to the thread that opened it: that of the loop, where every page is made.
        house.open()
        try:
            yield
        finally:
            house.close()

    cookie = cookie_of(port)
    routes = [Route(way.path, _door(house, way, cookie), methods=[way.method]) for way in ways]
    routes.append(Route("/static/{name}", files.static, methods=["GET"]))
    routes.append(Route(MARK, _mark(house), methods=["GET"]))
    return Starlette(
        routes=routes,
        lifespan=life,
        middleware=[Middleware(Guard, hosts=own_hosts(port))],
        exception_handlers={HTTPException: _not_here(house, cookie)},
    )


def _mark(house: House) -> Callable[[Request], Awaitable[Response]]:
    """Of which base this tower is, and nothing of it."""

    async def mark(request: Request) -> Response:
        return PlainTextResponse(mark_of(house.server or house.db))

    return mark


def _door(house: House, way: Address, cookie: str) -> Callable[[Request], Awaitable[Response]]:
    """The one way to a page: the login, the PIN, the form's size and token; then the page itself."""

    async def door(request: Request) -> Response:
        login = _login(house, request, cookie)
        with tempfile.TemporaryDirectory(prefix="envol-tower-") if way.files else nullcontext("") as aside:
            try:
                call = await _read(house, way, login, request, Path(aside))
                # Who has not entered sees the door, whatever page was asked for: nothing of the base is in it.
                shut = not login.adviser and house.let_in is None
                only_door = way.method == "GET" and (way.open_to_all or shut)
                if (check := house.checking) is not None and not only_door:
                    await asyncio.to_thread(check.wait)
                answer = _answer(call, way)
            except Late as error:
                bare = Call(house, login, request.url.path, {k: str(v) for k, v in request.path_params.items()})
                answer = _late(bare, way, error.typed)
            except Refused as error:
                answer = _sentence(house, login, error.status, error.key, **error.values)
        # What asks by itself may cross the PIN on its way: it gives no browser another cookie.
        known = house.logins.of(request.cookies.get(cookie, ""), alone=True) is login
        return answer if way.part and not known else _with_cookie(answer, login, request, cookie)

    return door


def _login(house: House, request: Request, cookie: str) -> Login:
    alone = request.headers.get("hx-request") == "true" or AGAIN in request.query_params
    return house.logins.of(request.cookies.get(cookie, ""), alone=alone) or house.logins.begin(house.language)


async def _read(house: House, way: Address, login: Login, request: Request, aside: Path) -> Call:
    words = {name: str(value) for name, value in request.path_params.items()}
    query = dict(request.query_params)
    asked = {name: tuple(request.query_params.getlist(name)) for name in query}
    bare = Call(house, login, request.url.path, words, query, many=asked, part=way.part)
    if way.method == "GET":
        return bare
    form = await _form(request, way)
    many = {name: tuple(v for v in form.getlist(name) if isinstance(v, str)) for name in form}
    token = many.get("token", ("",))[0]
    held = login.held(request.url.path, token)
    if not login.holds(request.url.path, token) and not (way.late and held):
        await form.close()
        if held or not login.adviser:
            raise Late(many if held else None)
        raise Refused(403, "tower.error.token")
    given = [upload for upload in form.getlist("file") if isinstance(upload, UploadFile) and upload.filename]
    uploads = [await _kept(upload, aside, at) for at, upload in enumerate(given[: way.files])]
    await form.close()
    plain = {name: values[0] for name, values in many.items() if values}
    return Call(house, login, request.url.path, words, query, plain, many, tuple(uploads))


async def _form(request: Request, way: Address) -> FormData:
    """The form, within its bounds and its time. Raises Refused."""
    said = request.headers.get("content-length", "")
    if said and (figure(said, most=way.most_bytes) is None):
        raise Refused(413, "tower.error.too_big", most=max(1, way.most_bytes // 1_000_000))
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise Refused(403, "tower.error.token")
    bounded = Request(request.scope, _bounded(request, way.most_bytes))
    try:
        async with asyncio.timeout(READ_S):
            return await bounded.form(max_files=max(1, way.files), max_fields=MOST_FIELDS, max_part_size=way.most_bytes)
    except TimeoutError as error:
        raise Refused(408, "tower.error.slow") from error
    except (MultiPartException, HTTPException, ClientDisconnect, UnicodeDecodeError, ValueError) as error:
        raise Refused(400, "tower.error.form") from error


def _bounded(request: Request, most: int) -> Callable[[], Awaitable[Message]]:
    """What is received, counted: a length that was not said, or was said wrong, is noticed as it comes."""
    came = 0

    async def receive() -> Message:
        nonlocal came
        message = await request.receive()
        came += len(message.get("body", b""))
        if came > most:
            raise Refused(413, "tower.error.too_big", most=max(1, most // 1_000_000))
        return message

    return receive


async def _kept(upload: UploadFile, aside: Path, at: int) -> Upload:
    """A file that was dropped, under its own last name: what stands before it in the name is nobody's business."""
    bare = PureWindowsPath(PurePosixPath(upload.filename or "").name).name
    shown = "".join(sign for sign in bare if sign.isprintable())[-80:]
    while len(shown.encode()) > MOST_NAME:
        shown = shown[1:]
    shown = shown.strip(". ") or "file"
    folder = aside / str(at)
    folder.mkdir()
    path = folder / shown
    with path.open("wb") as out:
        while part := await upload.read(1 << 20):
            out.write(part)
    return Upload(shown, path)


def _answer(call: Call, way: Address) -> Response:
    """The page, or the one that must come before it; what the base refuses is a sentence."""
    house, login = call.house, call.login
    try:
        if house.lent:
            return call.page("lent_part.html" if way.part else "lent.html")
        house.open_again()
        house.settle()
        house.refuse_unsound()
        entering = house.entering()
        if not entering and not call.path.startswith(BEFORE):
            return call.go("/first")
        if login.adviser and login.adviser not in entering:
            # Closed by a colleague while this page was open.
            house.logins.lock(login)
        guest = house.let_in
        if guest is not None and not login.whose and not way.open_to_all and not way.part:
            house.logins.enter(login, guest.who)
        if way.part and not way.open_to_all and not login.adviser:
            return call.page("locked_part.html")
        if not way.open_to_all and not login.adviser:
            return call.go(enter_for(call.here if way.method == "GET" else _back(call, way)))
        refuse_private(way.free, call.many)
        response = way.page(call)
        if way.back and response.status_code == 303:
            login.kept.pop(_page(_back(call, way)), None)
            house.logins.drafts.sent(login.adviser, call.path)
        return response
    except KeyFileError as error:
        return _mend(call, way, error.key, {"path": error.path.name})
    except Refusal as error:
        return _mend(call, way, error.key, error.values)
    except OSError as error:
        return _mend(call, way, "store.file", {"path": error.filename or house.db, "reason": error})


def _late(call: Call, way: Address, typed: Mapping[str, tuple[str, ...]] | None) -> Response:
    """Nothing of a form was done: it stands again on its page, filled, after the PIN where the tower is locked."""
    login, page = call.login, _back(call, way)
    if typed is not None and login.whose:
        login.keep(_page(page), {name: "\n".join(values) for name, values in typed.items()})
        call.house.logins.drafts.add(login.whose, _page(page), typed_form(call.path, typed), due=bool(login.adviser))
        login.said.append(Notice("tower.error.late" if login.adviser else "tower.error.late_locked", {}, wrong=True))
        return call.go(page if login.adviser else enter_for(page))
    login.said.append(Notice("tower.error.stale", {}, wrong=True))
    return call.go(page if way.open_to_all else enter_for(page))


def _back(call: Call, way: Address) -> str:
    return way.back.format(**call.words)


def _page(back: str) -> str:
    """The page of an address, without the place on it: what was typed is held for the page."""
    return back.partition("#")[0]


def _mend(call: Call, way: Address, key: str, values: Mapping[str, object]) -> Response:
    """What was refused: a form goes back to its page, with what was typed and why; a page is a sentence."""
    if way.back:
        # Boxes that were ticked are several values of one name: they are kept together, a line each.
        page = _back(call, way)
        typed = {name: "\n".join(values) for name, values in call.many.items()}
        call.login.keep(_page(page), typed | {WRONG: key} | ({ASKED_ABOUT: call.path} if key == PRIVATE else {}))
        call.house.logins.drafts.sent(call.adviser, call.path)
        call.login.said.append(Notice(key, values, wrong=True))
        return call.go(page)
    return _sentence(call.house, call.login, 404 if key.endswith("unknown") else 400, key, **values)


def _sentence(house: House, login: Login, status: int, key: str, **values: object) -> Response:
    """One sentence, and the way back."""
    call = Call(house, login, "/")
    return call.page("sentence.html", status, said=call.say(key, **values), bare=not login.adviser)


def _not_here(house: House, cookie: str) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        login = _login(house, request, cookie)
        response = _sentence(house, login, status, f"tower.error.{STATUS.get(status, 'form')}")
        return _with_cookie(response, login, request, cookie)

    return answer


def _with_cookie(answer: Response, login: Login, request: Request, cookie: str) -> Response:
    """The login's cookie, where the browser has not got it."""
    if login.key != request.cookies.get(cookie):
        answer.set_cookie(cookie, login.key, max_age=LONGEST_S, path="/", httponly=True, samesite="strict")
    return answer
