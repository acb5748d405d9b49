"""Make a folder a server that takes pushes: a bare repository, its hooks, and the engine that they call."""

import json
import shlex
from pathlib import Path

from hireground.server.hooks import HOOKS
from hireground.server.repository import git
from hireground.server.sandbox import engine
from hireground.server.server import CONFIG, FOLDERS, MODES, open_server, refuse_elsewhere, write_whole
from hireground.server.words import say

PROGRAM = "hireground"
SETTINGS = {
    "receive.fsckObjects": "true",  # no tree with "..", ".git" or the like gets in
    "receive.autogc": "false",  # rebuild packs, so that a lock of git's is always some push's
    "receive.shallowUpdate": "false",  # a history that begins in the middle hides what came before
    "receive.advertisePushOptions": "false",
    "core.useReplaceRefs": "false",  # an object is what its name says
    "core.hooksPath": "hooks",  # whatever the account's own settings say
    "gc.auto": "0",
    "core.fsync": "committed,reference",  # a branch that a power cut forgets would be behind its readers
    "core.logAllRefUpdates": "true",
}
SCRIPT = """\
#!/bin/sh
# Written by `hireground server init`: run that again after the engine has moved.
{first}exec {command} "$@"
"""
ONLY_BEFORE = '[ "$1" = prepared ] || exit 0\n'
READY = """\
Ready: {root}

  git remote add live {repository}
  git push live HEAD:{branch}

Let the web server serve {root}/current

{mode}
publisher.toml says so: mode = "{name}"."""
TEXT = """\
# What the server reads; docs/publishing.md says more. A line that starts with # shows what holds unless it is said.
url = {url}
# branch = "main"           # what readers see; others are kept and not published

# Who is trusted with what:
#   "content"  {content}
#   "code"     {code} Give the right to push only to people who may do that.
mode = "content"
# theme = false             # true: in mode "content" all of a site's theme/ counts, also templates, which can run code
# versions = []             # versions of the engine that a site may name beside this server's own: ["1.2.*"]

# keep = 10                 # releases to go back to
# mail = []                 # who gets the log of each push and of each rebuild that fails: ["ada@example.org"]
# sendmail = "/usr/sbin/sendmail"  # what mails it
# build_user = "nobody"     # who builds, if root owns this folder
# time_limit = 300          # seconds for a push's check, build and reading together
# memory = 2000             # MB that a build may take
# processes = 256           # processes and threads of the user who builds
# files = 50000             # files of a push, and of a release
# size = 2000               # MB of these
# push_size = 500           # MB that a push may send; counts from the next `hireground server init`
# repository_size = 10000   # MB of the repository
"""


def create(root: Path, url: str = "") -> int:
    """Make the folder, or renew the hooks in it; nothing that is there is lost."""
    refuse_elsewhere()
    for folder in (root, *(root / name for name in FOLDERS)):
        folder.mkdir(parents=True, exist_ok=True)
    repository = root / "site.git"
    if not repository.exists():
        git(root, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", repository.name)
    if not (root / CONFIG).exists():
        (root / CONFIG).write_text(
            TEXT.format(url=json.dumps(url), content=MODES["content"], code=MODES["code"]), "utf-8"
        )
    config = open_server(root).config
    for key, value in {**SETTINGS, "receive.maxInputSize": f"{config.push_size}m"}.items():
        git(repository, "config", key, value)
    write(root / PROGRAM, *engine("cli"))
    (repository / "hooks").mkdir(exist_ok=True)
    for name in HOOKS:
        write(repository / "hooks" / name, *engine("server.hooks"), name)
    say(READY.format(root=root, repository=repository, mode=MODES[config.mode], name=config.mode, branch=config.branch))
    return 0


def write(script: Path, *command: str) -> None:
    """Write a script that runs a command; one of somebody's own is put aside."""
    if script.exists() and "hireground server init" not in script.read_text("utf-8", "replace"):
        script.rename(script.with_name(f"{script.name}.before"))
    first = ONLY_BEFORE if script.name == "reference-transaction" else ""
    write_whole(script, SCRIPT.format(first=first, command=shlex.join(command)), 0o755)
