// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { expect, test } from '@jest/globals';
import { rosterOf } from '../../domain/test-support/register.js';
import { acts } from '../test-support/deal-acts.js';
import { code } from '../test-support/ledger/validation-codes.js';
import { plant } from '../test-support/planted.js';
import { refusalOrCode, TradeDeal } from '../test-support/trade-deal.js';
import type { Act } from '../test-support/trade-deal.js';

/*
 * A member that is suspended begins nothing and does nothing; what others owe it, or it to them, goes on.
 */

async function dealWithSuspended(msp: string, ...taken: readonly Act[]) {
  const deal = new TradeDeal();
  for (const act of taken) await deal.take(act);
  plant(deal.ledger, rosterOf('trade', { [msp]: { status: 'suspended' } }));
  return deal;
}

const { apply, issue, advise, issueBill, lodge, complete, examine, comply, honour } = acts;
const complying = [apply, issue, advise, issueBill, lodge, complete, examine, comply] as const;

test('a bank honours although the applicant is suspended, and the title is the applicant’s', async () => {
  const deal = await dealWithSuspended('ImporterMSP', ...complying);
  expect((await deal.act(honour)).code).toBe(code.VALID);
});

test('a bank examines and refuses although the beneficiary is suspended, and sends the documents back', async () => {
  const lodged = [apply, issue, advise, issueBill, lodge, complete] as const;
  const deal = await dealWithSuspended('ExporterMSP', ...lodged);
  expect((await deal.act(examine)).code).toBe(code.VALID);
  const refuse = { ...acts.refuse, command: { ...acts.refuse.command, disposition: 'return' } };
  expect((await deal.act(refuse)).code).toBe(code.VALID);
});

test('but a suspended member acts no more, and nobody begins a deal with it', async () => {
  const waiting = await dealWithSuspended('ExporterMSP', apply, issue, advise);
  expect(refusalOrCode(await waiting.act(lodge))).toBe('MEMBER_SUSPENDED');
  const none = await dealWithSuspended('ExporterMSP');
  expect(refusalOrCode(await none.act(apply))).toBe('MEMBER_SUSPENDED');
});
