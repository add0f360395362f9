"""A form whose files wait beside it: what was taken stays taken, whatever is wrong with the rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.urls import reverse

from accounts.fichiers.depot import Depot
from accounts.fichiers.zone import Ligne, ZoneDeFichiers
from accounts.models import FichierEnAttente
from ameli.noyau.televersement import ChampFichiers, FichierRefuse, FichierSain
from ameli.noyau.televersement.champ import combien, exiger_le_format, nommee

GESTES = ("ajouter", "retirer")


class ChampDepot(ChampFichiers):
    """As its parent, but each good file is kept in `depot` at once. Its cleaned value is all that waits there.

    `accepte`: the MIME types that it takes, comma-separated; all those of the site when it is empty.
    """

    depot: Depot | None = None

    def __init__(self, *, maximum: int = 5, accepte: str = "", **kwargs: Any) -> None:
        self.accepte, reglages = accepte, {"accept": accepte} if accepte else {}
        kwargs.setdefault("widget", ZoneDeFichiers(reglages, plusieurs=maximum > 1))
        super().__init__(maximum=maximum, **kwargs)

    def clean(self, value: Any) -> list[FichierSain]:
        if self.depot is None:
            return super().clean(value)
        fautes = []
        for fichier in value or []:
            try:
                self.depot.ajouter(fichier)
            except FichierRefuse as refus:
                fautes.append(ValidationError(nommee(fichier.name or "", refus.phrase)))
        if fautes:
            raise ValidationError(fautes)
        if self.required and not self.depot.fichiers:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(self.depot.fichiers) > self.maximum:
            raise ValidationError(f"Vous pouvez envoyer {combien(self.maximum)}. Retirez-en un d’abord.")
        sains = self.depot.prendre()
        exiger_le_format(sains, self.accepte)
        return sains


def ligne(fichier: FichierEnAttente) -> Ligne:
    """What waits, as its form shows it."""
    voir, retirer = (reverse(f"fichiers:{nom}", args=[fichier.public_id]) for nom in ("voir", "retirer"))
    return Ligne.de(fichier, voir, retirer=retirer)


class AvecDepot(forms.Form):
    """Its field `fichiers` is a ChampDepot. Two buttons change what waits without sending the form: « ajouter », « retirer »."""

    def __init__(self, *args: Any, depot: Depot | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.depot, champ = depot, self.fields["fichiers"]
        champ.depot = depot  # type: ignore[attr-defined]
        if depot is not None:
            zone: Any = champ.widget
            zone.depot, zone.pour = reverse("fichiers:deposer"), depot.pour
            zone.lire = lambda: [ligne(fichier) for fichier in depot.fichiers]

    def full_clean(self) -> None:
        if self.is_bound and self.depot and "retirer" in self.data:
            self.depot.retirer(self.data["retirer"])
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
            return
        super().full_clean()
        if self.is_bound and "ajouter" in self.data:  # what is typed elsewhere is judged when the form is sent
            for nom in set(self._errors or {}) - {"fichiers"}:
                del self._errors[nom]  # type: ignore[union-attr]

    def is_valid(self) -> bool:
        return super().is_valid() and not any(geste in self.data for geste in GESTES)
