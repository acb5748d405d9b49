"""A publish in words: before it, and when it is done."""

from collections.abc import Iterator

from tools.build.words import count
from tools.object_store.plan import Plan
from tools.object_store.publish import Comparison
from tools.object_store.store import Store

SAME_TIME = (
    "This store does not heed conditions, so that two publishes at once are seen late or not at all: "
    "publish from one place only"
)


def planned(plan: Plan) -> Iterator[str]:
    """Yield every file that would be uploaded, in order, then what would be deleted."""
    for file in plan.files:
        yield f"{'new    ' if file.key in plan.new else 'changed'}  {file.key}"
    yield from (f"delete   {key}" for key in plan.deletes)


def outcome(comparison: Comparison, store: Store, seconds: float, *, is_dry: bool) -> str:
    """Say in one line what was done, or would be."""
    plan = comparison.plan
    total = count(len(plan.files) + len(plan.same), "file")
    if comparison.is_live:
        return f"Nothing to publish: {total} as before in {store}{_left(plan)}"
    size = f"{sum(file.size for file in plan.files) / 1e6:.1f} MB"
    if is_dry:
        return f"Would publish {total} to {store}: {_numbers(plan)} ({size}){_left(plan)}"
    return f"Published {total} to {store}: {_numbers(plan)} ({size} in {seconds:.1f} s){_left(plan)}"


def _numbers(plan: Plan) -> str:
    new, all_uploads = len(plan.new), len(plan.files)
    parts = {"new": new, "changed": all_uploads - new, "deleted": len(plan.deletes), "as before": len(plan.same)}
    return ", ".join(f"{number:,} {what}" for what, number in parts.items() if number)


def _left(plan: Plan) -> str:
    kept = f"; {count(len(plan.kept), 'old file')} kept for pages that are still open" if plan.kept else ""
    return kept + (f"; {count(plan.foreign, 'object')} of others left alone" if plan.foreign else "")
