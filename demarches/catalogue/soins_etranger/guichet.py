"""What the agents of chapter 21 read beside the bills, and the reasons to refuse."""

from __future__ import annotations

from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.pays import nom_du_pays
from demarches.catalogue.soins_etranger import avis, decision, natures, traduction
from demarches.catalogue.soins_etranger.regles.tarifs import Regime
from demarches.catalogue.soins_etranger.reponses import Etranger, droits_ouverts, membre_de
from demarches.moteur import dehors
from demarches.moteur.models import Demarche
from paiements import cours
from paiements.devises import devises

MOTIFS = {
    "urgence": "Hors d’Europe, seuls des soins urgents et imprévus peuvent être remboursés.",
    "accord": "Ces soins demandaient notre accord avant le départ (formulaire S2). Nous ne l’avons pas donné.",
    "programme": "Dans ce pays, des soins programmés sans nuit à l’hôpital ne sont pas remboursés.",
    "prescription": "La demande est arrivée plus de deux ans après les soins.",
    "droits": "Les droits n’étaient pas ouverts le jour des soins.",
    "facture": "La facture ne montre pas qu’elle est payée, ou pour qui.",
    "non_remboursable": "Ce soin ne se rembourse pas en France.",
    "double": "Cette facture a déjà été remboursée.",
    "convention": "La convention avec ce pays ne couvre pas ces soins.",
}
REGIMES = {
    Regime.AU_CHOIX: "Soins du séjour : tarif choisi par la personne", Regime.FRANCAIS: "Soins programmés : tarif français",
    Regime.ACCORD: "Soins programmés lourds : formulaire S2", Regime.RIEN: "Soins programmés ordinaires : rien n’est dû",
    Regime.CONVENTION: "Convention avec la France", Regime.URGENCE: "Urgence seulement, après l’avis médical",
    Regime.DETACHE: "Salarié détaché : loi française",
}  # fmt: skip


def connu(demarche: Demarche) -> list[tuple[str, str]]:
    """The rule, the tariff, the rights on the days of care, the opinion, the agreement."""
    lues, qui = Etranger.de(demarche), membre_de(demarche)
    jours = sorted({soin.le for soin in lues.soins})
    ouverts = qui is not None and all(droits_ouverts(qui, jour) for jour in jours)
    lignes = [
        ("Pays", nom_du_pays(lues.sejour.pays)), ("Règle", REGIMES[lues.regime]),
        ("Tarif", "État de séjour" if decision.au_tarif_de_l_etat(demarche) else "Français"),
        ("Raison des soins", dict(natures.RAISONS)[lues.beneficiaire.raison]),
        ("Droits aux dates des soins", "Ouverts" if ouverts else "À vérifier"),
    ]  # fmt: skip
    if lues.accord is not None:
        lignes.append(("Accord préalable", "Accordé, ou 14 jours de silence" if lues.accorde else "Non trouvé"))
    rendu = avis.rendu(demarche)
    if rendu is not None or dehors.depuis(demarche, avis.AVIS) is not None:
        lignes.append(("Avis médical", {True: "Favorable", False: "Défavorable", None: "Attendu"}[rendu]))
    etat = avis.de_l_etat(demarche)
    if etat is not None:
        lignes.append(("Réponse de l’État de séjour", formats.montant(etat)))
    traduit = traduction.texte_de(demarche)
    if traduit:
        lignes.append(("Traduction, non officielle", traduit))
    return lignes


def comparaison(demarche: Demarche) -> list[tuple[str, str, str]]:
    """Each bill, and what it is worth in euros at the rate of today."""
    le = jour_de(maintenant())
    return [
        (f"{natures.libelle(soin.nature)}, {formats.date_courte(soin.le)}", devises()[soin.devise].en_mots(soin.montant),
         _en_euros(soin.devise, soin.montant, le))
        for soin in Etranger.de(demarche).soins
    ]  # fmt: skip


def _en_euros(devise: str, montant, le) -> str:
    try:
        du_jour = cours.au(devise, le)
    except cours.CoursInconnu:
        return "Aucun cours publié"
    publie = f", cours du {formats.date_courte(du_jour.publie_le)}" if du_jour.publie_le else ""
    return f"{formats.montant(du_jour.en_euros(montant))}{publie}"
