"""What every page needs beside itself, from this machine alone: the sheet, the tokens, the fonts, htmx."""

from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from assets.theme import themes

FONTS = {"regular.ttf": "AtkinsonHyperlegible-Regular.ttf", "bold.ttf": "AtkinsonHyperlegible-Bold.ttf"}
KINDS = {
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "ttf": "font/ttf",
    "svg": "image/svg+xml",
}  # fmt: skip
OURS = ("tower.css", "print.css", "htmx.min.js", "rest.js", "still.js", "gone.js", "icon.svg")
KEPT_S = 3600


async def static(request: Request) -> Response:
    """One file of a closed list; a name that is none of it is not here, whatever it looks like."""
    name = str(request.path_params["name"])
    data = bytes_of(name)
    if data is None:
        return Response(b"404\n", 404, media_type="text/plain")
    kind = KINDS[name.rsplit(".", 1)[1]]
    return Response(data, headers={"content-type": kind, "cache-control": f"private, max-age={KEPT_S}"})


@cache
def bytes_of(name: str) -> bytes | None:
    """The bytes of a file of the list, None for any other name."""
    if name == "tokens.css":
        return sheet().encode()
    if name in FONTS:
        return (files("fontpkg_atkinson_hyperlegible") / "files" / FONTS[name]).read_bytes()
    return (files("tower") / "static" / name).read_bytes() if name in OURS else None


def sheet() -> str:
    """The game's colours as custom properties: by day, and with more contrast for who asks their system for it."""
    day, contrast = (
        "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in themes()[table].items())
        for table in ("day", "contrast")
    )
    return f":root{{{day}}}\n@media (prefers-contrast:more){{:root{{{contrast}}}}}\n"
