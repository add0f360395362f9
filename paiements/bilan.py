"""« Qu’ai-je reçu ? »: the last payment, what the year has brought, and what waits. Two queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Min, Q, Sum

from accounts.models import Assure
from ameli.noyau import formats
from paiements.models import Paiement
from paiements.recherche import plus_ancien, recu
from paiements.versements import RETENUS

Etat = Paiement.Etat
FIN_DU_COMPTE = 8  # « •••• 705 », of a masked IBAN
SANS_COMPTE, RETENU = Q(etat=Etat.EN_ATTENTE), Q(etat=Etat.RETENU)


@dataclass(frozen=True)
class Bilan:
    """Seen on the day `jour`. `annee` is what was received since 1 January; `prevu` leaves on `prevu_le`.

    `dernier` is the latest payment that reached the insured person in the months that « Mes paiements » shows.
    """

    jour: date
    dernier: Paiement | None
    annee: Decimal
    sans_compte: Decimal
    prevu: Decimal
    prevu_le: date | None

    @property
    def phrase(self) -> str:
        """« Médecin, pharmacie. Versé mardi 24 novembre sur le compte •••• 705. »"""
        un = self.dernier
        if un is None:
            return ""
        meme_annee = un.emis_le.year == self.jour.year
        le = formats.jour_semaine(un.emis_le) if meme_annee else f"le {formats.jour(un.emis_le)}"
        compte = f" sur le compte\N{NO-BREAK SPACE}{un.iban_masque[-FIN_DU_COMPTE:]}" if un.iban_masque else ""
        return f"{un.objet}. Versé {le}{compte}."

    @property
    def faits(self) -> list[tuple[str, Decimal]]:
        """What stands beside it; only what is."""
        faits = [(f"Reçu en {self.jour.year}", self.annee)] if self.annee else []
        if self.prevu and self.prevu_le is not None:
            faits.insert(0, (f"Prévu le {formats.jour(self.prevu_le)}", self.prevu))
        if self.sans_compte:
            faits.insert(0, ("En attente d’un compte bancaire", self.sans_compte))
        return faits


def lire(assure: Assure, le: datetime) -> Bilan:
    """What « Mes paiements » says in short at `le`."""
    jour = formats.a_paris(le).date()
    tous = Paiement.objects.de(assure)
    dernier = recu(tous.filter(emis_le__gte=plus_ancien(jour), emis_le__lte=jour)).order_by("-emis_le", "-id").first()
    zero, annee = Decimal(0), Q(emis_le__gte=jour.replace(month=1, day=1), emis_le__lte=jour)
    sommes = tous.filter(annee | Q(etat__in=RETENUS)).aggregate(
        annee=Sum("montant", filter=annee & Q(destinataire=None, etat=Etat.EMIS), default=zero),
        sans_compte=Sum("montant", filter=SANS_COMPTE, default=zero),
        prevu=Sum("montant", filter=RETENU, default=zero),
        prevu_le=Min("disponible_le", filter=RETENU),
    )
    return Bilan(jour, dernier, **sommes)
