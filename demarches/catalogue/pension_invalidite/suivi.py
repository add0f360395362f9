"""What the follow-up of a request shows besides: who is waited for, the wages year by year, what is taken back (chapter 18)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from ameli.noyau.calendrier import jour_de
from demarches.catalogue.pension_invalidite import effets, guichet, medecin, regles, rendez_vous
from demarches.moteur.declaration import Encart, Papier
from demarches.moteur.models import Demarche, Etat
from paiements import pensions
from paiements.ressources import aides


def encart(demarche: Demarche, le: datetime) -> Encart | None:
    """While it is examined: of whom something is awaited, until when. Granted: the pension, its wages, its payments."""
    pension = effets.pension_de(demarche)
    if pension is not None and demarche.oubliee_le is None:
        return Encart("pension_invalidite/accordee.html", {
            "pension": pension, "annees": [(une, guichet.coefficient(une)) for une in guichet.tableau(demarche).annees],
            **effets.accordee(pension), "verses": list(pensions.lire_les_mois(pension)),
            "aides": None if pension.clos_le else aides.de(pension, jour_de(le)),
        })  # fmt: skip
    if not demarche.ouverte:
        return None
    refusee = effets.refusee_le(demarche)
    contenu: dict[str, Any] = {
        "avis_rendu": medecin.avis(demarche) is not None, "reponse_avant": refusee,
        "refusee": jour_de(le) >= refusee, "recours_avant": regles.recours_jusqu_au(refusee),
        "rendez_vous": rendez_vous.choisi(demarche), "reference": demarche.reference,
    }  # fmt: skip
    return Encart("pension_invalidite/a_l_etude.html", contenu)


def papiers(demarche: Demarche) -> tuple[Papier, ...]:
    if demarche.etat != Etat.ACCEPTEE:
        return ()
    return tuple(
        Papier(libelle, reverse("demarches:pension_papier", args=[demarche.reference, quoi]))
        for libelle, quoi in (("Notification de pension", "notification"), ("Titre de pension", "titre"))
    )
