"""A settings file to a published folder: the whole site, or what is wrong with it and the folder as it was."""

from tools.build.site import build_site

__all__ = ["build_site"]
