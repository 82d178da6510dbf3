import type { TestClient } from '../../../../network/devnet/test-support/test-client.js';

/** One step of the list that the chaincode takes: `chaincode/steps.js` says what each does. */
export interface Step {
  readonly do: string;
  readonly key?: string;
  readonly end?: string;
  readonly value?: string;
  readonly base64?: boolean;
  readonly collection?: string;
  readonly count?: number;
  readonly limit?: number;
  readonly bookmark?: string;
  readonly chaincode?: string;
  readonly channel?: string;
  readonly args?: readonly string[];
  readonly payload?: string;
}

/** Where the steps are taken. */
export interface Target {
  readonly channel?: string;
  readonly chaincode?: string;
  /** Whose peers endorse, or answer; the gateway chooses if nobody is named. */
  readonly organisations?: readonly string[];
  readonly transient?: Readonly<Record<string, string>>;
}

/** The first argument of the chaincode's one function. */
export const RUN = 'run';

/** The arguments of a call that takes these steps. */
export const argumentsOf = (steps: readonly Step[]): [string] => [JSON.stringify(steps)];

// The answers are what a test says they are: it compares them.
const parsed = (bytes: Uint8Array): unknown[] =>
  JSON.parse(Buffer.from(bytes).toString() || '[]') as unknown[];

/** What a step answers that was refused. */
export const refused = (why: unknown): { readonly refused: unknown } => ({ refused: why });

/** Have one peer take the steps; nothing is committed. Answers what each step gave. */
export async function ask(
  client: TestClient,
  steps: readonly Step[],
  target: Target = {},
): Promise<unknown[]> {
  return parsed(await contractOf(client, target).evaluate(RUN, optionsOf(steps, target)));
}

/** Commit a transaction of these steps, and wait for its block. */
export async function commit(
  client: TestClient,
  steps: readonly Step[],
  target: Target = {},
): Promise<Committed> {
  const submitted = await contractOf(client, target).submitAsync(RUN, optionsOf(steps, target));
  const { code, blockNumber } = await submitted.getStatus();
  const transactionId = submitted.getTransactionId();
  return { answers: parsed(submitted.getResult()), code, blockNumber, transactionId };
}

/** A transaction that stands in a block. */
export interface Committed {
  readonly answers: unknown[];
  readonly code: number;
  readonly blockNumber: bigint;
  readonly transactionId: string;
}

export const contractOf = (client: TestClient, { channel, chaincode }: Target = {}) =>
  client.contract(chaincode ?? 'ops', channel ?? 'main');

/** What the SDK wants to know of a call that takes these steps. */
export const optionsOf = (steps: readonly Step[], { organisations, transient }: Target = {}) => ({
  arguments: argumentsOf(steps),
  ...(organisations && { endorsingOrganizations: [...organisations] }),
  ...(transient && { transientData: transient }),
});
