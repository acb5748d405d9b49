"""A push to a site that readers see, whole or not at all: the server's hooks and verbs, with only Python and git.

`python3 -m tools.publishing init PATH` packs this package into one file, PATH/publish, which is hooks and verbs.
A push brings its own copy of this code and never runs it here.
"""
