// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { documentNames, documentKind } from '@argosy/domain/documents';
import { creditCommands } from '@argosy/domain/credit/commands';
import { z } from 'zod';
import { reference } from '../../domain/test-support/credits.js';
import { aLodging } from '../../domain/test-support/presentations.js';
import { members } from '../../domain/test-support/network.js';
import type { Channel } from '../../domain/test-support/network.js';
import { borderActs } from '../test-support/border-acts.js';
import { someTerms } from '../test-support/confidential-terms.js';
import type { About } from '../test-support/confidential-terms.js';
import { acts } from '../test-support/deal-acts.js';
import { staff } from '../test-support/identities.js';
import { answered, refusalOrCode, TradeDeal } from '../test-support/trade-deal.js';
import type { Act } from '../test-support/trade-deal.js';

/** An act that names confidential terms: whose they are, where they are kept, and what has happened before. */
interface Naming {
  readonly channel: Channel;
  readonly act: Act;
  readonly collection: string;
  readonly about: About;
  readonly before: readonly Act[];
}

const { apply, issue, advise, issueBill, lodge, complete, examine, comply, honour } = acts;
const { receive, settle, credit } = acts;
const giveBack: Act = {
  by: 'issuingBank',
  name: 'credit:Return',
  command: { reference, reason: 'Say where the goods go' },
  time: '2026-05-04T10:00:00.000Z',
};
const revise: Act = {
  by: 'applicant',
  name: 'credit:Revise',
  command: { reference, terms: (apply.command as { terms?: object }).terms },
  time: '2026-05-04T11:00:00.000Z',
};
const presented = [apply, issue, advise, issueBill, lodge, complete];

const shipped = [
  borderActs.apply,
  borderActs.inspect,
  borderActs.issue,
  borderActs.drawDown,
  borderActs.ready,
];

/** Every command that takes references, with the collection that is meant for it. */
const namings: readonly Naming[] = [
  onTrade(apply, 'facilityTerms', 'facility', []),
  onTrade(revise, 'facilityTerms', 'facility', [apply, giveBack]),
  onTrade({ ...lodge, command: aLodging() }, 'proceedsTerms', 'amountSplit', [
    apply,
    issue,
    advise,
  ]),
  onTrade(examine, 'importBankNotes', 'examinersNotes', presented),
  onTrade(credit, 'proceedsTerms', 'amountSplit', [
    ...presented,
    examine,
    comply,
    honour,
    receive,
    settle,
  ]),
  atBorder(borderActs.apply, 'licenceValues', []),
  atBorder(borderActs.lodge, 'declaredValues', shipped),
];

describe.each(namings)('$act.name naming terms in $collection', (naming) => {
  const { act, channel, before } = naming;

  test('needs them to be there, in the collection that it names', async () => {
    const deal = await dealUpTo(channel, before);
    const terms = someTerms(naming.about);
    const named = (collection: string): Act => ({
      ...act,
      command: { ...act.command, confidential: [{ collection, sha256: terms.sha256 }] },
    });
    expect(refusalOrCode(await deal.act(named(naming.collection)))).toBe('CONFIDENTIAL_MISSING');
    await keep(deal, naming, terms);
    const { collections = [] } = deal.ledger.channel;
    for (const { name } of collections.filter((it) => it.name !== naming.collection))
      expect(refusalOrCode(await deal.act(named(name)))).toBe('CONFIDENTIAL_MISSING');
    const taken = await deal.take(named(naming.collection));
    const confidential = [{ collection: naming.collection, sha256: terms.sha256 }];
    expect(answered(taken)).toMatchObject({ confidential });
    // The hash is all that the document, its event and its transaction say of them.
    const { args, payload, events, writes } = taken;
    const text = JSON.stringify([args, payload, events, writes.map((it) => String(it.value))]);
    expect(text).toContain(terms.sha256);
    for (const canary of Object.values(terms.canaries)) expect(text).not.toContain(canary);
  });
});

test('no other document names confidential terms', () => {
  const withTerms = documentNames.filter((name) => {
    const { schema } = documentKind(name);
    return schema instanceof z.ZodObject && 'confidential' in schema.shape;
  });
  const named = new Set(namings.map(({ act }) => act.name.split(':')[0]));
  expect(withTerms).toEqual(documentNames.filter((name) => named.has(name)));
  expect(Object.keys(creditCommands.revise.shape)).toContain('confidential');
});

// Nobody can say of a hash what it is of, nor for which document it was made: who belongs to the collection compares.
test('terms are no document’s own: a member may name what it cannot read, and a second document may too', async () => {
  const deal = new TradeDeal();
  const terms = someTerms('paymentConditions');
  const naming = onTrade(apply, 'bankTerms', 'paymentConditions', []);
  await keep(deal, { ...naming, act: issue }, terms);
  const confidential = [{ collection: 'bankTerms', sha256: terms.sha256 }];
  for (const other of [reference, 'LC-2026/0043']) {
    const command = { ...apply.command, reference: other, confidential };
    expect(answered(await deal.take({ ...apply, command }))).toMatchObject({ confidential });
  }
});

async function dealUpTo(channel: Channel, before: readonly Act[]): Promise<TradeDeal> {
  const deal = new TradeDeal(channel);
  for (const act of before) await deal.take(act);
  return deal;
}

/** Whoever is going to name the terms records them. */
async function keep(
  { ledger }: TradeDeal,
  { act, collection }: Naming,
  { sha256, text }: ReturnType<typeof someTerms>,
): Promise<void> {
  const { message, code } = await ledger.submit({
    by: await staff(members[act.by], 'trader'),
    args: ['confidential:Record', JSON.stringify({ collection, sha256 })],
    transient: { confidential: text },
  });
  if (code !== 0) throw new Error(message);
}

function onTrade(act: Act, collection: string, about: About, before: readonly Act[]): Naming {
  return { channel: 'trade', act, collection, about, before };
}

function atBorder(act: Act, collection: string, before: readonly Act[]): Naming {
  return { channel: 'border', act, collection, about: 'prices', before };
}
