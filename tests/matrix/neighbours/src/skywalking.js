import ClientMonitor from 'skywalking-client-js';
import { OWN, SERVICES, wrapsFetch } from './wrapped.js';

// Its header is none that the services let pages send.
ClientMonitor.register({ collector: OWN, service: 'shop', pagePath: '/', serviceVersion: '1', noTraceOrigins: [SERVICES] });
window.neighbour = { acts: wrapsFetch };
