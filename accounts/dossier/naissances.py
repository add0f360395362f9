"""A child joins a file by birth (chapter 13): inscribed, corrected, confirmed, shared, silenced or taken out. The only writers.

Each runs in the caller's transaction and is told in the journal. The number itself is given by `numeros.attribuer`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Max

from accounts.models import Assure, Beneficiaire, Exoneration, Personne
from ameli.noyau.calendrier import jour_de
from ameli.noyau.journal import auteur, declarer_genre, journaliser

PREMIER_RANG = 2
GESTES = {
    "inscrit": "enfant inscrit au dossier",
    "rectifie": "identité d’un enfant rectifiée",
    "partage": "enfant rattaché aussi à ce dossier",
    "silence": "plus aucun message au sujet d’un enfant",
    "sorti": "enfant sorti du dossier",
}
for _nom, _phrase in GESTES.items():
    declarer_genre(f"famille.{_nom}", f"{{acteur}} : {_phrase}")


@dataclass(frozen=True)
class Identite:
    """A child as the parent, or the civil register, says it. `lieu` is the code INSEE of the town, "" while nobody knows it."""

    nom: str
    prenoms: str
    sexe: str
    naissance: date
    lieu: str = ""


def inscrire(assure: Assure, enfant: Identite, *, acteur: str, cause: str) -> Beneficiaire:
    """The child is in the file, without number, with rights from the day of birth."""
    with _ecrire("inscrit", assure, acteur, cause):
        personne = Personne.objects.create(
            nom_naissance=enfant.nom, prenoms=enfant.prenoms, sexe=enfant.sexe, date_naissance=enfant.naissance,
            lieu_naissance_insee=enfant.lieu,
        )  # fmt: skip
        _exonerer(assure, personne)
        return _rattacher(assure, personne, enfant.naissance)


def rectifier(rattachement: Beneficiaire, enfant: Identite, *, acteur: str, cause: str) -> None:
    """Names, sex, day and place of birth are those; rights begin on that day."""
    with _ecrire("rectifie", rattachement.assure, acteur, cause):
        personne = rattachement.personne
        personne.nom_naissance, personne.prenoms, personne.sexe = enfant.nom, enfant.prenoms, enfant.sexe
        personne.date_naissance, personne.lieu_naissance_insee = enfant.naissance, enfant.lieu
        personne.save(update_fields=["nom_naissance", "prenoms", "sexe", "date_naissance", "lieu_naissance_insee"])
        rattachement.droits_du = enfant.naissance
        rattachement.save(update_fields=["droits_du"])
        _exonerer(rattachement.assure, personne)


def partager(rattachement: Beneficiaire, personne: Personne, *, acteur: str, cause: str) -> None:
    """The child of this file is `personne`, whom another file covers first: one child, two parents."""
    with _ecrire("partage", rattachement.assure, acteur, cause):
        doublon = rattachement.personne
        rattachement.personne, rattachement.parent_referent = personne, False
        rattachement.save(update_fields=["personne", "parent_referent"])
        Exoneration.objects.de(rattachement.assure).filter(personne=doublon).delete()
        doublon.delete()


def faire_silence(
    rattachement: Beneficiaire, *, le: datetime, acteur: str, cause: str, deces: date | None = None
) -> None:
    """Nothing is offered or said of this child any more, rights stay; `deces` is the day of death when it is known."""
    with _ecrire("silence", rattachement.assure, acteur, cause):
        rattachement.silence_le = rattachement.silence_le or le
        rattachement.save(update_fields=["silence_le"])
        if deces is not None:
            rattachement.personne.date_deces = deces
            rattachement.personne.save(update_fields=["date_deces"])


def sortir(rattachement: Beneficiaire, *, le: datetime, acteur: str, cause: str) -> None:
    """The child is in this file no more from the day of `le` on. What was paid stays."""
    with _ecrire("sorti", rattachement.assure, acteur, cause):
        rattachement.droits_au = max(jour_de(le) - timedelta(days=1), rattachement.droits_du)
        rattachement.parent_referent = False
        rattachement.save(update_fields=["droits_au", "parent_referent"])


def _rattacher(assure: Assure, personne: Personne, naissance: date) -> Beneficiaire:
    # The file is locked: two births on one evening take two ranks.
    list(Assure.objects.de(assure).select_for_update(no_key=True).values_list("pk"))
    dernier = Beneficiaire.objects.de(assure).aggregate(rang=Max("rang"))["rang"]
    return Beneficiaire.objects.create(
        assure=assure, personne=personne, rang=(dernier or PREMIER_RANG - 1) + 1, lien=Beneficiaire.Lien.ENFANT,
        droits_du=naissance, droits_au=assure.droits_au,
    )  # fmt: skip


def _exonerer(assure: Assure, personne: Personne) -> None:
    """The first days of life are paid whole, as far as `settings.NOUVEAU_NE` says."""
    jours, condition = settings.NOUVEAU_NE["jours"], settings.NOUVEAU_NE["condition"]
    Exoneration.objects.de(assure).update_or_create(
        assure=assure, personne=personne, nature=Exoneration.Nature.NOUVEAU_NE,
        defaults={
            "du": personne.date_naissance, "au": personne.date_naissance + timedelta(days=jours - 1),
            "condition": condition,
        },
    )  # fmt: skip


@contextmanager
def _ecrire(geste: str, assure: Assure, acteur: str, cause: str) -> Iterator[None]:
    with auteur(acteur, cause):
        yield
    journaliser(f"famille.{geste}", acteur=acteur, assure_ref=assure.public_id, objet=f"demarche:{cause}", motif=cause)
