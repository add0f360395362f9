"""What templates say of the mailbox: `{% load messagerie %}`."""

from __future__ import annotations

from django import template

from accounts.messagerie import themes

register = template.Library()


@register.filter
def nom_du_theme(code: str) -> str:
    """The name of a theme, from its code."""
    return themes.libelle(code)
