import type { TestClient } from './test-client.js';

/** One step of the list that the test chaincode's `run` takes. */
export interface Step {
  readonly do: string;
  readonly key?: string;
  readonly end?: string;
  readonly value?: string;
  readonly collection?: string;
  readonly chaincode?: string;
  readonly channel?: string;
  readonly args?: string[];
}

/** What a step that was refused answers. */
export interface Refused {
  readonly refused: string;
}

/** Texts, lists of them, refusals, or what a called chaincode answered. */
export type Answers = (
  string | string[] | Refused | { status: number; message: string; payload: string }
)[];

interface Target {
  readonly chaincode?: string;
  readonly channel?: string;
  readonly organisations?: string[];
  readonly transient?: Record<string, string>;
}

const parsed = (bytes: Uint8Array): Answers =>
  JSON.parse(Buffer.from(bytes).toString() || '[]') as Answers;

/** Have one peer take the steps; nothing is committed. */
export async function ask(
  client: TestClient,
  steps: readonly Step[],
  { chaincode, channel, organisations }: Target = {},
): Promise<Answers> {
  const answer = await client.contract(chaincode, channel).evaluate('run', {
    arguments: [JSON.stringify(steps)],
    ...(organisations && { endorsingOrganizations: organisations }),
  });
  return parsed(answer);
}

/** Commit a transaction of these steps. */
export async function commitSteps(
  client: TestClient,
  steps: readonly Step[],
  { chaincode, channel, organisations, transient }: Target = {},
): Promise<{ answers: Answers; code: number; blockNumber: bigint }> {
  const submitted = await client.contract(chaincode, channel).submitAsync('run', {
    arguments: [JSON.stringify(steps)],
    ...(organisations && { endorsingOrganizations: organisations }),
    ...(transient && { transientData: transient }),
  });
  const { code, blockNumber } = await submitted.getStatus();
  return { answers: parsed(submitted.getResult()), code, blockNumber };
}
