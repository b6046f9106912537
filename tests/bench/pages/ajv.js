/** `ajv-code` is the code that ajv generates from lib/ajv-schema.mjs. It writes defaults into its argument. */
import validate from 'ajv-code';

export function check(value) {
  if (validate(value)) return { body: JSON.stringify(value) };
  const detail = {};
  for (const { instancePath, params, message } of validate.errors) {
    const path = instancePath.slice(1).replaceAll('/', '.');
    (detail[params.missingProperty ? `${path}.${params.missingProperty}` : path] ??= []).push(message);
  }
  return { detail };
}
