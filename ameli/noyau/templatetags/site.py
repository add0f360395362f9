"""What the frame of a page says of the site itself."""

from __future__ import annotations

from django import template

from ameli.noyau.contexte import Onglet, onglets_construits

register = template.Library()


@register.simple_tag
def onglets_du_site() -> tuple[Onglet, ...]:
    """The tabs of the account whose page is built."""
    return onglets_construits()
