"""GET cannot write: the view of a GET or HEAD request, its template included, may only read the database.

The session is saved by its own middleware, after the view. A view that has a good reason to write on GET says it with
`@peut_ecrire("why")`; a few lines that have one (the journal of an agent's reading) with `ecriture_autorisee("why")`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse

LECTURES = re.compile(
    r"\s*(?:\(\s*)*(?:SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK|SHOW|EXPLAIN|DECLARE|FETCH|CLOSE)\b", re.IGNORECASE
)
ECRITURES_CACHEES = re.compile(r"\b(?:INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|MERGE\s+INTO)\b", re.IGNORECASE)
METHODES_SURES = ("GET", "HEAD", "OPTIONS", "TRACE")  # those that Django lets through without a CSRF token

Vue = TypeVar("Vue", bound=Callable[..., Any])


class EcritureInterdite(RuntimeError):
    """A GET was about to write; the message gives the query, without its values."""


_autorisee: ContextVar[bool] = ContextVar("ecriture_autorisee", default=False)


@contextmanager
def ecriture_autorisee(raison: str) -> Iterator[None]:
    """Writes made inside are meant, even on GET. `raison` is read by reviewers."""
    _exiger(raison)
    jeton = _autorisee.set(True)
    try:
        yield
    finally:
        _autorisee.reset(jeton)


def peut_ecrire(raison: str) -> Callable[[Vue], Vue]:
    """Decorator of a view (function, or result of `as_view()`) that may write on GET."""
    _exiger(raison)

    def marquer(vue: Vue) -> Vue:
        vue.ecrit_sur_get = raison  # type: ignore[attr-defined]
        return vue

    return marquer


def _exiger(raison: str) -> None:
    if not raison.strip():
        raise ValueError("Say why this GET may write")


def refuser_d_ecrire(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
    """A wrapper for `connection.execute_wrapper`. Raises EcritureInterdite."""
    if not _autorisee.get() and _ecrit(sql):
        raise EcritureInterdite(f"A GET may not write: {sql[:300]}")
    return execute(sql, params, many, context)


@lru_cache(maxsize=1024)
def _ecrit(sql: str) -> bool:
    return not LECTURES.match(sql) or ECRITURES_CACHEES.search(sql) is not None


class LectureSeule:
    """Middleware, the last of the list: what it wraps is the view and the rendering of its response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as pile:
            request._lecture_seule = pile  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(self, request: HttpRequest, vue: Callable, args: Any, kwargs: Any) -> None:
        if request.method in METHODES_SURES and not getattr(vue, "ecrit_sur_get", ""):
            request._lecture_seule.enter_context(connection.execute_wrapper(refuser_d_ecrire))  # type: ignore[attr-defined]
