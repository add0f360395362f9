"""« Préparer un voyage » : a country and two days, and for each person of the file whether what they have is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from accounts.models import Assure, CarteEuropeenne, CertificatProvisoire
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.catalogue.ceam import arrivees, famille
from demarches.catalogue.ceam.famille import Membre
from demarches.catalogue.ceam.regles import pays, validite
from demarches.catalogue.ceam.regles.voyage import JOURS_DE_LIVRAISON, Besoin, Possession, Sejour, besoin

UN_AN = timedelta(days=366)
ASSEZ = (Besoin.CARTE, Besoin.CARTE_EN_CHEMIN, Besoin.CERTIFICAT_EN_MAIN)


def _champ(libelle: str, **options: Any) -> ChampDate:
    return ChampDate(label=libelle, help_text="Jour, mois, année. Par exemple : 14/07/2027.", **options)


class FormulaireVoyage(forms.Form):
    """Where, from when, until when. By POST: where people go stands in no address."""

    pays = forms.ChoiceField(
        label="Pays", choices=[("", "Choisissez dans la liste"), *pays.COUVERTS.items()],
        help_text="Canaries, Baléares, Madère et Açores comprises. Ailleurs, la carte ne vaut rien.",
        error_messages={"required": "Choisissez un pays."},
    )  # fmt: skip
    depart = _champ("Date de départ", error_messages={"required": "Donnez la date de votre départ."})
    retour = _champ("Date de retour", error_messages={"required": "Donnez la date de votre retour."})

    def __init__(self, *args: Any, jour: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jour = jour

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        depart, retour = propres.get("depart"), propres.get("retour")
        if depart and depart < self.jour:
            self.add_error("depart", "Cette date est passée. Donnez une date à venir.")
        if depart and retour and retour < depart:
            self.add_error("retour", "Le retour est avant le départ. Corrigez une des deux dates.")
        elif depart and retour and retour - depart > UN_AN:
            self.add_error("retour", "La carte vaut pour un séjour, pas pour une installation. Appelez le 36 46.")
        return propres


@dataclass(frozen=True)
class Voyageur:
    """One person of the file, and what this stay asks of them."""

    membre: Membre
    sejour: Sejour
    besoin: Besoin
    possession: Possession

    @property
    def assez(self) -> bool:
        return self.besoin in ASSEZ

    @property
    def certifiable(self) -> CarteEuropeenne | None:
        """The card on its way for which a certificate can be made now."""
        return self.membre.en_chemin if self.besoin is Besoin.CERTIFICAT else None

    @property
    def commandable(self) -> bool:
        return self.besoin in (Besoin.COMMANDER, Besoin.RENOUVELER)

    @property
    def constat(self) -> str:
        """A few words for the badge."""
        return CONSTATS[self.besoin]

    @property
    def phrases(self) -> list[str]:
        """What is so, and what to do."""
        fin, arrivee = self.possession.fin, self.possession.arrivee
        certificat = self.possession.certificat_au
        dites = {
            Besoin.NUMERO: (
                "Le numéro de Sécurité sociale est en cours d’attribution : la carte se commandera dès qu’il sera connu. "
                "Si le départ vient avant, appelez le 36 46."
            ),
            Besoin.DROITS: "Les droits sont fermés. Appelez le 36 46 avant de partir.",
            Besoin.CARTE: f"La carte vaut jusqu’au {_jour(fin)}. Emportez-la.",
            Besoin.CARTE_EN_CHEMIN: f"La carte doit arriver vers le {_jour(arrivee)}, avant le départ. Emportez-la.",
            Besoin.CERTIFICAT_EN_MAIN: f"Le certificat vaut jusqu’au {_jour(certificat)}. Imprimez-le et emportez-le.",
            Besoin.CERTIFICAT: "La carte risque d’arriver après le départ. Un certificat la remplace, tout de suite.",
            Besoin.COMMANDER: f"Aucune carte n’est valable. {self._par_commande}",
            Besoin.RENOUVELER: f"La carte finit le {_jour(fin)}. {self._par_commande}",
            Besoin.RENOUVELER_PLUS_TARD: f"La carte finit le {_jour(fin)}. Renouvelez-la à partir du {self._des}, avant de partir.",
            Besoin.FINIT_PENDANT: (
                f"La carte finit le {_jour(fin)}, pendant le séjour. À partir du {self._des}, renouvelez-la depuis votre "
                "compte. Un certificat se télécharge alors, où que vous soyez."
            ),
        }  # fmt: skip
        return [dites[self.besoin], *([self._droits_courts] if self._droits_courts else [])]

    @property
    def _par_commande(self) -> str:
        if self.membre.le + JOURS_DE_LIVRAISON <= self.sejour.depart:
            return f"Commandez maintenant : elle arrive vers le {_jour(self.membre.le + JOURS_DE_LIVRAISON)}."
        return "Commandez maintenant : un certificat est prêt tout de suite."

    @property
    def _des(self) -> str:
        return _jour(validite.renouvelable_des(self.possession.fin)) if self.possession.fin else ""

    @property
    def _droits_courts(self) -> str:
        """No card and no certificate goes further than the rights."""
        au = self.membre.droits_au
        if self.besoin in (Besoin.NUMERO, Besoin.DROITS, Besoin.CARTE) or au is None or au >= self.sejour.retour:
            return ""
        return (
            f"Les droits sont connus jusqu’au {_jour(au)} : ni carte ni certificat ne va plus loin. Appelez le 36 46."
        )


CONSTATS = {
    Besoin.NUMERO: "Numéro attendu",
    Besoin.DROITS: "Droits fermés",
    Besoin.CARTE: "La carte suffit",
    Besoin.CARTE_EN_CHEMIN: "La carte suffira",
    Besoin.CERTIFICAT_EN_MAIN: "Le certificat suffit",
    Besoin.CERTIFICAT: "Il faut un certificat",
    Besoin.COMMANDER: "Il faut une carte",
    Besoin.RENOUVELER: "Carte à renouveler",
    Besoin.RENOUVELER_PLUS_TARD: "Carte à renouveler avant le départ",
    Besoin.FINIT_PENDANT: "La carte finit pendant le séjour",
}


def voyageurs(assure: Assure, sejour: Sejour, le: datetime) -> list[Voyageur]:
    """Everybody of the file: four queries, whatever the family."""
    membres = famille.lire(assure, le)
    certificats: dict[int, date] = {}
    jour = jour_de(le)
    for certificat in CertificatProvisoire.objects.de(assure).valables(jour).order_by("fin"):
        certificats[certificat.personne_id] = certificat.fin
    trouves = []
    for membre in membres:
        attendue = membre.en_chemin
        possession = Possession(
            sans_numero=membre.personne.sans_numero, droits_ouverts=membre.droits_ouverts, fin=membre.titulaire.derniere_fin, attendue=attendue is not None,
            arrivee=_arrivee(attendue) if attendue else None, certificat_au=certificats.get(membre.personne.pk),
        )  # fmt: skip
        trouves.append(Voyageur(membre, sejour, besoin(possession, sejour, jour), possession))
    return trouves


def _arrivee(carte: CarteEuropeenne) -> date | None:
    if carte.etat == CarteEuropeenne.Etat.RETOURNEE:
        return None
    if carte.etat == CarteEuropeenne.Etat.EXPEDIEE:
        return jour_de(arrivees.POSTE.apres(carte.etat_depuis))
    return jour_de(carte.demandee_le) + JOURS_DE_LIVRAISON


def _jour(le: date | None) -> str:
    return formats.jour(le) if le else ""
