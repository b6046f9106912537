/** `<guest-checkout>` in frameworks: rendered, filled in, used for an order, unmounted. The format is that of rows.mjs. */

const LIMIT_MS = 15_000;
const GUEST = { guest_name: 'Christina Thomas', guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' };

/** Types key by key while the framework keeps re-rendering the page. @param {import('selenium-webdriver').WebDriver} driver */
async function act(driver) {
  const inside = (css) => driver.executeScript('return window.shop?.element()?.shadowRoot.querySelector(arguments[0]) ?? null;', css);
  const until = (script, what) => driver.wait(() => driver.executeScript(script).catch(() => false), LIMIT_MS, what);
  try {
    await until(`return window.shop?.element()?.state === 'ready';`, 'the form did not appear');
    for (const [marker, value] of Object.entries(GUEST)) await (await inside(`[name=${marker}]`)).sendKeys(value);
    await (await inside('#account-cash')).click();
    await (await inside('#place-order')).click();
    await until(`return window.shop.element().state === 'accepted';`, 'the order was not placed');
    return await driver.executeScript('return window.shop.end();');
  } catch (error) {
    const more = await driver.executeScript(`return [window.shop?.element()?.state, window.shop?.faults, window.shop?.element()?.shadowRoot.querySelector('[part=summary]')?.textContent];`).catch(() => []);
    return `${error.message} ${JSON.stringify(more)}`;
  }
}

/** Checks that the typed values arrived complete. @param {any} standIn */
const check = ({ state: { orders } }) => {
  const typed = Object.fromEntries((orders[0] ? Object.values(orders[0].formData)[0] : []).map(({ marker, value }) => [marker, value]));
  return Object.entries(GUEST).filter(([marker, value]) => typed[marker] !== value).map(([marker]) => `${marker} arrived as ${JSON.stringify(typed[marker])}`);
};

const project = (folder, frameworks) => ({
  folder,
  also: 'framework-page',
  build: [[process.execPath, ['build.mjs']]],
  rows: Object.entries(frameworks).map(([name, [title, tool]]) => ({ name: title, tool, site: 'www', path: `/${name}.html`, policy: false, act, check })),
});

export const projects = [
  project('frameworks', {
    react: ['React 19', 'react'],
    vue: ['Vue 3', 'vue'],
    svelte: ['Svelte 5', 'svelte'],
    solid: ['Solid', 'solid-js'],
    preact: ['Preact', 'preact'],
    lit: ['Lit', 'lit'],
    angular: ['Angular, with zone.js', '@angular/core'],
  }),
  project('react-18', { react: ['React 18', 'react'] }),
];
