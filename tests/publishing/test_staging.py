import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from apsite.publishing.staging import Staging


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("former")
    return site


def written(site: Path, text: str) -> Staging:
    staging = Staging(site)
    (staging.folder / "index.html").write_text(text)
    return staging


def test_a_site_is_replaced_whole(site):
    (site / "gone.html").write_text("former")
    staging = written(site, "new")
    assert (site / "index.html").read_text() == "former"
    staging.publish()
    assert [path.name for path in site.iterdir()] == ["index.html"]
    assert (site / "index.html").read_text() == "new"
    staging.leave()
    assert list(site.parent.iterdir()) == [site]


def test_a_first_site_needs_no_former_one(tmp_path):
    written(tmp_path / "site", "new").publish()
    assert (tmp_path / "site" / "index.html").read_text() == "new"


def test_what_is_abandoned_leaves_the_site(site):
    staging = written(site, "new")
    staging.abandon()
    staging.leave()
    assert (site / "index.html").read_text() == "former"
    assert list(site.parent.iterdir()) == [site]


def test_two_builds_work_apart_and_the_last_to_finish_stays(site):
    first, second = written(site, "first"), written(site, "second")
    second.publish()
    assert first.folder.exists()
    first.leave()
    assert first.folder.exists()
    first.publish()
    assert (site / "index.html").read_text() == "first"


def die_at_work(site: Path) -> None:
    written(site, "half")
    os.kill(os.getpid(), signal.SIGKILL)


def die_in_the_exchange(site: Path) -> None:
    staging = written(site, "half")
    staging.site.rename(staging.former)
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("die", [die_at_work, die_in_the_exchange])
def test_what_a_killed_build_left_is_cleared_by_the_next(site, die):
    process = multiprocessing.get_context("spawn").Process(target=die, args=(site,))
    process.start()
    process.join()
    assert process.exitcode == -9
    staging = Staging(site)
    assert (site / "index.html").read_text() == "former"
    left = {path.name for path in staging.home.iterdir()}
    assert left == {"exchange.lock", staging.folder.name, f"{staging.folder.name}.lock"}
    staging.abandon()
