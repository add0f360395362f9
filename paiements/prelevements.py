"""The bank of the caisse, told to take the monthly terms of the Complémentaire santé solidaire: a service of the outside world.

`AMELI_PRELEVEMENTS_URL`: each term, on its day, is a POST {"ordre" (that of the term, the same when it is asked again), "mandat",
"signe_le", "iban", "titulaire", "montant" ("22.00", euros), "le", "libelle"}. It answers {"resultat": "pris" | "refuse"}. What it
makes of it (a file of direct debits) is its own. Without it nothing leaves: the caisse takes the terms that its agents read.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.conf import settings

from accounts.dossier import c2s_lue
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.envois import deposer_appel
from paiements.models import TermeC2S

log = structlog.get_logger(__name__)
SERVICE = "prelevements"
PRIS, REFUSE = "pris", "refuse"


def ordonner(terme: TermeC2S, le: datetime) -> None:
    """Tell the bank to take this term, in the caller's transaction. A right that came without its mandate is left to the caisse."""
    if SERVICE not in settings.PARTENAIRES:
        return
    accord = c2s_lue.mandat_de(terme.assure)
    if accord is None:
        log.warning("prelevement_sans_mandat", terme=terme.public_id)
        return
    mandat = accord.mandat
    deposer_appel(
        partenaire=SERVICE, objet=terme.objet, cle=f"{terme.objet}:{jour_de(le)}",
        donnees={
            "ordre": terme.public_id, "mandat": mandat.get("reference") or accord.reference_du_mandat,
            "signe_le": mandat.get("signe_le", ""), "iban": mandat.get("iban", ""), "titulaire": mandat.get("titulaire", ""),
            "montant": f"{terme.montant:.2f}", "le": terme.le.isoformat(),
            "libelle": f"Complémentaire santé solidaire, {formats.MOIS[terme.le.month - 1]} {terme.le.year}",
        },
    )  # fmt: skip


def lire(donnees: dict[str, Any] | None) -> str:
    """PRIS, REFUSE; nothing when the bank was silent, or said something that is no answer."""
    resultat = (donnees or {}).get("resultat")
    return resultat if resultat in (PRIS, REFUSE) else ""
