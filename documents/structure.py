"""Finishing touches on the structure tree that PDF/UA asks for and WeasyPrint 70 leaves out.

Header cells get their scope, cells' identifiers an index, and page numbers in the margins become artifacts (WeasyPrint
tags them, but leaves them out of the tree, so that they are neither content nor decoration).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document


def parfaire(_document: Document, pdf: pydyf.PDF) -> None:
    """WeasyPrint's `finisher`: edit the objects of `pdf` just before they are written."""
    arbre = _objet(pdf, pdf.catalog["StructTreeRoot"])
    elements = _elements_atteints(pdf, arbre)
    _donner_leur_portee_aux_entetes(pdf, elements)
    _dresser_l_index(pdf, arbre, elements)
    _sortir_les_marges(pdf, arbre, elements)


def _objet(pdf: pydyf.PDF, reference: bytes):
    return pdf.objects[int(reference.split()[0])]


def _elements_atteints(pdf: pydyf.PDF, arbre: pydyf.Dictionary) -> dict[bytes, pydyf.Dictionary]:
    """Every structure element that a reader can reach from the root, by reference."""
    atteints: dict[bytes, pydyf.Dictionary] = {}
    a_voir = [enfant for enfant in arbre["K"] if isinstance(enfant, bytes)]
    while a_voir:
        reference = a_voir.pop()
        element = _objet(pdf, reference)
        if reference in atteints or element.get("Type") != "/StructElem":
            continue
        atteints[reference] = element
        a_voir.extend(enfant for enfant in element["K"] if isinstance(enfant, bytes))
    return atteints


def _donner_leur_portee_aux_entetes(pdf: pydyf.PDF, elements: dict[bytes, pydyf.Dictionary]) -> None:
    for element in elements.values():
        if element["S"] == "/TH":
            groupe = _objet(pdf, _objet(pdf, element["P"])["P"])
            element["A"]["Scope"] = "/Column" if groupe["S"] == "/THead" else "/Row"


def _dresser_l_index(pdf: pydyf.PDF, arbre: pydyf.Dictionary, elements: dict[bytes, pydyf.Dictionary]) -> None:
    import pydyf

    identifies = sorted((element["ID"].data, reference) for reference, element in elements.items() if "ID" in element)
    if identifies:
        noms = pydyf.Array(morceau for paire in identifies for morceau in paire)
        feuille = pydyf.Dictionary({"Names": noms, "Limits": pydyf.Array((identifies[0][0], identifies[-1][0]))})
        pdf.add_object(feuille)
        arbre["IDTree"] = pydyf.Dictionary({"Kids": pydyf.Array([feuille.reference])})


def _sortir_les_marges(pdf: pydyf.PDF, arbre: pydyf.Dictionary, elements: dict[bytes, pydyf.Dictionary]) -> None:
    nombres = _objet(pdf, arbre["ParentTree"])["Nums"]
    for page, reference in enumerate(pdf.page_references):
        contenus = nombres[2 * page + 1]
        orphelins = {mcid for mcid, parent in enumerate(contenus) if parent not in elements}
        if orphelins:
            _marquer_comme_artefacts(_objet(pdf, _objet(pdf, reference)["Contents"]).stream, orphelins)
            for mcid in orphelins:
                contenus[mcid] = b"null"


def _marquer_comme_artefacts(flux: list, orphelins: set[int]) -> None:
    import pydyf

    for i, morceau in enumerate(flux):
        if isinstance(morceau, pydyf.Dictionary) and morceau.get("MCID") in orphelins:
            flux[i - 1] = "/Artifact"
            flux[i] = pydyf.Dictionary({"Type": "/Pagination", "Subtype": "/Footer"})
