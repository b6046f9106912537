import * as Sentry from '@sentry/browser';

Sentry.init({ dsn: `${location.protocol}//key@${location.host}/1`, integrations: [Sentry.browserTracingIntegration(), Sentry.replayIntegration()], tracesSampleRate: 1, replaysSessionSampleRate: 1 });
window.neighbour = { acts: () => '__sentry_original__' in window.fetch };
