"""What this site may not hold, in whatever form it is typed.

Nothing, in production. The practice site says here what a true number looks like (`refuser`); then every text field of
every form answers with its sentence, the admin's and the libraries' too, before anything is stored, counted or looked up.
A field that reads a value is judged on what it read: what has not the shape of its kind hears so first (`champs`).
One whose numbers are those of things says `de_choses`: a barcode of thirteen digits is nobody's, and looks like somebody's.
What is sent without its form at hand (`refus_de_l_envoi`) is read by the fields of things that have its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
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
    d_une_chose = (
        getattr(champ, "de_choses", False) and "@" not in valeur
    )  # a mailbox is somebody's wherever it is typed
    return "" if d_une_chose else refus(valeur)


def refus_de_l_envoi(listes: Iterable[tuple[str, list[str]]]) -> str:
    """`refus` of all that a page sends, by the names of its fields."""
    phrases = ((nom, valeur, refus(valeur)) for nom, valeurs in listes for valeur in valeurs)
    return next((phrase for nom, valeur, phrase in phrases if phrase and not _est_d_une_chose(nom, valeur)), "")


def _est_d_une_chose(nom: str, valeur: str) -> bool:
    for champ in _champs_de_choses().get(nom.rpartition("-")[2], ()):
        try:
            champ.clean(valeur)
        except ValidationError:
            continue
        return not refus_du_champ(champ, valeur)
    return False


@cache
def _champs_de_choses() -> dict[str, list[forms.Field]]:
    """By name, those of every form of the product."""
    trouves: dict[str, list[forms.Field]] = {}
    for forme in _sous(forms.BaseForm):
        for nom, champ in getattr(forme, "base_fields", {}).items():
            if getattr(champ, "de_choses", False):
                trouves.setdefault(nom, []).append(champ)
    return trouves


def _sous(classe: type) -> Iterator[type]:
    fille: type
    for fille in classe.__subclasses__():
        yield fille
        yield from _sous(fille)


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
