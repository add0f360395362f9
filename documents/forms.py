"""What is asked before a paper is made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.dossier.foyer import Membre
from accounts.models import Personne
from ameli.noyau import formats
from documents.editions.attestation_droits import FAMILLE, Dossier


class FormulaireAttestationDroits(forms.Form):
    """Whom the attestation is for. The exemption is unticked: it hints at an illness (chapter 4 § 2)."""

    pour = forms.ChoiceField(
        label="Pour qui ?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez la personne pour qui vous voulez l’attestation.",
            "invalid_choice": "Choisissez une personne de la liste.",
        },
    )
    exoneration = forms.BooleanField(
        label="Faire figurer l’exonération du ticket modérateur (prise en charge à 100 %)",
        required=False,
        help_text="Laissez cette case vide pour un employeur ou une école : "
        "elle peut révéler une maladie ou une grossesse. Une mutuelle ou un hôpital peut la demander.",
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choix = [(couvert.cle, _libelle(couvert)) for couvert in dossier.couverts]
        if len(choix) > 1:
            choix.append((FAMILLE, "Toute la famille"))
        self.fields["pour"].choices = choix
        self.fields["pour"].initial = choix[0][0]


def _libelle(couvert: Membre) -> SafeString:
    ne = "née" if couvert.personne.sexe == Personne.Sexe.FEMME else "né"
    precision = "vous" if couvert.soi else f"{ne} le {formats.jour(couvert.personne.date_naissance)}"
    return format_html('{} <span class="choix__detail">{}</span>', couvert.personne, precision)
