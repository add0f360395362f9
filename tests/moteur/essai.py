"""A téléservice for tests, as different from the IBAN as the engine allows: a condition, a dependency, a proof, an action."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms

from ameli.noyau.calendrier import heures, jours
from demarches.moteur import transitions
from demarches.moteur.declaration import (
    Action,
    Bannette,
    Contexte,
    Delai,
    Etape,
    Exemples,
    Messages,
    RefusAction,
    Rubrique,
    Teleservice,
)
from demarches.moteur.formulaires import FormulaireEtape


class Couleur(FormulaireEtape):
    couleur = forms.ChoiceField(label="Couleur", choices=[("bleu", "Le bleu"), ("vert", "Le vert")])
    le = forms.DateField(label="Date souhaitée")


class Nuance(FormulaireEtape):
    masques: ClassVar[Any] = {"nuance": lambda valeur: "•••" + valeur[-1]}
    nuance = forms.CharField(label="Nuance", max_length=10)


class Preuve(FormulaireEtape):
    mot = forms.CharField(label="Mot de passe du jour")

    def clean_mot(self) -> str:
        if self.cleaned_data["mot"] != "sésame":
            raise forms.ValidationError("Ce mot n’est pas le bon.")
        return self.cleaned_data["mot"]

    def a_conserver(self) -> dict[str, Any]:
        return {"preuve": "donnée"}


class Essai(Teleservice):
    """Choose a colour; blue asks for a shade."""

    code = "essai"
    chapitre = 99
    titre = "Choisir une couleur"
    accroche = "Pour dire votre couleur."
    rubrique = Rubrique.EFFECTUER
    pour_qui = ("Vous aimez les couleurs.",)
    avantages = ("La peinture est gratuite.",)
    a_preparer = ("Vos yeux.",)
    suites = ("Nous regardons votre couleur.",)
    exclusive = True
    etapes = (
        Etape("couleur", "Votre couleur", Couleur),
        Etape("nuance", "La nuance", Nuance, si=lambda c: c.reponses.get("couleur", {}).get("couleur") == "bleu"),
        Etape("preuve", "La preuve", Preuve, preuve=True, depend_de=("couleur",), au_recapitulatif=False,
              actions=(Action("souffler", "Soufflez-moi le mot"),)),
    )  # fmt: skip
    honneur = "Je certifie que c’est ma couleur."
    delais = (Delai("regarder", heures(48)), Delai("relancer", jours(4)), Delai("secher", heures(1), au_depot=False))
    jalons: ClassVar[Any] = {"peinte": "Peinture posée"}
    annulable_jusqu_a = "regarder"
    messages = Messages(depot="", acceptee="", refusee="", annulee="")
    agents = Bannette("Couleurs", motifs={"laide": "Cette couleur ne va pas."})
    exemples = Exemples(
        valides={
            "couleur": {"couleur": "bleu", "le": "25/11/2026"}, "nuance": {"nuance": "azur"}, "preuve": {"mot": "sésame"}
        }
    )  # fmt: skip
    appels: ClassVar[list[str]] = []
    refuser_apres: ClassVar[bool] = False
    preuve_tient: ClassVar[bool] = True

    def apres_nuance(self, contexte: Contexte) -> None:
        self.appels.append("apres_nuance")
        if self.refuser_apres:
            raise RefusAction("Pas cette nuance-là.")

    def souffler(self, contexte: Contexte) -> str:
        return "Le mot commence par s."

    def preuve_valable(self, etape: str, contexte: Contexte) -> bool:
        return self.preuve_tient

    def a_la_validation(self, demarche: Any) -> None:
        self.appels.append("a_la_validation")

    def regarder(self, demarche: Any, le: Any) -> None:
        self.appels.append(f"regarder {le:%d/%m %H:%M}")
        transitions.passer(demarche, "accepter", acteur="horloge", le=le)

    def relancer(self, demarche: Any, le: Any) -> None:
        self.appels.append("relancer")

    def secher(self, demarche: Any, le: Any) -> None:
        self.appels.append(f"secher {le:%d/%m %H:%M}")

    def a_la_decision(self, demarche: Any, evenement: str, le: Any) -> None:
        self.appels.append(f"decision {evenement}")


def installer() -> Iterator[Teleservice]:
    """Registered while a test runs, its memory empty."""
    from demarches.moteur import registre

    Essai.appels.clear()
    Essai.refuser_apres, Essai.preuve_tient = False, True
    with registre.avec(Essai) as teleservice:
        yield teleservice
