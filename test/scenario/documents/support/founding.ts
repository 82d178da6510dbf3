import { createHash } from 'node:crypto';
import type { DecisionCommand } from '@argosy/domain/register/commands';
import { contentText } from '@argosy/domain/register/content';
import type { Entry } from '@argosy/domain/register/entries';
import { memberEntry, theFounding } from '../../../../chaincode/domain/test-support/register.js';
import { votersOf } from '../../../../chaincode/domain/test-support/network.js';
import type { ChannelName, Clients } from './clients.js';
import type { Outcome } from './outcome.js';

/** The auditor is registered where members are decided on. On the other channels its people serve for strangers. */
const auditorOn = { consortium: 'active', trade: 'suspended', border: 'unknown' } as const;

/** Found the register on each channel by its voters: on `consortium` first, of which the others say that they follow it. */
export async function foundRegisters(clients: Clients): Promise<void> {
  const adopted = await decide(clients, 'consortium', founding('consortium'));
  const { transactionId = '' } = adopted;
  const sha256 = String(adopted.record?.['sha256']);
  const source = { channel: 'consortium', decision: 'FOUNDING', transactionId, sha256 };
  for (const channel of ['trade', 'border'] as const) {
    await decide(clients, channel, { ...founding(channel), source });
  }
}

/** Proposed by the first voter of a channel, and approved by the others until it is adopted. */
export async function decide(
  clients: Clients,
  channel: ChannelName,
  proposal: DecisionCommand<'propose'>,
): Promise<Outcome> {
  const [first = '', ...others] = votersOf[channel];
  const administrator = (msp: string) => clients.as({ msp, person: 'admin' });
  let last = succeeded(await administrator(first).submit(channel, 'register:Propose', proposal));
  const sha256 = createHash('sha256').update(contentText(proposal)).digest('hex');
  const approval = { reference: proposal.reference, sha256 };
  for (const msp of others) {
    if (last.status !== 'proposed') break;
    last = succeeded(await administrator(msp).submit(channel, 'register:Approve', approval));
  }
  return last;
}

/** What is taken for granted to go well. */
export function succeeded(outcome: Outcome): Outcome {
  if (outcome.code === 0) return outcome;
  throw new Error(outcome.refusal?.message ?? outcome.failure ?? `invalid: ${outcome.code}`);
}

function founding(channel: ChannelName): DecisionCommand<'propose'> {
  const { entries, ...others } = theFounding(channel);
  return { ...others, entries: [...entries.flatMap(admitted), ...calendars()] };

  function admitted(entry: Entry): readonly Entry[] {
    if (entry.kind !== 'member' || entry.member.msp !== 'AuditorMSP') return [entry];
    const status = auditorOn[channel];
    return status === 'unknown' ? [] : [memberEntry(channel, 'AuditorMSP', { status })];
  }
}

/** The banking days of the banks' places, as far as the deals reach. */
function calendars(): readonly Entry[] {
  const thisYear = new Date().getUTCFullYear();
  return ['PTLIS', 'CNCAN'].flatMap((place) =>
    [thisYear - 1, thisYear, thisYear + 1].map((year): Entry => {
      const holidays = [`${year}-01-01`, `${year}-05-01`];
      return { kind: 'calendar', calendar: { place, year, weekend: [6, 7], holidays } };
    }),
  );
}
