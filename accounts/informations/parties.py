"""The parts of « Mes informations », each with its state: what is missing, what is on its way, what is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.informations.dossier import Dossier
from accounts.models import Compte

Etat = tuple[str, str]  # a word and the kind of its badge
A_JOUR: Etat = ("À jour", "succes")
EN_COURS: Etat = ("En cours de traitement", "attention")
A_COMPLETER: Etat = ("À compléter", "attention")
A_VERIFIER: Etat = ("À vérifier", "attention")


@dataclass(frozen=True)
class Partie:
    """A heading of the page, where it is, and how it stands."""

    ancre: str
    titre: str
    etat: Etat


def parties(dossier: Dossier, compte: Compte, jour: date) -> list[Partie]:
    """In the order of the page."""
    return [
        Partie("identite", "Mon identité", _identite(dossier)),
        Partie("caisse", "Ma caisse et mes droits", _droits(dossier, jour)),
        Partie("coordonnees", "Mes coordonnées", _coordonnees(dossier, compte)),
        Partie("banque", "Mes coordonnées bancaires", _banque(dossier)),
        Partie("beneficiaires", "Mes bénéficiaires", _beneficiaires(dossier, jour)),
    ]


def _identite(dossier: Dossier) -> Etat:
    return ("Numéro en attente", "info") if dossier.titulaire.personne.sans_numero else A_JOUR


def _droits(dossier: Dossier, jour: date) -> Etat:
    assure = dossier.assure
    if assure.droits_du is None or assure.droits_du > jour:
        return ("Pas encore ouverts", "attention")
    if assure.droits_au is not None and assure.droits_au < jour:
        return ("Droits fermés", "erreur")
    if dossier.c2s_en_cours or dossier.complementaire_en_cours:
        return EN_COURS
    return ("Droits ouverts", "succes")


def _coordonnees(dossier: Dossier, compte: Compte) -> Etat:
    if compte.injoignable or compte.email_valide_le is None:
        return A_VERIFIER
    if dossier.adresse_en_cours:
        return EN_COURS
    return A_JOUR if dossier.adresse and compte.telephone else A_COMPLETER


def _banque(dossier: Dossier) -> Etat:
    if dossier.iban_en_cours:
        return EN_COURS
    return A_JOUR if dossier.coordonnees else A_COMPLETER


def _beneficiaires(dossier: Dossier, jour: date) -> Etat:
    if not dossier.beneficiaires:
        return ("Aucun", "neutre")
    finis = any(une.droits_au is not None and une.droits_au < jour for une in dossier.beneficiaires)
    return A_VERIFIER if finis else A_JOUR
