/* data-thematiques: the list of precisions follows the theme. Without this file « Continuer » does it. */
for (const formulaire of document.querySelectorAll("form[data-thematiques]")) {
  const theme = formulaire.querySelector("select[name=theme]");
  const precision = formulaire.querySelector("select[name=precision]");
  const suivre = () => {
    const modele = formulaire.querySelector(`template[data-precisions="${theme.value}"]`);
    const debut = modele ? "Choisissez dans la liste" : "Choisissez d’abord la thématique";
    precision.textContent = "";
    precision.append(new Option(debut, ""), ...(modele ? modele.content.cloneNode(true).children : []));
  };
  formulaire.querySelector("button[name=continuer]").parentElement.remove();
  theme.addEventListener("change", suivre);
  if (theme.value !== formulaire.dataset.thematiques) suivre(); // the browser put back another choice
}
