"""Answers that the forms must accept and refuse; generic tests walk the téléservice with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ameli.noyau.calendrier import jour_de
from demarches.moteur.declaration import Contexte, Exemples

RECIT = "Le 12 août, une douleur vive au ventre la nuit : les urgences m’ont opéré le matin."


def jour(contexte: Contexte, avant: int) -> str:
    return f"{jour_de(contexte.le) - timedelta(days=avant):%d/%m/%Y}"


def beneficiaire(raison: str, tiers: str = "non") -> Any:
    return lambda contexte: {"personne": contexte.assure.personne.public_id, "raison": raison, "tiers": tiers}


def un_soin(contexte: Contexte, avant: int = 60, **champs: Any) -> dict[str, Any]:
    return {
        "le": jour(contexte, avant), "nature": "CONSULTATION", "montant": "60,00", "devise": "EUR", "prescrit": "non", **champs,
    }  # fmt: skip


def sejour(contexte: Contexte, **champs: Any) -> dict[str, Any]:
    return {
        "pays": "ES", "du": jour(contexte, 65), "au": jour(contexte, 50), "motif": "VACANCES", "hopital": "non", "ceam": "oui",
        "deja_pris": "non", **champs,
    }  # fmt: skip


def hopital(contexte: Contexte) -> dict[str, Any]:
    return {"du": jour(contexte, 60), "au": jour(contexte, 57), "etablissement": "Hôpital du Lac"}


SALARIE = {"nationalite": "FR", "situation": "SALARIE", "telephone": "06 39 98 00 18"}
TOUS = Exemples(
    valides={
        "assure": SALARIE,
        "beneficiaire": beneficiaire("SOUDAINE"),
        "soins": lambda contexte: [un_soin(contexte), un_soin(contexte, nature="PHARMACIE", montant="18,40", prescrit="oui")],
        "sejour": sejour,
        "tarif": {"tarif": "FRANCAIS"},
        "recapitulatif": {},
    },
    verdict={"montant": "60", "acte": "G"},
    variantes=(
        {"soins": lambda contexte: [un_soin(contexte, 49)], "retard": {"retard": "RETARDE"}, "tarif": {"tarif": "ETAT"}},
        {
            "beneficiaire": beneficiaire("ACCIDENT", "agent"),
            "sejour": lambda contexte: sejour(contexte, pays="TH", ceam="non"), "recit": {"recit": RECIT},
        },
        {
            "beneficiaire": beneficiaire("PROGRAMMES"),
            "sejour": lambda contexte: sejour(contexte, pays="BE", motif="SOINS", hopital="oui"),
            "hopital": hopital,
            "accord": lambda contexte: {"lourd": "oui", "s2": "DEMANDE", "s2_demande_le": jour(contexte, 80)},
        },
        {"assure": {**SALARIE, "situation": "DETACHE"}, "sejour": lambda contexte: sejour(contexte, pays="US", motif="DETACHEMENT")},
    ),
    invalides={
        "assure": ({}, {**SALARIE, "nationalite": "XX"}, {**SALARIE, "situation": "LUNE"}),
        "beneficiaire": ({}, {"personne": "personne", "raison": "ACCIDENT", "tiers": "non"}),
        "soins": (
            {"le": "01/08/2026", "nature": "CONSULTATION", "montant": "8 500,50", "devise": "JPY", "prescrit": "non"},
            {"le": "01/08/2099", "nature": "CONSULTATION", "montant": "60", "devise": "EUR", "prescrit": "non"},
        ),
        "sejour": (
            {},
            {"pays": "ES", "du": "15/08/2026", "au": "01/08/2026", "motif": "VACANCES", "hopital": "non", "ceam": "non", "deja_pris": "non"},
            {"pays": "XX", "du": "01/08/2026", "au": "15/08/2026", "motif": "VACANCES", "hopital": "non", "ceam": "non", "deja_pris": "non"},
        ),
        "hopital": ({}, {"du": "15/08/2026", "au": "01/08/2026", "etablissement": "Hôpital"}, {"du": "", "au": "", "etablissement": "Hôpital"}),
        "retard": ({}, {"retard": "CORRIGER"}),
        "accord": ({}, {"lourd": "oui", "s2": "DEMANDE", "s2_demande_le": ""}),
        "recit": ({}, {"recit": "Trop court."}),
        "tarif": ({}, {"tarif": "LUNE"}),
    },
)  # fmt: skip
