"""Agents' screens of this floor: the queue of their caisse, its reply templates and the delays that it announces. Drafts and events have no screen of their own."""

from demarches.admin import volets  # noqa: F401  declares a tab of the file
from demarches.admin.delais_de_traitement import DelaiDeTraitementAdmin
from demarches.admin.demarches import DemarcheAdmin
from demarches.admin.modeles import ModeleReponseAdmin
from demarches.moteur import registre

registre.modules_des_salles("admin")  # screens that a room adds for the agents register themselves

__all__ = ["DelaiDeTraitementAdmin", "DemarcheAdmin", "ModeleReponseAdmin"]
