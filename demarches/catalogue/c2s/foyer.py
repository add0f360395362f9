"""The people of a request, read from its answers: the asker, those of the file, those who were typed. Pure, but for `du_contexte`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.dossier.solidaire.calcul import Membre
from accounts.dossier.solidaire.voisins import Identite
from accounts.models import Assure, Personne
from ameli.noyau.saisie import noms
from demarches.catalogue.c2s import formulaires, regles
from demarches.catalogue.c2s.formulaires import CONJOINT, ENFANT, Autre, Connus
from demarches.moteur.lues import PasEncore, lire
from demarches.moteur.termes import Contexte

MOI = "moi"


@dataclass(frozen=True)
class Present:
    """Somebody of the foyer. `cle` is their place: « moi », the public id of who is in the file, the item of who was typed."""

    cle: str
    prenom: str
    nom: str
    naissance: date
    lien: str = ""
    alternee: bool = False
    nir: str = ""
    personne: Personne | None = None

    @property
    def soi(self) -> bool:
        return self.cle == MOI

    @property
    def adulte(self) -> bool:
        """The asker or their spouse: the first of the scale."""
        return self.soi or self.lien == CONJOINT

    @property
    def membre(self) -> Membre:
        """As the calculation reads it."""
        return Membre(self.cle, self.naissance, self.adulte, self.alternee)

    @property
    def identite(self) -> Identite:
        """As the organisms are asked."""
        return Identite(self.nom, self.prenom, self.naissance, self.nir, self.personne)

    def majeur(self, le: date) -> bool:
        return self.soi or regles.age(self.naissance, le) >= regles.MAJORITE


def du_contexte(contexte: Contexte) -> list[Present]:
    """Everybody, as the draft says so far, or as was sent whatever has happened since. Raises PasEncore before the foyer is said."""
    reponses = contexte.reponses
    if "autres" not in reponses:
        raise PasEncore("autres")
    dits = reponses.get("connus", {})
    connus = {m.cle: m.personne for m in formulaires.du_dossier(contexte)}
    liens = {m.cle: formulaires.lien_de(m) for m in formulaires.du_dossier(contexte)}
    lus = Connus.Donnees(tuple(dits.get("concernes", ())), tuple(dits.get("alternes", ())))
    presents = [cle for cle in lus.concernes if cle in connus]
    return [
        _soi(contexte.assure),
        *(_connu(cle, connus[cle], liens[cle], cle in lus.alternes) for cle in presents),
        *(_autre(cle, reponses.get(f"autres/{cle}", {})) for cle in reponses["autres"].get("items", ())),
    ]


def _soi(assure: Assure) -> Present:
    une = assure.personne
    return Present(MOI, une.prenom, une.nom_naissance, une.date_naissance, nir=une.nir or "", personne=une)


def _connu(cle: str, une: Personne, lien: str, alternee: bool) -> Present:
    return Present(cle, une.prenom, une.nom_naissance, une.date_naissance, lien, alternee, une.nir or "", une)


def _autre(cle: str, dit: Mapping[str, Any]) -> Present:
    lu: Autre.Donnees = lire(Autre.Donnees, {**dit, "id": cle})
    return Present(cle, lu.prenoms.split(",")[0].split(" ")[0], lu.nom, lu.naissance, lu.lien, lu.alternee, lu.nir)


def adultes(presents: Sequence[Present], le: date) -> list[Present]:
    """Those who are of age: each consents for themselves."""
    return [un for un in presents if un.majeur(le)]


def en_double(presents: Sequence[Present]) -> str:
    """The first name of somebody who is there twice, by number or by name and birth; nothing when nobody is."""
    vus: set[tuple[str, ...]] = set()
    for un in presents:
        cles = {("nom", noms.cle(un.nom), noms.cle(un.prenom), un.naissance.isoformat())}
        cles |= {("nir", un.nir)} if un.nir else set()
        if cles & vus:
            return un.prenom
        vus |= cles
    return ""


def conjoints(presents: Sequence[Present]) -> list[Present]:
    return [un for un in presents if un.lien == CONJOINT]


def enfants(presents: Sequence[Present]) -> list[Present]:
    return [un for un in presents if un.lien == ENFANT]
