// Questions that open. Without this script they open all the same; it adds links, and paper.
const questions = [...document.querySelectorAll("details.question")];

// A link to a question opens it, also in browsers that do not look inside closed ones.
function openLinked() {
    const answer = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const question = answer?.closest?.("details.question");
    if (!question) return;
    question.open = true;
    question.scrollIntoView({ block: "start" });
}

addEventListener("hashchange", openLinked);
openLinked();

// The address of an opened question is in the address bar, ready to be sent on.
for (const question of questions) {
    question.querySelector("summary").addEventListener("click", () => {
        const anchor = question.querySelector("[id]").id;
        history.replaceState(history.state, "", question.open ? location.pathname + location.search : `#${anchor}`);
    });
}

// Paper cannot be clicked: print every answer, then leave things as they were.
let closed = [];
addEventListener("beforeprint", () => {
    closed = questions.filter((question) => !question.open);
    for (const question of closed) question.open = true;
});
addEventListener("afterprint", () => {
    for (const question of closed) question.open = false;
});
