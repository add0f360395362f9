"""« Mes raccourcis »: what home proposes, and what the person keeps there."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import pytest

from accounts.a_faire import Ligne
from ameli.noyau.plan import lieux
from demarches.accueil import raccourcis
from demarches.accueil.services import Entree
from demarches.moteur.declaration import Canaux, Condition, Refus, moi
from tests.fabriques import connecter, creer_agent
from tests.outils.requetes import requetes
from tests.outils.salles import changer
from tests.suivi.salle import ESSAI, RAPIDE, envoyer, lu

pytestmark = pytest.mark.django_db


def sur_l_accueil(client) -> list[str]:
    """The addresses of the shortcuts of home, in their order."""
    page = lu(client.get("/"))
    bloc = page[page.index('id="raccourcis"') :]
    return re.findall(r'<a class="service" href="([^"]+)"', bloc)


def choisir(client, *codes):
    return client.post("/raccourcis/", {"choix": codes})


def test_before_any_choice_home_proposes_six_that_can_be_used_services_in_two_clicks_first(connectee):
    proposes = sur_l_accueil(connectee)
    assert len(proposes) == raccourcis.PLACES
    assert proposes[0] == "/documents/attestation-de-droits/"
    assert "/demarches/rapide/" in proposes
    changer(RAPIDE, ouvert_a=(Condition(lambda contexte: Refus("Votre compte est gelé."), a_vue=True),))
    assert "/demarches/rapide/" not in sur_l_accueil(connectee)


def test_what_is_chosen_stands_on_home_services_first_and_nothing_else(connectee, lea):
    assert choisir(connectee, "paiements:creances", "essai").url == "/#raccourcis"
    assert sur_l_accueil(connectee) == ["/demarches/essai/", "/mes-paiements/creances/"]
    cochees = re.findall(r'value="([^"]+)"[^>]* checked', lu(connectee.get("/raccourcis/")))
    assert cochees == ["essai", "paiements:creances"]


def test_nothing_chosen_gives_back_what_is_proposed(connectee):
    proposes = sur_l_accueil(connectee)
    choisir(connectee, "essai")
    choisir(connectee)
    assert sur_l_accueil(connectee) == proposes


def test_more_than_six_are_not_kept_and_what_was_ticked_stays(connectee):
    avant = sur_l_accueil(connectee)
    page = lu(choisir(connectee, "essai", *raccourcis.PAGES))
    assert "Vous en avez coché 7. Gardez-en 6 au plus." in page
    assert page.count(" checked") == 7
    assert sur_l_accueil(connectee) == avant


def test_only_what_the_person_can_use_is_offered_and_a_code_that_was_not_is_refused(connectee, lea):
    changer(ESSAI, ouvert_a=(Condition(lambda contexte: Refus("Votre compte est gelé."), a_vue=True),))
    changer(RAPIDE, propose=lambda contexte: False)
    offerts = re.findall(r'name="choix" value="([^"]+)"', lu(connectee.get("/raccourcis/")))
    assert "attestation-de-droits" in offerts and not {"essai", "rapide"} & set(offerts)
    for code in ("essai", "rapide", "accueil", "informations:fermer"):
        assert "Choisissez dans la liste." in lu(choisir(connectee, code))
    lea.compte.refresh_from_db()
    assert lea.compte.raccourcis is None


def test_one_that_is_refused_since_says_so_and_one_that_is_asked_for_leads_to_its_demarche(connectee, lea):
    choisir(connectee, "essai", "rapide")
    changer(RAPIDE, ouvert_a=(Condition(lambda contexte: Refus("Votre compte est gelé."), a_vue=True),))
    assert "Pas possible en ligne" in lu(connectee.get("/"))
    assert 'value="rapide"' in lu(connectee.get("/raccourcis/")), "kept until the person leaves it out"
    changer(ESSAI, sujets=moi)
    assert f"/suivi/{envoyer(lea).reference}/" in sur_l_accueil(connectee)


def test_a_shortcut_says_what_waits_behind_it_the_most_urgent_first():
    vide = partial(Ligne, "essai", "Titre", "Texte.", libelle="Voir", icone="document")
    lignes = [
        vide("/a/", repere="jusqu’au", le=date(2026, 12, 12)), vide("/a/", repere="à régler"), vide("/b/", repere="à régler"),
    ]  # fmt: skip
    entrees = [Entree(lien, lien, lien, "document", "", Canaux(), detail="1 minute") for lien in ("/a/", "/b/", "/c/")]
    dits = [une.detail for une in raccourcis.avec_ce_qui_attend(entrees, lignes)]
    assert dits == ["Jusqu’au 12 décembre", "À régler", "1 minute"]


def test_the_choice_is_that_of_one_account(client, connectee, voisin):
    choisir(connectee, "essai")
    voisin.compte.refresh_from_db()
    assert voisin.compte.raccourcis is None


def test_agents_and_visitors_have_no_shortcuts(client):
    assert client.get("/raccourcis/").status_code == 302
    connecter(client, creer_agent().compte)
    assert client.get("/raccourcis/").status_code == 404


def test_home_with_chosen_shortcuts_costs_no_query_more(connectee):
    connectee.get("/")
    with requetes() as avant:
        connectee.get("/")
    choisir(connectee, "essai", "rapide", "mes-delais", "paiements:creances")
    with requetes() as apres:
        connectee.get("/")
    assert len(apres) == len(avant)


def test_pages_that_can_be_kept_stand_on_the_plan():
    assert set(raccourcis.PAGES) <= {lieu.nom for lieu in lieux() if not lieu.public}
