"""Figures of experiments: the four pictures of one, and the options that a page starts it with.

Owns how options are read and checked, and the markup of a figure, which says what was chosen other than
the default. Which picture is shown is left to the browser (wide or narrow) and to the style sheet (light
or dark).
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from apsite.book.model.model import Experiment, Option
from apsite.book.model.quantities import decimal, pretty
from apsite.book.pages.book import ASSETS, Book, Embed
from apsite.book.text.faults import nearest
from apsite.book.text.lines import strip

LIVE = "live.json"
GRIPS, BENCH = "grips.html", "bench.html"  # what stands over the picture and beneath it until the figure wakes
#: Where the script of live figures is loaded; `apsite.book.site.scripts` writes there what that is.
LOADER = '<script src="{root}/assets/javascripts/live.js" defer></script>'
STILL = "Where scripts run, this figure is live: its stimuli can be dragged, and its model runs in the browser."
#: Of which windows the narrow picture is and of which the wide one: a low window has the controls beside the picture.
NARROW = ("(max-width: 37.49em)", "(max-height: 33.99em)")
WIDE = ("(min-width: 37.5em) and (min-height: 34em)",)

_USE = re.compile(r"\(figure:(?P<name>[\w-]+)[^)]*\)(?:\{(?P<options>[^}\n]*)\})?")
_SCHEMATIC = re.compile(r"\(schematic:([\w-]+)\)")
_NOT_OPTIONS = {"src", "alt", "title", "id", "class"}


def uses(text: str, experiments: Mapping[str, Experiment]) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield name and options of the figures in the Markdown `text`, as far as they are without fault."""
    for use in _USE.finditer(text):
        given = dict(re.findall(r"([^\s=]+)=[\"']?([^\s\"']+)", use["options"] or ""))
        experiment = experiments.get(use["name"])
        if experiment is not None and experiment.figure:
            options, faults = read_options(experiment, given)
            if not faults:
                yield use["name"], options


def schematics(text: str) -> Iterator[str]:
    """Yield the names of the schematics in the Markdown `text`."""
    yield from _SCHEMATIC.findall(text)


def read_options(experiment: Experiment, given: Mapping[str, str | None]) -> tuple[dict[str, float], list[str]]:
    """Return the options that are not left at their default, and what is wrong with `given`."""
    options = {}
    faults = []
    for name, text in given.items():
        if name in _NOT_OPTIONS:
            continue
        option = experiment.options.get(name)
        if option is None:
            known = nearest(name, experiment.options)
            faults.append(f"the figure '{experiment.name}' has no option '{name}'. {known}")
            continue
        try:
            value = float(decimal(text or ""))
        except ValueError:
            faults.append(f"the option {name} is '{text or ''}', which is not a number. {_range(option)}")
            continue
        if not option.minimum <= value <= option.maximum:
            faults.append(f"the option {name} is {text}, outside its range. {_range(option)}")
        if value != option.default:
            options[name] = value
    return options, faults


def _range(option: Option) -> str:
    return f"It may be {option.minimum:g} to {option.maximum:g} {pretty(option.unit)}."


def figure(book: Book, name: str, options: Mapping[str, float], alt: str, classes: str, anchor: str) -> str:
    """Return the HTML of a figure, and put its pictures among the book's assets.

    `classes` and `anchor` are what the author gave it, or "". Raises ProductionError if it cannot be made.
    """
    files = book.figure(name, options)
    live = {
        "data-figure": name,
        "data-options": json.dumps(options, sort_keys=True),
        "data-live": "waiting" if LIVE in files else "",
    }
    given = {"class": f"ap-figure {classes}".strip(), "id": anchor}
    beneath = files.get(GRIPS, b"").decode() + _bench(book, files)
    return _framed(book, name, files, alt, given | live, beneath)


def schematic(book: Book, name: str, files: Mapping[str, bytes], alt: str, classes: str, anchor: str) -> str:
    """Return the HTML of a schematic, of which `files` are the pictures, and put these among the book's assets.

    `classes` and `anchor` are what the author gave it, or "".
    """
    given = {"class": f"ap-figure {classes}".strip(), "id": anchor}
    return _framed(book, name, files, alt, given)


def _framed(
    book: Book, name: str, files: Mapping[str, bytes], alt: str, attributes: Mapping[str, str], beneath: str = ""
) -> str:
    """Return the pictures of a figure in its span; the first on a page are those that a browser should fetch first."""
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items() if value)
    pictures = "".join(picture(book, name, files, palette, alt) for palette in ("light", "dark"))
    book.leads.setdefault(book.page.source, _queries(name, files))
    return f"<span{written}>{pictures}{beneath}</span>"


