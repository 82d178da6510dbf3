import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

const mostKept = 2_000;

/** What a sandbox's issuer remembers: sign-ins under way and codes not yet used. All of it lasts minutes, so that it is kept in
 *  memory; who is signed in is the gateway's to remember, and tokens speak for themselves. */
export class ShortMemory {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly now: () => Date) {}

  /** The store of one kind of thing, as oidc-provider asks for it. */
  adapterFor(kind: string): Adapter {
    const keyOf = (id: string): string => `${kind} ${id}`;
    const findWhere = (holds: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
      const keys = [...this.#kept.keys()].filter((key) => key.startsWith(`${kind} `));
      return keys.map((key) => this.#find(key)).find((it) => it !== undefined && holds(it));
    };
    return {
      upsert: async (id, payload, seconds = 0) => {
        this.#keep(keyOf(id), { payload, until: this.now().getTime() + seconds * 1_000 });
      },
      find: async (id) => this.#find(keyOf(id)),
      findByUid: async (uid) => findWhere((payload) => payload.uid === uid),
      findByUserCode: async (code) => findWhere((payload) => payload.userCode === code),
      consume: async (id) => {
        const payload = this.#find(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(this.now().getTime() / 1_000);
      },
      destroy: async (id) => {
        this.#kept.delete(keyOf(id));
      },
      revokeByGrantId: async (grant) => {
        for (const [key, { payload }] of this.#kept) {
          if (payload.grantId === grant) this.#kept.delete(key);
        }
      },
    };
  }

  #keep(key: string, kept: Kept): void {
    const now = this.now().getTime();
    this.#kept.delete(key);
    for (const [old, { until }] of this.#kept) {
      // The oldest goes even when it is still good: nobody can fill the memory.
      if (until > now && this.#kept.size < mostKept) break;
      this.#kept.delete(old);
    }
    this.#kept.set(key, kept);
  }

  #find(key: string): AdapterPayload | undefined {
    const kept = this.#kept.get(key);
    return kept === undefined || kept.until <= this.now().getTime() ? undefined : kept.payload;
  }
}
