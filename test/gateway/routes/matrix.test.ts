/** Every route of the interface's description, asked by every organisation's people and systems for what is theirs and what is not. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { LightMyRequestResponse } from 'fastify';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { confidentialExample } from '@argosy/gateway/http/confidential-example';
import { makeConsortium } from '../../support/consortium.js';
import { figure, isLong, searchTimeoutMs } from '../../support/long-run.js';
import { MemoryNetwork } from '../memory-network.js';
import { Stand, temporaryDatabase } from '../stand.js';
import { documents, publicRoutes } from './classes.js';
import {
  askers,
  isOn,
  organisationNames,
  originOf,
  roleOf,
  standMembers,
  type Asker,
  type OrganisationName,
} from './organisations.js';
import { describedOperations, type Operation } from './described.js';
import { exampleRecords } from './planted.js';
import {
  classifiedRoutes,
  targetsBy,
  type Answer,
  type Kept,
  type OperationName,
  type Target,
} from './targets.js';
import { Tokens } from './tokens.js';

jest.setTimeout(60_000);

let stand: Stand;
let remove: () => Promise<void>;
let keyFolder: string;
let tokens: Tokens;
let trade: MemoryNetwork;
let border: MemoryNetwork;
let operations: readonly Operation[];
let kept: Kept;

beforeAll(async () => {
  const temporary = await temporaryDatabase();
  ({ remove } = temporary);
  keyFolder = await mkdtemp(join(tmpdir(), 'argosy-routes-'));
  tokens = new Tokens(keyFolder);
  trade = new MemoryNetwork(await makeConsortium(), 'trade', roleOf);
  border = new MemoryNetwork(await makeConsortium(undefined, 'border'), 'border', roleOf);
  trade.plant(exampleRecords('trade'));
  border.plant(exampleRecords('border'));
  const { database } = temporary;
  const members = standMembers;
  stand = await Stand.start({
    network: trade,
    border,
    database,
    name: 'matrix',
    keyFolder,
    members,
  });
  operations = await describedOperations(stand.app);
  kept = await writeSome();
}, 60_000);
afterAll(async () => {
  await stand.stop();
  await remove();
  await rm(keyFolder, { recursive: true });
});

/** An operation of some organisations, the bill, and terms in a collection. */
async function writeSome(): Promise<Kept> {
  const written = new Map<OrganisationName, OperationName>();
  const acts = [
    ['Importer', 'trader', '/v1/credits'],
    ['Carrier', 'carrierofficer', '/v1/bills'],
    ['Importer', 'trader', '/v1/channels/trade/confidential-terms'],
  ] as const;
  for (const [organisation, role, url] of acts) {
    const path = url.replace('/trade/', '/{channel}/');
    const example = operations.find((it) => it.path === path && it.method === 'POST')?.example;
    const payload =
      url === '/v1/bills' ? { ...example, onBoardDate: '2027-02-25' } : { ...example };
    const asker = askerCalled(`${organisation}-${role}`.toLowerCase());
    const headers = { ...(await headersOf(asker, 'good')), 'idempotency-key': url };
    const answer = await stand.app.inject({ method: 'POST', url, headers, payload });
    expect(answer.json()).toMatchObject({ state: 'committed' });
    const { id, transactionId } = answer.json<Record<'id' | 'transactionId', string>>();
    written.set(organisation, { id, transaction: transactionId });
  }
  const text = canonicalJson(confidentialExample.terms);
  return { operations: written, terms: createHash('sha256').update(text).digest('hex') };
}

function askerCalled(id: string): Asker {
  const asker = askers.find((it) => it.id === id);
  if (asker === undefined) throw new Error(`Nobody has the id ${id}.`);
  return asker;
}

/** With what somebody comes. */
const credentials = {
  good: undefined,
  none: [401, 'AUTHENTICATION_REQUIRED'],
  expired: [401, 'TOKEN_INVALID'],
  'another organisation’s': [401, 'TOKEN_INVALID'],
  'the own one elsewhere': [401, 'TOKEN_INVALID'],
} as const satisfies Record<string, Answer | undefined>;
type Credential = keyof typeof credentials;
const credentialNames: readonly Credential[] = [
  'good',
  'none',
  'expired',
  'another organisation’s',
  'the own one elsewhere',
];

