"""One at a time on each subject: locks that a démarche holds while it is open, found whoever holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from ameli.noyau.chiffrement import Empreinte, cles_d_empreinte, empreinte, retrouver
from demarches.moteur import brouillons
from demarches.moteur.declaration import Contexte, Refus, Sujet, Teleservice
from demarches.moteur.lues import PasEncore
from demarches.moteur.models import Demarche, Verrou
from demarches.moteur.refus_communs import deja_en_cours, une_a_la_fois

EN_COURS = "Une demande est déjà en cours"
COMMENCEE = "Une demande est déjà commencée"
POURQUOI = "a subject is held by one démarche, whoever sent it"


class DejaPris(Exception):
    """Somebody was faster; `refus` says so."""

    def __init__(self, refus: Refus) -> None:
        super().__init__(refus.motif)
        self.refus = refus


def connus(teleservice: Teleservice, contexte: Contexte) -> Sequence[Sujet]:
    """What this draft is about, as far as its answers say."""
    if teleservice.sujets is None:
        return ()
    try:
        return teleservice.sujets(contexte)
    except PasEncore:
        return ()


def refus(teleservice: Teleservice, contexte: Contexte) -> Refus | None:
    """The démarche that is open on one of its subjects already: named to its owner, and to nobody else. One query."""
    exclusifs = _par_empreinte(teleservice, connus(teleservice, contexte))
    if not exclusifs:
        return None
    tenu = _tenu(exclusifs, contexte)
    if tenu is None:
        return None
    libelle = exclusifs[tenu.pk].libelle
    siens = tenu.demarche.assure_id == contexte.assure.pk
    return une_a_la_fois(tenu.demarche.reference, libelle) if siens else deja_en_cours(libelle)


def du_brouillon(teleservice: Teleservice, contexte: Contexte) -> Sujet | None:
    """The one thing that tells a draft from another; none while the answers do not say it, for several, or for the file itself."""
    siens = () if teleservice.exclusive else connus(teleservice, contexte)
    return siens[0] if len(siens) == 1 else None


def empreinte_du_brouillon(teleservice: Teleservice, contexte: Contexte) -> str:
    """Its fingerprint, or an empty text."""
    sujet = du_brouillon(teleservice, contexte)
    return empreinte_de(teleservice, sujet) if sujet is not None else ""


@dataclass(frozen=True)
class Deja:
    """What stands above a step: something was sent, or begun, on the same subject. `lien` leads there when it is the person's own."""

    titre: str
    motif: str
    lien: str = ""
    libelle: str = ""


def deja(teleservice: Teleservice, contexte: Contexte) -> Deja | None:
    """What was sent or begun already on what this draft is about. One query; one more when the draft has a known subject
    and could not take it."""
    exclusifs = _par_empreinte(teleservice, connus(teleservice, contexte))
    tenu = _tenu(exclusifs, contexte) if exclusifs and not teleservice.exclusive else None
    if tenu is not None:
        pour = _pour(exclusifs[tenu.pk])
        if tenu.demarche.assure_id != contexte.assure.pk:
            return Deja(EN_COURS, f"Nous traitons déjà une demande{pour}. Une seule est possible à la fois.")
        return Deja(
            EN_COURS, f"Vous avez déjà envoyé cette demande{pour}. Une seule est possible à la fois.",
            reverse("demarches:detail", args=[tenu.demarche.reference]), "Voir cette demande",
        )  # fmt: skip
    return _commencee(teleservice, contexte)


def _commencee(teleservice: Teleservice, contexte: Contexte) -> Deja | None:
    sujet, brouillon = du_brouillon(teleservice, contexte), contexte.brouillon
    if sujet is None or brouillon is None or brouillon.sujet or brouillon.corrige_id is not None:
        return None
    double = brouillons.autre(brouillon, empreinte_de(teleservice, sujet))
    if double is None:
        return None
    lien = reverse("demarches:etape", args=[teleservice.code, double.public_id, "verification"])
    return Deja(COMMENCEE, f"Vous avez déjà commencé cette demande{_pour(sujet)}.", lien, "Reprendre l’autre")


def _pour(sujet: Sujet) -> str:
    return f" pour {sujet.libelle}" if sujet.libelle else ""


def _tenu(exclusifs: Mapping[str, Sujet], contexte: Contexte) -> Verrou | None:
    """The lock of one of these; what a correction is about is held by the démarche whose place it takes, and stands in no way."""
    tenus = Verrou.objects.systeme(POURQUOI).filter(pk__in=exclusifs).select_related("demarche")
    if contexte.brouillon is not None and contexte.brouillon.corrige_id is not None:
        tenus = tenus.exclude(demarche=contexte.brouillon.corrige_id)
    return tenus.order_by("demarche__deposee_le", "pk").first()


def prendre(teleservice: Teleservice, contexte: Contexte, demarche: Demarche) -> None:
    """Take every subject of this draft, or none. In the transaction of the deposit. Raises DejaPris.

    A shared one is held until the end of that transaction: two deposits never read the same total.
    """
    siens = connus(teleservice, contexte)
    for sujet in siens:
        if sujet.partage:
            tenir(teleservice, sujet)
    if len(cles_d_empreinte()) > 1 and (tenu := refus(teleservice, contexte)):  # a lock that the old key wrote
        raise DejaPris(tenu)
    exclusifs = [Verrou(empreinte_de(teleservice, sujet), demarche.pk) for sujet in siens if not sujet.partage]
    try:
        with transaction.atomic():
            Verrou.objects.systeme(POURQUOI).bulk_create(sorted(exclusifs, key=lambda verrou: verrou.pk))
    except IntegrityError as course:
        raise DejaPris(refus(teleservice, contexte) or deja_en_cours("")) from course


def tenir(teleservice: Teleservice, sujet: Sujet) -> None:
    """A shared subject is ours until the end of this transaction: whoever else deposits, pays or counts on it waits."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [empreinte_de(teleservice, sujet).premiere]
        )


def libres(teleservice: Teleservice, siens: Iterable[Sujet]) -> set[str]:
    """The keys of those that no open démarche holds. One query."""
    cles = {empreinte_de(teleservice, sujet): sujet.cle for sujet in siens}
    tenus = Verrou.objects.systeme(POURQUOI).filter(pk__in=cles).values_list("pk", "demarche")
    return {cles[cle] for cle in cles.keys() - retrouver(cles, dict(tenus)).keys()}


def rendre(demarche: Demarche) -> None:
    """Its subjects are free again."""
    Verrou.objects.systeme(POURQUOI).filter(demarche=demarche).delete()


def _par_empreinte(teleservice: Teleservice, siens: Iterable[Sujet]) -> dict[str, Sujet]:
    """Those that one démarche alone may hold, by each fingerprint under which they may be held."""
    return {une: sujet for sujet in siens if not sujet.partage for une in empreinte_de(teleservice, sujet).toutes}


def empreinte_de(teleservice: Teleservice, sujet: Sujet) -> Empreinte:
    return empreinte("sujet", f"{teleservice.code}:{sujet.cle}")
