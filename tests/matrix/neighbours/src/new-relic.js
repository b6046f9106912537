import { BrowserAgent } from '@newrelic/browser-agent/loaders/browser-agent';
import { wrapsFetch } from './wrapped.js';

const ids = { accountID: '1', trustKey: '1', agentID: '1', licenseKey: 'key', applicationID: '1' };
new BrowserAgent({ init: { ssl: false, distributed_tracing: { enabled: true } }, info: { beacon: location.host, errorBeacon: location.host, licenseKey: 'key', applicationID: '1', sa: 1 }, loader_config: ids });
window.neighbour = { acts: wrapsFetch };