/** The next organisation in the list. */
function neighbourOf(name: OrganisationName): OrganisationName {
  const next = (organisationNames.indexOf(name) + 1) % organisationNames.length;
  return organisationNames[next] ?? name;
}

async function headersOf(asker: Asker, credential: Credential): Promise<Record<string, string>> {
  const { organisation, role } = asker;
  const other = neighbourOf(organisation);
  const host = new URL(originOf(credential === 'the own one elsewhere' ? other : organisation))
    .host;
  if (credential === 'none') return { host };
  const holder =
    credential === 'another organisation’s' ? askerCalled(`${other}-${role}`.toLowerCase()) : asker;
  const token = await tokens.of(
    holder,
    credential === 'expired' ? { exp: 1_800_000_000 - 2e8 } : {},
  );
  return { host, authorization: `Bearer ${token}` };
}

interface Case {
  readonly operation: Operation;
  readonly asker: Asker;
  readonly target: Target;
  readonly credential: Credential;
}

function* everyCase(): Generator<Case> {
  for (const operation of operations) {
    const targets = targetsBy(operation.method, operation.path);
    for (const asker of askers)
      for (const target of targets?.(asker.organisation, kept) ?? [])
        for (const credential of credentialNames) yield { operation, asker, target, credential };
  }
}

function expectedOf({ operation: { path }, asker, target, credential }: Case): Answer {
  if (publicRoutes.includes(path)) return 200;
  const refused = credentials[credential];
  if (refused !== undefined) return refused;
  if (target.ids === 'of a channel not joined') return target.answer;
  const { staff = [asker.role] } = target;
  return staff.includes(asker.role) ? target.answer : [403, 'STAFF_ROLE_WRONG'];
}

async function ask({
  operation,
  asker,
  target,
  credential,
}: Case): Promise<LightMyRequestResponse> {
  const { method, example } = operation;
  const headers = await headersOf(asker, credential);
  const payload = method === 'POST' ? { payload: example ?? {} } : {};
  return stand.app.inject({ method, url: target.url, headers, ...payload });
}

function answerIn(answer: LightMyRequestResponse): Answer {
  if (answer.statusCode === 200) return 200;
  return [answer.statusCode, String(answer.json<{ code?: string }>().code)];
}

// What only documents hold.
const contents = /green coffee|Estrela do Mar|FL-2027-0031|CSQU3054383/;

// Prime to the number of askers and credentials, so that the sample goes through all of their pairs.
const stride = isLong ? 1 : 29;

describe('every route of the interface', () => {
  test('is in a class of the table, and every class has its route', () => {
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    expect([...classifiedRoutes()].sort()).toEqual([...described].sort());
    expect(targetsBy('GET', '/v1/planted')).toBeUndefined();
  });

  test(
    'answers everybody as the table says, and refusals hold nothing of what they refuse',
    async () => {
      const before = [trade.submissions, border.submissions];
      const counts = new Map<string, number>();
      let index = 0;
      for (const one of everyCase()) {
        index += 1;
        if (index % stride !== 0) continue;
        const answer = await ask(one);
        const { operation, asker, target, credential } = one;
        const label = `${operation.method} ${target.url} by ${asker.id} with ${credential}`;
        expect([label, answerIn(answer)]).toEqual([label, expectedOf(one)]);
        if (answer.statusCode !== 200) expect(answer.body).not.toMatch(contents);
        const { organisation, role } = asker;
        const seen = [organisation, role, credential, target.ids, answer.statusCode];
        for (const name of ['cases', ...seen.map(String)])
          counts.set(name, (counts.get(name) ?? 0) + 1);
        for (const met of [organisation, role, credential])
          counts.set(`${operation.path}: ${met}`, 1);
      }
      expect([trade.submissions, border.submissions]).toEqual(before);
      expectAllMet(counts);
      figure(
        `routes: ${operations.length} x ${askers.length} askers x ids x credentials = ${counts.get('cases')} requests, each answered as the table says; ` +
          [200, 400, 401, 403, 404].map((it) => `${counts.get(String(it))} ${it}`).join(', '),
      );
    },
    searchTimeoutMs,
  );

  /** Every route met everybody: each organisation, each role, and each way to come. */
  function expectAllMet(counts: ReadonlyMap<string, number>): void {
    const met = [
      ...organisationNames,
      ...new Set(askers.map(({ role }) => role)),
      ...credentialNames,
    ];
    const missing = operations.flatMap(({ path }) =>
      met.filter((it) => !counts.has(`${path}: ${it}`)).map((it) => `${path}: ${it}`),
    );
    expect(missing).toEqual([]);
    for (const ids of ['there', 'another organisation’s', 'of a channel not joined', 'unknown'])
      expect([ids, (counts.get(ids) ?? 0) > 50]).toEqual([ids, true]);
  }
});

