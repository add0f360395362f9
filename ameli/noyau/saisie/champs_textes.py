"""Texts of several lines, and the fields of the agents' tables: read as everything else that is typed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models

from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_dates import ChampDate
from ameli.noyau.saisie.phrases import TROP_LONG
from ameli.noyau.saisie.signes import visibles


class ChampTexte(forms.CharField):
    """Several lines, without what nobody sees. Counted as browsers count: a new line is one."""

    default_error_messages: ClassVar[dict[str, Any]] = {"max_length": TROP_LONG}

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": rows}), **options})

    def to_python(self, value: Any) -> str:
        return super().to_python(visibles((value or "").replace("\r\n", "\n"))) or ""


# `formfield_overrides` of a table of the agents' site: what is typed there is read as everywhere else.
COMME_AILLEURS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.CharField: {"form_class": ChampLigne},
    models.TextField: {"form_class": ChampTexte},
    models.DateField: {
        "form_class": ChampDate,
        "help_text": "Jour, mois, année. Par exemple\N{NO-BREAK SPACE}: 14/11/2026.",
    },
}
