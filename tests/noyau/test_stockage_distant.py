"""Files in an object store: what is kept there is what a folder keeps, and a store that is silent is a disk that fails."""

from __future__ import annotations

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from moto.server import ThreadedMotoServer

from ameli.configuration import Configuration
from ameli.noyau import stockage
from ameli.noyau.chiffrement import chiffrer_octets, dechiffrer_octets
from ameli.noyau.sauvegarde import fichiers
from ameli.noyau.stockage import StockagePlein

MINIMUM = {"AMELI_BAC_A_SABLE": "1", "DATABASE_URL": "postgres://x/x", "REDIS_URL": "redis://x"}
SEAU = "pieces"


@pytest.fixture(scope="module")
def serveur():
    """An independent server of the same protocol."""
    serveur = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    serveur.start()
    yield "{}:{}".format(*serveur.get_host_and_port())
    serveur.stop()


def brancher(settings, adresse: str) -> None:
    garde = Configuration({**MINIMUM, "AMELI_MEDIA": f"s3+http://cle:un%2Fmot@{adresse}/{SEAU}?region=fr-par"})
    settings.STORAGES = {**settings.STORAGES, "default": garde.fichiers()}


@pytest.fixture
def seau(settings, serveur):
    """An empty bucket, where files go."""
    objets = boto3.resource(
        "s3",
        endpoint_url=f"http://{serveur}",
        region_name="fr-par",
        aws_access_key_id="cle",
        aws_secret_access_key="un/mot",
    )
    seau = objets.create_bucket(Bucket=SEAU, CreateBucketConfiguration={"LocationConstraint": "fr-par"})
    brancher(settings, serveur)
    yield seau
    seau.objects.all().delete()
    seau.delete()
    objets.meta.client.close()


def test_a_file_is_kept_encrypted_read_back_whole_and_forgotten(seau):
    octets = chiffrer_octets(b"%PDF " * 300_000, "essai:1")
    nom = default_storage.save("fichiers/ab/un", ContentFile(octets))
    assert nom == "fichiers/ab/un" and default_storage.size(nom) == len(octets)
    with default_storage.open(nom, "rb") as fichier:
        assert dechiffrer_octets(fichier.read(), "essai:1") == b"%PDF " * 300_000
    assert b"%PDF" not in next(iter(seau.objects.all())).get()["Body"].read()
    default_storage.delete(nom)
    assert not default_storage.exists(nom) and list(seau.objects.all()) == []


def test_a_file_that_is_not_there_is_told_as_a_folder_tells_it(seau):
    with pytest.raises(FileNotFoundError):
        default_storage.open("fichiers/ab/absent", "rb")


def test_one_name_never_covers_another_and_none_has_an_address(seau):
    noms = {default_storage.save("fichiers/ab/un", ContentFile(b"x")) for _ in range(2)}
    assert len(noms) == 2
    with pytest.raises(NotImplementedError):
        default_storage.url("fichiers/ab/un")


@pytest.mark.django_db
def test_files_that_no_row_knows_are_found_in_every_folder(seau):
    for nom in ("fichiers/ab/un", "documents/cd/deux", "trois"):
        default_storage.save(nom, ContentFile(b"x"))
    assert fichiers.confronter().orphelins == ["documents/cd/deux", "fichiers/ab/un", "trois"]
    assert fichiers.effacer_les_orphelins(["trois"]) == 0, "its row may be on its way"


def test_a_folder_moves_into_it_and_a_second_time_changes_nothing(seau, tmp_path, capsys):
    for nom in ("fichiers/ab/un", "documents/cd/deux"):
        (tmp_path / "media" / nom).parent.mkdir(parents=True)
        (tmp_path / "media" / nom).write_bytes(nom.encode())
    seau.put_object(Key="fichiers/ab/un", Body=b"cut")
    for copies in (2, 0):
        call_command("deplacer_fichiers", str(tmp_path / "media"))
        assert f"Fichiers lus : 2, copiés : {copies}." in capsys.readouterr().out
    fichiers.copier(tmp_path / "copie")
    assert (tmp_path / "copie" / "fichiers/ab/un").read_bytes() == b"fichiers/ab/un"
    assert sorted(un.key for un in seau.objects.all()) == ["documents/cd/deux", "fichiers/ab/un"]


def test_a_store_that_takes_writings_is_well_and_is_left_as_it_was(seau):
    assert stockage.mesurer() == {"octets_libres": None, "inodes_libres": None, "ecriture": True}
    assert stockage.suffit(stockage.mesurer()) and list(seau.objects.all()) == []


@pytest.mark.parametrize("panne", ["no bucket", "no server"])
def test_a_store_that_refuses_or_is_silent_is_a_disk_that_fails(settings, serveur, panne):
    brancher(settings, serveur if panne == "no bucket" else "127.0.0.1:9")
    with pytest.raises(StockagePlein):
        default_storage.save("fichiers/ab/un", ContentFile(b"x"))
    with pytest.raises(OSError):
        default_storage.open("fichiers/ab/un", "rb")
    assert not stockage.suffit(stockage.mesurer())
