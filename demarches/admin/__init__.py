"""Agents' screens of this floor: the queue of their caisse and their reply templates. Drafts and events have no screen of their own."""

from demarches.admin.demarches import DemarcheAdmin
from demarches.admin.modeles import ModeleReponseAdmin

__all__ = ["DemarcheAdmin", "ModeleReponseAdmin"]
