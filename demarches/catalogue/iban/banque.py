"""The question asked to the bank, « is this account this person's? », and what its answer changes (chapter 6 § 6)."""

from __future__ import annotations

from typing import Any

from ameli.noyau.envois import deposer_appel, reponse
from ameli.noyau.envois.models import Envoi
from demarches.catalogue.iban.regles import controle
from demarches.catalogue.iban.reponses import Iban
from demarches.moteur import transitions
from demarches.moteur.models import Demarche


def interroger(demarche: Demarche, titulaire: str, second_titulaire: str) -> None:
    """Ask, once, in the transaction of the deposit. The answer is read by `lire`."""
    deposer_appel(
        partenaire="banque",
        donnees={"iban": Iban.de(demarche).compte.iban, "nom": titulaire, "second_titulaire": second_titulaire},
        cle=_cle(demarche),
        objet=demarche.objet,
    )


@reponse("banque")
def lire(envoi: Envoi, donnees: dict[str, Any] | None) -> None:
    """Raise an alert unless the bank agrees. Without answer (None) somebody looks too. A closed démarche stays as it is."""
    trouvee = (
        Demarche.objects.systeme("the bank has answered")
        .only("pk")
        .get(reference=envoi.objet.removeprefix("demarche:"))
    )
    demarche = transitions.verrouiller(trouvee)
    alerte = controle.alerte_de_la_banque((donnees or {}).get("resultat"))
    if demarche.ouverte and alerte:
        demarche.signaler(alerte, controle.ALERTES[alerte].phrase)


def a_repondu(demarche: Demarche) -> bool:
    """False while the question has not reached the bank and come back."""
    return Envoi.objects.filter(cle=_cle(demarche), etat__in=(Envoi.Etat.ENVOYE, Envoi.Etat.ECHEC)).exists()


def _cle(demarche: Demarche) -> str:
    return f"{demarche.objet}:banque"
