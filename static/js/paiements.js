/* data-suite: « Plus anciens » adds the next page under this one. Without this file, or without an answer, it is a link. */
const liste = document.querySelector("[data-suite]");

async function ajouter(lien) {
  lien.setAttribute("aria-busy", "true");
  const reponse = await fetch(lien.href);
  const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
  const suite = page.querySelector("[data-suite]");
  if (!reponse.ok || !suite) throw new Error("no list");
  lien.closest("nav").remove();
  suite.querySelector("nav a[rel=prev]")?.remove(); // the beginning is still here
  const premier = suite.querySelector("li a");
  for (const element of [...suite.children]) {
    const titre = element.getAttribute("aria-labelledby");
    const deja = titre && liste.querySelector(`[aria-labelledby="${CSS.escape(titre)}"]`);
    if (deja) deja.append(...element.querySelectorAll(":scope > :not(.releve__mois)")); // a month that the page cut in two
    else liste.append(element);
  }
  premier?.focus();
}

liste?.addEventListener("click", (clic) => {
  const lien = clic.target.closest("a[rel=next]");
  if (!lien || clic.ctrlKey || clic.metaKey || clic.shiftKey) return;
  clic.preventDefault();
  ajouter(lien).catch(() => location.assign(lien.href));
});
