import { problemSchema } from '../http/problem.js';

// Which refusals a route documents, all as problem details.
const invalid = answer('The request does not have the documented form.');
const unauthenticated = answer('There is no valid token or session.');
const forbidden = answer('This person, or this member, may not do this.');
const elsewhere = answer('The host is no organisation’s; ask at the address of one.');
const tooLarge = answer('The request is too large.');
const notJson = answer('The body is not JSON in UTF-8, or it is compressed.');
const missing = answer('There is no such thing.');
const unavailable = answer('The ledger cannot be used now; the same request may succeed later.');
const failed = answer('The gateway or the network failed.');

export const readRefusals = {
  400: invalid,
  401: unauthenticated,
  403: forbidden,
  404: missing,
  421: elsewhere,
  503: unavailable,
} as const;

export const writeRefusals = {
  400: invalid,
  401: unauthenticated,
  403: forbidden,
  404: missing,
  409: answer('The state of the record, or a change by others, does not allow it.'),
  412: answer('The document is not at the version that If-Match names.'),
  413: tooLarge,
  415: notJson,
  421: elsewhere,
  422: answer('A rule refuses the content, or the idempotency key was used for another request.'),
  500: failed,
  502: failed,
  503: unavailable,
  504: unavailable,
} as const;

interface RefusalAnswer {
  readonly description: string;
  readonly content: {
    readonly 'application/problem+json': { readonly schema: typeof problemSchema };
  };
}

function answer(description: string): RefusalAnswer {
  return { description, content: { 'application/problem+json': { schema: problemSchema } } };
}
