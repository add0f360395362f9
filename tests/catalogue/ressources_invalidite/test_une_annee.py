"""A year of a pensioner on the walking clock: declarations, a raise, a reduction, a missed deadline, a suspension and its end, to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

from demarches.models import Demarche
from paiements.models import MoisDePension
from tests.catalogue.ressources_invalidite.acteurs import Pensionne, aller_au, le, signer


def bruts(lui: Pensionne) -> dict[str, D]:
    """What was paid of each month so far, gross."""
    return {f"{un.mois:%Y-%m}": un.brut for un in MoisDePension.objects.de(lui.assure).order_by("mois")}


def test_a_year_is_told_before_it_happens_and_paid_to_the_cent(bernard):
    # November 2026: 1 150 € a month go over the threshold; the first reduction is signed.
    bernard.declarer(salaires="1150")
    aller_au(date(2026, 12, 1))
    signer(Demarche.objects.de(bernard.assure).latest("id"), le(date(2026, 12, 2)))
    aller_au(date(2026, 12, 9))
    assert bruts(bernard) == {"2026-11": D("1018.56")}
    assert bernard.pension.declaration_le == date(2026, 12, 24), "reduced: each month"

    # December: October is declared, without a wage. (12 419,72 + 11 × 1 150 − 25 735,01) is under nought: whole again.
    aller_au(date(2026, 12, 28))
    assert bernard.messages()[-1][0] == "Une déclaration vous attend"
    bernard.declarer(salaires="0")
    aller_au(date(2027, 1, 9))
    assert bruts(bernard)["2026-12"] == D("1038.41")

    # Next one six months after the opening of December: missed. Each step is told.
    assert bernard.pension.declaration_le == date(2027, 6, 24)
    aller_au(date(2027, 7, 24))
    assert [sujet for sujet, _ in bernard.messages()[-3:]] == [
        "Une déclaration vous attend", "Rappel : une déclaration vous attend", "Dernier rappel avant la suspension",
    ]  # fmt: skip
    assert bernard.pension.suspendu_le is None
    aller_au(date(2027, 8, 9))
    assert bernard.pension.suspendu_le is not None
    aller_au(date(2027, 10, 9))
    payes = bruts(bernard)
    assert "2027-08" in payes and "2027-09" not in payes, "August was begun"

    # It comes late, without income: the suspension ends, September comes with October.
    bernard.declarer(salaires="0")
    aller_au(date(2027, 11, 9))
    payes = bruts(bernard)
    assert payes["2027-09"] == payes["2027-10"] == payes["2027-08"]
    assert len(payes) == 12 and not bernard.pension.suspendu_le
