/** What a person does on a page with `<guest-checkout>`: fills the form in and orders. */

const LIMIT_MS = 15_000;
const GUEST = { guest_name: 'Christina Thomas', guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' };
const ELEMENT = `document.querySelector('guest-checkout')`;

/** Returns `accepted, reported: …`, or what the page showed instead. @param {import('selenium-webdriver').WebDriver} driver @param {{ end?: string }} [how] a script that returns the result */
export async function order(driver, { end = `return 'accepted, reported: ' + window.accepted?.tracking?.message;` } = {}) {
  const inside = (css) => driver.executeScript(`return ${ELEMENT}?.shadowRoot?.querySelector(arguments[0]) ?? null;`, css);
  const until = (state, what) => driver.wait(() => driver.executeScript(`return ${ELEMENT}?.state === arguments[0];`, state).catch(() => false), LIMIT_MS, what);
  try {
    await driver.executeScript(`addEventListener('order-accepted', ({ detail }) => { window.accepted = detail; });`);
    await until('ready', 'the form did not come');
    for (const [marker, value] of Object.entries(GUEST)) await (await inside(`[name=${marker}]`)).sendKeys(value);
    await (await inside('#account-cash')).click();
    await (await inside('#place-order')).click();
    await until('accepted', 'the order was not placed');
    return await driver.executeScript(end);
  } catch (error) {
    const seen = await driver.executeScript(`return [${ELEMENT}?.state, window.shop?.faults, ${ELEMENT}?.shadowRoot?.querySelector('[part=summary]')?.textContent];`).catch(() => []);
    return `${error.message} ${JSON.stringify(seen)}`;
  }
}

/** What was typed must arrive complete, although a framework may redraw the page at any time. @param {any} standIn */
export const typedArrived = ({ state: { orders } }) => {
  const typed = Object.fromEntries((orders[0] ? Object.values(orders[0].formData)[0] : []).map(({ marker, value }) => [marker, value]));
  return Object.entries(GUEST).filter(([marker, value]) => typed[marker] !== value).map(([marker]) => `${marker} arrived as ${JSON.stringify(typed[marker])}`);
};
