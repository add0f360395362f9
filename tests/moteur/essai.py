"""A téléservice for tests, as different from the IBAN as the engine allows: a condition, a dependency, a proof, an action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from ameli.noyau.calendrier import heures, jours
from ameli.noyau.saisie.champs import ChampLigne
from demarches.models import Demarche
from demarches.moteur import transitions
from demarches.moteur.conditions import jusqu_a_la_fin
from demarches.moteur.declaration import (
    Action,
    Bannette,
    Contexte,
    Delai,
    Effets,
    Etape,
    Exemples,
    Messages,
    RefusAction,
    Reponses,
    Rubrique,
    Teleservice,
    moi,
)
from demarches.moteur.formulaires import FormulaireEtape


class Couleur(FormulaireEtape):
    couleur = forms.ChoiceField(label="Couleur", choices=[("bleu", "Le bleu"), ("vert", "Le vert")])
    le = forms.DateField(label="Date souhaitée")

    @dataclass(frozen=True)
    class Donnees:
        couleur: str
        le: date


class Nuance(FormulaireEtape):
    masques: ClassVar[Any] = {"nuance": lambda valeur: "•••" + valeur[-1]}
    nuance = ChampLigne(label="Nuance", max_length=10)

    @dataclass(frozen=True)
    class Donnees:
        nuance: str


class Preuve(FormulaireEtape):
    mot = ChampLigne(label="Mot de passe du jour")

    def clean_mot(self) -> str:
        if self.cleaned_data["mot"] != "sésame":
            raise forms.ValidationError("Ce mot n’est pas le bon.")
        return self.cleaned_data["mot"]

    def a_conserver(self) -> dict[str, Any]:
        return {"preuve": "donnée"}


class Choix(Reponses):
    couleur: Couleur.Donnees
    nuance: Nuance.Donnees | None


appels: list[str] = []
refuser_apres: list[str] = []
ne_tient_plus: list[str] = []


def en_bleu(contexte: Contexte) -> bool:
    return Choix.du(contexte).couleur.couleur == "bleu"


def apres_la_nuance(contexte: Contexte) -> None:
    appels.append("apres_nuance")
    if refuser_apres:
        raise RefusAction("Pas cette nuance-là.")


def souffler(contexte: Contexte) -> str:
    return "Le mot commence par s."


def au_depot(demarche: Demarche) -> None:
    appels.append("depot")


def a_la_decision(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    appels.append(f"decision {evenement} {acteur.partition(':')[0]}")


def regarder(demarche: Demarche, le: datetime) -> None:
    appels.append(f"regarder {le:%d/%m %H:%M}")
    transitions.passer(demarche, "accepter", acteur="horloge", le=le)


def relancer(demarche: Demarche, le: datetime) -> None:
    appels.append("relancer")


def secher(demarche: Demarche, le: datetime) -> None:
    appels.append(f"secher {le:%d/%m %H:%M}")


SERVICE = Teleservice(
    code="essai",
    chapitre=99,
    titre="Choisir une couleur",
    accroche="Pour dire votre couleur.",
    rubrique=Rubrique.EFFECTUER,
    reponses=Choix,
    pour_qui=("Vous aimez les couleurs.",),
    avantages=("La peinture est gratuite.",),
    a_preparer=("Vos yeux.",),
    suites=("Nous regardons votre couleur.",),
    sujets=moi,
    etapes=(
        Etape("couleur", "Votre couleur", Couleur),
        Etape("nuance", "La nuance", Nuance, si=en_bleu, apres=apres_la_nuance),
        Etape(
            "preuve", "La preuve", Preuve, preuve=lambda contexte: not ne_tient_plus, depend_de=("couleur",),
            au_recapitulatif=False, actions=(Action("souffler", "Soufflez-moi le mot", faire=souffler),),
        ),
    ),
    honneur="Je certifie que c’est ma couleur.",
    delais=(
        Delai("regarder", heures(48), faire=regarder), Delai("relancer", jours(4), faire=relancer),
        Delai("secher", heures(1), faire=secher, au_depot=False),
    ),
    jalons={"peinte": "Peinture posée"},
    annulable=jusqu_a_la_fin,
    effets=Effets(depot=au_depot, decision=a_la_decision),
    messages=Messages(depot="", acceptee="", refusee="", annulee=""),
    agents=Bannette("Couleurs", motifs={"laide": "Cette couleur ne va pas."}),
    exemples=Exemples(
        valides={
            "couleur": {"couleur": "bleu", "le": "25/11/2026"}, "nuance": {"nuance": "azur"}, "preuve": {"mot": "sésame"}
        }
    ),
)  # fmt: skip


def installer() -> Iterator[Teleservice]:
    """Registered while a test runs, its memory empty."""
    from demarches.moteur import registre

    for memoire in (appels, refuser_apres, ne_tient_plus):
        memoire.clear()
    with registre.avec(SERVICE) as teleservice:
        yield teleservice
