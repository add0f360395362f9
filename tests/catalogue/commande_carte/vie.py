"""One stage of the life of an order, in a process of its own that may be killed in the middle: `python -m … <stage> [mourir]`.

With `mourir` the process sends itself SIGKILL once the effects of the stage are written and before they are kept.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.test.utils import setup_test_environment  # noqa: E402  settings first

from accounts.informations import cartes_vitale, commandes_vitale  # noqa: E402
from accounts.models import Agent, Assure  # noqa: E402
from ameli.noyau import horloge  # noqa: E402
from ameli.noyau.echeances import balayer  # noqa: E402
from demarches.models import Demarche  # noqa: E402
from demarches.moteur import accords, transitions  # noqa: E402
from tests.catalogue.commande_carte.test_parcours import Commande  # noqa: E402
from tests.catalogue.perte_carte.test_parcours import SERIE  # noqa: E402
from tests.fabriques import connecter, creer_agent  # noqa: E402

# Stage: days after the deposit, and what is done last before its transaction ends.
APRES = {
    "suivi": (1.01, (transitions, "passer")),
    "fabrication": (3.01, (transitions, "noter")),
    "expedition": (7.01, (transitions, "prevenir")),
    "reception": (12.01, (commandes_vitale, "recevoir")),
}


def preparer() -> None:
    """Somebody whose card is lost has filled in the order, up to the last button."""
    personne = Commande()
    personne.declarer()
    personne.remplir()
    creer_agent(personne.assure.caisse)


def depot() -> None:
    lea = Commande(
        Assure.objects.systeme("chaos").get(personne__cartes_vitale__serie_empreinte=cartes_vitale.empreinte_de(SERIE))
    )
    connecter(lea.client, lea.compte)
    lea.ouvrir()
    assert lea.poster("verification", honneur="on").status_code == 302


def controle() -> None:
    avancer(2)
    accords.accepter(commande(), Agent.objects.get().compte.acteur)


def commande() -> Demarche:
    return Demarche.objects.systeme("chaos").get(teleservice="commande-carte-vitale")


def avancer(jours: float) -> None:
    voulu = commande().deposee_le + timedelta(days=jours) - horloge.temps_reel()
    if voulu > horloge.decalage():
        horloge.regler_decalage(voulu)


def deux_semaines() -> None:
    """Nobody sweeps meanwhile."""
    avancer(14)


def mourir_apres(module: Any, nom: str) -> None:
    vraie: Callable[..., Any] = getattr(module, nom)

    def mourir(*args: Any, **kwargs: Any) -> None:
        vraie(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, nom, mourir)


def main(etape: str, *, mort: bool) -> None:
    setup_test_environment()
    if etape in APRES:
        jours, fin = APRES[etape]
        avancer(jours)
        if mort:
            mourir_apres(*fin)
        balayer()
        return
    if mort:
        mourir_apres(*{"depot": (commandes_vitale, "commander"), "controle": (transitions, "controler")}[etape])
    {"preparer": preparer, "depot": depot, "controle": controle, "deux_semaines": deux_semaines}[etape]()


if __name__ == "__main__":
    main(sys.argv[1], mort="mourir" in sys.argv)
