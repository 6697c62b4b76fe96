"""What a page has generated for it: the parameters, the experiments and the references.

Owns their markup. Every row that another page links to carries its anchor.
"""

import re
from xml.etree.ElementTree import Element

from apsite.book.model.model import Experiment, Parameter
from apsite.book.model.quantities import pretty, typeset
from apsite.book.pages.book import READING, REFERENCES, Book
from apsite.book.pages.citations import OF_THE_MODEL, Source
from apsite.book.pages.notes import of_source
from apsite.book.text.formulas import formula
from apsite.book.text.trees import element


def parameters(book: Book, group: str = "") -> list[Element]:
    """Return the table of the model's parameters, or of one group of them, with their ranges where they have any."""
    shown = [each for each in book.model.parameters if group in ("", each.group)]
    free = any(each.minimum < each.maximum for each in shown)
    head = ["Symbol", "Value", "Quantity", *(["May be"] if free else []), "Source"]
    return [_table(head, [_parameter(book, each, *([_limits(each)] if free else [])) for each in shown])]


def _limits(parameter: Parameter) -> str:
    if parameter.minimum == parameter.maximum:
        return "fixed"
    limits = f"{_number(parameter.minimum)} to {_number(parameter.maximum)}"
    return f"{limits}\u202f{pretty(parameter.unit)}".strip()


def _parameter(book: Book, parameter: Parameter, *more: str) -> Element:
    known = book.bibliography.sources
    return _row(
        f"parameters.{parameter.name}",
        formula(parameter.symbol),
        typeset(parameter.value, parameter.decimals, parameter.unit),
        parameter.description,
        *more,
        citation(book, parameter.source, parameter.locator) if parameter.source in known else "",
    )


def experiments(book: Book) -> list[Element]:
    """Return a section for each experiment: what it does, its options and the values that it publishes."""
    made = []
    for name, experiment in sorted(book.model.experiments.items()):
        made.append(element("h2", {"id": name}, experiment.title))
        made.append(element("p", {}, experiment.summary))
        made += _values(experiment) + _options(experiment)
    return made


def _values(experiment: Experiment) -> list[Element]:
    rows = [
        _row(
            value.name,
            _name(value.name),
            typeset(value.value, value.decimals, value.unit),
            value.definition,
        )
        for value in experiment.values
    ]
    return [_table(["Value", "Measured", "What it is"], rows, searched=False)] if rows else []


def _options(experiment: Experiment) -> list[Element]:
    rows = [
        _row(
            f"{experiment.name}.{option.name}",
            _name(option.name),
            f"{_number(option.default)}\u202f{pretty(option.unit)}".strip(),
            option.description,
            f"{_number(option.minimum)} to {_number(option.maximum)}\u202f{pretty(option.unit)}".strip(),
        )
        for option in experiment.options.values()
    ]
    return [_table(["Option", "Unless given", "What it is", "May be"], rows, searched=False)] if rows else []


def references(book: Book) -> list[Element]:
    """Return the list of the sources that the book uses."""
    items = [_reference(source) for source in book.bibliography.listed()]
    return [element("ul", {"class": "ap-references"}, *items)]


def _reference(source: Source) -> Element:
    parts: list[Element | str] = [f"{source.authors} ({source.year}). {source.title}. "]
    if source.container:
        parts += [element("em", {}, source.container), " "]
    if source.place:
        parts += [f"{source.place}. "]
    if source.url:
        parts.append(element("a", {"href": source.url}, source.url.removeprefix("https://")))
    return element("li", {"id": source.key}, *parts)


def citation(book: Book, key: str, locator: str) -> Element:
    """Return the link that names a source. Raises KeyError if there is none of that key."""
    source = book.bibliography.sources[key]
    text = ", ".join(filter(None, [source.label, locator]))
    attributes = {"class": "ap-cite", "href": book.link(REFERENCES, key), "title": of_source(source)}
    return element("a", attributes, text)


def of_the_model(book: Book) -> Element:
    """Return the mark of a finding that was made in the model alone. It vouches for no number."""
    title = "The model does this. It is no measurement of a living axon, which may do otherwise."
    link = element("a", {"class": "ap-cite", "href": book.link(*READING), "title": title}, OF_THE_MODEL)
    return element("span", {"class": "ap-model"}, "(", link, ")")


def _table(head: list[str], rows: list[Element], searched: bool = True) -> Element:
    """Return a table; one that is not `searched` is left out of what every page loads for its search."""
    cells = [element("th", {"scope": "col"}, cell) for cell in head]
    head_and_body = element("thead", {}, element("tr", {}, *cells)), element("tbody", {}, *rows)
    attributes = {"class": "ap-table"} | ({} if searched else {"data-search-exclude": ""})
    return element("div", attributes, element("table", {"class": "ap-table__grid"}, *head_and_body))


def _row(anchor: str, *cells: Element | str) -> Element:
    return element("tr", {"id": anchor}, *(element("td", {}, cell) for cell in cells))


def _name(name: str) -> Element:
    """Return `name` as code that a narrow column may break after each dot and underscore."""
    return element("code", {}, *(element("span", {}, part) for part in re.findall(r"[^._]+[._]?", name)))


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
