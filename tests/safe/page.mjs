/** Exposes the checks of this folder to WebDriver: `check(file, name, …)` resolves with a check's report. */
import { loadOrderBridge } from '/pkg/index.mjs';

window.loadOrderBridge = loadOrderBridge;
window.check = async (file, name, ...values) => {
  // Each check starts without the orders of the previous one.
  localStorage.clear();
  await new Promise((done) => { Object.assign(indexedDB.deleteDatabase('order-bridge'), { onsuccess: done, onerror: done, onblocked: done }); });
  const checks = await import(`/tests/safe/${file}.mjs`);
  return checks[name](loadOrderBridge, ...values);
};
document.documentElement.dataset.ready = '1';
