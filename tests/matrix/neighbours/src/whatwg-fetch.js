import * as own from 'whatwg-fetch';

// Simulates a browser without fetch: requests become XMLHttpRequests.
const { fetch, Headers, Request, Response } = own;
Object.assign(window, { fetch, Headers, Request, Response });
window.neighbour = { acts: () => window.fetch === fetch };
