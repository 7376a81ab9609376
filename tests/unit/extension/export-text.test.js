import assert from "node:assert/strict";
import { test } from "node:test";
import "../../../extension/content/card/export-text.js";

const { asText, asMarkdown, withLink, asSpeech } = globalThis.nutgraf.exportText;

const digest = {
  title: "Harrowick keeps its ferry",
  url: "https://news.test/ferry?edition=late",
  points: ["The boat stays.", "It is blue."],
  sections: [],
};

const sections = [
  { title: "The *old* pier", text: "It was sold." },
  { title: "The fare", text: "It rises." },
];

test("plain text is the title and a line for each point", () => {
  assert.equal(asText(digest), "Harrowick keeps its ferry\n\n• The boat stays.\n• It is blue.");
});

test("Markdown links the title to the article", () => {
  const head = "## [Harrowick keeps its ferry](<https://news.test/ferry?edition=late>)";
  assert.equal(asMarkdown(digest), `${head}\n\n- The boat stays.\n- It is blue.`);
});

test("text with link has the address below the title, and says whose it is in one line", () => {
  const lines = withLink(digest).split("\n");
  assert.deepEqual(lines.slice(0, 3), [digest.title, digest.url, ""]);
  assert.deepEqual(lines.slice(-2), ["", "In short, by Nutgraf"]);
});

test("the line of each part stands under its sub-heading", () => {
  const points = "• The boat stays.\n• It is blue.";
  const parts = "The *old* pier\n\n• It was sold.\n\nThe fare\n\n• It rises.";
  assert.equal(asText({ ...digest, sections }), `${digest.title}\n\n${points}\n\n${parts}`);
  const marked = "### The \\*old\\* pier\n\n- It was sold.\n\n### The fare\n\n- It rises.";
  assert.ok(asMarkdown({ ...digest, sections }).endsWith(`- It is blue.\n\n${marked}`));
});

test("what is read aloud is what is shown, in its order", () => {
  const parts = ["The *old* pier", "It was sold.", "The fare", "It rises."];
  assert.deepEqual(asSpeech({ ...digest, sections }), [...digest.points, ...parts]);
});

test("what a page says is no markup in Markdown", () => {
  const title = "*Not* [a](b) `link` <b> &amp; _x_ \\ ~";
  const [head, , item] = asMarkdown({ ...digest, title, points: [title] }).split("\n");
  const escaped = "\\*Not\\* \\[a\\](b) \\`link\\` \\<b\\> \\&amp; \\_x\\_ \\\\ \\~";
  assert.equal(item, `- ${escaped}`);
  assert.equal(head.slice(0, head.indexOf("](<")), `## [${escaped}`);
});

test("no address can end the link that it stands in", () => {
  const url = "https://news.test/a>b c<d\\e\nf";
  assert.match(asMarkdown({ ...digest, url }), /\(<https:\/\/news\.test\/a%3Eb%20c%3Cd%5Ce%0Af>\)/);
});
