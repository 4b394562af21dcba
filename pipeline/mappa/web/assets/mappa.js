// Makes the reading view quicker; every page works without it. Nothing is fetched.
"use strict";

document.documentElement.classList.add("js");

// On a small screen the choices would push what was found out of sight.
const filter = document.getElementById("filter");
if (filter && matchMedia("(max-width: 47.99em)").matches) filter.open = false;

const text = document.getElementById("text");
if (text) read(text);

function read(text) {
  const form = document.getElementById("layers");
  const list = document.getElementById("marks");
  const status = document.getElementById("now");
  const before = document.getElementById("before");
  const after = document.getElementById("after");
  const drawn = new Set(text.dataset.marks.split(" "));
  const links = [...list.querySelectorAll("a[data-go]")];
  let current = links.find((link) => link.getAttribute("aria-current"));

  document.querySelector(".app-keys").hidden = false;
  before.hidden = after.hidden = links.length === 0;

  const shown = () => links.filter((link) => !link.parentElement.hidden);

  // Layers: those that the page holds are switched here, any other needs the page anew.
  const apply = document.querySelector(".app-apply");
  if (apply) apply.hidden = [...form.elements.layer ? form.querySelectorAll("[name=layer]") : []].every((box) => drawn.has(box.value));
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (!drawn.has(box.value)) {
      if (apply) form.submit();
      return;
    }
    for (const mark of text.querySelectorAll(`.m-${box.value}`)) mark.classList.toggle("m-off", !box.checked);
    for (const link of links) {
      if (link.parentElement.dataset.layer === box.value) link.parentElement.hidden = !box.checked;
    }
    status.textContent = `${shown().length} highlights`;
    remember();
  });

  function remember() {
    if (!apply) return;
    const address = new URL(location.href);
    for (const name of ["layer", "shown", "mark"]) address.searchParams.delete(name);
    const boxes = [...form.querySelectorAll("[name=layer]")];
    if (boxes.some((box) => !box.checked)) {
      address.searchParams.set("shown", "yes");
      for (const box of boxes) if (box.checked) address.searchParams.append("layer", box.value);
    }
    if (current) {
      address.searchParams.set("mark", current.dataset.go);
      address.hash = `a-${current.dataset.go}`;
    }
    history.replaceState(null, "", address);
  }

  function go(link) {
    if (!link) return;
    for (const mark of text.querySelectorAll(".m-now")) mark.classList.remove("m-now");
    if (current) current.removeAttribute("aria-current");
    current = link;
    link.setAttribute("aria-current", "true");
    for (const mark of text.querySelectorAll(`[data-m="${link.dataset.go}"]`)) mark.classList.add("m-now");
    const first = document.getElementById(`a-${link.dataset.go}`);
    if (first) first.scrollIntoView({ block: "center" });
    list.scrollTop = link.offsetTop - list.offsetTop - list.clientHeight / 2;
    const all = shown();
    status.textContent = `${all.indexOf(link) + 1} of ${all.length}: ${link.querySelector(".app-marks__kind").textContent}`;
    after.textContent = "Next";
    remember();
  }

  function step(by) {
    const all = shown();
    const at = all.indexOf(current);
    go(at < 0 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go]");
    if (!link) return;
    event.preventDefault();
    go(link);
  });
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-m]");
    if (mark) go(shown().find((link) => link.dataset.go === mark.dataset.m));
  });
  for (const [link, by] of [[before, -1], [after, 1]]) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      step(by);
    });
  }
  // Single letters work only while the text or the list has the focus, so that they never get in the way of dictation or a reader's own keys.
  for (const place of [text, list]) {
    place.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "n" || event.key === "p") {
        event.preventDefault();
        step(event.key === "n" ? 1 : -1);
      }
    });
  }
}
