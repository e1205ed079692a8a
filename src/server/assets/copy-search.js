// The search of a copy without a server: names that hold all words of the question, those that begin with it first.
const asked = new URLSearchParams(location.search).get("q") ?? "";
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const words = plain(asked).split(/\s+/).filter(Boolean);
const field = document.querySelector("input[name=q]");
const list = document.getElementById("found");
if (field) field.value = asked;
if (words.length > 0) {
  const rank = ([label]) => (plain(label).startsWith(words[0]) ? 0 : 1);
  const found = entries.filter(([label]) => words.every((word) => plain(label).includes(word)));
  found.sort((a, b) => rank(a) - rank(b) || a[0].localeCompare(b[0]));
  for (const [label, file, kind] of found.slice(0, 200)) {
    const link = document.createElement("a");
    link.href = file;
    link.textContent = label || file;
    const item = document.createElement("li");
    item.append(link, ` · ${kind}`);
    list.append(item);
  }
  document.getElementById("count").textContent = `${found.length} names with “${asked}”`;
}
