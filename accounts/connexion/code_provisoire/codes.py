"""Four digits, 48 hours, three tries at one place, one use. Ten thousand codes: what protects them is how few may be tried.

A place is a device that the account knows, or a network: a stranger who knows the number uses up their own three tries, not
those of who was given the code. How many are tried in all places is the limit `code_provisoire_partout`.

Its life follows the domain's clock. A right code is used up when the password is chosen, not when it is typed: a page that
is closed too early costs nobody a second call.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import StrEnum

from django.db import transaction

from accounts.informations import cartes_vitale
from accounts.models import Agent, Assure, CodeProvisoire, Compte
from accounts.securite import alertes, lieux, limites
from ameli.noyau import formats
from ameli.noyau.chiffrement import Empreinte, empreinte
from ameli.noyau.envois import deposer_sms
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("code_provisoire.delivre", "{acteur} : code provisoire délivré ({motif})")
declarer_genre("code_provisoire.annule", "{acteur} : code provisoire annulé")
declarer_genre("code_provisoire.utilise", "{acteur} : code provisoire utilisé")

VALABLE = timedelta(hours=48)  # [C]
CHIFFRES = 4  # [C]
ESSAIS = 3  # chapter 3 § 7
Canal = CodeProvisoire.Canal


class Fin(StrEnum):
    """Why a code that was typed right serves no more."""

    SERVI = "servi"
    ANNULE = "annule"
    PASSE = "passe"
    INUTILE = "inutile"  # frozen meanwhile, or closed to this kind of code


@transaction.atomic
def delivrer(
    assure: Assure, canal: str, *, motif: str, agent: Agent | None = None, telephone: str = ""
) -> tuple[CodeProvisoire, str]:
    """A new code and its digits in clear, this once. With `telephone` they leave by SMS; a former code dies.

    `motif` is a short French reason for the journal. The account's confirmed address is told that a code was given.
    """
    le = maintenant()
    Assure.objects.systeme("one code at a time for a file").select_for_update(no_key=True).only("pk").get(pk=assure.pk)
    _vivants(assure).update(annule_le=le)
    clair, sel = f"{secrets.randbelow(10**CHIFFRES):0{CHIFFRES}}", secrets.token_hex(16)
    code = CodeProvisoire(
        assure=assure, canal=canal, agent=agent, telephone=telephone, sel=sel, emis_le=le, expire_le=le + VALABLE
    )
    code.empreinte = _hacher(code, clair)
    code.save()
    if canal == Canal.ACCUEIL:  # whoever showed a paper does not wait for what strangers tried
        numero = lieux.partout(assure.personne.nir_empreinte)
        limites.oublier("code_provisoire_partout", numero)
        limites.oublier_tout("code_provisoire_numero", numero)
    if telephone:
        deposer_sms(
            a=telephone, sujet="Votre code provisoire", cle=f"code_provisoire:{code.public_id}", assure_ref=assure.public_id,
            texte=(
                f"compte ameli\N{NO-BREAK SPACE}: votre code provisoire est {clair}. Il sert une fois, jusqu’au"
                f" {formats.jour(code.expire_le)} à {formats.heure(code.expire_le)}. Ne le donnez à personne."
            ),
        )  # fmt: skip
    journaliser(
        "code_provisoire.delivre", acteur=f"agent:{agent.matricule}" if agent else "systeme:borne",
        assure_ref=assure.public_id, objet=f"code_provisoire:{code.public_id}", motif=motif, donnees={"canal": canal},
    )  # fmt: skip
    compte = Compte.objects.filter(assure=assure).select_related("assure").first()
    if compte is not None:
        alertes.code_provisoire(compte, code)
    return code, clair


@transaction.atomic
def annuler(code: CodeProvisoire, agent: Agent) -> bool:
    """The agent takes it back. False when it is over already."""
    fait = _vivants(code.assure).filter(pk=code.pk).update(annule_le=maintenant()) == 1
    if fait:
        journaliser(
            "code_provisoire.annule", acteur=f"agent:{agent.matricule}", assure_ref=code.assure.public_id,
            objet=f"code_provisoire:{code.public_id}",
        )  # fmt: skip
    return fait


@transaction.atomic
def essayer(nir_empreinte: str, saisi: str, lieu: str = "", *, carte: str = "") -> CodeProvisoire | None:
    """The code of that number, when `saisi` is right and may still be used, after less than three wrong ones at `lieu`.

    Only wrong digits count, each once: who types the right ones, leaves and comes back uses up nothing. With `carte`, the
    serial of their active Vitale card must be right too. The same queries and the same hash for a number without file or
    without code, but for the row that is written.
    """
    code = (
        CodeProvisoire.objects.systeme("somebody types a code for a number")
        .select_for_update(no_key=True, of=("self",))
        .select_related("assure__personne", "assure__compte", "assure__caisse", "agent")
        .filter(assure__personne__nir_empreinte=nir_empreinte, utilise_le=None, annule_le=None)
        .order_by("-id")
        .first()
    )
    modele = code or CodeProvisoire(sel="0" * 32, empreinte="0" * 64)
    propose = _hacher(modele, saisi)
    if carte and cartes_vitale.reconnaitre(code.assure.personne_id if code else 0, carte) is None:
        return None
    if code is None or code.expire_le <= maintenant():
        return None
    faux = code.lieux.setdefault(lieu, [])
    if len(faux) >= ESSAIS:
        return None
    if propose.vaut(modele.empreinte):
        return code if _peut_servir(code) else None
    if propose not in faux:
        faux.append(propose)
        code.essais += 1
        code.save(update_fields=["essais", "lieux"])
    return None


def reprendre(public_id: str) -> tuple[CodeProvisoire | None, Fin | None]:
    """The code that was typed right some minutes ago, when it may still be used; otherwise why it may not any more."""
    code = (
        CodeProvisoire.objects.systeme("the code was typed in this session")
        .select_related("assure__personne", "assure__compte", "assure__caisse", "agent")
        .filter(public_id=public_id)
        .first()
    )
    fin = Fin.INUTILE if code is None else _fin(code)
    return (code, None) if fin is None else (None, fin)


def _fin(code: CodeProvisoire) -> Fin | None:
    if code.utilise_le is not None:
        return Fin.SERVI
    if code.annule_le is not None:
        return Fin.ANNULE
    if code.expire_le <= maintenant():
        return Fin.PASSE
    return None if _peut_servir(code) else Fin.INUTILE


def utiliser(code: CodeProvisoire, acteur: str) -> bool:
    """Use it up, in the caller's transaction: the first gets True."""
    lignes = CodeProvisoire.objects.systeme("used once").filter(pk=code.pk, utilise_le=None, annule_le=None)
    if lignes.filter(expire_le__gt=maintenant()).update(utilise_le=maintenant()) != 1:
        return False
    journaliser(
        "code_provisoire.utilise", acteur=acteur, assure_ref=code.assure.public_id,
        objet=f"code_provisoire:{code.public_id}",
    )  # fmt: skip
    return True


def compte_de(assure: Assure) -> Compte | None:
    """The account of a file, or None."""
    return getattr(assure, "compte", None)


def _peut_servir(code: CodeProvisoire) -> bool:
    """A kiosk's code opens no account [C]; a frozen one is opened again only for who came to the desk."""
    compte = compte_de(code.assure)
    if code.assure.personne.date_deces is not None:
        return False
    if compte is None:
        return code.canal != Canal.BORNE
    return compte.gele_le is None or code.canal == Canal.ACCUEIL


def _vivants(assure: Assure):
    return CodeProvisoire.objects.de(assure).filter(utilise_le=None, annule_le=None)


def _hacher(code: CodeProvisoire, clair: str) -> Empreinte:
    return empreinte("code_provisoire", f"{code.sel}\0{code.assure_id}\0{''.join(clair.split())}")
