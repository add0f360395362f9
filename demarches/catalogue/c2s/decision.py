"""What an agent says to grant the C2S: the right, the resources, the foyer and the ceiling that they were compared with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from accounts.dossier.solidaire.bareme import SansChiffre
from accounts.dossier.solidaire.calcul import Issue
from ameli.noyau import formats
from ameli.noyau.saisie.champs import ChampEntier, ChampMontant
from demarches.catalogue.c2s.demande import Lue
from demarches.catalogue.c2s.reponses import donnee
from demarches.moteur.jugements import FormulaireDecision

ISSUES = ((Issue.GRATUITE.value, "Gratuite"), (Issue.PARTICIPATION.value, "Avec participation"))


class Decision(FormulaireDecision):
    """Prefilled by the calculation; an agent who settles a contested amount changes the resources."""

    titre = "Le droit accordé"

    @dataclass(frozen=True)
    class Donnees:
        issue: str
        ressources: Decimal
        personnes: int
        plafond: Decimal

    issue = forms.ChoiceField(
        label="Complémentaire santé solidaire", choices=ISSUES, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez\N{NO-BREAK SPACE}: gratuite, ou avec participation."},
    )  # fmt: skip
    ressources = ChampMontant(
        label="Ressources retenues (R)", help_text="Calculées. Changez-les si un montant contesté est réglé."
    )
    personnes = ChampEntier(
        label="Personnes du foyer (n)", min_value=1, max_value=20, faute="Écrivez un nombre, de 1 à 20."
    )
    plafond = ChampMontant(label="Plafond comparé")

    def __init__(self, *args: Any, demarche: Any, **kwargs: Any) -> None:
        super().__init__(*args, demarche=demarche, **kwargs)
        lue = Lue(demarche)
        self.presumee = donnee(lue.contexte)
        try:
            self.calcul = lue.calcul()
        except SansChiffre:
            return
        calculee = self.presumee.value if self.presumee else self.calcul.issue.value
        gratuite = calculee == Issue.GRATUITE.value
        self.initial |= {
            "issue": "" if calculee == Issue.REFUS.value else calculee, "ressources": self.calcul.ressources,
            "personnes": self.calcul.personnes,
            "plafond": self.calcul.plafond if gratuite else self.calcul.plafond_participation,
        }  # fmt: skip
        self.fields["plafond"].help_text = (
            f"Gratuite jusqu’à {formats.montant(self.calcul.plafond)}, avec participation jusqu’à "
            f"{formats.montant(self.calcul.plafond_participation)}."
        )

    def clean(self) -> dict[str, Any]:
        """What is above the ceiling is refused, unless a minimum income gives the right by itself."""
        donnees = super().clean() or {}
        ressources, plafond = donnees.get("ressources"), donnees.get("plafond")
        if self.presumee is None and None not in (ressources, plafond) and ressources > plafond:
            self.add_error(
                "ressources", "Au-dessus du plafond\N{NO-BREAK SPACE}: refusez, ou corrigez un des deux montants."
            )
        return donnees
