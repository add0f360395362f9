/* data-raccourcis: keys that lead somewhere on the page, listed in its HTML. A key moves the focus: Enter does the rest.
   Off when the focus is where one types, when a modifier is held, and when the box of the list is not ticked (WCAG 2.1.4):
   the form takes that choice along to the next page. */
const liste = document.querySelector("[data-raccourcis]");
const SAISIE = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";

if (liste) {
  const actifs = liste.querySelector("input[type=checkbox]");
  const cibles = new Map();
  for (const ligne of liste.querySelectorAll("[data-touche]")) {
    cibles.set(ligne.dataset.touche, ligne.dataset.cible);
  }
  liste.hidden = false;
  document.addEventListener("keydown", (evenement) => {
    const { ctrlKey, altKey, metaKey, target } = evenement;
    if (!actifs.checked || ctrlKey || altKey || metaKey || target.matches?.(SAISIE)) return;
    const touche = evenement.key.toLowerCase();
    const cible = document.getElementById(cibles.get(touche) ?? "");
    const figure = target.closest?.("[data-image]") ?? document.querySelector("[data-image]");
    const outil = figure?.querySelector(`[data-outil="${CSS.escape(touche)}"]`);
    if (!cible && !outil) return;
    evenement.preventDefault();
    if (cible) cible.focus();
    else outil.click();
  });
}
