"""The life of what the caisse asks by itself: opened, reminded of, answered by a démarche, or settled without it.

`revoir` is the one way to open and to withdraw: it makes the rows of a file say what the room says that the file owes. It may
be called at any time, twice included: when something changed, when a démarche has ended, each night. What an agent proposes
(`proposer`) is opened by hand, and stands as long as the room's `dus` names it among what is `posees`; the person may decline it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.informations import adresse
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure, Compte
from ameli.noyau import echeances
from ameli.noyau.calendrier import fin_du_jour, jour_de
from ameli.noyau.echeances import gestionnaire, planifier
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.envois import deposer_lettre
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.moteur import registre
from demarches.moteur.appel import Appel, Du
from demarches.moteur.models import Demarche
from demarches.moteur.models_invitation import Invitation

RAPPEL, FIN = "invitation.rappel", "invitation.fin"
RAISON = "what the caisse asked is due"
PROPOSEE, DECLINEE = "invitation.proposee", "invitation.declinee"
declarer_genre(PROPOSEE, "{acteur} : démarche proposée par votre caisse")
declarer_genre(DECLINEE, "{acteur} : démarche proposée, sans suite à votre demande")


@transaction.atomic
def revoir(code: str, assure: Assure, *, le: datetime, demarche: Demarche | None = None, dire: bool = True) -> None:
    """Open what this file owes now, withdraw what it owes no more: answered by `demarche` if one was just sent.

    With `dire=False` nobody is told that it is settled: something else says it.
    """
    appel = _appel(code)
    dossier = (
        Assure.objects.de(assure)
        .select_for_update(of=("self",), no_key=True)
        .select_related("personne", "caisse")
        .get()
    )
    dus = {du.sujet: du for du in appel.dus(dossier, le)}
    for invitation in _ouvertes(dossier, code):
        du = dus.pop(invitation.sujet, None)
        if du is None:
            _clore(appel, invitation, demarche, le=le, dire=dire)
        else:
            _mettre_a_jour(invitation, du)
    for du in dus.values():
        _ouvrir(appel, code, dossier, du, le)


def revoir_tous(le: datetime) -> None:
    """Each night, every file that may owe something: what changed without anybody saying so is seen."""
    for teleservice in registre.tous():
        if teleservice.appel is None:
            continue
        ouvertes = Invitation.objects.systeme(RAISON).filter(teleservice=teleservice.code).ouvertes()
        cles = {*teleservice.appel.dossiers(jour_de(le)), *ouvertes.values_list("assure", flat=True)}
        for cle in sorted(cles):
            revoir(teleservice.code, Assure.objects.systeme(RAISON).get(pk=cle), le=le)


def regler(code: str, assure: Assure, *, le: datetime) -> None:
    """An agent settles it now, and tells the person: what was asked is asked no more."""
    for invitation in _ouvertes(assure, code).select_for_update(of=("self",), no_key=True):
        _clore(_appel(code), invitation, None, le=le, dire=False)


@transaction.atomic
def redire(code: str, assure: Assure, sujet: str, quoi: str, *, le: datetime) -> None:
    """What an agent has settled of it is told again, by the same channels."""
    for invitation in _ouvertes(assure, code).filter(sujet=sujet):
        _dire(_appel(code), invitation, quoi, le, f":{le:%Y%m%d%H%M%S}")


@transaction.atomic
def redemander(code: str, assure: Assure, *, le: datetime) -> None:
    """An agent gave more time: it is asked anew, with its new last day and its reminders."""
    regler(code, assure, le=le)
    revoir(code, assure, le=le)


@transaction.atomic
def proposer(code: str, assure: Assure, du: Du, *, acteur: str, le: datetime) -> bool:
    """An agent asks it of this person; False when the same subject is asked already."""
    Assure.objects.de(assure).select_for_update(of=("self",), no_key=True).get()
    if _ouvertes(assure, code).filter(sujet=du.sujet).exists():
        return False
    _ouvrir(_appel(code), code, assure, du, le)
    journaliser(PROPOSEE, acteur=acteur, assure_ref=assure.public_id, objet=f"invitation:{code}")
    return True


def posees(code: str, assure: Assure) -> list[Du]:
    """What stands open, as it was asked: what `dus` gives, where agents ask by themselves. One query."""
    return [
        Du(une.sujet, une.libelle, une.texte, une.donnees, une.avant_le, une.pour_agents, une.etiquette)
        for une in _ouvertes(assure, code)
    ]


@transaction.atomic
def decliner(code: str, assure: Assure, *, acteur: str, le: datetime) -> bool:
    """The person does not follow up what was proposed; False when nothing is any more."""
    siennes = list(_ouvertes(assure, code).select_for_update(of=("self",), no_key=True))
    for invitation in siennes:
        _clore(_appel(code), invitation, None, le=le, dire=False, issue=Invitation.Issue.DECLINEE)
        _dire(_appel(code), invitation, "declinee", le)
        journaliser(DECLINEE, acteur=acteur, assure_ref=assure.public_id, objet=f"invitation:{code}")
    return bool(siennes)


def attendue(code: str, assure: Assure) -> bool:
    """Does the caisse wait for this démarche of the person themselves? One query."""
    return _ouvertes(assure, code).filter(pour_agents="").exists()


def _ouvertes(assure: Assure, code: str):
    return Invitation.objects.de(assure).filter(teleservice=code).ouvertes().select_related("assure")


def _appel(code: str) -> Appel:
    appel = registre.celui_de(code).appel
    assert appel is not None, f"{code} is not opened by the caisse"
    return appel


def _ouvrir(appel: Appel, code: str, assure: Assure, du: Du, le: datetime) -> None:
    """The last day to answer is said by its date: it lasts until its end."""
    avant_le = fin_du_jour(du.avant_le) if du.avant_le is not None else None
    invitation = Invitation.objects.create(
        assure=assure, teleservice=code, sujet=du.sujet, libelle=du.libelle, texte=du.texte, donnees=dict(du.donnees),
        pour_agents=du.pour_agents, etiquette=du.etiquette, ouverte_le=le, avant_le=avant_le,
    )  # fmt: skip
    if du.annonce:
        _dire(appel, invitation, "ouverte", le)
        for rang, rappel in enumerate(appel.rappels, start=1):
            planifier(
                RAPPEL, objet=invitation.objet, du_le=rappel.apres(le), cle=f"{invitation.objet}:{RAPPEL}:{rang}",
                donnees={"rang": rang},
            )  # fmt: skip
    if avant_le is not None:
        fin = appel.grace.apres(avant_le) if appel.grace else avant_le
        planifier(FIN, objet=invitation.objet, du_le=fin, cle=f"{invitation.objet}:{FIN}")


def _mettre_a_jour(invitation: Invitation, du: Du) -> None:
    champs = {
        "libelle": du.libelle, "texte": du.texte, "donnees": dict(du.donnees), "pour_agents": du.pour_agents,
        "etiquette": du.etiquette,
    }  # fmt: skip
    if any(getattr(invitation, nom) != valeur for nom, valeur in champs.items()):
        for nom, valeur in champs.items():
            setattr(invitation, nom, valeur)
        invitation.save(update_fields=list(champs))


def _clore(
    appel: Appel, invitation: Invitation, demarche: Demarche | None, *, le: datetime, dire: bool,
    issue: Invitation.Issue = Invitation.Issue.RETIREE,
) -> None:  # fmt: skip
    invitation.close_le, invitation.demarche = le, demarche
    invitation.issue = Invitation.Issue.REPONDUE if demarche else issue
    invitation.save(update_fields=["close_le", "demarche", "issue"])
    echeances.annuler(objet=invitation.objet)
    if demarche is None and dire:
        _dire(appel, invitation, "retiree", le)


@gestionnaire(RAPPEL)
def rappeler(echeance: Echeance) -> None:
    """Asked for again."""
    invitation = _encore_ouverte(echeance)
    if invitation is not None:
        appel, sien = _appel(invitation.teleservice), f"rappel_{echeance.donnees.get('rang')}"
        _dire(appel, invitation, sien if sien in appel.messages else "rappel", echeance.du_le, f":{echeance.pk}")


@gestionnaire(FIN)
def constater(echeance: Echeance) -> None:
    """Nothing came in time."""
    invitation = _encore_ouverte(echeance)
    if invitation is None:
        return
    appel = _appel(invitation.teleservice)
    invitation.passee_le = echeance.du_le
    invitation.save(update_fields=["passee_le"])
    appel.si_rien(invitation, echeance.du_le)
    _dire(appel, invitation, "retard", echeance.du_le)


def _encore_ouverte(echeance: Echeance) -> Invitation | None:
    lignes = Invitation.objects.systeme(RAISON).ouvertes().filter(public_id=echeance.objet.removeprefix("invitation:"))
    return lignes.select_for_update(of=("self",), no_key=True).select_related("assure__personne").first()


def _dire(appel: Appel, invitation: Invitation, quoi: str, le: datetime, suite: str = "") -> None:
    """A message, and the mail that announces it, which names nobody; on paper to those who read no mail, to guardians, or to all."""
    assure, cle = invitation.assure, f"{invitation.objet}:{quoi}{suite}"
    if quoi not in appel.messages or assure.personne.date_deces is not None:
        return
    gabarit, sujet = appel.messages[quoi]
    contexte = {"invitation": invitation, "assure": assure, **appel.contexte(invitation, le)}
    salle = registre.celui_de(invitation.teleservice).salle
    deposer_message(assure, sujet=sujet, gabarit=f"{salle}/{gabarit}", contexte=contexte, cle=cle, le=le)
    a = sur_papier(assure, le, a_tous=quoi in appel.a_tous) if quoi in appel.lettres else ""
    if a:
        deposer_lettre(
            a=a, gabarit=appel.lettres[quoi], contexte=contexte, cle=f"{cle}:lettre", assure_ref=assure.public_id
        )


def sur_papier(assure: Assure, le: datetime, *, a_tous: bool = False) -> str:
    """The address block of who must be written to by post: the guardian, somebody who confirmed no mail here. Empty for the others,
    unless all are written to."""
    compte = Compte.objects.filter(assure=assure).first()
    lit_ses_courriels = compte is not None and compte.email_valide_le is not None
    if not (assure.majeur_protege or a_tous) and lit_ses_courriels:
        return ""
    ou = adresse.actuelle(assure, le)
    qui = f"Au tuteur ou curateur de {assure.personne}" if assure.majeur_protege else str(assure.personne)
    return "\n".join([qui, *ou.lignes]) if ou is not None else ""
