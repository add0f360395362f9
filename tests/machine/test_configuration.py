"""What is dangerous where people are real does not start, and says which variable."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys

import certifi
import pytest

from ameli.configuration import Configuration, ConfigurationInvalide
from ameli.superviseur import demo
from ameli.variables import VARIABLES
from tests.machine.deploiement import environnement
from tests.machine.test_environnement import RACINE, manage

EXERCICE = {"AMELI_BAC_A_SABLE": "1", "DATABASE_URL": "postgres://x/x", "REDIS_URL": "redis://x"}
TEXTE = base64.b64encode(b"une phrase de trente-deux octets").decode()
ZEROS = base64.b64encode(bytes(32)).decode()
COURTE = base64.b64encode(secrets.token_bytes(31)).decode()
CLE = base64.b64encode(secrets.token_bytes(32)).decode()
CLE_B = base64.b64encode(secrets.token_bytes(32)).decode()
ALEA = secrets.token_hex(32)
PARTENAIRES = (
    "AMELI_SMS_URL",
    "AMELI_LETTRES_URL",
    "AMELI_BANQUE_URL",
    "AMELI_GEOCODAGE_URL",
    "AMELI_ETAT_CIVIL_URL",
    "AMELI_PRELEVEMENTS_URL",
)
FRANCECONNECT = {
    "AMELI_FRANCECONNECT_URL": "https://fc.exemple", "AMELI_FRANCECONNECT_CLIENT": "site", "AMELI_FRANCECONNECT_SECRET": ALEA,
}  # fmt: skip
REVENUS = {
    "AMELI_REVENUS_URL": "https://p.exemple", "AMELI_REVENUS_JETON": ALEA, "AMELI_REVENUS_SIRET": "78467169500087",
}  # fmt: skip
KIOSQUE = {"AMELI_KIOSQUE_URL": "https://k.exemple", "AMELI_KIOSQUE_BOUTIQUE": "site", "AMELI_KIOSQUE_CLE": ALEA}


def refus(env: dict[str, str]) -> str:
    """What it says, empty when it starts."""
    try:
        Configuration(env)
    except ConfigurationInvalide as faute:
        return str(faute)
    return ""


# variable: right values, wrong ones. Where people are real.
EN_PRODUCTION = {
    "AMELI_BAC_A_SABLE": (["", "0"], ["2", "true", "oui", "01", " 1"]),
    "AMELI_CLE_SECRETE": (
        [secrets.token_urlsafe(50), secrets.token_hex(32), "!@#$%^&*(-_=+)" + secrets.token_urlsafe(40)],
        ["secret", "x" * 60, "abcdefghij" * 6, "0123456789abcdef" * 4, ALEA[:49], "django-insecure-" + ALEA, "secret" + ALEA,
         "changez-moi-" + ALEA, "seulement-pour-verifier-la-configuration-9f2c4e7b1d8a6035"],
    ),
    "AMELI_CLES_CHIFFREMENT": (
        [f"k1:{CLE}", f"k2:{CLE_B},k1:{CLE}"],
        [CLE, "k1:", ",", f"k1:{TEXTE}", f"k1:{ZEROS}", f"k1:{COURTE}", f"k2:{CLE},k1:{TEXTE}", "k1:secret",
         "v1:dmVyaWZpY2F0aW9uLXNldWxlbWVudC0wMDAwMDAwMDA="],
    ),
    "AMELI_CLE_EMPREINTE": (
        [CLE], ["secret", TEXTE, ZEROS, COURTE, f"k1:{CLE}", "dmVyaWZpY2F0aW9uLXNldWxlbWVudC0xMTExMTExMTE="],
    ),
    "AMELI_HOTES": (
        ["compte.exemple", "compte.exemple,localhost", "compte.exemple, 203.0.113.7, [2001:db8::1]"],
        ["*", "compte.exemple,*", "*.exemple", ".exemple", "https://compte.exemple", "compte.exemple:8000", ",", "compte exemple"],
    ),
    "AMELI_URL": (
        ["https://compte.exemple", "https://compte.exemple/", "https://compte.exemple:8443"],
        ["http://compte.exemple", "http://localhost:8000", "compte.exemple", "ftp://compte.exemple", "https://", "https://a.exemple/b",
         "https://a:b@compte.exemple", "https://[compte"],
    ),
    "DATABASE_URL": (
        [f"postgres://site:{ALEA}@base/site", "postgresql://site@/site?host=/run/postgresql", "postgres://site@%2Frun%2Fpg/site"],
        ["sqlite:///x", "base", "postgres://site:secret@base/site", "postgres://base:cinq/site"],
    ),
    "REDIS_URL": (
        ["redis://redis/0", f"rediss://:{ALEA}@redis:6380/0", "unix:///run/redis.sock?db=0"], ["redis", "http://redis", "redis://:secret@r",
         f"rediss://:{ALEA}@redis/0?ssl_cert_reqs=none", f"rediss://:{ALEA}@redis/0?ssl_check_hostname=false"],
    ),
    "AMELI_AUTORITES": (["", certifi.where()], ["/nulle/part.pem", __file__]),
    "AMELI_SMTP_URL": (
        [f"smtp+tls://site:{ALEA}@mail.exemple:587", "smtp+ssl://mail.exemple:465", "smtps://mail.exemple"],
        ["smtp://mail.exemple:25", "smtp://localhost:1025", "smtp://courriel:1025", "mail.exemple", "consolemail://", "smtp+tls://",
         "smtp+tls://user:password@mail.exemple:587"],
    ),
    "AMELI_SMTP_EN_CLAIR": (["0", "1", ""], ["oui", "2"]),
    **dict.fromkeys(PARTENAIRES, (
        ["https://x.exemple/envoyer", "https://x.exemple:8443"],
        ["http://x.exemple/envoyer", "http://localhost:8900/sms", "http://127.0.0.1", "x.exemple", "HTTP://x.exemple", "https://"],
    )),
    "AMELI_SECOND_FACTEUR": (["inconnu", "toujours", ""], ["jamais", "parfois", "Inconnu"]),
    "AMELI_MANDATAIRES": (["0", "1", "2"], ["-1", "un", "1.5", "11", "²", " 1"]),
    "AMELI_CLE_FORMATEUR": (["", ALEA], ["secret", "1234", "a" * 64]),
    "AMELI_JETON_OPERATEUR": (["", ALEA], ["secret", "court", "a" * 64]),
    "AMELI_POOLEUR": (["", "0", "1"], ["2", "oui", "transaction"]),
    "AMELI_ORGANISMES_CLES": (
        ["", f"99400110:{ALEA}", f"99400110:{ALEA}, 99310884:{ALEA}x"], [ALEA, "99400110:", "99400110:court", f"994:{ALEA}", f"99400110:{'a' * 64}"],
    ),
    "AMELI_MEDIA": (
        ["media", "/var/lib/compte-ameli", f"s3://cle:{ALEA}@objets.exemple/seau?region=fr-par"],
        [f"s3+http://cle:{ALEA}@objets.exemple/seau", "s3://objets.exemple/seau", f"s3://cle:{ALEA}@objets.exemple", f"ftp://cle:{ALEA}@x/y", "s3://cle:secret@objets.exemple/seau"],
    ),
    "AMELI_CLAMD": (["", "tcp://antivirus:3310", "unix:///run/clamd.ctl"], ["antivirus:3310", "http://antivirus", "tcp://"]),
    "AMELI_NIVEAU_JOURNAL": (["INFO", "DEBUG", ""], ["info", "TOUT"]),
}  # fmt: skip


def lignes(rang: int) -> list:
    """One case a value, named by its place: the keys are drawn at each run."""
    return [
        pytest.param(nom, valeur, id=f"{nom}-{place}")
        for nom, colonnes in EN_PRODUCTION.items()
        for place, valeur in enumerate(colonnes[rang])
    ]


@pytest.mark.parametrize(("nom", "valeur"), lignes(0))
def test_a_right_value_starts(nom, valeur):
    assert refus(environnement() | {nom: valeur}) == ""


@pytest.mark.parametrize(("nom", "valeur"), lignes(1))
def test_a_wrong_value_is_refused_by_the_name_of_its_variable_and_is_not_repeated(nom, valeur):
    dit = refus(environnement() | {nom: valeur})
    assert f"{nom}: " in dit
    assert "\n" not in dit
    assert len(valeur) < 16 or valeur not in dit


def test_every_variable_that_can_be_wrong_has_its_line_here():
    jugees = {variable.nom for variable in VARIABLES if variable.regles}
    assert jugees == EN_PRODUCTION.keys() | FRANCECONNECT.keys() | KIOSQUE.keys() | REVENUS.keys()


@pytest.mark.parametrize("nom", [variable.nom for variable in VARIABLES if variable.bac_a_sable])
def test_no_default_of_the_practice_site_serves_where_people_are_real(nom):
    """But names that are no secret and open nothing."""
    anodins = {
        "AMELI_FRANCECONNECT_CLIENT", "AMELI_KIOSQUE_BOUTIQUE", "AMELI_MANDATAIRES", "AMELI_HOTES", "AMELI_REVENUS_SIRET",
    }  # fmt: skip
    [defaut] = [variable.bac_a_sable for variable in VARIABLES if variable.nom == nom]
    dit = refus(environnement() | FRANCECONNECT | KIOSQUE | REVENUS | {nom: str(defaut)})
    assert (f"{nom}: " in dit) is (nom not in anodins)


@pytest.mark.parametrize("groupe", [FRANCECONNECT, KIOSQUE, REVENUS], ids=["franceconnect", "kiosque", "revenus"])
def test_a_partner_is_given_whole_or_not_at_all(groupe):
    assert refus(environnement() | groupe) == ""
    for absente in groupe:
        dit = refus(environnement() | groupe | {absente: ""})
        assert absente in dit
        assert "give all of them or none" in dit


@pytest.mark.parametrize("nom", ["AMELI_FRANCECONNECT_SECRET", "AMELI_KIOSQUE_CLE", "AMELI_REVENUS_JETON"])
@pytest.mark.parametrize("valeur", ["secret", "bac-a-sable-pas-un-secret", "x" * 40, ALEA[:31]], ids=range(4))
def test_a_secret_of_a_partner_is_a_secret(nom, valeur):
    assert f"{nom}: " in refus(environnement() | FRANCECONNECT | KIOSQUE | REVENUS | {nom: valeur})


@pytest.mark.parametrize("nom", ["AMELI_FRANCECONNECT_URL", "AMELI_KIOSQUE_URL", "AMELI_REVENUS_URL"])
def test_a_partner_that_browsers_open_is_on_https(nom):
    assert f"{nom}: " in refus(environnement() | FRANCECONNECT | KIOSQUE | REVENUS | {nom: "http://p.exemple"})


def test_two_keys_of_the_kiosk_may_live_and_each_is_judged():
    assert refus(environnement() | KIOSQUE | {"AMELI_KIOSQUE_CLE": f"{secrets.token_hex(20)},{ALEA}"}) == ""
    assert "AMELI_KIOSQUE_CLE: " in refus(environnement() | KIOSQUE | {"AMELI_KIOSQUE_CLE": f"{ALEA},secret"})


@pytest.mark.parametrize(("serveur", "permis"), [
    ("smtp://localhost:25", True), ("smtp://127.0.0.1:25", True), ("smtp://courriel:1025", True), ("smtp://[::1]:25", True),
    ("smtp://mail.exemple:25", False), ("smtp://10.0.0.7:25", False),
])  # fmt: skip
def test_mail_in_clear_goes_no_further_than_beside_the_site_and_only_when_that_is_said(serveur, permis):
    dit = refus(environnement() | {"AMELI_SMTP_URL": serveur, "AMELI_SMTP_EN_CLAIR": "1"})
    assert ("AMELI_SMTP_URL: " in dit) is not permis


@pytest.mark.parametrize("hotes", [
    "", "localhost", "127.0.0.1,[::1]", "lea.localhost", "192.168.1.20,localhost", "10.1.2.3,localhost", "portable,localhost",
    "portable.local,localhost",
])  # fmt: skip
def test_a_practice_site_is_at_home_on_this_machine_and_its_local_network(hotes):
    servi = (hotes or "localhost").split(",")[0]
    assert refus({**EXERCICE, "AMELI_HOTES": hotes, "AMELI_URL": f"http://{servi}:8000"}) == ""


@pytest.mark.parametrize("hotes", ["*", "localhost,*", "compte.exemple", "compte.exemple,localhost", "8.8.8.8"])
def test_a_practice_site_on_a_public_name_is_refused(hotes):
    assert "AMELI_HOTES: " in refus({**EXERCICE, "AMELI_HOTES": hotes})


def test_a_practice_site_that_says_who_answers_for_it_may_be_reached_from_outside():
    declare = {**EXERCICE, "AMELI_HOTES": "exercice.exemple", "AMELI_URL": "https://exercice.exemple"}
    assert "AMELI_CONTACT_EXERCICE" in refus(declare)
    assert "AMELI_CONTACT_EXERCICE" in refus(declare | {"AMELI_CONTACT_EXERCICE": "nous"})
    assert refus(declare | {"AMELI_CONTACT_EXERCICE": "formation@exemple.fr"}) == ""


@pytest.mark.parametrize("nom", [
    "ameli.exercice.exemple", "exercice-Ameli.exemple", "assurance-maladie.exemple", "exercice.gouv.exemple", "www.ameli.fr", "ameli-demo",
])  # fmt: skip
def test_a_practice_site_never_bears_the_name_of_the_real_one(nom):
    contact = {"AMELI_CONTACT_EXERCICE": "formation@exemple.fr"}
    assert "AMELI_HOTES: " in refus({**EXERCICE, **contact, "AMELI_HOTES": nom, "AMELI_URL": f"https://{nom}"})


def test_the_links_of_a_practice_site_lead_to_a_name_that_it_serves():
    assert "AMELI_URL: " in refus({**EXERCICE, "AMELI_URL": "https://www.compte.exemple"})


@pytest.mark.parametrize("commande", [
    ["manage.py", "check", "--deploy"], ["manage.py", "migrate"], ["manage.py", "runserver", "0"],
    ["-c", "import ameli.wsgi"], ["-m", "celery", "-A", "ameli", "worker"], ["-m", "celery", "-A", "ameli", "beat"],
], ids=" ".join)  # fmt: skip
def test_nothing_starts_and_one_line_says_why(commande):
    env = {"PATH": os.environ["PATH"], **environnement(), "AMELI_SECOND_FACTEUR": "jamais"}
    fait = subprocess.run([sys.executable, *commande], cwd=RACINE, env=env, text=True, capture_output=True, timeout=60)
    assert fait.returncode == 1
    assert fait.stderr.splitlines() == [
        "Refused: AMELI_SECOND_FACTEUR: jamais is for practice sites only. See .env.example."
    ]


def test_what_is_deployed_well_passes_the_deployment_checks():
    fait = manage("check", "--deploy", "--fail-level", "WARNING", **environnement())
    assert fait.returncode == 0, fait.stderr


def test_the_step_of_the_image_that_gathers_static_files_starts():
    etapes = (RACINE / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    etape = next(une for une in etapes if "collectstatic" in une)
    donnees = dict(mot.split("=", 1) for mot in etape.split() if "=" in mot)
    assert refus(donnees) == ""


def test_the_demo_on_a_local_network_serves_the_address_that_its_devices_open(monkeypatch):
    monkeypatch.delenv("AMELI_HOTES", raising=False)
    assert demo.noms_servis("127.0.0.1")[0] == "localhost"
    assert demo.noms_servis("192.168.1.20")[0] == "192.168.1.20"
    monkeypatch.setattr(demo, "_adresse_locale", lambda: ["192.168.1.30"])
    assert demo.noms_servis("0.0.0.0") == ["192.168.1.30", "localhost", "127.0.0.1", "[::1]"]
    monkeypatch.setenv("AMELI_HOTES", "portable.local")
    assert demo.noms_servis("0.0.0.0")[:2] == ["portable.local", "localhost"]
