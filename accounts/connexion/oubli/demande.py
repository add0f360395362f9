"""Ask for a new password, and what the request becomes.

The page does the same work for every number: it counts a try and leaves a due date, in one transaction. Only the sweep,
some seconds later, looks whether there is an account: no answer, no status and no time tells it to who asked.

Whoever knows a number and a birth date may ask: three mails an hour fill nobody's mailbox. The owner is not refused for it:
after three, either the last link still works, or another one leaves.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Compte, JetonSecurite
from accounts.securite import alertes, jetons, limites
from ameli.noyau import formats
from ameli.noyau.chiffrement import Empreinte, de_donnees, empreinte, en_donnees
from ameli.noyau.echeances import planifier
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois import deposer_courriel
from ameli.noyau.horloge import maintenant, temps_reel

USAGE = "mot_de_passe_oublie"
VALABLE = timedelta(minutes=30)  # chapter 3 § 1 [C]
OBJET = "Votre demande de nouveau mot de passe"


def deposer(nir: str, naissance: date) -> datetime:
    """Leave the request; when the link, if there is one, will have passed (domain clock). Nobody is looked up.

    That instant is stored with the request: the page and the mail say the same one. After three requests of an hour no mail
    leaves while the last link works: it is its end that is promised again.
    """
    le, nir_empreinte = maintenant(), empreinte("nir", nir)
    qui = _hacher(nir_empreinte, naissance)
    with transaction.atomic():
        permis = limites.prendre("oubli_courriel", qui).permis
        fin = (None if permis else _derniere_promesse(qui)) or le + VALABLE
        planifier(
            "oubli.demande", objet="", du_le=le, cle=f"{_prefixe(qui)}{temps_reel().timestamp():.6f}",
            donnees={**en_donnees("nir_empreinte", nir_empreinte), "naissance": qui, "permis": permis, "fin": fin.isoformat()},
        )  # fmt: skip
    return fin


def _derniere_promesse(qui: str) -> datetime | None:
    """The end that was promised to whoever asked last with this number and this birth date, while it has not passed."""
    demandes = Echeance.objects.filter(genre="oubli.demande", cle__startswith=_prefixe(qui)).order_by("-id")
    derniere = demandes.values_list("donnees", flat=True).first()
    fin = datetime.fromisoformat(derniere["fin"]) if derniere else None
    return fin if fin and fin > maintenant() else None


def _prefixe(qui: str) -> str:
    return f"oubli:{qui[:16]}:"


def traiter(echeance: Echeance) -> None:
    """Send what the account allows: a link, a word that it is closed to this way, or nothing when it is not theirs."""
    donnees = echeance.donnees
    compte = (
        Compte.objects.select_related("assure__personne")
        .filter(assure__personne__nir_empreinte=de_donnees("nir_empreinte", donnees), email_valide_le__isnull=False)
        .first()
    )
    if compte is None or compte.assure is None:
        return
    personne = compte.assure.personne
    demandee = _hacher(donnees["nir_empreinte"], personne.date_naissance)
    if personne.date_deces or not demandee.vaut(donnees["naissance"]):
        return
    if compte.gele_le is not None or not compte.is_active:
        if donnees["permis"]:
            _ecrire(compte, "oubli_impossible", {"gele": compte.gele_le is not None}, echeance.cle)
        return
    promise = datetime.fromisoformat(donnees["fin"])
    vivants = JetonSecurite.objects.filter(compte=compte, usage=USAGE, utilise_le=None)
    tenue = vivants.filter(liaison=version(compte), expire_le__gt=maintenant(), expire_le__gte=promise)
    if not donnees["permis"] and tenue.exists():
        return
    vivants.update(utilise_le=maintenant())
    fin = _fin(promise)
    jeton = jetons.creer(compte, USAGE, version(compte), fin - maintenant())
    contexte = {
        "prenom": personne.prenom, "lien": f"{settings.URL_PUBLIQUE}{reverse('oubli_nouveau')}?jeton={jeton}",
        "jusqu_a": formats.heure(fin), "objet": OBJET, "demande_le": alertes.en_toutes_lettres(temps_reel()),
    }  # fmt: skip
    _ecrire(compte, "mot_de_passe_oublie", contexte, echeance.cle)


def _fin(promise: datetime) -> datetime:
    """The instant that the page promised; thirty minutes from now when the sweep was so late that little of it is left."""
    return promise if promise - maintenant() > VALABLE / 2 else maintenant() + VALABLE


def version(compte: Compte) -> str:
    """The password that the link was made for: a link is worth nothing once it was changed some other way."""
    return empreinte("version_mot_de_passe", compte.password)[:32]


def _ecrire(compte: Compte, gabarit: str, contexte: dict[str, object], cle: str) -> None:
    assure_ref = compte.assure.public_id if compte.assure is not None else ""
    deposer_courriel(a=compte.email, gabarit=gabarit, contexte=contexte, cle=cle, assure_ref=assure_ref)


def _hacher(nir_empreinte: str, naissance: date) -> Empreinte:
    return empreinte("oubli:naissance", f"{nir_empreinte}\0{naissance.isoformat()}")
