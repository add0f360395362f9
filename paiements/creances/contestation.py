"""« Contester cette ligne »: one line of a debt, one case, suspended meanwhile when its recourse suspends."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.http import Http404

from accounts.messagerie.formulaires import ChampTexte
from ameli.noyau.calendrier import jour_de
from ameli.noyau.formats import montant
from ameli.noyau.horloge import aujourdhui
from paiements import dossiers, participations
from paiements.creances import dette, echeancier, regles
from paiements.models import Avis, Contestation

THEME = "reclamation"


class FormulaireContestation(forms.Form):
    """Why, and anything that helps."""

    motif = forms.ChoiceField(
        label="Pourquoi contestez-vous cette ligne ?", choices=Contestation.Motif.choices, widget=forms.RadioSelect,
        error_messages={"required": "Dites pourquoi vous contestez.", "invalid_choice": "Choisissez dans la liste."},
    )  # fmt: skip
    precisions = ChampTexte(
        label="Vos explications",
        help_text="Écrivez les dates, les montants, ce que vous avez déjà reçu de votre caisse.",
        error_messages={"required": "Expliquez en une phrase ou deux.", "max_length": "Votre texte est trop long."},
    )


def ligne_due(avis: Avis, rang: int) -> dette.LigneDue:
    """A line as it stands. Raises Http404."""
    for due in dette.lire(avis):
        if due.ligne.rang == rang:
            return due
    raise Http404


def contestable(avis: Avis, due: dette.LigneDue, jour: date | None = None) -> bool:
    """Once, while something is owed, within the time that the nature of the debt gives."""
    dernier = regles.dernier_jour(avis.nature, avis.emis_le)
    return due.contestation is None and due.reste > 0 and (dernier is None or (jour or aujourdhui()) <= dernier)


def ouvrir(avis: Avis, due: dette.LigneDue, *, motif: str, precisions: str, acteur: str) -> Contestation:
    """The case. Raises ecriture.EcritureRefusee."""
    ligne = due.ligne
    texte = "\n".join((
        f"{Contestation.Motif(motif).label}.",
        f"Ligne : {ligne.libelle}, {montant(ligne.montant)}. Reste à payer : {montant(due.reste)}.",
        f"Avis {avis.reference_lisible}, ligne {ligne.rang}.", "", precisions,
    ))  # fmt: skip
    return dossiers.ouvrir(
        Contestation, avis.assure, theme=THEME, sujet="Ligne de créance que je conteste", texte=texte,
        cle=f"creance:{avis.public_id}:{ligne.rang}", motif=motif, acteur=acteur, ligne=ligne,
    )  # fmt: skip


def appliquer(une: Contestation, le: datetime) -> None:
    """What the decision does: a cancelled line asks for nothing more."""
    if une.conclusion == Contestation.Conclusion.ANNULEE:
        dette.annuler(une.ligne, jour_de(le))
        echeancier.faire_le_point(une.ligne.avis_id, le)
        participations.faire_le_point(une.ligne.avis_id, le)
