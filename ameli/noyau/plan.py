"""The plan of the site, said by its own pages: `@au_plan("Mes relevés")` above a view that stands on it.

A page whose address is gone is gone from the plan too. A test walks the product and names the pages that the plan forgets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.urls import URLPattern, URLResolver, get_resolver, reverse

Vue = TypeVar("Vue", bound=Callable[..., Any])


@dataclass(frozen=True)
class Lieu:
    """A page: its title, its URL name, its address, and whether anybody may read it."""

    titre: str
    nom: str
    url: str
    public: bool


def au_plan(titre: str) -> Callable[[Vue], Vue]:
    """Put a view on the plan under `titre`, the heading of its page. It is the outermost decorator."""

    def marquer(vue: Vue) -> Vue:
        vue.titre_au_plan = titre  # type: ignore[attr-defined]
        return vue

    return marquer


@cache
def lieux() -> tuple[Lieu, ...]:
    """Every page of the plan, in the order of the addresses of the site."""
    uniques = {lieu.url: lieu for lieu in _lieux(get_resolver(), "")}
    return tuple(uniques.values())


def _lieux(resolveur: URLResolver, espace: str) -> Iterator[Lieu]:
    for motif in resolveur.url_patterns:
        if isinstance(motif, URLResolver):
            yield from _lieux(motif, f"{espace}{motif.namespace}:" if motif.namespace else espace)
        elif isinstance(motif, URLPattern) and (titre := getattr(motif.callback, "titre_au_plan", "")):
            nom = f"{espace}{motif.name}"
            yield Lieu(titre, nom, reverse(nom), public=not getattr(motif.callback, "login_required", True))
