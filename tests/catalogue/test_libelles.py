"""The services are called, and their first and last buttons too, as the catalogue of the caisse prints them, word for word.

Its « coéliqua » is left out: ameli.fr says « cœliaque ».
"""

from __future__ import annotations

import pytest

from demarches.moteur import registre

# Chapter: the service; the button that begins; the button that sends, where the catalogue names them.
CATALOGUE = {
    5: ("Changement d’adresse", "", "C’est bien ça !"),
    6: ("Modifier mes coordonnées bancaires", "", "Valider"),
    9: ("Déclarer la perte ou le vol de carte Vitale", "", ""),
    10: ("Carte Vitale - Je commande en ligne ma carte Vitale", "", ""),
    11: ("Faire une demande de Complémentaire santé solidaire", "", ""),
    12: ("Choisir mon organisme complémentaire en cas de chevauchement", "", "Je confirme"),
    13: ("Déclaration du nouveau-né", "", ""),
    14: ("Inscrire votre enfant sur la carte Vitale de l’autre parent", "", "Valider"),
    15: ("Carte européenne d’assurance maladie (CEAM)", "", ""),
    17: ("Prise en charge de la maladie cœliaque", "", "Valider"),
    18: ("Demander une pension d’invalidité", "Je démarre ma demande", ""),
    19: ("Invalidité : déclarer mes ressources", "Déclarer", "Valider"),
    20: ("Faire ou révoquer une procuration en ligne", "Je démarre ma demande", "Je valide ma demande"),
    21: ("Demander un remboursement de soins à l’étranger", "Je démarre ma demande", "Je valide ma demande"),
}  # fmt: skip


@pytest.mark.parametrize("chapitre", CATALOGUE)
def test_a_service_and_its_buttons_are_called_as_in_the_catalogue(chapitre):
    titre, commencer, valider = CATALOGUE[chapitre]
    service = next(un for un in registre.tous() if un.titre == titre)
    assert service.chapitre == chapitre
    assert not commencer or service.libelle_commencer == commencer
    assert not valider or service.libelle_valider == valider
