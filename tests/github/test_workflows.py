"""The repository's settings on GitHub, against the schemas and the auditor of others; nothing is asked of the network.

Schemas: SchemaStore's, which check-jsonschema brings. Safety: zizmor, offline.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(file for file in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if file.name != "config.yml")
BIN = Path(sys.executable).parent


def run(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / tool, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
    ids=["workflows", "dependabot", "forms", "config"],
)
def test_files_keep_to_their_schema(schema, files):
    assert files
    done = run("check-jsonschema", "--builtin-schema", schema, *files)
    assert done.returncode == 0, done.stdout


def test_the_schema_check_can_fail(tmp_path):
    bad = tmp_path / "bad.yml"
    bad.write_text(WORKFLOWS[0].read_text().replace("runs-on:", "run-on:"))
    assert run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", bad).returncode != 0


def test_zizmor_finds_nothing():
    done = run("zizmor", "--offline", "--persona=pedantic", "--no-progress", GITHUB)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout + done.stderr


def test_zizmor_can_find_something(tmp_path):
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    text = (GITHUB / "workflows" / "check.yml").read_text()
    (folder / "check.yml").write_text(
        text.replace("run: make test", 'run: echo "${{ github.event.pull_request.title }}"')
    )
    assert run("zizmor", "--offline", "--no-progress", tmp_path).returncode != 0


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_nothing_is_granted_that_is_not_asked_for_and_every_action_is_pinned(file):
    text = file.read_text()
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert "secrets." not in text
    assert "pull_request_target" not in text
    used = re.findall(r"uses: (\S+)(.*)", text)
    assert used
    for action, comment in used:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)
    for job in workflow["jobs"].values():
        assert all(
            step["with"]["persist-credentials"] is False for step in job["steps"] if "checkout" in step.get("uses", "")
        )


def test_a_pull_request_can_read_and_nothing_else():
    [job] = yaml.safe_load((GITHUB / "workflows" / "check.yml").read_text())["jobs"].values()
    assert job["permissions"] == {"contents": "read"}


def test_no_workflow_runs_a_notebook_outside_of_a_sandbox():
    builds = [
        (path.stem, {**job.get("env", {}), **step.get("env", {})})
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text())["jobs"].values()
        for step in job["steps"]
        if re.match(r"make (?!audit|bill|lint)", step.get("run", ""))
    ]
    assert {name for name, _ in builds} == {"check", "publish"}
    assert all(settings.get("APSITE_SANDBOX") == "require" for _, settings in builds)


def recipe(target: str) -> list[str]:
    """What make runs for a target."""
    makefile = (ROOT / "Makefile").read_text()
    [lines] = re.findall(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    return [line.strip().removeprefix("@").replace("$(RUN)", ".venv/bin/python -m") for line in lines.splitlines()]


def commands(workflow: dict[str, Any], job: str) -> list[str]:
    """What a job of a workflow runs and uses, in order, actions without their versions."""
    return [step.get("run") or step["uses"].partition("@")[0] for step in workflow["jobs"][job]["steps"]]


def test_what_is_known_of_the_libraries_is_asked_each_week_and_at_each_change_of_a_lock():
    workflow = yaml.safe_load((GITHUB / "workflows/audit.yml").read_text())
    when = workflow[True]  # as YAML reads the word on
    assert when["schedule"]
    assert when["pull_request"]["paths"] == ["requirements.txt", "package-lock.json"]
    assert "make audit" in commands(workflow, "audit")
    python, npm = recipe("audit")
    assert "pip_audit --strict --require-hashes" in python
    assert npm.endswith("npm audit")


def test_what_is_published_has_its_bill_and_is_attested(tmp_path):
    workflow = yaml.safe_load((GITHUB / "workflows/publish.yml").read_text())
    assert commands(workflow, "build")[-4:] == [
        "make site",
        "make bill",
        "actions/upload-pages-artifact",
        "actions/attest-build-provenance",
    ]
    assert workflow["jobs"]["build"]["permissions"]["attestations"] == "write"
    for command in recipe("bill"):
        done = subprocess.run(command.replace("site/", f"{tmp_path}/"), shell=True, cwd=ROOT, capture_output=True)
        assert done.returncode == 0, done.stderr
    python, npm = (json.loads((tmp_path / f"bom-{name}.json").read_text()) for name in ("python", "npm"))
    locked = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert [each["name"] for each in python["components"]] == locked
    assert all(each["externalReferences"][0]["hashes"] for each in python["components"])
    assert {"esbuild", "source-sans"} <= {each["name"] for each in npm["components"]}
    assert python["bomFormat"] == npm["bomFormat"] == "CycloneDX"


def test_how_to_report_is_said():
    text = (ROOT / "SECURITY.md").read_text()
    assert "Security → Report a vulnerability" in text
    assert all(f"`bom-{name}.json`" in text for name in ("python", "npm"))


def test_commits_run_the_checks_of_the_project():
    """The hooks are those that `make check` and `make lint` run, with nothing to download."""
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert repository["repo"] == "local"
    assert {hook["language"] for hook in repository["hooks"]} == {"system"}
    commands = [hook["entry"] for hook in repository["hooks"]]
    makefile = (ROOT / "Makefile").read_text()
    for command in commands:
        assert command.removeprefix("python -m ").removesuffix(" --force-exclude") in makefile
