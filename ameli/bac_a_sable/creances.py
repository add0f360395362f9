"""Practice notices of sums to pay: an old balance in three lines, allowances paid by mistake, and one that is settled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Assure
from paiements.models import Avis, LigneCreance

Nature = Avis.Nature
# persona, reference, nature, lines (years before this one, label, amount, already paid)
AVIS = (
    (
        "patrick", "4012603000001231N", Nature.PFFR,
        ((3, "Participations forfaitaires", "50.00", "0"), (3, "Franchises", "50.00", "0"), (4, "Franchises", "22.50", "0")),
    ),
    ("thomas", "4012605000004562C", Nature.INDU_IJ, ((1, "Indemnités journalières versées en trop", "348.17", "0"),)),
    ("odette", "4012511000007893E", Nature.PFFR, ((2, "Franchises", "12.00", "0"), (2, "Participations forfaitaires", "30.00", "30.00"))),
)  # fmt: skip


def installer(assures: Mapping[str, Assure], jour: date) -> None:
    """Write them, once for an empty base."""
    for cle, reference, nature, lignes in AVIS:
        avis = Avis.objects.create(
            assure=assures[cle], reference=reference, nature=nature, emis_le=jour - timedelta(days=21)
        )
        for rang, (avant, libelle, montant, regle) in enumerate(lignes, start=1):
            annee = jour.year - avant
            LigneCreance.objects.create(
                avis=avis,
                rang=rang,
                annee=annee,
                libelle=f"{libelle} {annee}",
                montant=Decimal(montant),
                regle=Decimal(regle),
            )
