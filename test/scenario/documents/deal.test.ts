import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ControlClient } from '@argosy/devnet/controls/client';
import type { DeclarationCommand } from '@argosy/domain/declaration/commands';
import { dealActs } from './support/acts.js';
import type { ActName } from './support/acts.js';
import { Deal, actNames } from './support/deal.js';
import { endsOf } from './support/ends.js';
import { changesOn } from './support/events.js';
import { foundRegisters } from './support/founding.js';
import { startHarbour } from './support/harbour.js';
import type { Harbour } from './support/harbour.js';
import { staff } from './support/people.js';
import type { StaffName } from './support/people.js';
import { onceMore, tooEarly } from './support/refused.js';
import { tried, wrongCallers } from './support/wrong-callers.js';
import type { WrongCaller } from './support/wrong-callers.js';

let harbour: Harbour;
let deal: Deal;
let controls: ControlClient;
const counts = { taken: 0, refused: 0 };

beforeAll(async () => {
  harbour = await startHarbour();
  await foundRegisters(harbour.clients);
  deal = new Deal(harbour.clients, '1');
  const { controls: address } = harbour.network.engine;
  if (address === undefined) throw new Error('This network has no controls');
  controls = await ControlClient.open(address);
}, 90_000);
afterAll(async () => {
  process.stdout.write(`a deal: ${counts.taken} acts taken, ${counts.refused} refused\n`);
  await harbour.stop();
}, 30_000);

const heights = async () =>
  (await controls.channels()).map(({ name, height }) => [name, height] as const);

/** Has all of them try at once, each of whom has to be refused as expected, and nothing to change. */
async function expectRefused(
  name: ActName,
  callers: readonly (WrongCaller & { readonly requestId?: string })[],
): Promise<void> {
  const before = await heights();
  const answers = await Promise.all(
    callers.map(async ({ who, person, ...at }) => [
      who,
      await tried(harbour.clients, person, { deal, name, ...at }),
    ]),
  );
  expect(answers).toEqual(callers.map(({ who, expected }) => [who, expected]));
  expect(await heights()).toEqual(before);
  counts.refused += callers.length;
}

/** Whoever may take an act, who may not do it now. */
function rightful(name: ActName, expected: WrongCaller['expected']): WrongCaller {
  const { by } = deal.acts[name];
  return { who: by, person: staff[by], expected };
}

describe('a deal of ten members, on three channels', () => {
  test.each(actNames(dealActs('1')))(
    '%s: by the right party once, and by nobody else',
    async (name) => {
      await deal.keepSecret(name);
      const act = deal.acts[name];
      await expectRefused(name, wrongCallers(act, 'before'));
      for (const [early, code = 'FUNCTION_UNKNOWN'] of Object.entries(tooEarly[name] ?? {})) {
        await expectRefused(early as ActName, [rightful(early as ActName, code)]);
      }
      expect(await deal.take(name)).toMatchObject({ code: 0, status: act.status });
      counts.taken += 1;
      const again = rightful(name, onceMore[name]);
      const resent = rightful(name, 'REQUEST_ALREADY_RECORDED');
      await expectRefused(name, [
        again,
        { ...resent, requestId: deal.requestIdOf(name) },
        ...wrongCallers(act, 'after'),
      ]);
    },
    20_000,
  );

  test('the auditor reads every document', async () => {
    const auditor = deal.as('amara');
    for (const [channel, name, parts, status] of endsOf(deal.names)) {
      expect(await auditor.read(channel, name, ...parts)).toMatchObject({ status });
    }
    const { carrierCode, reference } = deal.names.bill;
    const { text = '' } = await auditor.read(
      'trade',
      'possession:GetChain',
      carrierCode,
      reference,
    );
    const chain = JSON.parse(text) as readonly Readonly<Record<string, unknown>>[];
    expect(chain.map(({ status, possessor }) => [status, possessor])).toEqual([
      ['passedOn', expect.objectContaining({ msp: 'ExporterMSP' })],
      ['passedOn', expect.objectContaining({ msp: 'ImportBankMSP' })],
      ['passedOn', expect.objectContaining({ msp: 'ImporterMSP' })],
      ['surrendered', expect.objectContaining({ msp: 'CarrierMSP' })],
    ]);
  });

  test('the carrier is told of the licence, in the transaction that issues it', async () => {
    const { licence } = deal.names;
    const changes = await changesOn(
      harbour.clients.channel(staff.anders, 'border'),
      'LicenceIssued',
    );
    expect(changes.map(({ type, parts }) => [type, parts])).toEqual([
      ['LicenceIssued', [licence]],
      ['CarrierNotified', [licence]],
    ]);
  });

  test('what is declared of the values is read by importer and customs, and by nobody else', async () => {
    const { confidential = [] } = deal.commandOf('declare') as Partial<DeclarationCommand<'lodge'>>;
    const [{ collection, sha256 } = { collection: '', sha256: '' }] = confidential;
    const isReadBy = async (name: StaffName): Promise<boolean> => {
      const { text } = await deal.as(name).read('border', 'confidential:Get', collection, sha256);
      return text?.includes('unitPrice') === true;
    };
    const readers = ['ines', 'jonas'];
    for (const name of [
      'ines',
      'omar',
      'lucia',
      'anders',
      'rafael',
      'greta',
      'jonas',
      'amara',
    ] as const)
      expect([name, await isReadBy(name)]).toEqual([name, readers.includes(name)]);
  });
});
