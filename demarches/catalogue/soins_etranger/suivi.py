"""What the follow-up shows besides: whom we wait for and since when; then what was paid for each care, line by line (chapter 21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ameli.noyau import formats
from ameli.noyau.calendrier import ajouter_mois, jour_de
from demarches.catalogue.soins_etranger import avis, comparaison, decision, reponses, traduction
from demarches.catalogue.soins_etranger.reponses import Etranger
from demarches.moteur import besoins, decisions, dehors
from demarches.moteur.declaration import Besoin, Contexte, Encart, Lien, Papier
from demarches.moteur.models import Demarche, Etat
from paiements.calcul.explication import Etape, expliquer
from paiements.calcul.mots import ZERO
from paiements.models import DepenseEtrangere, Prestation

MOIS_DE_RECOURS = 2


@dataclass(frozen=True)
class SoinPaye:
    """One care that was granted: the bill, and how it became what was paid."""

    libelle: str
    facture: str
    verse: str
    etapes: tuple[Etape, ...]


def payes(demarche: Demarche) -> tuple[SoinPaye, ...]:
    """What was paid for each care: the lines of a payment from its bill up to the next one's. Two queries."""
    depenses = list(_depenses(demarche))
    if not depenses:
        return ()
    paiement = depenses[0].prestation.paiement
    lignes = list(Prestation.objects.de(demarche.assure).filter(paiement=paiement).order_by("rang"))
    debuts = [une.prestation.rang for une in depenses]
    noms = {une.cle: une.libelle for une in decision.a_juger(demarche)}
    return tuple(
        _paye(depense, [une for une in lignes if debut <= une.rang < fin], noms)
        for depense, debut, fin in zip(depenses, debuts, [*debuts[1:], len(lignes) + 1], strict=True)
    )


def _depenses(demarche: Demarche) -> QuerySet[DepenseEtrangere]:
    siennes = DepenseEtrangere.objects.de(demarche.assure).filter(cause=demarche.reference)
    return siennes.select_related("prestation__paiement").order_by("prestation__rang")


def _paye(depense: DepenseEtrangere, lignes: list[Prestation], noms: Mapping[str, str]) -> SoinPaye:
    calculees = [une.ligne(tiers_payant=False) for une in lignes]
    conversion = [Etape(depense.conversion)] if depense.conversion else []
    return SoinPaye(
        noms.get(depense.soin, depense.prestation.libelle), depense.facture,
        formats.montant(sum((ligne.net for ligne in calculees), ZERO)),
        (*conversion, *(etape for ligne in calculees for etape in expliquer(ligne))),
    )  # fmt: skip


def encart(demarche: Demarche, le: datetime) -> Encart | None:
    """While it is examined: of whom something is awaited, since when, and the delay that is measured. Accepted: the calculation."""
    if demarche.oubliee_le is not None:
        return None
    if demarche.ouverte:
        contexte = Contexte(demarche.assure, demarche.compte, le)
        return Encart("soins_etranger/a_l_etude.html", {
            "vannes": dehors.depuis(demarche, avis.VANNES), "medecin": dehors.depuis(demarche, avis.AVIS),
            "traducteur": dehors.depuis(demarche, traduction.TRADUCTION),
            "promis": comparaison.DELAI_PROMIS, "mesure": comparaison.mesure(demarche.caisse, contexte),
            "tarif_etat": decision.au_tarif_de_l_etat(demarche),
        })  # fmt: skip
    if demarche.etat == Etat.ACCEPTEE:
        payee = _depenses(demarche).first()
        return Encart("soins_etranger/paye.html", {
            "soins": payes(demarche), "refuses": refuses(demarche),
            "paiement": payee.prestation.paiement if payee is not None else None,
        })  # fmt: skip
    if demarche.etat == Etat.REFUSEE and demarche.close_le is not None:
        return Encart("soins_etranger/refusee.html", {
            "hors_d_europe": not Etranger.de(demarche).zone.coordonnee, "recours_avant": recours_avant(demarche.close_le),
        })  # fmt: skip
    return None


def recours_avant(decidee_le: datetime) -> date:
    """The last day to write to the commission."""
    return ajouter_mois(jour_de(decidee_le), MOIS_DE_RECOURS)


def refuses(demarche: Demarche) -> list[tuple[str, str]]:
    """Each care that was not granted, and why."""
    refusees = decisions.de(demarche).refusees
    noms = {une.cle: une.libelle for une in decision.a_juger(demarche)}
    motifs = dict(decisions.jugees(demarche))
    return [(noms[cle], motifs[noms[cle]]) for cle in refusees]


def papiers(demarche: Demarche) -> tuple[Papier, ...]:
    if demarche.etat != Etat.ACCEPTEE or demarche.oubliee_le is not None:
        return ()
    return (
        Papier("La décision, avec le calcul", reverse("demarches:soins_etranger_decision", args=[demarche.reference])),
    )


def a_suivre(demarche: Demarche, le: datetime) -> Lien | None:
    """If they want: another country while it is examined; the European card before the next departure, but not after a grief or planned care."""
    if demarche.oubliee_le is not None:
        return None
    if demarche.ouverte:
        depart = reverse("demarches:depart", args=[reponses.CODE])
        return Lien(
            "Un autre pays ?",
            depart,
            "Une demande par personne et par pays. Ce que vous avez dit de vous est repris.",
            au_choix=True,
        )
    qui = reponses.membre_de(demarche)
    if demarche.etat != Etat.ACCEPTEE or Etranger.de(demarche).programme or qui is None or qui.decede:
        return None
    carte = besoins.depart(Besoin.COMMANDER_CARTE_EUROPEENNE)
    phrase = "La carte européenne évite d’avancer les frais des soins publics en Europe."
    return (
        Lien("Commander la carte européenne avant le prochain départ", carte, phrase, au_choix=True) if carte else None
    )


def pour_message(demarche: Demarche) -> dict[str, Any]:
    """What the room's messages may say: neither country nor care."""
    if demarche.oubliee_le is not None:
        return {}
    lues = Etranger.de(demarche)
    return {
        "hors_d_europe": not lues.zone.coordonnee, "tarif_etat": decision.au_tarif_de_l_etat(demarche),
        "promis": comparaison.DELAI_PROMIS, "partielle": bool(decisions.de(demarche).refusees) if not demarche.ouverte else False,
    }  # fmt: skip
