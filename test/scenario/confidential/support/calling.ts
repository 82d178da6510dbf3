import type { Proposal } from '@hyperledger/fabric-gateway';
import type { ChannelName, Clients } from '../../documents/support/clients.js';
import type { Person } from '../../documents/support/people.js';
import type { SomeTerms } from '../../../../chaincode/contracts/test-support/confidential-terms.js';

/** What became of a call, with all that was said of it where it failed. */
export interface Called {
  /** Undefined where it was not ordered. */
  readonly code?: number;
  readonly answer: string;
  readonly error: string;
}

export interface Recording {
  readonly by: Person;
  readonly channel: ChannelName;
  readonly collection: string;
  readonly terms: SomeTerms;
  readonly endorsingOrganizations?: readonly string[];
  /** Another hash, or other terms, than belong together. */
  readonly hash?: string;
  readonly sent?: string;
}

/** Have confidential terms recorded, as a client does it with the SDK. */
export function recordTerms(clients: Clients, of: Recording): Promise<Called> {
  const { by, channel, collection, terms, endorsingOrganizations: named } = of;
  const command = JSON.stringify({ collection, sha256: of.hash ?? terms.sha256 });
  const proposal = clients
    .channel(by, channel)
    .getContract('argosy')
    .newProposal('confidential:Record', {
      arguments: [command],
      transientData: { confidential: of.sent ?? terms.text },
      ...(named && { endorsingOrganizations: [...named] }),
    });
  return ordered(proposal);
}

/** Have whatever is proposed endorsed and ordered. */
export async function ordered(proposal: Proposal): Promise<Called> {
  try {
    const endorsed = await proposal.endorse();
    const { code } = await (await endorsed.submit()).getStatus();
    return { code, answer: Buffer.from(endorsed.getResult()).toString(), error: '' };
  } catch (error) {
    return { answer: '', error: everythingIn(error) };
  }
}

export interface Reading {
  readonly by: Person;
  readonly channel: ChannelName;
  readonly collection: string;
  readonly terms: SomeTerms;
}

/** Ask for confidential terms; nothing is ordered. */
export async function readTerms(
  clients: Clients,
  { by, channel, collection, terms }: Reading,
): Promise<Called> {
  try {
    const contract = clients.channel(by, channel).getContract('argosy');
    const answer = await contract.evaluateTransaction('confidential:Get', collection, terms.sha256);
    return { answer: Buffer.from(answer).toString(), error: '' };
  } catch (error) {
    return { answer: '', error: everythingIn(error) };
  }
}

/** All that an error carries, whoever may print it. */
function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, stack = '', cause } = error;
  const said = JSON.stringify(error, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  return [message, stack, said, cause === undefined ? '' : everythingIn(cause)].join('\n');
}
