"""A folder to a server that takes pushes: a bare repository, its hooks, and the program that they are, in one file."""

import json
import zipapp
from compileall import compile_dir
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory

from tools.publishing.repository import git
from tools.publishing.server import CONFIG, FOLDERS
from tools.publishing.words import say

PROGRAM = "publish"
START = "import sys\nfrom tools.publishing.__main__ import main\nsys.exit(main())\n"
SETTINGS = {
    "receive.fsckObjects": "true",  # no tree with "..", ".git" or the like gets in
    "receive.autogc": "false",  # rebuild packs, so that a lock of git's is always some push's
    "gc.auto": "0",
    "core.fsync": "committed,reference",  # a branch that a power cut forgets would be behind its readers
    "core.logAllRefUpdates": "true",
}
READY = """\
Ready: {root}

  git remote add live {repository}
  git push live main

Let the web server serve {root}/current"""
TEXT = """\
# What `publish` reads; docs/publishing.md says more. A line that starts with # shows what holds unless it is said.
url = {url}
# branch = "main"          # what readers see; others are kept and not published
# keep = 10                # releases to go back to
# time_limit = 300         # seconds for check and build together
# may_change_code = ["*"]  # who may push outside content/: names, "@group", or "*" for everybody
# pip = []                 # more words for pip, such as "--find-links=/srv/wheels"
"""


def create(root: Path, url: str = "") -> int:
    """Make the folder, or renew the program in it; nothing that is there is lost."""
    for folder in (root, *(root / name for name in FOLDERS)):
        folder.mkdir(parents=True, exist_ok=True)
    repository = root / "site.git"
    if not repository.exists():
        git(root, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", repository.name)
    for key, value in SETTINGS.items():
        git(repository, "config", key, value)
    if not (root / CONFIG).exists():
        (root / CONFIG).write_text(TEXT.format(url=json.dumps(url)), "utf-8")
    pack(root / PROGRAM)
    (repository / "hooks").mkdir(exist_ok=True)
    for name in ("pre-receive", "post-receive"):
        link(repository / "hooks" / name, Path("../..", PROGRAM))
    say(READY.format(root=root, repository=repository))
    return 0


def pack(program: Path) -> None:
    """Write this package as one file that Python runs, compiled too, in place of an older one."""
    here = Path(__file__).parent
    with TemporaryDirectory() as folder:
        for source in [here.parent / "__init__.py", *here.glob("*.py")]:
            target = Path(folder, "tools", source.relative_to(here.parent))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
        half = program.with_name(f"{program.name}.half")
        Path(folder, "__main__.py").write_text(START, "utf-8")
        compile_dir(folder, quiet=2, legacy=True, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
        zipapp.create_archive(folder, half, "/usr/bin/env python3")
    half.chmod(0o755)
    half.replace(program)


def link(name: Path, target: Path) -> None:
    """Let a hook be the program; a hook of somebody's own is put aside."""
    if name.exists() and not name.is_symlink():
        name.rename(name.with_suffix(".before"))
    half = name.with_name(f"{name.name}.half")
    half.unlink(missing_ok=True)
    half.symlink_to(target)
    half.replace(name)
