"""The questions of a page as one file for course systems: an IMS content package, the same bytes for the same book."""

import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring

from apsite.book.desk.lessons import Asked, Figure, Lesson
from apsite.book.desk.markup import parsed
from apsite.book.desk.qti import KINDS, NAMESPACE, Picture, identifier, item

MANIFEST = "imsmanifest.xml"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_TEST = "test.xml"


def items(lesson: Lesson) -> list[Asked]:
    """Return what of a page becomes an item."""
    return [each for each in lesson.asked if each.kind in KINDS]


def package(lesson: Lesson, assets: Mapping[str, bytes]) -> bytes:
    """Return the package of a page; `assets` are the pictures of the book, by their places in the site."""
    files: dict[str, bytes] = {}
    resources, references = [], []
    for number, asked in enumerate(items(lesson), 1):
        name, place = identifier(number, asked), f"items/{identifier(number, asked)}.xml"
        shown = _pictures(lesson, asked, assets)
        files |= {picture.href.removeprefix("../"): content for picture, content in shown}
        files[place] = item(name, asked, [picture for picture, _ in shown])
        pictures = [picture.href.removeprefix("../") for picture, _ in shown]
        resources.append(_resource(name, "imsqti_item_xmlv2p1", place, pictures, ()))
        references.append((name, place))
    name = "test-" + re.sub(r"[^A-Za-z0-9]+", "-", posixpath.splitext(lesson.source)[0])[-26:].strip("-")
    files[_TEST] = _test(name, lesson.title, references)
    resources.insert(0, _resource(name, "imsqti_test_xmlv2p1", _TEST, [], [each for each, _ in references]))
    return _zipped({MANIFEST: _manifest(f"package-{name}", resources), **dict(sorted(files.items()))})


def _pictures(lesson: Lesson, asked: Asked, assets: Mapping[str, bytes]) -> list[tuple[Picture, bytes]]:
    """Return the pictures that a question needs: of the figure that it is about, or of the part that it leads to."""
    figure = lesson.about(asked)
    one = _picture(figure, assets) if figure else None
    return [one] if one else []


def _picture(figure: Figure, assets: Mapping[str, bytes]) -> tuple[Picture, bytes] | None:
    image = parsed(figure.markup).css_first("img")
    if image is None:
        return None
    given = {name: value or "" for name, value in image.attributes.items()}
    path = next((each for each in assets if given["src"].endswith(each)), None)
    if path is None:
        return None
    size = given.get("width", "760"), given.get("height", "330")
    return Picture(f"../pictures/{posixpath.basename(path)}", given.get("alt", ""), size), assets[path]


def _resource(name: str, kind: str, href: str, more: list[str], needs: Sequence[str]) -> Element:
    resource = Element("resource", {"identifier": name, "type": kind, "href": href})
    for each in [href, *more]:
        SubElement(resource, "file", {"href": each})
    for each in needs:
        SubElement(resource, "dependency", {"identifierref": each})
    return resource


def _manifest(name: str, resources: list[Element]) -> bytes:
    root = Element("manifest", {"xmlns": _PACKAGE, "identifier": name})
    about = SubElement(root, "metadata")
    SubElement(about, "schema").text = "QTIv2.1 Package"
    SubElement(about, "schemaversion").text = "1.0.0"
    SubElement(root, "organizations")
    SubElement(root, "resources").extend(resources)
    return _HEAD + tostring(root, encoding="unicode").encode()


def _test(name: str, title: str, references: list[tuple[str, str]]) -> bytes:
    root = Element("assessmentTest", {"xmlns": NAMESPACE, "identifier": name, "title": title})
    part = SubElement(
        root, "testPart", {"identifier": "part", "navigationMode": "nonlinear", "submissionMode": "individual"}
    )
    section = SubElement(part, "assessmentSection", {"identifier": "section", "title": title, "visible": "true"})
    for each, place in references:
        SubElement(section, "assessmentItemRef", {"identifier": each, "href": place})
    return _HEAD + tostring(root, encoding="unicode").encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a package that does not tell when and where it was made."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)  # of the first day that such a file knows
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, content)
    return written.getvalue()
