// Before anything is drawn: the theme and the language that this visitor has chosen, so that nothing flashes or is read out wrongly.
(() => {
  const kept = (name) => {
    try {
      return JSON.parse(localStorage.getItem(`order-bridge-demo:${name}`));
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const theme = kept('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const wishes = [kept('language'), ...navigator.languages].map((wish) => String(wish).slice(0, 2).toLowerCase());
  root.lang = wishes.find((wish) => ['en', 'es', 'pt'].includes(wish)) ?? 'en';
})();
