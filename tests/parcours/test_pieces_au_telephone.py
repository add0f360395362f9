"""What the check page asks for is photographed with a phone: nothing else of the démarche is shown there, and the computer goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

from demarches.moteur.fichiers_d_exemple import piece
from tests.parcours import test_c2s, test_pension_invalidite, test_soins_etranger
from tests.parcours.conftest import AVEC, SANS, TELEPHONE, Maniere
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_deux_appareils import passer_au_telephone, prendre_la_main, revenir

pytestmark = pytest.mark.navigateur


class Demande(NamedTuple):
    """Somebody who asks, how far the computer goes, what the phone sends, what it must not show, and the last button."""

    qui: str
    jusqu_aux_pieces: Callable[[Pilote], None]
    pieces: tuple[str, ...]
    secret: str
    envoyer: Callable[[Pilote], None]


def _la_c2s(pilote: Pilote) -> None:
    pilote.aller("/demarches/c2s/")
    test_c2s.aller_aux_pieces(pilote)


C2S = Demande(
    "nadia", _la_c2s, ("Avis d’imposition ou ASDIR",), "Belkacem, 9 ans", test_soins_etranger.envoyer
)  # the same two clicks
PENSION = Demande(
    "thomas", test_pension_invalidite.aller_aux_pieces, ("Un document médical",), "Scierie des Landes", test_pension_invalidite.envoyer
)  # fmt: skip
SOINS = Demande(
    "chloe", test_soins_etranger.aller_aux_pieces, test_soins_etranger.PIECES, "60,00", test_soins_etranger.envoyer
)


@pytest.mark.parametrize(
    ("demande", "maniere"), [(SOINS, AVEC), (SOINS, SANS), (C2S, AVEC), (PENSION, AVEC)],
    ids=["soins-etranger", "soins-etranger without script", "c2s", "pension-invalidite"],
)  # fmt: skip
def test_a_phone_sends_what_the_check_page_asks_for(piloter, site: Site, demande: Demande, maniere: Maniere):
    persona, ordinateur, telephone = site.personas()[demande.qui], piloter(maniere), piloter(TELEPHONE)
    entrer(ordinateur, persona)
    demande.jusqu_aux_pieces(ordinateur)
    code = passer_au_telephone(ordinateur)
    telephone.aller(f"/telephone/?code={code}")
    telephone.se_connecter(persona)
    prendre_la_main(telephone, ordinateur)
    telephone.ne_plus_lire(demande.secret)
    for libelle in demande.pieces:
        telephone.joindre(libelle, (f"{libelle}.jpg", piece(libelle.upper())))
        telephone.lire(re.compile(rf"{re.escape(libelle)}\.jpg.*prêt à partir"))  # a script sends it by itself
    telephone.cliquer("Envoyer")
    telephone.lire("Vous pouvez revenir à votre ordinateur.")
    revenir(ordinateur)
    assert ordinateur.titre == "Vérifiez vos informations"
    for libelle in demande.pieces:
        ordinateur.lire(f"{libelle}.jpg")
    demande.envoyer(ordinateur)
    assert ordinateur.titre == "Votre demande est envoyée"
