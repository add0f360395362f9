"""« Rechercher »: period, beneficiary, families, what the complementary cover was not told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau.formats import date_courte
from ameli.noyau.saisie.champs_dates import ChampDate
from paiements.models import Paiement
from paiements.recherche import Filtres, bornes_de_l_annee, plus_ancien

TOUS = ""


class FormulaireRecherche(forms.Form):
    """Sent with GET, all of it optional. `jour` is today; `personnes` are (rank, first name), the insured person first."""

    du = ChampDate(label="Du", required=False)
    au = ChampDate(label="Au", required=False)
    qui = forms.ChoiceField(label="Bénéficiaire", required=False)
    famille = forms.MultipleChoiceField(
        label="Nature du remboursement",
        choices=Paiement.Famille.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    mutuelle = forms.BooleanField(label="À transmettre à ma complémentaire", required=False)

    def __init__(self, *args: Any, jour: date, personnes: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jour, self.premier = jour, plus_ancien(jour)
        champ: Any = self.fields["qui"]
        champ.choices = [(TOUS, "Tous les bénéficiaires"), *((str(rang), prenom) for rang, prenom in personnes)]
        champ.error_messages["invalid_choice"] = "Choisissez une personne de la liste."
        self.fields["du"].help_text = f"Au plus tôt le {date_courte(self.premier)}."

    def clean_du(self) -> date | None:
        du: date | None = self.cleaned_data["du"]
        if du is not None and du < self.premier:
            raise ValidationError(
                f"Choisissez une date à partir du {date_courte(self.premier)}. Pour les paiements plus anciens, écrivez à votre caisse."
            )
        return du

    def clean_au(self) -> date | None:
        au: date | None = self.cleaned_data["au"]
        if au is not None and au > self.jour:
            raise ValidationError("Choisissez une date qui n’est pas dans l’avenir.")
        return au

    def clean(self) -> dict[str, Any]:
        donnees: dict[str, Any] = super().clean() or {}
        du, au = donnees.get("du"), donnees.get("au")
        if du and au and du > au:
            self.add_error("au", "La fin de la période doit suivre son début.")
        return donnees

    def filtres(self) -> Filtres:
        """What to look for; the whole history when the form is not valid."""
        lu = self._lu
        return Filtres(
            du=lu.get("du") or self.premier,
            au=lu.get("au") or self.jour,
            rangs=1 << (int(lu["qui"]) - 1) if lu.get("qui") else 0,
            familles=frozenset(lu.get("famille", ())),
            a_transmettre=bool(lu.get("mutuelle")),
        )

    @property
    def active(self) -> bool:
        """Does it keep only a part, or is there something to correct?"""
        return bool(self.errors) or any(self.cleaned_data.values())

    @property
    def annee(self) -> int | None:
        """The year whose sums are told: this one without a search, another when the search is that year and nothing else."""
        if not self.active:
            return self.jour.year
        return self.annee_entiere if {cle for cle, valeur in self._lu.items() if valeur} == {"du", "au"} else None

    @property
    def detaillee(self) -> bool:
        """Is more looked for than a person and a year, which the list offers by itself?"""
        cherche = {cle for cle, valeur in self._lu.items() if valeur} - {"qui"}
        return bool(self.errors) or bool(cherche) and (cherche != {"du", "au"} or self.annee_entiere is None)

    @property
    def annee_entiere(self) -> int | None:
        """The year that the period is, or None: another period, or none."""
        du, au = self._lu.get("du"), self._lu.get("au")
        if du and au and (du, au) == bornes_de_l_annee(du.year, self.jour):
            annee: int = du.year
            return annee
        return None

    @property
    def _lu(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}
