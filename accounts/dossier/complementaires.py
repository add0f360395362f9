"""Complementary covers of a file: read them, open one, end one, choose between two (chapter 12).

Whoever reads or writes a cover passes by here, and by a file: the same child has other covers in another parent's file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.dossier import chevauchement, evenements, foyer
from accounts.dossier.chevauchement import Chevauchement, Periode
from accounts.dossier.evenements import Evenement
from accounts.models import Assure, Beneficiaire, Caisse, LiaisonComplementaire, OrganismeComplementaire, Personne
from ameli.noyau.calendrier import ajouter_mois, jour_de
from ameli.noyau.journal import declarer_genre, journaliser

Nature = LiaisonComplementaire.Nature
MOIS_MONTRES = 36  # after its end

declarer_genre("complementaire.ouverte", "{acteur} : complémentaire santé enregistrée")
declarer_genre("complementaire.close", "{acteur} : fin d’une complémentaire santé")
declarer_genre("complementaire.choisie", "{acteur} : organisme complémentaire choisi")


class PersonneInconnue(Exception):
    """The person is not in this file."""


@dataclass(frozen=True)
class Conflit:
    """Somebody of the file whose covers overlap. `liaisons` are the rows in conflict, by their beginning."""

    personne: Personne
    liaisons: tuple[LiaisonComplementaire, ...]
    chevauchement: Chevauchement

    @property
    def depuis(self) -> date:
        """The first day on which nothing is sent any more."""
        return self.chevauchement.depuis

    @property
    def solidaire(self) -> bool:
        return self.chevauchement.solidaire

    @property
    def organismes(self) -> dict[OrganismeComplementaire, list[LiaisonComplementaire]]:
        """Their rows by organism, in the order in which they began."""
        trouves: dict[OrganismeComplementaire, list[LiaisonComplementaire]] = {}
        for liaison in self.liaisons:
            trouves.setdefault(liaison.organisme, []).append(liaison)
        return trouves


@dataclass(frozen=True)
class Couverture:
    """The covers of one person, as a page tells them: those that run or are to come, and those that ended in the last three years, the
    latest first. `chevauchement` says that the first stand in each other's way."""

    liaisons: list[LiaisonComplementaire]
    finies: list[LiaisonComplementaire]
    chevauchement: Chevauchement | None


# Reading


def lire(assure: Assure, jour: date) -> dict[int, list[LiaisonComplementaire]]:
    """By key of the person, the covers that run on that day or are to come, set aside or not. One query."""
    return _par_personne(_de(assure).filter(Q(au=None) | Q(au__gte=jour)), assure)


def couvertures(assure: Assure, personnes: Iterable[int], jour: date) -> dict[int, Couverture]:
    """By key of each of these people, what a page tells of their covers. One query."""
    recentes = _par_personne(_de(assure).filter(Q(au=None) | Q(au__gte=ajouter_mois(jour, -MOIS_MONTRES))), assure)
    return {pk: _couverture(recentes.get(pk, []), jour) for pk in personnes}


def _couverture(unes: list[LiaisonComplementaire], jour: date) -> Couverture:
    """One that was ended before its first day never was."""
    vivantes = [une for une in unes if une.au is None or une.au >= jour]
    finies = [une for une in unes if une.au is not None and une.du <= une.au < jour]
    finies.sort(key=lambda une: (une.au, une.pk), reverse=True)
    return Couverture(vivantes, finies, en_conflit(vivantes, jour))


def de_toujours(assure: Assure) -> dict[int, list[LiaisonComplementaire]]:
    """By key of the person, every cover that this file ever had. One query."""
    return _par_personne(_de(assure), assure)


def ecartees(assure: Assure) -> QuerySet[LiaisonComplementaire]:
    """Those that gave way to another one, for the history of the file. One query."""
    avec = ("organisme", "ecartee_pour", "beneficiaire__personne")
    return LiaisonComplementaire.objects.de(assure).exclude(ecartee_le=None).select_related(*avec).order_by("id")


