// Ticking a step of a pathway shows at once what is missing. Without scripts the form has a button for that.

const PART = "#pathway";
const WAIT_MS = 150;

let timer;
let asking;

document.addEventListener("change", (event) => {
  const form = event.target.closest?.(".steps-form");
  if (!form || event.target.name !== "have") return;
  clearTimeout(timer);
  timer = setTimeout(() => show(form), WAIT_MS);
});

async function show(form) {
  asking?.abort();
  asking = new AbortController();
  const address = new URL(form.getAttribute("action"), location.href);
  const said = new URLSearchParams(new FormData(form));
  const component = new URLSearchParams(location.search).get("component");
  if (component) said.set("component", component);
  address.search = said;
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(PART);
    const old = document.querySelector(PART);
    if (!fresh || !old) return;
    history.replaceState(history.state, "", `${address.pathname}${address.search}`);
    replace(old, document.adoptNode(fresh));
  } catch (error) {
    // A newer question was asked, or the network is gone: the button still works.
    if (error.name !== "AbortError") console.warn(error);
  }
}

// The step that was ticked keeps its place on the screen and the focus, and the picture stays where it was moved to.
function replace(old, fresh) {
  const focused = document.activeElement?.closest?.(".steps-form input");
  const place = focused?.getBoundingClientRect().top;
  const scroller = old.querySelector(".picture-scroller");
  const moved = scroller && [scroller.scrollLeft, scroller.scrollTop];
  const folded = new Set([...old.querySelectorAll(".step details:not([open])")].map(stepOf));
  for (const details of fresh.querySelectorAll(".step details")) details.open = !folded.has(stepOf(details));
  old.replaceWith(fresh);
  if (moved) fresh.querySelector(".picture-scroller")?.scrollTo(...moved);
  const again = focused && fresh.querySelector(`.steps-form input[value="${CSS.escape(focused.value)}"]`);
  if (again) {
    again.focus({ preventScroll: true });
    scrollBy({ top: again.getBoundingClientRect().top - place, behavior: "instant" });
  }
  say(fresh.querySelector(".standing-bar")?.textContent ?? "");
}

function stepOf(details) {
  return details.closest(".step").id;
}

function say(words) {
  let region = document.getElementById("pathway-said");
  if (!region) {
    region = document.createElement("p");
    region.id = "pathway-said";
    region.className = "unseen";
    region.setAttribute("role", "status");
    document.querySelector("main").append(region);
  }
  region.textContent = words.trim();
}
