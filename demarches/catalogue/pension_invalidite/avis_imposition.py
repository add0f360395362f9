"""The last tax notice: a PDF, optional, with what it costs not to send it. Sealed: only the team that counts reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from ameli.noyau.calendrier import jour_de
from ameli.noyau.televersement.controle import PDF
from demarches.moteur.pieces_du_brouillon import ChampPiece, FormulaireDePieces

DERNIER, AVANT, SANS = "DERNIER", "AVANT", "SANS"
AUTRE_ANNEE = "Cet avis ne règle pas les prélèvements de l’année qui vient. Votre caisse peut vous demander le suivant."
SANS_AVIS = (
    "Sans lui, 9,1 % de retenues. Vous pourrez l’envoyer plus tard, sur la page de votre demande : nous corrigerons "
    "depuis le premier jour."
)


class AvisImposition(FormulaireDePieces):
    """Which notice, and the file."""

    @dataclass(frozen=True)
    class Donnees:
        lequel: str
        avis: tuple[str, ...] = ()

    lequel = forms.ChoiceField(
        label="Quel avis envoyez-vous\N{NO-BREAK SPACE}?", widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip
    avis = ChampPiece(
        libelle="Avis d’imposition", accepte=PDF, label="Votre avis d’imposition", required=False, selon_les_cas=True,
        help_text="Un PDF, toutes les pages, téléchargé sur impots.gouv.fr.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        annee = jour_de(self.contexte.le).year
        champ: Any = self.fields["lequel"]
        champ.choices = [
            (DERNIER, f"Le dernier, celui de {annee} (revenus {annee - 1})"),
            (AVANT, f"Un autre, par exemple celui de {annee - 1} (revenus {annee - 2})"),
            (SANS, "Je n’en envoie pas maintenant"),
        ]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("lequel") == SANS:
            propres["avis"] = []
        elif propres.get("lequel") and not propres.get("avis") and not self.has_error("avis"):
            self.add_error("avis", "Ajoutez votre avis d’imposition, en PDF.")
        return propres

    def a_verifier(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """With what an old notice, or none, comes to."""
        lignes = super().a_verifier(reponses)
        if reponses.get("lequel") in (AVANT, SANS):
            lignes.append(("À savoir", AUTRE_ANNEE if reponses["lequel"] == AVANT else SANS_AVIS))
        return lignes
