"""Templates come out as Jinja itself has them, whatever they print and call."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, pass_context, pass_environment, pass_eval_context
from jinja2.exceptions import UndefinedError
from jinja2.runtime import Context
from markupsafe import Markup

from hireground.build.rendering import ThemeEnvironment
from hireground.pelican import defaults

OPTIONS: dict[str, Any] = defaults.JINJA_ENVIRONMENT
SOURCES = {
    "base": "<p>{% block main %}{% endblock %}{% include 'part' %}</p>",
    "part": "{{ value }}{% for one in several %}{{ loop.index }}{{ one }}{% endfor %}",
    "macros": "{% macro said(words, more='<') %}{{ words }}{{ more }}{{ caller() if caller }}{% endmacro %}",
    "page": """{% extends "base" %}{% from "macros" import said %}{% block main %}
{{ value }}{{ value ~ "<b>" }}{{ said(value) }}{{ said(value, more=value) }}{% call said("&") %}{{ value }}{% endcall %}
{% set kept %}<i>{{ value }}</i>{% endset %}{{ kept }}{{ value | safe }}{{ value | e }}{{ missing }}
{{ "{}".format(value) }}{{ echo(value) }}{{ bound(value) }}{{ method(value) }}{{ many(1, 2, last=value) }}{{ stops() }}
{% for each in [1, 2] %}{{ in_context(each) }}{% endfor %}{{ in_environment() }}{{ evaluated() }}{{ called() }}
{% autoescape false %}{{ value }}{% endautoescape %}{% filter upper %}{{ value }}{% endfilter %}{% endblock %}""",
}
"""What our theme does, and more."""


class Html:
    """A value that says its own HTML, and one that is called."""

    def __html__(self) -> str:
        return "<hr>"

    def __str__(self) -> str:
        return "<&"

    def __call__(self) -> str:
        return "called <"

    def method(self, value: object) -> object:
        return value


def stops() -> object:
    return next(iter(()))


@pass_context
def in_context(context: Context, each: int) -> str:
    return f"{context.get('each', 'none')}{each}{context.name}"


@pass_environment
def in_environment(environment: Environment) -> str:
    return f"{environment.autoescape}"


@pass_eval_context
def evaluated(context: object) -> str:
    return f"{getattr(context, 'autoescape', '')}"


GLOBALS = {
    "echo": lambda value: value, "bound": partial(str.format, "<{}>"), "method": Html().method, "stops": stops,
    "many": lambda *args, **kwargs: f"{args}{sorted(kwargs)}", "called": Html(), "in_context": in_context,
    "in_environment": in_environment, "evaluated": evaluated,
}  # fmt: skip
VALUES = st.one_of(
    st.text("ab<>&\"' é\n"), st.text("ab<>&\"'").map(Markup), st.integers(), st.none(), st.booleans(), st.floats(),
    st.just(Html()), st.lists(st.text("a<&'"), max_size=3),
)  # fmt: skip


def made(kind: type[Environment], value: object) -> str:
    environment = kind(loader=DictLoader(SOURCES), **OPTIONS)
    environment.globals.update(GLOBALS)
    return environment.get_template("page").render(value=value, several=[value, "<"])


@given(VALUES)
def test_what_is_printed_is_what_jinja_prints(value: object) -> None:
    assert made(ThemeEnvironment, value) == made(Environment, value)


@pytest.mark.parametrize("source", ["{{ missing() }}", "{{ missing.one.two }}", "{{ one(1, 2) }}", "{{ fails() }}"])
def test_a_mistake_is_the_templates(source: str) -> None:
    found = []
    for kind in (ThemeEnvironment, Environment):
        text = f"{{% macro one(words) %}}{{{{ words }}}}{{% endmacro %}}{source}"
        environment = kind(loader=DictLoader({"page": text}), **OPTIONS)
        environment.globals["fails"] = stops_late
        with pytest.raises((UndefinedError, TypeError, LookupError)) as caught:
            environment.get_template("page").render()
        found.append((str(caught.value), [str(one.path) for one in caught.traceback][1:]))
    assert found[0] == found[1]


def stops_late() -> None:
    raise LookupError("nothing")
