/**
 * The stand-in's own pages and controls under `/standin`: inspection, faults, settings, and the
 * hosted payment page. They are not part of the services: they are not logged, and faults do not affect them.
 */
import { html, json } from './answer.mjs';
import { controlCors } from './cors.mjs';
import { responseOf } from './exchange.mjs';
import { maskedState } from './masked.mjs';
import { inspectorPage } from './pages/inspector.mjs';
import { inspectorScript } from './pages/inspector-script.mjs';
import { inspectorStyle } from './pages/inspector-style.mjs';
import { payAction, payPage } from './pages/pay.mjs';
import { payStyle } from './pages/pay-style.mjs';

const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const INSPECTOR_CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

export function createControls({ world, standIn }) {
  const file = (type, text) => ({ status: 200, text, headers: { 'content-type': type } });

  const routes = {
    'GET /standin': () => html(inspectorPage, 200, { 'content-security-policy': INSPECTOR_CSP }),
    'GET /standin/inspector.css': () => file('text/css; charset=utf-8', inspectorStyle),
    'GET /standin/inspector.js': () => file('text/javascript; charset=utf-8', inspectorScript),
    'GET /standin/pay.css': () => file('text/css; charset=utf-8', payStyle),
    'GET /standin/state': () => json(200, maskedState(standIn.state)),
    'GET /standin/settings': () => json(200, standIn.settings),
    'GET /standin/names': () => json(200, { faults: standIn.faults.names, routes: standIn.faults.routes }),
    'GET /standin/faults': () => json(200, standIn.faults.list()),
    'POST /standin/settings': (body) => { standIn.change(body); return json(200, standIn.settings); },
    'POST /standin/faults': (body) => { [body].flat().forEach(standIn.faults.add); return json(201, standIn.faults.list()); },
    'DELETE /standin/faults': () => { standIn.faults.clear(); return json(200, []); },
    'POST /standin/settle': () => { standIn.settle(); return json(200, true); },
    'POST /standin/reset': () => { standIn.reset(); return json(200, true); },
  };

  /** @param {Request} request @returns {Promise<{ end: 'answer', response: Response } | null>} */
  return async function controls(request) {
    const { pathname } = new URL(request.url);
    if (pathname !== '/standin' && !pathname.startsWith('/standin/')) return null;
    const answer = await answerControl(request, pathname.replace(/\/+$/, ''));
    const headers = { ...PAGE_HEADERS, ...controlCors(request.headers), ...answer.headers };
    return { end: 'answer', response: responseOf({ ...answer, headers }) };
  };

  async function answerControl(request, path) {
    if (request.method === 'OPTIONS') return { status: 204, text: '', headers: {} };
    const pay = /^\/standin\/pay\/(\d{1,15})$/.exec(path);
    if (pay && request.method === 'GET') return payPage(world, Number(pay[1]));
    if (pay && request.method === 'POST') return payAction(world, Number(pay[1]), await request.text());
    const route = routes[`${request.method} ${path}`];
    if (!route) return json(404, { statusCode: 404, message: `Cannot ${request.method} ${path}` });
    try {
      const text = request.method === 'GET' ? '' : await request.text();
      return route(text === '' ? {} : JSON.parse(text));
    } catch (error) {
      if (error instanceof RangeError || error instanceof SyntaxError) return json(400, { statusCode: 400, message: error.message });
      throw error;
    }
  }
}
