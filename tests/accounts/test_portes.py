"""Strangers never close an owner's last door: each lock filled by somebody else, then the owner at theirs, and the screen they read."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.connexion import afflux, voies
from accounts.connexion.blocage import bloquee
from accounts.connexion.choix_mot_de_passe import changer
from accounts.connexion.cles import trousseau
from accounts.connexion.code_provisoire import codes
from accounts.informations import cartes_vitale
from accounts.models import Essais
from accounts.securite import lieux, limites
from accounts.securite.captcha import defi
from accounts.securite.mots import MOTS, phrase
from accounts.securite.portes import PORTES
from ameli.noyau import horloge
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.saisie.nir import complet
from tests.fabriques import MOT_DE_PASSE, connecter, creer_agent, creer_assure, creer_compte, dire_la_raison

pytestmark = pytest.mark.django_db
ICI, CHEZ_ELLE = "203.0.113.9", "198.51.100.4"
FAUX = "Un-mot-de-passe-faux-7"


@pytest.fixture(autouse=True)
def calme(settings, monkeypatch):
    """These tests are about limits: no code by mail, and hashing waits for nobody."""
    settings.SECOND_FACTEUR = "jamais"
    monkeypatch.setattr(afflux, "SEAU", afflux.Seau(100_000, 100_000))


@pytest.fixture
def sans_compte():
    return creer_assure()


def depuis(adresse: str) -> Client:
    return Client(REMOTE_ADDR=adresse)


def captcha(usage: str) -> dict[str, str]:
    un = defi.nouveau(usage)
    return {"captcha_defi": un.jeton, "captcha": un.texte}


def mot_de_passe(client: Client, nir: str, mot: str = MOT_DE_PASSE, **plus: str):
    return client.post(reverse("connexion"), {"nir": nir, "mot_de_passe": mot, **plus})


def code(client: Client, nir: str, saisi: str, **plus: str):
    return client.post(reverse("code_provisoire"), {"nir": nir, "code": saisi, **plus})


def oubli(client: Client, nir: str, **_):
    return client.post(reverse("oubli"), {"nir": nir, "naissance": "15/06/1990", **captcha("oubli")})


def borne(client: Client, nir: str, serie: str = "1012399999"):
    return client.post(reverse("borne"), {"nir": complet(nir), "serie": serie})


def visite(client: Client, assure, serie: str = ""):
    personne = assure.personne
    identite = {
        "nir": personne.nir_complet,
        "nom": personne.nom_naissance,
        "naissance": "15/06/1990",
        "code_postal": "40100",
    }
    client.post(reverse("premiere_visite"), identite)
    serie = serie or cartes_vitale.active(personne.pk).serie[-7:]
    iban = assure.coordonnees_bancaires.get().iban[-7:]
    return client.post(reverse("premiere_visite_preuve"), {"serie": serie, "iban": iban, **captcha("premiere_visite")})


def agent(client: Client, matricule: str, mot: str = MOT_DE_PASSE):
    return client.post(reverse("admin:login"), {"username": matricule, "password": mot, "next": "/agents/"})


def donner(assure, canal: str = "TELEPHONE") -> str:
    return codes.delivrer(assure, canal, motif="essai", agent=creer_agent())[1]


def faux(juste: str, rang: int = 1) -> str:
    return f"{(int(juste) + rang) % 10_000:04}"


def en_clair(reponse) -> str:
    return html.unescape(reponse.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


@dataclass(frozen=True)
class Cas:
    """`remplir(client, assure)` is one wrong try, `ouvrir(client, assure)` the right one."""

    limite: str
    remplir: Callable
    ouvrir: Callable
    compte: bool = True
    statut: int = 302


def _mauvais_code(client, assure):
    return code(client, assure.personne.nir, faux(assure.code))


CAS = [
    Cas("connexion_numero", lambda c, a: mot_de_passe(c, a.personne.nir, FAUX), lambda c, a: mot_de_passe(c, a.personne.nir)),
    Cas("code_provisoire_numero", _mauvais_code, lambda c, a: code(c, a.personne.nir, a.code)),
    Cas("oubli_numero", lambda c, a: oubli(c, a.personne.nir), lambda c, a: oubli(c, a.personne.nir)),
    Cas("premiere_visite_numero", lambda c, a: visite(c, a, "7654321"), visite, compte=False),
    Cas("agent_numero", lambda c, a: agent(c, a.agent.matricule, FAUX), lambda c, a: agent(c, a.agent.matricule)),
    Cas("borne_numero", lambda c, a: borne(c, a.personne.nir),
        lambda c, a: borne(c, a.personne.nir, cartes_vitale.active(a.personne.pk).serie), statut=200),
]  # fmt: skip


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas.limite)
@pytest.mark.parametrize("etrangers", [1, 4])
def test_strangers_fill_a_lock_at_their_places_and_the_owner_opens_at_theirs(cas, etrangers):
    assure = creer_assure()
    if cas.compte:
        creer_compte(assure)
    assure.agent, assure.code = creer_agent(matricule="LANDES-01"), donner(assure)
    for rang in range(etrangers):
        for _ in range(limites.limite(cas.limite).essais):
            dernier = cas.remplir(depuis(f"203.0.113.{rang}"), assure)
        dernier = cas.remplir(depuis(f"203.0.113.{rang}"), assure)
        assert dernier.status_code == 429
        assert Essais.objects.filter(cle__startswith=f"{cas.limite}:", bloque_jusqu_a__isnull=False).exists()
    assert cas.ouvrir(depuis(CHEZ_ELLE), assure).status_code == cas.statut


def test_a_known_device_passes_where_a_neighbour_closed_the_network(lea):
    chez_elle = depuis(ICI)
    assert mot_de_passe(chez_elle, lea.personne.nir).status_code == 302
    chez_elle.post(reverse("deconnexion"))
    for rang in range(limites.limite("connexion_adresse").essais):
        mot_de_passe(depuis(ICI), f"29006409995{rang:02}", FAUX)
    assert mot_de_passe(depuis(ICI), lea.personne.nir).status_code == 429
    assert mot_de_passe(chez_elle, lea.personne.nir).status_code == 302


def test_a_known_device_of_an_agent_passes_where_strangers_closed_the_matricule_and_the_network(lea):
    un = creer_agent(matricule="LANDES-01")
    trousseau.ajouter_application(un.compte, "JBSWY3DPEHPK3PXP")
    bureau = depuis(ICI)
    agent(bureau, "LANDES-01")
    dix = trousseau.nouveaux_codes(un.compte)
    assert bureau.post(reverse("agents_verification"), {"code": dix[0]})["Location"] == reverse("admin:index")
    bureau.post(reverse("deconnexion"))
    for rang in range(30):
        agent(depuis(ICI), "LANDES-01" if rang < 6 else f"LANDES-{rang}", FAUX)
    assert agent(depuis(ICI), "LANDES-01").status_code == 429
    assert agent(bureau, "LANDES-01")["Location"] == "/agents/"


def test_a_subscriber_of_ipv6_is_one_place_whatever_address_they_take(lea):
    statuts = [
        mot_de_passe(depuis(f"2001:db8:1:{rang:x}::{rang + 1:x}"), lea.personne.nir, FAUX).status_code
        for rang in range(6)
    ]
    assert statuts == [200, 200, 200, 200, 429, 429]
    assert mot_de_passe(depuis("2001:db8:1:100::1"), lea.personne.nir).status_code == 302


@pytest.mark.parametrize("existe", [True, False])
def test_a_hundred_wrong_passwords_from_everywhere_cost_a_captcha_and_close_nothing(lea, existe):
    nir = lea.personne.nir if existe else "2900640999987"
    for rang in range(limites.limite("connexion_partout").essais):
        assert mot_de_passe(depuis(f"203.0.113.{rang}"), nir, FAUX).status_code == 200
    page = mot_de_passe(depuis(CHEZ_ELLE), nir)
    assert page.status_code == 200 and "Beaucoup de mots de passe ont été essayés" in en_clair(page)
    assert mot_de_passe(depuis(CHEZ_ELLE), nir, FAUX, captcha="ZZZZZZ", captcha_defi="x").status_code == 200
    sans = [mot_de_passe(depuis(f"198.51.100.{rang}"), nir).status_code for rang in range(8)]
    assert set(sans) == {200}, "nothing is judged without it"
    reponse = mot_de_passe(depuis(CHEZ_ELLE), nir, **captcha("connexion"))
    assert reponse.status_code == (302 if existe else 200)


def test_an_agent_whose_matricule_a_crowd_tries_gives_a_captcha(lea):
    creer_agent(matricule="LANDES-01")
    for rang in range(limites.limite("agent_partout").essais):
        agent(depuis(f"203.0.113.{rang}"), "LANDES-01", FAUX)
    page = agent(depuis(CHEZ_ELLE), "LANDES-01")
    assert page.status_code == 200 and 'name="captcha"' in page.content.decode()
    donnees = {"username": "LANDES-01", "password": MOT_DE_PASSE, "next": "/agents/", **captcha("agent")}
    assert depuis(CHEZ_ELLE).post(reverse("admin:login"), donnees)["Location"] == "/agents/"


def test_four_digits_are_not_guessed_by_a_crowd_and_the_owner_shows_the_card(lea):
    juste, partout = donner(lea), limites.limite("code_provisoire_partout").essais
    for rang in range(partout):
        code(depuis(f"203.0.113.{rang}"), lea.personne.nir, faux(juste, rang + 1))
    page = code(depuis(CHEZ_ELLE), lea.personne.nir, juste)
    assert page.status_code == 200 and "numéro de série de votre carte Vitale" in en_clair(page)
    assert code(depuis(ICI), lea.personne.nir, juste, serie="1234567890").status_code == 200
    serie = cartes_vitale.active(lea.personne.pk).serie
    assert code(depuis(CHEZ_ELLE), lea.personne.nir, juste, serie=serie).status_code == 302


def test_a_code_given_at_the_desk_opens_at_once_whatever_strangers_tried(lea):
    for rang in range(limites.limite("code_provisoire_partout").essais):
        code(depuis(f"203.0.113.{rang}"), lea.personne.nir, "0000")
    assert code(depuis(CHEZ_ELLE), lea.personne.nir, donner(lea, "ACCUEIL")).status_code == 302


def test_a_known_device_types_its_code_whatever_strangers_tried(lea):
    chez_elle = depuis(ICI)
    mot_de_passe(chez_elle, lea.personne.nir)
    chez_elle.post(reverse("deconnexion"))
    juste = donner(lea)
    for rang in range(30):
        code(depuis(ICI if rang < 6 else f"203.0.113.{rang}"), lea.personne.nir, faux(juste, rang + 1))
    assert code(chez_elle, lea.personne.nir, juste).status_code == 302


def test_right_codes_proofs_and_papers_close_no_network(lea):
    for _ in range(limites.limite("code_provisoire_adresse").essais + 2):
        assert code(depuis(ICI), lea.personne.nir, donner(lea)).status_code == 302
    assure = creer_assure()
    for _ in range(limites.limite("premiere_visite_adresse").essais + 2):
        assert visite(depuis(ICI), assure).status_code == 302


def test_who_knows_the_number_takes_none_of_the_three_sms_of_the_card(lea):
    for rang in range(8):
        borne(depuis(ICI), lea.personne.nir, f"49999999{rang:02}")
    serie = cartes_vitale.active(lea.personne.pk).serie
    assert [borne(depuis(ICI), lea.personne.nir, serie).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_wrong_passwords_in_somebody_elses_session_end_that_one_only(lea):
    voleur, chez_elle = connecter(Client(), lea.compte), connecter(Client(), lea.compte)
    for _ in range(3):
        voleur.post(reverse("confirmer"), {"mot_de_passe": FAUX, "next": "/"})
    assert voleur.get("/mes-informations/").status_code == 302
    assert chez_elle.post(reverse("confirmer"), {"mot_de_passe": MOT_DE_PASSE, "next": "/"})["Location"] == "/"
    assert chez_elle.get("/mes-informations/").status_code == 200


# The phone and the desk


def test_two_failed_checks_by_phone_leave_the_desk_open(lea):
    guichet = dire_la_raison(connecter(Client(), creer_agent().compte), lea)
    adresse = reverse("admin:accounts_assure_code_provisoire", args=[lea.pk])
    for _ in range(2):
        limites.prendre("controle_identite", lea.public_id)
    page = en_clair(guichet.get(adresse))
    assert "a échoué deux fois au téléphone. Réessayez demain, " in page
    assert "a échoué deux fois" in en_clair(guichet.post(adresse, {"canal": "TELEPHONE", "motif": "perdu"}))
    donne = guichet.post(adresse, {"canal": "ACCUEIL", "piece": "on", "motif": "perdu"}).content.decode()
    assert re.search(r'code-donne">\d{4}<', donne)


# The bucket of hashes


@pytest.mark.parametrize("porte", ["insured", "agent"])
def test_a_blocked_place_takes_nothing_from_the_bucket_of_hashes(lea, monkeypatch, porte):
    creer_agent(matricule="LANDES-01")
    essayer = (lambda: mot_de_passe(depuis(ICI), lea.personne.nir, FAUX)) if porte == "insured" else (
        lambda: agent(depuis(ICI), "LANDES-01", FAUX)
    )  # fmt: skip
    for _ in range(5):
        essayer()
    seau = afflux.Seau(0.000001, 20)
    monkeypatch.setattr(afflux, "SEAU", seau)
    assert {essayer().status_code for _ in range(40)} == {429}
    assert seau.niveau >= 20


def test_a_storm_counts_no_try(lea, monkeypatch):
    monkeypatch.setattr(afflux, "SEAU", afflux.Seau(0.000001, 1))
    mot_de_passe(depuis(ICI), lea.personne.nir, FAUX)
    for _ in range(9):
        mot_de_passe(depuis(ICI), lea.personne.nir, FAUX)
    assert set(Essais.objects.values_list("nombre", flat=True)) == {1}


# The screen


@pytest.mark.parametrize(
    ("dans", "titre", "quand"),
    [
        (timedelta(minutes=30), "jusqu’à 11 h", "à 11 h"),
        (
            timedelta(hours=24, minutes=30),
            "jusqu’à demain, lundi 30 novembre à 11 h",
            "demain, lundi 30 novembre à 11 h",
        ),
        (timedelta(hours=48, minutes=30), "jusqu’au mardi 1er décembre à 11 h", "mardi 1er décembre à 11 h"),
    ],
)
def test_the_screen_of_every_lock_says_day_hour_and_why(rf, dans, titre, quand):
    with time_machine.travel("2026-11-29T09:29:30Z", tick=False):
        for nom, mots in MOTS.items():
            reponse = bloquee(rf.get("/"), nom, horloge.maintenant() + dans)
            texte = en_clair(reponse)
            assert reponse.status_code == 429 and int(reponse["Retry-After"]) == int(dans.total_seconds())
            assert f"{mots.titre} {titre}".replace("\N{NO-BREAK SPACE}", " ") in texte
            assert mots.pourquoi.replace("\N{NO-BREAK SPACE}", " ") in texte
            assert (
                phrase(nom, horloge.maintenant() + dans)
                .replace("\N{NO-BREAK SPACE}", " ")
                .endswith(f"Réessayez {quand}.")
            )


def test_a_lock_names_a_password_only_where_one_is_typed():
    parlent = {nom for nom, mots in MOTS.items() if "mot" in f"{mots.pourquoi} {mots.conseils}".lower().split()}
    assert parlent <= {"connexion_numero", "connexion_adresse", "agent_numero", "agent_adresse", "oubli_adresse"}
    assert not [
        nom
        for nom, mots in MOTS.items()
        if "mots de passe" in mots.pourquoi and "connexion" not in nom and "agent" not in nom
    ]


def test_every_lock_that_shows_something_has_its_words():
    muets = {
        "connexion_partout",
        "agent_partout",
        "code_provisoire_partout",
        "captcha_numero",
        "captcha_adresse",
        "captcha_site",
        "oubli_courriel",
        "confirmation",
        "suggestions",
    }
    assert set(MOTS) == set(settings.LIMITES) - muets
    assert set(PORTES) == set(settings.LIMITES)


def test_the_screen_offers_what_is_open_now(lea):
    for _ in range(5):
        reponse = mot_de_passe(depuis(ICI), lea.personne.nir, FAUX)
    page = en_clair(reponse)
    assert "La connexion se débloque aussitôt" in page and reverse("oubli") in page
    assert reverse("code_provisoire") in page and "36 46" in page and "S’identifier avec FranceConnect" in page
    for _ in range(4):
        oubli(depuis(ICI), lea.personne.nir)
    voies.basculer(voies.CODE_PROVISOIRE, False, acteur="systeme:essai", motif="essai")
    page = en_clair(mot_de_passe(depuis(ICI), lea.personne.nir))
    assert reverse("oubli") not in page and reverse("code_provisoire") not in page
    assert "S’identifier avec FranceConnect" in page


def test_the_screen_is_the_same_for_a_number_without_account(lea):
    def ecran(nir: str) -> str:
        for _ in range(6):
            reponse = mot_de_passe(depuis(ICI), nir, FAUX)
        return re.sub(r'csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", reponse.content.decode())

    with time_machine.travel("2026-11-23T08:00:00Z", tick=False):
        assert ecran(lea.personne.nir) == ecran("2900640999987")


def test_a_limit_that_was_filled_is_forgotten_by_a_new_password_at_every_place(lea):
    numero = empreinte("nir", lea.personne.nir)
    for rang in range(3):
        for _ in range(5):
            mot_de_passe(depuis(f"203.0.113.{rang}"), lea.personne.nir, FAUX)
    oubli(depuis(CHEZ_ELLE), lea.personne.nir)
    changer(lea.compte, "Maree-basse-79", acteur="systeme:essai", motif="code provisoire")
    assert mot_de_passe(depuis("203.0.113.1"), lea.personne.nir, "Maree-basse-79").status_code == 302
    assert not Essais.objects.filter(cle=f"connexion_partout:{lieux.partout(numero)}").exists()
