"use strict";
const questions = [...document.querySelectorAll(".question")];
const buttons = [...document.querySelectorAll("[data-filter]")];
const search = document.getElementById("search");
let filter = "all";

function show() {
  const wanted = search.value.trim().toLowerCase();
  for (const question of questions) {
    const kept = filter === "all" || question.dataset.tags.split("|").includes(filter);
    question.hidden = !kept || !question.textContent.toLowerCase().includes(wanted);
  }
  document.getElementById("none").hidden = questions.some((question) => !question.hidden);
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    filter = button.dataset.filter;
    for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
    show();
  });
}
search.addEventListener("input", show);
