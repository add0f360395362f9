"""« Qu’ai-je reçu ? »: the last payment, what the year has brought, and what waits. One query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Min, Q, QuerySet, Sum, Window

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.preparees import preparee
from paiements.calcul.mots import ZERO
from paiements.models import Paiement
from paiements.recherche import plus_ancien
from paiements.versements import RETENUS

Etat = Paiement.Etat
FIN_DU_COMPTE = 8  # « •••• 705 », of a masked IBAN
TOUT_RETENU = "Rien n’a été versé\N{NO-BREAK SPACE}: ce que vous deviez déjà (participations, franchises) a été retenu."
RECU = Q(destinataire=None, etat=Etat.EMIS)
SANS_COMPTE, RETENU = Q(etat=Etat.EN_ATTENTE), Q(etat=Etat.RETENU)


@dataclass(frozen=True)
class Bilan:
    """Seen on the day `jour`. `annee` is what was received since 1 January; `prevu` leaves on `prevu_le`.

    `dernier` is the latest payment that reached the insured person in the months that « Mes paiements » shows.
    """

    jour: date
    dernier: Paiement | None = None
    annee: Decimal = ZERO
    sans_compte: Decimal = ZERO
    prevu: Decimal = ZERO
    prevu_le: date | None = None

    @property
    def phrase(self) -> str:
        """« Médecin, pharmacie. Versé mardi 24 novembre sur le compte •••• 705. »"""
        un = self.dernier
        if un is None:
            return ""
        meme_annee = un.emis_le.year == self.jour.year
        le = formats.jour_semaine(un.emis_le) if meme_annee else f"le {formats.jour(un.emis_le)}"
        compte = f" sur le compte\N{NO-BREAK SPACE}{un.iban_masque[-FIN_DU_COMPTE:]}" if un.iban_masque else ""
        if not un.montant:
            return f"{un.objet}, {le}. {TOUT_RETENU}"
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
    """What « Mes paiements » says in short at `le`: the sums of all the rows stand beside the first of them."""
    jour = jour_de(le)
    premier = next(iter(_premier(assure, jour, jour.replace(month=1, day=1), plus_ancien(jour))), None)
    if premier is None:
        return Bilan(jour)
    return Bilan(
        jour,
        premier if premier.a_moi else None,
        annee=premier.annee or ZERO,
        sans_compte=premier.sans_compte or ZERO,
        prevu=premier.prevu or ZERO,
        prevu_le=premier.prevu_le,
    )


@preparee
def _premier(assure: Assure, jour: date, premier_janvier: date, montres_depuis: date) -> QuerySet[Paiement]:
    """One row, which carries the sums of all; none for somebody who never had a payment."""
    annee = RECU & Q(emis_le__gte=premier_janvier, emis_le__lte=jour)
    montres = Q(emis_le__gte=montres_depuis, emis_le__lte=jour) | Q(etat__in=RETENUS)
    return (
        Paiement.objects.de(assure)
        .filter(montres)
        .annotate(
            a_moi=RECU,
            annee=Window(Sum("montant", filter=annee)),
            sans_compte=Window(Sum("montant", filter=SANS_COMPTE)),
            prevu=Window(Sum("montant", filter=RETENU)),
            prevu_le=Window(Min("disponible_le", filter=RETENU)),
        )
        .order_by("-a_moi", "-emis_le", "-id")[:1]
    )