def conflits(assure: Assure, jour: date) -> tuple[Conflit, ...]:
    """Whose covers overlap on that day or later, in the order of the file; nobody who has died. Two queries at most."""
    par_personne = lire(assure, jour)
    presents = foyer.lire(assure, jour).presents if any(len(unes) > 1 for unes in par_personne.values()) else ()
    trouves = []
    for membre in presents:
        liaisons = {une.pk: une for une in par_personne.get(membre.personne.pk, ()) if une.ecartee_le is None}
        conflit = None if membre.decede else en_conflit(liaisons.values(), jour)
        if conflit is not None:
            trouves.append(Conflit(membre.personne, tuple(liaisons[une.cle] for une in conflit.periodes), conflit))
    return tuple(trouves)


def en_conflit(liaisons: Iterable[LiaisonComplementaire], jour: date) -> Chevauchement | None:
    """The conflict among the covers of one person, on that day or later."""
    return chevauchement.chercher((_periode(une) for une in liaisons if une.ecartee_le is None), jour)


def dossiers_a_voir(jour: date) -> set[int]:
    """Keys of the files where somebody has covers of two organisms on that day or later. One query."""
    vivantes = LiaisonComplementaire.objects.systeme("covers that overlap are looked for each night").filter(
        Q(au=None) | Q(au__gte=jour), ecartee_le=None
    )
    par_personne = vivantes.order_by().values("assure", "beneficiaire")
    doubles = par_personne.annotate(payeurs=Count("organisme", distinct=True)).filter(payeurs__gt=1)
    return set(doubles.values_list("assure", flat=True))


def exiger_du_dossier(assure: Assure, personne: Personne) -> None:
    """Raises PersonneInconnue when the person is not in this file."""
    _rattachement(assure, personne)


def organisme_de(caisse: Caisse) -> OrganismeComplementaire:
    """The caisse itself, which manages the Complémentaire santé solidaire of who asks for it."""
    return OrganismeComplementaire.objects.get_or_create(
        caisse=caisse,
        defaults={"nom": caisse.nom, "genre": OrganismeComplementaire.Genre.CAISSE, "solidaire": True},
    )[0]


def organisme_nomme(nom: str, adresse: str = "", numero: str = "") -> OrganismeComplementaire:
    """The organism of this number, or of this name and address when nobody gives a number; made when it is not known."""
    if numero:
        return OrganismeComplementaire.objects.get_or_create(numero=numero, defaults={"nom": nom, "adresse": adresse})[
            0
        ]
    connus = OrganismeComplementaire.objects.filter(nom=nom, adresse=adresse).order_by("id")
    return connus.first() or OrganismeComplementaire.objects.create(nom=nom, adresse=adresse)


# Writing: in one transaction, told in the journal and to whoever waits for it


def ouvrir(
    assure: Assure, personne: Personne, organisme: OrganismeComplementaire, *, du: date, le: datetime, acteur: str,
    au: date | None = None, nature: str = Nature.MUTUELLE, numero: str = "", collectif: bool = False, cause: str = "",
    recue_le: datetime | None = None,
) -> LiaisonComplementaire:  # fmt: skip
    """A cover of `personne` in this file. The same organism and the same first day again are the same row, brought up to date;
    one that was set aside stays as it is, and the organism asks anew from today. Raises PersonneInconnue."""
    with _verrouille(assure):
        beneficiaire = _rattachement(assure, personne)
        siennes = LiaisonComplementaire.objects.de(assure).filter(beneficiaire=beneficiaire, organisme=organisme)
        if siennes.filter(du=du).exclude(ecartee_le=None).exists():
            du = max(du, jour_de(le))
        liaison = siennes.filter(du=du, ecartee_le=None).first() or LiaisonComplementaire(
            assure=assure, beneficiaire=beneficiaire, organisme=organisme, du=du
        )
        liaison.nature, liaison.numero, liaison.collectif, liaison.au = nature, numero, collectif, au
        liaison.recue_le, liaison.cause, liaison.motif_fin = recue_le or le, cause, ""
        liaison.save()
        _dire("complementaire.ouverte", liaison, personne, acteur=acteur, le=le, motif=cause)
    return liaison


