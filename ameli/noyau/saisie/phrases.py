"""The sentences of Django's own fields, said as ours: what to do, and nothing of what was typed."""

from __future__ import annotations

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

TROP_LONG = "Écrivez %(limit_value)d caractères au plus. Il y en a %(show_value)d."
LISTE = "Choisissez dans la liste."
CACHE = "Un signe qui ne se voit pas s’est glissé ici. Effacez tout, puis tapez à nouveau."
BORNES = {"min_value": "Écrivez %(limit_value)s au moins.", "max_value": "Écrivez %(limit_value)s au plus."}
DE_DJANGO: dict[type[forms.Field], dict[str, str]] = {
    forms.CharField: {"max_length": TROP_LONG},
    forms.ChoiceField: {"invalid_choice": LISTE},
    forms.MultipleChoiceField: {"invalid_choice": LISTE, "invalid_list": LISTE},
    forms.ModelChoiceField: {"invalid_choice": LISTE},
    forms.ModelMultipleChoiceField: {"invalid_choice": LISTE, "invalid_list": LISTE, "invalid_pk_value": LISTE},
    forms.IntegerField: {"invalid": "Écrivez un nombre entier, en chiffres.", **BORNES},
    forms.DecimalField: {"invalid": "Écrivez un nombre, en chiffres.", **BORNES},
    forms.RegexField: {"invalid": "Ce n’est pas ce qui est attendu ici. Relisez, puis corrigez."},
    forms.DateField: {"invalid": "Écrivez une date comme 23/11/2026."},
}


def poser() -> None:
    """From now on a field that has no sentence of its own says these."""
    for champ, phrases in DE_DJANGO.items():
        champ.default_error_messages = {**champ.default_error_messages, **phrases}
    ProhibitNullCharactersValidator.message = CACHE
