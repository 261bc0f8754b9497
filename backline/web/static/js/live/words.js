// The page's sentences, made on the server.

const words = JSON.parse(document.getElementById("live").dataset.words);

/** The sentence for a key, its {places} filled in. */
export function word(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
