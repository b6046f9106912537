import { datadogRum } from '@datadog/browser-rum';
import { OWN, wrapsFetch } from './wrapped.js';

datadogRum.init({ applicationId: 'shop', clientToken: 'token', proxy: `${OWN}/collect`, service: 'shop', sessionSampleRate: 100, trackResources: true, trackUserInteractions: true, trackLongTasks: true });
window.neighbour = { acts: wrapsFetch };
