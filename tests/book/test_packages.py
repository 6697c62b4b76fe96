"""The questions of a page as a package of QTI 2.1: valid by a schema, judged as in the book, the same each time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from apsite.book.desk.lessons import Lesson, read
from apsite.book.desk.package import MANIFEST, items, package
from apsite.book.text.front_matter import read_front_matter
from tests.book.test_questions import CHOICE, NUMBER, ORDER
from tests.site import live

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
PACKAGE = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("qti-2.1.rng")))
HOSTILE = """\
??? question "4. Is 1 < 2 & “so”?"

    /// choice

    - [x] Yes, *V*<sub>m</sub> & more. `peak.voltage > 0`
    - [ ] No. `peak.voltage < 0`

        Because $E_K < 0$.

    ///

    It is.
"""


def lesson(markup: str) -> Lesson:
    matter = read_front_matter("chapter-1/x.md", "---\ntitle: Rest & more\n---\n")[0]
    assert matter is not None
    return read("chapter-1/x.md", "chapter-1/x/", matter, markup)


def read_all(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def faults(files: dict[str, bytes]) -> list[str]:
    """What of a package is not as the schema has it, or not there."""
    found = []
    for name, content in files.items():
        if name.endswith(".xml") and not SCHEMA.validate(etree.fromstring(content)):
            found.append(f"{name}: {SCHEMA.error_log.filter_from_errors()}")
    root = etree.fromstring(files[MANIFEST])
    listed = [each.get("href") or "" for each in root.iter(f"{PACKAGE}file")]
    found += [f"{each} is not in the package" for each in listed if each not in files]
    found += [f"{each} is not in the manifest" for each in files if each not in {*listed, MANIFEST}]
    names = [each.get("identifier") for each in root.iter(f"{PACKAGE}resource")]
    if len(set(names)) < len(names):
        found.append(f"names twice: {names}")
    return found


def judged(item: bytes, answer: str | list[str]) -> tuple[float, str]:
    """The score and the feedback that an item gives for an answer, as the standard has its conditions worked out."""
    root = etree.fromstring(item)
    right = [each.text or "" for each in root.findall(f"{QTI}responseDeclaration/{QTI}correctResponse/{QTI}value")]

    def holds(test: etree._Element) -> bool:
        base = test.findtext(f"{QTI}baseValue")
        if test.tag == f"{QTI}match":
            meant = [base] if base is not None else right
            return ([answer] if isinstance(answer, str) else answer) == meant
        low, high = map(float, test.get("tolerance", "").split())
        assert isinstance(answer, str)
        assert base is not None
        return float(base) - low <= float(answer) <= float(base) + high

    outcome = {"SCORE": "0", "FEEDBACK": ""}
    for branch in root.findall(f"{QTI}responseProcessing/{QTI}responseCondition/*"):
        if branch.tag == f"{QTI}responseElse" or holds(branch[0]):
            for each in branch.findall(f"{QTI}setOutcomeValue"):
                outcome[each.get("identifier", "")] = each.findtext(f"{QTI}baseValue") or ""
            break
    said = [each for each in root.findall(f"{QTI}modalFeedback") if each.get("identifier") == outcome["FEEDBACK"]]
    return float(outcome["SCORE"]), " ".join("".join(each.itertext()) for each in said)


@pytest.fixture
def packed(render: Callable[[str], str]) -> dict[str, bytes]:
    return read_all(package(lesson(render(NUMBER + "\n" + CHOICE + "\n" + ORDER + "\n" + HOSTILE)), {}))


def test_a_package_is_valid_and_whole(packed: dict[str, bytes]) -> None:
    assert faults(packed) == []
    assert len([name for name in packed if name.startswith("items/")]) == 4


def item(packed: dict[str, bytes], number: int) -> bytes:
    return next(content for name, content in packed.items() if name.startswith(f"items/q{number:02}-"))


def test_a_number_is_right_within_its_tolerance(packed: dict[str, bytes]) -> None:
    number = item(packed, 1)
    value = float(etree.fromstring(number).findtext(f".//{QTI}correctResponse/{QTI}value") or "nan")
    assert judged(number, str(value * 1.019))[0] == 1
    assert judged(number, str(value * 0.981))[0] == 1
    assert judged(number, str(value * 1.021))[0] == 0
    score, said = judged(number, str(-value))
    assert score == 0
    assert "The sign is lost." in said


def test_a_wrong_choice_is_told_its_misconception(packed: dict[str, bytes]) -> None:
    choice = item(packed, 2)
    options = {
        "".join(each.itertext()): each.get("identifier", "")
        for each in etree.fromstring(choice).iter(f"{QTI}simpleChoice")
    }
    assert judged(choice, options["Above zero."])[0] == 1
    score, said = judged(choice, options["At zero."])
    assert score == 0
    assert "It ends where the membrane is not charged." in said


def test_an_order_is_right_in_one_way(packed: dict[str, bytes]) -> None:
    order = item(packed, 3)
    right = [each.text or "" for each in etree.fromstring(order).iter(f"{QTI}value")][:3]
    assert judged(order, right)[0] == 1
    assert judged(order, right[::-1])[0] == 0


def test_signs_of_markup_are_words(packed: dict[str, bytes]) -> None:
    root = etree.fromstring(item(packed, 4))
    assert root.get("title") == "Is 1 < 2 & “so”?"
    assert any("Yes, Vm & more." in "".join(each.itertext()) for each in root.iter(f"{QTI}simpleChoice"))
    assert next(root.iter("{http://www.w3.org/1998/Math/MathML}math")) is not None


def test_the_schema_refuses_what_the_standard_does(packed: dict[str, bytes]) -> None:
    """Each is one change of an item that is valid."""
    text = item(packed, 2).decode()
    broken = {
        "an unknown element": text.replace("<itemBody>", "<itemBody><blink/>"),
        "parts out of order": text.replace("</itemBody>", "</itemBody><outcomeDeclaration/>"),
        "no such type": text.replace('baseType="float"', 'baseType="number"'),
        "no number": text.replace(">1</baseValue>", ">one</baseValue>"),
        "a prompt of paragraphs": text.replace("<prompt>", "<prompt><p>a</p>"),
        "a choice without a name": text.replace('simpleChoice identifier="A"', "simpleChoice"),
    }
    for what, changed in broken.items():
        assert changed != text, what
        assert not SCHEMA.validate(etree.fromstring(changed.encode())), what


def test_a_package_has_the_same_bytes_each_time(render: Callable[[str], str]) -> None:
    markup = render(NUMBER)
    assert package(lesson(markup), {}) == package(lesson(markup), {})


def test_every_package_of_the_book_is_valid(site: Path) -> None:
    """With the pictures that its questions are about."""
    found = sorted((site / "teach").rglob("questions.zip"))
    assert len(found) >= 9
    for file in found:
        files = read_all(file.read_bytes())
        assert faults(files) == [], file
        assert any(name.startswith("pictures/") for name in files), f"{file}: each of these pages has figures"
        for name, content in files.items():
            if name.startswith("items/") and b"in the figure?" in content:
                assert b"<img" in content, f"{file}: {name} asks about a figure"
    desk = (site / "teach" / live.CHAPTER.strip("/") / "index.html").read_text(encoding="utf-8")
    assert desk.count("as QTI 2.1") == len(found)


def test_questions_that_set_a_figure_are_left_out(render: Callable[[str], str]) -> None:
    given = lesson(render(CHOICE))
    assert [each.kind for each in items(given)] == ["choice"]
