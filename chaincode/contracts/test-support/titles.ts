import { aTitle, holders, titleAfter } from '../../domain/test-support/bills.js';
import { aCall } from '../../domain/test-support/credits.js';
import type { members } from '../../domain/test-support/network.js';
import { escrowTitle } from '@argosy/domain/bill/escrow';
import { acceptSurrender, surrenderBill } from '@argosy/domain/bill/surrender';
import type { Title } from '@argosy/domain/bill/title';
import { transferBill } from '@argosy/domain/bill/transfer';
import type { LedgerRecord } from '@argosy/domain/shared/document';

/** The presentation for which a bill is in escrow in the tests. */
export const presentation = 'PR-2026/0007';

const call = (by: keyof typeof members, transactionId: string) => ({
  ...aCall(by, '2026-05-12T08:00:00.000Z'),
  transactionId,
});

/** A bill that its shipper has transferred to the issuing bank, to whose order it is. */
export function heldByBank(): Title {
  const title = aTitle();
  const to = holders.issuingBank;
  return titleAfter(title, transferBill(title, { to, call: call('beneficiary', 'second') }));
}

/** A bill in escrow at the issuing bank. */
export function inEscrow(of = presentation): Title {
  const title = aTitle();
  const at = { bank: holders.issuingBank, presentation: of, call: call('beneficiary', 'second') };
  return titleAfter(title, escrowTitle(title, at));
}

/** A bill that the issuing bank has transferred to the applicant. */
export function passedOn(): Title {
  const title = heldByBank();
  const to = holders.applicant;
  return titleAfter(title, transferBill(title, { to, call: call('issuingBank', 'third') }));
}

/** A bill that the issuing bank has surrendered for the goods. */
export function surrenderAsked(): Title {
  const title = heldByBank();
  const at = { request: { for: 'delivery' }, call: call('issuingBank', 'third') } as const;
  return titleAfter(title, surrenderBill(title, at));
}

/** A bill that the carrier has taken back. */
export function surrenderAccepted(): Title {
  const title = surrenderAsked();
  return titleAfter(title, acceptSurrender(title, call('carrier', 'fourth')));
}

/** A bill in blank with so many possessions, given to and fro by the banks; the issuing bank has it now. */
export function longChain(length: number): Title {
  const bankAt = (number: number) =>
    (length - number) % 2 === 0 ? ('issuingBank' as const) : ('advisingBank' as const);
  const first = aTitle({ title: { type: 'blank' }, holder: holders[bankAt(1)] });
  return Array.from({ length: length - 1 }, (_, index) => index + 1).reduce(
    (title, number) =>
      titleAfter(
        title,
        transferBill(title, {
          to: holders[bankAt(number + 1)],
          call: call(bankAt(number), `t${String(number)}`),
        }),
      ),
    first,
  );
}

/** What the ledger holds of a title. */
export function recordsOf({ bill, chain }: Title): readonly LedgerRecord[] {
  return [bill, ...chain];
}
