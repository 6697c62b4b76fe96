"""The scripts and the style sheets of the live figures, made by esbuild from the TypeScript of its rooms.

    python -m apsite.live.bundling.bundle sources FOLDER    # the generated sources, which the compiler needs too
    python -m apsite.live.bundling.bundle bundle FOLDER     # the scripts and the style sheets

Owns how they are put together. A page loads `live.js`, that fetches `live-figures.js`, and that the scripts of the
kinds of live figures that the page has. A kind is a folder `kinds/NAME/` whose `index.ts` exports the class of its
figures as `Figure`; what kinds have in common comes to lie in files of its own, so that no page fetches what only
others need. What sources take by `import("./NAME")` is a part of its own, which a page fetches when a reader opens it.
A kind whose runs take longer than a frame has a `worker.ts` there, which is bundled whole and runs in a worker.
Raises BundleError with a program's own words where it refuses.
"""

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from apsite import scratch
from apsite.live.bundling import nodejs
from apsite.live.bundling.nodejs import BundleError

ROOMS = Path(__file__).resolve().parent.parent
#: What stands behind a bundle beside this module; the generated modules are given to it.
READS = ("../*.ts", "../**/*.ts", "../**/*.css", "npm:*")
#: Where the generated modules lie among the sources, to be imported as "@model/NAME".
MODEL = "model"
#: What every page with live figures has, by name: two scripts and their style sheet.
MADE = {"live.js": "page/await.ts", "live-figures.js": "page/mount.ts", "live.css": "page/live.css"}
#: What no page of the book has: pages made for lecturers do.
ALONE = {"desk.js": "desk/index.ts"}
#: What is fetched with no kind of live figure, once something of the page needs it.
LATER = {
    "live-questions.js": "questions/index.ts",
    "live-path.js": "questions/path.ts",
    "live-story.js": "story/index.ts",
    "live-clamp.js": "clamp/index.ts",
}
#: The files that a page fetches for each kind and for each part that it may need later, by what the scripts call it:
#: a kind is "./kind-NAME.js".
PARTS = "parts.json"
#: What esbuild says of each file that it has written, by its path.
Outputs = Mapping[str, Mapping[str, Any]]
#: The oldest browsers that the script is written for.
TARGET = "chrome110,firefox115,safari16.4"

# As in tsconfig.json: fields that begin with nothing, or with what the constructor takes, are not written out as well.
_COMPILER = {"compilerOptions": {"useDefineForClassFields": False}}

# Browsers take modules from a server only, and the book also works from files. So each part of what esbuild has split
# is a function that waits under its name and returns what it exports; `page/mount.ts` calls it once somebody needs it.
# What is exported is handed over as a value: sources export no variable that they assign again.
_PART = 'apLive.part({name},function(require,load){{"use strict";{text}}});\n'
_IMPORT = re.compile(r'import(?:\{([^{}"]*)\}from)?("[^"]+");')
_LATER = re.compile(r'\bimport\(("\./[^"]+")\)')
_EXPORT = re.compile(r"export\{([^{}]*)\};?$")


