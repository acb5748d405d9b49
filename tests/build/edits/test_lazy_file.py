"""What is written down to be read late is, once it is read, what it was."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hireground.build.edits.lazy_file import DamagedError, LazyFile, opened_lazy, write_lazy


@dataclass(frozen=True)
class Leaf:
    """Something with a default, which a class has, too."""

    name: str
    number: int = 7

    @cached_property
    def double(self) -> int:
        """Something worked out."""
        return 2 * self.number


@dataclass(frozen=True)
class Tree:
    """Something that holds others."""

    leaves: tuple[Leaf, ...]
    others: tuple["Tree", ...] = ()
    names: dict[str, Leaf] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The name of the first leaf."""
        return self.leaves[0].name


KINDS = (Leaf, Tree)
leaves = st.builds(Leaf, st.text(max_size=5), st.integers())
trees = st.recursive(
    st.builds(Tree, st.lists(leaves, max_size=3).map(tuple)),
    lambda inner: st.builds(Tree, st.lists(leaves, max_size=2).map(tuple), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


def written(folder: Path, value: object) -> tuple[Path, str]:
    file = folder / "lazy"
    with file.open("wb") as opened:
        return file, write_lazy(opened, value, KINDS)


@contextmanager
def read(folder: Path, value: object) -> Iterator[tuple[LazyFile, Any]]:
    with opened_lazy(*written(folder, value), KINDS) as lazy:
        yield lazy, lazy.value()


@given(tree=trees)
def test_what_is_read_is_what_was_written(tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> None:
    with read(tmp_path_factory.mktemp("lazy"), [tree, {"same": tree}]) as (_lazy, found):
        assert found == [tree, {"same": tree}]


TREE = Tree((Leaf("a", 1), Leaf("b")), (Tree((Leaf("c"),)),), {"d": Leaf("d", 0)})
USES: dict[str, Callable[[Tree], object]] = {
    "a field": lambda tree: tree.leaves,
    "a field with a default": lambda tree: tree.leaves[1].number,
    "a property": lambda tree: tree.first,
    "something worked out": lambda tree: tree.leaves[0].double,
    "a key of a dictionary": lambda tree: {tree.leaves[0]: 1}[Leaf("a", 1)],
    "a copy with another field": lambda tree: replace(tree.leaves[1], name="x"),
    "its words": repr,
    "its class, once it was read": lambda tree: (tree.first, type(tree)),
    "its bytes": lambda tree: pickle.loads(pickle.dumps(tree)),  # noqa: S301 -- we wrote them
    "in a comparison": lambda tree: (tree == TREE, tree == TREE),
    "another than it": lambda tree: tree != replace(TREE, leaves=()),
    "whether it is of a class": lambda tree: isinstance(tree.leaves[0], Leaf) and not isinstance(tree, Leaf),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_value_that_was_not_read_yet_is_like_any_other(tmp_path: Path, use: Callable[[Tree], object]) -> None:
    with read(tmp_path, TREE) as (_lazy, found):
        assert isinstance(found, Tree)
        assert use(found) == use(TREE)


def test_one_value_at_several_places_stays_one(tmp_path: Path) -> None:
    leaf = Leaf("a")
    with read(tmp_path, [leaf, Tree((leaf,))]) as (_lazy, found):
        assert found[0] is found[1].leaves[0]


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    file, name = written(tmp_path, [Leaf("a"), Leaf("b" * 1000)])
    with opened_lazy(file, name, KINDS) as lazy:
        first, second = lazy.value()
        file.write_bytes(file.read_bytes().replace(b"b" * 1000, b"c" * 1000))
        assert first.name == "a"
        with pytest.raises(DamagedError):
            _ = second.name


def test_nothing_is_read_any_more_once_the_file_is_closed(tmp_path: Path) -> None:
    with read(tmp_path, TREE) as (_lazy, found):
        pass
    with pytest.raises(DamagedError):
        _ = found.leaves


@given(before=trees, more=trees)
def test_what_was_written_is_copied_into_a_newer_file(
    before: Tree, more: Tree, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whether it was read meanwhile or not, beside what is new and names some of it."""
    folder = tmp_path_factory.mktemp("lazy")
    with read(folder, [before, {"same": before}]) as (lazy, (first, _same)):
        newer = Tree((Leaf("new"), *first.leaves[:1]), (first, more))
        with (folder / "newer").open("wb") as opened:
            name = write_lazy(opened, [first, newer], KINDS, lazy)
    expected = [before, Tree((Leaf("new"), *before.leaves[:1]), (before, more))]
    with opened_lazy(folder / "newer", name, KINDS) as lazy:
        assert lazy.value() == expected
        with (folder / "newest").open("wb") as opened:
            name = write_lazy(opened, lazy.value(), KINDS, lazy)
    with opened_lazy(folder / "newest", name, KINDS) as lazy:
        assert lazy.value() == expected


def test_what_nobody_has_read_is_not_read_to_be_copied(tmp_path: Path) -> None:
    with read(tmp_path, [Leaf("a"), Leaf("b")]) as (lazy, (first, second)):
        assert first.name == "a"
        with (tmp_path / "newer").open("wb") as opened:
            name = write_lazy(opened, [second, Leaf("c")], KINDS, lazy)
        assert "name" not in vars(second)
    with opened_lazy(tmp_path / "newer", name, KINDS) as lazy:
        assert lazy.value() == [Leaf("b"), Leaf("c")]


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "emptied": lambda file: file.write_bytes(b""),
    "halved": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "zeros": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "ones": lambda file: file.write_bytes(b"\xff" * file.stat().st_size),
    "longer": lambda file: file.write_bytes(file.read_bytes() + b"x"),
    "another": lambda file: written(file.parent, "another"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_not_read(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    file, name = written(tmp_path, TREE)
    damage(file)
    with pytest.raises(DamagedError), opened_lazy(file, name, KINDS):
        pass
