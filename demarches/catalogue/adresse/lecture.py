"""The new address, read from the answers: its lines, its caisse, how long it takes, and whether it is one at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from accounts.dossier import caisses
from accounts.informations import adresse as adresses
from accounts.models import Adresse, Assure, Caisse
from ameli.noyau.calendrier import PARIS, jour_de
from ameli.noyau.pays import FRANCE, nom_du_pays
from demarches.catalogue.adresse import foyer, geocodage
from demarches.catalogue.adresse.regles import postal
from demarches.catalogue.adresse.regles.traitement import Situation, situation

Reponses = Mapping[str, Mapping[str, Any]]
MANUELLE, LISTE = "manuelle", "liste"


@dataclass(frozen=True)
class NouvelleAdresse:
    """`lignes` are those of the envelope above the town; `insee` is empty abroad and when nobody knows it."""

    lignes: tuple[str, ...]
    code_postal: str
    commune: str
    pays: str = FRANCE
    insee: str = ""
    normalisee: bool = True

    @property
    def etranger(self) -> bool:
        return self.pays != FRANCE

    @property
    def en_ligne(self) -> str:
        """On one line: "Bât. B, 8 Rue des Arènes, 40100 Dax"."""
        ville = postal.serrer(f"{self.code_postal} {self.commune}")
        return ", ".join([*self.lignes, ville, *([nom_du_pays(self.pays)] if self.etranger else [])])

    @property
    def cle(self) -> str:
        return postal.cle([*self.lignes, self.code_postal, self.commune, self.pays])

    def valeurs(self, emmenagement_le: date) -> dict[str, Any]:
        """As `accounts.informations.adresse.demenager` takes it."""
        quatre = [*self.lignes, "", "", ""]
        return {
            **dict(zip(adresses.LIGNES, quatre, strict=False)), "code_postal": self.code_postal, "commune": self.commune,
            "pays": self.pays, "normalisee": self.normalisee, "emmenagement_le": emmenagement_le,
        }  # fmt: skip


def en_france(reponses: Mapping[str, Any]) -> NouvelleAdresse | None:
    """From the answers of the step « adresse »; None when the suggestion is not one of ours."""
    complements = (reponses.get("complement_1") or "", reponses.get("complement_2") or "")
    if reponses.get("mode") != MANUELLE:
        proposition = geocodage.lire(reponses.get("choix") or "")
        if proposition is None:
            return None
        lignes = postal.lignes(*complements, proposition.voie)
        return NouvelleAdresse(
            tuple(lignes), proposition.code_postal, proposition.commune, insee=proposition.insee
        )  # fmt: skip
    voie = postal.voie(*(reponses.get(nom) or "" for nom in ("numero", "indice", "voie")))
    return NouvelleAdresse(
        tuple(postal.lignes(*complements, voie, reponses.get("lieu_dit") or "")),
        reponses["code_postal"],
        reponses["commune"],
        insee=reponses.get("insee") or "",
        normalisee=bool(reponses.get("normalisee")),
    )


def a_l_etranger(reponses: Mapping[str, Any]) -> NouvelleAdresse:
    """From the answers of the step « etranger »."""
    lignes = postal.lignes(*(reponses.get(nom) or "" for nom in adresses.LIGNES))
    return NouvelleAdresse(
        tuple(lignes), reponses.get("code_postal") or "", reponses["ville"], pays=reponses["pays"]
    )  # fmt: skip


def lire(reponses: Reponses) -> NouvelleAdresse:
    """The new address of a whole set of answers. Raises LookupError when they hold none."""
    if "etranger" in reponses:
        return a_l_etranger(reponses["etranger"])
    nouvelle = en_france(reponses["adresse"])
    if nouvelle is None:
        raise LookupError("the suggestion is not one that this site has signed")
    return nouvelle


def date_du_demenagement(reponses: Reponses) -> date:
    return date.fromisoformat(reponses["pays"]["date"])


def debut(reponses: Reponses) -> datetime:
    """The first instant of the day of the move, in Paris."""
    return datetime.combine(date_du_demenagement(reponses), time(0), PARIS)


def caisse_cible(nouvelle: NouvelleAdresse, reponses: Reponses, caisse: Caisse, le: datetime) -> str:
    """Code of the caisse that will hold the file of `caisse`: empty when the insured person stays, leaves France, or nobody knows.

    A special scheme keeps its people wherever they live.
    """
    jour = jour_de(le)
    if nouvelle.etranger or not foyer.partants(reponses).moi or caisses.regime_special(caisse.code, le=jour):
        return ""
    return caisses.caisse_de(nouvelle.code_postal, nouvelle.insee, le=jour)


def situation_de(nouvelle: NouvelleAdresse, reponses: Reponses, caisse: Caisse, le: datetime) -> Situation:
    """Same caisse, another one, or abroad."""
    return situation(
        etranger=nouvelle.etranger, caisse=caisse.code, caisse_cible=caisse_cible(nouvelle, reponses, caisse, le)
    )  # fmt: skip


def en_mots(adresse: Adresse | None) -> str:
    """A known address on one line."""
    if adresse is None:
        return "Aucune adresse connue"
    return ", ".join([*adresse.lignes, *([adresse.nom_du_pays] if adresse.nom_du_pays else [])])


def deja_connue(nouvelle: NouvelleAdresse, assure: Assure, reponses: Reponses, le: datetime) -> bool:
    """Do all those who move already live there?"""
    commune, distinctes = adresses.actuelles(assure, le)
    qui = foyer.partants(reponses)
    presentes = [commune] if qui.moi else []
    presentes += [distinctes.get(b.pk, commune) for b in qui.beneficiaires(assure)]
    return all(une is not None and _cle(une) == nouvelle.cle for une in presentes)


def _cle(adresse: Adresse) -> str:
    lignes = [getattr(adresse, nom) for nom in adresses.LIGNES]
    return postal.cle([*lignes, adresse.code_postal, adresse.commune, adresse.pays])


def caisse_d_une_adresse(adresse: Adresse | None, le: datetime) -> str:
    """Code of the caisse that serves a known address; empty abroad, or when nobody knows."""
    if adresse is None or adresse.pays != FRANCE:
        return ""
    return caisses.caisse_de(adresse.code_postal, le=jour_de(le))
