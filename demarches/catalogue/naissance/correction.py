"""The form of a correction: the same questions as in the declaration, for each child whom the register has not found yet."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from ameli.noyau.calendrier import jour_de
from demarches.catalogue.naissance import doublons
from demarches.catalogue.naissance.formulaires import Enfant
from demarches.catalogue.naissance.models import EnfantDeclare
from demarches.catalogue.naissance.regles import dates
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.lues import ecrire
from demarches.moteur.models import OUVERTS

CHAMPS = ("nom", "prenoms", "naissance")


class Correction(FormulaireEtape):
    """Names and day of birth, as they are known now. A field is named « k3f9_prenoms »."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attendus = EnfantDeclare.objects.de(self.contexte.assure).filter(
            demarche__etat__in=OUVERTS, etat=EnfantDeclare.Etat.ATTENDU, place__in=list(self.contexte.reponses)
        )
        self.enfants = list(attendus.select_related("rattachement__personne").order_by("id"))
        for enfant in self.enfants:
            for nom in CHAMPS:
                champ = copy.deepcopy(Enfant.base_fields[nom])
                if len(self.enfants) > 1:
                    champ.label = f"{champ.label}, {enfant.prenom}"
                champ.initial = enfant.identite[nom]
                self.fields[f"{enfant.cle}_{nom}"] = champ

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        for enfant in self.enfants:
            self._juger(enfant, propres)
        return propres

    def _juger(self, enfant: EnfantDeclare, propres: Mapping[str, Any]) -> None:
        naissance, prenoms = propres.get(f"{enfant.cle}_naissance"), propres.get(f"{enfant.cle}_prenoms")
        if naissance is None or not prenoms:
            return
        jour, mairie_le = jour_de(self.contexte.le), enfant.identite.get("mairie_le")
        if not dates.plus_ancienne(jour) <= naissance <= jour:
            self.add_error(f"{enfant.cle}_naissance", "Écrivez la date de naissance de l’acte.")
        elif mairie_le and naissance > date.fromisoformat(mairie_le):
            self.add_error(
                f"{enfant.cle}_naissance", "L’enfant est né avant la déclaration à la mairie. Corrigez cette date."
            )
        change = not doublons.meme_enfant(enfant.naissance, enfant.identite["prenoms"], naissance, prenoms)
        if change and (deja := doublons.chercher(self.contexte.assure, naissance, prenoms)):
            self.add_error(f"{enfant.cle}_prenoms", forms.ValidationError(deja.phrase))

    @staticmethod
    def concerne(saisie: Mapping[str, Any], cle: str) -> bool:
        """Was this child on the page?"""
        return f"{cle}_nom" in saisie

    @staticmethod
    def identite(saisie: Mapping[str, Any], cle: str) -> dict[str, Any]:
        """What the page says of this child, as it is stored."""
        return {nom: ecrire(saisie[f"{cle}_{nom}"]) for nom in CHAMPS}
