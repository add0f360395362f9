"""What the strip of the practice site says of the clock, and of who reads it."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template.context import Context

from ameli.bac_a_sable import formateur
from ameli.noyau import horloge

register = template.Library()


@register.simple_tag
def date_d_entrainement() -> datetime | None:
    """The practice date when the clock is shifted and this request already knows it: the strip never costs a query."""
    decalage = horloge.deja_lu()
    return horloge.temps_reel() + decalage if decalage else None


@register.simple_tag(takes_context=True)
def est_formateur(context: Context) -> bool:
    """Is this the trainer's browser? An error page may have no request: it is then anybody's."""
    request = context.get("request")
    return request is not None and formateur.est_formateur(request)
