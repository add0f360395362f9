"""The one page of the first FranceConnect: the number, and an e-mail for who opens an account."""

from __future__ import annotations

from typing import Any

from django import forms

from ameli.noyau.saisie.champs import ChampCourriel, ChampNir


class FormulaireRattachement(forms.Form):
    """`ouvre_un_compte`: the person has none, and gives the address that theirs will have."""

    nir = ChampNir(
        help_text="Il est sur votre carte Vitale : 13 chiffres, ou 15 avec la clé. Nous le demandons une seule fois."
    )
    courriel = ChampCourriel(help_text="Elle est à vous seul. Nous y envoyons les alertes de sécurité.")

    def __init__(self, *args: Any, ouvre_un_compte: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ouvre_un_compte:
            del self.fields["courriel"]
