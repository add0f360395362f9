/* A form with a text area keeps what is typed: five seconds after the last key, and when the page is left. */
const PAUSE = 5000;
const ADRESSE = document.querySelector("script[data-brouillon]").dataset.brouillon;
for (const form of new Set([...document.querySelectorAll("form[method=post] textarea")].map((champ) => champ.form))) {
  let attente = 0;
  let ecrit = "";
  const garder = () => {
    clearTimeout(attente);
    const saisie = new FormData(form);
    for (const [nom, valeur] of [...saisie]) if (valeur instanceof File) saisie.delete(nom);
    const texte = JSON.stringify([...saisie]);
    if (texte === ecrit || form.dataset.parti) return;
    ecrit = texte;
    saisie.set("brouillon_page", location.pathname);
    saisie.set("brouillon_envoi", new URL(form.action, location.href).pathname);
    fetch(ADRESSE, { method: "POST", body: saisie, keepalive: true }).catch(() => (ecrit = ""));
  };
  form.addEventListener("input", () => {
    clearTimeout(attente);
    attente = setTimeout(garder, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(attente));
  addEventListener("visibilitychange", () => {
    if (attente && document.hidden) garder();
  });
}
