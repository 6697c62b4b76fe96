"""From names to what they stand for: the step in which a page's tree meets the book.

Owns which target may stand where, and the check of every number; `looks` has the look at the prose around them. It runs
once Markdown has made links and images of the author's text.
"""

import html
import posixpath
import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from apsite.book.markdown import cells, looks
from apsite.book.markdown.takeaway import take_away, told
from apsite.book.model import prose
from apsite.book.model.quantities import typeset
from apsite.book.notebooks.notebooks import TAKE_AWAY, Notebook
from apsite.book.pages import checking, notes, tables
from apsite.book.pages.authored import Authored
from apsite.book.pages.book import EXPERIMENTS, GLOSSARY, PARAMETERS, Book
from apsite.book.pages.figures import embed, figure, read_options, schematic, script
from apsite.book.pages.glossary import anchor
from apsite.book.production.workers import ProductionError
from apsite.book.safety.allowed import SCHEMES
from apsite.book.safety.safety import scheme
from apsite.book.text.addresses import is_address
from apsite.book.text.faults import nearest
from apsite.book.text.formulas import LABEL, equation, formula
from apsite.book.text.lines import line_of, mark, strip
from apsite.book.text.trees import ESCAPED, alone, element, into_text, parents, readable, replace, text_of

TABLES: dict[str, Callable[[Book], list[Element]]] = {
    "parameters": tables.parameters,
    "experiments": tables.experiments,
    "references": tables.references,
}


