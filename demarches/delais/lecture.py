"""An estimate as its owner reads it: the sentence, the timeline, what is known for sure, the message already written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from accounts.dossier.caisses import regime_special
from accounts.informations.adresse import CHANGE_DE_CAISSE
from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import PARIS, jour_de
from ameli.noyau.models import Entree
from demarches.delais import estimation as calcul
from demarches.delais.estimation import Delai
from demarches.delais.models import Estimation
from demarches.delais.regles import Fourchette, Situation, reception
from demarches.moteur import registre
from demarches.moteur.models import Demarche
from demarches.suivi.lecture import Suivie

Canal, Source = Estimation.Canal, Estimation.Source
PIECES_DE_L_EMPLOYEUR = (
    "L’avis d’arrêt de travail, volets 1 et 2, s’il n’est pas envoyé par le médecin.",
    "L’attestation de salaire, que votre employeur nous transmet. Demandez-lui si c’est fait : c’est la première cause de retard.",
)


@dataclass(frozen=True)
class Reponse:
    """`estimation` read at `le`. `reelle`: the démarche of the account that it is about; `delai`: what holds today."""

    estimation: Estimation
    le: datetime
    delai: Delai
    reelle: Suivie | None = None
    caisse_changee_le: datetime | None = None

    @property
    def jour(self) -> date:
        return jour_de(self.le)

    @property
    def situation(self) -> str:
        """A value of `Situation`, for templates."""
        return self.estimation.fourchette.situation(self.jour).value

    @property
    def depassee(self) -> bool:
        return self.situation == Situation.DEPASSEE.value

    @property
    def titre(self) -> str:
        """The answer in a few words."""
        if self.depassee:
            return "Le délai estimé est dépassé"
        if self.situation == Situation.DANS_LA_FENETRE.value:
            return "C’est pour ces jours-ci"
        prevue = self.estimation.prevue_le
        return f"Traitement estimé au {formats.jour_semaine(prevue)} {prevue.year}"

    @property
    def restent(self) -> int:
        """Days to the date that is told; negative once it is over."""
        return (self.estimation.prevue_le - self.jour).days

    @cached_property
    def nouvelle(self) -> Fourchette | None:
        """What would be told to somebody who asks today, when it is another date."""
        faite = self.estimation
        actuelle = calcul.calculer(faite.assure, faite.demande, faite.canal, faite.deposee_le, self.delai)
        return actuelle if actuelle.prevue != faite.prevue_le else None

    @property
    def message(self) -> str:
        """What the caisse has to say about it today."""
        return self.delai.ligne.message_le(self.jour) if self.delai.ligne else ""

    @property
    def traitees_jusqu_au(self) -> date | None:
        """The caisse treats what came in until that day."""
        return self.delai.ligne.traitees_jusqu_au if self.delai.ligne else None

    @property
    def origine(self) -> str:
        """Where the delay comes from, in a sentence."""
        faite = self.estimation
        jours = _jours(faite.jours)
        if faite.source == Source.MESURE:
            return (
                f"Mesuré sur les demandes des trois derniers mois : la moitié est traitée en "
                f"{_jours(faite.mediane or 0)} au plus, neuf sur dix en {jours} au plus."
            )
        if faite.source == Source.CAISSE:
            return f"La {faite.caisse} annonce {jours}. Délai mis à jour le {formats.jour(faite.delai_du)}."
        muette = f"La {faite.caisse} n’annonce pas de délai pour cette demande."
        if regime_special(faite.caisse.code, le=jour_de(faite.faite_le)):
            return f"{muette} Nous vous donnons celui du régime général, {jours}\u00a0: le sien peut être différent. Pour le savoir, écrivez-lui dans «\u00a0Ma messagerie\u00a0»."
        return f"{muette} Le délai national est de {jours}."

    @property
    def pieces(self) -> tuple[str, ...]:
        return PIECES_DE_L_EMPLOYEUR if self.estimation.demande.employeur else ()

    @property
    def frise(self) -> list[dict[str, str]]:
        """Deposit, reception, treatment, and what comes of it."""
        faite = self.estimation
        recue = reception(faite.deposee_le, par_courrier=faite.par_courrier)
        points = [_point("Demande envoyée", "passe", faite.deposee_le)]
        if faite.par_courrier:
            points.append(_point("Demande reçue", "passe" if recue <= self.jour else "a_venir", recue))
        elif faite.canal == Canal.EN_LIGNE and faite.deposee_le == self.jour:
            points.append(_point("Demande reçue", "a_venir", None, "Sous 24 à 48 heures"))
        libelle, detail = faite.demande.issue
        en_cours = recue <= self.jour and len(points) == sum(p["etat"] == "passe" for p in points)
        points.append(
            {
                "libelle": "Traitement", "etat": "courant" if en_cours else "a_venir",
                "date": f"Estimé au {formats.jour(faite.prevue_le)}", "detail": "",
            }
        )  # fmt: skip
        return [*points, {"libelle": libelle, "etat": "a_venir", "date": "", "detail": detail}]


def lire(estimation: Estimation, le: datetime) -> Reponse:
    """Everything on the page of an estimate: at most five queries."""
    assure = estimation.assure
    reelle = demarche_reelle(estimation)
    changement = (
        Entree.objects.filter(
            assure_ref=assure.public_id, genre=CHANGE_DE_CAISSE, le__gte=_debut(estimation.deposee_le)
        ).order_by("-id").values_list("le", flat=True).first()
    )  # fmt: skip
    return Reponse(
        estimation, le, calcul.delai_de(assure, estimation.demande, estimation.canal, le),
        Suivie(reelle, le) if reelle else None, changement,
    )  # fmt: skip


def demarche_reelle(estimation: Estimation) -> Demarche | None:
    """The démarche of this account that was sent that day, when it is one that the product treats."""
    teleservice = registre.de_la_precision(estimation.precision)
    if teleservice is None:
        return None
    debut = _debut(estimation.deposee_le)
    return (
        Demarche.objects.de(estimation.assure)
        .filter(teleservice=teleservice.code, deposee_le__gte=debut,
                deposee_le__lt=_debut(estimation.deposee_le + timedelta(days=1)))
        .sans_contenu()
        .order_by("-deposee_le", "-id")
        .first()
    )  # fmt: skip


def message_prepare(assure: Assure, public_id: str) -> dict[str, Any] | None:
    """How a message about this estimate begins: subject and text, for `accounts.messagerie.amorces`."""
    faite = Estimation.objects.de(assure).filter(public_id=public_id).first()
    if faite is None:
        return None
    return {
        "sujet": f"Délai dépassé : {faite.demande.libelle}"[:100],
        "texte": (
            f"Bonjour,\n\nLe {formats.jour(faite.deposee_le)}, j’ai envoyé cette demande ({faite.get_canal_display().lower()}) : "
            f"{faite.thematique.libelle}, {faite.demande.libelle}.\n\n"
            f"Le traitement était estimé au {formats.jour(faite.prevue_le)}. Je n’ai trouvé de réponse ni dans mes "
            "informations, ni dans mes paiements, ni dans ma messagerie.\n\n"
            "Pouvez-vous me dire où elle en est, et s’il manque un document ?\n\nMerci."
        ),
    }


def _jours(nombre: int) -> str:
    return f"{nombre}{formats.INSECABLE}jour{'s' if nombre > 1 else ''}"


def _debut(jour: date) -> datetime:
    return datetime(jour.year, jour.month, jour.day, tzinfo=PARIS)


def _point(libelle: str, etat: str, le: date | None, detail: str = "") -> dict[str, str]:
    return {"libelle": libelle, "etat": etat, "date": f"Le {formats.jour(le)}" if le else "", "detail": detail}
