"""What home says of European cards that end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from accounts.a_faire import Ligne, Regard
from accounts.informations import famille
from ameli.noyau import formats
from demarches.catalogue.ceam.regles.validite import renouvelable_des
from demarches.moteur import besoins
from demarches.moteur.declaration import Besoin

FINIE_DEPUIS = timedelta(days=60)  # hypothesis: whoever lets it lie longer does not travel


def lignes(regard: Regard) -> Iterable[Ligne]:
    """From two months before its end, when it may be renewed, until two months after."""
    for membre in regard.lire(famille.lire):
        fin, jour = membre.ceam_fin, regard.jour
        if fin is None or not renouvelable_des(fin) <= jour <= fin + FINIE_DEPUIS:
            continue
        la_carte = "Votre carte européenne" if membre.soi else f"La carte européenne {formats.de(membre.prenom)}"
        finie = fin < jour
        yield Ligne(
            "carte-europeenne", f"{la_carte} {'est finie' if finie else 'finit bientôt'}",
            "Pour un voyage en Europe, renouvelez-la dès maintenant." if finie
            else "Pour un voyage après cette date, renouvelez-la dès maintenant.",
            besoins.depart(Besoin.COMMANDER_CARTE_EUROPEENNE, pour=membre.cle), "Renouveler", "globe", "finie le" if finie else "finit le", le=fin,
        )  # fmt: skip
