import type { BridgeOptions } from 'order-bridge';

// The services of this run, from the page's address.
export function options(): BridgeOptions {
  const { services, token } = Object.fromEntries(new URLSearchParams(location.search));
  return {
    oneEntry: { url: services!, token: token! },
    ocular: { baseUrl: `${services}/api/product-management/v1`, sessionId: '1536' },
  };
}
