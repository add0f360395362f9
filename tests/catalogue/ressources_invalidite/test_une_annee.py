"""A year of a pensioner on the walking clock: a reduction, a rise, a missed deadline, a suspension and its end, to the cent, each told before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from demarches.models import Demarche
from paiements import baremes
from paiements.models import MoisDePension, Paiement
from paiements.revenus_verses import REVENUS, entre, lire
from tests.catalogue.ressources_invalidite.acteurs import Pensionne, aller_au, le, signer

HAUSSE = D("1.011")  # what the texts of 2027 may say, as a line of the table


@pytest.fixture
def hausse_de_2027(monkeypatch):
    serie = baremes.baremes()["revalorisation"]
    ligne = {**serie.valeurs[-1], "du": date(2027, 4, 1), "coefficient": str(HAUSSE)}
    suite = baremes.Serie(serie.nom, (*serie.debuts, ligne["du"]), (*serie.valeurs, ligne))
    monkeypatch.setitem(baremes.baremes(), "revalorisation", suite)


def bruts(lui: Pensionne) -> dict[str, D]:
    """What was paid of each month so far, gross."""
    return {f"{un.mois:%Y-%m}": un.brut for un in MoisDePension.objects.de(lui.assure).order_by("mois")}


def dit(lui: Pensionne, sujet: str) -> str:
    """The last message with this subject."""
    return [corps for quoi, corps in lui.messages() if quoi == sujet][-1]


def papier(lui: Pensionne, demarche: Demarche, quoi: str) -> bool:
    adresse = reverse("demarches:ressources_papier", args=[demarche.reference, quoi])
    return lui.client.get(adresse, follow=True).status_code == 200


@pytest.mark.usefixtures("hausse_de_2027")
def test_a_year_is_told_before_it_happens_and_paid_to_the_cent(bernard):
    # November 2026: 1 150 € a month go over the threshold; the first reduction is signed, told, then paid.
    bernard.declarer(salaires="1150")
    aller_au(date(2026, 12, 1))
    reduite = Demarche.objects.de(bernard.assure).latest("id")
    signer(reduite, le(date(2026, 12, 2)))
    lu = dit(bernard, "Votre déclaration est prise en compte")
    assert "réduite de 19,85 € par mois" in lu and "1 018,56 € brut" in lu and "le 8 décembre 2026" in lu
    assert bruts(bernard) == {}
    aller_au(date(2026, 12, 9))
    assert bruts(bernard) == {"2026-11": D("1018.56")}
    assert papier(bernard, reduite, "notification") and not papier(bernard, reduite, "attestation")
    assert bernard.pension.declaration_le == date(2026, 12, 24), "reduced: each month"

    # December: October is declared, without a wage. (12 419,72 + 11 × 1 150 − 25 735,01) is under nought: whole again.
    aller_au(date(2026, 12, 28))
    assert bernard.messages()[-1][0] == "Une déclaration vous attend"
    entiere = bernard.declarer(salaires="0")
    aller_au(date(2027, 1, 7))
    assert "Votre pension ne change pas" not in dit(bernard, "Votre déclaration est prise en compte")
    assert "n’est plus réduite" in dit(bernard, "Votre déclaration est prise en compte")
    aller_au(date(2027, 1, 9))
    assert bruts(bernard)["2026-12"] == D("1038.41") and not papier(bernard, entiere, "notification")

    # April: pensions rise. It is said with the payment of March, and paid in May.
    aller_au(date(2027, 4, 7))
    assert not [sujet for sujet, _ in bernard.messages() if sujet == "Votre pension augmente"]
    aller_au(date(2027, 4, 9))
    lu = dit(bernard, "Votre pension augmente")
    assert "de 1 038,41 € à 1 049,83 € brut" in lu and "le 10 mai 2027" in lu
    aller_au(date(2027, 5, 11))
    assert (bruts(bernard)["2027-03"], bruts(bernard)["2027-04"]) == (D("1038.41"), D("1049.83"))

    # Next one six months after the opening of December: missed. Each step is told.
    assert bernard.pension.declaration_le == date(2027, 6, 24)
    aller_au(date(2027, 7, 24))
    assert [sujet for sujet, _ in bernard.messages()[-3:]] == [
        "Une déclaration vous attend", "Rappel : une déclaration vous attend", "Dernier rappel avant la suspension",
    ]  # fmt: skip
    assert (
        "Si nous ne l’avons pas reçue le 8 août 2027, votre pension sera suspendue à partir du 1er septembre 2027"
        in bernard.messages()[-1][1]
    )
    assert bernard.pension.suspendu_le is None
    aller_au(date(2027, 8, 9))
    assert bernard.pension.suspendu_le is not None
    assert "suspendue à partir du 1er septembre 2027" in dit(bernard, "Votre déclaration n’est pas arrivée")
    aller_au(date(2027, 10, 9))
    payes = bruts(bernard)
    assert "2027-08" in payes and "2027-09" not in payes, "August was begun"

    # It comes late, without income: the suspension ends, September comes with October.
    bernard.declarer(salaires="0")
    assert "Les mois non versés arrivent avec le paiement du 8 novembre 2027" in dit(
        bernard, "Votre déclaration est arrivée"
    )
    assert not bernard.pension.suspendu_le
    aller_au(date(2027, 11, 9))
    payes = bruts(bernard)
    assert list(payes.values()) == [D("1018.56"), *[D("1038.41")] * 4, *[D("1049.83")] * 7]
    bancaires = [un.montant for un in Paiement.objects.de(bernard.assure).order_by("emis_le")]
    assert bancaires == [D("974.76"), *[D("993.76")] * 4, *[D("1004.69")] * 5, 2 * D("1004.69")]

    # The statement for taxes of 2027 says what came in 2027: December 2026 to October 2027.
    annee = entre(lire(bernard.assure, REVENUS, date(2027, 12, 31)), date(2027, 1, 1), date(2027, 12, 31))
    assert sum(un.brut for un in annee) == 4 * D("1038.41") + 7 * D("1049.83")
