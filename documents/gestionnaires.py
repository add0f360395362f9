"""What this floor gives to others when it starts."""

from __future__ import annotations

from accounts.informations.securite.copie import CONTRIBUTIONS
from documents import copie

CONTRIBUTIONS.append(copie.contribuer)
