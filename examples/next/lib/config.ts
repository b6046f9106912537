import type { BridgeOptions } from 'order-bridge';

/** Address and app token of your OneEntry project, from `.env.local`. The token is public: it is part of every page. */
export const options = (): BridgeOptions => ({
  oneEntry: {
    url: process.env.NEXT_PUBLIC_ONEENTRY_URL ?? 'https://my-project.oneentry.cloud',
    token: process.env.NEXT_PUBLIC_ONEENTRY_TOKEN ?? 'your-app-token',
  },
});
