import { forgedAt } from '../access/forged.js';
import { originOf, type Asker } from './organisations.js';

const lifetimeSeconds = 7_200;

/** The tokens of everybody who asks, each made once. */
export class Tokens {
  readonly #made = new Map<string, Promise<string>>();

  constructor(private readonly keyFolder: string) {}

  of({ id, organisation, isSystem }: Asker, claims: object = {}): Promise<string> {
    const { keyFolder } = this;
    const name = id + JSON.stringify(claims);
    const at = { keyFolder, organisation: organisation.toLowerCase(), msp: `${organisation}MSP` };
    const exp = Math.floor(Date.now() / 1_000) + lifetimeSeconds;
    const own = { sub: id, exp, ...(isSystem ? { client_id: id } : {}) };
    const token = this.#made.get(name) ?? forgedAt(at, { claims: { ...own, ...claims } });
    this.#made.set(name, token);
    return token;
  }

  /** What somebody sends to the own organisation. */
  async headersOf(asker: Asker): Promise<Record<'host' | 'authorization', string>> {
    const { host } = new URL(originOf(asker.organisation));
    return { host, authorization: `Bearer ${await this.of(asker)}` };
  }
}
