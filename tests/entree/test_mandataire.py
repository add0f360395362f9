"""The proxy of docker-compose.yml, with its own configuration, in front of the real site."""

from __future__ import annotations

import datetime as dt
import os
import re
import socket
import ssl
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ameli.superviseur.demo import port_libre
from ameli.superviseur.environnement import RACINE, trouver
from tests.bench.attente import attendre
from tests.entree.conftest import Ligne
from tests.gardes.html import fautes

pytestmark = pytest.mark.vraie_horloge("the site is a process of its own")

CONFIGURATION = RACINE / "docs" / "exploitation" / "mandataire" / "nginx.conf"
PAGES = CONFIGURATION.parent / "pages"
GET = b"GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"


@pytest.fixture(scope="session")
def mandataire(serveur: int) -> Iterator[SimpleNamespace]:
    """nginx in front of the hurried site: `http` and `https` are its ports, `site` that of the site, `dossier` its own."""
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom)
        certifier(dossier)
        http, https = port_libre("127.0.0.1"), port_libre("127.0.0.1")
        ports = SimpleNamespace(http=http, https=https, site=serveur, dossier=dossier)
        local = dossier / "nginx.conf"
        local.write_text(adapter(CONFIGURATION.read_text(), ports))
        qui = "user root; " if os.geteuid() == 0 else ""
        commande = [trouver("nginx"), "-c", local, "-p", dossier, "-e", "stderr", "-g", f"{qui}daemon off;"]
        verifie = subprocess.run([*commande, "-t"], capture_output=True, text=True, check=False)
        assert verifie.returncode == 0 and "warn" not in verifie.stderr, verifie.stderr
        journal = dossier / "journal"
        with journal.open("w") as sortie, subprocess.Popen(commande, stderr=sortie) as nginx:
            try:
                attendre(lambda: _repond(ports.https), journal.read_text)
                yield ports
            finally:
                nginx.terminate()


def adapter(texte: str, ports: SimpleNamespace) -> str:
    """The same configuration on this machine, with less patience."""
    for la_bas, ici in {
        "/tmp/": f"{ports.dossier}/", "/certificats/": f"{ports.dossier}/", "/pages/": f"{PAGES}/",
        "listen 8080": f"listen 127.0.0.1:{ports.http}", "listen 8443": f"listen 127.0.0.1:{ports.https}",
        "web:8000 resolve": f"127.0.0.1:{ports.site}",  # a name that Docker answers for, by nginx 1.28
         "client_body_timeout 30s": "client_body_timeout 2s",
    }.items():  # fmt: skip
        assert la_bas in texte, la_bas
        texte = texte.replace(la_bas, ici)
    return texte


def _repond(port: int) -> bool:
    try:
        return Ligne(port, tls=True).dire(GET % (b"/healthz", b"")).ecouter().statut == 200
    except OSError:
        return False


