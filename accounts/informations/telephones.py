"""Read a telephone number as people type it. French ones are kept as ten digits, others with + and their country."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau.saisies import FormeDAbord

FRANCAIS = re.compile(r"0[1-9]\d{8}")
MOBILE = re.compile(r"0[67]\d{8}")
AILLEURS = re.compile(r"\+[1-9]\d{6,14}")


def lire(saisie: str) -> str | None:
    """ "06 39 98 00 01", "+33 6 39 98 00 01" and "0033639980001" are "0639980001"; "+32 470 12 34 56" keeps its country.

    None when it is not a telephone number.
    """
    serre = re.sub(r"[\s.\-()\u00a0\u202f]", "", saisie)
    serre = "+" + serre[2:] if serre.startswith("00") else serre
    serre = re.sub(r"^\+330?", "0", serre)
    return serre if FRANCAIS.fullmatch(serre) or AILLEURS.fullmatch(serre) else None


def est_mobile(numero: str) -> bool:
    """Can it receive an SMS? A foreign number is believed to."""
    return bool(MOBILE.fullmatch(numero)) or numero.startswith("+")


class ChampMobile(FormeDAbord):
    """A form field that gives the number as it is kept. Shown again as it was typed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Téléphone mobile")
        options.setdefault(
            "help_text",
            "Pour recevoir un code par SMS. Exemple\N{NO-BREAK SPACE}: 06 39 98 00 01, ou +32 470 12 34 56.",
        )
        options.setdefault("error_messages", {"required": "Saisissez votre numéro de mobile."})
        super().__init__(max_length=30, **options)
        self.widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "size": "20"})

    def lire(self, texte: str) -> str:
        numero = lire(texte)
        if numero is None or not est_mobile(numero):
            raise ValidationError(
                "Écrivez un numéro de mobile\N{NO-BREAK SPACE}: il commence par 06, 07, ou + et le pays.",
                code="telephone",
            )
        return numero
