"""The Complémentaire santé solidaire in the registry: granted, adhered to, opened for a year, suspended, resumed, ended (chapter 11).

The only writers. Each opens and ends the covers of every member (`accounts.dossier.complementaires`), in one transaction, and
then calls those above that wait: messages, monthly terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.dossier import c2s_lue, complementaires, droits
from accounts.dossier.solidaire.voisins import Beneficie, Octroi
from accounts.models import Assure, Beneficiaire, OrganismeComplementaire, Personne
from accounts.models.c2s import AccordC2S, DroitC2S, MembreC2S
from accounts.models.complementaires import LiaisonComplementaire
from ameli.noyau.calendrier import ajouter_mois, jour_de
from ameli.noyau.journal import declarer_genre, journaliser

MOIS_POUR_ADHERER = 3
ACCORDEE, AJOUTEE, ADHESION, CADUQUE = "c2s.accordee", "c2s.ajoutee", "c2s.adhesion", "c2s.caduque"
declarer_genre(ACCORDEE, "{acteur} : Complémentaire santé solidaire accordée")
declarer_genre(AJOUTEE, "{acteur} : une personne du foyer ajoutée à la Complémentaire santé solidaire")
declarer_genre(ADHESION, "{acteur} : adhésion complète à la Complémentaire santé solidaire")
declarer_genre(CADUQUE, "{acteur} : adhésion à la Complémentaire santé solidaire non reçue")
Etat, Nature = AccordC2S.Etat, LiaisonComplementaire.Nature
SOLIDAIRES = LiaisonComplementaire.SOLIDAIRES


class SansDossier(Exception):
    """Nobody of the foyer has this person in their file, nor has the person a file."""


class PasEnAttente(Exception):
    """Nobody waits for this adhesion any more: it came, or it lapsed."""


@dataclass
class Suites:
    """Who is told of what happens to it, in the same transaction. Each is called with the accord, or the right, and the date."""

    attente: list[Callable[[AccordC2S, datetime], None]]
    ajout: list[Callable[[MembreC2S, datetime], None]]
    caduque: list[Callable[[AccordC2S, datetime], None]]
    ouverture: list[Callable[[DroitC2S, datetime], None]]
    suspension: list[Callable[[DroitC2S, datetime], None]]
    reprise: list[Callable[[DroitC2S, datetime], None]]
    fin: list[Callable[[DroitC2S, datetime], None]]


SUITES = Suites([], [], [], [], [], [], [])


# Granted


@transaction.atomic
def accorder(dossier: Assure, octroi: Octroi, *, acteur: str, le: datetime) -> AccordC2S:
    """The decision: free, the right opens; otherwise it waits three months for the adhesion. The same `cause` twice is once."""
    deja = AccordC2S.objects.de(dossier).filter(cause=octroi.cause).first()
    if deja is not None:
        return deja
    accord = _decider(dossier, octroi, _organisme(dossier, octroi.organisme), octroi.gratuite, acteur, le)
    if octroi.gratuite:
        _ouvrir(accord, octroi.du or c2s_lue.premier_jour(accord, jour_de(le)), acteur, le)
    else:
        _dire(SUITES.attente, accord, le)
    return accord


@transaction.atomic
def renouveler(
    droit: DroitC2S, membres: tuple[Beneficie, ...], *, gratuite: bool, acteur: str, le: datetime
) -> AccordC2S:
    """Without a request, for another year. The mandate of who paid already goes on; who did not pay yet has to adhere."""
    octroi = Octroi(membres, gratuite, "", f"{droit.objet}", None)
    ouvert = gratuite or not droit.accord.gratuite
    accord = _decider(droit.assure, octroi, droit.accord.organisme, ouvert, acteur, le)
    if ouvert:
        _ouvrir(accord, droit.dernier_jour + timedelta(days=1), acteur, le)
    else:
        _dire(SUITES.attente, accord, le)
    return accord


def _decider(
    dossier: Assure, octroi: Octroi, organisme: OrganismeComplementaire, ouvert: bool, acteur: str, le: datetime
) -> AccordC2S:  # fmt: skip
    """An adhesion that was awaited for an earlier decision is not any more."""
    AccordC2S.objects.de(dossier).filter(etat=Etat.ATTENTE).update(etat=Etat.CADUC)
    ancien = c2s_lue.en_cours(dossier, jour_de(le))
    accord = AccordC2S.objects.create(
        assure=dossier, organisme=organisme, cause=octroi.cause, gratuite=octroi.gratuite, accorde_le=le,
        etat=Etat.OUVERT if ouvert else Etat.ATTENTE, suite_de=ancien.au if ancien else None,
        adherer_avant=None if ouvert else ajouter_mois(jour_de(le), MOIS_POUR_ADHERER), a_controler=octroi.a_controler,
    )  # fmt: skip
    MembreC2S.objects.bulk_create(_membres(accord, octroi.membres))
    _journaliser(ACCORDEE, accord, acteur)
    return accord


@transaction.atomic
def ajouter(accord: AccordC2S, membre: Beneficie, *, acteur: str, le: datetime) -> None:
    """Somebody of the foyer was recognised after the decision: covered like the others, from the first day of the right, or with them
    once it opens. Nothing for a right that is over. Raises SansDossier."""
    gens = [*(un.personne for un in c2s_lue.membres_de(accord)), membre.personne]
    dossier = _dossier_de(membre.personne, accord.assure, gens)
    if dossier is None:
        raise SansDossier(membre.personne.public_id)
    ajoute, neuf = MembreC2S.objects.de(accord.assure).get_or_create(
        accord=accord, personne=membre.personne, defaults={"assure": dossier, "mensualite": membre.mensualite}
    )
    droit = DroitC2S.objects.de(accord.assure).filter(accord=accord).select_related("accord__organisme").first()
    vivant = accord.etat == Etat.ATTENTE if droit is None else droit.clos_le is None
    if not neuf or not vivant:
        return
    if droit is not None:
        au = jour_de(droit.suspendu_le) - timedelta(days=1) if droit.suspendu_le else droit.au
        _couvrir_un(droit, ajoute, droit.du, au, acteur, le)
    _journaliser(AJOUTEE, accord, acteur)
    _dire(SUITES.ajout, ajoute, le)


@transaction.atomic
def recevoir(accord: AccordC2S, mandat: Mapping[str, str], *, cause: str, le: datetime) -> None:
    """The whole adhesion came at `le`: what is left is to read it, and it lapses no more. Who pays what is that of the year in which
    it opens. Raises PasEnAttente."""
    ligne = _verrouiller(accord)
    ligne.recue_le, ligne.mandat, ligne.adhesion = le, dict(mandat), cause
    ligne.save(update_fields=["recue_le", "mandat", "adhesion"])
    membres = c2s_lue.membres_au(ligne, jour_de(le))
    MembreC2S.objects.systeme("the accord was found in a perimeter").bulk_update(membres, ["mensualite"])


@transaction.atomic
def rendre(accord: AccordC2S) -> None:
    """What had come is not an adhesion, or was taken back: it is awaited again, until the same day."""
    siens = AccordC2S.objects.systeme("the caller found it in a perimeter").filter(pk=accord.pk, etat=Etat.ATTENTE)
    siens.update(recue_le=None, mandat={}, adhesion="")


@transaction.atomic
def adherer(accord: AccordC2S, *, acteur: str, le: datetime) -> DroitC2S:
    """The adhesion is right: the right opens, the first of the month after it came, at the caisse of that day. Raises PasEnAttente."""
    ligne = _verrouiller(accord)
    ligne.etat = Etat.OUVERT
    if ligne.par_la_caisse:
        ligne.organisme = complementaires.organisme_de(ligne.assure.caisse)
    ligne.save(update_fields=["etat", "organisme"])
    _journaliser(ADHESION, ligne, acteur)
    return _ouvrir(ligne, c2s_lue.premier_jour(ligne, jour_de(ligne.recue_le or le)), acteur, le)


@transaction.atomic
def laisser_tomber(accord: AccordC2S, *, acteur: str, le: datetime) -> None:
    """Three months have passed without the adhesion. Raises PasEnAttente."""
    ligne = _verrouiller(accord)
    ligne.etat = Etat.CADUC
    ligne.save(update_fields=["etat"])
    _journaliser(CADUQUE, ligne, acteur)
    _dire(SUITES.caduque, ligne, le)


def _ouvrir(accord: AccordC2S, du: date, acteur: str, le: datetime) -> DroitC2S:
    au = ajouter_mois(du, c2s_lue.MOIS_DE_DROIT) - timedelta(days=1)
    droit = DroitC2S(
        assure=accord.assure, personne=accord.assure.personne, accord=accord, du=du, au=au, cause=accord.cause
    )
    droits.ouvrir(droit, acteur=acteur, le=le)
    _couvrir(droit, du, acteur, le)
    _dire(SUITES.ouverture, droit, le)
    return droit


# Its life


@transaction.atomic
def suspendre(droit: DroitC2S, *, acteur: str, le: datetime, motif: str = DroitC2S.IMPAYE) -> None:
    """It gives nothing from that day on. Raises DroitClos."""
    if droit.suspendu_le is None:
        suspendu = droits.suspendre(droit, acteur=acteur, le=le, motif=motif)
        _decouvrir(suspendu, jour_de(le) - timedelta(days=1), acteur, le, motif)
        _dire(SUITES.suspension, suspendu, le)


@transaction.atomic
def reprendre(droit: DroitC2S, *, acteur: str, le: datetime) -> None:
    """All is paid: it gives again what it gave, from the first day of the suspension on. Raises DroitClos."""
    depuis = droit.suspendu_le
    repris = droits.reprendre(droit, acteur=acteur)
    if depuis is not None:
        _couvrir(repris, max(jour_de(depuis), repris.du), acteur, le)
        _dire(SUITES.reprise, repris, le)


@transaction.atomic
def clore(droit: DroitC2S, *, acteur: str, le: datetime, motif: str) -> None:
    """It ends before its last day. Raises DroitClos."""
    droits.clore(droit, acteur=acteur, le=le, motif=motif)


def terminer(droit: DroitC2S, le: datetime) -> None:
    """What follows its end, whatever ended it (`droits.declarer`)."""
    if droit.motif != droits.TERME:
        _decouvrir(droit, jour_de(le), droit.clos_par, le, droit.motif)
    _dire(SUITES.fin, droit, le)


def noter_l_impaye(droit: DroitC2S, depuis: date | None) -> None:
    """Since when a term is unpaid; None once nothing is."""
    siens = DroitC2S.objects.systeme("found by its unpaid term").filter(pk=droit.pk)
    siens.update(impaye_depuis=depuis)


# The covers of the members


def _couvrir(droit: DroitC2S, du: date, acteur: str, le: datetime) -> None:
    for membre in c2s_lue.membres_de(droit.accord):
        _couvrir_un(droit, membre, du, droit.au, acteur, le)


def _couvrir_un(droit: DroitC2S, membre: MembreC2S, du: date, au: date | None, acteur: str, le: datetime) -> None:
    accord = droit.accord
    complementaires.ouvrir(
        membre.assure, membre.personne, accord.organisme, du=du, au=au, le=le, acteur=acteur, cause=accord.cause,
        nature=Nature.C2S if accord.gratuite else Nature.C2S_PARTICIPATION,
    )  # fmt: skip


def _decouvrir(droit: DroitC2S, au: date, acteur: str, le: datetime, motif: str) -> None:
    for liaison in liaisons(droit):
        if liaison.au is None or liaison.au > au:
            complementaires.clore(
                liaison, au=max(au, liaison.du - timedelta(days=1)), le=le, acteur=acteur, cause=motif
            )


def liaisons(droit: DroitC2S) -> QuerySet[LiaisonComplementaire]:
    """The covers that it opened."""
    siennes = LiaisonComplementaire.objects.systeme("the right was found in a perimeter").filter(cause=droit.cause)
    return siennes.select_related("assure", "organisme").order_by("id")


def _membres(accord: AccordC2S, membres: Iterable[Beneficie]) -> Iterable[MembreC2S]:
    """Each is covered through the file of who asks, else their own, else that of another member. Others wait for an agent."""
    tous = list(membres)
    for un in tous:
        assure = _dossier_de(un.personne, accord.assure, [autre.personne for autre in tous])
        if assure is not None:
            yield MembreC2S(accord=accord, assure=assure, personne=un.personne, mensualite=un.mensualite)


def _dossier_de(personne: Personne, demandeur: Assure, foyer: Iterable[Personne]) -> Assure | None:
    if personne.pk == demandeur.personne_id:
        return demandeur
    if Beneficiaire.objects.de(demandeur).filter(personne=personne).exists():
        return demandeur
    dossiers = Assure.objects.systeme("a member of a foyer has a file, or is in that of another member")
    return (
        dossiers.filter(personne=personne).first()
        or dossiers.filter(personne__in=foyer, beneficiaires__personne=personne).order_by("id").first()
    )


def _organisme(dossier: Assure, numero: str) -> OrganismeComplementaire:
    if not numero:
        return complementaires.organisme_de(dossier.caisse)
    return OrganismeComplementaire.objects.get(numero=numero)


def _verrouiller(accord: AccordC2S) -> AccordC2S:
    siens = AccordC2S.objects.systeme("the caller found it in a perimeter").select_for_update(of=("self",), no_key=True)
    ligne = siens.select_related("assure__personne", "assure__caisse", "organisme").get(pk=accord.pk)
    if ligne.etat != Etat.ATTENTE:
        raise PasEnAttente(ligne.public_id)
    return ligne


def _journaliser(genre: str, accord: AccordC2S, acteur: str) -> None:
    journaliser(
        genre, acteur=acteur, assure_ref=accord.assure.public_id, objet=accord.objet, motif=accord.cause
    )  # fmt: skip


def _dire(suites: Iterable[Callable[..., None]], quoi: AccordC2S | DroitC2S | MembreC2S, le: datetime) -> None:
    for suite in suites:
        suite(quoi, le)
