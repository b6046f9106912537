// Before anything is drawn: the theme and the language that this visitor has chosen, so that nothing flashes or is read out wrongly,
// and whether there is a cart, for which place is kept.
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
  // main.mjs will want these: they come beside it, and not after it.
  if (isFilled || kept('checkout')) {
    for (const href of checkout.split(' ')) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  }
})();
