"""The reference of a notice, then the lines to pay and how much of each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau.saisie.champs import ChampMontant, ChampReferenceAvis
from paiements.creances import regles
from paiements.creances.dette import LigneDue


class FormulaireReference(forms.Form):
    """What is printed at the head of the letter."""

    reference = ChampReferenceAvis(
        label="Référence de l’avis de sommes à payer",
        help_text="16 chiffres et 1 lettre, en haut de votre courrier. Les espaces sont acceptés.",
        error_messages={"required": "Saisissez la référence de votre avis."},
    )  # fmt: skip


class FormulaireLignes(forms.Form):
    """One box and one amount a line. `montants` holds what is to be paid, by rank."""

    use_required_attribute = False

    def __init__(self, *args: Any, dues: Sequence[LigneDue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dues = [due for due in dues if due.payable]
        self.montants: dict[int, Decimal] = {}
        for due in self.dues:
            rang = due.ligne.rang
            self.fields[f"payer_{rang}"] = forms.BooleanField(
                label=f"Payer : {due.ligne.libelle}".replace(" :", "\N{NO-BREAK SPACE}:"), required=False
            )
            self.fields[f"montant_{rang}"] = ChampMontant(
                label="Montant que je souhaite régler, en euros", initial=f"{due.propose:.2f}".replace(".", ","),
                help_text=_aide(due), required=False,
            )  # fmt: skip
            self.fields[f"montant_{rang}"].selon_les_cas = True  # needed once its line is ticked

    def champs(self) -> list[tuple[LigneDue, forms.BoundField, forms.BoundField]]:
        return [(due, self[f"payer_{due.ligne.rang}"], self[f"montant_{due.ligne.rang}"]) for due in self.dues]

    def clean(self) -> dict[str, Any]:
        donnees: dict[str, Any] = super().clean() or {}
        for due in self.dues:
            nom = f"montant_{due.ligne.rang}"
            if not donnees.get(f"payer_{due.ligne.rang}") or nom in self.errors:
                continue
            montant = donnees.get(nom)
            faute = (
                regles.juger(montant, due.payable, plafonnee=due.plafonnee)
                if montant is not None else "Saisissez le montant que vous souhaitez régler."
            )  # fmt: skip
            if faute:
                self.add_error(nom, faute)
            elif montant is not None:
                self.montants[due.ligne.rang] = montant
        if not self.errors and not self.montants:
            raise ValidationError("Cochez au moins une ligne à payer.", code="vide")
        return donnees


def _aide(due: LigneDue) -> str:
    moins, plus = due.bornes
    if moins == plus:
        return "À payer en une fois."
    return f"De {regles.euros(moins)} à {regles.euros(plus)}."
