/* data-brouillon (where drafts are kept) in a form with a long text: what is typed is kept five seconds after the last key, and
   when the page is left. */
const PAUSE = 5000;
for (const marque of document.querySelectorAll("form[method=post] [data-brouillon]")) {
  const { form } = marque;
  let attente = 0;
  let ecrit = "";
  const garder = () => {
    clearTimeout(attente);
    const saisie = new FormData(form);
    for (const { name, type } of form.elements) if (type === "file" || type === "password") saisie.delete(name);
    const texte = JSON.stringify([...saisie]);
    if (texte === ecrit || form.dataset.parti) return;
    ecrit = texte;
    saisie.set("brouillon_page", location.pathname);
    saisie.set("brouillon_envoi", new URL(form.action, location.href).pathname);
    fetch(marque.dataset.brouillon, { method: "POST", body: saisie, keepalive: true }).catch(() => (ecrit = ""));
  };
  form.addEventListener("input", () => {
    clearTimeout(attente);
    attente = setTimeout(garder, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(attente);
    attente = 0; // what leaves for good is no draft any more, whichever request arrives last
  });
  addEventListener("visibilitychange", () => {
    if (attente && document.hidden) garder();
  });
}
