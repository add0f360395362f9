"""The civil register: asked three days after the declaration, then until it gives the number of each child (chapter 13).

It is a service of the outside world (`AMELI_ETAT_CIVIL_URL`), asked one child at a time: {"nom", "prenoms", "sexe",
"naissance", "departement", "declaree_le"}. It answers {"resultat": "trouve" | "inconnu" | "decede", and of a child that it has:
"nom", "prenoms", "sexe", "naissance", "commune", "nir" (13 characters, once it is given), "deces"}.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings

from accounts.dossier import naissances, numeros
from accounts.dossier.naissances import Identite
from ameli.noyau.calendrier import jours
from ameli.noyau.envois import deposer_appel, reponse
from ameli.noyau.envois.models import Envoi
from ameli.noyau.horloge import maintenant
from ameli.noyau.saisie import noms
from demarches.catalogue.naissance import enfants, filiation, silence
from demarches.catalogue.naissance.formulaires import FRANCE
from demarches.catalogue.naissance.models import EnfantDeclare
from demarches.catalogue.naissance.reponses import Naissance
from demarches.moteur import transitions
from demarches.moteur.models import Demarche

SERVICE, PREFIXE = "etat_civil", "enfant:"
TROUVE, DECEDE = "trouve", "decede"
DERNIER_DELAI = jours(10)  # hypothesis: three to ten days after the town hall
INTROUVABLE = "L’état civil ne connaît pas encore cette naissance : demandez l’acte."
CODE_ECART = "ecart"
ECART = "Le nom, le sexe ou la date de l’état civil n’est pas celui de la déclaration."
FILIATION = "L’enfant est peut-être déjà dans un autre dossier : lisez l’acte avant de le rattacher à celui-ci."
Etat = EnfantDeclare.Etat


def interroger(demarche: Demarche, le: datetime) -> None:
    """Ask about every child whose number is not known. Without a register, an agent reads the act after ten days."""
    if Naissance.de(demarche).situation.lieu != FRANCE:
        return
    for enfant in enfants.lire(demarche):
        if enfant.fini:
            continue
        if SERVICE in settings.PARTENAIRES:
            champs = ("nom", "prenoms", "sexe", "naissance", "departement")
            deposer_appel(
                partenaire=SERVICE, objet=f"{PREFIXE}{enfant.pk}", cle=f"{PREFIXE}{enfant.pk}:{le:%Y%m%d%H%M%S}",
                donnees={
                    **{champ: enfant.identite[champ] for champ in champs}, "declaree_le": enfant.identite["mairie_le"],
                },
            )  # fmt: skip
        elif le >= DERNIER_DELAI.apres(demarche.deposee_le):
            demarche.signaler("introuvable", INTROUVABLE)


@reponse(SERVICE)
def lire(envoi: Envoi, donnees: dict[str, Any] | None) -> None:
    """What the register says of one child; nothing (None) when it was silent too long."""
    recevoir(int(envoi.objet.removeprefix(PREFIXE)), donnees or {}, maintenant())


def recevoir(cle: int, recue: dict[str, Any], le: datetime) -> None:
    """The answer about the child of this key. A closed démarche, or a child who has a number, stays as it is."""
    declares = EnfantDeclare.objects.systeme("the civil register has answered")
    trouve = declares.filter(pk=cle).select_related("demarche").first()
    if trouve is None:
        return
    demarche = transitions.verrouiller(trouve.demarche)
    enfant = next(un for un in enfants.lire(demarche) if un.pk == cle)
    if not demarche.ouverte or enfant.fini or enfant.rattachement is None:
        return
    if recue.get("resultat") == DECEDE:
        silence.faire(demarche, [enfant], acteur="horloge", le=le, deces=date.fromisoformat(recue["deces"]))
    elif recue.get("resultat") == TROUVE:
        _rapprocher(demarche, enfant, recue, le)
    elif enfant.etat == Etat.ATTENDU and le >= DERNIER_DELAI.apres(demarche.deposee_le):
        _a_verifier(demarche, enfant, "introuvable", INTROUVABLE, recue, le)


def _rapprocher(demarche: Demarche, enfant: EnfantDeclare, recue: dict[str, Any], le: datetime) -> None:
    if enfant.etat in (Etat.ATTENDU, Etat.RETROUVE) and not concorde(enfant, recue):
        _a_verifier(demarche, enfant, CODE_ECART, ECART, recue, le)
    elif enfant.etat == Etat.ATTENDU and (autre := filiation.autre_dossier(enfant, recue)) is not None:
        _a_verifier(demarche, enfant, "filiation", FILIATION, recue, le)
        if autre.assure.adresse_protegee:
            demarche.reserver()
    elif enfant.etat == Etat.ATTENDU:
        _confirmer(demarche, enfant, recue, le)
    if enfant.etat == Etat.RETROUVE and recue.get("nir"):
        numeroter(demarche, enfant, recue["nir"], le)


def _confirmer(demarche: Demarche, enfant: EnfantDeclare, recue: dict[str, Any], le: datetime) -> None:
    assert enfant.rattachement is not None  # the reader made sure of it
    enfant.passer(Etat.RETROUVE, etat_civil=recue)
    naissances.rectifier(
        enfant.rattachement, enfants.declaree(enfant), acteur="horloge", cause=demarche.reference
    )  # fmt: skip
    if all(un.etat != Etat.ATTENDU for un in enfants.lire(demarche)):
        transitions.noter(demarche, "retrouve", le=le)


def _a_verifier(
    demarche: Demarche, enfant: EnfantDeclare, code: str, phrase: str, recue: dict[str, Any], le: datetime
) -> None:
    """An agent looks; the person reads the same words whatever the reason."""
    enfant.passer(Etat.A_VERIFIER, etat_civil=recue)
    demarche.signaler(code, phrase)
    transitions.noter(demarche, "a_verifier", le=le)
    transitions.prevenir(demarche, "a_verifier", le=le)


def numeroter(demarche: Demarche, enfant: EnfantDeclare, nir: str, le: datetime) -> None:
    """The child has a number; the last of them ends the démarche, unless an agent must look."""
    assert enfant.rattachement is not None  # as above
    try:
        numeros.attribuer(
            demarche.assure, enfant.rattachement.personne, nir, acteur="horloge", cause=demarche.reference
        )
    except numeros.NumeroRefuse:
        _a_verifier(demarche, enfant, "filiation", FILIATION, enfant.etat_civil, le)
        return
    enfant.passer(Etat.NUMEROTE)
    terminer(demarche, le)


def terminer(demarche: Demarche, le: datetime) -> None:
    """Every child has a number: it is over. What an agent must look at first stays open."""
    if all(un.fini for un in enfants.lire(demarche)) and not demarche.alertes and demarche.ouverte:
        transitions.passer(demarche, "accepter", acteur="horloge", le=le)


def concorde(enfant: EnfantDeclare, recue: dict[str, Any]) -> bool:
    """Does the register say what the parent said? Accents, dashes, capitals and further given names do not count."""
    dite = enfant.identite
    return (
        noms.cle(dite["nom"]) == noms.cle(recue["nom"])
        and filiation.premier(dite["prenoms"]) == filiation.premier(recue["prenoms"])
        and (dite["sexe"], dite["naissance"]) == (recue["sexe"], recue["naissance"])
    )


def inscrite(enfant: EnfantDeclare) -> Identite:
    """What the register says of the child."""
    recue = enfant.etat_civil
    return Identite(
        recue["nom"], recue["prenoms"], recue["sexe"], date.fromisoformat(recue["naissance"]), recue.get("commune", "")
    )
