/* data-attente: the page moves on by itself once what it waits for is there. Without script it reads itself again. */
const PREMIERE = 700;
const SUIVANTES = 1500; // milliseconds

const regarder = async () => {
  try {
    const reponse = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!(await reponse.text()).includes("data-attente")) {
      location.reload();
      return;
    }
  } catch {
    // the network will come back
  }
  setTimeout(regarder, SUIVANTES);
};
if (document.querySelector("[data-attente]")) setTimeout(regarder, PREMIERE);
