"""An unknown variable in one of our templates is an error, not an empty string.

`{% if x %}` and the filters `default` and `default_if_none` may name an optional parameter.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template.base import FilterExpression, Variable, VariableDoesNotExist

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
    origine = FilterExpression.resolve

    def resoudre(self: FilterExpression, context, ignore_failures: bool = False):
        if not ignore_failures and isinstance(self.var, Variable) and _est_a_nous(context):
            noms = {fonction.__name__ for fonction, _ in self.filters}
            if not noms & TOLERANTS:
                try:
                    self.var.resolve(context)
                except VariableDoesNotExist as absence:
                    raise VariableInconnue(f"{context.template.origin.name}: {self.token}") from absence
        return origine(self, context, ignore_failures)

    monkeypatch.setattr(FilterExpression, "resolve", resoudre)
