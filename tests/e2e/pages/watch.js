// The first script of a test's page: records errors and console output.
(function () {
  const MOST_LINES = 500;
  window.wrong = [];
  window.consoleLines = [];
  const keep = (kind, text) => {
    if (window.consoleLines.length < MOST_LINES) window.consoleLines.push(kind + ': ' + text);
  };
  const fault = (kind, text) => {
    window.wrong.push(kind + ': ' + text);
    keep(kind, text);
  };
  addEventListener('securitypolicyviolation', (event) => fault('violation', event.violatedDirective + ' ' + event.blockedURI));
  addEventListener('error', (event) => fault('error', event.message || 'not loaded: ' + (event.target.src || event.target.href)), true);
  addEventListener('unhandledrejection', (event) => fault('rejection', String(event.reason)));
  for (const method of ['debug', 'info', 'log', 'warn', 'error']) {
    const original = console[method];
    console[method] = (...values) => {
      (method === 'error' ? fault : keep)('console.' + method, values.map(String).join(' '));
      original.apply(console, values);
    };
  }
})();
