"""A child stands in the files of both parents (chapter 14): joined to the second one, taken out again, the référent moved. The only writers.

Each runs in the caller's transaction, under both files, taken in the order of their keys; both read it in their journal. A file
never tells the other one what it knows: each parent reads their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from accounts.models import Assure, Beneficiaire, Personne
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import retrouver
from ameli.noyau.journal import auteur, declarer_genre, journaliser
from ameli.noyau.perimetre import PerimetreQuerySet

GESTES = {
    "second": "enfant rattaché aussi à un second parent",
    "referent": "parent référent d’un enfant changé",
    "majorite": "fin du rattachement d’un enfant à sa majorité",
    "detache": "fin du rattachement d’un enfant à un second parent",
}
PREMIER_RANG, DERNIER_RANG = 2, 19
for _nom, _phrase in GESTES.items():
    declarer_genre(f"famille.{_nom}", f"{{acteur}} : {_phrase}")


class DossierComplet(Exception):
    """No rank is left in that file."""


def verrouiller(*dossiers: Assure) -> None:
    """Nobody writes in these files until the end of the transaction. Always in the order of their keys: two who need both never wait for each other."""
    lignes = Assure.objects.systeme("two files are written at once").filter(pk__in=[un.pk for un in dossiers])
    list(lignes.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def de_l_enfant(personne: Personne, jour: date) -> list[Beneficiaire]:
    """The attachments of a child that run on that day, in every file. For the caisse: no page of a parent shows them."""
    siens = Beneficiaire.objects.systeme("a child stands in two files").filter(personne=personne)
    return list(siens.filter(_en_cours(jour)).select_related("assure__personne", "assure__caisse").order_by("id"))


def partages(assure: Assure, jour: date) -> set[int]:
    """Keys of the children of this file who stand in another one too, on that day. One query."""
    autres = Beneficiaire.objects.systeme("which of one's own children have two files").exclude(assure=assure)
    siens = Beneficiaire.objects.de(assure).values("personne")
    return set(autres.filter(_en_cours(jour), personne__in=siens).values_list("personne", flat=True))


def avec_referent(numeros: Collection[str], *, jour: date) -> set[str]:
    """Which of these children (fingerprints of numbers) have a référent on that day. One query."""
    tenus = _referents().filter(_en_cours(jour), personne__nir_empreinte__in=numeros)
    return {*retrouver(numeros, dict(tenus.values_list("personne__nir_empreinte", "pk")))}


def rendre_la_reference(*personnes: Personne | int, jour: date) -> None:
    """Whoever covers these children (or their keys) no more is not the référent any more either: somebody else may be."""
    _referents().filter(personne__in=personnes, droits_au__lt=jour).update(parent_referent=False)


def joindre(
    origine: Beneficiaire, chez: Assure, *, referent: bool, acteur: str, cause: str, le: datetime
) -> Beneficiaire:
    """The child of the file of `origine` stands in the file `chez` too, from the day of `le` on, at its next rank; with
    `referent`, that parent becomes the référent. Somebody who was there before has the former rank again. Raises DossierComplet.
    """
    jour = jour_de(le)
    verrouiller(origine.assure, chez)
    siens = Beneficiaire.objects.de(chez)
    with _ecrire("second", origine.assure, chez, acteur=acteur, cause=cause):
        rattachement = siens.filter(personne=origine.personne).first() or Beneficiaire(
            assure=chez, personne=origine.personne, lien=Beneficiaire.Lien.ENFANT, parent_referent=False, droits_du=jour,
            rang=_rang_libre(siens),
        )  # fmt: skip
        if rattachement.pk is None or not _court(rattachement, jour):
            rattachement.droits_du, rattachement.droits_au = jour, chez.droits_au
            rattachement.save()
    if referent:
        confier(origine, rattachement, acteur=acteur, cause=cause)
    return rattachement


def confier(de: Beneficiaire, a: Beneficiaire, *, acteur: str, cause: str) -> None:
    """The référent of the child is the parent of `a` from now on."""
    with _ecrire("referent", de.assure, a.assure, acteur=acteur, cause=cause):
        de.parent_referent = False
        de.save(update_fields=["parent_referent"])
        a.parent_referent = True
        a.save(update_fields=["parent_referent"])


def detacher(rattachement: Beneficiaire, *, acteur: str, cause: str, le: datetime) -> None:
    """The child leaves this file at once, even on the day of the attachment. What was paid stays; the other parent becomes, or
    stays, the référent."""
    jour = jour_de(le)
    autres = [un for un in de_l_enfant(rattachement.personne, jour) if un.assure_id != rattachement.assure_id]
    dossiers = (rattachement.assure, *(un.assure for un in autres))
    verrouiller(*dossiers)
    with _ecrire("detache", *dossiers, acteur=acteur, cause=cause):
        etait_referent = rattachement.parent_referent
        rattachement.droits_au, rattachement.parent_referent = jour - timedelta(days=1), False
        rattachement.save(update_fields=["droits_au", "parent_referent"])
        if etait_referent and autres:
            autres[0].parent_referent = True
            autres[0].save(update_fields=["parent_referent"])


def a_la_majorite(personne: Personne, *, acteur: str, cause: str, le: datetime) -> list[Beneficiaire]:
    """The day of `le` is the last one in the files of both parents; the rows that end with it."""
    lignes = de_l_enfant(personne, jour_de(le))
    verrouiller(*(une.assure for une in lignes))
    with _ecrire("majorite", *(une.assure for une in lignes), acteur=acteur, cause=cause):
        for une in lignes:
            une.droits_au = min(une.droits_au or jour_de(le), jour_de(le))
            une.save(update_fields=["droits_au"])
    return lignes


def _en_cours(jour: date) -> Q:
    return Q(droits_au=None) | Q(droits_au__gte=jour)


def _court(rattachement: Beneficiaire, jour: date) -> bool:
    return rattachement.droits_au is None or rattachement.droits_au >= jour


def _referents() -> PerimetreQuerySet:
    siens = Beneficiaire.objects.systeme("a child has one référent across files")
    return siens.filter(parent_referent=True, lien=Beneficiaire.Lien.ENFANT)


def _rang_libre(siens: PerimetreQuerySet) -> int:
    rang = (siens.aggregate(dernier=Max("rang"))["dernier"] or PREMIER_RANG - 1) + 1
    if rang > DERNIER_RANG:
        raise DossierComplet
    return rang


@contextmanager
def _ecrire(geste: str, *dossiers: Assure, acteur: str, cause: str) -> Iterator[None]:
    with auteur(acteur, cause):
        yield
    for dossier in dossiers:
        journaliser(
            f"famille.{geste}", acteur=acteur, assure_ref=dossier.public_id, objet=f"demarche:{cause}", motif=cause
        )
