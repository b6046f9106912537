// Writes down what a page must not see: violations of its policy, errors that nobody caught.
window.wrong = [];
// A browser asks for an icon by itself.
addEventListener('securitypolicyviolation', (event) => event.blockedURI.endsWith('/favicon.ico') || window.wrong.push(`violation of ${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile ?? ''}`));
addEventListener('error', (event) => window.wrong.push(`error: ${event.message}`));
addEventListener('unhandledrejection', (event) => window.wrong.push(`unhandled: ${String(event.reason?.stack ?? event.reason)}`));
