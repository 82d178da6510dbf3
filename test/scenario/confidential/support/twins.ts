import { appendFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { someTerms } from '../../../../chaincode/contracts/test-support/confidential-terms.js';
import { succeeded } from '../../documents/support/founding.js';
import { particularsOf, namesOf } from '../../documents/support/particulars.js';
import { staff } from '../../documents/support/people.js';
import { ordered, recordTerms } from './calling.js';
import { canariesOf } from './placements.js';
import type { RecordedNetwork } from './recorded-network.js';
import type { Canary } from './search.js';

/** Texts that were put where no confidential term may be, so that the search can be seen to find them there. */
export interface Twins {
  /** In an argument, and so in a public record, too. */
  readonly argument: readonly Canary[];
  readonly event: readonly Canary[];
  readonly log: readonly Canary[];
  /** In the answer of a question that was ordered as if it were an act. */
  readonly answer: readonly Canary[];
}

export async function plantTwins(net: RecordedNetwork): Promise<Twins> {
  const { clients, network } = net;
  const goods = `Bicycles ${randomBytes(8).toString('hex')}`;
  // The reference of a document stands in its event.
  const reference = `TWIN-${randomBytes(5).toString('hex').toUpperCase()}`;
  const { application } = particularsOf(namesOf('TWIN'));
  const terms = { ...application.terms, goods };
  const command = { ...application, reference, terms };
  succeeded(await clients.as(staff.ines).submit('trade', 'credit:Apply', command));
  const line = `Noted ${randomBytes(8).toString('hex')}`;
  appendFileSync(network.folder.log('devnet'), `{"message":"${line}"}\n`);
  return {
    argument: [{ name: 'goods', text: goods }],
    event: [{ name: 'reference', text: reference }],
    log: [{ name: 'line', text: line }],
    answer: await orderedAnswer(net),
  };
}

/** Fabric orders what was endorsed, be it an act or a question, and the block has the answer. */
async function orderedAnswer({ clients }: RecordedNetwork): Promise<readonly Canary[]> {
  const terms = someTerms('paymentConditions');
  const of = { by: staff.henrik, channel: 'trade', collection: 'bankTerms', terms } as const;
  const { code } = await recordTerms(clients, of);
  const contract = clients.channel(of.by, of.channel).getContract('argosy');
  const asked = await ordered(
    contract.newProposal('confidential:Get', { arguments: [of.collection, terms.sha256] }),
  );
  if (code !== 0 || asked.code !== 0) throw new Error(asked.error);
  return canariesOf({ name: 'ordered answer', terms });
}