describe('of a channel that an organisation is not on', () => {
  test('it is told the same of what is there and of what is not', async () => {
    for (const [base, { channel, known, unknown }] of Object.entries(documents)) {
      const on = channel === 'every' ? 'border' : channel;
      for (const organisation of organisationNames.filter((it) => !isOn(it, on))) {
        const headers = await headersOf(
          askerCalled(`${organisation}-auditor`.toLowerCase()),
          'good',
        );
        const at = (name: string) => `${base.replace('{channel}', on)}/${name}`;
        const answers = [known, unknown].map(async (name) => {
          const answer = await stand.app.inject({ url: at(name), headers });
          const {
            requestId: _own,
            instance: _asked,
            ...problem
          } = answer.json<Record<string, unknown>>();
          return problem;
        });
        const [ofKnown, ofUnknown] = await Promise.all(answers);
        expect(ofKnown).toEqual(ofUnknown);
        expect(ofKnown).toMatchObject({ code: 'CHANNEL_NOT_JOINED', status: 403 });
      }
    }
  });
});

/** Acts that look at a second document before they ask whose the act is, and what that one lacks here. Everybody on the channel may
 *  read it, so that this tells nobody anything. */
const readsFirst: Readonly<Record<string, string>> = {
  '/v1/credits/LC-2027-0001/close': 'RECORD_NOT_FOUND',
  '/v1/amendments/LC-2027-0001/1/accept': 'RECORD_NOT_FOUND',
  '/v1/presentations/PR-2027-0001/complete': 'RECORD_NOT_FOUND',
  '/v1/examinations': 'PRESENTATION_INCOMPLETE',
  '/v1/examinations/PR-2027-0001/precludeUnexamined': 'PRESENTATION_INCOMPLETE',
  '/v1/examinations/PR-2027-0001/honour': 'PRESENTATION_INCOMPLETE',
  '/v1/examinations/PR-2027-0001/accept': 'PRESENTATION_INCOMPLETE',
};

describe('an act on another’s document', () => {
  test('by staff of the right role is refused by the ledger, and nothing is ordered', async () => {
    const before = [trade.submissions, border.submissions];
    const others: string[] = [];
    let count = 0;
    for (const { organisation, staff, url, example, key } of actsOfOthers()) {
      const headers = await headersOf(
        askerCalled(`${organisation}-${staff}`.toLowerCase()),
        'good',
      );
      const payload = example ?? {};
      const answer = await stand.app.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'idempotency-key': key },
        payload,
      });
      const [, code] = [answerIn(answer)].flat();
      const first = readsFirst[url.replace('/actions', '')] ?? 'ACTION_WRONG_PARTY';
      if (code !== first) others.push(`${key}: ${code}`);
      count += 1;
    }
    expect(others).toEqual([]);
    expect(count).toBeGreaterThan(200);
    expect([trade.submissions, border.submissions]).toEqual(before);
  });

  function* actsOfOthers() {
    for (const [base, of] of Object.entries(documents)) {
      const channel = of.channel === 'every' ? 'trade' : of.channel;
      const acts = [
        ...(of.make === undefined ? [] : [[base, base, of.make] as const]),
        ...Object.entries(of.acts ?? {}).map(([action, who]) => {
          const [pattern, known] = of.actName ?? [of.name, of.known];
          const after = `actions/${action}`;
          return [`${base}/${pattern}/${after}`, `${base}/${known}/${after}`, who] as const;
        }),
      ];
      for (const [path, address, [[staff = ''], ...parties]] of acts) {
        const example = operations.find((it) => it.path === path && it.method === 'POST')?.example;
        for (const organisation of organisationNames) {
          if (!isOn(organisation, channel) || parties.includes(organisation)) continue;
          const url = address.replace('{channel}', channel);
          yield { organisation, staff, url, example, key: `${url} by ${organisation}` };
        }
      }
    }
  }
});
