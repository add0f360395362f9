"""When the move may be: from 90 days ago to 30 days ahead (chapter 5 § 2.2, hypothesis). Pure."""

from __future__ import annotations

from datetime import date, timedelta

JOURS_AVANT, JOURS_APRES = 90, 30
TROP_TOT = "Vous avez déménagé il y a plus de 90 jours : indiquez une date plus récente, ou appelez le 36 46."
TROP_TARD = "C’est dans plus de 30 jours : revenez quand votre déménagement approche."


def refus(demenagement: date, aujourdhui: date) -> str:
    """Why this date is not accepted, in a sentence; empty when it is."""
    if demenagement < aujourdhui - timedelta(days=JOURS_AVANT):
        return TROP_TOT
    if demenagement > aujourdhui + timedelta(days=JOURS_APRES):
        return TROP_TARD
    return ""
