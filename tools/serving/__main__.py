"""Writes the files of `deploy/` that are made from the list of headers."""

from tools.serving import deploy_files

if __name__ == "__main__":
    for path, text in deploy_files().items():
        path.write_text(text, "utf-8")
