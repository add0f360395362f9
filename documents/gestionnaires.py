"""What this floor gives to others when it starts."""

from __future__ import annotations

from accounts.informations.securite.copie import CONTRIBUTIONS
from ameli.noyau.travaux import TRAVAUX
from documents import atelier, copie

CONTRIBUTIONS.append(copie.contribuer)
TRAVAUX["documents.preparer"] = atelier.preparer_une
