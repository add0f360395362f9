"""European cards of a family: order, follow, lose, replace. Rules of who may are those of the démarche (chapter 15)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Assure, CarteEuropeenne, CertificatProvisoire, Personne
from ameli.noyau.journal import declarer_genre, journaliser

Etat, Motif = CarteEuropeenne.Etat, CarteEuropeenne.Motif

for _nom, _phrase in {
    "commandee": "carte européenne commandée",
    "suivie": "carte européenne, étape suivante",
    "active": "carte européenne active",
    "opposition": "carte européenne déclarée perdue, volée ou jamais arrivée",
    "retour": "carte européenne revenue par la poste",
    "renvoi": "carte européenne envoyée de nouveau",
    "annulee": "commande de carte européenne annulée",
    "certificat": "certificat provisoire établi",
}.items():
    declarer_genre(f"carte_europeenne.{_nom}", "{acteur} : " + _phrase)


class DejaEnChemin(Exception):
    """A card for this person is on its way: somebody else who covers them was faster."""


class PasMaintenant(Exception):
    """The card is no longer in a state where this can be done: somebody else was faster."""


def actuelles(assure: Assure, personnes: Iterable[int]) -> dict[int, list[CarteEuropeenne]]:
    """For each person (primary key), their cards in hand or on the way, the latest first. One query."""
    trouvees: dict[int, list[CarteEuropeenne]] = {pk: [] for pk in personnes}
    for carte in (
        CarteEuropeenne.objects.de(assure)
        .filter(personne__in=trouvees, etat__in=(Etat.ACTIVE, *CarteEuropeenne.ATTENDUES))
        .order_by("-demandee_le", "-id")
    ):
        trouvees[carte.personne_id].append(carte)
    return trouvees


def nouveau_numero(caisse: str) -> str:
    """20 digits: 80250 (France), an institution code that no real card has, the caisse, a random number."""
    return f"80250999{caisse[:3]:0>3}{secrets.randbelow(10**9):09d}"


@transaction.atomic
def commander(
    assure: Assure, personne: Personne, *, motif: str, le: datetime, adresse: str, cause: str, acteur: str
) -> CarteEuropeenne:
    """A card on the way for `personne`. The same `cause` twice is one card. Raises DejaEnChemin."""
    Personne.objects.select_for_update(no_key=True).get(pk=personne.pk)
    deja = CarteEuropeenne.objects.de(assure).filter(personne=personne, cause=cause).first()
    if deja is not None:
        return deja
    des_deux_parents = CarteEuropeenne.objects.systeme("ordered by the other parent a moment ago?")
    if des_deux_parents.filter(personne=personne, etat__in=CarteEuropeenne.ATTENDUES).exists():
        raise DejaEnChemin(personne.public_id)
    carte = CarteEuropeenne.objects.create(
        personne=personne, demandee_par=assure, numero=nouveau_numero(assure.caisse.code), motif=motif, demandee_le=le,
        etat_depuis=le, adresse=adresse, cause=cause,
    )  # fmt: skip
    _journaliser("commandee", assure, carte, acteur)
    return carte


@transaction.atomic
def avancer(assure: Assure, cause: str, etat: str, *, le: datetime, acteur: str = "horloge") -> list[CarteEuropeenne]:
    """The cards of an order that are still on the way go to `etat`."""
    cartes = _en_chemin(assure, cause)
    for carte in cartes:
        _passer(carte, etat, le)
        _journaliser("annulee" if etat == Etat.ANNULEE else "suivie", assure, carte, acteur)
    return cartes


def adresser(assure: Assure, adresse: str) -> None:
    """The cards that `assure` ordered and that the post does not have yet go to `adresse`. One that came back waits for an agent."""
    a_poster = CarteEuropeenne.objects.de(assure).filter(demandee_par=assure, etat__in=CarteEuropeenne.A_POSTER)
    a_poster.update(adresse=adresse)


@transaction.atomic
def activer(assure: Assure, carte: CarteEuropeenne, *, debut: date, fin: date, le: datetime, acteur: str) -> None:
    """It has arrived. The former one, when it was not lost, stays valid until its own end.

    A card that the post brought back and that left again keeps the days that are printed on it.
    """
    carte.debut, carte.fin = carte.debut or debut, carte.fin or fin
    _passer(carte, Etat.ACTIVE, le)
    _journaliser("active", assure, carte, acteur)


@transaction.atomic
def opposer(assure: Assure, personne: Personne, *, etat: str, le: datetime, acteur: str) -> None:
    """The active cards of `personne` are worth nothing from `le` on: lost or stolen.

    One that never arrived (`Etat.NON_RECUE`) is the latest; a former card that is still in hand stays valid.
    """
    actives = (
        CarteEuropeenne.objects.de(assure)
        .filter(personne=personne, etat=Etat.ACTIVE)
        .select_for_update(of=("self",), no_key=True)
        .order_by("-demandee_le", "-id")
    )
    for carte in actives[:1] if etat == Etat.NON_RECUE else actives:
        _passer(carte, etat, le)
        _journaliser("opposition", assure, carte, acteur)


@transaction.atomic
def opposer_une(carte: CarteEuropeenne, *, etat: str, le: datetime, acteur: str, motif: str = "") -> CarteEuropeenne:
    """This card alone is lost or stolen, and no other is ordered. The caller found it in a perimeter. Raises PasMaintenant."""
    ligne = _verrouillee(carte, (Etat.ACTIVE,))
    _passer(ligne, etat, le)
    _journaliser("opposition", ligne.demandee_par, ligne, acteur, motif)
    return ligne


@transaction.atomic
def revenir(carte: CarteEuropeenne, *, le: datetime, acteur: str, motif: str = "") -> CarteEuropeenne:
    """The post brought it back: nobody holds it. Raises PasMaintenant, when another card is awaited among other reasons."""
    ligne = _verrouillee(carte, (Etat.EXPEDIEE, Etat.ACTIVE))
    autres = CarteEuropeenne.objects.systeme("is another card awaited?").filter(personne=ligne.personne)
    if autres.filter(etat__in=CarteEuropeenne.ATTENDUES).exclude(pk=ligne.pk).exists():
        raise PasMaintenant(ligne.public_id)
    _passer(ligne, Etat.RETOURNEE, le)
    _journaliser("retour", ligne.demandee_par, ligne, acteur, motif)
    return ligne


@transaction.atomic
def renvoyer(carte: CarteEuropeenne, *, adresse: str, le: datetime, acteur: str, motif: str = "") -> CarteEuropeenne:
    """The same card leaves again, to `adresse`. Raises PasMaintenant."""
    ligne = _verrouillee(carte, (Etat.RETOURNEE,))
    ligne.adresse = adresse
    _passer(ligne, Etat.EXPEDIEE, le)
    _journaliser("renvoi", ligne.demandee_par, ligne, acteur, motif)
    return ligne


@transaction.atomic
def certifier(
    assure: Assure, carte: CarteEuropeenne, *, debut: date, fin: date, le: datetime, acteur: str
) -> CertificatProvisoire:
    """The provisional certificate that goes with an order; asked again, it is the same one.

    One runs at a time for a person: the one of a former order ends the day before.
    """
    certificat, nouveau = CertificatProvisoire.objects.systeme("the one of this very card").get_or_create(
        carte=carte, defaults={"personne": carte.personne, "debut": debut, "fin": fin, "emis_le": le}
    )
    if nouveau:
        CertificatProvisoire.objects.systeme("the new certificate of this person replaces the others").filter(
            personne=carte.personne, fin__gte=debut
        ).exclude(pk=certificat.pk).update(fin=debut - timedelta(days=1))
        _journaliser("certificat", assure, carte, acteur)
    return certificat


def en_chemin(assure: Assure, cause: str) -> list[CarteEuropeenne]:
    """The cards of an order that have not arrived, locked."""
    return _en_chemin(assure, cause)


def reviendra(assure: Assure, cause: str) -> bool:
    """Is a card of this order at the caisse, or on its way again?"""
    attendues = CarteEuropeenne.objects.de(assure).filter(cause=cause, etat__in=CarteEuropeenne.ATTENDUES)
    return attendues.exists()


def verrouiller(carte: CarteEuropeenne) -> CarteEuropeenne:
    """The row as it is now, locked after its person. The caller found it in a perimeter and holds a transaction."""
    Personne.objects.select_for_update(no_key=True).get(pk=carte.personne_id)
    return (
        CarteEuropeenne.objects.systeme("the caller found it in a perimeter")
        .select_for_update(of=("self",), no_key=True)
        .select_related("personne", "demandee_par__personne", "demandee_par__caisse")
        .get(pk=carte.pk)
    )


def _verrouillee(carte: CarteEuropeenne, etats: tuple[str, ...]) -> CarteEuropeenne:
    """The row as it is now, locked; in one of these states."""
    ligne = verrouiller(carte)
    if ligne.etat not in etats:
        raise PasMaintenant(ligne.public_id)
    return ligne


def _en_chemin(assure: Assure, cause: str) -> list[CarteEuropeenne]:
    cartes = CarteEuropeenne.objects.de(assure).filter(cause=cause, etat__in=CarteEuropeenne.EN_CHEMIN)
    return list(cartes.select_for_update(of=("self",), no_key=True).select_related("personne").order_by("id"))


def _passer(carte: CarteEuropeenne, etat: str, le: datetime) -> None:
    carte.etat, carte.etat_depuis = etat, le
    carte.save(update_fields=["etat", "etat_depuis", "debut", "fin", "adresse"])


def _journaliser(nom: str, assure: Assure, carte: CarteEuropeenne, acteur: str, motif: str = "") -> None:
    """`motif` is the agent's own reason; without one, the démarche is."""
    journaliser(
        f"carte_europeenne.{nom}", acteur=acteur, assure_ref=assure.public_id,
        objet=f"carte_europeenne:{carte.public_id}", motif=motif or carte.cause,
    )  # fmt: skip
