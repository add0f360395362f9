"""A disk without room refuses cleanly, leaves nothing behind, and is seen by operators."""

from __future__ import annotations

import errno
import resource
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.test import RequestFactory

from ameli.noyau import stockage
from ameli.noyau.stockage import SansPlace, StockagePlein
from tests.outils import disque


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def restes(dossier) -> list[str]:
    return [str(un.relative_to(dossier)) for un in dossier.rglob("*") if un.is_file()]


@contextmanager
def fichiers_d_au_plus(octets: int):
    """The kernel itself cuts longer files."""
    avant = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, avant[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, avant)


@pytest.mark.parametrize("code", disque.REFUS, ids=errno.errorcode.get)
def test_whatever_forbids_writing_is_one_refusal_with_a_sentence(code):
    with disque.plein(code), pytest.raises(StockagePlein) as refus:
        default_storage.save("fichiers/ab/un", ContentFile(b"x"))
    assert refus.value.phrase == stockage.PHRASE


def test_of_a_file_that_the_kernel_cuts_nothing_is_left(dossier):
    with fichiers_d_au_plus(2_000_000), pytest.raises(StockagePlein):
        default_storage.save("fichiers/ab/long", ContentFile(b"x" * 3_000_000))
    assert restes(dossier) == []
    assert default_storage.save("fichiers/ab/court", ContentFile(b"x")) == "fichiers/ab/court"


def test_a_disk_that_is_really_full_refuses_leaves_nothing_and_takes_files_again_later(settings, tmp_path):
    with disque.petit(tmp_path / "petit") as petit:
        settings.MEDIA_ROOT = petit
        default_storage.save("fichiers/ab/un", ContentFile(b"x" * 40_000))
        with pytest.raises(StockagePlein):
            default_storage.save("fichiers/ab/deux", ContentFile(b"x" * 40_000))
        assert restes(petit) == ["fichiers/ab/un"]
        (petit / "reste").write_bytes(b"x" * 20_000)
        assert stockage.mesurer()["octets_libres"] < 8_192
        assert not stockage.mesurer()["ecriture"] or not stockage.suffit(stockage.mesurer())
        default_storage.delete("fichiers/ab/un")
        default_storage.save("fichiers/ab/deux", ContentFile(b"x" * 40_000))


def test_a_fault_that_is_not_the_disks_stays_what_it_is(monkeypatch):
    def tomber(*_, **__):
        raise ValueError("ours")

    monkeypatch.setattr(FileSystemStorage, "_save", tomber)
    with pytest.raises(ValueError, match="ours"):
        default_storage.save("fichiers/ab/un", ContentFile(b"x"))


def test_room_is_measured_where_files_go_and_a_new_installation_has_some(dossier):
    assert not dossier.exists()
    mesure = stockage.mesurer()
    assert mesure["ecriture"] is True
    assert mesure["octets_libres"] > 0
    assert list(dossier.iterdir()) == []


@pytest.mark.parametrize(("octets", "inodes", "ecriture", "bien"), [
    (500_000_000, 5_000, True, True), (500_000_000, None, True, True), (499_999_999, 5_000, True, False),
    (500_000_000, 4_999, True, False), (500_000_000, 5_000, False, False),
])  # fmt: skip
def test_too_little_of_anything_is_too_little(octets, inodes, ecriture, bien):
    mesure = {"octets_libres": octets, "inodes_libres": inodes, "ecriture": ecriture}
    assert stockage.suffit(mesure) is bien


def test_a_folder_that_cannot_be_made_or_written_is_not_well(settings, tmp_path, monkeypatch):
    (tmp_path / "fichier").write_text("")
    settings.MEDIA_ROOT = tmp_path / "fichier" / "media"
    assert not stockage.suffit(stockage.mesurer())
    settings.MEDIA_ROOT = tmp_path

    def refuser(*_, **__):
        raise OSError(errno.EDQUOT, "quota")

    monkeypatch.setattr(stockage.tempfile, "TemporaryFile", refuser)
    assert stockage.mesurer()["ecriture"] is False


def test_a_page_without_words_of_its_own_says_when_to_try_again():
    reponse = SansPlace(lambda requete: None).process_exception(RequestFactory().get("/"), StockagePlein())
    assert (reponse.status_code, reponse["Retry-After"]) == (503, "300")
    assert SansPlace(lambda requete: None).process_exception(RequestFactory().get("/"), OSError()) is None
