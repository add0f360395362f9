"""Views whose forms leave nothing behind: neither their answer nor what was typed is kept, not even for an hour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

V = TypeVar("V", bound=Callable[..., Any])
MARQUE = "sans_trace"


def sans_trace(vue: V) -> V:
    """Decorator, the outermost one: its browser may offer to send the form again, the site keeps nothing of it."""
    setattr(vue, MARQUE, True)
    return vue


def est_sans_trace(request: HttpRequest) -> bool:
    """Is this address one of them?"""
    trouvee = request.resolver_match
    return trouvee is not None and getattr(trouvee.func, MARQUE, False)
