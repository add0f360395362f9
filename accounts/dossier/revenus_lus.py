"""How the service of incomes is asked and how it answers: the words of API Particulier v3. Pure.

Question: `recipient`, the civil status (`nomNaissance`, `prenoms[]`, `anneeDateNaissance`…), `dateDebut` and `dateFin` (months).
Answer: {"data": {"ressources": [{"organisme", "nature", "annee", "mois", "montant_net"}], "organismes_indisponibles":
[{"organisme", "mois": ["2025-10"]}]}, "links": {}, "meta": {}}. A key that the token does not open is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings

from accounts.dossier.solidaire.voisins import Identite
from accounts.models.revenus import ConsentementRevenus
from ameli.noyau.envois.transports import PAS_DU_JSON

Etat = ConsentementRevenus.Etat
FRANCE, ETRANGER = "99100", "99"
PLAFOND = Decimal(1_000_000)  # euros a month: more is a mistake
LONGUEUR = 80
AUTRE = "autre"  # what the service calls by a name that we do not know is counted, and seen by the agent
A_NOTRE_FACON = {
    "salaire": "salaire", "allocation_chomage": "chomage", "allocation_solidarite_specifique": "ass",
    "remuneration_formation": "formation", "indemnites_journalieres": "ij", "pension_retraite": "retraite",
    "pension_invalidite": "pension_invalidite", "rente_accident_travail": "rente_at",
    "allocation_adulte_handicape": "AAH", "allocation_solidarite_personnes_agees": "ASPA",
    "allocation_supplementaire_invalidite": "ASI", "prestations_familiales": "famille", "revenu_solidarite_active": "rsa",
    "prime_activite": "prime_activite", "contrat_engagement_jeune": "cej", "allocation_education_enfant_handicape": "aeeh",
    "prestation_compensation_handicap": "pch", "allocation_personnalisee_autonomie": "apa",
    "prime_naissance": "prime_naissance", "allocation_rentree_scolaire": "ars",
}  # fmt: skip
NOTRE_FAUTE = ("HTTP 400", "HTTP 401", "HTTP 403", "HTTP 422")


class Illisible(ValueError):
    """The answer is JSON and says something that makes no sense; the message names what, never an amount."""


def pivot(adulte: Identite) -> dict[str, Any]:
    """Civil status of somebody: of the registry, else as it was typed, sex and place of birth being read in the number."""
    personne = adulte.personne
    if personne is not None:
        nom, prenoms, naissance = personne.nom_naissance, personne.prenoms, personne.date_naissance
        sexe, lieu = personne.sexe, personne.lieu_naissance_insee
    else:
        nom, prenoms, naissance = adulte.nom, adulte.prenoms, adulte.naissance
        sexe = {"1": "M", "2": "F"}.get(adulte.nir[:1], "")
        lieu = adulte.nir[5:10]
    return {"nom": nom, "prenoms": prenoms, "naissance": naissance.isoformat(), "sexe": sexe, "lieu": lieu}


def question(identite: Mapping[str, Any], du: date, au: date) -> dict[str, Any]:
    """The query of one adult, for months from `du` to `au`."""
    naissance, lieu = date.fromisoformat(identite["naissance"]), identite["lieu"]
    demandee = {
        "recipient": settings.CONFIGURATION["AMELI_REVENUS_SIRET"],
        "nomNaissance": identite["nom"].upper(),
        "prenoms[]": [prenom.upper() for prenom in identite["prenoms"].replace(",", " ").split()],
        "anneeDateNaissance": naissance.year,
        "moisDateNaissance": naissance.month,
        "jourDateNaissance": naissance.day,
        "sexeEtatCivil": identite["sexe"],
        "codeCogInseePaysNaissance": lieu if lieu.startswith(ETRANGER) else FRANCE,
        "codeCogInseeCommuneNaissance": "" if lieu.startswith(ETRANGER) else lieu,
        "dateDebut": f"{du:%Y-%m}",
        "dateFin": f"{au:%Y-%m}",
    }
    return {nom: valeur for nom, valeur in demandee.items() if valeur}


def lire(donnees: Any, mois: Collection[date]) -> dict[str, Any]:
    """{"montants", "absents"}, as they are kept: months that were not asked are left out. Raises Illisible."""
    try:
        lues = donnees["data"]
        montants = [_montant(une) for une in lues["ressources"]]
        absents = [
            {"organisme": _texte(un["organisme"]), "mois": [f"{_mois(*m.split('-'))}" for m in un["mois"]]}
            for un in lues.get("organismes_indisponibles", [])
        ]
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation) as faute:
        raise Illisible(type(faute).__name__) from None
    demandes = {f"{un}" for un in mois}
    absents = [{**un, "mois": [m for m in un["mois"] if m in demandes]} for un in absents]
    return {
        "montants": [un for un in montants if un["mois"] in demandes],
        "absents": [un for un in absents if un["mois"]],
    }


def _montant(une: Mapping[str, Any]) -> dict[str, str]:
    """A JSON number is read as it is written; what a float has already rounded is rounded to the cent."""
    net = Decimal(str(une["montant_net"]))
    if not net.is_finite() or not 0 <= net <= PLAFOND:
        raise ValueError("amount")
    return {
        "organisme": _texte(une["organisme"]),
        "nature": A_NOTRE_FACON.get(_texte(une["nature"]), AUTRE),
        "mois": f"{_mois(une['annee'], une['mois'])}",
        "montant": f"{net.quantize(Decimal('0.01'))}",
    }


def _mois(annee: Any, mois: Any) -> date:
    return date(int(annee), int(mois), 1)


def _texte(valeur: Any) -> str:
    if not isinstance(valeur, str) or not valeur.strip() or len(valeur) > LONGUEUR:
        raise ValueError("text")
    return valeur.strip()


def panne(erreur: str) -> ConsentementRevenus.Etat:
    """Why nothing came, by how the last attempt ended (`Envoi.erreur`)."""
    if erreur == "HTTP 404":
        return Etat.INCONNU
    if erreur in NOTRE_FAUTE:
        return Etat.REFUSE
    if erreur == "HTTP 429":
        return Etat.LIMITE
    if erreur == PAS_DU_JSON:
        return Etat.ILLISIBLE
    return Etat.LENT if erreur in ("TimeoutError", "HTTP 504", "HTTP 408") else Etat.FERME
