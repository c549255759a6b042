// What the page does without: completion, keys, a period drawn over the histogram. Texts come in by textContent alone.
"use strict";
(() => {
  const box = document.getElementById("q");
  const list = document.getElementById("suggestions");
  let chosen = -1;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (number) => {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (number + options.length + 1) % (options.length + 1);
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < options.length) {
      box.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  };
  const take = (text) => {
    box.value = text;
    close();
    box.form.submit();
  };
  // As the page itself: without signs that turn the direction of writing or that no page may have.
  const harmless = (text) => text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
  const show = (suggestions) => {
    close();
    suggestions.forEach(({ text: found, count, kind }, at) => {
      const text = harmless(found);
      const option = document.createElement("li");
      option.id = `suggestion-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(text);
      if (kind !== "title") {
        const small = document.createElement("small");
        small.textContent = count;
        option.append(small);
      }
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(text);
      });
      list.append(option);
    });
    list.hidden = !suggestions.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };
  const complete = async () => {
    const mine = ++asked;
    if (!box.value.trim()) return close();
    try {
      const answer = await fetch(`/api/v1/suggest?limit=8&q=${encodeURIComponent(box.value)}`);
      const found = answer.ok ? await answer.json() : { suggestions: [] };
      if (mine === asked && document.activeElement === box) show(found.suggestions);
    } catch {
      close();
    }
  };
  let waiting;
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "suggestions");
  box.setAttribute("aria-expanded", "false");
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(complete, 120);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && list.children[chosen]) {
      event.preventDefault();
      take(list.children[chosen].firstChild.data);
    } else if (event.key === "Escape") {
      asked += 1;
      if (list.hidden) return; // then the browser empties the box
      event.preventDefault();
      close();
    }
  });

  // «/» leads to the box, arrows through the hits, n and p through the marks of an article.
  const isWriting = (target) => target.matches("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (event.key === "/") {
      event.preventDefault();
      box.focus();
      box.select();
      return;
    }
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const hits = [...document.querySelectorAll(".hits h2 a")];
    const at = hits.indexOf(document.activeElement);
    if (step && hits.length && (at >= 0 || event.key.length === 1)) {
      event.preventDefault();
      hits[Math.min(Math.max(at + step, 0), hits.length - 1)].focus();
    }
    const mark = { n: 1, p: -1 }[event.key];
    const marks = document.querySelectorAll("article mark[id]").length;
    if (mark && marks) {
      const now = Number(location.hash.replace("#m", "")) || 0;
      location.hash = `m${Math.min(Math.max(now + mark, 1), marks)}`;
    }
  });

  // On a narrow screen the filters wait behind their heading.
  if (matchMedia("(max-width: 50rem)").matches) document.querySelector(".filters")?.removeAttribute("open");

  // Drawing over bars chooses a period.
  const bars = document.querySelector(".histogram svg");
  if (bars) {
    const barAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".histogram a");
    const all = [...bars.querySelectorAll("a")];
    let first;
    let last;
    const draw = () => {
      const [from, to] = [all.indexOf(first), all.indexOf(last)].sort((a, b) => a - b);
      all.forEach((bar, at) => bar.classList.toggle("chosen", Boolean(first) && at >= from && at <= to));
    };
    bars.addEventListener("dragstart", (event) => event.preventDefault());
    bars.addEventListener("pointerdown", (event) => {
      first = last = barAt(event);
    });
    bars.addEventListener("pointermove", (event) => {
      if (!first) return;
      last = barAt(event) || last;
      draw();
    });
    addEventListener("pointerup", () => {
      if (first && last && first !== last) {
        const [from, to] = [first, last].sort((a, b) => all.indexOf(a) - all.indexOf(b)).map((bar) => bar.dataset.key);
        const target = new URL(first.getAttribute("href"), location.href);
        target.searchParams.set("from", from);
        target.searchParams.set("to", to);
        location.assign(target);
      }
      first = last = undefined;
      draw();
    });
  }
})();
