"""On a narrow screen no reference, amount or date is cut in two: each stays on its line, whole enough to be read over the phone."""

from __future__ import annotations

import pytest

from tests.parcours.conftest import Maniere
from tests.parcours.entree import entrer
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur

PAGES = {
    "lea": ("/", "/mes-paiements/", "/mes-paiements/retenues/", "/mes-paiements/depenses/", "/mes-informations/", "/documents/"),
    "patrick": ("/", "/mes-paiements/creances/"),
}  # fmt: skip
# What is read as one word, and on how many lines the browser draws it.
COUPES = r"""() => {
  const mots = /[A-Z0-9]+(?:-[A-Z0-9]+)+|\d\d\/\d\d\/\d{4}|[−-]?\d[\d\u202f\u00a0]*,\d\d\u00a0€/g, coupes = [];
  const textes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (textes.nextNode()) {
    const texte = textes.currentNode;
    if (texte.parentElement.closest(".hors-ecran, script, style, option, template")) continue;
    for (const mot of texte.data.matchAll(mots)) {
      const place = document.createRange();
      place.setStart(texte, mot.index);
      place.setEnd(texte, mot.index + mot[0].length);
      const lignes = new Set([...place.getClientRects()].filter(r => r.width).map(r => Math.round(r.top)));
      if (lignes.size > 1) coupes.push(mot[0]);
    }
  }
  return coupes;
}"""


@pytest.mark.parametrize("largeur", [320, 390])
def test_no_reference_amount_or_date_is_cut_on_a_narrow_screen(piloter, site: Site, largeur):
    for cle, chemins in PAGES.items():
        pilote = entrer(piloter(Maniere(f"{largeur} px", largeur=largeur)), site.personas()[cle])
        _, paiement = pilote.demander("/mes-paiements/")
        detail = next(m for m in paiement.split('href="/mes-paiements/')[1:] if m[:16].isalnum())[:16]
        for chemin in (*chemins, f"/mes-paiements/{detail}/"):
            pilote.aller(chemin)
            assert pilote.page.evaluate(COUPES) == [], f"{cle} {chemin}"
    assert "Décompte n°" in pilote.texte("main")
