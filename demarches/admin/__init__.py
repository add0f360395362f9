"""Agents' screens of this floor: the queue of their caisse. Drafts and events have no screen of their own."""

from demarches.admin.demarches import DemarcheAdmin

__all__ = ["DemarcheAdmin"]
