"""The rules of chapter 17 that are neither tariffs nor tables: which months may be asked for, until when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from ameli.noyau import formats
from ameli.noyau.calendrier import ajouter_mois, jours, mois, ouvres

CODE, PREFERENCE = "sans-gluten", "coeliaque"
PAIEMENT = ouvres(5)  # hypothesis (5 to 7 days): ameli.fr tells no delay; money leaves on a working day
ETIQUETTES, RAPPEL_DES_ETIQUETTES = jours(30), jours(15)
RAPPELS_DE_L_ACCORD = (jours(60), jours(15))
DERNIERS_JOURS = 3  # of a month: what was begun for it is reminded of
CONSERVATION = mois(36)  # hypothesis: labels are kept as long
PRIX_MINIMUM, PRIX_MAXIMUM = Decimal("0.01"), Decimal("99.99")
QUANTITE_MAXIMUM = 99
PRODUITS_MAXIMUM = 60
HONNEUR = (
    "J’atteste sur l’honneur avoir acheté ces produits pour la personne choisie, au prix indiqué. "
    "Je garde les étiquettes et les tickets pendant 3 ans."
)
MOTIFS = {
    "agrement": "Ce produit n’a pas d’agrément : son étiquette n’est pas celle d’un aliment sans gluten remboursé.",
    "illisible": "La photo ne permet pas de lire l’étiquette. Refaites une demande pour ce produit, avec une photo plus nette.",
    "hors_periode": "Ce produit a été acheté en dehors des dates de l’accord de prise en charge.",
    "doublon": "Ce produit a déjà été remboursé.",
    "justificatif": "Nous n’avons pas reçu l’étiquette ou le ticket de ce produit.",
}


def premier_du_mois(jour: date) -> date:
    return jour.replace(day=1)


def dernier_du_mois(mois_: date) -> date:
    return ajouter_mois(mois_, 1) - timedelta(days=1)


def demandable_jusqu_au(mois_: date) -> date:
    """The last day on which purchases of this month may be asked for: two years from the first day of the next quarter (L160-11)."""
    trimestre = date(mois_.year, 3 * ((mois_.month - 1) // 3) + 1, 1)
    return ajouter_mois(trimestre, 3 + 24) - timedelta(days=1)


def mois_ouverts(jour: date) -> Iterator[date]:
    """The first day of each month that may still be asked for on `jour`, this one first; none is to come."""
    un = premier_du_mois(jour)
    while demandable_jusqu_au(un) >= jour:
        yield un
        un = ajouter_mois(un, -1)


def couvre(du: date, au: date | None, mois_: date) -> bool:
    """Does an agreement from `du` to `au` hold on any day of this month? Purchases outside its days are the agents' to see."""
    return du <= dernier_du_mois(mois_) and (au is None or au >= mois_)


def en_mots(mois_: date) -> str:
    """« novembre 2026 »."""
    return f"{formats.MOIS[mois_.month - 1]} {mois_.year}"
