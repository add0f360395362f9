"""The practice site before a class: what only the trainer may do, one's own letter box, a sheet for each person, nothing that leads outside."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.messagerie.themes import THEMES
from accounts.models import Compte, Connexion, Voie
from ameli.bac_a_sable import formateur, installation, machine_temps
from ameli.bac_a_sable.boite import recevoir
from ameli.bac_a_sable.duree import DureeIllisible, lire
from ameli.bac_a_sable.envois_recus import effacer
from ameli.bac_a_sable.models import CourrierRecu, ModeSimulateur, Saut
from ameli.bac_a_sable.personas import persona, personas
from ameli.noyau import horloge
from ameli.noyau.calendrier import minutes
from documents.models import Piece
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, devenir_formateur
from tests.outils.monde import monde_installe

RACINE = Path(__file__).resolve().parents[2]
BANDEAU = "Site d’entraînement : personnes et données fictives."
COURRIEL = CourrierRecu.Canal.COURRIEL
pytestmark = pytest.mark.django_db


def texte(reponse) -> str:
    return reponse.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def gestes(client: Client) -> list:
    """What a pupil must not do, each as a request."""
    return [
        client.get(reverse("bac_a_sable:horloge")),
        client.post(reverse("bac_a_sable:avancer"), {"duree": "48h"}),
        client.post(reverse("bac_a_sable:saut", args=["zzzzzzzzzzzzzzzz"])),
        client.get(reverse("bac_a_sable:modes")),
        client.post(reverse("bac_a_sable:modes"), {"service": "banque", "mode": "refuse"}),
        client.get(reverse("bac_a_sable:remettre")),
        client.post(reverse("bac_a_sable:remettre")),
        client.get(reverse("bac_a_sable:courrier"), {"personne": "tous"}),
    ]


# The trainer


@pytest.mark.parametrize("qui", ["anonyme", "assuré"])
def test_a_pupil_neither_resets_nor_jumps_nor_breaks_anything(client: Client, qui: str):
    if qui == "assuré":
        connecter(client, creer_compte(creer_assure()))
    avant = horloge.decalage()
    recevoir(COURRIEL, "a", a="lea.duprat@exemple.fr", objet="Votre code", texte="123456")
    for reponse in gestes(client):
        assert reponse.status_code == 403 and "Demandez à votre formateur" in texte(reponse), reponse.request[
            "PATH_INFO"
        ]
    assert horloge.decalage() == avant and CourrierRecu.objects.count() == 1
    assert not Saut.objects.exists() and not ModeSimulateur.objects.exists()


def test_a_pupil_who_plays_the_agent_closes_no_way_in(client: Client):
    connecter(client, creer_agent().compte)
    assert client.get(reverse("admin:accounts_voie_changelist")).status_code == 403
    reponse = client.post(reverse("admin:accounts_voie_add"), {"code": "franceconnect", "motif": "pour voir"})
    assert reponse.status_code == 403 and "Demandez à votre formateur" in texte(reponse)
    assert not Voie.objects.filter(ouverte=False).exists()


def test_the_link_that_the_start_prints_opens_the_desk_and_leaves_the_address_bar(client: Client, settings):
    reponse = client.get(reverse("bac_a_sable:formateur"), {"cle": settings.CLE_FORMATEUR})
    assert (reponse.status_code, reponse.headers["Location"]) == (302, reverse("bac_a_sable:formateur"))
    temoin = reponse.cookies[formateur.TEMOIN]
    assert temoin["httponly"] and temoin["samesite"] == "Lax" and settings.CLE_FORMATEUR not in temoin.value
    assert "Bureau du formateur" in texte(client.get(reponse.headers["Location"]))
    assert client.get(reverse("bac_a_sable:horloge")).status_code == 200


def test_a_reset_and_a_jump_have_the_time_of_a_worker_and_not_that_of_a_page(client: Client, settings, monkeypatch):
    client.get(reverse("bac_a_sable:formateur"), {"cle": settings.CLE_FORMATEUR})
    delais = []

    def noter(*_: object, **__: object) -> None:
        with connection.cursor() as curseur:
            curseur.execute("SHOW statement_timeout")
            delais.append(curseur.fetchone()[0])

    monkeypatch.setattr(installation, "remettre", noter)
    monkeypatch.setattr(machine_temps, "poursuivre", noter)
    client.post(reverse("bac_a_sable:avancer"), {"duree": "48h"})
    client.post(reverse("bac_a_sable:saut", args=[Saut.objects.get().public_id]))
    client.post(reverse("bac_a_sable:remettre"))
    noter()
    assert delais == ["1min", "1min", "1min", "0"]


def test_the_secret_may_be_typed_too(client: Client, settings):
    assert 'type="password"' in texte(client.get(reverse("bac_a_sable:formateur")))
    client.post(reverse("bac_a_sable:formateur"), {"cle": f" {settings.CLE_FORMATEUR} "})
    assert client.get(reverse("bac_a_sable:remettre")).status_code == 200


@pytest.mark.parametrize("essai", ["", "faux", "Kx7vQ2mZp9TbR4wLc8N"])
def test_a_wrong_secret_opens_nothing(client: Client, essai: str):
    assert client.get(reverse("bac_a_sable:formateur"), {"cle": essai}).status_code == 403
    assert client.post(reverse("bac_a_sable:formateur"), {"cle": essai}).status_code == 403
    assert client.get(reverse("bac_a_sable:horloge")).status_code == 403


def test_without_secret_there_is_no_trainer(client: Client, settings):
    settings.CLE_FORMATEUR = ""
    assert client.get(reverse("bac_a_sable:formateur"), {"cle": ""}).status_code == 403
    assert client.get(reverse("bac_a_sable:horloge")).status_code == 403


def test_another_secret_ends_the_trainers_of_the_first(client: Client, settings):
    devenir_formateur(client)
    settings.CLE_FORMATEUR = "Dj5hY8gUe3XaW6qMf1Vt"
    assert client.get(reverse("bac_a_sable:horloge")).status_code == 403


def test_a_cookie_that_somebody_made_up_opens_nothing(client: Client):
    client.cookies[formateur.TEMOIN] = formateur._marque()
    assert client.get(reverse("bac_a_sable:horloge")).status_code == 403


def test_the_trainer_stays_one_while_signing_in_and_out(client: Client):
    connecter(devenir_formateur(client), creer_compte(creer_assure()))
    assert client.get(reverse("bac_a_sable:horloge")).status_code == 200
    client.post(reverse("deconnexion"))
    assert client.get(reverse("bac_a_sable:horloge")).status_code == 200


# Letter boxes


def test_a_signed_in_person_reads_their_own_letter_box_first(client: Client):
    compte = creer_compte(creer_assure("Nadia", "Benali"), courriel="nadia@exemple.fr", telephone="0639980033")
    recevoir(COURRIEL, "a", a="nadia@exemple.fr", objet="Pour Nadia", texte="Bonjour")
    recevoir(CourrierRecu.Canal.SMS, "b", a="0639980033", texte="Son code")
    recevoir(CourrierRecu.Canal.LETTRE, "c", a="Nadia Benali\n8 rue des Arènes", objet="Sa carte", texte="Bonjour")
    recevoir(COURRIEL, "d", a="lea.duprat@exemple.fr", objet="Pour Léa", texte="Bonjour")
    page = texte(connecter(client, compte).get(reverse("bac_a_sable:courrier")))
    assert all(objet in page for objet in ("Pour Nadia", "Son code", "Sa carte")) and "Pour Léa" not in page


def test_everybody_s_letter_box_is_the_trainer_s(client: Client):
    recevoir(COURRIEL, "a", a="lea.duprat@exemple.fr", objet="Pour Léa", texte="Bonjour")
    assert "Pour Léa" not in texte(client.get(reverse("bac_a_sable:courrier")))
    devenir_formateur(client)
    assert "Pour Léa" in texte(client.get(reverse("bac_a_sable:courrier")))
    connecter(client, creer_compte(creer_assure("Nadia", "Benali")))
    assert "Pour Léa" not in texte(client.get(reverse("bac_a_sable:courrier")))
    assert "Pour Léa" in texte(client.get(reverse("bac_a_sable:courrier"), {"personne": "tous"}))


def test_mail_opens_beside_the_form_and_says_so(client: Client):
    page = texte(client.get(reverse("connexion")))
    lien = re.search(r'<a href="/bac-a-sable/courrier/"([^>]*)>([^<]*)<', page)
    assert lien is not None and 'target="courrier"' in lien[1] and "autre onglet" in lien[2]


# People


def test_the_list_is_searched_without_script(client: Client):
    page = texte(client.get(reverse("bac_a_sable:accueil"), {"q": "lea"}))
    assert "Léa Duprat" in page and "Odette" not in page.split("</ul>")[1]
    assert "Personne ne correspond" in texte(client.get(reverse("bac_a_sable:accueil"), {"q": "xylophone"}))


def test_each_person_has_a_sheet_with_all_that_is_typed(client: Client):
    for une in personas():
        page = texte(client.get(reverse("bac_a_sable:personne", args=[une.cle])))
        assert "Ne tapez jamais vos vrais numéros" in page and une.bon_pour.replace("\xa0", " ") in page.replace(
            "&#x27;", "'"
        )
        assert not une.serie or une.serie in page
    page = texte(client.get(reverse("bac_a_sable:personne", args=["lea"])))
    assert (
        "2 90 06 40 999 014" in page and "Bonjour-Landes-2026" in page and "FR76 1333 5000 4008 9701 0091 705" in page
    )
    assert client.get(reverse("bac_a_sable:personne", args=["personne"])).status_code == 404


def test_one_signs_in_as_a_practice_person_in_one_click(client: Client):
    monde_installe()
    adresse = reverse("bac_a_sable:se_connecter", args=["lea"])
    assert client.get(adresse).status_code == 405
    connecter(client, Compte.objects.get(email=persona("odette").email))
    assert client.post(adresse).headers["Location"] == reverse("accueil")
    assert "Léa Duprat" in texte(client.get("/"))
    assert not Connexion.objects.exists()


@pytest.mark.parametrize("champs", [{"gele_le": horloge.temps_reel()}, {"is_active": False}])
def test_a_closed_account_is_not_opened_by_a_click(client: Client, champs: dict):
    monde_installe()
    Compte.objects.filter(email=persona("lea").email).update(**champs)
    for cle in ("lea", "hugo"):  # Hugo has none yet
        adresse = reverse("bac_a_sable:se_connecter", args=[cle])
        assert client.post(adresse).headers["Location"] == reverse("bac_a_sable:personne", args=[cle])
    assert "_auth_user_id" not in client.session


# Every page


def test_the_strip_and_the_title_say_that_nothing_is_real_for_insured_people_and_agents(client: Client):
    for adresse in ("/connexion/", "/agents/login/", "/inconnue/", reverse("bac_a_sable:accueil")):
        page = texte(client.get(adresse))
        assert BANDEAU in page and re.search(r"<title>\s*Exercice · ", page), adresse


def test_no_style_hides_the_strip():
    """Not on a phone, not on paper: only its links go."""
    for feuille in (RACINE / "static" / "css").glob("*.css"):
        for selecteurs, regles in re.findall(r"([^{}]*)\{([^{}]*)\}", feuille.read_text()):
            if re.search(r"display:\s*none|visibility:\s*hidden|opacity:\s*0\b", regles):
                assert not re.search(r"\.bac-a-sable(?! a\b)", selecteurs), f"{feuille.name}: {selecteurs.strip()}"


def test_nothing_of_the_practice_site_is_listed_by_search_engines(client: Client, settings):
    assert client.get("/connexion/").headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    settings.BAC_A_SABLE = False
    assert "X-Robots-Tag" not in client.get("/robots.txt").headers
    lignes = client.get("/robots.txt").content.decode().splitlines()
    assert "Allow: /connexion/$" in lignes and lignes[-1] == "Disallow: /"
    for ligne in lignes[1:-1]:
        assert client.get(ligne.removeprefix("Allow: ").removesuffix("$")).status_code == 200


def test_nobody_rings_a_true_adviser_from_here(client: Client, settings):
    page = texte(client.get("/connexion/"))
    assert "tel:" not in page and "levez la main" in page
    modeles = [*RACINE.glob("templates/**/*"), *RACINE.glob("demarches/catalogue/**/*.html")]
    ecrits = [m for m in modeles if m.is_file() and "tel:" in m.read_text()]
    assert [m.name for m in ecrits] == ["telephone.html"]
    assert "prix d’un appel" not in page and "Du lundi au vendredi" not in page
    assert not [m.name for m in RACINE.glob("docs/exploitation/mandataire/**/*.html") if "tel:" in m.read_text()]


# The clock


def test_minutes_are_written_min_and_m_alone_is_asked_again():
    assert lire("34 min") == minutes(34) == lire("34 minutes")
    for ambigu in ("34m", "2 M"):
        with pytest.raises(DureeIllisible, match="des minutes ou des mois"):
            lire(ambigu)


def test_the_clock_moves_by_minutes():
    avant = horloge.maintenant()
    call_command("horloge", "avancer", "34", "min", stdout=StringIO())
    assert timedelta(minutes=34) <= horloge.maintenant() - avant < timedelta(minutes=36)


def test_more_than_thirteen_months_is_asked_again(monkeypatch):
    avant = horloge.decalage()
    with pytest.raises(CommandError, match="--oui"):
        call_command("horloge", "avancer", "14", "mois", stdout=StringIO())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: "non")
    with pytest.raises(CommandError, match="n’a pas bougé"):
        call_command("horloge", "avancer", "2ans", stdout=StringIO())
    assert horloge.decalage() == avant
    call_command("horloge", "avancer", "14", "mois", "--oui", stdout=StringIO())
    assert horloge.decalage() > avant + timedelta(days=400)


def test_no_page_jumps_more_than_thirteen_months(client: Client):
    devenir_formateur(client)
    assert "13 mois au plus" in texte(client.post(reverse("bac_a_sable:avancer"), {"duree": "14 mois"}))
    assert client.post(reverse("bac_a_sable:avancer"), {"duree": "13 mois"}).status_code == 302


def test_the_year_stands_after_the_month(client: Client):
    page = texte(devenir_formateur(client).get(reverse("bac_a_sable:horloge")))
    assert re.search(r"<strong>\w+ \S+ \S+ \d{4} à \d+ h", page)


# What people send


def test_what_people_send_is_forgotten_after_a_day(monkeypatch, settings, tmp_path):
    from ameli.noyau.televersement import verifier
    from tests.fabriques_fichiers import envoi, photo

    settings.MEDIA_ROOT = tmp_path
    assure = creer_assure()
    piece = Piece(
        assure=assure, caisse=assure.caisse, objet="demarche:X", libelle="Photo", depose_le=horloge.maintenant()
    )
    piece.remplir(verifier(envoi("photo.jpg", photo())))
    piece.save()
    ecrit_le = piece.fichier.storage.get_modified_time(piece.fichier.name)
    for age, effaces in ((timedelta(hours=23), 0), (timedelta(hours=24), 1), (timedelta(hours=25), 0)):
        monkeypatch.setattr("ameli.bac_a_sable.envois_recus.temps_reel", lambda age=age: ecrit_le + age)
        assert effacer() == effaces
    assert not piece.fichier.storage.exists(piece.fichier.name)


def test_a_form_that_takes_files_warns_against_true_papers(client: Client):
    connecter(client, creer_compte(creer_assure()))
    assert "n’envoyez ni vraie photo, ni vrai papier" in texte(
        client.get(reverse("messagerie:ecrire_sur", args=[next(iter(THEMES))]))
    )
