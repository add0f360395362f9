"""Run every scenario, print the figures with their goals, write .local/bench.json."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import django

from ameli.superviseur.environnement import RACINE
from tests.bench import charge, declarations, lenteur, octets, paiements, papiers, tempete
from tests.bench.charge import CONNEXIONS, Debit, Requete
from tests.bench.site import pile, servir
from tests.bench.visiteur import Visiteur

SORTIE = RACINE / ".local" / "bench.json"
TELESERVICE, ETAPE = "iban", "titulaire"
TOURS = 5  # how often a page is compared with the bare one


@dataclass
class Rapport:
    """What was measured, and whether each goal was reached."""

    mesures: dict[str, dict] = field(default_factory=dict)
    manques: list[str] = field(default_factory=list)

    def noter(
        self, nom: str, texte: str, *, valeur: float, but: float | None = None, plafond: bool = False, **details
    ) -> None:
        """`but` is a floor, or a ceiling when `plafond`."""
        atteint = but is None or (valeur <= but if plafond else valeur >= but)
        self.mesures[nom] = {"valeur": valeur, "but": but, "atteint": atteint, **details}
        suite = (
            "" if but is None else f"   goal {'≤' if plafond else '≥'} {but:g}: {'reached' if atteint else 'MISSED'}"
        )
        print(f"  {nom:<28}{texte}{suite}", flush=True)
        if not atteint:
            self.manques.append(nom)

    def echec(self, nom: str, faute: Exception) -> None:
        self.mesures[nom] = {"valeur": None, "atteint": False, "faute": str(faute)[:500]}
        self.manques.append(nom)
        print(f"  {nom:<28}not measured: {str(faute)[:300]}", flush=True)

    def essayer(self, nom: str, mesure: Callable[[], None]) -> None:
        """One scenario that fails does not take the others along; it counts as missed."""
        try:
            mesure()
        except Exception as faute:  # noqa: BLE001  reported, and the status of the command says so
            self.echec(nom, faute)


def main() -> int:
    rapport = Rapport()
    print(
        f"\n{CONNEXIONS} connections, {TOURS} times {charge.DUREE:g} s, granian with 2 workers, load and servers on the same machine\n"
    )
    with pile() as dossier:
        django.setup()
        _pages(rapport, dossier)
        rapport.essayer("PDF", lambda: _documents(rapport))
        rapport.essayer("sweep", lambda: _balayage(rapport))
        rapport.essayer("declarations", lambda: _declarations(rapport))
        rapport.essayer("payments list", lambda: _paiements(rapport))
    SORTIE.parent.mkdir(exist_ok=True)
    SORTIE.write_text(
        json.dumps({"mesures": rapport.mesures, "manques": rapport.manques}, indent=2, ensure_ascii=False)
    )
    print(f"\nMissed: {', '.join(rapport.manques) or 'nothing'}. Figures in {SORTIE.relative_to(RACINE)}.")
    return 0


def _pages(rapport: Rapport, dossier: Path) -> None:
    with (
        servir(dossier, "tests.bench.nu:application", "/", DJANGO_SETTINGS_MODULE="tests.bench.reglages_nus") as nu,
        servir(dossier) as port,
    ):
        for nom, but, scenario in (
            ("sign-in page", 0.60, _connexion), ("home, signed in", 0.20, _accueil), ("payments, signed in", 0.08, _versements),
            ("step POST", 0.20, _etape),
        ):  # fmt: skip
            rapport.essayer(
                nom, lambda nom=nom, but=but, scenario=scenario: _comparer(rapport, nom, but, scenario(port), port, nu)
            )
        rapport.essayer("bytes", lambda: _octets(rapport, port))
        rapport.essayer("slow bodies", lambda: _lenteur(rapport, port))
        rapport.essayer("papers in the worker", lambda: _papiers(rapport, port, dossier))
    with servir(dossier, AMELI_MANDATAIRES="1") as port:
        rapport.essayer("storm of passwords", lambda: _tempete(rapport, port))


def _papiers(rapport: Rapport, port: int, dossier: Path) -> None:
    """Four people ask for statements of 500 lines, one after the other; others read, and one wants a short paper."""
    from ameli.bac_a_sable.personas import personas

    gens = sorted(
        (une for une in personas() if une.compte and une.iban and une.serie), key=lambda une: une.cle != "thomas"
    )
    vue = papiers.mesurer(port, dossier, _accueil(port), gens)
    part, part_courte = vue.charge_ms / vue.calme_ms, vue.papier_charge_ms / vue.papier_calme_ms
    rapport.noter(
        "home beside long papers", f"p95 {vue.calme_ms:.1f} ms in calm, {vue.charge_ms:.1f} ms while the worker makes "
        f"{vue.releves} statements of {papiers.LIGNES} lines   ×{part:.2f}", valeur=part, but=2, plafond=True,
    )  # fmt: skip
    rapport.noter(
        "short paper beside them", f"{vue.papier_calme_ms:.0f} ms in calm, {vue.papier_charge_ms:.0f} ms under them"
        f"   ×{part_courte:.2f}", valeur=part_courte, but=3, plafond=True,
    )  # fmt: skip


def _lenteur(rapport: Rapport, port: int) -> None:
    """Bodies of a byte every two seconds, then photos at 100 kB/s, while people read their home page."""
    gens = _visiteurs(port)
    for une in gens:
        une.demander("GET", "/")
    vue = lenteur.mesurer(port, [lambda v=v: v.lecture("/") for v in gens], gens)
    if set(vue.statuts) != {200}:
        raise RuntimeError(f"photos were answered {vue.statuts}")
    for nom, ms, qui in (
        ("home beside slow senders", vue.gouttes_ms, f"{lenteur.GOUTTES} senders of a byte every {lenteur.INTERVALLE:g} s"),
        ("home beside slow photos", vue.photos_ms, f"{lenteur.PHOTOS} photos of 3.4 MB at {lenteur.DEBIT // 1000} kB/s"),
    ):  # fmt: skip
        part = ms / vue.calme_ms
        rapport.noter(
            nom, f"p95 {vue.calme_ms:.1f} ms in calm, {ms:.1f} ms beside {qui}   ×{part:.2f}", valeur=part, but=2, plafond=True
        )  # fmt: skip


def _tempete(rapport: Rapport, port: int) -> None:
    """200 wrong sign-ins a second for 30 seconds, each from another address, while people read their home page."""
    vue = tempete.mesurer(port, _accueil(port))
    part = vue.tempete_ms / vue.calme_ms
    rapport.noter(
        "storm of passwords", f"p95 {vue.calme_ms:.1f} ms in calm, {vue.tempete_ms:.1f} ms under "
        f"{vue.essais_par_seconde:.0f} tries/s   ×{part:.2f}", valeur=part, but=1.5, plafond=True, statuts=vue.statuts,
    )  # fmt: skip


def _comparer(rapport: Rapport, nom: str, but: float, fabriques: list, port: int, nu: int) -> None:
    """The bare page and this one in turn, five times: what else the machine does weighs on both, and the median forgets a hitch."""
    nues, siennes = [], []
    for _tour in range(TOURS):
        nues.append(charge.mesurer(nu, [_nue] * CONNEXIONS))
        siennes.append(charge.mesurer(port, fabriques))
    parts = sorted(sienne.par_seconde / nue.par_seconde for nue, sienne in zip(nues, siennes, strict=True))
    part, debit = median(parts), sorted(siennes, key=lambda d: d.par_seconde)[TOURS // 2]
    rapport.noter(
        nom, f"{_debit(debit)}   {part:.2f} of bare ({parts[0]:.2f} to {parts[-1]:.2f})", valeur=part, but=but,
        par_seconde=debit.par_seconde, p95_ms=debit.p95_ms, parts=parts,
    )  # fmt: skip


def _nue() -> Requete:
    return Requete("GET", "/", {"Host": "localhost"})


def _debit(debit: Debit) -> str:
    return f"{debit.par_seconde:8.0f} req/s   p95 {debit.p95_ms:6.1f} ms"


def _connexion(port: int) -> list[Callable[[], Requete]]:
    return [lambda: Requete("GET", "/connexion/", {"Host": f"localhost:{port}"})] * CONNEXIONS


def _accueil(port: int) -> list[Callable[[], Requete]]:
    return [lambda v=v: v.lecture("/") for v in _visiteurs(port)]


def _versements(port: int) -> list[Callable[[], Requete]]:
    return [lambda v=v: v.lecture("/mes-paiements/") for v in _visiteurs(port)]


def _etape(port: int) -> list[Callable[[], Requete]]:
    """Each person answers the first step of a change of IBAN, again and again."""
    fabriques = []
    for visiteur in _visiteurs(port):
        visiteur.demander("GET", f"/demarches/{TELESERVICE}/")
        statut = visiteur.demander("POST", f"/demarches/{TELESERVICE}/", visiteur.reponses())
        if statut != 200 or f"/{ETAPE}/" not in visiteur.chemin:
            raise RuntimeError(f"The start of {TELESERVICE} led to {visiteur.chemin} ({statut})")
        requete = visiteur.depot(visiteur.chemin, visiteur.reponses())
        fabriques.append(lambda requete=requete: requete)
    return fabriques


def _visiteurs(port: int) -> list[Visiteur]:
    """Eight practice people who can sign in, each with a session."""
    from ameli.bac_a_sable.personas import personas

    visiteurs = []
    for une in [une for une in personas() if une.compte and une.iban and une.serie][:CONNEXIONS]:
        visiteur = Visiteur(port)
        visiteur.connecter(une.nir, une.mot_de_passe)
        visiteurs.append(visiteur)
    return visiteurs


def _octets(rapport: Rapport, port: int) -> None:
    premiere, suivante = octets.mesurer(port)
    rapport.noter("first visit", f"{premiere / 1000:8.1f} kB", valeur=premiere, but=60_000, plafond=True)
    rapport.noter("repeat visit", f"{suivante / 1000:8.1f} kB", valeur=suivante, but=20_000, plafond=True)


def _paiements(rapport: Rapport) -> None:
    petite, grande = paiements.mesurer()
    part = max(grande.premiere_ms / petite.premiere_ms, grande.suivante_ms / petite.suivante_ms)
    rapport.noter(
        "payments list", f"p95 {petite.premiere_ms:.1f} ms at {petite.lignes} rows, {grande.premiere_ms:.1f} ms at "
        f"{grande.lignes}   ×{part:.2f}", valeur=part, but=1.3, plafond=True, petite_ms=petite.premiere_ms,
        grande_ms=grande.premiere_ms,
    )  # fmt: skip


def _documents(rapport: Rapport) -> None:
    from accounts.models import Assure
    from tests.documents.mesure import mesurer

    assure = Assure.objects.systeme("bench").order_by("pk").first()
    mesure = mesurer(assure)
    rapport.noter(
        "PDF", f"{mesure.par_seconde:8.1f} PDF/s   bare {1000 / mesure.nu_ms:.1f}/s   {mesure.rapport:.2f} of bare",
        valeur=mesure.rapport, but=0.7, par_seconde=mesure.par_seconde, nu_par_seconde=1000 / mesure.nu_ms,
    )  # fmt: skip


def _balayage(rapport: Rapport) -> None:
    from ameli.noyau.echeances.mesure import mesurer

    fait = mesurer()
    if not fait.exactement_une_fois:
        raise RuntimeError("some items were missed or done twice")
    rapport.noter(
        "sweep of 10 000 items", f"{fait.secondes:8.1f} s     {fait.par_seconde:.0f}/s, each exactly once",
        valeur=fait.secondes, but=30, plafond=True, par_seconde=fait.par_seconde,
    )  # fmt: skip


def _declarations(rapport: Rapport) -> None:
    fait = declarations.mesurer()
    if not fait.exactement_une_fois:
        raise RuntimeError("somebody was asked twice, or not at all")
    rapport.noter(
        f"{fait.nombre} declarations opened", f"{fait.secondes:8.1f} s     {fait.nombre / fait.secondes:.0f}/s, each person once",
        valeur=fait.secondes, par_seconde=fait.nombre / fait.secondes,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
