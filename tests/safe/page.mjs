/** Hands the checks of this folder to WebDriver: `check(name, …)` resolves with a check's report. */
import { loadOrderBridge } from '/pkg/index.mjs';

window.loadOrderBridge = loadOrderBridge;
window.check = async (file, name, ...values) => {
  // What another check has left behind is none of this one's orders.
  localStorage.clear();
  await new Promise((done) => { Object.assign(indexedDB.deleteDatabase('order-bridge'), { onsuccess: done, onerror: done, onblocked: done }); });
  const checks = await import(`/tests/safe/${file}.mjs`);
  return checks[name](loadOrderBridge, ...values);
};
document.documentElement.dataset.ready = '1';