def _bench(book: Book, files: Mapping[str, bytes]) -> str:
    """Return the place that is kept for the controls of a live figure, with all that it starts from."""
    if LIVE not in files:
        return ""
    live = json.loads(files[LIVE])
    kind, bench = live["kind"], live["preset"]["bench"].replace(" ", "-")
    classes = f"ap-live ap-live--{len(live['preset']['shown'])} ap-live--{bench}"
    if "choices" in live:
        classes += " ap-live--choice"
    if "watched" in live:
        classes += " ap-live--watched"
    data = html.escape(files[LIVE].decode())
    still = f'<noscript><span class="ap-still" data-search-exclude>{STILL}</span></noscript>'
    bench = files[BENCH].decode()
    return f'<span class="{classes}" data-kind="{kind}" data-preset="{data}">{bench}</span>{still}{script(book)}'


def embed(book: Book, name: str, alt: str) -> None:
    """Keep a live figure, as it starts without options, for a page of its own."""
    files = book.figure(name, {})
    if LIVE in files and name not in book.embeds:
        page = replace(book.page, source=f"embed/{name}", root="../..")
        markup = figure(replace(book, page=page, leads={}), name, {}, alt, "", "")
        title = json.loads(files[LIVE])["preset"]["title"]
        book.embeds[name] = Embed(title, markup, book.page.source)


def script(book: Book) -> str:
    """Return the place of the script of live figures and questions, once on a page."""
    if book.page.source in book.scripted:
        return ""
    book.scripted.add(book.page.source)
    return LOADER.format(root=book.page.root)


def picture(book: Book, name: str, files: Mapping[str, bytes], palette: str, alt: str) -> str:
    """Return the HTML of the pictures of one palette, wide and narrow, and put them among the book's assets."""
    wide, wide_size = _asset(book, name, f"wide-{palette}", files)
    narrow, narrow_size = _asset(book, name, f"narrow-{palette}", files)
    return (
        f'<picture class="ap-figure__{palette}">'
        f'<source media="{", ".join(NARROW)}" srcset="{narrow}" {narrow_size}>'
        f'<img src="{wide}" alt="{html.escape(strip(alt))}" {wide_size} loading="lazy" decoding="async">'
        "</picture>"
    )


def still(book: Book, name: str, files: Mapping[str, bytes], over: str) -> str:
    """Return the HTML of the narrow pictures of a figure with something drawn `over` them, for a passage about it."""
    alt = "The same figure, of which only the stretch that this passage tells of is lit."
    pictures = ""
    for palette in ("light", "dark"):
        address, size = _asset(book, name, f"narrow-{palette}", files)
        image = f'<img src="{address}" alt="{alt}" {size} loading="lazy" decoding="async">'
        pictures += f'<span class="ap-passage__{palette}">{image}</span>'
    return pictures + over


def _asset(book: Book, name: str, variant: str, files: Mapping[str, bytes]) -> tuple[str, str]:
    """Put one picture among the assets, and return its address and its size as attributes."""
    svg = files[f"{variant}.svg"]
    path = _path(name, variant, files)
    book.assets[path] = svg
    return f"{book.page.root}/{path}", f'width="{_pixels(svg, "width")}" height="{_pixels(svg, "height")}"'


def _path(name: str, variant: str, files: Mapping[str, bytes]) -> str:
    """Return the address of one picture under the site's root."""
    return f"{ASSETS}/{name}.{variant}.{hashlib.sha256(files[f'{variant}.svg']).hexdigest()[:8]}.svg"


def _queries(name: str, files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the address of each picture under the media query of the readers that will see it first."""
    return {
        ", ".join(f"{each} and (prefers-color-scheme: {palette})" for each in windows): _path(
            name, f"{size}-{palette}", files
        )
        for size, windows in (("narrow", NARROW), ("wide", WIDE))
        for palette in ("light", "dark")
    }


def _pixels(svg: bytes, side: str) -> int:
    """Return a side of an SVG in CSS pixels; Matplotlib writes points."""
    found = re.search(rb"<svg\b[^>]*?\s%b=[\"']([0-9.]+)(pt|px)?[\"']" % side.encode(), svg)
    if found is None:
        raise ValueError(f"an SVG without a {side}")
    return round(float(found[1]) * (4 / 3 if found[2] == b"pt" else 1))