def make(question: Mapping[str, str], given: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what `bundle` makes with the texts of the generated modules."""
    return bundle(question)


def sources(folder: Path, generated: Mapping[str, str]) -> None:
    """Put all TypeScript and CSS into `folder`, and the texts of the generated modules, which have file names."""
    for path in [*ROOMS.rglob("*.ts"), *ROOMS.rglob("*.css")]:
        copied = folder / path.relative_to(ROOMS)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
    generate(folder, generated)


def generate(folder: Path, generated: Mapping[str, str]) -> None:
    """Put the generated modules into `folder`, and no others where there were some."""
    model = folder / MODEL
    shutil.rmtree(model, ignore_errors=True)
    model.mkdir(parents=True)
    for name, text in generated.items():
        (model / name).write_text(text, encoding="utf-8")


def aliases(folder: Path) -> list[str]:
    """Return the options that let esbuild find in `folder` the generated modules, and these our own."""
    return [f"--alias:@model={folder / MODEL}", f"--alias:@live={folder}"]


def bundle(generated: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files of `MADE`, `ALONE`, of every kind and later part, and the list of these (`PARTS`): minified."""
    with tempfile.TemporaryDirectory(dir=scratch.place()) as name:
        folder = Path(name).resolve()
        sources(folder, generated)
        together = ["--bundle", *aliases(folder), f"--tsconfig-raw={json.dumps(_COMPILER)}"]
        pages = [f"{Path(name).stem}={file}" for name, file in {**MADE, **ALONE}.items()]
        _esbuild(folder, *pages, *together, "--outdir=pages")
        kinds = sorted(path.parent.name for path in folder.glob("kinds/*/index.ts"))
        entries = [f"kind-{kind}=kinds/{kind}/index.ts" for kind in kinds]
        entries += [f"{Path(name).stem}={file}" for name, file in LATER.items()]
        split = ["--splitting", "--format=esm", "--chunk-names=live-[name]-[hash]", "--metafile=parts.json"]
        _esbuild(folder, *entries, *together, *split, "--outdir=split")
        workers = [kind for kind in kinds if (folder / f"kinds/{kind}/worker.ts").is_file()]
        threads = [f"live-worker-{kind}=kinds/{kind}/worker.ts" for kind in workers]
        _esbuild(folder, *threads, *together, "--format=iife", "--outdir=workers")
        made = {name: (folder / "pages" / name).read_bytes() for name in (*MADE, *ALONE)}
        made |= {path.name: path.read_bytes() for path in (folder / "workers").iterdir()}
        outputs = json.loads((folder / "parts.json").read_text(encoding="utf-8"))["outputs"]
        files = _files(outputs)
        for path, name in files.items():
            made[name] = made.get(name, b"") + _part(folder / path)
        parts = _parts(outputs, files, workers)
        styles = {_public(style.name): style for style in (folder / "split").glob("*.css")}
        listed = {file for needed in parts.values() for file in needed}
        made |= {file: style.read_bytes() for file, style in styles.items() if file in listed}
        return made | {PARTS: json.dumps(parts).encode()}


def _esbuild(folder: Path, *arguments: str) -> None:
    fixed = ["--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning", f"--target={TARGET}"]
    nodejs.run("esbuild/bin/esbuild", [*arguments, *fixed], folder)


def _part(path: Path) -> bytes:
    """Return a module, as esbuild writes it, as a function. Raises BundleError where it is written otherwise."""
    text, imports = path.read_text(encoding="utf-8").strip(), ""
    while found := _IMPORT.match(text):
        taken = ",".join(each.replace(" as ", ":") for each in (found[1] or "").split(","))
        imports += f"const{{{taken}}}=require({found[2]});"
        text = text[found.end() :]
    text = _LATER.sub(r"load(\1)", text)
    exported = _EXPORT.search(text)
    if exported is None or text.startswith("import") or "import(" in text:
        raise BundleError(f"{path.name} begins with {text[:60]!r} and ends with {text[-60:]!r}")
    pairs = (each.split(" as ") for each in exported[1].split(","))
    given = ",".join(f"{names[-1]}:{names[0]}" for names in pairs)
    text = f"{imports}{text[: exported.start()]}return{{{given}}}"
    return _PART.format(name=json.dumps(f"./{path.name}"), text=text).encode()


def _public(name: str) -> str:
    """Return the name under which a page fetches a file: that of a kind begins like all others."""
    return f"live-{name.removeprefix('kind-')}" if name.startswith("kind-") else name


def _needed(outputs: Outputs, path: str) -> list[str]:
    """Return what a part needs before it runs, and the part itself last."""
    imported = [each["path"] for each in outputs[path]["imports"] if each["kind"] == "import-statement"]
    return [*dict.fromkeys(name for each in imported for name in _needed(outputs, each)), path]


def _files(outputs: Outputs) -> dict[str, str]:
    """Return the file into which each part goes: those that the same kinds need are fetched together."""
    entries = [path for path, output in outputs.items() if path.endswith(".js") and "entryPoint" in output]
    found = {}
    for path in sorted(path for path in outputs if path.endswith(".js")):
        users = [Path(entry).stem for entry in sorted(entries) if path in _needed(outputs, entry)]
        kinds = [name.removeprefix("kind-") for name in users if name.startswith("kind-")]
        # What one kind and a later part of another have in common is not fetched with all of that kind.
        apart = not kinds or (len(kinds) == 1 < len(users))
        found[path] = Path(path).name if apart else f"live-{'-'.join(kinds)}.js"
    return found


def _styled(outputs: Outputs, path: str) -> bool:
    """Return whether a part has styles of its own: esbuild gives it those of what it fetches later, too."""
    every = (each for output in outputs.values() for each in output.get("imports", []))
    later = {each["path"] for each in every if each["kind"] == "dynamic-import"} - {path}
    come_later = {name for each in later for name in _styles(outputs, each)}
    return bool(_styles(outputs, path) - come_later)


def _styles(outputs: Outputs, path: str) -> set[str]:
    return set(outputs[outputs[path]["cssBundle"]]["inputs"]) if "cssBundle" in outputs[path] else set()


def _parts(outputs: Outputs, files: Mapping[str, str], workers: Sequence[str]) -> dict[str, list[str]]:
    """Return the files of each kind and later part: what it shares with others, its own, its style sheet and worker."""
    found = {}
    for path, output in sorted(outputs.items()):
        if path.endswith(".js") and "entryPoint" in output:
            found[f"./{Path(path).name}"] = [
                *dict.fromkeys(files[each] for each in _needed(outputs, path)),
                *([_public(Path(output["cssBundle"]).name)] if _styled(outputs, path) else []),
                *(f"live-worker-{each}.js" for each in workers if Path(path).stem == f"kind-{each}"),
            ]
    return found


def main(arguments: list[str]) -> None:
    """Do what the command line asks for."""
    # By its name: to a bundle, the generated modules are texts, and not all that they were generated from.
    generated = import_module("apsite.live.bundling.generated").texts()
    match arguments:
        case ["sources", folder]:
            generate(Path(folder), generated)
        case ["bundle", folder]:
            for name, content in bundle(generated).items():
                (Path(folder) / name).write_bytes(content)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
