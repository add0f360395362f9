"""The letter of an « avis de sommes à payer » (chapter 16 § 2): what is owed, why, how to pay and how to contest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Assure
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from paiements.creances import regles
from paiements.models import Avis, LigneCreance


@dataclass(frozen=True)
class LettreAvis:
    """As it was issued: what was paid since changes nothing of it. Amounts in euros; `dernier`: the last day to contest, or None."""

    en_tete: EnTete
    destinataire: Destinataire
    reference: str
    nature: str
    emis_le: date
    cause: str
    total: Decimal
    lignes: tuple[tuple[str, int, Decimal], ...]
    juge: str
    dernier: date | None

    genre = "avis"
    gabarit = "documents/avis.html"

    @property
    def titre(self) -> str:
        return f"Avis de sommes à payer du {formats.jour(self.emis_le)}"

    @property
    def nom_fichier(self) -> str:
        return f"avis-de-sommes-a-payer_{self.emis_le:%Y-%m-%d}.pdf"


def composer(assure: Assure, avis: Avis, *, destinataire: Destinataire) -> LettreAvis:
    """The letter of a notice of this file, `mouvement` loaded. One query."""
    lignes = LigneCreance.objects.de(assure).filter(avis=avis).order_by("rang")
    lues = tuple((une.libelle, une.annee, une.montant) for une in lignes)
    return LettreAvis(
        en_tete=EnTete.de(assure.caisse),
        destinataire=destinataire,
        reference=avis.reference_lisible,
        nature=avis.get_nature_display(),
        emis_le=avis.emis_le,
        cause=avis.cause,
        total=sum((montant for _, _, montant in lues), Decimal(0)),
        lignes=lues,
        juge=regles.recours(avis.nature).juge,
        dernier=regles.dernier_jour(avis.nature, avis.emis_le),
    )