def certifier(dossier: Path) -> None:
    """A certificate for a day, by itself."""
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    maintenant = dt.datetime.now(dt.UTC)
    certificat = (
        x509.CertificateBuilder().subject_name(nom).issuer_name(nom).public_key(cle.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(maintenant)
        .not_valid_after(maintenant + dt.timedelta(days=1)).sign(cle, hashes.SHA256())
    )  # fmt: skip
    (dossier / "site.pem").write_bytes(certificat.public_bytes(serialization.Encoding.PEM))
    (dossier / "site.key").write_bytes(
        cle.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def test_plain_http_leads_to_https_with_the_whole_address(mandataire):
    reponse = Ligne(mandataire.http).dire(GET % (b"/aide/?q=carte", b"")).ecouter()
    assert reponse.statut == 308
    assert "location: https://localhost/aide/?q=carte" in reponse.entetes


def poignee(port: int, version: ssl.TLSVersion, suites: str = "ALL:@SECLEVEL=0") -> tuple[str, str]:
    """(protocol, cipher suite) that the proxy agrees to with a browser of this version. Raises OSError when it does not."""
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    contexte.check_hostname, contexte.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        contexte.minimum_version, contexte.maximum_version = ssl.TLSVersion.TLSv1, version
    contexte.set_ciphers(suites)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as prise, contexte.wrap_socket(prise) as chiffree:
        return str(chiffree.version()), chiffree.cipher()[0]


def test_only_tls_1_2_and_1_3_are_spoken_the_last_one_first(mandataire):
    assert poignee(mandataire.https, ssl.TLSVersion.TLSv1_3)[0] == "TLSv1.3"
    assert poignee(mandataire.https, ssl.TLSVersion.TLSv1_2)[0] == "TLSv1.2"
    for vieille in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with pytest.raises(OSError):
            poignee(mandataire.https, vieille)


@pytest.mark.parametrize(
    "suite", ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-SHA", "NULL", "aNULL"]
)
def test_no_weak_cipher_suite_is_agreed_to(mandataire, suite):
    assert "GCM" in poignee(mandataire.https, ssl.TLSVersion.TLSv1_2)[1]
    with pytest.raises(OSError):
        poignee(mandataire.https, ssl.TLSVersion.TLSv1_2, f"{suite}:@SECLEVEL=0")


def test_who_one_is_and_whether_on_https_is_written_by_the_proxy_alone(mandataire):
    faux = b"X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: http\r\nX_Forwarded_For: 6.6.6.6\r\n"
    assert Ligne(mandataire.https, tls=True).dire(GET % (b"/vu", faux)).ecouter().corps.startswith("0 127.0.0.1 https")


def test_a_slow_body_reaches_the_site_at_once_and_whole(mandataire):
    ligne = Ligne(mandataire.https, tls=True).annoncer("/vu", 20, "Connection: close")
    assert ligne.dire(*[b"ab"] * 10, toutes_les=0.5).ecouter().corps.startswith("20 127.0.0.1 https 20")


def test_slow_senders_do_not_reach_the_site(mandataire):
    lignes = [Ligne(mandataire.https, tls=True).annoncer("/vu", 100).dire(b"a") for _ in range(60)]
    liaisons = Path("/proc/net/tcp").read_text().count(f":{mandataire.site:04X} 01 ")
    page = Ligne(mandataire.https, tls=True).dire(GET % (b"/healthz", b"")).ecouter()
    for ligne in lignes:
        ligne.prise.close()
    assert page.statut == 200
    assert liaisons < 10


def test_who_stops_is_cut(mandataire):
    """Without a word: nginx has none for that. The script that sends files says what to do."""
    assert Ligne(mandataire.https, tls=True).annoncer("/vu", 100).dire(b"a").ecouter().statut == 0


def test_what_is_too_large_for_the_proxy_is_told_in_french(mandataire):
    page = Ligne(mandataire.https, tls=True).annoncer("/vu", 200_000_000).dire(b"a" * 1000).ecouter()
    assert page.statut == 413
    assert "Votre envoi est trop lourd" in page.corps and "text/html" in page.entetes
    assert "content-security-policy: default-src 'none'" in page.entetes


def test_what_is_too_large_for_the_site_is_told_by_the_site(mandataire):
    page = Ligne(mandataire.https, tls=True).annoncer("/vu", 1_500_000).dire(b"a" * 1_500_000).ecouter()
    assert page.statut == 413 and "Aller à l’accueil" in page.corps


def test_a_length_that_two_servers_could_read_differently_is_refused(mandataire):
    deux = b"POST /vu HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert Ligne(mandataire.https, tls=True).dire(deux).ecouter().statut == 400


def test_pages_are_not_compressed_under_tls(mandataire):
    reponse = (
        Ligne(mandataire.https, tls=True).dire(GET % (b"/page-inconnue/", b"Accept-Encoding: gzip, br\r\n")).ecouter()
    )
    assert reponse.statut in (301, 302, 404) and "content-encoding" not in reponse.entetes


@pytest.mark.parametrize("nom", ["lourd.html", "occupe.html"])
def test_a_page_of_the_proxy_is_whole_and_names_only_what_it_has(nom):
    html = (PAGES / nom).read_text()
    assert not fautes(html)
    assert html.count("<h1") == 1 and "36\u00a046" in html
    for adresse in re.findall(r'(?:href|src)="(/mandataire/[^"]+)"', html):
        assert (PAGES / adresse.rsplit("/", 1)[1]).exists()


# docker-compose.yml


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((RACINE / "docker-compose.yml").read_text())


def test_only_the_proxy_is_reached_from_outside(compose):
    ouverts = {nom: service["ports"] for nom, service in compose["services"].items() if "ports" in service}
    assert set(ouverts) == {"mandataire", "courriel"}
    assert all(port.startswith("127.0.0.1:") for port in ouverts["courriel"])
    assert compose["services"]["web"]["environment"]["AMELI_MANDATAIRES"] == 1


def test_the_proxy_reads_the_configuration_that_is_checked_here(compose):
    volumes = compose["services"]["mandataire"]["volumes"]
    assert f"./{CONFIGURATION.relative_to(RACINE)}:/etc/nginx/nginx.conf:ro" in volumes
    assert f"./{PAGES.relative_to(RACINE)}:/pages:ro" in volumes
    assert any(volume.endswith(":/certificats:ro") for volume in volumes)


def test_bodies_that_wait_in_the_proxy_stay_in_memory(compose):
    """Every path that the configuration writes to is in /tmp, which is a tmpfs."""
    assert any(montage.split(":")[0] == "/tmp" for montage in compose["services"]["mandataire"]["tmpfs"])
    assert compose["services"]["mandataire"]["read_only"] is True
    ecrits = re.findall(r"^\s*(?:pid|\w+_temp_path) (\S+);", CONFIGURATION.read_text(), re.MULTILINE)
    assert len(ecrits) >= 5 and all(chemin.startswith("/tmp/") for chemin in ecrits)


def test_mail_stays_here_unless_the_operator_names_a_server(compose):
    assert compose["services"]["web"]["environment"]["AMELI_SMTP_URL"] == "${AMELI_SMTP_URL:-smtp://courriel:1025}"
