"""What home says of Vitale cards that were declared and that nothing replaces."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.a_faire import Ligne, Regard, Urgence
from accounts.informations import famille
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.moteur import besoins
from demarches.moteur.declaration import Besoin
from demarches.suivi import lecture


def lignes(regard: Regard) -> Iterable[Ligne]:
    """The order to make, with the days that are left; once they have passed, the card to declare anew.

    While its declaration is open, that démarche says what to do.
    """
    ouvertes = {suivie.demarche.reference for suivie in regard.lire(lecture.en_cours).ouvertes}
    for membre in regard.lire(famille.lire):
        fin = membre.a_commander_avant
        if fin is None or membre.declaration in ouvertes:
            continue
        la_carte = "votre carte Vitale" if membre.soi else f"la carte Vitale {formats.de(membre.prenom)}"
        if regard.le <= fin:
            yield Ligne(
                "carte", f"Commander {la_carte}",
                f"L’ancienne est déclarée. Commandez la nouvelle en ligne jusqu’au {formats.jour(fin)} inclus.",
                besoins.depart(Besoin.COMMANDER_CARTE_VITALE, pour=membre.cle), "Commander", "carte", "jusqu’au",
                le=jour_de(fin), reste=f"Il reste {formats.reste(fin, regard.le)}", urgence=Urgence.PRESSE,
            )  # fmt: skip
        else:
            yield Ligne(
                "carte", f"Remplacer {la_carte}",
                f"Le délai pour la commander en ligne a fini le {formats.jour(fin)}. Déclarez-la de nouveau : vous aurez "
                "quatre jours.",
                besoins.depart(Besoin.DECLARER_UNE_PERTE, pour=membre.cle), "Déclarer de nouveau", "carte", "à faire",
                urgence=Urgence.PRESSE,
            )  # fmt: skip
