"""The list of parts as a CycloneDX file, for who must know what runs on a machine."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.model import Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from license_expression import ExpressionError, get_spdx_licensing
from packageurl import PackageURL

from lab.packages.parts import PackedPart
from lab.packages.recipe import Folder

FILE = "SBOM.cdx.json"
PURL = {"pypi": "pypi", "system": "deb"}


def component(part: PackedPart) -> Component:
    """A part as CycloneDX says it."""
    purl = None
    if part.kind in PURL:
        space = "debian" if part.kind == "system" else None
        purl = PackageURL(PURL[part.kind], space, part.name.lower(), part.version)
    kind = ComponentType.APPLICATION if part.kind in ("own", "python") else ComponentType.LIBRARY
    return Component(
        name=part.name, version=part.version, type=kind, bom_ref=f"{part.kind}:{part.name}", purl=purl,
        licenses=[licence(part.licence)],
        properties=[Property(name="envol:inside", value=part.inside)] if part.inside else [],
    )  # fmt: skip


def licence(words: str) -> LicenseExpression | DisjunctiveLicense:
    """An expression where every word of it is SPDX's, else the part's own name for it."""
    try:
        get_spdx_licensing().parse(words, validate=True)
    except ExpressionError:
        return DisjunctiveLicense(name=words)
    return LicenseExpression(words)


def write_sbom(folder: Path, to_build: Folder, parts: Sequence[PackedPart], epoch: int) -> None:
    """Write the list: the same parts and time give the same bytes. Raises OSError."""
    own = next(part for part in parts if part.kind == "own")
    whole, pieces = component(own), [component(part) for part in parts if part is not own]
    bom = Bom(
        components=pieces,
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"envol:{to_build.name}:{epoch}"),
        metadata=BomMetaData(component=whole, timestamp=datetime.fromtimestamp(epoch, UTC)),
    )
    bom.register_dependency(whole, pieces)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    (folder / FILE).write_text(text + "\n", "utf-8")
