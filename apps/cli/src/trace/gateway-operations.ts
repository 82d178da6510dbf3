import { existsSync, readFileSync } from 'node:fs';
import type { OperationBody } from '@argosy/gateway/operations/answer';
import type { RunFolder } from '@argosy/operator/run-folder';
import { reasonOf } from '@argosy/protocol/reason';
import { z } from 'zod';
import { RequestRefused, Session } from '../gateway/rest.js';

/** What the gateway says of a request. */
export type TracedOperation = {
  readonly operation: OperationBody;
  readonly organisation: { readonly msp: string; readonly name: string };
  /** Where the organisation's people reach it. */
  readonly origin: string;
};

/** What was found; or why nothing can be known; undefined where every organisation that was asked knows of none. */
export type FoundOperation = TracedOperation | { readonly unknown: string } | undefined;

const configurationSchema = z.object({
  organisations: z.array(
    z.object({
      msp: z.string(),
      name: z.string(),
      origin: z.string(),
      people: z.array(z.object({ id: z.string() })),
    }),
  ),
});

type Served = z.infer<typeof configurationSchema>['organisations'][number];

/** The operations of the gateway beside a network, each organisation's as one of its people sees them. */
export class GatewayOperations {
  readonly #organisations: readonly Served[];

  constructor({ gatewayConfig }: RunFolder) {
    const file = existsSync(gatewayConfig) ? readFileSync(gatewayConfig, 'utf8') : undefined;
    const configured = file === undefined ? undefined : configurationSchema.parse(JSON.parse(file));
    this.#organisations = configured?.organisations ?? [];
  }

  /** By its id; whose it is, nobody says beforehand. */
  byId(id: string): Promise<FoundOperation> {
    return this.#find(this.#organisations, `/v1/operations/${encodeURIComponent(id)}`);
  }

  /** By the transaction of an organisation's client. */
  ofTransaction(transactionId: string, msp: string): Promise<FoundOperation> {
    const creators = this.#organisations.filter((it) => it.msp === msp);
    const path = `/v1/transactions/${encodeURIComponent(transactionId)}/operation`;
    return this.#find(creators, path);
  }

  async #find(organisations: readonly Served[], path: string): Promise<FoundOperation> {
    if (this.#organisations.length === 0) return { unknown: 'no gateway runs beside the network' };
    for (const { people, origin, msp, name } of organisations) {
      const [person] = people;
      if (person === undefined) continue;
      try {
        const session = await Session.signIn(origin, person.id);
        const operation = await session.get<OperationBody>(path, { height: 0 });
        return { operation, origin, organisation: { msp, name } };
      } catch (failure) {
        const isOthers =
          failure instanceof RequestRefused && failure.problem.code === 'OPERATION_NOT_FOUND';
        if (!isOthers) return { unknown: `the gateway does not answer: ${reasonOf(failure)}` };
      }
    }
    return undefined;
  }
}
