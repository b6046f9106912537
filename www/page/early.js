// Runs before the first paint. Sets the visitor's theme and language, so that the page does not flash and is not read out in the wrong
// language, and marks whether the cart is filled, so that the style sheet can reserve space for the form.
(() => {
  const kept = (name, where = 'localStorage') => {
    try {
      return JSON.parse(globalThis[where].getItem(`order-bridge-demo:${name}`));
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const theme = kept('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const wishes = [kept('language'), ...navigator.languages].map((wish) => String(wish).slice(0, 2).toLowerCase());
  root.lang = wishes.find((wish) => ['en', 'es', 'pt'].includes(wish)) ?? 'en';
  const { checkout } = document.currentScript.dataset;
  if (!checkout) return;
  const isFilled = Object.values(kept('cart', 'sessionStorage') ?? {}).some((quantity) => quantity > 0);
  root.dataset.cart = isFilled ? 'filled' : 'empty';
  // main.mjs imports these later: load them in parallel with it.
  if (isFilled || kept('checkout')) {
    for (const href of checkout.split(' ')) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  }
})();
