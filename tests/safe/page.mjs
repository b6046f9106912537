/** Hands the checks of this folder to WebDriver: `check(name, …)` resolves with a check's report. */
import { loadOrderBridge } from '/pkg/index.mjs';

window.loadOrderBridge = loadOrderBridge;
window.check = async (file, name, ...values) => {
  const checks = await import(`/tests/safe/${file}.mjs`);
  return checks[name](loadOrderBridge, ...values);
};
document.documentElement.dataset.ready = '1';
