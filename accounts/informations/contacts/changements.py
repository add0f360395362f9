"""Ask, prove, take effect, take back: each step in one transaction, with its journal entry, mails and message."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.informations.contacts import regles
from accounts.messagerie.depot import deposer_message
from accounts.models import ChangementContact, Compte, JetonSecurite
from accounts.securite import alertes, codes, gel, jetons
from ameli.noyau.envois import deposer_courriel, deposer_sms
from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.masquage import masquer_courriel, masquer_telephone

declarer_genre("contact.change", "{acteur} : {motif} changé")
declarer_genre("contact.annule", "{acteur} : changement annulé ({motif})")

Quoi = ChangementContact.Quoi
LIEN, ANNULATION, CODE = "courriel_nouveau", "contact_annuler", "telephone"
NOMS = {Quoi.COURRIEL: "adresse de courriel", Quoi.MOBILE: "téléphone mobile", Quoi.FIXE: "téléphone fixe"}
CHAMPS = {Quoi.COURRIEL: "email", Quoi.MOBILE: "telephone", Quoi.FIXE: "telephone_fixe"}

Issue = Literal["fait", "prise", "perdu"]


# E-mail: a link sent to the new address


@transaction.atomic
def demander_courriel(compte: Compte, nouveau: str) -> ChangementContact:
    """Send the link to the new address; the old one serves until it is followed. A former request is forgotten."""
    changement = _demander(compte, Quoi.COURRIEL, nouveau)
    cle = f"courriel_nouveau:{changement.public_id}"
    confirmes = Compte.objects.filter(email=nouveau, email_valide_le__isnull=False).exclude(pk=compte.pk)
    titulaire = confirmes.select_related("assure").first()
    if titulaire is not None:
        deposer_courriel(
            a=nouveau, gabarit="adresse_deja_prise", contexte={}, cle=cle, assure_ref=_ref(titulaire)
        )  # fmt: skip
        return changement
    jeton = jetons.creer(compte, LIEN, changement.public_id, regles.LIEN_VALABLE)
    lien = f"{settings.URL_PUBLIQUE}{reverse('informations:courriel_confirmer')}?jeton={jeton}"
    deposer_courriel(a=nouveau, gabarit="courriel_nouveau", contexte={"lien": lien}, cle=cle, assure_ref=_ref(compte))
    return changement


def courriel_vivant(jeton: str) -> ChangementContact | None:
    """The change that a link confirms. Writes nothing."""
    ligne = jetons.lire(jeton, LIEN) if jeton else None
    return _en_attente(ligne.compte, ligne.liaison) if ligne is not None else None


def confirmer_courriel(jeton: str) -> Issue:
    """Spend the link: mails go to the new address from now on; both are told."""
    try:
        with transaction.atomic():
            ligne = jetons.consommer(jeton, LIEN)
            changement = _en_attente(ligne.compte, ligne.liaison) if ligne is not None else None
            if changement is None:
                return "perdu"
            compte = _verrouiller(changement.compte_id)
            le = maintenant()
            changement.ancien = compte.email
            compte.email, compte.email_valide_le, compte.contact_change_le = changement.nouveau, le, le
            compte.save(update_fields=["email", "email_valide_le", "contact_change_le"])
            _effectuer(compte, changement, le)
    except IntegrityError:  # another account confirmed this address between the mail and the click
        return "prise"
    return "fait"


# Mobile: a code sent to the new number


@transaction.atomic
def demander_mobile(compte: Compte, nouveau: str) -> ChangementContact:
    """Send a code to the new number. Raises codes.TropDeCodes."""
    changement = _demander(compte, Quoi.MOBILE, nouveau)
    envoyer_code(changement)
    return changement


@transaction.atomic
def envoyer_code(changement: ChangementContact) -> None:
    """The code of this change, again. Raises codes.TropDeCodes."""
    code = codes.emettre(
        changement.compte, CODE, changement.public_id, chiffres=regles.CODE_CHIFFRES, duree=regles.CODE_VALABLE
    )
    deposer_sms(
        a=changement.nouveau, sujet="Votre code pour changer de mobile", cle=f"telephone:{changement.public_id}:{temps_reel().timestamp():.6f}",
        assure_ref=_ref(changement.compte),
        texte=f"compte ameli\N{NO-BREAK SPACE}: votre code est {code[:3]} {code[3:]}. Il fonctionne 10 minutes. Ne le donnez à personne.",
    )  # fmt: skip


@transaction.atomic
def confirmer_mobile(changement: ChangementContact, code: str) -> codes.Resultat:
    """With the right code, the new number replaces the old one; the old one is told by SMS."""
    resultat = codes.verifier(changement.compte, CODE, changement.public_id, code)
    if resultat.valide:
        compte = _verrouiller(changement.compte_id)
        le = maintenant()
        changement.ancien = compte.telephone
        compte.telephone, compte.contact_change_le = changement.nouveau, le
        compte.save(update_fields=["telephone", "contact_change_le"])
        _effectuer(compte, changement, le)
    return resultat


@transaction.atomic
def remplacer_fixe(compte: Compte, nouveau: str) -> None:
    """A fixed line proves nothing and receives no code: it changes at once. An empty number removes it."""
    changement = _demander(compte, Quoi.FIXE, nouveau)
    changement.ancien = compte.telephone_fixe
    compte.telephone_fixe = nouveau
    compte.save(update_fields=["telephone_fixe"])
    _effectuer(compte, changement, maintenant())


# Taking it back


def annulation_vivante(jeton: str) -> ChangementContact | None:
    """The change that a link of the old channel takes back. Writes nothing."""
    ligne = jetons.lire(jeton, ANNULATION) if jeton else None
    if ligne is None:
        return None
    return ChangementContact.objects.select_related("compte__assure").filter(public_id=ligne.liaison).first()


def annuler(jeton: str, *, geler: bool) -> ChangementContact | None:
    """Put the former value back, sign everybody out, and freeze when asked. The links of later changes die with it.

    A former address that another account confirmed meanwhile cannot come back: the account is frozen then.
    """
    with transaction.atomic():
        ligne = jetons.consommer(jeton, ANNULATION)
        if ligne is None:
            return None
        changement = ChangementContact.objects.select_for_update(of=("self",)).select_related("compte__assure").get(
            public_id=ligne.liaison
        )  # fmt: skip
        compte, le = _verrouiller(changement.compte_id), maintenant()
        rendu = _remettre(compte, changement, le)
        changement.annule_le = le
        changement.save(update_fields=["annule_le"])
        JetonSecurite.objects.filter(compte=compte, utilise_le=None).exclude(pk=ligne.pk).update(utilise_le=le)
        journaliser(
            "contact.annule", acteur=compte.acteur, assure_ref=_ref(compte), objet=f"contact:{changement.public_id}",
            motif=NOMS[Quoi(changement.quoi)],
        )  # fmt: skip
        if geler or not rendu:
            gel.geler(compte, "la personne dit ne pas avoir changé ses contacts", changement.public_id)
        else:
            gel.fermer_les_sessions(compte)
    return changement


def abandonner(compte: Compte, changement: ChangementContact) -> None:
    """The person gives up a change that waits for its proof."""
    ChangementContact.objects.filter(pk=changement.pk, effet_le=None).update(annule_le=maintenant())
    JetonSecurite.objects.filter(compte=compte, usage=LIEN, utilise_le=None).update(utilise_le=maintenant())


def en_attente(compte: Compte, quoi: str) -> ChangementContact | None:
    """The change of `quoi` that waits for its proof, while its proof may still come."""
    attente = regles.LIEN_VALABLE if quoi == Quoi.COURRIEL else regles.CODE_VALABLE
    return (
        ChangementContact.objects.filter(
            compte=compte, quoi=quoi, effet_le=None, annule_le=None, demande_le__gt=maintenant() - attente
        )
        .order_by("-id")
        .first()
    )


def _demander(compte: Compte, quoi: str, nouveau: str) -> ChangementContact:
    le = maintenant()
    ChangementContact.objects.filter(compte=compte, quoi=quoi, effet_le=None, annule_le=None).update(annule_le=le)
    JetonSecurite.objects.filter(compte=compte, usage=LIEN, utilise_le=None).update(utilise_le=le)
    return ChangementContact.objects.create(compte=compte, quoi=quoi, nouveau=nouveau, demande_le=le)


def _en_attente(compte: Compte, public_id: str) -> ChangementContact | None:
    lignes = ChangementContact.objects.filter(compte=compte, public_id=public_id, effet_le=None, annule_le=None)
    return lignes.select_related("compte__assure").first()


def _effectuer(compte: Compte, changement: ChangementContact, le: datetime) -> None:
    """The traces of a change that took effect: journal, message, notice on the old channel with the way back."""
    changement.effet_le = le
    changement.save(update_fields=["ancien", "effet_le"])
    quoi = Quoi(changement.quoi)
    journaliser(
        "contact.change", acteur=compte.acteur, assure_ref=_ref(compte), objet=f"contact:{changement.public_id}",
        motif=NOMS[quoi],
    )  # fmt: skip
    if compte.assure is not None:
        deposer_message(
            compte.assure, sujet="Un de vos contacts a changé", gabarit="contact_change", notifier=False,
            cle=f"contact:{changement.public_id}",
            contexte={"quoi": NOMS[quoi], "nouveau": masquer(quoi, changement.nouveau), "caisse": compte.assure.caisse.nom},
        )  # fmt: skip
    if quoi != Quoi.FIXE:
        _prevenir(compte, changement, le)


def _prevenir(compte: Compte, changement: ChangementContact, le: datetime) -> None:
    """On what was there before, with the link that takes the change back; to the new address too."""
    quoi = Quoi(changement.quoi)
    jeton = jetons.creer(compte, ANNULATION, changement.public_id, regles.ANNULABLE)
    lien = f"{settings.URL_PUBLIQUE}{reverse('informations:contact_annuler')}?jeton={jeton}"
    contexte = {
        "quoi": NOMS[quoi], "le": alertes.en_toutes_lettres(temps_reel()), "jours": regles.ANNULABLE.days,
        "nouveau": masquer(quoi, changement.nouveau), "lien": lien,
    }  # fmt: skip
    cle = f"contact_change:{changement.public_id}"
    if quoi == Quoi.COURRIEL:
        for a, gabarit in ((changement.ancien, "contact_change"), (changement.nouveau, "contact_change_nouveau")):
            deposer_courriel(a=a, gabarit=gabarit, contexte=contexte, cle=f"{cle}:{gabarit}", assure_ref=_ref(compte))
        return
    alertes.alerter(compte, "mobile_modifie", changement.public_id, contexte)
    if changement.ancien:
        deposer_sms(
            a=changement.ancien, sujet="Votre mobile a été remplacé", cle=f"{cle}:sms", assure_ref=_ref(compte),
            texte="compte ameli\N{NO-BREAK SPACE}: votre numéro de mobile a été remplacé. Ce n’était pas vous\N{NO-BREAK SPACE}? Appelez tout de suite le 36 46.",
        )  # fmt: skip


def _remettre(compte: Compte, changement: ChangementContact, le: datetime) -> bool:
    """The former value comes back; False when it cannot."""
    champ = CHAMPS[Quoi(changement.quoi)]
    champs = {champ: changement.ancien, "contact_change_le": le}
    if champ == "email":
        champs["email_valide_le"] = le
    try:
        with transaction.atomic():
            Compte.objects.filter(pk=compte.pk).update(**champs)
    except IntegrityError:
        return False
    compte.refresh_from_db(fields=list(champs))
    return True


def _verrouiller(pk: int) -> Compte:
    lignes = Compte.objects.select_for_update(no_key=True, of=("self",)).select_related("assure__caisse")
    return lignes.get(pk=pk)


def masquer(quoi: str, valeur: str) -> str:
    return masquer_courriel(valeur) if quoi == Quoi.COURRIEL else masquer_telephone(valeur) if valeur else "aucun"


def _ref(compte: Compte) -> str:
    return compte.assure.public_id if compte.assure is not None else ""