def clore(
    liaison: LiaisonComplementaire, *, au: date, le: datetime, acteur: str, cause: str, recue_le: datetime | None = None
) -> LiaisonComplementaire:
    """Its last day is `au`, whatever was said before; `cause` says why, `recue_le` when the organism said it. The caller found it in a perimeter."""
    with _verrouille(liaison.assure):
        ligne = _relire(liaison)
        ligne.au, ligne.recue_le, ligne.motif_fin = au, recue_le or le, cause
        ligne.save(update_fields=["au", "recue_le", "motif_fin"])
        _dire("complementaire.close", ligne, _personne(ligne), acteur=acteur, le=le, motif=cause)
    return ligne


def choisir(
    assure: Assure, choix: Mapping[Personne, OrganismeComplementaire], *, le: datetime, acteur: str, cause: str
) -> list[Personne]:
    """For each person, decomptes go to this organism again, and the others are set aside. Those for whom it was possible:
    an organism that was struck off, or that has no cover left, cannot be chosen."""
    with _verrouille(assure):
        connues = lire(assure, jour_de(le))
        servies = {}
        for personne, organisme in choix.items():
            vivantes = [une for une in connues.get(personne.pk, ()) if une.ecartee_le is None]
            gardees = [une for une in vivantes if une.organisme_id == organisme.pk]
            if gardees and not organisme.radie(jour_de(le)):
                for une in vivantes:
                    _garder(une, organisme, une in gardees, le, acteur)
                servies[personne] = gardees[-1]
        for personne, gardee in servies.items():
            _dire("complementaire.choisie", gardee, personne, acteur=acteur, le=le, motif=cause)
    return list(servies)


def _garder(
    liaison: LiaisonComplementaire, organisme: OrganismeComplementaire, gardee: bool, le: datetime, acteur: str
) -> None:
    liaison.transmission = gardee
    if not gardee:
        liaison.ecartee_le, liaison.ecartee_par, liaison.ecartee_pour = le, acteur, organisme
    liaison.save(update_fields=["transmission", "ecartee_le", "ecartee_par", "ecartee_pour"])


def _dire(
    genre: str, liaison: LiaisonComplementaire, personne: Personne, *, acteur: str, le: datetime, motif: str
) -> None:
    assure = liaison.assure
    journaliser(genre, acteur=acteur, assure_ref=assure.public_id, objet=liaison.objet, motif=motif)
    evenements.annoncer(Evenement.COMPLEMENTAIRE_CHANGEE, assure, personne, le=le)


@contextmanager
def _verrouille(assure: Assure) -> Iterator[None]:
    """One writer of a file at a time: two notices of the same moment see each other."""
    with transaction.atomic():
        Assure.objects.de(assure).select_for_update(no_key=True).get()
        yield


def _relire(liaison: LiaisonComplementaire) -> LiaisonComplementaire:
    lignes = LiaisonComplementaire.objects.de(liaison.assure)
    return lignes.select_related("organisme", "beneficiaire__personne", "assure__personne").get(pk=liaison.pk)


def _personne(liaison: LiaisonComplementaire) -> Personne:
    return liaison.beneficiaire.personne if liaison.beneficiaire else liaison.assure.personne


def _rattachement(assure: Assure, personne: Personne) -> Beneficiaire | None:
    if personne.pk == assure.personne_id:
        return None
    trouve = Beneficiaire.objects.de(assure).filter(personne=personne).first()
    if trouve is None:
        raise PersonneInconnue(personne.public_id)
    return trouve


def _de(assure: Assure) -> QuerySet[LiaisonComplementaire]:
    return LiaisonComplementaire.objects.de(assure).select_related("organisme", "beneficiaire").order_by("du", "id")


def _par_personne(lignes: QuerySet[LiaisonComplementaire], assure: Assure) -> dict[int, list[LiaisonComplementaire]]:
    trouvees: dict[int, list[LiaisonComplementaire]] = {}
    for liaison in lignes:
        liaison.assure = assure
        trouvees.setdefault(liaison.couvre, []).append(liaison)
    return trouvees


def _periode(liaison: LiaisonComplementaire) -> Periode:
    solidaire = liaison.nature in LiaisonComplementaire.SOLIDAIRES
    return Periode(liaison.pk, liaison.organisme_id, liaison.du, liaison.au, solidaire)
