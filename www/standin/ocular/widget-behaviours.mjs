/**
 * How a vendor's object behaves, by name. What the documentation shows is "answers"; the others are what an object of
 * somebody else's may do.
 *
 * | behaviour | what a call gives | keeps the order |
 * |---|---|---|
 * | answers | the documented answer, at once | yes |
 * | answers-later | a promise of it | yes |
 * | slow | a promise of it, after ms | yes |
 * | thenable | a promise of another make | yes |
 * | nothing | undefined | yes |
 * | nothing-later | a promise of undefined | yes |
 * | text | the text "Success" | yes |
 * | rubbish | an object that is no answer | yes |
 * | hostile-answer | an object whose properties throw | yes |
 * | changes-params | the documented answer, after emptying what it was handed | yes |
 * | needs-this | the documented answer, only as a method of its own object | yes |
 * | error | the documented failure, statusCode 1 | no |
 * | invalid | the documented complaint by field, statusCode 2 | no |
 * | throws | throws an Error | no |
 * | throws-nothing | throws null | no |
 * | throws-once | throws at the first call, then the documented answer | then |
 * | rejects | a promise that rejects with an Error | no |
 * | rejects-nothing | a promise that rejects with undefined | no |
 * | never-settles | a promise that stays open | no |
 * | answer-lost | a promise that stays open | yes |
 * | no-methods | the object has no methods | – |
 * | no-functions | its methods are a number and a text | – |
 * | unreadable | reading its methods throws | – |
 * | late | the documented answer; `install` puts it on the page after ms | yes |
 * | absent | the documented answer; `install` does not put it on the page, `appear` does | yes |
 */

const FAILURE = { statusCode: 1, message: 'Error 500 - Internal server error' };
const INVALID = { statusCode: 2, message: 'Field validation error', detail: { field_one: ['SessionOrderControllerValidator: field_one is required.'] } };
const silence = () => new Promise(() => {});
const failed = () => new Error('the vendor failed');

/**
 * @typedef {object} Call
 * @property {any} params  The very object that was handed over.
 * @property {number} number  Of this call, from 1, since the behaviour was chosen.
 * @property {boolean} isOwn  Whether it was called as a method of its object.
 * @property {() => object} keep  Keeps the order or state as the vendor would, and gives the documented answer.
 * @property {() => Promise<void>} wait
 */

/** @type {Record<string, (call: Call) => unknown>} */
const ANSWERS = {
  answers: ({ keep }) => keep(),
  'answers-later': async ({ keep }) => keep(),
  slow: async ({ keep, wait }) => { await wait(); return keep(); },
  thenable: ({ keep }) => { const answer = keep(); return { then: (done) => done(answer) }; },
  nothing: ({ keep }) => void keep(),
  'nothing-later': async ({ keep }) => void keep(),
  text: ({ keep }) => { keep(); return 'Success'; },
  rubbish: ({ keep }) => { keep(); return { statusCode: 'ok', message: [7], detail: 'none' }; },
  'hostile-answer': ({ keep }) => { keep(); return throwing(['statusCode', 'message', 'detail']); },
  'changes-params': ({ keep, params }) => {
    const answer = keep();
    for (const name of Object.keys(params)) delete params[name];
    return answer;
  },
  'needs-this': ({ keep, isOwn }) => (isOwn ? keep() : { ...FAILURE }),
  error: () => ({ ...FAILURE }),
  invalid: () => structuredClone(INVALID),
  throws: () => { throw failed(); },
  'throws-nothing': () => { throw null; },
  'throws-once': ({ keep, number }) => {
    if (number === 1) throw failed();
    return keep();
  },
  rejects: async () => { throw failed(); },
  'rejects-nothing': () => Promise.reject(),
  'never-settles': silence,
  'answer-lost': ({ keep }) => { keep(); return silence(); },
  late: ({ keep }) => keep(),
  absent: ({ keep }) => keep(),
};

/** Objects that cannot be called: their own properties. @type {Record<string, () => object>} */
const SHAPES = {
  'no-methods': () => ({}),
  'no-functions': () => ({ setBuyOrder: 1, setBuyOrderState: 'no' }),
  unreadable: () => throwing(['setBuyOrder', 'setBuyOrderState']),
};

export const WIDGET_BEHAVIOURS = Object.freeze([...Object.keys(ANSWERS), ...Object.keys(SHAPES)]);

/**
 * The properties of an object that behaves so.
 * @param {string} behaviour
 * @param {(answer: (call: Call) => unknown) => object} methods  Makes methods that answer like this.
 */
export function propertiesOf(behaviour, methods) {
  if (!WIDGET_BEHAVIOURS.includes(behaviour)) throw new RangeError(`unknown behaviour ${behaviour}`);
  const object = Object.hasOwn(SHAPES, behaviour) ? SHAPES[behaviour]() : methods(ANSWERS[behaviour]);
  return Object.getOwnPropertyDescriptors(object);
}

function throwing(names) {
  const getter = (name) => ({ get() { throw new Error(`${name} cannot be read`); }, enumerable: true, configurable: true });
  return Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, getter(name)])));
}
