import { http, HttpResponse } from 'msw';
import { setupWorker } from 'msw/browser';

let seen = 0;
const worker = setupWorker(http.get('*/mocked', () => HttpResponse.json({})));
worker.events.on('request:start', () => { seen += 1; });
window.neighbour = { ready: worker.start({ onUnhandledRequest: 'bypass', quiet: true }), acts: () => seen > 0 };
