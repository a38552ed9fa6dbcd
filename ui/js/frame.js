// What Streamlit's frame lacks, in one small script of our own. Nothing here decides what a page shows: without it
// links load the page anew, words of the framework stay English, and the two buttons of the sidebar do nothing.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const main = () => document.querySelector("[data-testid=stMain]");
  const words = JSON.parse(byId("moc-words").textContent);
  const phone = matchMedia("(max-width: 768px)");

  // The code of charts is the largest of the page and would keep the browser from drawing what is already there: it
  // waits (ui/bundles.py) until the page has a heading and that is on the screen, or for two seconds at most.
  window.mocInSight = new Promise((seen) => {
    const end = performance.now() + 2000;
    const look = () => {
      const heading = document.querySelector("[data-testid=stMain] h1");
      if (!(heading && heading.getClientRects().length) && performance.now() < end) return setTimeout(look, 30);
      requestAnimationFrame(() => setTimeout(seen, 0));
    };
    look();
  });

  // Links inside the page's own HTML: the address changes once and Streamlit hears of it as of a step in the history,
  // so the page changes without a reload and the browser's back returns to the view before.
  const known = new Set(words.pages);
  function follow(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (!link.closest("[data-testid=stHtml]") || link.origin !== location.origin || !known.has(link.pathname)) return;
    if (link.hasAttribute("download") || (link.target && link.target !== "_self")) return;
    if (!document.querySelector("[data-testid=stApp]")) return;
    event.preventDefault();
    if (link.href !== location.href) history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    if (phone.matches && link.closest("[data-testid=stSidebar]")) press("[data-testid=stSidebarCollapseButton] button");
    if (main()) main().scrollTo(0, 0);
  }
  function press(selector) {
    const found = document.querySelector(selector);
    if (found) found.click();
  }
  document.addEventListener("click", follow);

  // Back and forward return to the place on the page where one was: Streamlit's page scrolls inside the window, where no
  // browser remembers it. The place is kept by address; it is looked for until the page is long enough again.
  const places = new Map();
  document.addEventListener("scroll", () => main() && places.set(location.href, main().scrollTop), { capture: true, passive: true });
  addEventListener("popstate", (event) => {
    const back = location.href;
    const wanted = event.isTrusted ? places.get(back) || 0 : 0;
    if (!wanted) return;
    const end = performance.now() + 4000;
    const moved = new AbortController();
    for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, () => moved.abort(), { signal: moved.signal, passive: true });
    const look = () => {
      if (moved.signal.aborted || location.href !== back || performance.now() > end) return moved.abort();
      const ready = document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
      if (!ready || main().scrollHeight - main().clientHeight < wanted) return setTimeout(look, 50);
      main().scrollTo(0, wanted);
      moved.abort();
    };
    setTimeout(look, 100);
  });

  // The search: "/" anywhere, or the button that phones have, for there the sidebar is folded away.
  const field = () => document.querySelector(".st-key-moc_search input");
  function search() {
    const sidebar = document.querySelector("[data-testid=stSidebar]");
    if (!sidebar || sidebar.getBoundingClientRect().right <= 0) {
      press("[data-testid=stExpandSidebarButton] button, button[data-testid=stExpandSidebarButton], [data-testid=stHeader] button");
    }
    const end = performance.now() + 10000;
    const wait = () => {
      const found = field();
      if (found && found.getBoundingClientRect().left >= 0) found.focus();
      if (document.activeElement !== found && performance.now() < end) setTimeout(wait, 50);
    };
    wait();
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable=true]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !document.querySelector(".moc-nav")) return;
    event.preventDefault();
    search();
  });

  // Copying: the text that a button names, else the address with every choice written out, which stands under the page.
  // Without the clipboard of a secure connection (an office serves plain http) the old way does it.
  async function copy(button) {
    const named = button.dataset.mocFrom && document.querySelector(button.dataset.mocFrom);
    const whole = document.querySelector("[data-moc-address]");
    const text = named ? named.textContent : whole ? location.origin + whole.dataset.mocAddress : location.href;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    if (button.dataset.said) return;
    button.dataset.said = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => {
      button.textContent = button.dataset.said;
      delete button.dataset.said;
    }, 2500);
  }
  const actions = { copy, search, print: () => window.print() };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-moc]");
    if (button && actions[button.dataset.moc]) actions[button.dataset.moc](button);
  });

  // Words that the framework says in English only, to screen readers and in empty fields. What was English is kept, so
  // that the words change with the language of the page.
  const spoken = ["aria-label", "title", "placeholder"];
  const english = new WeakMap();
  function translate(element) {
    const said = words.said[document.documentElement.lang] || {};
    for (const name of spoken) {
      const now = element.getAttribute(name);
      if (now === null) continue;
      const kept = english.get(element) || {};
      const source = kept[name] && kept[name].ours === now ? kept[name].theirs : now;
      const whole = said[source];
      const first = source.split(" ")[0];
      const ours = whole || (source.startsWith("Remove ") && said.Remove ? said.Remove + source.slice(first.length) : source);
      if (ours === now) continue;
      english.set(element, { ...kept, [name]: { ours, theirs: source } });
      element.setAttribute(name, ours);
    }
  }
  // Its link past the sidebar has an English text, which the stylesheet hides and a screen reader would still read.
  function name(element) {
    const skip = element.closest("[data-testid=stSkipToContent]");
    const label = words.skip[document.documentElement.lang];
    if (skip && label && skip.getAttribute("aria-label") !== label) skip.setAttribute("aria-label", label);
  }
  const every = spoken.map((name) => `[${name}]`).join(",");
  function sweep(root) {
    if (root.matches(every)) translate(root);
    name(root);
    root.querySelectorAll(every).forEach(translate);
    root.querySelectorAll("[data-testid=stSkipToContent]").forEach(name);
  }
  const changed = new Set();
  new MutationObserver((records) => {
    const before = changed.size;
    for (const record of records) {
      if (record.target instanceof SVGElement) continue;
      if (record.type === "attributes") changed.add(record.target === document.documentElement ? document.body : record.target);
      else record.addedNodes.forEach((node) => node.nodeType === 1 && changed.add(node));
    }
    if (before || !changed.size) return;
    queueMicrotask(() => {
      const roots = [...changed];
      changed.clear();
      roots.forEach(sweep);
    });
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: [...spoken, "lang"] });

  // On paper everything that is folded is open, and charts shrink to the column: their drawings have a width in pixels
  // only, so each gets a box of coordinates, and its frame the proportions. A browser that lays charts out anew for
  // paper changes their widths meanwhile; the boxes follow.
  let undo = [];
  function box(drawing) {
    const frame = drawing.closest(".svg-container");
    const [width, height] = [drawing.getAttribute("width"), drawing.getAttribute("height")];
    if (!frame || !Number(width) || !Number(height)) return;
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    frame.style.aspectRatio = `${width} / ${height}`;
    frame.style.setProperty("max-width", `${width}px`, "important");
    undo.push(() => {
      drawing.removeAttribute("viewBox");
      frame.style.removeProperty("aspect-ratio");
      frame.style.removeProperty("max-width");
    });
  }
  const widths = new MutationObserver((records) => {
    records.forEach(({ target, addedNodes }) => {
      if (target.matches("svg.main-svg")) box(target);
      addedNodes.forEach((node) => node.nodeType === 1 && node.querySelectorAll("svg.main-svg").forEach(box));
    });
  });
  addEventListener("beforeprint", () => {
    for (const each of document.querySelectorAll("[data-testid=stMain] details:not([open])")) {
      each.setAttribute("open", "");
      undo.push(() => each.removeAttribute("open"));
    }
    document.querySelectorAll("svg.main-svg").forEach(box);
    widths.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["width", "height"] });
  });
  addEventListener("afterprint", () => {
    widths.disconnect();
    undo.forEach((each) => each());
    undo = [];
  });
})();
