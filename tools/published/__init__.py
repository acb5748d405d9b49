"""The calendar that subscribers have, beside the one that the working tree would publish."""

from tools.published.pipeline import changes, fix_published, problems, published_problems

__all__ = ["changes", "fix_published", "problems", "published_problems"]