class Resolution(Treeprocessor):
    """Resolves links, images and formulas, looks at the prose, explains terms and takes out the marks."""

    def __init__(self, md: Markdown, book: Book) -> None:
        super().__init__(md)
        self.book = book

    def run(self, root: Element) -> None:
        """Change `root` in place; what is wrong is reported to the book."""
        self.authored = Authored(self.book, self.md)
        self.authored.check(root)
        self.parents = parents(root)
        self.generated: list[Callable[[], None]] = []
        for node in list(root.iter()):
            if node.tag in ("a", "img") and not self._addressed(node):
                continue
            if node.tag == "a":
                self._link(node)
            elif node.tag == "img":
                self._image(node)
            elif node.get("class") == "arithmatex":
                self._formula(node)
        if self.book.page.checked:
            looks.check_prose(self.book, self.md, root)
        looks.look_for_signs(self.book, self.md, root)
        glossary = self.book.glossary_of(self.book.page.source, self.book.glossary)
        if posixpath.basename(self.book.page.source) == GLOSSARY:
            for term in root.iter("dt"):
                term.set("id", term.get("id") or anchor(strip(text_of(term, self.md))))
        else:
            glossary.explain(root, lambda name, page: self.book.link(page or GLOSSARY, name))
        for put in self.generated:  # last: tables are neither prose to be checked nor a place to explain terms
            put()
        _strip(root)

    def _addressed(self, node: Element) -> bool:
        """Say whether a link or a picture has an address that can be read at all; else report it, and take it out."""
        name = "href" if node.tag == "a" else "src"
        address = ESCAPED.sub(lambda sign: chr(int(sign[1])), node.get(name) or "")
        if address:
            node.set(name, address)
        if is_address(strip(address)):
            return True
        self.book.report(address, f"'{strip(address)}' is no address: a bracket in it is not closed, say.")
        del node.attrib[name]
        return False

    def _link(self, node: Element) -> None:
        href = node.get("href") or ""
        scheme, name = _target(href)
        match scheme:
            case "model":
                self._value(node, name, href)
            case "equation":
                self._in_place(node, href, lambda: self._equation(name, href))
            case "table":
                self._in_place(node, href, lambda: self._table(name, href))
            case "laboratory":
                self._in_place(node, href, lambda: self._laboratory(name, href))
            case "figure" | "schematic":
                self.book.report(href, f"a {scheme} needs an exclamation mark: ![What it shows]({scheme}:{name}).")
            case _ if scheme not in SCHEMES:
                self.book.report(
                    href,
                    f"there is no '{scheme}:' to link to. {nearest(scheme, ['model', 'equation', 'table'])}",
                )
                del node.attrib["href"]
            case "":
                self.authored.link(node, href)

    def _value(self, node: Element, target: str, href: str) -> None:
        """Check the number in a link, or fill it in."""
        name, tilde, distance = target.partition("~")
        node.set("class", prose.CHECKED)  # also if it does not hold: one fault is enough
        if (value := checking.named(self.book, name, href)) is None:
            return
        text = strip(text_of(node, self.md)).strip()
        if text:
            checking.check(self.book, value, text, distance if tilde else None, href)
        else:
            node.text = typeset(value.value, value.decimals, value.unit)
        data = element("data", {"value": repr(value.value)}, node.text or "")
        data.extend(list(node))
        page = EXPERIMENTS if value.measured else self._page_of(name.removeprefix("parameters."), href)
        title = notes.of_value(self.book, value)
        link = {"class": prose.CHECKED, "href": self.book.link(page, name), "title": title}
        replace(node, element("a", link, data))

    def _page_of(self, name: str, href: str) -> str:
        """Return the page that has the row of a parameter, in the table of its group: a chapter's membrane has its own.

        Where the other pages are not known, as outside of a book, it is the one that has the book's own.
        """
        group, tabled = next(each.group for each in self.book.model.parameters if each.name == name), self.book.tabled
        if tabled and not tabled.keys() & {group, ""}:
            message = f"no page shows where {name} is from. Put [](table:parameters/{group}) on a page of the chapter."
            self.book.report(href, message)
        return tabled.get(group) or tabled.get("") or PARAMETERS

    def _equation(self, name: str, href: str) -> list[Element]:
        known = self.book.model.equations
        if name not in known:
            self.book.report(href, f"the model has no equation '{name}'. {nearest(name, known)}")
            return []
        return [equation(known[name].latex)]

    def _table(self, name: str, href: str) -> list[Element]:
        if name == TAKE_AWAY and self.book.page.notebook:
            links = self.book.taken(self.book.page.notebook)
            return [*([take_away(links)] if links else []), *told(self.book.page.notebook)]
        groups = {f"parameters/{each.group}": each.group for each in self.book.model.parameters if each.group}
        if name in groups:
            return tables.parameters(self.book, groups[name])
        if name not in TABLES:
            self.book.report(href, f"there is no table '{name}'. {nearest(name, [*TABLES, *groups])}")
            return []
        return TABLES[name](self.book)

    def _laboratory(self, name: str, href: str) -> list[Element]:
        """Return the box in which a reader opens the laboratory, which comes when it is opened."""
        if name != LABORATORY:
            self.book.report(href, f"there is no laboratory '{name}'. Did you mean '{LABORATORY}'?")
            return []
        opener = {"type": "button", "class": "ap-live__button", "disabled": "disabled"}
        button = element("button", opener, "Open the laboratory")
        if place := script(self.book):
            button.tail = self.md.htmlStash.store(place)
        return [element("div", {"class": "ap-laboratory"}, button)]

    def _in_place(self, node: Element, href: str, make: Callable[[], list[Element]]) -> None:
        """Put what is made in the place of the paragraph that holds nothing but the link `node`, which has no text."""
        if text_of(node, self.md):
            return self.book.report(href, f"[]({strip(href)}) has nothing in its brackets.")
        return self._in_paragraph(node, href, make)

    def _in_paragraph(self, node: Element, address: str, make: Callable[[], list[Element]]) -> None:
        """Put what is made in the place of the paragraph that holds nothing but `node`."""
        paragraph = self.parents[node]
        if paragraph.tag != "p" or not alone(node, paragraph):
            shown = "[]" if node.tag == "a" else "![...]"
            return self.book.report(address, f"{shown}({strip(address)}) stands alone in a paragraph.")
        made = make()
        block = made[0] if len(made) == 1 else element("div", {}, *made)
        self.generated.append(lambda: replace(paragraph, block))  # when the prose has been looked at
        return None

    def _image(self, node: Element) -> None:
        src, alt = node.get("src") or "", readable(node.get("alt"), self.md)
        scheme, name = _target(src)
        if not strip(alt).strip() and scheme != "cell":
            message = f"the image {strip(src)} has no alternative text. Say in words what it shows."
            self.book.report(src, message, unfinished=True)
            if scheme in ("figure", "schematic", "notebook"):
                return None
        if self.book.page.checked:
            looks.check_passage(self.book, alt)
        if scheme == "figure":
            self._figure(node, name, src, alt)
        elif scheme == "schematic":
            self._schematic(node, name, src, alt)
        elif scheme == "notebook":
            self._tagged_cell(node, name, src, alt)
        elif scheme == "cell" and self.book.page.notebook:
            self._cell(node, self.book.page.notebook, name, src)
        elif scheme not in ("", "http", "https"):
            self.book.report(
                src, f"there is no image '{scheme}:'. {nearest(scheme, ['figure', 'schematic', 'notebook'])}"
            )
        else:
            self.authored.image(node, src, alt, linked=self.parents[node].tag == "a")
        return None

    def _figure(self, node: Element, name: str, src: str, alt: str) -> None:
        experiments = {key: each for key, each in self.book.model.experiments.items() if each.figure}
        if name not in experiments:
            return self.book.report(src, f"there is no figure '{name}'. {nearest(name, experiments)}")
        options, faults = read_options(experiments[name], node.attrib)
        for fault in faults:
            self.book.report(src, fault)
        if faults:
            return None
        try:
            markup = figure(self.book, name, options, alt, node.get("class") or "", node.get("id") or "")
            embed(self.book, name, alt)
        except ProductionError as error:
            return self.book.report(src, f"the figure '{name}' could not be made: {str(error).splitlines()[-1]}")
        into_text(node, self.parents[node], self.md.htmlStash.store(markup))
        return None

    def _schematic(self, node: Element, name: str, src: str, alt: str) -> None:
        answer = self.book.schematics.get(name)
        if answer is None:
            return self.book.report(src, f"there is no schematic '{name}'. {nearest(name, self.book.schematics)}")
        if isinstance(answer, ProductionError):
            message = f"the schematic '{name}' could not be drawn: {str(answer).splitlines()[-1]}"
            return self.book.report(src, message)
        markup = schematic(self.book, name, answer, alt, node.get("class") or "", node.get("id") or "")
        return into_text(node, self.parents[node], self.md.htmlStash.store(markup))

    def _tagged_cell(self, node: Element, target: str, src: str, alt: str) -> None:
        """Put a notebook's cell into the place of the paragraph that names it and nothing else."""
        name, _, tag = target.partition("#")
        notebooks = self.book.named(name)
        if not notebooks:
            known = {notebook.name for notebook in self.book.notebooks.values()}
            return self.book.report(src, f"there is no notebook '{name}'. {nearest(name, known)}")
        if len(notebooks) > 1:
            places = " and ".join(notebook.source for notebook in notebooks)
            return self.book.report(src, f"'{name}' is the name of {places}. Give one of them another.")
        tagged = notebooks[0].tagged
        if tag not in tagged:
            return self.book.report(src, f"the notebook '{name}' has no cell '{tag}'. {nearest(tag, tagged)}")
        return self._in_paragraph(node, src, lambda: [cells.folded(self.book, self.md, notebooks[0], tagged[tag], alt)])

    def _cell(self, node: Element, notebook: Notebook, number: str, src: str) -> None:
        """Put a cell into its place on its notebook's page, and look at what it gave."""
        cell = next((each for each in notebook.code if str(each.number) == number), None)
        if cell is None:
            return self.book.report(src, f"there is no image 'cell:{number}'. A cell stands on its page by itself.")
        if notebook.files:
            checking.look_at(self.book, cell, src)
        return self._in_paragraph(node, src, lambda: [cells.whole(self.book, self.md, notebook, cell)])

    def _formula(self, node: Element) -> None:
        wrapped = node.text or ""
        latex = strip(wrapped)[2:-2].strip()
        for label in LABEL.finditer(latex):
            message = f"{label[0]} names a formula, and formulas have no numbers here. Take it out."
            below = strip(wrapped)[2:].count("\n", 0, strip(wrapped)[2:].find(label[0]))
            self.book.report(mark((line_of(wrapped) or 1) + below), message, unfinished=True)
        try:
            made = equation(html.unescape(latex)) if node.tag == "div" else formula(latex)
        except ValueError as error:
            written = " ".join(latex.split())
            self.book.report(wrapped, f"the formula '{written}' cannot be read: {error}.", unfinished=True)
            return replace(node, element("code", {}, html.unescape(latex)))
        for math in made.iter("math"):
            math.set("alttext", math.get("alttext", "") + mark(line_of(wrapped) or 0))  # for a look at the prose
        # A browser may break the line between a formula and the full stop behind it, unless both stand in one box.
        stop = re.match(r"[.,;:!?)]+", node.tail or "")
        if stop and node.tag == "span":
            made.tail, node.tail = stop[0], (node.tail or "")[stop.end() :]
            made = element("span", {"class": "ap-formula"}, made)
        return replace(node, made)


