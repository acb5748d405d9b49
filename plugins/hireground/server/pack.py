"""Write every file below a folder to standard output, as a tar archive; anything that is not a file becomes a folder.

It runs in a sandbox of its own, when nothing that made the folder is alive; it needs only Python. It walks by
descriptors of folders and follows no link.
"""

import os
import stat
import sys
import tarfile

DEEPEST = 50
MARKER = ".build"
"""What the build leaves in a folder to know it again; no reader needs it."""
FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


def add(archive: tarfile.TarFile, folder: int, path: str = "", depth: int = 0) -> None:
    """Add every file below an open folder."""
    for name in sorted(os.listdir(folder)):
        mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if not (stat.S_ISREG(mode) or (stat.S_ISDIR(mode) and depth < DEEPEST)):
            info = tarfile.TarInfo(path + name)
            info.type = tarfile.DIRTYPE
            archive.addfile(info)
            continue
        opened = os.open(name, FLAGS, dir_fd=folder)
        try:
            if stat.S_ISDIR(mode):
                add(archive, opened, f"{path}{name}/", depth + 1)
            elif path + name != MARKER:
                info = tarfile.TarInfo(path + name)
                info.size = os.fstat(opened).st_size
                archive.addfile(info, open(opened, "rb", closefd=False))  # noqa: SIM115 -- closed below
        finally:
            os.close(opened)


if __name__ == "__main__":
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as whole:
        add(whole, os.open(sys.argv[1], FLAGS | os.O_DIRECTORY))
