/**
 * Scripts that real pages have beside ours, each from its own package, unmodified: there before us, and after us. They are
 * described as in rows.mjs. Prototype and MooTools are Debian's; where these are not, their rows are left out.
 */
const CLASSIC = { prototype: process.env.PROTOTYPE_JS, mootools: process.env.MOOTOOLS_JS };

/** Title, and the package whose version the table shows. */
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
/** A service worker's requests are not the page's, and the other one clears the list of them. */
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
