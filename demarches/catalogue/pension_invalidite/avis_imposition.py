"""The last tax notice: a PDF, optional, with what it costs not to send it. Sealed: only the team that counts reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.noms import Reponse, comparer
from ameli.noyau.televersement.controle import PDF
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.pieces_du_brouillon import ChampPiece, FormulaireDePieces

MOIS_DES_AVIS = 8  # from August on, the notice of the year is there (hypothesis)
DERNIER, AVANT, SANS = "DERNIER", "AVANT", "SANS"
AUTRE_ANNEE = "Cet avis n’est pas le dernier. Il ne règle pas les retenues de {regle}\N{NO-BREAK SPACE}: votre caisse peut vous demander celui de {annee}."
SANS_AVIS = (
    "Sans lui, 9,1 % de retenues. Vous pourrez l’envoyer plus tard, sur la page de votre demande : nous corrigerons "
    "depuis le premier jour."
)
AUTRE_NOM = "Cet avis est au nom d’une autre personne. Envoyez un avis où votre nom est écrit."
A_COMPARER = "Un nom à un détail près de celui du dossier\N{NO-BREAK SPACE}: un agent le compare avec l’avis."


def annee_du_dernier(jour: date) -> int:
    """The year in which the last notice came, on the day `jour`; it tells the incomes of the year before, and rules the year after."""
    return jour.year if jour.month >= MOIS_DES_AVIS else jour.year - 1


class ChampNomLu(ChampLigne):
    """The name of the person, as a notice prints it: a joint one holds two."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{
            "label": "Votre nom, comme l’avis l’écrit", "max_length": 100,
            "help_text": "Un avis commun porte deux noms\N{NO-BREAK SPACE}: écrivez le vôtre.",
            "widget": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}), **options,
        })  # fmt: skip


def comparer_le_nom(formulaire: FormulaireEtape) -> Reponse | None:
    """Does the notice name the person? Somebody else's is refused with its sentence; None while nothing can be compared."""
    nom = formulaire.cleaned_data.get("nom_lu")
    if not nom:
        return None
    trouve = comparer(nom, formulaire.contexte.assure.personne.identite)
    if trouve is Reponse.AUTRE:
        formulaire.add_error("nom_lu", AUTRE_NOM)
    return trouve


class NomDeLAvis(FormulaireEtape):
    """What goes with a notice that is sent afterwards."""

    @dataclass(frozen=True)
    class Donnees:
        nom_lu: str

    nom_lu = ChampNomLu(error_messages={"required": "Écrivez votre nom, comme il est sur l’avis."})

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        comparer_le_nom(self)
        return propres


class AvisImposition(FormulaireDePieces):
    """Which notice, whose, and the file."""

    @dataclass(frozen=True)
    class Donnees:
        lequel: str
        avis: tuple[str, ...] = ()
        nom_lu: str = ""

    lequel = forms.ChoiceField(
        label="Quel avis envoyez-vous\N{NO-BREAK SPACE}?", widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )  # fmt: skip
    nom_lu = ChampNomLu(required=False)
    avis = ChampPiece(
        libelle="Avis d’imposition", accepte=PDF, label="Votre avis d’imposition", required=False, selon_les_cas=True,
        help_text="Un PDF, toutes les pages, téléchargé sur impots.gouv.fr.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        annee = annee_du_dernier(jour_de(self.contexte.le))
        self.fields["nom_lu"].selon_les_cas = True
        champ: Any = self.fields["lequel"]
        champ.choices = [
            (DERNIER, f"Le dernier, celui de {annee} (revenus {annee - 1})"),
            (AVANT, f"Un autre, par exemple celui de {annee - 1} (revenus {annee - 2})"),
            (SANS, "Je n’en envoie pas maintenant"),
        ]

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("lequel") == SANS:
            propres |= {"avis": [], "nom_lu": ""}
        elif propres.get("lequel"):
            if not propres.get("avis") and not self.has_error("avis"):
                self.add_error("avis", "Ajoutez votre avis d’imposition, en PDF.")
            if not propres.get("nom_lu") and not self.has_error("nom_lu"):
                self.add_error("nom_lu", "Écrivez votre nom, comme il est sur l’avis.")
        comparer_le_nom(self)
        return propres

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """With a word, for who reads the notice, on a name that is not quite that of the file."""
        lignes, nom = super().au_recapitulatif(reponses), reponses.get("nom_lu")
        if nom and comparer(nom, self.contexte.assure.personne.identite) is Reponse.PLAUSIBLE:
            lignes.append(("À comparer", A_COMPARER))
        return lignes

    def a_verifier(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """With what an old notice, or none, comes to."""
        lignes = super().a_verifier(reponses)
        if reponses.get("lequel") in (AVANT, SANS):
            annee = annee_du_dernier(jour_de(self.contexte.le))
            autre = AUTRE_ANNEE.format(annee=annee, regle=annee + 1)
            lignes.append(("À savoir", autre if reponses["lequel"] == AVANT else SANS_AVIS))
        return lignes
