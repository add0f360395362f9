"""The journeys of every day in the three engines, at the width of a telephone and of a computer: `make navigateurs`, once a night.

Then in the browsers of an iPad of 2019, made of Chromium by taking away what docs/navigateurs.md says that they do not know.
Pictures of every page are left in .local/navigateurs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.fabriques_codes import etiquette
from tests.machine.test_navigateurs import lignes
from tests.navigateurs.ancien import Ancien
from tests.navigateurs.chromium import Chromium
from tests.navigateurs.conftest import Firefox, WebKit
from tests.parcours import (
    test_adresse,
    test_ceam,
    test_cles,
    test_commande_carte,
    test_deux_appareils,
    test_iban,
    test_messagerie,
    test_naissance,
    test_paiements,
    test_sans_gluten,
    test_soins_etranger,
)
from tests.parcours.conftest import AVEC, Maniere
from tests.parcours.entree import entrer
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

SON = "audio.captcha__son"
Recit = Callable[[Any, Site, Maniere], None]


def devant(pilote: type, *largeurs: int) -> list[Maniere]:
    """With its scripts, at these widths: people of the stories are chosen by the name of the manner."""
    return [Maniere(AVEC.nom, largeur=largeur, pilote=pilote) for largeur in largeurs]


def depuis(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split("."))) if version != "—" else (10_000,)


def safari(version: str) -> type[Ancien]:
    """Without whatever this Safari does not know yet."""
    traits = {nom.strip("`") for nom, (_, _, connue, _) in lignes().items() if depuis(connue) > depuis(version)}
    return type(f"Safari{version}", (Ancien,), {"sans": frozenset(traits)})


def sans(trait: str) -> type[Ancien]:
    return type(f"Sans {trait}", (Ancien,), {"sans": frozenset({trait})})


MOTEURS = [
    *devant(Chromium, 390, 1280), *devant(Firefox, 390, 1280), *devant(WebKit, 390, 1280),
    *devant(safari("15.4"), 768), *devant(safari("15.0"), 768),
]  # fmt: skip


def par_l_oreille(piloter: Any, site: Site, maniere: Maniere) -> None:
    """A forgotten password: the six characters are heard by whoever does not see them, then typed."""
    lea, pilote = site.personas()["lea"], piloter(maniere)
    while not pilote.nombre(SON):  # nobody is asked for it at the first try
        pilote.aller("/connexion/mot-de-passe-oublie/")
        pilote.remplir("Numéro de Sécurité sociale", lea["nir"])
        pilote.remplir("Date de naissance", "06/06/1990")
        pilote.cliquer("Recevoir le mail")
    assert pilote.ecouter(SON) > 2, "six characters last for some seconds"
    pilote.recopier_le_captcha()
    pilote.cliquer("Recevoir le mail")
    assert pilote.titre == "Regardez vos courriels"


def gluten_en_photo(piloter: Any, site: Site, maniere: Maniere) -> None:
    """Two labels without a reader of barcodes: one is photographed, the other one typed."""
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["camille"])
    test_sans_gluten.activer(pilote)
    test_sans_gluten.demander(pilote, photographier)
    pilote.lire("Votre demande est bien prise en compte")


def photographier(pilote: Pilote, galette: str, pain: str) -> None:
    image = io.BytesIO()
    etiquette(galette).convert("RGB").save(image, "JPEG", quality=85)
    pilote.remplir(re.compile("Ou recopiez les chiffres"), "")
    pilote.joindre("Photo de l’étiquette", ("etiquette.jpg", image.getvalue()))
    pilote.cliquer("Enregistrer et ajouter un autre")
    pilote.remplir(re.compile("Ou recopiez les chiffres"), pain)
    pilote.remplir(re.compile("Prix d’un seul produit"), "4,20")
    pilote.cliquer("Suivant")


def message_avec_un_fichier(piloter: Any, site: Site, maniere: Maniere) -> None:
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["lea"])
    pilote.aller("/messagerie/")
    pilote.suivre("Écrire à ma caisse")
    pilote.suivre("Remboursement de soins")
    test_messagerie.ecrire(pilote, "Soins du 3 mai")


def cle_d_acces(piloter: Any, site: Site, maniere: Maniere) -> None:
    """Where passkeys are known one is made, then shown instead of a code; elsewhere another way is named."""
    lea, pilote = site.personas()["lea"], piloter(maniere)
    entrer(pilote, lea)
    if isinstance(pilote, WebKit):
        pilote.aller("/mes-informations/securite/cles/nouvelle/")
        pilote.lire("Ce navigateur ne connaît pas les clés d’accès")
        pilote.suivre("utiliser une application de codes")
        assert pilote.titre == "Utiliser une application de codes"
        return
    if isinstance(pilote, Chromium):
        test_cles.authentificateur(pilote.page)
    test_cles.creer(pilote)
    test_cles.revenir_sans_code(pilote, lea)


def photo_en_direct(piloter: Any, site: Site, maniere: Maniere) -> None:
    """The camera of the browser takes the photo, once more when it does not please."""
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["ange"])
    test_deux_appareils.jusqu_a_la_photo(pilote)
    pilote.appuyer(test_deux_appareils.OUVRIR)
    for suite in ("Reprendre", ""):
        pilote.lire("L’appareil photo est ouvert")
        pilote.appuyer(test_deux_appareils.PRENDRE)
        pilote.lire("La photo est prise")
        pilote.verifier_la_page()
        if suite:
            pilote.appuyer(suite)
    pilote.cliquer("Suivant")
    assert pilote.titre == "Regardez votre photo d’identité"
    assert pilote.nombre("figure img") == 1


RECITS: dict[str, Recit] = {
    "connexion-iban-et-pdf": test_iban.test_a_new_user_changes_an_iban_sees_it_after_48_hours_and_downloads_the_attestation,
    "adresse": test_adresse.test_a_family_moves_and_letters_follow_when_the_delay_has_run,
    "carte-avec-photos": test_commande_carte.test_a_card_is_ordered_the_photo_sent_again_and_the_card_arrives,
    "ceam": test_ceam.test_a_card_is_ordered_the_certificate_comes_at_once_and_the_card_after_ten_days,
    "paiements": test_paiements.test_a_person_searches_corrects_a_date_and_reads_an_allowance,
    "captcha-a-l-oreille": par_l_oreille,
    "message-avec-un-fichier": test_messagerie.test_a_person_writes_with_a_photo_and_reads_the_answer_of_an_agent,
    "naissance": test_naissance.test_a_birth_is_declared_and_followed_to_the_number,
    "gluten-en-photo": gluten_en_photo,
    "soins-a-l-etranger": test_soins_etranger.test_a_bill_from_spain_is_sent_with_the_tariff_that_one_chose,
}


def nom(maniere: Maniere) -> str:
    return f"{maniere.pilote.__name__}-{maniere.largeur}"


@pytest.mark.navigateur
@pytest.mark.parametrize("recit", RECITS.values(), ids=RECITS)
@pytest.mark.parametrize("maniere", MOTEURS, ids=nom)
def test_a_journey_is_made_in_this_engine(piloter, site: Site, maniere: Maniere, recit: Recit):
    recit(piloter, site, maniere)


@pytest.mark.navigateur
@pytest.mark.parametrize(
    "maniere", [*devant(Chromium, 390), *devant(Firefox, 390, 1280), *devant(WebKit, 390)], ids=nom
)
def test_a_passkey_is_made_and_used_or_another_way_is_named(piloter, site: Site, maniere: Maniere):
    cle_d_acces(piloter, site, maniere)


@pytest.mark.navigateur
@pytest.mark.parametrize("maniere", [*devant(Firefox, 390, 1280), *devant(WebKit, 390, 1280)], ids=nom)
def test_the_camera_takes_the_photo_of_a_card(piloter, site: Site, maniere: Maniere):
    """Chromium's does every day (tests/parcours/test_deux_appareils)."""
    photo_en_direct(piloter, site, maniere)


@pytest.mark.navigateur
@pytest.mark.parametrize("trait", [nom.strip("`") for nom in lignes()])
def test_a_message_with_a_file_leaves_without_this_feature(piloter, site: Site, trait: str):
    message_avec_un_fichier(piloter, site, *devant(sans(trait), 768))
