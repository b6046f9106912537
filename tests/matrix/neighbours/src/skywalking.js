import ClientMonitor from 'skywalking-client-js';
import { OWN, SERVICES, wrapsFetch } from './wrapped.js';

// The services do not allow its tracing header.
ClientMonitor.register({ collector: OWN, service: 'shop', pagePath: '/', serviceVersion: '1', noTraceOrigins: [SERVICES] });
window.neighbour = { acts: wrapsFetch };
