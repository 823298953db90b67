//! The search of a site: shows the lines of the list that hold every word typed. Without it the list is whole.

"use strict";
(() => {
  const form = document.getElementById("search");
  const input = document.getElementById("words");
  const found = document.getElementById("found");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const sections = [...document.querySelectorAll(".listed")].map((section) => ({
    section,
    items: [...section.querySelectorAll(".list > li")].map((item) => ({ item, text: plain(item.textContent) })),
  }));
  const show = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { section, items } of sections) {
      let here = 0;
      for (const { item, text } of items) {
        const fits = words.every((word) => text.includes(word));
        item.hidden = !fits;
        here += fits ? 1 : 0;
      }
      section.hidden = words.length > 0 && here === 0;
      count += here;
    }
    found.textContent = words.length === 0 ? "" : count === 1 ? "1 line found" : `${count} lines found`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  form.hidden = false;
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  show();
})();
