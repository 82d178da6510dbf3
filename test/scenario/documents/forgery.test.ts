import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentKey } from '@argosy/domain/shared/ledger-key';
import type { Simulator } from '@argosy/ledger/simulator';
import { validationCode } from '@argosy/protocol/validation-code';
import { organisationUrl } from 'argosy/gateway/local-http';
import { RequestRefused, Session } from 'argosy/gateway/rest';
import { startGateway } from 'argosy/gateway/start';
import { aLodging } from '../../../chaincode/domain/test-support/presentations.js';
import { forgedDocuments, subsets } from './support/forged-documents.js';
import {
  forgeAll,
  namesOfSigners,
  quarantinedOn,
  unsealedOn,
  variantsOf,
} from './support/forgeries.js';
import type { Forged } from './support/forgeries.js';
import { Forger, namespace } from './support/forger.js';
import { foundRegisters } from './support/founding.js';
import { startHarbour } from './support/harbour.js';
import type { Harbour } from './support/harbour.js';
import { staff } from './support/people.js';
import { said } from './support/said.js';

type Readiness = {
  readonly organisations: readonly {
    readonly channels: readonly {
      readonly name: string;
      readonly quarantine: { readonly count: number };
    }[];
  }[];
};

let harbour: Harbour;
let forger: Forger;
const table: string[] = [];

beforeAll(async () => {
  harbour = await startHarbour();
  await foundRegisters(harbour.clients);
  forger = new Forger(harbour.network);
}, 90_000);
afterAll(async () => {
  process.stdout.write(`forged, by the peers that signed:\n${table.join('\n')}\n`);
  forger.close();
  await harbour.stop();
}, 30_000);

/** Of the ways to forge a document with the signatures of these peers: how many no peer took for valid, and how many the
 *  contracts, the read model and the auditor leave out. */
const expected: Readonly<Record<string, readonly [invalid: number, unsealed: number]>> = {
  'credit nobody': [8, 0],
  'credit ImportBank': [8, 0],
  'credit ExportBank': [8, 0],
  'credit Carrier': [8, 0],
  'credit ImportBank+Carrier': [2, 6],
  'credit ExportBank+Carrier': [2, 6],
  'bill nobody': [8, 0],
  'bill ImportBank': [8, 0],
  'bill ExportBank': [8, 0],
  'bill ImportBank+ExportBank': [2, 6],
  'clearance nobody': [8, 0],
  'clearance Carrier': [8, 0],
};

/** How a document ended up: in no state, or in it and left out, or in it and counted. */
function outcomeOf({ code, read }: Forged): 'invalid' | 'unsealed' | 'counts' {
  if (code === validationCode.ENDORSEMENT_POLICY_FAILURE && read === 'RECORD_NOT_FOUND')
    return 'invalid';
  if (code === validationCode.VALID && read === 'RECORD_UNSEALED') return 'unsealed';
  return 'counts';
}

const referencesIn = (documents: readonly { readonly parts: readonly string[] }[]) =>
  documents.map(({ parts }) => parts.at(-1)).sort();

describe.each(forgedDocuments)('a forged $what', (document) => {
  const { what, channel, bound, endorsers } = document;
  const lacking = subsets(endorsers).filter((msps) => !bound.every((msp) => msps.includes(msp)));
  const makeAll = () =>
    forgeAll(harbour, forger, {
      document,
      variants: lacking.flatMap((signers) => variantsOf(document, signers)),
    });

  test('without the peers of all whom it binds is invalid, or counts for nothing', async () => {
    const forged = await makeAll();
    const outcomes = lacking.map((signers) => {
      const own = forged.filter((it) => it.signers === signers).map(outcomeOf);
      const count = (outcome: string) => own.filter((it) => it === outcome).length;
      const name = `${what} ${namesOfSigners(signers)}`;
      table.push(`  ${name}: ${count('invalid')} invalid, ${count('unsealed')} unsealed`);
      return [name, [count('invalid'), count('unsealed')]] as const;
    });
    const ofThis = Object.entries(expected).filter(([name]) => name.startsWith(`${what} `));
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(ofThis));

    const left = forged.filter((it) => outcomeOf(it) === 'unsealed');
    const audited = (await unsealedOn(harbour, channel)).filter(
      ({ kind }) => kind === document.make('X').kind,
    );
    expect(referencesIn(audited)).toEqual(left.map(({ reference }) => reference).sort());
    for (const { detail } of audited) {
      expect(bound.some((msp) => detail.split(', ').includes(msp))).toBe(true);
    }
  }, 60_000);

  test('with their peers and seals would count: the forgers know how', async () => {
    const variants = [{ signers: endorsers, guards: bound, sealedFor: bound, hasPolicy: true }];
    const twin = { ...document, what: 'twin' };
    const [forged] = await forgeAll(harbour, forger, { document: twin, variants });
    expect(forged).toMatchObject({ code: validationCode.VALID });
    expect(forged?.read).toMatch(/^endorsed/);
  });
});

test('garbage under the key of a document is nobody’s document, and stops nobody', async () => {
  const run = (simulator: Simulator) => {
    simulator.put(namespace, documentKey('credit', ['GARBAGE']), Buffer.from('{}'));
  };
  const signers = ['ExportBankMSP', 'CarrierMSP'];
  const { code } = await forger.commit({ channel: 'trade', signers, run });
  expect(code).toBe(validationCode.VALID);
  const { refusal } = await harbour.clients.as(staff.amara).read('trade', 'credit:Get', 'GARBAGE');
  expect(refusal?.code).toBe('RECORD_UNREADABLE');
  const quarantined = await quarantinedOn(harbour, 'trade');
  expect(quarantined.at(-1)).toMatchObject({ reason: 'unreadable', parts: ['GARBAGE'] });
});

test('the read model answers with none of them, and says how many there are', async () => {
  const unsealed = (await unsealedOn(harbour, 'trade')).filter(({ kind }) => kind === 'credit');
  const { url, heights } = await startGateway(harbour.network);
  const height = heights.get('trade') ?? 0;
  const session = await Session.signIn(organisationUrl(url, 'Auditor'), staff.amara.person);
  const codeOf = (reference: string | undefined): Promise<unknown> =>
    session.get(`/v1/credits/${String(reference)}`, { height }).then(
      () => 'answered',
      (error: unknown) => (error instanceof RequestRefused ? error.problem.code : error),
    );
  const codes = await Promise.all(unsealed.map(({ parts }) => codeOf(parts[0])));
  expect(codes).toEqual(unsealed.map(() => 'RECORD_NOT_FOUND'));
  expect(await codeOf('TW0')).toBe('answered');
  const { organisations } = (await (await fetch(`${url}/readyz`)).json()) as Readiness;
  const all = (await quarantinedOn(harbour, 'trade')).length;
  const counts = organisations.flatMap(({ channels }) =>
    channels.filter(({ name }) => name === 'trade').map(({ quarantine }) => quarantine.count),
  );
  expect(counts).toEqual(Array.from({ length: 6 }, () => all));
}, 60_000);

test('no act goes on from an unsealed credit', async () => {
  const [unsealed] = (await unsealedOn(harbour, 'trade')).filter(({ kind }) => kind === 'credit');
  const reference = unsealed?.parts[0] ?? '';
  const answers = await Promise.all([
    harbour.clients.as(staff.mei).endorse('trade', 'credit:Advise', { reference }),
    harbour.clients
      .as(staff.omar)
      .endorse('trade', 'presentation:Lodge', aLodging({ credit: reference })),
  ]);
  expect(answers.map(said)).toEqual(['RECORD_UNSEALED', 'RECORD_UNSEALED']);
});
