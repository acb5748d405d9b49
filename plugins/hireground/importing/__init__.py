"""Bring what people have: read another tool's site, calendar or list, and write our files and a report."""
