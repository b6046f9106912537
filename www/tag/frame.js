/** Demo only: forwards the tag's console output to /tag.html, which shows it next to the shop. */
if (parent !== window) {
  for (const kind of ['info', 'error']) {
    const print = console[kind];
    console[kind] = (...words) => {
      print.apply(console, words);
      if (String(words[0]).startsWith('order-bridge')) parent.postMessage({ says: words.join(' ') }, location.origin);
    };
  }
}
