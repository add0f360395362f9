"""What complementary covers were told, and what they were not: « à envoyer vous-même » (chapter 12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from accounts.dossier import complementaires
from accounts.models import Assure, LiaisonComplementaire, Personne
from paiements.models import Paiement
from paiements.recherche import Filtres, filtrer


def annoncer(paiement: Paiement, personnes: Iterable[Personne]) -> None:
    """Tell the cover of these people of a payment of care that is not saved yet, or mark it « à transmettre ».

    Nobody is told while two organisms ask for the same days. The Complémentaire santé solidaire that the caisse manages
    is the caisse itself: there is nobody to tell. One query.
    """
    connues = complementaires.lire(paiement.assure, paiement.emis_le)
    couvertes = [_couverture(connues.get(une.pk, []), paiement.emis_le) for une in personnes]
    if all(une is not None and une.organisme.caisse_id is not None for une in couvertes):
        return
    premiere = couvertes[0]
    if premiere is not None and len({une and une.organisme_id for une in couvertes}) == 1:
        paiement.complementaire, paiement.transmis_le = premiere, paiement.emis_le
    else:
        paiement.a_transmettre = True


def _couverture(liaisons: Iterable[LiaisonComplementaire], le: date) -> LiaisonComplementaire | None:
    """The one cover that is told of what is paid on that day."""
    vivantes = [une for une in liaisons if une.ecartee_le is None and une.du <= le]
    payeurs = {une.organisme_id for une in vivantes}
    return vivantes[-1] if len(payeurs) == 1 and vivantes[-1].transmission else None


def dernieres(assure: Assure) -> dict[int, date]:
    """By key of the cover, the last day on which it was told of a payment of this file. One query."""
    dites = Paiement.objects.de(assure).exclude(transmis_le=None).exclude(complementaire=None)
    return dict(dites.order_by().values_list("complementaire").annotate(Max("transmis_le")))


def a_envoyer(assure: Assure, filtres: Filtres) -> int:
    """How many payments of « Mes paiements », as these filters keep them, no cover was told of. One query."""
    return filtrer(assure, filtres).count()
