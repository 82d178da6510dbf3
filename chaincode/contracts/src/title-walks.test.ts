// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { expect, test } from '@jest/globals';
import { endorseBill } from '@argosy/domain/bill/endorse';
import { escrowTitle, giveBackTitle, releaseTitle } from '@argosy/domain/bill/escrow';
import { acceptSurrender, rejectSurrender, surrenderBill } from '@argosy/domain/bill/surrender';
import type { IssuedTitle } from '@argosy/domain/bill/title-form';
import type { Title } from '@argosy/domain/bill/title';
import { rejectTransfer, transferBill } from '@argosy/domain/bill/transfer';
import { LedgerError } from '@argosy/domain/errors';
import type { Call } from '@argosy/domain/shared/call';
import type { Effect } from '@argosy/domain/shared/decision';
import fc from 'fast-check';
import { aTitle, billName, holders, titleAfter } from '../../domain/test-support/bills.js';
import { aCall } from '../../domain/test-support/credits.js';
import { heldRecords } from '../test-support/held-records.js';
import { presentation, recordsOf } from '../test-support/titles.js';
import { findTitle } from './title.js';

type Who = keyof typeof holders;

const everybody = Object.keys(holders).filter((it): it is Who => it in holders);
const bank = holders.issuingBank;
const reason = 'As agreed by telephone';

/** Every way in which anybody could try to do something with a bill. */
const acts = {
  transfer: (title, to, call) => transferBill(title, { to: holders[to], call }),
  rejectTransfer: (title, _, call) => rejectTransfer(title, { reason, call }),
  endorse: (title, to, call) =>
    endorseBill(title, { action: 'endorse', endorsee: holders[to] }, call),
  endorseToOrder: (title, to, call) =>
    endorseBill(title, { action: 'endorseToOrder', endorsee: holders[to] }, call),
  endorseInBlank: (title, _, call) => endorseBill(title, { action: 'endorseInBlank' }, call),
  surrender: (title, _, call) => surrenderBill(title, { request: { for: 'delivery' }, call }),
  acceptSurrender: (title, _, call) => acceptSurrender(title, call),
  rejectSurrender: (title, _, call) => rejectSurrender(title, { reason, call }),
  escrow: (title, _, call) => escrowTitle(title, { bank, presentation, call }),
  release: (title, to, call) => releaseTitle(title, { applicant: holders[to], presentation, call }),
  giveBack: (title, _, call) => giveBackTitle(title, { presentation, call }),
} satisfies Record<string, (title: Title, to: Who, call: Call) => readonly Effect[]>;

const actNames = Object.keys(acts).filter((it): it is keyof typeof acts => it in acts);
const endorsements = ['endorse', 'endorseToOrder', 'endorseInBlank'];
const answers = ['acceptSurrender', 'rejectSurrender'];

const walks = fc.record({
  title: fc.constantFrom<IssuedTitle>(
    { type: 'toOrder' },
    { type: 'toOrder', endorsee: bank },
    { type: 'blank' },
    { type: 'straight', consignee: holders.applicant },
  ),
  steps: fc.array(
    fc.record({
      act: fc.constantFrom(...actNames),
      // Mostly whoever has the bill, so that something happens.
      by: fc.oneof(
        { weight: 3, arbitrary: fc.constant('holder' as const) },
        { weight: 1, arbitrary: fc.constantFrom(...everybody) },
      ),
      to: fc.constantFrom(...everybody),
    }),
    { minLength: 20, maxLength: 60 },
  ),
});

// Most of what is tried is refused, and where a refusal was made is not asked for: it would take most of the time.
Error.stackTraceLimit = 0;

test('whatever anybody tries, one member has the bill, and no possession before changes', async () => {
  const seen = { tried: 0, done: 0, refused: new Map<string, number>() };
  await fc.assert(
    fc.asyncProperty(walks, async ({ title: form, steps }) => {
      let title = aTitle({ title: form });
      for (const [index, step] of steps.entries()) {
        const by = step.by === 'holder' ? whoHas(title) : step.by;
        const call = { ...aCall(by), transactionId: `t${String(index)}` };
        seen.tried += 1;
        const after = attempt(() => titleAfter(title, acts[step.act](title, step.to, call)), seen);
        if (after === undefined) continue;
        seen.done += 1;
        await holds({ before: title, after, by, act: step.act });
        title = after;
      }
    }),
    { numRuns: 300, seed: 20_260_520 },
  );
  process.stdout.write(
    `title: ${String(seen.tried)} acts tried, ${String(seen.done)} done, ` +
      `refused with ${[...seen.refused.keys()].sort().join(', ')}\n`,
  );
  expect(seen.tried).toBeGreaterThan(10_000);
  expect(seen.done).toBeGreaterThan(1_000);
});

/** What every act that was not refused leaves true. */
async function holds(step: { before: Title; after: Title; by: Who; act: string }): Promise<void> {
  const { before, after, by, act } = step;
  // Title can be found, by nothing else than the keys.
  const found = await findTitle(heldRecords(recordsOf(after)), billName);
  expect(found.head).toEqual(after.head);
  // One member has the bill: the last of the chain, and who acted was the last of it before.
  const open = after.chain.filter(({ closed }) => closed === undefined);
  expect(open).toEqual([after.head]);
  expect(before.head.possessor).toEqual(holders[by]);
  // A chain only grows, and only its last possession changes.
  const isMove = ![...endorsements, 'acceptSurrender'].includes(act);
  expect(after.chain.length).toBe(before.chain.length + (isMove ? 1 : 0));
  expect(after.chain.slice(0, before.chain.length - 1)).toEqual(before.chain.slice(0, -1));
  // In escrow and at the carrier, only the bank's and the carrier's own acts are left; afterwards none.
  const left = { held: undefined, escrowed: ['release', 'giveBack'], surrenderRequested: answers };
  const allowed = left[before.head.status as keyof typeof left];
  expect(allowed?.includes(act) ?? before.head.status === 'held').toBe(true);
}

function attempt(
  run: () => Title,
  { refused }: { readonly refused: Map<string, number> },
): Title | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
    return undefined;
  }
}

function whoHas({ head }: Title): Who {
  const who = everybody.find((it) => holders[it].msp === head.possessor.msp);
  if (who === undefined) throw new Error(`Nobody is ${head.possessor.msp}`);
  return who;
}
