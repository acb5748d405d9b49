"""Fixtures of tests about pictures and cards, which processes beside a build make."""

import os
import select
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Killed = Callable[["subprocess.Popen[bytes]"], bool]


@pytest.fixture(name="ends_alone")
def fixture_ends_alone() -> Killed:
    """Kill a build, and tell whether every process that it had started ends, too."""

    def ends(build: "subprocess.Popen[bytes]") -> bool:
        children = Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text().split()
        handles = [os.pidfd_open(int(child)) for child in children]
        build.kill()
        build.wait()
        assert handles
        ended = [bool(select.select([handle], [], [], 60)[0]) for handle in handles]
        for handle in handles:
            os.close(handle)
        return all(ended)

    return ends
