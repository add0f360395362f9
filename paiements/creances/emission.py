"""A notice that the caisse makes for something that is owed: its reference, and one line."""

from __future__ import annotations

import secrets
from datetime import date
from decimal import Decimal

from accounts.models import Assure
from paiements.creances import regles
from paiements.models import Avis, LigneCreance

CHIFFRES = {
    Avis.Nature.PFFR: "1",
    Avis.Nature.C2S: "2",
    Avis.Nature.INDU_SOIN: "3",
}  # hypothesis: the last digit says what is owed


def emettre(assure: Assure, nature: Avis.Nature, montant: Decimal, *, libelle: str, annee: int, jour: date) -> Avis:
    """`montant` euros are asked for from `jour` on: the person pays online, by months, or contests. Raises KeyError for a nature that others issue."""
    avis = Avis.objects.create(assure=assure, reference=reference(assure, jour, nature), nature=nature, emis_le=jour)
    LigneCreance.objects.create(avis=avis, rang=1, annee=annee, montant=montant, libelle=libelle)
    return avis


def reference(assure: Assure, jour: date, nature: Avis.Nature) -> str:
    """Caisse, year, month, 8 digits, the digit of what is owed, and their letter (hypothesis of chapter 16 § 4)."""
    chiffres = f"{assure.caisse.code:0>3}"[:3] + f"{jour:%y%m}" + f"{secrets.randbelow(10**8):08}" + CHIFFRES[nature]
    return chiffres + regles.lettre(chiffres)
