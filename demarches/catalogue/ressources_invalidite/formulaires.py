"""The screens of chapter 19: has something changed, what has, and the months with what was earned in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django import forms

from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs import ChampMontant
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.catalogue.ressources_invalidite import connu
from demarches.catalogue.ressources_invalidite.connu import Connu
from demarches.catalogue.ressources_invalidite.periode import declaration_du
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.grilles import Grille
from demarches.moteur.termes import Contexte
from paiements.calcul.invalidite.effet import NATURES
from paiements.models import DeclarationRessources
from paiements.ressources import lecture, mots

OUI, NON = "oui", "non"
MAXIMUM = Decimal("99999.99")
TROP = "Écrivez un montant de 99 999,99\u00a0€ au plus."
COURTS = {  # the heads of columns
    "salaires": "Salaires", "indemnites": "Indemnités", "chomage": "Chômage", "formation": "Formation",
    "independant": "Non salarié",
}  # fmt: skip
FAMILLES = (
    ("SEUL", "Célibataire, divorcé(e), veuf ou veuve"), ("COUPLE", "Marié(e), pacsé(e) ou en couple"),
)  # fmt: skip
ACTIVITES = (
    ("AUCUNE", "Aucune activité"), ("SALARIE", "Activité salariée"), ("INDEPENDANT", "Activité non salariée"),
    ("LES_DEUX", "Les deux"), ("CHOMAGE", "Chômage"), ("FORMATION", "Stage ou formation"),
)  # fmt: skip


class Changement(FormulaireEtape):
    """Keeps which declaration it is about: if another one is due when the answers are sent, they are asked again."""

    @dataclass(frozen=True)
    class Donnees:
        """`grille`: are the months asked?"""

        change: bool
        declaration: str
        grille: bool

    change = forms.ChoiceField(
        label="Votre situation a-t-elle changé\u00a0?", choices=((NON, "Non"), (OUI, "Oui")), widget=forms.RadioSelect,
        help_text="Famille, travail, chômage, formation, revenus.", error_messages={"required": "Choisissez oui ou non."},
    )  # fmt: skip

    @property
    def connu(self) -> Connu:
        """What stands above the question."""
        return connu.lire(self.contexte)

    @cached_property
    def declaration(self) -> DeclarationRessources | None:
        return declaration_du(self.contexte)

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        dite = self.data.get("declaration")
        if self.declaration is None or (dite and dite != self.declaration.public_id):
            self.add_error(None, "La période à déclarer a changé. Vérifiez vos réponses.")
        return propres

    def a_conserver(self) -> dict[str, Any]:
        assert self.declaration is not None
        change, connues = self.cleaned_data["change"], lecture.connues(self.declaration.pension, sauf=self.declaration)
        rien = bool(connues) and not any(un for natures in connues.values() for un in natures.values())
        return {
            "change": change, "declaration": self.declaration.public_id,
            "grille": NON if change == NON and rien else OUI,
        }  # fmt: skip

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """With the months, when they are not asked: nought each."""
        lignes = super().au_recapitulatif(reponses)
        if reponses.get("grille") == NON and self.declaration is not None:
            lignes += [(mots.en_mots(mois).capitalize(), formats.montant(0)) for mois in self.declaration.mois]
        return lignes


class Informations(FormulaireEtape):
    """Family and activity, with the day when they changed."""

    @dataclass(frozen=True)
    class Donnees:
        famille: str
        activite: str
        depuis: date

    famille = forms.ChoiceField(
        label="Votre situation familiale", choices=FAMILLES, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre situation familiale."},
    )  # fmt: skip
    activite = forms.ChoiceField(
        label="Votre activité", choices=ACTIVITES, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre activité."},
    )  # fmt: skip
    depuis = ChampDate(
        label="Date du changement", help_text="Jour, mois, année. Le premier, s’il y en a plusieurs.",
        error_messages={"required": "Écrivez la date du changement."},
    )  # fmt: skip

    def clean_depuis(self) -> date:
        depuis: date = self.cleaned_data["depuis"]
        une, jour = declaration_du(self.contexte), jour_de(self.contexte.le)
        if une is not None and not une.premier <= depuis <= jour:
            raise forms.ValidationError(f"Écrivez une date du {formats.jour(une.premier)} au {formats.jour(jour)}.")
        return depuis


def _colonne(libelle: str) -> ChampMontant:
    champ = ChampMontant(label=libelle, min_value=0, max_value=MAXIMUM)
    champ.error_messages |= {
        "max_value": TROP,
        "min_value": TROP,
        "required": "Écrivez un montant, 0 si vous n’avez rien perçu.",
    }
    return champ


class Mois(Grille):
    """A line a month, a column a nature, gross."""

    entete = "Mois"
    rien = "Je n’ai rien perçu"
    colonnes: ClassVar[Mapping[str, forms.Field]] = {nature: _colonne(COURTS[nature]) for nature in NATURES}

    @dataclass(frozen=True)
    class Donnees:
        cle: str
        salaires: Decimal
        indemnites: Decimal
        chomage: Decimal
        formation: Decimal
        independant: Decimal

        @property
        def mois(self) -> date:
            return date.fromisoformat(f"{self.cle}-01")

        @property
        def montants(self) -> dict[str, Decimal]:
            """What was earned, by nature."""
            return {nature: montant for nature in NATURES if (montant := getattr(self, nature))}

    @staticmethod
    def lignes(contexte: Contexte) -> list[tuple[str, str]]:
        une = declaration_du(contexte)
        mois = une.mois if une is not None else ()
        return [(f"{un:%Y-%m}", mots.en_mots(un).capitalize().replace(formats.INSECABLE, " ")) for un in mois]

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What is nought is left out of a month; a month without anything says so."""
        vraies = {nom: valeur for nom, valeur in reponses.items() if Decimal(valeur or 0)}
        return [(mois, "0,00\u00a0€" if dit == "Rien" else dit) for mois, dit in super().au_recapitulatif(vraies)]
