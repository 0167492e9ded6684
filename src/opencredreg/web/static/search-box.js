// A search field that offers suggestions while somebody types (WAI-ARIA combobox with a list).
// Without scripts the form inside works as it is.

const DELAY_MS = 120;
const SHORTEST = 2;

class SearchBox extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=search]");
    if (!this.form || !this.input) return;
    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-list`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.form.dataset.label || this.input.placeholder);
    this.input.after(this.list);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-controls": this.list.id, "aria-expanded": "false",
    })) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // Pressing the mouse on an entry must not take the focus away before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const entry = event.target.closest("[role=option]");
      if (entry) location.assign(entry.dataset.href);
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), DELAY_MS);
  }

  async ask() {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (typed.length < SHORTEST) return this.close();
    this.asking = new AbortController();
    const address = new URL(this.form.dataset.suggest, location.href);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch (error) {
      // A newer question was asked, or the network is gone: the form still works.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(suggestions) {
    this.place = -1;
    this.list.replaceChildren(...suggestions.map((one, index) => {
      const entry = document.createElement("li");
      entry.id = `${this.list.id}-${index}`;
      entry.setAttribute("role", "option");
      entry.setAttribute("aria-selected", "false");
      entry.dataset.href = one.href;
      const name = document.createElement("span");
      name.dir = "auto";
      name.textContent = one.text;
      const detail = document.createElement("span");
      detail.className = "note";
      detail.textContent = one.detail;
      entry.append(name, " ", detail);
      return entry;
    }));
    const open = suggestions.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const entries = [...this.list.children];
    if (event.key === "Escape" && !this.list.hidden) {
      this.close();
      event.preventDefault();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !this.list.hidden) {
      // One more place than there are entries: the field itself.
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = entries.length + 1;
      this.place = ((this.place + 1 + step + places) % places) - 1;
      entries.forEach((entry, index) => entry.setAttribute("aria-selected", String(index === this.place)));
      if (this.place < 0) this.input.removeAttribute("aria-activedescendant");
      else this.input.setAttribute("aria-activedescendant", entries[this.place].id);
      entries[this.place]?.scrollIntoView({ block: "nearest" });
      event.preventDefault();
    } else if (event.key === "Enter" && !this.list.hidden && this.place >= 0) {
      location.assign(entries[this.place].dataset.href);
      event.preventDefault();
    }
  }
}

customElements.define("search-box", SearchBox);
