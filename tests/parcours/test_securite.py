"""« Ma sécurité », from end to end: see where one is signed in, who looked, choose, freeze, close, take one's data."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest

from tests.fabriques_iban import iban_francais
from tests.parcours.conftest import AVEC, RECITS, SANS, TELEPHONE
from tests.parcours.entree import entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site
from tests.parcours.test_agents import deposer_deux
from tests.parcours.test_code_provisoire import choisir_un_mot_de_passe, donner_a_l_accueil, ouvrir_le_dossier
from tests.parcours.test_code_provisoire import entrer as entrer_avec_le_code
from tests.parcours.test_iban import se_connecter

pytestmark = pytest.mark.navigateur

CHACUNE = pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
NOUVEAU = "Maree-basse-79"
# Every session of the site forgets when its password was last given.
IL_Y_A_ONZE_MINUTES = """
from importlib import import_module
from django.conf import settings
from django.contrib.sessions.models import Session
from accounts.securite import session
for une in Session.objects.order_by("session_key"):
    magasin = import_module(settings.SESSION_ENGINE).SessionStore(une.session_key)
    magasin[session.PROUVEE] = session.prouvee_le(magasin).timestamp() - 11 * 60
    magasin.save()
"""


@CHACUNE
def test_somebody_signs_another_device_out_and_is_asked_a_code_where_they_are_forgotten(piloter, site: Site, maniere):
    lea, ici, ailleurs = site.personas()["lea"], piloter(maniere), piloter(SANS)
    se_connecter(ailleurs, lea)
    se_connecter(ici, lea)
    ouvrir(ici, "Mes appareils")
    assert ici.boutons(re.compile("^Déconnecter (?!tous)")) == 1
    ici.cliquer("Déconnecter ", exact=False, dans="section[aria-labelledby=sessions]")
    ici.lire("Cette session est fermée.")
    dehors(ailleurs, site)
    ici.aller("/mes-informations/securite/connexions/")
    assert ici.nombre("main tbody tr") >= 2

    se_connecter(ailleurs, lea)  # a device that is known: no code
    ici.aller("/mes-informations/securite/appareils/")
    ici.cliquer("Déconnecter tous les autres appareils")
    ici.lire("Tous les autres appareils sont déconnectés.")
    dehors(ailleurs, site)
    ici.aller("/mes-informations/securite/appareils/")

    ici.cliquer("Oublier cet appareil", exact=False, dans="section[aria-labelledby=connus] li:has(.pastille)")
    dehors(ici, site)
    se_connecter(ici, lea)


@CHACUNE
def test_somebody_chooses_what_they_receive_and_cannot_stop_what_protects_them(piloter, site: Site, maniere):
    lea, pilote = site.personas()["lea"], piloter(maniere)
    se_connecter(pilote, lea)
    ouvrir(pilote, "Mes alertes et courriels")
    pilote.lire("Ils protègent votre compte : vous ne pouvez pas les arrêter.")
    prevention, chaque = "Des informations de prévention", "Un courriel à chaque connexion"
    assert pilote.est_coche(chaque) and not pilote.est_coche(prevention)
    pilote.decocher(re.compile(chaque))
    pilote.choisir(re.compile(prevention))
    pilote.cliquer("Enregistrer")
    pilote.lire("Vos choix sont enregistrés.")
    pilote.aller("/mes-informations/securite/notifications/")
    assert pilote.est_coche(prevention) and not pilote.est_coche(chaque)


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_what_an_agent_reads_and_why_is_told_to_the_person_at_their_next_page(piloter, site: Site, maniere):
    amadou, personne = site.personas()["amadou"], piloter(maniere)
    reference, _ = deposer_deux(site, iban_francais(30004, 12, 7_000_041))
    se_connecter(personne, amadou)
    ouvrir(personne, "Qui a consulté mon dossier")
    personne.lire("Personne n’a consulté votre dossier")

    agent = entrer_au_guichet(piloter(AVEC), "LANDES-02")
    agent.aller(f"/agents/demarches/demarche/?q={reference}")
    agent.suivre(reference)
    personne.aller("/mes-informations/securite/consultations/")
    personne.lire("Un agent de votre caisse : dossier consulté")

    agent.suivre("Révéler une donnée")
    agent.cliquer("Révéler")
    personne.aller("/mes-informations/securite/consultations/")
    personne.lire(re.compile("donnée affichée en entier – .*traitement d’une démarche"))
    assert "Lalanne" not in personne.html and "LANDES-02" not in personne.html


@CHACUNE
def test_in_doubt_somebody_freezes_their_account_and_nobody_gets_in(piloter, site: Site, maniere):
    lea, ici, ailleurs = site.personas()["lea"], piloter(maniere), piloter(SANS)
    se_connecter(ailleurs, lea)
    se_connecter(ici, lea)
    ouvrir(ici, "Geler mon compte")
    ici.lire("Vos remboursements continuent.")
    ailleurs.aller("/mes-informations/")  # reading the page has changed nothing
    assert ailleurs.ou.endswith("/mes-informations/")
    ici.cliquer("Geler mon compte")
    assert ici.titre == "C’est fait\N{NO-BREAK SPACE}: votre compte est gelé"
    dehors(ailleurs, site)
    ici.ouvrir_le_courriel("lea", "Votre compte est gelé").fermer()
    ici.aller("/connexion/")
    ici.se_connecter(lea)
    assert ici.titre == "Votre compte est gelé"


@CHACUNE
def test_an_account_is_closed_knowingly_and_a_code_of_the_caisse_opens_it_again(piloter, site: Site, maniere):
    amadou, ici = site.personas()["amadou"], piloter(maniere)
    deposer_deux(site, iban_francais(30004, 12, 7_000_051 + RECITS.index(maniere)))
    se_connecter(ici, amadou)
    site.manage("shell", "-c", IL_Y_A_ONZE_MINUTES)
    ouvrir(ici, "Fermer mon compte")
    assert ici.titre == "Confirmez que c’est vous"
    ici.remplir("Votre mot de passe", "ce-n-est-pas-lui")
    ici.cliquer("Continuer")
    ici.lire("Ce n’est pas votre mot de passe.")
    ici.remplir("Votre mot de passe", amadou["mot_de_passe"])
    ici.cliquer("Continuer")
    assert ici.titre == "Fermer mon compte"
    ici.lire("Vos droits et vos remboursements ne changent pas.")
    ici.lire(re.compile("démarche"))
    ici.cliquer("Fermer mon compte")
    assert ici.titre == "C’est fait\N{NO-BREAK SPACE}: votre compte est fermé"
    ici.ouvrir_le_courriel("amadou", "Votre compte est fermé").fermer()
    ici.aller("/connexion/")
    ici.se_connecter(amadou)
    assert ici.titre == "Ce compte est fermé"

    code = donner_a_l_accueil(ouvrir_le_dossier(piloter(AVEC), amadou))
    ici.aller("/connexion/code-provisoire/")
    entrer_avec_le_code(ici, amadou, code)
    choisir_un_mot_de_passe(ici, NOUVEAU)
    assert ici.titre == "Bonjour Amadou"


@CHACUNE
def test_somebody_takes_a_copy_of_their_data_which_is_gone_a_week_later(piloter, site: Site, maniere):
    lea, pilote = site.personas()["lea"], piloter(maniere)
    se_connecter(pilote, lea)
    ouvrir(pilote, "Mes données")
    pilote.cliquer("Demander une copie")
    for _ in range(60):
        pilote.aller("/mes-informations/securite/donnees/")
        if pilote.boutons("Télécharger ma copie", role="link"):
            break
        pilote.patienter(250)
    with zipfile.ZipFile(io.BytesIO(pilote.telecharger("Télécharger ma copie"))) as archive:
        donnees = json.loads(archive.read("mes-donnees.json"))
        page = archive.read("mes-donnees.html").decode()
    assert donnees["Identité"][0]["numéro de Sécurité sociale"] == lea["nir"]
    assert lea["nir"] in page and lea["nom"] in page
    pilote.aller("/messagerie/")
    pilote.suivre("La copie de vos données est prête")

    site.manage("horloge", "avancer", "8j")
    pilote.aller("/mes-informations/securite/donnees/")
    assert pilote.boutons("Télécharger ma copie", role="link") == 0


def test_the_copy_of_the_page_can_be_read_as_it_is_kept(piloter, site: Site, tmp_path):
    """The file stands alone, opened from a folder: one h1, no accessibility fault, nothing fetched."""
    lea, pilote = site.personas()["lea"], piloter(TELEPHONE)
    fichier = tmp_path / "mes-donnees.html"
    site.manage("shell", "-c", COMPOSER.format(nom=lea["nom_naissance"], prenom=lea["prenom"], fichier=fichier))
    demandes: list[str] = []
    pilote.page.on("request", lambda demande: demandes.append(demande.url))
    pilote.page.goto(fichier.as_uri())
    pilote.verifier_la_page()
    assert demandes == [fichier.as_uri()]


COMPOSER = """
import io, pathlib, zipfile
from accounts.informations.securite.copie import composer
from accounts.models import Assure
lea = Assure.objects.systeme("journey").get(personne__nom_naissance="{nom}", personne__prenoms__startswith="{prenom}")
archive = zipfile.ZipFile(io.BytesIO(composer(lea)))
pathlib.Path("{fichier}").write_bytes(archive.read("mes-donnees.html"))
"""


def ouvrir(pilote: Pilote, page: str) -> None:
    """As somebody who looks for it: « Mes informations », « Ma sécurité », then the row."""
    pilote.aller("/mes-informations/")
    pilote.suivre("Ma sécurité")
    pilote.suivre(page, exact=True)


def dehors(pilote: Pilote, site: Site) -> None:
    """The next page of this device is the sign-in page."""
    pilote.passer("/mes-informations/")
    assert "/connexion/" in pilote.ou
