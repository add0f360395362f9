"""An attempt to pay, from the form to the ledger. Only what the kiosk has signed changes a debt, and it changes it once.

CREE → (departure) ATTENTE → AUTORISE → (24 h) COMPTABILISE, or REFUSE, ABANDONNE. The debt is held from the departure on: who
only looked at the total, and went back, has lost nothing. A late « accepted » after an abandonment is believed: the
money was taken. What cannot be explained opens a case for the caisse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.messagerie.depot import deposer_message
from accounts.models import Assure
from accounts.models.messagerie import PAIEMENT
from ameli.noyau import formats
from ameli.noyau.calendrier import PARIS, jour_de
from ameli.noyau.echeances import annuler, planifier
from ameli.noyau.envois import deposer_appel
from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.journal import declarer_genre, journaliser
from paiements import participations
from paiements.creances import dette, echeancier, kiosque, refus
from paiements.creances.etats import OUVERTS, Etat
from paiements.models import Affectation, Avis, EcartCreance, EcritureCreance, PaiementEnLigne
from paiements.versements import verrouiller

declarer_genre("creance.demande", "{acteur} : paiement en ligne commencé")
declarer_genre("creance.acceptee", "{acteur} : paiement en ligne accepté")
declarer_genre("creance.ecart", "{acteur} : écart entre le kiosque bancaire et le compte ({motif})")

VERIFIER, COMPTABILISER, RAPPROCHER = "creance.verifier", "creance.comptabiliser", "creance.rapprocher"
ABANDON = timedelta(minutes=20)  # chapter 16 § 7
DE_NOUVEAU = timedelta(hours=1)  # while the bank has not decided, or does not answer
AFFICHAGE = timedelta(hours=24)  # [C]
NUIT = 3  # o'clock
KIOSQUE = "systeme:kiosque bancaire"
Motif = EcartCreance.Motif


class DejaEnCours(RuntimeError):
    """Another tab is paying one of these lines, or less is owed than a moment ago."""


def commencer(assure: Assure, avis: Avis, montants: Mapping[int, Decimal], *, acteur: str) -> PaiementEnLigne:
    """A new attempt for these lines (amounts by rank), which holds nothing before `partir`. Raises DejaEnCours when a line
    has less left than its amount, or when another notice has taken the place of this one."""
    le = maintenant()
    with transaction.atomic():
        dues = _encore_dues(avis, montants)
        paiement = PaiementEnLigne.objects.create(
            assure=assure, avis=avis, montant=sum(montants.values(), Decimal(0)), cree_le=le
        )
        Affectation.objects.bulk_create(
            Affectation(paiement=paiement, ligne=dues[rang].ligne, montant=montant)
            for rang, montant in montants.items()
        )
        _planifier(VERIFIER, paiement, le + ABANDON)
        journaliser("creance.demande", acteur=acteur, assure_ref=assure.public_id, objet=paiement.objet)
    return paiement


def partir(paiement: PaiementEnLigne) -> bool:
    """The browser leaves for the kiosk: from now on these lines are held, until the bank has answered. False when the attempt
    is over. Raises DejaEnCours when its lines were paid or taken meanwhile; it is given up then.
    """
    try:
        with transaction.atomic():
            un = _verrouiller(paiement)
            if un.etat == Etat.CREE:
                affectations: Sequence[Affectation] = un.affectations.select_related("ligne")
                _encore_dues(un.avis, {une.ligne.rang: une.montant for une in affectations})
                _passer(un, Etat.ATTENTE)
                annuler(objet=un.objet, genre=VERIFIER)
                _planifier(VERIFIER, un, maintenant() + ABANDON)
            return un.etat in OUVERTS
    except DejaEnCours:
        renoncer(paiement)
        raise


def renoncer(paiement: PaiementEnLigne) -> None:
    """« Revenir aux lignes »: an attempt that never left is over at once. One that left is the bank's to end."""
    with transaction.atomic():
        un = _verrouiller(paiement)
        if un.etat == Etat.CREE:
            _passer(un, Etat.ABANDONNE)
            annuler(objet=un.objet, genre=VERIFIER)


