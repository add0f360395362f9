"""The forms in which agents decide: the room's own, and one verdict for each thing that is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from demarches.moteur.lues import NON, OUI, ecrire

if TYPE_CHECKING:
    from demarches.models import Demarche

POURQUOI_NON = "Choisissez le motif : la personne le lira."


@dataclass(frozen=True)
class AJuger:
    """One thing to judge: `cle` names it in the decision, `libelle` to the agent and the person (« Tom »), `place` in the answers."""

    cle: str
    libelle: str
    place: str = ""


class FormulaireDecision(forms.Form):
    """Base of the room's form (`Bannette.decision`): what an agent must say to accept `demarche`.

    Its frozen `Donnees` have the names of its fields: `demarches.moteur.decisions.donnees` reads them as types.
    """

    titre = ""  # what it judges, for the agent

    @dataclass(frozen=True)
    class Donnees:
        """What it is read as."""

    def __init__(self, *args: Any, demarche: Demarche, **kwargs: Any) -> None:
        self.demarche = demarche
        super().__init__(*args, **kwargs)

    def a_conserver(self) -> dict[str, Any]:
        """The answers as JSON, as a step keeps its own. Call it on a valid form."""
        return {nom: ecrire(self.cleaned_data.get(nom)) for nom in self.fields}


class FormulaireVerdict(FormulaireDecision):
    """What is decided on one thing (`Bannette.a_juger`): yes, or no for a reason of the room. Rooms add their own questions."""

    accorde = forms.ChoiceField(
        label="Décision", choices=[(OUI, "Accorder"), (NON, "Ne pas accorder")], widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choisissez : accorder, ou ne pas accorder."),
    )  # fmt: skip
    motif = forms.ChoiceField(
        label="Si ce n’est pas accordé, le motif", required=False,
        error_messages={"invalid_choice": "Choisissez un motif de la liste."},
    )  # fmt: skip

    @dataclass(frozen=True)
    class Donnees:
        accorde: bool
        motif: str | None = None

    def __init__(self, *args: Any, motifs: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        motif = self.fields["motif"]
        assert isinstance(motif, forms.ChoiceField)
        motif.choices = [("", "Choisissez un motif"), *motifs.items()]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("accorde") == NON and not donnees.get("motif") and not self.has_error("motif"):
            self.add_error("motif", POURQUOI_NON)
        if donnees.get("accorde") == OUI and donnees.get("motif"):
            self.add_error("motif", "Vous accordez : enlevez le motif, ou n’accordez pas.")
        return donnees
