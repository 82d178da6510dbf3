import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { organisationUrl } from 'argosy/gateway/local-http';
import { RequestRefused, Session } from 'argosy/gateway/rest';
import { traceRequest } from 'argosy/trace/trace-request';
import type { TraceStep } from 'argosy/trace/trace-step';
import { ledgerEventName } from '@argosy/domain/events';
import type { OperationBody } from '@argosy/gateway/operations/answer';
import { Clients, order } from './documents/support/clients.js';
import { succeeded } from './documents/support/founding.js';
import { namesOf, particularsOf } from './documents/support/particulars.js';
import { staff } from './documents/support/people.js';
import { commandLine } from './support/command-line.js';
import { startSandbox } from './support/sandbox.js';
import type { Sandbox } from './support/sandbox.js';

let sandbox: Sandbox;
let home: string;
let applied: OperationBody;

const { application } = particularsOf(namesOf('T'));

beforeAll(async () => {
  sandbox = await startSandbox();
  ({ home } = sandbox.network.folder);
  const ines = await Session.signIn(organisationUrl(sandbox.gatewayUrl, 'Importer'), 'ines');
  applied = await ines.write('/v1/credits', application, 'trace-1');
}, 120_000);
afterAll(() => sandbox.stop(), 30_000);

async function stepsOf(which: string): Promise<readonly TraceStep[]> {
  const trace = await traceRequest(home, which);
  if (trace === undefined) throw new Error(`nothing is known of ${which}`);
  return trace.steps;
}

const statesOf = (steps: readonly TraceStep[]) => steps.map(({ state }) => state);
const notBuilt = Array.from({ length: 5 }, () => 'notBuilt');

describe('an act that was committed', () => {
  test.each([
    ['operation', () => applied.id],
    ['transaction', () => applied.transactionId ?? ''],
  ])(
    'is shown from its %s on, each step with its evidence',
    async (_, which) => {
      const steps = await stepsOf(which());
      expect(statesOf(steps)).toEqual([...Array.from({ length: 8 }, () => 'done'), ...notBuilt]);
      expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 13 }, (__, at) => at + 1));
      const evidence = steps.map((one) => one.evidence);
      expect(evidence.slice(0, 8)).toMatchObject([
        { person: 'ines', organisation: 'ImporterMSP', entry: 'REST' },
        {
          requestId: applied.requestId,
          origin: expect.stringMatching(/^http:\/\/importer\.localhost:/),
        },
        {
          document: 'credit',
          action: 'apply',
          parts: ['LC-T'],
          channel: 'trade',
          operation: applied.id,
        },
        { state: 'committed', attempts: 1, timings: applied.timings },
        { staffRole: 'trader', required: ['trader'] },
        {
          creator: {
            mspId: 'ImporterMSP',
            role: 'client',
            subject: expect.stringMatching(/^CN=ines/),
          },
        },
        {
          chaincode: {
            name: 'argosy',
            packageId: expect.stringMatching(/^argosy_.*:[0-9a-f]{64}$/),
          },
          endorsements: [{ signature: 'holds' }, { signature: 'holds' }],
        },
        {
          code: 'VALID',
          channel: 'trade',
          block: BigInt(applied.block ?? 0),
          indexedAt: applied.timings.finishedAt,
        },
      ]);
      const { ordered, policies, namespaces, event } = steps[7]?.evidence ?? {};
      expect(event).toBe(ledgerEventName);
      expect(ordered).toMatchObject({
        headerHash: expect.stringMatching(/^[0-9a-f]{64}$/),
        signatures: expect.arrayContaining([
          { by: expect.objectContaining({ role: 'orderer' }), signature: 'holds' },
        ]),
      });
      expect(policies).toEqual(
        expect.arrayContaining([expect.objectContaining({ of: 'chaincode', met: true })]),
      );
      expect(
        JSON.stringify(namespaces, (__, it: unknown) => (typeof it === 'bigint' ? String(it) : it)),
      ).toContain('LC-T');
      const spans = steps[3]?.evidence['spans'] as readonly { readonly milliseconds: number }[];
      expect(spans.at(-1)).toMatchObject({ name: 'in all' });
      for (const { milliseconds } of spans) expect(milliseconds).toBeGreaterThanOrEqual(0);
    },
    30_000,
  );

  test('is told on the command line, to a program and to a person', async () => {
    const { code, out } = await commandLine('tx', 'trace', applied.id, '--home', home);
    expect(code).toBe(0);
    const told = JSON.parse(out) as { readonly steps: readonly TraceStep[] };
    expect(told.steps).toHaveLength(13);
  }, 30_000);
});

test('an act that the contract refused ends there, and is on no ledger', async () => {
  const henrik = await Session.signIn(organisationUrl(sandbox.gatewayUrl, 'ImportBank'), 'henrik');
  const refused = await henrik
    .write('/v1/credits/LC-NONE/actions/issue', {}, 'trace-2')
    .catch((failure: unknown) => failure);
  if (!(refused instanceof RequestRefused)) throw new Error('it was not refused');
  const { operation = '' } = refused.problem;
  const steps = await stepsOf(operation);
  expect(statesOf(steps)).toEqual([
    ...['done', 'done', 'done', 'refused', 'done', 'notKnown', 'done', 'refused'],
    ...notBuilt,
  ]);
  expect(steps[7]?.evidence).toMatchObject({ problem: { code: 'RECORD_NOT_FOUND' } });
  expect(steps[7]?.says[0]).toMatch(/^Refused with RECORD_NOT_FOUND: /);
}, 30_000);

test('a transaction that came too late tells what was changed before it, and that the gateway did not send it', async () => {
  const clients = new Clients(sandbox.network);
  try {
    const reference = { reference: 'LC-T' };
    succeeded(await clients.as(staff.henrik).submit('trade', 'credit:Issue', reference));
    const advise = () => clients.as(staff.mei).endorse('trade', 'credit:Advise', reference);
    const [one, other] = [await advise(), await advise()];
    expect(await order(one)).toMatchObject({ code: 0 });
    const { code, transactionId = '' } = await order(other);
    expect(code).toBe(11);
    const steps = await stepsOf(transactionId);
    expect(statesOf(steps)).toEqual([
      ...['done', 'notKnown', 'notKnown', 'notKnown', 'done', 'done', 'done', 'refused'],
      ...notBuilt,
    ]);
    expect(steps[1]?.says).toEqual(['Not known: the gateway did not send this transaction.']);
    expect(steps[7]?.evidence).toMatchObject({ code: 'MVCC_READ_CONFLICT' });
    expect(steps[7]?.says.join(' ')).toMatch(/Because .*LC-T.* was read as/);
  } finally {
    clients.close();
  }
}, 30_000);

test.each([
  ['op_00000000000000000000000000', /Neither the ledger nor the gateway of .* knows op_0/],
  ['ab'.repeat(32), /Neither the ledger nor the gateway of .* knows abab/],
])(
  '%s is known to nobody',
  async (which, sentence) => {
    const { code, err } = await commandLine('tx', 'trace', which, '--home', home);
    expect(code).toBe(4);
    expect(err).toMatch(sentence);
  },
  30_000,
);

test('where no network is up, that is told, with what to do', async () => {
  const { code, err } = await commandLine('tx', 'trace', applied.id, '--home', '/nowhere');
  expect(code).toBe(4);
  expect(err).toMatch(/No network is up from \/nowhere[^]*--ledger DIR/);
}, 30_000);