def recevoir(champs: Mapping[str, str], *, attendu: str = "") -> None:
    """What the kiosk says: in its notification, or in its answer to our question about `attendu`. Raises MessageRefuse.

    The same event a hundred times is one line of the ledger; an older event than the last one changes nothing.
    """
    lus = kiosque.croire(champs)
    with transaction.atomic():
        paiement = (
            PaiementEnLigne.objects.systeme("the kiosk has spoken")
            .select_for_update(of=("self",), no_key=True).select_related("assure__caisse", "avis")
            .filter(public_id=lus.get("transaction", "")).first()
        )  # fmt: skip
        if paiement is None or (attendu and paiement.public_id != attendu):
            raise kiosque.MessageRefuse("transaction")
        juste = lus.get("statut") == "INCONNU" or (lus.get("montant"), lus.get("devise")) == (paiement.centimes, "EUR")
        if juste:
            _appliquer(paiement, lus)
        else:
            _ouvrir_un_ecart(paiement, Motif.MONTANT)
    if not juste:
        raise kiosque.MessageRefuse("montant")


def verifier(public_id: str, du_le: datetime) -> None:
    """The due date after 20 minutes: nobody told us anything, so we ask."""
    paiement = PaiementEnLigne.objects.systeme("no news from the kiosk").filter(public_id=public_id, etat__in=OUVERTS)
    une = paiement.first()
    if une is not None:
        interroger(une, f"{VERIFIER}:{du_le.timestamp():.0f}")


def rapprocher(public_id: str) -> None:
    """The night after: ask again what became of it, whatever we believe."""
    une = PaiementEnLigne.objects.systeme("nightly reconciliation").filter(public_id=public_id).first()
    if une is not None:
        interroger(une, RAPPROCHER)


def interroger(paiement: PaiementEnLigne, cle: str) -> None:
    """Our own question, in the caller's transaction; `lire_la_reponse` reads the answer."""
    deposer_appel(
        partenaire="kiosque",
        donnees=kiosque.question(paiement),
        cle=f"{cle}:{paiement.public_id}",
        objet=paiement.objet,
    )


def lire_la_reponse(objet: str, donnees: Mapping[str, str] | None) -> None:
    """An answer that cannot be believed is no answer: an open attempt is asked about again an hour later."""
    public_id = objet.removeprefix("creance:")
    try:
        if donnees is not None:
            recevoir(donnees, attendu=public_id)
    except kiosque.MessageRefuse as faux:
        refus.noter(faux)
    paiement = PaiementEnLigne.objects.systeme("the kiosk was asked").filter(public_id=public_id, etat__in=OUVERTS)
    une = paiement.first()
    if une is not None:
        _planifier(VERIFIER, une, maintenant() + DE_NOUVEAU)


def comptabiliser(public_id: str, le: datetime) -> None:
    """The due date 24 hours after: the debt goes down."""
    paiement = (
        PaiementEnLigne.objects.systeme("a payment reaches the account").select_for_update(no_key=True)
        .filter(public_id=public_id, etat=Etat.AUTORISE).first()
    )  # fmt: skip
    if paiement is None:
        return
    verrouiller(paiement.assure_id)  # no payment withholds meanwhile what is settled here
    trop = Decimal(0)
    affectations: Sequence[Affectation] = paiement.affectations.select_related("ligne").order_by("ligne__rang")
    for une in affectations:
        trop += dette.regler(une.ligne, une.montant, jour_de(le))
    _passer(paiement, Etat.COMPTABILISE)
    echeancier.faire_le_point(paiement.avis_id, le)
    participations.faire_le_point(paiement.avis_id, le)
    if trop:
        _ouvrir_un_ecart(paiement, Motif.TROP, trop=trop)


def _verrouiller(paiement: PaiementEnLigne) -> PaiementEnLigne:
    """The attempt as it is now. Its notice is locked first, as everywhere."""
    dette.verrouiller_l_avis(paiement.avis)
    un = PaiementEnLigne.objects.systeme("an attempt to pay goes on").select_for_update(of=("self",), no_key=True)
    return un.select_related("avis__assure").get(pk=paiement.pk)


