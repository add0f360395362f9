"""Due dates of « Mes délais »: the reminder that somebody asked for, and the end of what is kept."""

from __future__ import annotations

from accounts.messagerie.depot import deposer_message
from ameli.noyau.echeances import gestionnaire
from ameli.noyau.echeances.models import Echeance
from demarches.delais import lecture
from demarches.delais.models import Estimation


@gestionnaire("delais.rappel")
def rappeler(echeance: Echeance) -> None:
    """The last day is over: one message, unless the reminder was withdrawn or the démarche of the account is finished."""
    estimation = (
        Estimation.objects.systeme("a reminder has come")
        .select_related("assure__personne", "assure__caisse")
        .filter(public_id=echeance.objet.removeprefix("estimation:"), rappel=True)
        .first()
    )
    if estimation is None:
        return
    reelle = lecture.demarche_reelle(estimation)
    if reelle is not None and not reelle.ouverte:
        return
    deposer_message(
        estimation.assure, sujet="Le délai que vous suivez est dépassé", gabarit="delai_depasse",
        contexte={"estimation": estimation, "caisse": estimation.assure.caisse}, cle=echeance.cle, le=echeance.du_le,
    )  # fmt: skip


@gestionnaire("delais.oubli")
def oublier(echeance: Echeance) -> None:
    """It is of no more use to anybody."""
    public_id = echeance.objet.removeprefix("estimation:")
    Estimation.objects.systeme("kept long enough").filter(public_id=public_id).delete()
