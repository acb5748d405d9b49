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


def pack(archive: tarfile.TarFile, whole: str) -> None:
    """Add every file below a folder; of folders only those too deep in others."""
    for parent, folders, names, here in os.fwalk(whole):
        path = parent[len(whole) :].lstrip("/")
        folders.sort()
        for name in sorted([*names, *folders]):
            info = tarfile.TarInfo(f"{path}/{name}".lstrip("/"))
            mode = os.stat(name, dir_fd=here, follow_symlinks=False).st_mode
            if stat.S_ISREG(mode) and info.name != MARKER:
                with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=here), "rb") as file:
                    info.size = os.fstat(file.fileno()).st_size
                    archive.addfile(info, file)
            elif not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or path.count("/") > DEEPEST:
                info.type = tarfile.DIRTYPE
                archive.addfile(info)


if __name__ == "__main__":
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as made:
        pack(made, sys.argv[1])