def _encore_dues(avis: Avis, montants: Mapping[int, Decimal]) -> dict[int, dette.LigneDue]:
    """The lines of the notice, locked, by rank. Raises DejaEnCours unless these amounts may be paid of them."""
    ouvert = dette.verrouiller_l_avis(avis)
    dues = {due.ligne.rang: due for due in dette.lire(avis)}
    if not ouvert or any(montant > dues[rang].payable for rang, montant in montants.items()):
        raise DejaEnCours
    return dues


def _appliquer(paiement: PaiementEnLigne, lus: Mapping[str, str]) -> None:
    statut, quand = lus.get("statut", ""), datetime.fromisoformat(lus["date"])
    if statut == "INCONNU":
        if paiement.etat in (Etat.AUTORISE, Etat.COMPTABILISE):
            _ouvrir_un_ecart(paiement, Motif.ABSENT)
        elif paiement.etat in OUVERTS:
            _passer(paiement, Etat.ABANDONNE)
        return
    if statut == "ACCEPTE":
        _accepter(paiement, lus)
    elif paiement.etat in (Etat.AUTORISE, Etat.COMPTABILISE):
        if paiement.evenement_le is None or quand > paiement.evenement_le:
            _ouvrir_un_ecart(paiement, Motif.CONTRAIRE, statut[:20])
        return
    elif paiement.evenement_le is None or quand >= paiement.evenement_le:
        suite = {"REFUSE": Etat.REFUSE, "ABANDON": Etat.ABANDONNE, "ATTENTE": Etat.ATTENTE}.get(statut)
        if suite is not None:
            _passer(paiement, suite)
    if paiement.evenement_le is None or quand > paiement.evenement_le:
        paiement.evenement_le = quand
        paiement.save(update_fields=["evenement_le"])


def _accepter(paiement: PaiementEnLigne, lus: Mapping[str, str]) -> None:
    le = maintenant()
    _, neuve = EcritureCreance.objects.systeme("the kiosk took the money").get_or_create(
        paiement=paiement,
        defaults={"montant": paiement.montant, "evenement": lus.get("evenement", paiement.public_id)[:64], "le": le},
    )
    if not neuve:
        return
    _passer(paiement, Etat.AUTORISE)
    annuler(objet=paiement.objet, genre=VERIFIER)
    _planifier(COMPTABILISER, paiement, le + AFFICHAGE)
    nuit = (formats.a_paris(le) + timedelta(days=1)).replace(hour=NUIT, minute=0, second=0, microsecond=0, tzinfo=PARIS)
    _planifier(RAPPROCHER, paiement, nuit)
    journaliser("creance.acceptee", acteur=KIOSQUE, assure_ref=paiement.assure.public_id, objet=paiement.objet)
    deposer_message(
        paiement.assure, sujet="Votre paiement est reçu", gabarit="creance_payee", cle=f"{paiement.objet}:recu", theme=PAIEMENT,
        contexte={
            "paiement": paiement, "avis": paiement.avis, "le": le, "caisse": paiement.assure.caisse.nom,
            "affectations": list(paiement.affectations.select_related("ligne").order_by("ligne__rang")),
        },
    )  # fmt: skip


def _passer(paiement: PaiementEnLigne, etat: Etat) -> None:
    paiement.etat = etat
    paiement.save(update_fields=["etat"])


def _ouvrir_un_ecart(
    paiement: PaiementEnLigne, motif: EcartCreance.Motif, precision: str = "", trop: Decimal | None = None
) -> None:
    _, neuf = EcartCreance.objects.systeme("something cannot be explained").get_or_create(
        paiement=paiement, motif=motif, defaults={"precision": precision, "trop": trop, "ouvert_le": maintenant()}
    )
    if neuf:
        journaliser(
            "creance.ecart", acteur=KIOSQUE, assure_ref=paiement.assure.public_id, objet=paiement.objet,
            motif=EcartCreance.Motif(motif).label,
        )  # fmt: skip


def _planifier(genre: str, paiement: PaiementEnLigne, du_le: datetime) -> None:
    planifier(
        genre, objet=paiement.objet, du_le=du_le, cle=f"{genre}:{paiement.public_id}:{temps_reel().timestamp():.6f}"
        if genre == VERIFIER else f"{genre}:{paiement.public_id}", donnees={"paiement": paiement.public_id},
    )  # fmt: skip
