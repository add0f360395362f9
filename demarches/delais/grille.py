"""What people may wait for: themes, precisions and the national delay of each, in calendar days (chapter 8 § 5).

A caisse says its own delays in `DelaiDeTraitement`; these stand where it says nothing. The invalidity pension is not in
the service [C, chapter 18]. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DEPUIS = date(2026, 1, 1)

PAIEMENT = ("Paiement", "Votre banque affiche le virement quelques jours après.")
DOSSIER = ("Dossier mis à jour", "Le changement se lit dans « Mes informations ».")
DECISION = ("Décision", "Votre caisse vous l’écrit.")
ENVOI = ("Envoi", "La carte part à l’adresse de votre dossier.")
REPONSE = ("Réponse", "Elle arrive dans « Ma messagerie » ou par courrier.")


@dataclass(frozen=True)
class Precision:
    """One thing to wait for. `jours`: calendar days; `issue`: the last step of the timeline; `employeur`: it waits for a
    paper of the employer. The room that does it online names it (`Teleservice.precision`): its démarches are then measured."""

    code: str
    libelle: str
    jours: int
    issue: tuple[str, str]
    employeur: bool = False
    note: str = ""


@dataclass(frozen=True)
class Thematique:
    """`theme` is the one of the mailbox to write about it (`accounts.messagerie.themes`)."""

    code: str
    libelle: str
    theme: str
    precisions: tuple[Precision, ...]


THEMATIQUES: tuple[Thematique, ...] = (
    Thematique("arret", "Arrêt de travail et indemnités journalières", "arret", (
        Precision("ij-maladie", "Premier paiement, arrêt maladie, emploi salarié", 28, PAIEMENT, employeur=True),
        Precision("ij-prolongation", "Prolongation d’un arrêt", 15, PAIEMENT, employeur=True),
        Precision("ij-independant", "Indépendant, indépendante ou profession libérale", 30, PAIEMENT),
        Precision("ij-chomage", "Demandeur ou demandeuse d’emploi", 35, PAIEMENT),
        Precision("ij-employeurs", "Plusieurs employeurs, intérim", 45, PAIEMENT, employeur=True),
        Precision("ij-temps-partiel", "Temps partiel thérapeutique", 30, PAIEMENT, employeur=True),
        Precision("ij-maternite", "Congé de maternité", 25, PAIEMENT, employeur=True),
        Precision("ij-paternite", "Congé de paternité et d’accueil de l’enfant", 25, PAIEMENT, employeur=True),
        Precision("ij-adoption", "Congé d’adoption", 30, PAIEMENT, employeur=True),
        Precision("ij-rectification", "Rectification d’un montant", 30, PAIEMENT, employeur=True),
    )),
    Thematique("accident", "Accident du travail, maladie professionnelle", "invalidite", (
        Precision("at-reconnaissance", "Reconnaissance d’un accident déclaré", 30, DECISION),
        Precision("mp-reconnaissance", "Reconnaissance d’une maladie professionnelle", 120, DECISION),
        Precision("at-ij", "Premier paiement d’indemnités journalières", 28, PAIEMENT, employeur=True),
        Precision("at-rechute", "Rechute ou nouvelle lésion", 60, DECISION),
        Precision("at-rente", "Rente ou capital", 60, PAIEMENT),
    )),
    Thematique("soins", "Remboursement de soins", "remboursement", (
        Precision("soins-electronique", "Feuille de soins électronique (carte Vitale)", 7, PAIEMENT),
        Precision("soins-papier", "Feuille de soins papier", 18, PAIEMENT),
        Precision("soins-etranger", "Soins reçus à l’étranger", 60, PAIEMENT),
        Precision("transport", "Transport", 20, PAIEMENT),
        Precision("optique", "Optique, appareillage", 15, PAIEMENT),
        Precision("dentaire", "Soins dentaires, prothèses", 15, PAIEMENT),
        Precision("sans-gluten", "Produits sans gluten", 15, PAIEMENT),
        Precision("hospitalisation", "Frais d’hospitalisation", 30, PAIEMENT),
    )),
    Thematique("droits", "Droits et changement de situation", "situation", (
        Precision("affiliation", "Première affiliation, protection universelle maladie", 45, DOSSIER),
        Precision("adresse", "Changement d’adresse", 5, DOSSIER),
        Precision("caisse", "Changement de caisse", 9, DOSSIER),
        Precision("naissance", "Déclaration de naissance", 10, DOSSIER),
        Precision("rattachement", "Rattachement d’un enfant aux deux parents", 20, DOSSIER),
        Precision("etat-civil", "Mariage, changement de nom ou de numéro", 20, DOSSIER),
        Precision("banque", "Coordonnées bancaires", 3, DOSSIER),
        Precision("medecin", "Médecin traitant", 7, DOSSIER),
        Precision("detachement", "Attestation S1, détachement", 30, REPONSE),
    )),
    Thematique("css", "Complémentaire santé solidaire", "droits", (
        Precision("css-demande", "Première demande", 28, DECISION),
        Precision("css-renouvellement", "Renouvellement", 21, DECISION),
        Precision("css-recours", "Recours contre une décision", 60, DECISION),
    )),
    Thematique("organisme", "Organisme complémentaire", "droits", (
        Precision("organisme-chevauchement", "Choix en cas de chevauchement", 7, DOSSIER),
    )),
    Thematique("vitale", "Carte Vitale", "carte", (
        Precision("vitale-perte", "Perte, vol ou carte qui ne fonctionne plus", 1, DOSSIER),
        Precision("vitale-en-ligne", "Commande en ligne, avec photo et pièce d’identité", 14, ENVOI),
        Precision("vitale-courrier", "Commande par courrier", 28, ENVOI),
    )),
    Thematique("ceam", "Carte européenne d’assurance maladie", "etranger", (
        Precision("ceam-commande", "Commande de la carte", 10, ENVOI),
    )),
    Thematique("accord", "Prise en charge", "droits", (
        Precision("accord-prealable", "Demande d’accord préalable", 15, DECISION,
                  note="Sans réponse au bout de 15 jours, l’accord est acquis."),
        Precision("ald", "Affection de longue durée, protocole de soins", 30, DECISION),
        Precision("cure", "Cure thermale", 20, DECISION),
    )),
    Thematique("reclamation", "Message et réclamation", "reclamation", (
        Precision("message", "Message à un conseiller", 2, REPONSE),
        Precision("reclamation", "Réclamation écrite", 21, REPONSE),
        Precision("cra", "Commission de recours amiable", 60, DECISION,
                  note="Sans réponse au bout de 2 mois, le recours est considéré comme rejeté."),
    )),
    Thematique("creances", "Somme à rembourser à la caisse", "autre", (
        Precision("echeancier", "Demande d’échéancier ou de remise", 60, DECISION),
        Precision("creance-payee", "Enregistrement d’un paiement", 1, DOSSIER),
    )),
    Thematique("procuration", "Procuration", "autre", (
        Precision("procuration-enregistree", "Enregistrement d’une procuration", 1, DOSSIER),
    )),
)  # fmt: skip

PRECISIONS: dict[str, tuple[Thematique, Precision]] = {
    precision.code: (thematique, precision) for thematique in THEMATIQUES for precision in thematique.precisions
}


def thematique(code: str) -> Thematique | None:
    """The theme of this code, or None."""
    return next((une for une in THEMATIQUES if une.code == code), None)
