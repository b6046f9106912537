/**
 * Extracts data layer pushes from a shop's source: `dataLayer.push(…)`, `gtag(…)`, or a bare object. Parsed as JSON5, since shops write
 * JavaScript.
 */
import JSON5 from '/vendor/json5.mjs';

const CALL = /(?:\bdataLayer\s*\.\s*push|\bgtag)\s*\(/g;

/** The events in order. @param {string} text @returns {any[]} throws a SyntaxError if the text contains none */
export function readPushes(text) {
  const events = [];
  for (const call of text.matchAll(CALL)) {
    const start = call.index + call[0].length;
    const given = JSON5.parse(`[${text.slice(start, endOf(text, start))}]`);
    if (call[0].startsWith('gtag')) events.push(given);
    else events.push(...given);
  }
  return events.length > 0 ? events : [JSON5.parse(text)];
}

/**
 * The index of the bracket that closes the call whose arguments begin at `at`. Ignores brackets in strings and comments.
 * @param {string} text @param {number} at
 */
function endOf(text, at) {
  const rest = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*|\/\*[^]*?\*\/|[()]/g;
  rest.lastIndex = at;
  for (let depth = 1, part; (part = rest.exec(text));) {
    depth += part[0] === '(' ? 1 : part[0] === ')' ? -1 : 0;
    if (depth === 0) return part.index;
  }
  throw new SyntaxError('A bracket is not closed.');
}

/** The purchase event, merged with earlier pushes that belong to it; without a purchase, the last event. @param {any[]} events */
export function purchaseOf(events) {
  let before = {};
  for (const event of events) {
    const isPurchase = event?.event === 'purchase' || event?.[1] === 'purchase' || event?.ecommerce?.purchase;
    if (isPurchase) return Array.isArray(event) ? event : { ...before, ...event };
    before = event?.event ? {} : { ...before, ...event };
  }
  return events.at(-1);
}
