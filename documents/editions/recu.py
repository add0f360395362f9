"""Receipt of a debt that was paid online (chapter 16 § 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Assure
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from paiements.models import PaiementEnLigne


@dataclass(frozen=True)
class Recu:
    """What was paid, when, and for which lines; amounts in euros. `paye_le` is aware."""

    en_tete: EnTete
    destinataire: Destinataire
    numero: str
    reference: str
    nature: str
    paye_le: datetime
    montant: Decimal
    lignes: tuple[tuple[str, Decimal], ...]

    genre = "recu"
    gabarit = "documents/recu.html"

    @property
    def titre(self) -> str:
        return f"Reçu de paiement du {formats.jour(self.paye_le)}"

    @property
    def nom_fichier(self) -> str:
        return f"recu_{formats.a_paris(self.paye_le):%Y-%m-%d}_{self.numero}.pdf"


def composer(assure: Assure, paiement: PaiementEnLigne, *, destinataire: Destinataire) -> Recu:
    """The receipt of an attempt that the kiosk accepted (with its notice and ledger line)."""
    lignes = paiement.affectations.select_related("ligne").order_by("ligne__rang")
    return Recu(
        en_tete=EnTete.de(assure.caisse),
        destinataire=destinataire,
        numero=paiement.public_id[:8].upper(),
        reference=paiement.avis.reference_lisible,
        nature=paiement.avis.get_nature_display(),
        paye_le=paiement.ecriture.le,
        montant=paiement.montant,
        lignes=tuple((une.ligne.libelle, une.montant) for une in lignes),
    )
