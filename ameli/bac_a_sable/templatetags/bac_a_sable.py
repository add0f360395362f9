"""What the strip of the practice site says of the clock."""

from __future__ import annotations

from datetime import datetime

from django import template

from ameli.noyau import horloge

register = template.Library()


@register.simple_tag
def date_d_entrainement() -> datetime | None:
    """The practice date when the clock is shifted and this request already knows it: the strip never costs a query."""
    portee = horloge._portee.get()
    if portee is None or not portee.lu:
        return None
    return horloge.temps_reel() + portee.lu
