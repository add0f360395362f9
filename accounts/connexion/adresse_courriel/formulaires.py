"""An e-mail address, typed twice."""

from __future__ import annotations

from typing import Any

from django import forms

DIFFERENTES = "Les deux adresses sont différentes. Saisissez deux fois la même."


class ChampCourriel(forms.EmailField):
    """An address in small letters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Adresse de courriel")
        options.setdefault(
            "error_messages",
            {
                "required": "Saisissez votre adresse de courriel.",
                "invalid": "Écrivez une adresse comme nom@exemple.fr.",
            },
        )
        super().__init__(max_length=254, **options)
        self.widget.attrs.update(
            {"autocomplete": "email", "size": "32", "spellcheck": "false", "autocapitalize": "none"}
        )

    def clean(self, value: Any) -> str:
        return super().clean(value).lower()


class FormulaireCourriel(forms.Form):
    """`courriel` and `courriel_bis`, the same."""

    courriel = ChampCourriel(
        help_text="Une adresse à vous seul, que vous pouvez lire maintenant. Exemple\N{NO-BREAK SPACE}: nom@exemple.fr."
    )
    courriel_bis = ChampCourriel(label="La même adresse, une seconde fois")

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        une, deux = donnees.get("courriel"), donnees.get("courriel_bis")
        if une and deux and une != deux:
            self.add_error("courriel_bis", DIFFERENTES)
        return donnees
