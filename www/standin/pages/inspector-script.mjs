/** The inspector's script: polls the state every second and draws the changes. Served as text. */

function inspect() {
  const POLL_MS = 1000;
  const MOST_SHOWN = 50;
  const EMPTY = {
    orders: 'No order yet.',
    sessions: 'No payment session yet.',
    ocular: 'Nothing reported to Ocular yet.',
    reports: 'No report yet.',
    requests: 'No request yet.',
  };
  let revision = null;

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const time = (iso) => {
    const shown = element('time', '', new Date(iso).toLocaleTimeString());
    shown.dateTime = iso;
    return shown;
  };
  const badge = (text, tone) => element('span', `badge ${tone}`, text);
  const toneOf = (status) => (['waiting', 'new', 'inProgress'].includes(status) ? 'open'
    : ['canceled', 'expired'].includes(status) ? 'bad' : 'good');

  /** Drawn rows by key, with their data. Unchanged rows are not redrawn, so they keep the focus. */
  const drawn = new Map();
  const row = (key, head, below, lines, raw) => {
    const shown = JSON.stringify([raw, below]);
    if (drawn.get(key)?.shown === shown) return drawn.get(key).details;
    const summary = element('summary', '', ...head);
    if (below) summary.append(element('span', 'below', below));
    const details = element('details', '', summary, ...lines, element('pre', '', JSON.stringify(raw, null, 2)));
    details.open = drawn.get(key)?.details.open ?? false;
    drawn.set(key, { shown, details });
    return details;
  };
  const line = (...children) => element('p', 'line', ...children);

  const place = (container, rows) => {
    for (const old of [...container.children]) if (!rows.includes(old)) old.remove();
    rows.forEach((wanted, i) => { if (container.children[i] !== wanted) container.insertBefore(wanted, container.children[i] ?? null); });
  };

  const fill = (name, list, draw) => {
    const rows = list.slice(-MOST_SHOWN).reverse().map(draw);
    if (rows.length === 0) rows.push(element('p', 'empty', EMPTY[name]));
    if (list.length > MOST_SHOWN) rows.push(element('p', 'empty', `${list.length - MOST_SHOWN} older not shown.`));
    document.getElementById(`${name}-count`).textContent = list.length === 0 ? '' : String(list.length);
    place(document.getElementById(name), rows);
  };

  const drawOrder = (order) => {
    const name = Object.values(order.formData).flat().find((field) => /name/.test(field.marker))?.value;
    const lines = order.lines.map((each) => `${each.quantity} × product ${each.productId}`).join(', ');
    return row(`order ${order.id} ${order.createdDate}`, [
      element('b', '', `Order ${order.id}`), badge(order.statusIdentifier, toneOf(order.statusIdentifier)), element('span', 'end', order.totalDue.toFixed(2)),
    ], [name, order.paymentAccountIdentifier, lines].filter((part) => typeof part === 'string' && part).join(', '), [
      line(order.owner.startsWith('user') ? 'Shared guest user, ' : 'Anonymous guest, ', time(order.createdDate)),
    ], order);
  };

  const drawSession = (session) => {
    const lines = [line('Changed ', time(session.updatedDate))];
    if (/^https?:/.test(session.paymentUrl ?? '') && session.status === 'waiting') {
      const link = element('a', '', 'Open the payment page');
      link.href = session.paymentUrl;
      lines.push(line(link));
    }
    return row(`session ${session.id} ${session.createdDate}`, [
      element('b', '', `Session ${session.id}`), badge(session.status, toneOf(session.status)), element('span', 'end', `order ${session.orderId}`),
    ], `${session.account}${session.paymentUrl ? '' : ', no payment page'}`, lines, session);
  };

  const paid = (status) => (status === 0 ? badge('0 success', 'good') : status === 1 ? badge('1 declined', 'bad') : badge('no state yet', 'open'));
  const drawOcular = (order) => row(`ocular ${order.number} ${order.createdAt}`, [
    element('b', '', order.external_id ?? `no external_id (${order.number})`), paid(order.payment_status), element('span', 'end', `session ${order.session}`),
  ], (order.items ?? []).map((item) => `${item.quantity} × ${item.name}, ${item.price} ${item.currency}`).join('; '), [], order);

  const drawReport = (report) => {
    const code = report.answer?.statusCode;
    const texts = [...Object.values(report.answer?.detail ?? {}).flat(), ...report.observations.map((note) => `Note: ${note}`)];
    return row(`report ${report.number} ${report.at}`, [
      element('b', '', report.kind), badge(`statusCode ${code}`, code === 0 ? 'good' : 'bad'), element('span', 'end', time(report.at)),
    ], report.body?.external_id ? `external_id ${report.body.external_id}` : 'no external_id', [line(`${report.method} ${report.path}`), ...texts.map((text) => line(text))],
    { body: report.body, answer: report.answer, headers: report.headers });
  };

  const drawRequest = (entry) => {
    const ending = entry.end === 'reset' ? 'connection lost' : entry.end === 'hang' ? 'no answer' : entry.status ?? 'open';
    const tone = ending === 'open' ? 'open' : typeof ending === 'number' && ending < 400 ? 'good' : 'bad';
    const head = [element('b', '', entry.method), element('span', 'path', entry.path), badge(String(ending), tone)];
    if (entry.fault) head.push(badge(`fault: ${entry.fault}`, 'bad'));
    return row(`request ${entry.number} ${entry.at}`, [...head, element('span', 'end', time(entry.at))], '', [],
      { route: entry.route, query: entry.query, headers: entry.headers, body: entry.body, fault: entry.fault, end: entry.end, status: entry.status, answer: entry.answer });
  };

  const draw = (state) => {
    fill('orders', state.orders, drawOrder);
    fill('sessions', state.paymentSessions, drawSession);
    fill('ocular', state.ocularOrders, drawOcular);
    fill('reports', state.reports, drawReport);
    fill('requests', state.requests.filter((entry) => entry.method !== 'OPTIONS'), drawRequest);
  };

  const connection = document.getElementById('connection');
  const tell = (text) => { if (connection.textContent !== text) connection.textContent = text; };
  const poll = async () => {
    try {
      const state = await (await fetch('/standin/state')).json();
      if (state.revision !== revision) draw(state);
      revision = state.revision;
      tell('Live, updated every second.');
    } catch {
      tell('The stand-in does not answer. It may have been stopped.');
    }
    setTimeout(poll, POLL_MS);
  };
  void poll();
}

export const inspectorScript = `(${inspect})();\n`;
