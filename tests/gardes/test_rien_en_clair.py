"""Whoever steals a copy of the database or of the stored files finds no number of a practice person in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Assure
from ameli.bac_a_sable.installation import installer
from ameli.bac_a_sable.personas import personas
from tests.fabriques import connecter

pytestmark = pytest.mark.django_db


def secrets() -> dict[str, str]:
    """Every number that must not be read, with what it is; as people type them, and without their spaces."""
    trouves: dict[str, str] = {}
    for une in personas():
        numeros = {"NIR": une.nir, "IBAN": une.iban, "serial": une.serie, "phone": une.telephone}
        for enfant in une.enfants:
            trouves[enfant.nir] = f"NIR of {enfant.prenoms}"
        for nom, numero in numeros.items():
            if numero:
                trouves[numero.replace(" ", "")] = f"{nom} of {une.cle}"
    return trouves


def contenu_des_tables() -> Iterator[tuple[str, str]]:
    """What a dump would hold, table by table: text as it is, bytes both as hexadecimal digits and decoded."""
    with connection.cursor() as curseur:
        for table in connection.introspection.table_names(curseur):
            nom = connection.ops.quote_name(table)
            curseur.execute(f"SELECT t::text FROM {nom} t")
            for (ligne,) in curseur.fetchall():
                yield table, ligne.replace(" ", "")


def test_neither_the_tables_nor_the_stored_files_hold_a_number_in_clear():
    installer()
    assure = Assure.objects.systeme("test").get(personne__prenoms__startswith="Léa")
    client = connecter(Client(), assure.compte)
    client.post(reverse("documents:attestation_droits"), {"pour": assure.personne.public_id})
    cherches = secrets()
    assert len(cherches) > 50
    for table, ligne in contenu_des_tables():
        for numero, quoi in cherches.items():
            assert numero not in ligne, f"{table}: {quoi}"
            assert numero.encode().hex() not in ligne, f"{table}: {quoi}, as bytes"
    fichiers = [chemin for chemin in settings.MEDIA_ROOT.rglob("*") if chemin.is_file()]
    assert fichiers, "the attestation left a file"
    for chemin in fichiers:
        octets = chemin.read_bytes()
        assert not octets.startswith(b"%PDF")
        for numero, quoi in cherches.items():
            assert numero.encode() not in octets, f"{chemin.name}: {quoi}"
