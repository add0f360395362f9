"""Somebody who asks for care abroad to be paid back, and the agent and the doctor who answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import Assure, Message
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois, jour_de
from demarches.catalogue.soins_etranger import avis, decision, exemples
from demarches.catalogue.soins_etranger.reponses import CODE
from demarches.models import Demarche
from demarches.moteur import accords, attentes, registre
from demarches.moteur.decisions import Decision
from demarches.moteur.declaration import Contexte
from paiements.models import CoursDevise
from tests.catalogue.marche import Marche
from tests.fabriques import creer_agent, creer_assure, creer_compte


def en_jour(le: date) -> str:
    return f"{le:%d/%m/%Y}"


def il_y_a(mois: int, jours: int = 0) -> date:
    """A day that many months before today."""
    le = ajouter_mois(jour_de(horloge.maintenant()), -mois)
    return date.fromordinal(le.toordinal() - jours)


def assure_avec_un_compte(prenom: str = "Chloé", nom: str = "Mathieu", **champs: Any) -> Assure:
    assure = creer_assure(prenom, nom, **champs)
    creer_compte(assure)
    return assure


def publier(devise: str, valeur: str, le: date | None = None) -> None:
    maintenant = horloge.maintenant()
    CoursDevise.objects.create(
        devise=devise, valeur=Decimal(valeur), publie_le=le or jour_de(maintenant), source="essai", ecrit_le=maintenant,
        ecrit_par="agent:X",
    )  # fmt: skip


def soin(le: date, **champs: Any) -> dict[str, Any]:
    return {
        "le": en_jour(le),
        "nature": "CONSULTATION",
        "montant": "60,00",
        "devise": "EUR",
        "prescrit": "non",
        **champs,
    }


def sejour(du: date, au: date, **champs: Any) -> dict[str, Any]:
    return {
        "pays": "ES", "du": en_jour(du), "au": en_jour(au), "motif": "VACANCES", "hopital": "non", "ceam": "oui",
        "deja_pris": "non", **champs,
    }  # fmt: skip


def beneficiaire(qui: Any, raison: str = "SOUDAINE", tiers: str = "non") -> dict[str, Any]:
    return {"personne": qui.public_id, "raison": raison, "tiers": tiers}


def pour(assure: Assure, **etapes: Any) -> Marche:
    """In front of the téléservice, with these answers instead of the examples."""
    return Marche(registre.celui_de(CODE), etapes, assure)


def arriver(marche: Marche) -> str:
    """Through every step, to the check page."""
    marche.commencer()
    marche.repondre()
    return texte(marche.client.get(marche.adresse("verification")))


def texte(reponse: Any) -> str:
    from django.utils.html import strip_tags

    mots = strip_tags(reponse.content.decode()).replace("&#x27;", "’").replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(mots.replace("&#39;", "'").split())


def suivi(marche: Marche, demarche: Demarche) -> str:
    return texte(marche.client.get(f"/suivi/{demarche.reference}/"))


def messages(assure: Assure) -> list[str]:
    siens = Message.objects.de(assure).order_by("id")
    return [m.corps.replace("\u00a0", " ").replace("\u202f", " ") for m in siens]


def donner_l_avis(demarche: Demarche, favorable: bool, le: datetime | None = None) -> None:
    attente = next(une for une in attentes.ouvertes(demarche) if une.nom == avis.AVIS)
    contexte = Contexte(demarche.assure, demarche.compte, horloge.maintenant())
    formulaire = avis.AvisMedical({"favorable": "oui" if favorable else "non"}, contexte=contexte)
    assert formulaire.is_valid()
    attentes.recevoir(attente, formulaire, acteur="agent:MEDECIN-01", le=le or horloge.maintenant())


def verdict(demarche: Demarche, cle: str, **champs: Any) -> decision.VerdictSoin:
    motifs = registre.celui_de(CODE).agents.motifs
    sien = next(un for un in decision.Etranger.de(demarche).soins if un.id == cle)
    dit = {**exemples.TOUS.verdict, "accorde": "oui", "montant": str(sien.montant), **champs}
    return decision.VerdictSoin({f"{cle}-{n}": v for n, v in dit.items()}, prefix=cle, demarche=demarche, motifs=motifs)


def decider(demarche: Demarche, *dits: Mapping[str, Any]) -> Demarche:
    """One agent accepts; `dits` say each care, in their order."""
    verdicts = {}
    for chose, dit in zip(decision.a_juger(demarche), dits, strict=True):
        formulaire = verdict(demarche, chose.cle, **dit)
        assert formulaire.is_valid(), formulaire.errors
        verdicts[chose.cle] = formulaire.a_conserver()
    accords.accepter(
        demarche, creer_agent(demarche.caisse).compte.acteur, Decision(verdicts=verdicts, version=demarche.version)
    )
    return Demarche.objects.de(demarche.assure).get(pk=demarche.pk)
