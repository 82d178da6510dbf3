/** What is wrong with a request is said by the field, the rule and what to do. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readyExample, applyForLicenceExample } from '@argosy/gateway/http/border-examples';
import { memberExample } from '@argosy/gateway/http/register-examples';
import { makeConsortium } from '../support/consortium.js';
import { application } from './deal.js';
import { MemoryNetwork } from './memory-network.js';
import { Stand, temporaryDatabase } from './stand.js';

jest.setTimeout(20_000);

let stand: Stand;
let remove: () => Promise<void>;
let ahead = 0;

beforeAll(async () => {
  const temporary = await temporaryDatabase();
  ({ remove } = temporary);
  const network = new MemoryNetwork(await makeConsortium());
  const border = new MemoryNetwork(await makeConsortium(undefined, 'border'), 'border');
  const now = () => new Date(Date.now() + ahead);
  const { database } = temporary;
  stand = await Stand.start({ network, border, database, name: 'badinput', now });
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
});

const { reference: _named, ...unnamed } = application('B-1');
const termsWith = (change: object) => ({
  ...unnamed,
  reference: 'B-1',
  terms: { ...unnamed.terms, ...change },
});
const consignmentWith = (change: object) => ({
  ...readyExample,
  consignment: { ...readyExample.consignment, ...change },
});

const { msp, name, lei, businessRoles, place, guard } = memberExample;
const particulars = { msp, name, lei, businessRoles, place, guard };
const entering = (change: object) => ({
  reference: 'B-2',
  entries: [{ kind: 'member', member: { ...particulars, keys: [], status: 'active', ...change } }],
});

interface Wrong {
  readonly by?: string;
  readonly url?: string;
  readonly body: object;
  readonly pointer: string;
  readonly message: RegExp;
}

const wrong: Readonly<Record<string, Wrong>> = {
  'an unknown field': {
    body: { ...application('B-1'), urgent: true },
    pointer: '#/urgent',
    message: /^is not a known field; leave it out/,
  },
  'an unknown field within': {
    body: termsWith({ colour: 'red' }),
    pointer: '#/terms/colour',
    message: /^is not a known field; leave it out/,
  },
  'a missing field': {
    body: unnamed,
    pointer: '#/reference',
    message: /^is missing; give it, as string/,
  },
  'an amount in floating point': {
    body: termsWith({ amount: { currency: 'USD', minor: 125000.5 } }),
    pointer: '#/terms/amount/minor',
    message: /must be a whole number of minor units in a string.*such as "12500000"/,
  },
  'an amount with decimals': {
    body: termsWith({ amount: { currency: 'USD', minor: '125000.50' } }),
    pointer: '#/terms/amount/minor',
    message: /must be a whole number of minor units in a string.*such as "12500000"/,
  },
  'a currency that is none': {
    body: termsWith({ amount: { currency: 'USX', minor: '1' } }),
    pointer: '#/terms/amount/currency',
    message: /must be a currency code \(ISO 4217\).*such as USD/,
  },
  'a LOCODE that is none': {
    body: termsWith({ portOfLoading: 'XXSSZ' }),
    pointer: '#/terms/portOfLoading',
    message: /must.*UN\/LOCODE/,
  },
  'a LOCODE in small letters': {
    body: termsWith({ portOfLoading: 'brssz' }),
    pointer: '#/terms/portOfLoading',
    message: /must.*UN\/LOCODE/,
  },
  'a container with a wrong check digit': {
    by: 'omar',
    url: '/v1/shipments',
    body: consignmentWith({ containers: ['CSQU3054384'] }),
    pointer: '#/consignment/containers/0',
    message: /must end in its check digit \(ISO 6346\).*read the number again/,
  },
  'a container that is none': {
    by: 'omar',
    url: '/v1/shipments',
    body: consignmentWith({ containers: ['CONTAINER'] }),
    pointer: '#/consignment/containers/0',
    message: /must be three letters.*such as CSQU3054383 \(ISO 6346\)/,
  },
  'a reference of another type': {
    body: { ...application('B-1'), reference: 7 },
    pointer: '#/reference',
    message: /^must be of the type string, and is of the type number$/,
  },
  'a BIC that is none': {
    by: 'ada',
    url: '/v1/channels/trade/decisions',
    body: entering({ bic: 'BANK' }),
    pointer: '#/entries/0/member/bic',
    message: /must be a BIC of 8 or 11 .*\(ISO 9362\), such as/,
  },
  'a country that is none': {
    by: 'omar',
    url: '/v1/licences',
    body: {
      ...applyForLicenceExample,
      goods: { ...applyForLicenceExample.goods, destination: 'QQ' },
    },
    pointer: '#/goods/destination',
    message: /country.*ISO 3166/,
  },
};

describe('a body', () => {
  test.each(Object.entries(wrong))(
    'with %s is told which field, by which rule',
    async (name, of) => {
      const { by = 'ines', url = '/v1/credits', body, pointer, message } = of;
      const answer = await stand.post(by, url, { key: name, body });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({
        status: 400,
        code: 'REQUEST_INVALID',
        errors: [{ pointer, message: expect.stringMatching(message) }],
        detail: expect.stringContaining(pointer),
        retryable: false,
      });
    },
  );
});

describe('a request', () => {
  interface Asked {
    readonly headers?: Record<string, string>;
    readonly payload?: string;
    readonly url?: string;
    readonly answer: object;
  }
  const body = JSON.stringify(application('B-3'));
  const asked: Readonly<Record<string, Asked>> = {
    'that is too large': {
      payload: JSON.stringify({ ...application('B-3'), padding: 'x'.repeat(262_144) }),
      answer: { status: 413, code: 'BODY_TOO_LARGE', detail: /256 KiB at most/ },
    },
    'in another format': {
      headers: { 'content-type': 'application/yaml' },
      payload: 'reference: B-3',
      answer: {
        status: 415,
        code: 'MEDIA_TYPE_UNSUPPORTED',
        detail: /Send the body as application\/json/,
      },
    },
    'that is no JSON': {
      payload: '{"reference": ',
      answer: { status: 400, code: 'REQUEST_INVALID', detail: /The body is not JSON/ },
    },
    'with a field twice': {
      payload: '{"reference":"A","reference":"B"}',
      answer: { status: 400, code: 'REQUEST_INVALID', detail: /has the field "reference" twice/ },
    },
    'that reaches for a prototype': {
      payload: '{"__proto__":{"reference":"A"}}',
      answer: { status: 400, code: 'REQUEST_INVALID', detail: /field __proto__/ },
    },
    'without a key': {
      headers: { 'idempotency-key': '' },
      payload: body,
      answer: {
        status: 400,
        code: 'IDEMPOTENCY_KEY_MISSING',
        detail: /needs the header Idempotency-Key: 1 to 200/,
      },
    },
    'whose If-Match is no ETag': {
      headers: { 'if-match': '3' },
      url: '/v1/credits/B-3/actions/withdraw',
      payload: '{}',
      answer: {
        status: 400,
        errors: [
          { pointer: 'headers/if-match', message: 'must be the ETag of the document, such as "3"' },
        ],
      },
    },
    'whose If-Match is not of now': {
      headers: { 'if-match': '"9"' },
      url: '/v1/credits/B-4/actions/withdraw',
      payload: '{}',
      answer: { status: 412, code: 'PRECONDITION_FAILED', detail: /version/ },
    },
  };

  beforeAll(async () => {
    const made = await stand.post('ines', '/v1/credits', { key: 'B-4', body: application('B-4') });
    expect(made.statusCode).toBe(201);
  });

  test.each(Object.entries(asked))('%s is told why, and what to do', async (name, of) => {
    const { headers = {}, payload = body, url = '/v1/credits' } = of;
    const answer = await stand.post('ines', url, {
      key: name,
      body: payload,
      headers: { 'content-type': 'application/json', ...headers },
    });
    const { detail = /./, ...expected }: { detail?: RegExp } = of.answer;
    expect(answer.json()).toMatchObject({ ...expected, detail: expect.stringMatching(detail) });
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test('with a token that has expired is told when it did, and where to get another', async () => {
    await stand.token('ines');
    ahead = 3_600_000;
    const answer = await stand.get('ines', '/v1/me');
    ahead = 0;
    expect(answer.json()).toMatchObject({
      status: 401,
      code: 'TOKEN_INVALID',
      detail: expect.stringMatching(
        /^The access token has expired at \S+Z\. Ask http:\/\/importer\.localhost:17000\/oidc for a token\.$/,
      ),
    });
  });
});
