/**
 * Named behaviours of the vendor's object. "answers" is the documented behaviour; the others are things that a
 * third-party object might do.
 *
 * | behaviour | result of a call | keeps the order |
 * |---|---|---|
 * | answers | the documented answer, synchronously | yes |
 * | answers-later | a promise of it | yes |
 * | slow | a promise of it, after ms | yes |
 * | thenable | a thenable that is not a Promise | yes |
 * | nothing | undefined | yes |
 * | nothing-later | a promise of undefined | yes |
 * | text | the string "Success" | yes |
 * | rubbish | an object that is not an answer | yes |
 * | hostile-answer | an object whose properties throw | yes |
 * | changes-params | the documented answer, after emptying its argument | yes |
 * | needs-this | the documented answer, only when called as a method of its object | yes |
 * | error | the documented error, statusCode 1 | no |
 * | invalid | the documented errors by field, statusCode 2 | no |
 * | throws | throws an Error | no |
 * | throws-nothing | throws null | no |
 * | throws-once | throws on the first call, then gives the documented answer | then |
 * | rejects | a promise that rejects with an Error | no |
 * | rejects-nothing | a promise that rejects with undefined | no |
 * | never-settles | a promise that never settles | no |
 * | answer-lost | a promise that never settles | yes |
 * | no-methods | the object has no methods | – |
 * | no-functions | its methods are a number and a string | – |
 * | unreadable | reading its methods throws | – |
 * | late | the documented answer; `install` adds the object to the page after ms | yes |
 * | absent | the documented answer; `appear`, not `install`, adds the object to the page | yes |
 */

const FAILURE = { statusCode: 1, message: 'Error 500 - Internal server error' };
const INVALID = { statusCode: 2, message: 'Field validation error', detail: { field_one: ['SessionOrderControllerValidator: field_one is required.'] } };
const silence = () => new Promise(() => {});
const failed = () => new Error('the vendor failed');

/**
 * @typedef {object} Call
 * @property {any} params  The argument object itself, not a copy.
 * @property {number} number  The number of this call since the behaviour was set, from 1.
 * @property {boolean} isOwn  Whether the call was made as a method of the object.
 * @property {() => object} keep  Stores the order or state as the vendor would, and returns the documented answer.
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

/** Objects without callable methods: functions that create them. @type {Record<string, () => object>} */
const SHAPES = {
  'no-methods': () => ({}),
  'no-functions': () => ({ setBuyOrder: 1, setBuyOrderState: 'no' }),
  unreadable: () => throwing(['setBuyOrder', 'setBuyOrderState']),
};

export const WIDGET_BEHAVIOURS = Object.freeze([...Object.keys(ANSWERS), ...Object.keys(SHAPES)]);

/**
 * The properties of an object with this behaviour.
 * @param {string} behaviour
 * @param {(answer: (call: Call) => unknown) => object} methods  Creates methods that answer in this way.
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
