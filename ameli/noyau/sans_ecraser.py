"""Two people on one row of a table: whoever saves after somebody else reads what is there now, and nothing they typed is lost."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

CHAMP = "ligne_vue"  # templates/admin/change_form.html
CHANGEE = (
    "Quelqu’un a changé cette ligne depuis que vous l’avez ouverte. Rien n’est encore enregistré\N{NO-BREAK SPACE}: "
    "comparez, puis enregistrez de nouveau.{ecarts}"
)


def jeton(ligne: models.Model) -> str:
    """Of all that the row holds."""
    tenu = [getattr(ligne, champ.attname) for champ in ligne._meta.concrete_fields]
    return hashlib.sha256(repr(tenu).encode()).hexdigest()[:16]


class SansEcraser(forms.BaseModelForm):
    """Mixed into the form that changes a row: what the page showed (`vu`) is sent back with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vu = jeton(self.instance)  # before what is typed reaches it

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if self.data.get(CHAMP, self.vu) != self.vu:
            raise ValidationError(CHANGEE.format(ecarts=self._ecarts()), code="changee")
        return propres

    def _ecarts(self) -> str:
        """« Il y a maintenant : Marque, vide ; Poids, « 400 ». »"""
        dits = [f"{self[nom].label}, {self._tenu(nom)}" for nom in self.changed_data]
        maintenant = "\N{NO-BREAK SPACE}; ".join(dits)
        return f" Il y a maintenant\N{NO-BREAK SPACE}: {maintenant}." if dits else ""

    def _tenu(self, nom: str) -> str:
        champ, valeur = self.fields[nom], self.initial.get(nom)
        if isinstance(champ, forms.BooleanField):
            return "oui" if valeur else "non"
        libelles = {str(cle): libelle for cle, libelle in getattr(champ, "choices", ())}
        ecrit = libelles.get(str(valeur), champ.widget.format_value(champ.prepare_value(valeur)))
        return f"«\N{NO-BREAK SPACE}{ecrit}\N{NO-BREAK SPACE}»" if ecrit else "vide"


def garde(formulaire: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """The same form, that writes over nobody."""
    return type(formulaire.__name__, (SansEcraser, formulaire), {"__module__": formulaire.__module__})
