// Records what must not happen in a page: violations of its policy and uncaught errors.
window.wrong = [];
// Browsers request an icon on their own.
addEventListener('securitypolicyviolation', (event) => event.blockedURI.endsWith('/favicon.ico') || window.wrong.push(`violation of ${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile ?? ''}`));
addEventListener('error', (event) => window.wrong.push(`error: ${event.message}`));
addEventListener('unhandledrejection', (event) => window.wrong.push(`unhandled: ${String(event.reason?.stack ?? event.reason)}`));
