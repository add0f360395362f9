"""Rows that have a file, and files that have a row: what is missing, what does not open, what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db import models

from ameli.noyau.chiffrement import DechiffrementImpossible, dechiffrer_octets
from ameli.noyau.horloge import temps_reel

# Bytes are written before their row: a younger file may be waiting for it.
AGE_D_UN_ORPHELIN = timedelta(days=1)


@dataclass
class Constat:
    """Rows are named "documents.piece <public id>", files by their opaque name."""

    lus: int = 0
    absents: list[str] = field(default_factory=list)
    illisibles: list[str] = field(default_factory=list)
    orphelins: list[str] = field(default_factory=list)

    @property
    def entier(self) -> bool:
        """Does every row have its file? Files without a row harm nobody."""
        return not self.absents and not self.illisibles


def confronter() -> Constat:
    """Open every file once. One query a table, as many readings as there are files."""
    constat, connus = Constat(), set()
    for ligne, fichier in _lignes():
        connus.add(fichier.name)
        nom = f"{ligne._meta.label_lower} {ligne.public_id}"
        try:
            with fichier.open("rb") as ouvert:
                dechiffrer_octets(ouvert.read(), ligne.contexte_chiffrement)
        except FileNotFoundError:
            constat.absents.append(nom)
        except (DechiffrementImpossible, IndexError, OSError):
            constat.illisibles.append(nom)
        else:
            constat.lus += 1
    constat.orphelins = sorted(set(noms()) - connus)
    return constat


def effacer_les_orphelins(noms: list[str]) -> int:
    """Forget those of these files that are older than a day; how many."""
    avant, efface = temps_reel() - AGE_D_UN_ORPHELIN, 0
    for nom in noms:
        if default_storage.get_modified_time(nom) < avant:
            default_storage.delete(nom)
            efface += 1
    return efface


def _lignes() -> Iterator[tuple[Any, Any]]:
    """Every row whose file should be there, whoever it belongs to: one that was put aside has lost its own on purpose."""
    for modele in apps.get_models():
        champs = [champ for champ in modele._meta.local_fields if isinstance(champ, models.FileField)]
        if not champs:
            continue
        for ligne in modele._base_manager.order_by("pk").iterator():
            for champ in champs:
                if not getattr(ligne, "ecarte", False):
                    yield ligne, getattr(ligne, champ.name)


def noms(coffre: Storage = default_storage, dossier: str = "") -> Iterator[str]:
    """Every file of a store, whether a row knows it or not."""
    try:
        dossiers, fichiers = coffre.listdir(dossier)
    except FileNotFoundError:
        return
    yield from (f"{dossier}{nom}" for nom in fichiers)
    for nom in dossiers:
        yield from noms(coffre, f"{dossier}{nom}/")


def copier(destination: Path) -> None:
    """Write each file into a new folder. One that goes away during the copy was forgotten by its owner."""
    destination.mkdir()
    for nom in noms():
        try:
            with default_storage.open(nom, "rb") as fichier:
                octets = fichier.read()
        except FileNotFoundError:
            continue
        (destination / nom).parent.mkdir(parents=True, exist_ok=True)
        (destination / nom).write_bytes(octets)


def verser(source: Storage) -> Iterator[bool]:
    """Put each file of another store into this one, under its name: True for one that was written, False for one that was
    there already, byte for byte as long. Stopped anywhere, it is simply said again. Raises StockagePlein, OSError."""
    for nom in noms(source):
        if default_storage.exists(nom):
            if default_storage.size(nom) == source.size(nom):
                yield False
                continue
            default_storage.delete(nom)
        with source.open(nom, "rb") as fichier:
            default_storage.save(nom, fichier)
        yield True
