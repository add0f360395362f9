"""When an appointment is possible, and who may ask for one alone. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from ameli.noyau.calendrier import ajouter_ouvres, est_ouvre, ouvres
from demarches.moteur.declaration import Issue, Refus

# Figures of the sample, November 2026.
PREAVIS = 3
HORIZON = timedelta(days=60)
DELAI_DE_REPONSE = ouvres(2)
DELAI_DE_RELANCE = ouvres(3)
AGE = 16
DUREE_DE_LA_PREUVE = timedelta(minutes=30)

MOTIFS_DE_REFUS = {
    "complet": "Aucun conseiller n’est libre ce jour-là. Choisissez un autre jour, ou appelez le 36 46.",
    "inutile": "Un message suffit pour cette question : écrivez-nous dans votre messagerie.",
}


def premier_jour(aujourdhui: date) -> date:
    """The first day that can be asked for: three working days from now."""
    return ajouter_ouvres(aujourdhui, PREAVIS)


def pourquoi_pas(jour: date, aujourdhui: date) -> str:
    """Why this day is not possible, in a French sentence; empty when it is."""
    if jour < premier_jour(aujourdhui):
        return f"Ce jour est trop proche : comptez {PREAVIS} jours ouvrés."
    if jour > aujourdhui + HORIZON:
        return f"Ce jour est trop loin : choisissez une date dans les {HORIZON.days} jours."
    return "" if est_ouvre(jour) else "Nous sommes fermés ce jour-là. Choisissez un jour du lundi au vendredi."


def refus(age: int) -> Refus | None:
    """A child comes with a parent."""
    if age >= AGE:
        return None
    return Refus(
        motif=f"Avant {AGE} ans, un parent prend le rendez-vous depuis son propre compte.",
        jusqu_a=f"Vous pourrez le faire à {AGE} ans.",
        issues=(Issue("Demander à un parent"), Issue("Appeler le 36 46"), Issue("Aller à l’accueil sans rendez-vous")),
    )
