"""What is missing is named in one line, and what another terminal needs is found."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ameli.configuration import Configuration, ConfigurationInvalide
from ameli.superviseur import demo, environnement
from ameli.superviseur.emplacements import SOCKET_MAXIMUM, dossier_de_sockets
from ameli.superviseur.enfants import ATTENTE_MAXIMALE, Enfant
from ameli.variables import VARIABLES
from tests.machine import deploiement

RACINE = Path(__file__).resolve().parent.parent.parent
LOCALES = {"POSTGRES_PASSWORD", "CERTIFICATS", "PORT_HTTP", "PORT_HTTPS"}  # of docker-compose.yml


def manage(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=RACINE, env={"PATH": os.environ["PATH"], **env}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip


def test_the_example_of_configuration_holds_every_variable_and_no_other():
    lignes = (RACINE / ".env.example").read_text().splitlines()
    noms = [ligne.partition("=")[0] for ligne in lignes if re.match(r"[A-Z]", ligne)]
    assert sorted(noms) == sorted({variable.nom for variable in VARIABLES} | LOCALES)


def test_a_missing_variable_is_named_with_its_meaning():
    with pytest.raises(ConfigurationInvalide, match=r"DATABASE_URL \(PostgreSQL 15 or later\)"):
        Configuration({"AMELI_BAC_A_SABLE": "1", "REDIS_URL": "redis://x"})


def test_outside_the_sandbox_no_secret_has_a_default():
    with pytest.raises(ConfigurationInvalide) as faute:
        Configuration({"DATABASE_URL": "postgres://x/x", "REDIS_URL": "redis://x"})
    for nom in ("AMELI_CLE_SECRETE", "AMELI_CLES_CHIFFREMENT", "AMELI_CLE_EMPREINTE"):
        assert nom in str(faute.value)


def test_a_typing_error_in_a_variable_is_one_readable_line():
    fait = manage("check", AMELI_BAC_A_SABLE="1", AMELI_URLE="x", DATABASE_URL="postgres://x/x", REDIS_URL="redis://x")
    assert fait.returncode == 1
    assert fait.stderr.strip() == "Unknown variable: AMELI_URLE. See .env.example."


def test_another_terminal_finds_the_running_demo(tmp_path, monkeypatch):
    fichier = tmp_path / "env"
    fichier.write_text("DATABASE_URL=postgres://ici/x?a=b\nREDIS_URL=redis://ici\n")
    monkeypatch.setattr(environnement, "ENV_LOCAL", fichier)
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("REDIS_URL", "redis://mine")
    environnement.charger()
    assert os.environ["DATABASE_URL"] == "postgres://ici/x?a=b"
    assert os.environ["REDIS_URL"] == "redis://mine"


def test_the_environment_of_the_shell_comes_first(tmp_path, monkeypatch):
    fichier = tmp_path / "env"
    fichier.write_text("DATABASE_URL=postgres://ici/x\n")
    monkeypatch.setattr(environnement, "ENV_LOCAL", fichier)
    monkeypatch.setenv("DATABASE_URL", "postgres://mine/x")
    environnement.charger()
    assert os.environ["DATABASE_URL"] == "postgres://mine/x"


def test_a_missing_system_library_is_said_in_one_command(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda nom: f"/usr/bin/{nom}")
    with pytest.raises(environnement.Manque, match=r"sudo sh -c 'apt-get update && apt-get install .* libpango-1.0-0'"):
        environnement.installer_paquets(["libpango-1.0-0"])


def test_the_other_engines_are_asked_for_only_by_whom_drives_them(monkeypatch):
    demandes = []
    monkeypatch.setattr(environnement, "trouver", lambda commande: None)
    monkeypatch.setattr(environnement, "installer_paquets", demandes.append)
    for lot in ("demo", "dev", "navigateurs"):
        environnement.paquets_systeme(lot)
    assert set(demandes[-1]) - set(demandes[-2]) == {"firefox-esr", "webkit2gtk-driver", "xvfb"}
    assert "chromium" in demandes[-2]


def test_a_changed_lock_is_seen(tmp_path, monkeypatch):
    verrou = tmp_path / "demo.txt"
    verrou.write_text("django==5.2")
    monkeypatch.setattr(environnement, "verrou", lambda lot: verrou)
    avant = environnement.empreinte("demo")
    verrou.write_text("django==5.3")
    assert environnement.empreinte("demo") != avant


def test_a_link_to_the_environment_of_another_checkout_leaves_that_one_alone(tmp_path, monkeypatch):
    voisin, lien = tmp_path / "voisin", tmp_path / ".venv"
    (voisin / "bin").mkdir(parents=True)
    (voisin / "bin" / "precieux").write_text("")
    lien.symlink_to(voisin)
    monkeypatch.setattr(environnement, "VENV", lien)
    monkeypatch.setattr(environnement, "executer", lambda commande, **env: None)
    environnement.creer_venv()
    assert not lien.exists()
    assert (voisin / "bin" / "precieux").exists()


def test_two_commands_at_once_install_one_after_the_other_and_only_once(tmp_path, monkeypatch, capsys):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "demo.txt").write_text("django==5.2")
    venv, en_cours, fois, commencee = tmp_path / ".venv", threading.Lock(), [], threading.Event()

    def creer_venv():
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").touch()

    def remplir_venv(lot):
        assert en_cours.acquire(blocking=False), "two installations at once"
        commencee.set()
        time.sleep(0.3)
        fois.append(lot)
        en_cours.release()

    faux = {"RACINE": tmp_path, "VENV": venv, "TEMOIN": venv / "verrou.json", "creer_venv": creer_venv}
    faux |= {"remplir_venv": remplir_venv, "paquets_systeme": lambda lot: None}
    for nom, valeur in faux.items():
        monkeypatch.setattr(environnement, nom, valeur)
    premiere = threading.Thread(target=environnement.preparer, args=("demo",))
    premiere.start()
    commencee.wait()
    environnement.preparer("demo")
    premiere.join()
    assert fois == ["demo"]
    assert "Une autre commande prépare l’environnement" in capsys.readouterr().out


def test_an_installation_cut_short_begins_again(tmp_path, monkeypatch):
    monkeypatch.setattr(environnement, "VENV", tmp_path)
    monkeypatch.setattr(environnement, "TEMOIN", tmp_path / "verrou.json")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    environnement.TEMOIN.write_text(json.dumps({"lot": "demo", "verrou": environnement.empreinte("demo")}))

    def couper(lot):
        raise KeyboardInterrupt

    for nom, valeur in {
        "creer_venv": lambda: None,
        "paquets_systeme": lambda lot: None,
        "remplir_venv": couper,
    }.items():
        monkeypatch.setattr(environnement, nom, valeur)
    with pytest.raises(KeyboardInterrupt):
        environnement.preparer("dev")
    assert not environnement.est_a_jour("demo")


def test_on_https_no_cookie_can_come_from_another_host():
    noms = (
        "from django.conf import settings as s; from accounts.securite.appareils import COOKIE; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, COOKIE, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_DOMAIN)"
    )
    fait = manage("shell", "-v", "0", "-c", noms, **deploiement.environnement())
    assert fait.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "__Host-appareil", "True", "None"], (
        fait.stderr
    )


def test_a_taken_port_is_said_plainly():
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        port = prise.getsockname()[1]
        with pytest.raises(demo.PortPris, match=f"le port {port} est déjà pris"):
            demo.port_voulu("127.0.0.1", str(port))
        assert demo.port_libre("127.0.0.1", port) > port


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(demo.PortPris, match="n’est pas un numéro de port"):
        demo.port_voulu("127.0.0.1", port)


def test_a_project_deep_in_the_tree_gets_short_sockets(tmp_path):
    profond = tmp_path / ("tres-long-" * 12)
    dossier = dossier_de_sockets(profond, ".s.PGSQL.5432.lock")
    assert len(str(dossier / ".s.PGSQL.5432.lock")) < SOCKET_MAXIMUM
    assert dossier == dossier_de_sockets(profond, ".s.PGSQL.5432.lock")
    dossier.parent.rmdir()


def test_waits_grow_for_a_child_that_keeps_dying(tmp_path):
    enfant = Enfant("bref", lambda: subprocess.Popen(["true"], start_new_session=True), journal=tmp_path / "bref.log")
    attentes = []
    for _ in range(10):
        enfant.lancer()
        enfant.processus.wait()
        attentes.append(enfant.constater_la_mort())
    assert attentes == sorted(attentes)
    assert attentes[0] < 1 and attentes[-1] == ATTENTE_MAXIMALE
