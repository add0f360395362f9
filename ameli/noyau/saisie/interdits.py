"""What this site may not hold, in whatever form it is typed.

Nothing, in production. The practice site says here what a true number looks like (`refuser`); then every text field of
every form answers with its sentence, the admin's and the libraries' too, before anything is stored, counted or looked up.
A field that reads a value is judged on what it read: what has not the shape of its kind hears so first (`champs`).
One whose numbers are those of things says `de_choses`: a barcode of thirteen digits is nobody's, and looks like somebody's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau.saisie.signes import plat

Controle = Callable[[str], str]

_controles: list[Controle] = []


def refus(valeur: Any) -> str:
    """The sentence that refuses what is typed, or an empty one. `valeur` is a text or a list of texts; others pass."""
    if isinstance(valeur, list):
        return next((phrase for une in valeur if (phrase := refus(une))), "")
    if not isinstance(valeur, str):
        return ""
    return next((phrase for controle in _controles if (phrase := controle(plat(valeur)))), "")


def refus_du_champ(champ: forms.Field, valeur: Any) -> str:
    """`refus` of what is typed in this field."""
    return "" if getattr(champ, "de_choses", False) else refus(valeur)


def refuser(controle: Controle) -> None:
    """From now on, what `controle` gives a sentence for is refused.

    The method of Django's own field is replaced: a list of forms would forget the one that is written tomorrow.
    """
    if not _controles:
        valider = forms.CharField.run_validators

        def run_validators(champ: forms.Field, valeur: Any) -> None:
            if phrase := refus_du_champ(champ, valeur):
                raise ValidationError(phrase, code="refuse")
            valider(champ, valeur)

        forms.CharField.run_validators = run_validators  # type: ignore[assignment, method-assign]
    _controles.append(controle)
