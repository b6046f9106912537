// A shop's module: loads the bridge with the test's settings and installs it.
import { loadOrderBridge } from '/pkg/index.mjs';

const { settings } = window;

/** Loads a bridge that uses the services of this test. */
window.newBridge = async (options = {}) => {
  const { servicesUrl } = await (await fetch('/services.json')).json();
  const baseUrl = `${settings.servicesUrl ?? servicesUrl}/api/product-management/v1`;
  return loadOrderBridge({ timeoutMs: 2000, ...settings.options, ...options, ocular: { baseUrl, ...settings.options?.ocular, ...options.ocular } });
};
window.tracked = [];

if (settings.load !== false) {
  const loading = window.newBridge();
  for (const [label, method, params] of settings.during ?? []) window.track(label, method, params);
  const bridge = await loading;
  bridge.on('tracked', ({ externalId, response }) => window.tracked.push([externalId, response.statusCode]));
  window.bridge = bridge;
  if (settings.install !== false) bridge.install();
  for (const [label, method, params] of settings.after ?? []) window.track(label, method, params);
}
document.documentElement.dataset.ready = '1';
