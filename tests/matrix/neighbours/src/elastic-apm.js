import { init } from '@elastic/apm-rum';
import { OWN, wrapsFetch } from './wrapped.js';

init({ serviceName: 'shop', serverUrl: OWN });
window.neighbour = { acts: wrapsFetch };
