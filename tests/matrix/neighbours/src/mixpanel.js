import mixpanel from 'mixpanel-browser';
import { OWN } from './wrapped.js';

mixpanel.init('token', { api_host: OWN, track_pageview: true, autocapture: true, persistence: 'localStorage' });
window.neighbour = { acts: () => Boolean(mixpanel.get_distinct_id()) };
