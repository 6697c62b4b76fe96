"""What is written out, read as a browser reads it, and held against the list of what is allowed.

Owns the reading of finished HTML: of a page's text, of a page with the theme around it, of an entry of the search. What
an author typed may get round those who look at it before; what a browser will find in the page does not get round this.
Lexbor, which reads it, follows the HTML standard's own algorithm.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from apsite.book.safety.allowed import (
    ADDRESSES,
    ATTRIBUTES,
    FURTHEST,
    IN_SEARCH,
    LARGEST,
    MATHEMATICS,
    META,
    OF_MATHEMATICS,
    OWN,
    OWN_ATTRIBUTES,
    PICTURE_AND_TASK,
    SCHEMES,
    SHELL,
    TAGS,
    allows_value,
    enlarged,
    shift,
    writes_class,
)

#: What stands around a text while it is judged: it has to stand there as it was when all is read.
_BEFORE, _BEHIND, _END = "<!doctype html><body><p>before</p>", "<p>behind</p>", "the text ends here"
_UNCLOSED = (
    "what is written out reaches beyond its place: an element, comment or attribute in it is not closed, or closes "
    "what is around it. Look at the page's HTML."
)
#: How deep elements may stand in each other; browsers flatten what is deeper than 512.
DEEPEST = 400
#: Tags, without those of elements that are empty or that HTML lets end by themselves.
_NESTING = re.compile(
    r"<(/?)(?!(?:area|br|col|hr|img|input|source|wbr|p|li|d[dt]|t[rdh]|tbody|thead|tfoot|r[pt])[\s/>])[a-z]",
    re.IGNORECASE,
)

_TEXT = TAGS | PICTURE_AND_TASK | OWN | MATHEMATICS
_HTML_ATTRIBUTES = ATTRIBUTES | OWN_ATTRIBUTES
_STILL = re.compile(r'<noscript><span class="ap-still" data-search-exclude="">[^<>"]*</span></noscript>')
_IGNORED = re.compile(r"[\x00-\x20\x7f]")
_ELSEWHERE = re.compile(r"[\\/]{2}")
_SCHEME = re.compile(r"([^/?#:\\]*):")
#: A way to another host, as far as the host; one that holds none of the signs of a name leads nowhere.
_TO_A_HOST = re.compile(
    r"""https?:[\\/]*(?:[^\\/?#@\s]*@)?(?:\[[\da-f:.]+\]|[^\s\\/?#@:<>\[\]^|%{}`"]+)(?::\d*)?(?:[\\/?#]|\Z)""",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """Something that may not stand where it is: a `piece` that may be found in the source, and why."""

    piece: str
    message: str


def seen_scheme(address: str) -> str:
    """Return the scheme of an address, read off a page, as a browser sees it; "" if it has none."""
    match = _SCHEME.match(_IGNORED.sub("", address))
    return match[1].lower() if match else ""


def judge(markup: str) -> list[Finding]:
    """Return what of the text of a page, in HTML, may not stand in it."""
    if deeper(markup):
        return [Finding("", f"elements stand in each other more than {DEEPEST} deep.")]
    whole = LexborHTMLParser(f"{_BEFORE}<article>{markup}<!--{_END}--></article>{_BEHIND}")
    root, body = whole.root, whole.body
    if root is None or body is None:
        return [Finding("", "nothing of it can be read as HTML.")]
    around = list(_children(body))
    own = {body.mem_id, *(node.mem_id for node in around)}
    found: list[Finding] = []
    ends = False
    for node in body.traverse():
        if node.is_element_node and node.mem_id not in own:
            found += _in_text(node)
        ends = ends or (node.is_comment_node and node.comment_content == _END)
    kept = [node.tag for node in around] == ["p", "article", "p"] and around[-1].html == _BEHIND
    if not (kept and ends) or root.attributes or body.attributes:
        found.append(Finding("", _UNCLOSED))
    return list(dict.fromkeys(found))


def deeper(markup: str) -> bool:
    """Say whether elements stand in each other deeper than `DEEPEST`, which browsers do not show and cost time."""
    depth = 0
    for found in _NESTING.finditer(markup):
        depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def judge_page(page: str) -> list[Finding]:
    """Return what of a whole page, with the theme around its text, may not stand in it."""
    root = LexborHTMLParser(page).root
    assert root is not None  # a parser of HTML makes a document of anything
    text = root.css_first("article") or root.css_first("main.ap-embed, .ap-embed main")
    if text is None:  # another theme's page, around which other things stand
        return []
    found: list[Finding] = []
    reserved: Counter[str] = Counter()
    for node in _under(text):
        reserved[node.id or ""] += 1
        if node.mem_id != text.mem_id:
            found += _in_text(node)
    text.decompose()
    for node in _under(root):
        reserved[node.id or ""] += 1
        found += _around(node)
    twice = [each for each, count in reserved.items() if each.startswith("__") and count > 1]
    found += [Finding(each, f"the id '{each}' is there twice, and it is the theme's.") for each in twice]
    return list(dict.fromkeys(found))


def judge_entry(text: str) -> list[Finding]:
    """Return what of an entry of the search index, which the theme shows as HTML, may not stand in it."""
    body = LexborHTMLParser(f"<!doctype html><body><div>{text}</div>").body
    assert body is not None
    nodes = [node for node in _under(body) if node.parent is not None and node.tag != "body"][1:]
    return [
        Finding(f"<{node.tag}", f"<{node.tag}> may not stand in the search index.")
        for node in nodes
        if str(node.tag).lower() not in IN_SEARCH or node.attributes
    ]


def _under(root: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements at and under a node."""
    return (node for node in root.traverse() if node.is_element_node)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _in_text(node: LexborNode) -> Iterator[Finding]:
    """Yield what is wrong with an element of a page's text."""
    tag = str(node.tag).lower()
    if tag not in _TEXT:
        yield Finding(f"<{tag}", f"<{tag}> is in the page in the end, where it may not stand.")
        return
    if tag == "noscript" and not _STILL.fullmatch(node.html or ""):
        yield Finding("<noscript", "<noscript> may not stand in a page.")
    given = node.attributes
    if tag == "script" and ("src" not in given or node.text(deep=True).strip()):
        yield Finding("<script", "<script> may not stand in a page.")
    if tag == "input" and "disabled" not in given and not (given.get("name") or "").startswith("__tabbed_"):
        yield Finding("<input", "<input> may not stand in a page, but for the box of a task and a tab.")
    for name, value in given.items():
        yield from _attribute(tag, name.lower(), value or "")
    if tag == "math":
        yield from _of_formula(node)


def _of_formula(formula: LexborNode) -> Iterator[Finding]:
    """Yield what is wrong with a formula as a whole: each of many small steps keeps to its place, all together not."""
    moved = largest = 0.0
    sizes: dict[int, float] = {}  # of elements, by what they stand in
    for node in _under(formula):
        tag, given = str(node.tag).lower(), node.attributes
        around = sizes.get(node.parent.mem_id, 1.0) if node.parent is not None else 1.0
        sizes[node.mem_id] = around * enlarged(given.get("mathsize") or "")
        largest = max(largest, sizes[node.mem_id])
        moved += sum(shift(tag, name.lower(), value or "") for name, value in given.items())
    if moved > FURTHEST:
        yield Finding(
            "", f"a part of a formula is moved by {moved:.0f} em, more than the {FURTHEST:.0f} that it may be."
        )
    if largest > LARGEST:
        yield Finding("", f"letters of a formula are {largest:.1f} times larger than the text, and may be {LARGEST:g}.")


@lru_cache(maxsize=1 << 14)
def _attribute(tag: str, name: str, value: str) -> tuple[Finding, ...]:
    """Return what is wrong with an attribute; those of a book are mostly the same."""
    known = OF_MATHEMATICS if tag in MATHEMATICS else _HTML_ATTRIBUTES
    if name not in known:
        return (Finding(name, f"<{tag}> has the attribute {name} in the end, which may not stand on it."),)
    if name == "class":
        return tuple(unknown_class(each) for each in value.split() if not writes_class(each))
    if name in ADDRESSES and not _leads_well(tag, name, value):
        return (_leading(value),)
    if not allows_value(tag, name, value):
        what = f"the id '{value[:100]}'" if name == "id" else f'{name}="{value[:100]}" on <{tag}>'
        return (Finding(value, f"{what} is not one that a page may have."),)
    return ()


def unknown_class(name: str) -> Finding:
    """Return what is found where a class stands in a page that is not in the list."""
    return Finding(name, f"the class '{name}' is not one that a page may have.")


def _leading(address: str) -> Finding:
    return Finding(address, f"the address '{address[:100]}' is in the page in the end, and no page may lead there.")


def _leads_well(tag: str, name: str, value: str) -> bool:
    """Say whether an address is one that a page may lead to; what is shown in the page comes from the site itself."""
    if name == "src":
        return (
            not seen_scheme(value) and not _ELSEWHERE.match(_IGNORED.sub("", value)) and allows_value(tag, name, value)
        )
    scheme = seen_scheme(value)
    whole = re.sub(r"[\t\n\r]", "", value).strip()  # as browsers read it
    return scheme in SCHEMES and (scheme not in ("http", "https") or bool(_TO_A_HOST.match(whole)))


def _around(node: LexborNode) -> Iterator[Finding]:
    """Yield what is wrong with an element that the theme puts around the text, as far as a page has a say in it."""
    tag = str(node.tag).lower()
    given = {name.lower(): value or "" for name, value in node.attributes.items()}
    if tag not in SHELL:
        yield Finding(f"<{tag}", f"<{tag}> stands outside of the page's text in the end, where it may not stand.")
    if tag == "meta" and given.get("http-equiv", "content-security-policy").lower() not in META:
        yield Finding("http-equiv", f'<meta http-equiv="{given["http-equiv"]}"> is in the page in the end.')
    for name, value in given.items():
        if name.startswith("on") or name in ("style", "srcdoc", "action", "formaction", "ping"):
            yield Finding(name, f"<{tag}> has the attribute {name} outside of the page's text in the end.")
        elif name in ("href", "src") and not _around_leads_well(tag, given, value):
            yield _leading(value)


def _around_leads_well(tag: str, given: dict[str, str], value: str) -> bool:
    if tag == "a":
        return seen_scheme(value) in SCHEMES
    if tag == "link" and given.get("rel") == "canonical":
        return seen_scheme(value) in ("", "http", "https")
    return not seen_scheme(value) and not _ELSEWHERE.match(_IGNORED.sub("", value))
