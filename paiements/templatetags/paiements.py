"""Small words of the pages of payments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.conf import settings

from ameli.noyau.formats import MOIS
from paiements.models import DeclarationRessources
from paiements.ressources import mots

register = template.Library()


@register.simple_tag
def kiosque_ouvert() -> bool:
    """Is there a bank kiosk where debts are paid?"""
    return bool(settings.KIOSQUE["adresse"])


@register.filter
def mois(premier: date) -> str:
    """ "novembre 2026"."""
    return mots.en_mots(premier)


@register.filter
def periode(une: DeclarationRessources) -> str:
    """ "d’octobre 2025 à septembre 2026"."""
    return mots.periode(une)


@register.filter
def moins(valeur: Decimal) -> Decimal:
    """What is taken, shown below zero."""
    return -valeur


@register.filter
def nom_du_mois(numero: int) -> str:
    """1 is "Janvier"."""
    return MOIS[numero - 1].capitalize()
