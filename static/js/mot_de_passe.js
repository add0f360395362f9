/* The rules of a new password, ticked while one types. The server judges; this only spares a wait. */

const SPECIAUX = "?!$€£@&(-+_)=*%/<>,.;";
const RANGEES = ["0123456789", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop"];
const sens = [...RANGEES, ...RANGEES.map((rangee) => [...rangee].reverse().join(""))];

const tenue = {
  longueur: (mot) => [...mot].length >= 8 && [...mot].length <= 64,
  minuscule: (mot) => /[a-z]/.test(mot),
  majuscule: (mot) => /[A-Z]/.test(mot),
  chiffre: (mot) => [...mot].some((c) => /\d/.test(c) || SPECIAUX.includes(c)),
  admis: (mot) => [...mot].every((c) => /[A-Za-z0-9]/.test(c) || SPECIAUX.includes(c)),
  repetition: (mot) => !/(.)\1\1/.test(mot),
  suite: (mot) => ![...mot.toLowerCase()].some((_, i) => {
    const morceau = mot.toLowerCase().slice(i, i + 4);
    return morceau.length === 4 && sens.some((rangee) => rangee.includes(morceau));
  }),
};

for (const liste of document.querySelectorAll("[data-criteres]")) {
  const champ = liste.closest(".champ").querySelector("input");
  const bilan = document.createElement("p");
  let attente = 0;
  bilan.className = "controle";
  bilan.setAttribute("role", "status");
  liste.closest(".champ").append(bilan);
  champ.addEventListener("input", () => {
    const mot = champ.value;
    let restent = 0;
    for (const ligne of liste.children) {
      const bien = mot !== "" && tenue[ligne.dataset.critere](mot);
      ligne.classList.toggle("criteres__tenu", bien);
      restent += bien ? 0 : 1;
    }
    clearTimeout(attente);
    attente = setTimeout(() => {
      bilan.textContent = restent === 0 ? "Toutes les règles sont respectées." : restent === 1 ? "Il reste 1 règle à respecter." : `Il reste ${restent} règles à respecter.`;
    }, 600);
  });
}
