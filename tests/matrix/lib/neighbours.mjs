/**
 * Scripts that real pages load alongside ours, each unmodified from its own package, loaded before us and after us. The format is
 * that of rows.mjs. Prototype and MooTools come from Debian; where they are not installed, their rows are left out.
 */
const CLASSIC = { prototype: process.env.PROTOTYPE_JS, mootools: process.env.MOOTOOLS_JS };

/** The title, and the package whose version the table shows. */
const NAMES = {
  sentry: ['Sentry', '@sentry/browser'],
  datadog: ['Datadog RUM', '@datadog/browser-rum'],
  'new-relic': ['New Relic', '@newrelic/browser-agent'],
  opentelemetry: ['OpenTelemetry fetch', '@opentelemetry/instrumentation-fetch'],
  'elastic-apm': ['Elastic APM', '@elastic/apm-rum'],
  mixpanel: ['Mixpanel', 'mixpanel-browser'],
  skywalking: ['SkyWalking', 'skywalking-client-js'],
  zone: ['zone.js', 'zone.js'],
  prototype: ['Prototype.js'],
  mootools: ['MooTools'],
  'core-js': ['core-js', 'core-js-bundle'],
  msw: ['MSW', 'msw'],
  'whatwg-fetch': ['whatwg-fetch', 'whatwg-fetch'],
};
/** The page's requests cannot be counted here: MSW's go through a service worker, and SkyWalking clears the list of requests. */
const UNCOUNTED = ['msw', 'skywalking'];

const isThere = (name) => !(name in CLASSIC) || CLASSIC[name];
const given = Object.entries(CLASSIC).filter(([, path]) => path).map(([name, path]) => `${name}=${path}`);

export const projects = [{
  folder: 'neighbours',
  build: [[process.execPath, ['build.mjs', ...given]]],
  rows: Object.entries(NAMES).filter(([name]) => isThere(name)).flatMap(([name, [title, tool]]) => ['before', 'after'].map((when) => ({
    name: `${title}, ${when} us`, tool, site: 'www', path: `/${name}-${when}.html`, policy: false, asked: !UNCOUNTED.includes(name),
  }))),
}];
