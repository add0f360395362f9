"""An e-mail address, typed twice."""

from __future__ import annotations

from typing import Any

from django import forms

from ameli.noyau.saisie.champs import ChampCourriel

DIFFERENTES = "Les deux adresses sont différentes. Saisissez deux fois la même."


class FormulaireCourriel(forms.Form):
    """`courriel` and `courriel_bis`, the same."""

    courriel = ChampCourriel(
        help_text="Une adresse à vous seul, que vous pouvez lire maintenant. Exemple\N{NO-BREAK SPACE}: nom@exemple.fr."
    )
    courriel_bis = ChampCourriel(
        label="La même adresse, une seconde fois",
        error_messages={"required": "Saisissez une seconde fois l’adresse de courriel."},
    )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        une, deux = donnees.get("courriel"), donnees.get("courriel_bis")
        if une and deux and une != deux:
            self.add_error("courriel_bis", DIFFERENTES)
        return donnees
