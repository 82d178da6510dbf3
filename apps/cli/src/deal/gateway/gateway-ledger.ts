import { randomUUID } from 'node:crypto';
import type { Json } from '@argosy/domain/shared/canonical-json';
import type { Time } from '@argosy/domain/shared/time';
import type { OperationBody } from '@argosy/gateway/operations/answer';
import { RequestRefused } from '../../gateway/rest.js';
import type { Session } from '../../gateway/rest.js';
import type { DealLedger, Outcome, PreparedAct } from '../ledger.js';
import type { PartyName } from '../parties.js';
import type { Spoken } from '../progress.js';
import type { Statement } from '../scene.js';
import { addressOf, confidentialAddress, pageOf } from './address.js';
import type { ActAddress } from './address.js';
import type { Sessions } from './sessions.js';
import { recordHash } from './record-hash.js';
import { answered } from './answered.js';

/** How often an act is sent anew that lost a race with another transaction. */
const attempts = 3;

/** A network that is reached through its organisations' gateways, each by its own people. */
export class GatewayLedger implements DealLedger {
  /** How many blocks of each channel there were after the last act on it. */
  readonly #heights: Map<string, number>;

  /** `heights` are those that the channels are known to have. */
  constructor(
    private readonly sessions: Sessions,
    readonly now: () => Time,
    heights: ReadonlyMap<string, number>,
  ) {
    this.#heights = new Map(heights);
  }

  async take(act: PreparedAct): Promise<Outcome> {
    const { document, action } = act.act;
    const address = addressOf(document, action, { ...act.command });
    const session = await this.sessions.of(act.by, act.person.id);
    await this.#look(session, address);
    try {
      for (const secret of act.secrets) {
        const kept = await this.#write(session, confidentialAddress(address, secret));
        this.#committed(kept);
      }
      return this.#committed(await this.#write(session, address));
    } catch (failure) {
      // That the gateway failed is no refusal.
      if (!(failure instanceof RequestRefused) || failure.problem.status >= 500) throw failure;
      const { code, detail, rule } = failure.problem;
      const said = { kind: 'refused', code, sentence: detail } as const;
      return rule === undefined ? said : { ...said, rule };
    }
  }

  async see(reader: PartyName, { document, parts }: Spoken): Promise<Statement> {
    const session = await this.sessions.of(reader);
    const { path, channel } = pageOf(document, parts);
    const height = this.#heights.get(channel) ?? 0;
    type Page = {
      readonly timeline: readonly { readonly version: number; readonly transactionId: string }[];
    } & Readonly<Record<string, Json>>;
    const page = await answered(() => session.get<Page>(path, { height }));
    const [newest] = [...page.timeline].sort((one, other) => other.version - one.version);
    const record = page[document];
    if (newest === undefined || record === undefined)
      throw new Error(`the page of the ${document} ${parts.join(' ')} has no record`);
    return { transactionId: newest.transactionId, sha256: recordHash(record) };
  }

  /** Nobody acts on what their own organisation has not seen: another's peer may be a block ahead. */
  async #look(session: Session, { routes }: ActAddress): Promise<void> {
    const height = this.#heights.get(routes.channel);
    if (height === undefined) return;
    await answered(() => session.get(`${routes.base}?limit=1`, { height }));
  }

  async #write(
    session: Session,
    { path, body }: Pick<ActAddress, 'path' | 'body'>,
  ): Promise<OperationBody> {
    for (let attempt = 1; ; attempt += 1) {
      const key = randomUUID();
      try {
        return await answered(() => session.write(path, body, key));
      } catch (failure) {
        if (attempt === attempts || !lostRace(failure)) throw failure;
      }
    }
  }

  #committed(operation: OperationBody): Outcome {
    const { channel, transactionId, block, result } = operation;
    if (transactionId === undefined || block === undefined)
      throw new Error(`operation ${operation.id} is committed but names no transaction`);
    this.#heights.set(channel, block + 1);
    const status = result !== undefined && 'status' in result ? String(result.status) : '';
    return { kind: 'committed', channel, transactionId, block, status };
  }
}

/** What lost the race had no effect, and never will: only under a new key is it sent anew. */
const lostRace = (failure: unknown): boolean =>
  failure instanceof RequestRefused && failure.problem.code === 'TRANSACTION_CONFLICT';
