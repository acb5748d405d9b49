"""Publish what is pushed to a server of one's own, whole or not at all.

`hireground server init PATH` makes a repository there whose hooks call the installed engine. A push is data to it, and
brings no code that runs; `mode` in publisher.toml says otherwise.
"""
