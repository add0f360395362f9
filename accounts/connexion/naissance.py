"""Read a birth date as people type it: 12/05/1985, 12 05 1985, 12051985. The civil register's unknown day or month is 00."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau.horloge import aujourdhui

FORME = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})|(\d{2})(\d{2})(\d{4})")
MESSAGE = "Écrivez votre date de naissance comme ceci\N{NO-BREAK SPACE}: 12/05/1985."


def lire_naissance(texte: str) -> date:
    """The date in `texte`. The registry keeps a day or a month that nobody knows as the first: 00 is read so.

    Raises ValueError when it is not a past date.
    """
    lue = FORME.fullmatch(texte.strip())
    if lue is None:
        raise ValueError("not a date")
    jour, mois, annee = (int(partie) for partie in lue.groups() if partie is not None)
    naissance = date(annee, mois or 1, jour or 1)
    if not date(1880, 1, 1) <= naissance <= aujourdhui():
        raise ValueError("not a birth date of somebody alive")
    return naissance


class ChampNaissance(forms.CharField):
    """A form field that gives a date. Shown again as it was typed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Date de naissance")
        options.setdefault(
            "help_text",
            "Jour, mois, année. Exemple\N{NO-BREAK SPACE}: 12/05/1985. Jour inconnu\N{NO-BREAK SPACE}? Écrivez 00.",
        )
        options.setdefault("error_messages", {"required": "Saisissez votre date de naissance."})
        super().__init__(max_length=20, **options)
        self.widget.attrs.update({"autocomplete": "bday", "size": "12"})

    def clean(self, value: str) -> Any:
        texte = super().clean(value)
        if not texte:
            return None
        try:
            return lire_naissance(texte)
        except ValueError as faute:
            raise ValidationError(MESSAGE, code="naissance") from faute
