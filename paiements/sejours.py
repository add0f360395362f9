"""Stays in hospital, as far as payments tell them."""

from __future__ import annotations

from datetime import date

from accounts.models import Assure
from ameli.noyau.calendrier import mois
from paiements.models import Prestation

DE_SEJOUR = ("HOS", "FJ")
RECENT = mois(1)  # a stay is paid some weeks after (hypothesis)


def a_l_hopital(assure: Assure, jour: date) -> bool:
    """Was a stay of the person themselves paid for a day of the month before `jour`? One query."""
    lignes = Prestation.objects.de(assure).filter(code__in=DE_SEJOUR, personne=assure.personne_id)
    return lignes.filter(soins_le__gte=RECENT.avant(jour), soins_le__lte=jour).exists()
