import { mspOf } from './acts.js';
import type { Client, OperationSeen, Request } from './client.js';
import { requestIdOf } from './written.js';
import type { Written } from './written.js';

/** What the ledger has of what a client was told. */
export interface Judgement {
  readonly requests: number;
  readonly committed: number;
  readonly refused: number;
  /** Requests that nobody answered at least once. */
  readonly unanswered: number;
  /** Transactions that the ledger has and that had no effect, because another was first. */
  readonly conflicts: number;
  /** Acknowledged, and not on the ledger as it was said. */
  readonly lost: readonly string[];
  /** With more than one effect; or with one, where a refusal was acknowledged. */
  readonly doubled: readonly string[];
  /** Operations that say another thing than the ledger, or than they said before. */
  readonly untrue: readonly string[];
}

/** Compare all that the client was told, and what its operations say now, with the transactions that the ledger has. */
export async function judged(client: Client, written: readonly Written[]): Promise<Judgement> {
  const lost: string[] = [];
  const doubled: string[] = [];
  const untrue: string[] = [];
  const effects = effectsByRequest(written);
  for (const request of client.requests) {
    const { key, act, answers } = request;
    const name = `${act.path} ${key}`;
    const [effect, ...more] =
      effects.get(requestIdOf(mspOf(act.organisation), act.person, key)) ?? [];
    const told = answers.at(-1);
    if (told === undefined) throw new Error(`${name} has no final answer`);
    if (more.length > 0) doubled.push(name);
    if (told.state === 'refused' && effect !== undefined) doubled.push(name);
    if (told.state === 'committed' && !isSame(told, effect)) lost.push(name);
    const operation = await client.operation(act, told.operation);
    if (!isTrue(request, operation, effect)) untrue.push(`${name}: ${JSON.stringify(operation)}`);
  }
  return {
    ...counts(client.requests),
    conflicts: written.filter(({ code }) => code !== 0).length,
    lost,
    doubled: [...doubled, ...actsTakenTwice(written)],
    untrue,
  };
}

function effectsByRequest(written: readonly Written[]): ReadonlyMap<string, Written[]> {
  const effects = new Map<string, Written[]>();
  for (const one of written.filter(({ code }) => code === 0))
    effects.set(one.requestId, [...(effects.get(one.requestId) ?? []), one]);
  return effects;
}

// Each of these acts can be taken on a document once, whoever asks for it under whatever key.
function actsTakenTwice(written: readonly Written[]): string[] {
  const acts = written
    .filter(({ code, function: name }) => code === 0 && !name.startsWith('register:'))
    .map((one) => `${one.channel} ${one.function} ${referenceIn(one.command)}`);
  return acts.filter((act, index) => acts.indexOf(act) !== index);
}

function referenceIn(command: string): string {
  const { reference }: { readonly reference?: string } = JSON.parse(command);
  return reference ?? '';
}

function counts(
  requests: readonly Request[],
): Pick<Judgement, 'requests' | 'committed' | 'refused' | 'unanswered'> {
  const ended = (state: string): number =>
    requests.filter(({ answers }) => answers.at(-1)?.state === state).length;
  return {
    requests: requests.length,
    committed: ended('committed'),
    refused: ended('refused'),
    unanswered: requests.filter(({ unanswered }) => unanswered > 0).length,
  };
}

type Place = { readonly transactionId?: string | undefined; readonly block?: number | undefined };

const isSame = (said: Place, effect: Written | undefined): boolean =>
  effect !== undefined &&
  said.transactionId === effect.transactionId &&
  said.block === effect.block;

/** All answers to a request are the same, and its operation says what they say and what the ledger has. */
function isTrue(
  { answers }: Request,
  operation: OperationSeen,
  effect: Written | undefined,
): boolean {
  const [first] = answers;
  if (!answers.every((one) => JSON.stringify(one) === JSON.stringify(first))) return false;
  if (effect === undefined) return operation.state === 'refused' || operation.state === 'invalid';
  return operation.state === 'committed' && isSame(operation, effect);
}
