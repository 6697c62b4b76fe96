"""What a stranger's code may reach, where the machine can say so: bubblewrap, a container without privileges.

Owns whether it works here, how a command is put into one, and what is said where it does not. In it there is no
network and no other process, nothing can be written but in one folder, and the user's own files are not there.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

#: "require" makes it an error that there is none; "off" does without.
CHOICE = "APSITE_SANDBOX"
WITHOUT = (
    "Notebooks run without a sandbox: their code can do what you can. Read what a stranger wrote before you run it, or "
    "install bubblewrap (apt install bubblewrap)."
)

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/opt", "/nix")
_NAMESPACES = ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL")
_BARE = ("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp")


class SandboxError(RuntimeError):
    """A sandbox is required, and there is none."""


def inside(command: list[str], folder: Path, work: Path, readable: Iterable[Path] = ()) -> list[str]:
    """Return `command` as it runs in a sandbox, in `work`, where `folder` can be written and what is `readable` read.

    Where there is none, it is the command itself. Raises SandboxError if one is required.
    """
    if not works():
        if os.environ.get(CHOICE) == "require":
            raise SandboxError(f"{CHOICE}=require, and bubblewrap does not work here.")
        return command
    seen = dict.fromkeys([*_SYSTEM, sys.prefix, sys.base_prefix, *map(str, readable)])
    bound = [part for each in seen for part in ("--ro-bind-try", each, each)]
    hidden = [part for each in readable if (each / ".git").is_dir() for part in ("--tmpfs", str(each / ".git"))]
    own = ["--bind", str(folder), str(folder), "--chdir", str(work)]
    return [_program(), *_NAMESPACES, *_BARE, *bound, *hidden, *own, "--", *command]


def word() -> str:
    """Return what is to be said before code of a notebook runs, "" where it runs in a sandbox."""
    return "" if works() else WITHOUT


@cache
def works() -> bool:
    """Say whether bubblewrap is here, and may make namespaces."""
    if sys.platform != "linux" or os.environ.get(CHOICE) == "off" or not _program():
        return False
    command = [_program(), *_NAMESPACES, "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    return subprocess.run(command, capture_output=True).returncode == 0


def _program() -> str:
    return shutil.which("bwrap") or ""
