"""XML as `scenarios.safe` reads texts: told by its elements, bounded in depth and in their number, no entity."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from scenarios.safe import MAX_NODES, Problem, SourceErrors, text_of

MAX_XML_DEPTH = 40


@dataclass(frozen=True, slots=True)
class XmlHandlers:
    """What is told of an XML text: elements as they open and close, the words between, a document type."""

    start: Callable[[str, dict[str, str], int], None]
    end: Callable[[str, int], None]
    words: Callable[[str, int], None]
    doctype: Callable[[int], None]


def parse_xml(raw: bytes, name: str, handlers: XmlHandlers) -> None:
    """Tell an XML text, by lines. Raises SourceErrors: not XML, too deep, too many elements, what nobody sees."""
    text_of(raw, name)
    parser = expat.ParserCreate("utf-8", " ")
    depth = count = 0

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_XML_DEPTH:
            raise SourceErrors([Problem(name, parser.CurrentLineNumber, "", "too_deep", {"limit": MAX_XML_DEPTH})])
        if count > MAX_NODES:
            raise SourceErrors([Problem(name, parser.CurrentLineNumber, "", "too_many", {"limit": MAX_NODES})])
        handlers.start(tag, given, parser.CurrentLineNumber)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        handlers.end(tag, parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: handlers.words(text, parser.CurrentLineNumber)
    parser.StartDoctypeDeclHandler = lambda *_: handlers.doctype(parser.CurrentLineNumber)
    parser.EntityDeclHandler = _no_entity(name, parser)
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise SourceErrors([Problem(name, error.lineno, "", "art_syntax")]) from error


def _no_entity(name: str, parser: expat.XMLParserType) -> Callable[..., None]:
    """Entities may grow without end: one that is declared stops the reading."""

    def declared(*_: object) -> None:
        raise SourceErrors([Problem(name, parser.CurrentLineNumber, "", "art_doctype")])

    return declared
