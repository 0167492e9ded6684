// <credential-card src="https://registry.example/resources/ce-..." lang="es" theme="dark"></credential-card>
// shows a resource of the registry on any page, without a frame. What stands inside the element is shown until the
// card has been loaded, and stays if it cannot be: put a link to the resource there.

const STYLE = `
:host { display: block; max-width: 30rem; font: 15px/1.5 ui-sans-serif, system-ui, sans-serif;
  --ink: #1b2430; --muted: #566272; --paper: #ffffff; --line: #dbe1e8; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) { :host(:not([theme=light])) {
  --ink: #e6eaf0; --muted: #9aa7b5; --paper: #10151c; --line: #2a3542; --accent: #7ab7ff; } }
:host([theme=dark]) { --ink: #e6eaf0; --muted: #9aa7b5; --paper: #10151c; --line: #2a3542; --accent: #7ab7ff; }
article { padding: 16px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); color: var(--ink); }
p { margin: 0 0 4px; }
.name { font-size: 20px; font-weight: 600; line-height: 1.2; }
.note { color: var(--muted); font-size: 13px; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

class CredentialCard extends HTMLElement {
  async connectedCallback() {
    const source = new URL(this.getAttribute("src"), location.href);
    const path = source.pathname;
    const place = path.match(/(?:\/[^/]+)?\/resources\/[^/]+$/);
    if (!place || !/^https?:$/.test(source.protocol)) return;
    const address = `${source.origin}${path.slice(0, place.index)}/embed${place[0]}?format=json`;
    const headers = this.lang ? { "Accept-Language": this.lang } : {};
    const answer = await fetch(address, { headers, credentials: "omit" }).catch(() => null);
    if (answer?.ok) this.show(await answer.json());
  }

  show(data) {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const card = document.createElement("article");
    const line = (text, cls) => {
      if (!text) return null;
      const made = document.createElement("p");
      made.className = cls ?? "";
      made.dir = "auto";
      made.textContent = text;
      card.append(made);
      return made;
    };
    line(data.class, "note");
    const name = line(" ", "name");
    const link = document.createElement("a");
    link.href = data.page;
    link.textContent = data.name;
    if (data.language) link.lang = data.language;
    name.replaceChildren(link);
    line(data.owners.join(", "));
    line(data.facts.join(" · "));
    line(data.about);
    line(data.source, "note");
    root.replaceChildren(card);
  }
}

customElements.define("credential-card", CredentialCard);
