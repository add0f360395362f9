"""A notice that the caisse makes for something that is owed: its reference, and its lines."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Assure
from paiements.creances import regles
from paiements.models import Avis, LigneCreance

CHIFFRES = {
    Avis.Nature.PFFR: "1",
    Avis.Nature.C2S: "2",
    Avis.Nature.INDU_SOIN: "3",
    Avis.Nature.INDU_IJ: "4",
    Avis.Nature.INDU_INV: "5",
    Avis.Nature.PENALITE: "6",
}  # hypothesis: the last digit says what is owed


@dataclass(frozen=True)
class LigneDeLAvis:
    """What is asked for, of which year, in euros."""

    libelle: str
    annee: int
    montant: Decimal


def emettre(assure: Assure, nature: Avis.Nature, lignes: Sequence[LigneDeLAvis], *, jour: date) -> Avis:
    """These sums are asked for from `jour` on: the person pays online, by months, or contests. In the caller's transaction."""
    avis = Avis.objects.create(assure=assure, reference=reference(assure, jour, nature), nature=nature, emis_le=jour)
    for rang, une in enumerate(lignes, start=1):
        LigneCreance.objects.create(avis=avis, rang=rang, annee=une.annee, montant=une.montant, libelle=une.libelle)
    return avis


def reference(assure: Assure, jour: date, nature: Avis.Nature) -> str:
    """Caisse, year, month, 8 digits, the digit of what is owed, and their letter (hypothesis of chapter 16 § 4)."""
    chiffres = f"{assure.caisse.code:0>3}"[:3] + f"{jour:%y%m}" + f"{secrets.randbelow(10**8):08}" + CHIFFRES[nature]
    return chiffres + regles.lettre(chiffres)
