"""Serve a preview in the browser that follows every edit and shows what is wrong."""
