"""« Espace agents »: files of the agent's own caisse, masked, read-only; each reading is in the journal."""

from accounts.admin import (
    site,  # noqa: F401  names the site and guards its sign-in
    volets_du_compte,  # noqa: F401  declares tabs of the file
)
from accounts.admin.assures import AssureAdmin
from accounts.admin.cartes import CarteVitaleAdmin
from accounts.admin.chiffres import ChiffreC2SAdmin
from accounts.admin.messagerie import FilAdmin
from accounts.admin.voies import VoieAdmin

__all__ = ["AssureAdmin", "CarteVitaleAdmin", "ChiffreC2SAdmin", "FilAdmin", "VoieAdmin"]
