"""An unknown variable in one of our templates is an error, not an empty string.

`{% if x %}` and the filters `default` and `default_if_none` may name an optional parameter.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.template import Engine
from django.template.base import FilterExpression

RACINE = Path(__file__).resolve().parent.parent.parent
TOLERANTS = {"default", "default_if_none"}


class VariableInconnue(AssertionError):
    """The template names something that its view did not give."""


def _est_a_nous(context) -> bool:
    gabarit = getattr(context, "template", None)
    nom = getattr(getattr(gabarit, "origin", None), "name", "") or ""
    return nom.startswith(str(RACINE)) and "site-packages" not in nom


@pytest.fixture(autouse=True)
def une_variable_inconnue_fait_echouer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django asks its engine what stands for an unknown variable, and asks nothing while all are known: so does this guard."""

    def rien(moteur: Engine) -> str:
        cadre = sys._getframe(1)
        if cadre.f_code is FilterExpression.resolve.__code__:
            expression, context = cadre.f_locals["self"], cadre.f_locals["context"]
            noms = {fonction.__name__ for fonction, _ in expression.filters}
            if _est_a_nous(context) and not noms & TOLERANTS:
                raise VariableInconnue(f"{context.template.origin.name}: {expression.token}")
        return ""

    def garder(moteur: Engine, valeur: str) -> None:
        vars(moteur)["string_if_invalid"] = valeur

    monkeypatch.setattr(Engine, "string_if_invalid", property(rien, garder), raising=False)