_ADDRESS = {"a": "href", "img": "src"}
#: What stands for something of the book in an address, and is never written out.
_OF_THE_BOOK = frozenset({"model", "equation", "table", "figure", "schematic", "notebook", "cell", "laboratory"})
#: What `[](laboratory:clamp)` opens: the only one that there is.
LABORATORY = "clamp"


def _target(address: str) -> tuple[str, str]:
    """Return scheme and rest of an address with marks."""
    plain = strip(address)
    found = scheme(plain)
    return found, plain.partition(":")[2] if found else plain


def _strip(root: Element) -> None:
    """Take the marks out, and addresses of which nothing was made: that is reported."""
    for node in root.iter():
        for name, value in list(node.items()):
            if name in _ADDRESS.values() and scheme(strip(value)) in _OF_THE_BOOK:
                del node.attrib[name]
            elif value:
                node.set(name, strip(value))
        node.text, node.tail = node.text and strip(node.text), node.tail and strip(node.tail)
        if node.tag in _ADDRESS and _ADDRESS[str(node.tag)] not in node.attrib:  # MkDocs falls over it
            node.text = (node.attrib.pop("alt", "") if node.tag == "img" else node.text) or ""
            node.tag = "span"
            if name := node.attrib.pop("name", ""):  # an anchor, as it was written once
                node.attrib.setdefault("id", name)
