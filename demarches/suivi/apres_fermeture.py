"""What becomes of the démarches of somebody who closes their account."""

from __future__ import annotations

from accounts.models import Assure
from demarches.models import Demarche
from demarches.moteur import registre


def suites(assure: Assure) -> list[str]:
    """One sentence for each démarche that is still open: it goes on, and the answer comes by letter."""
    ouvertes = Demarche.objects.de(assure).ouvertes().order_by("deposee_le")
    return [
        f"Votre demande «\N{NO-BREAK SPACE}{registre.celui_de(une.teleservice).titre}\N{NO-BREAK SPACE}» continue ({une.reference})."
        for une in ouvertes
    ]
