// What a person finds on a page by what they read: fields by their labels, buttons and links by their names. Its words are
// those of the journeys; a test calls them by `return page.word(…)`.
const uni = (dit) => dit.replace(/\s+/g, " ").trim();
const convient = ({ texte, motif, exact }, dit) => {
  if (motif !== undefined) return new RegExp(motif).test(dit) || new RegExp(motif).test(uni(dit));
  return exact ? uni(dit) === uni(texte) : uni(dit).toLowerCase().includes(uni(texte).toLowerCase());
};
const seVoit = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[aria-hidden=true]");
const contenu = (noeud) => {
  if (noeud.nodeType === Node.TEXT_NODE) return noeud.data;
  if (noeud.nodeType !== Node.ELEMENT_NODE || !seVoit(noeud)) return "";
  if (noeud.tagName === "IMG") return noeud.alt;
  const dit = noeud.getAttribute("aria-label") ?? [...noeud.childNodes].map(contenu).join("");
  return getComputedStyle(noeud).display.startsWith("inline") ? dit : ` ${dit} `;
};
const parIds = (ids) => ids.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
const nom = (e) => {
  if (e.hasAttribute("aria-labelledby")) return parIds(e.getAttribute("aria-labelledby"));
  if (e.hasAttribute("aria-label")) return e.getAttribute("aria-label");
  return e.tagName === "INPUT" ? e.value : contenu(e);
};
const intitules = (e) => {
  const dits = [...(e.labels ?? [])].map((label) => label.textContent);
  return e.hasAttribute("aria-label") || e.hasAttribute("aria-labelledby") ? [...dits, nom(e)] : dits;
};
const ROLES = {
  button: "button, input[type=submit], input[type=button], input[type=reset], [role=button]",
  link: "a[href], area[href], [role=link]",
};
const sansScript = (racine) => {
  const copie = racine.cloneNode(true);
  for (const e of copie.querySelectorAll("script, style, template, noscript")) e.remove();
  return copie.textContent;
};

const page = {
  actionnables: (role, quoi, dans) =>
    [...document.querySelectorAll(ROLES[role])].filter((e) => seVoit(e) && (!dans || e.closest(dans)) && convient(quoi, nom(e))),
  champs: (quoi, css = "input:not([type=hidden]), select, textarea") =>
    [...document.querySelectorAll(css)].filter((e) => intitules(e).some((un) => convient(quoi, un))),
  tous: (css, quoi) => [...document.querySelectorAll(css)].filter((e) => !quoi || convient(quoi, e.textContent)),
  lit: (quoi) => {
    const dit = sansScript(document.body);
    return quoi.motif !== undefined ? convient(quoi, dit) : uni(dit).includes(uni(quoi.texte));
  },
  /** In the middle of the screen, at once. */
  montrer: (e) => e.scrollIntoView({ block: "center", behavior: "instant" }),
  /** Where a mouse would press for this element: on itself, or on its label where it is drawn by it. */
  prise: (e) => {
    page.montrer(e);
    const { left, top, width, height } = e.getBoundingClientRect();
    const dessus = document.elementFromPoint(left + width / 2, top + height / 2);
    return !e.labels?.length || dessus === e ? e : e.labels[0];
  },
  option: (e, libelle) => [...e.options].find((une) => uni(une.label) === uni(libelle)),
  formes: () => ({
    titres: [...document.querySelectorAll("h1")].filter(seVoit).length,
    large: document.documentElement.scrollWidth, ecran: innerWidth,
  }),
};
