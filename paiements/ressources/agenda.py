"""The next day on which incomes are asked for: one due date for each pension, planned again whenever the rhythm changes."""

from __future__ import annotations

from datetime import date, datetime, time

from ameli.noyau import echeances
from ameli.noyau.calendrier import PARIS
from paiements.models import Pension

OUVRIR = "ressources.ouvrir"
HEURE = time(9)


def planifier(pension: Pension, jour: date, *, le: datetime) -> None:
    """Ask on `jour`, instead of what was planned; nothing is asked after the last day of the pension. The caller holds its file."""
    echeances.annuler(objet=objet(pension))
    fin = pension.dernier_jour
    pension.declaration_le = jour if fin is None or jour <= fin else None
    pension.save(update_fields=["declaration_le"])
    if pension.declaration_le is not None:
        echeances.planifier(
            OUVRIR, objet=objet(pension), du_le=datetime.combine(jour, HEURE, PARIS),
            cle=f"{objet(pension)}:{jour}:{le:%Y%m%d%H%M%S%f}", donnees={"pension": pension.public_id},
        )  # fmt: skip


def objet(pension: Pension) -> str:
    """How due dates name what is asked of this pension."""
    return f"ressources:{pension.public_id}"
