"""« Estimer d’abord » (chapter 11): the same calculation from a few rounded figures. Nothing of it is stored or logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from accounts.dossier.solidaire import bareme
from accounts.dossier.solidaire.bareme import SansChiffre
from accounts.dossier.solidaire.calcul import (
    Calcul,
    Demande,
    Issue,
    Ligne,
    Logement,
    Membre,
    Presomption,
    Zone,
    calculer,
    douze_mois,
    presomption,
)
from accounts.dossier.solidaire.projection import prochaine
from accounts.models import Assure
from ameli.noyau.saisie.champs import ChampEntier, ChampMontant
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.catalogue.c2s.formulaires import LOGEMENTS, MINIMA
from demarches.catalogue.c2s.foyer import MOI

ENFANT_TYPE = date(2015, 1, 1)  # what a child pays does not hang on the year of birth
MAXIMUM = 15


class Estimation(forms.Form):
    """The foyer in a few figures; the asker's own birth and département are known."""

    conjoint = ChampDate(
        label="Naissance de votre conjoint ou conjointe", required=False, help_text="Si vous vivez en couple. Par exemple 12/05/1985."
    )  # fmt: skip
    enfants = ChampEntier(
        label="Enfants et personnes à charge de moins de 25 ans", min_value=0, max_value=MAXIMUM, initial=0,
        faute=f"Écrivez un nombre, de 0 à {MAXIMUM}.",
    )  # fmt: skip
    alternes = ChampEntier(
        label="Dont en résidence alternée", min_value=0, max_value=MAXIMUM, required=False,
        faute=f"Écrivez un nombre, de 0 à {MAXIMUM}.",
    )  # fmt: skip
    logement = forms.ChoiceField(
        label="Votre logement", choices=LOGEMENTS, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre logement."},
    )  # fmt: skip
    aide = ChampMontant(label="Aide au logement, par mois", required=False, help_text="Si vous en recevez une.")
    minimum = forms.ChoiceField(
        label="Recevez-vous une de ces allocations\N{NO-BREAK SPACE}?",
        choices=MINIMA,
        widget=forms.RadioSelect,
        required=False,
    )
    mensuel = ChampMontant(
        label="Ressources de tout le foyer, chaque mois",
        help_text="Salaires, retraites, chômage, pensions, prestations familiales, nets. Sans le RSA, la prime d’activité ni l’aide au logement.",
    )  # fmt: skip
    maintenant = ChampMontant(
        label="Ressources de tout le foyer, depuis le mois dernier",
        required=False,
        help_text="Si elles viennent de changer.",
    )
    autres = ChampMontant(
        label="Autres sommes, sur les douze mois",
        required=False,
        help_text="Pensions reçues, bourse, loyers, gain exceptionnel.",
    )

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if (propres.get("alternes") or 0) > (propres.get("enfants") or 0):
            self.add_error(
                "alternes", "Il y a plus d’enfants en résidence alternée que d’enfants. Corrigez un des deux nombres."
            )
        return propres


@dataclass(frozen=True)
class Resultat:
    """What the page shows; `calcul` is None where no ceiling is known or none is needed."""

    issue: Issue
    calcul: Calcul | None = None
    prochaine: date | None = None
    presumee: str = ""

    @property
    def gratuite(self) -> bool:
        return self.issue is Issue.GRATUITE

    @property
    def refus(self) -> bool:
        return self.issue is Issue.REFUS


def estimer(donnees: dict[str, Any], assure: Assure, jour: date) -> Resultat | None:
    """None where no ceiling is known."""
    figures = bareme.lire()
    presumee = presomption(
        donnees["minimum"],
        jour,
        figures,
        seul=not donnees["conjoint"],
        enfants=bool(donnees["enfants"]),
        sans_travail=True,
    )
    if presumee is Presomption.GRATUITE:
        return Resultat(Issue.GRATUITE, presumee=donnees["minimum"])
    demande = _demande(donnees, assure, jour)
    try:
        calcul = calculer(demande, figures)
        if calcul.issue is Issue.REFUS and presumee is not None:
            return Resultat(Issue.PARTICIPATION, calcul, presumee=donnees["minimum"])
        return Resultat(calcul.issue, calcul, prochaine(demande, figures) if calcul.issue is Issue.REFUS else None)
    except SansChiffre:
        return None


def _demande(donnees: dict[str, Any], assure: Assure, jour: date) -> Demande:
    adultes = [Membre(MOI, assure.personne.date_naissance, adulte=True)]
    if donnees["conjoint"]:
        adultes.append(Membre("conjoint", donnees["conjoint"], adulte=True))
    alternes = donnees["alternes"] or 0
    enfants = [Membre(f"enfant{rang}", ENFANT_TYPE, alternee=rang < alternes) for rang in range(donnees["enfants"])]
    nature = donnees["minimum"] if donnees["minimum"] in ("AAH", "ASPA", "ASI") else "autre"
    mois, chaque = douze_mois(jour), donnees["mensuel"]
    recent = chaque if donnees["maintenant"] is None else donnees["maintenant"]
    lignes = [Ligne(MOI, nature, un, recent if un == mois[-1] else chaque) for un in mois]
    lignes.append(Ligne(MOI, "autre", mois[0], donnees["autres"] or Decimal(0)))
    return Demande(
        depot=jour, zone=Zone.du_departement(assure.caisse.departement), membres=(*adultes, *enfants),
        logement=Logement(donnees["logement"]), lignes=tuple(lignes), aide_logement=donnees["aide"] or Decimal(0),
    )  # fmt: skip
