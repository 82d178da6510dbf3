import { afterAll, beforeAll, jest } from '@jest/globals';
import { MembershipClient } from '@argosy/operator/membership/client';
import type { Enrolment } from '@argosy/operator/membership/check-enrolment';
import { CaRefused } from '@argosy/operator/membership/errors';
import type { GivenAttribute, Registration } from '@argosy/operator/membership/requests';
import { exchange } from '@argosy/operator/membership/transport';
import type { Exchange } from '@argosy/operator/membership/transport';
import type { CaConfiguration, CaKind, CaUnderTest } from './ca-under-test.js';

// Fabric CA takes a while over each secret, and longer on a machine that is busy.
jest.setTimeout(60_000);

/** A CA for the tests of one file, with its registrar enrolled. */
export class Stand {
  ca!: CaUnderTest;
  client!: MembershipClient;
  admin!: Enrolment;
  #names = 0;

  /** A name that nobody has yet. */
  name(word = 'person'): string {
    this.#names += 1;
    return `${word}-${this.#names}`;
  }

  /** Register and enrol somebody new. */
  async join(registration: Partial<Registration> = {}): Promise<Enrolment> {
    const id = registration.id ?? this.name();
    const secret = await this.client.register(this.admin, { type: 'client', ...registration, id });
    return this.client.enrol({ id, secret });
  }

  /** Somebody with these attributes of Fabric CA's own, such as `hf.Revoker`. */
  async joinWith(
    attributes: Readonly<Record<string, string>>,
    registration: Partial<Registration> = {},
  ): Promise<Enrolment> {
    return this.join({ ...registration, attributes: asAttributes(attributes) });
  }

  /** A request as it is, past the client. */
  async raw(
    request: Partial<Exchange> & { readonly uri: string },
  ): Promise<{ status: number; body: Answer }> {
    const whole = {
      method: 'POST',
      body: '',
      authorization: undefined,
      what: 'A request',
    } as const;
    const { status, body } = await exchange(this.ca.connection, { ...whole, ...request });
    return { status, body: JSON.parse(body) as Answer };
  }
}

type Answer = {
  readonly result: unknown;
  readonly errors: readonly { readonly code: number; readonly message: string }[];
  readonly messages: readonly unknown[];
  readonly success: boolean;
};

export const asAttributes = (values: Readonly<Record<string, string>>): GivenAttribute[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** Start a CA of this kind before the tests of the block, and stop it after them. */
export function useStand(kind: CaKind, configuration: CaConfiguration = 'open'): Stand {
  const stand = new Stand();
  beforeAll(async () => {
    stand.ca = await kind.start(configuration);
    stand.client = new MembershipClient(stand.ca.connection);
    stand.admin = await stand.client.enrol(stand.ca.bootstrap);
  }, 60_000);
  afterAll(() => stand.ca.stop());
  return stand;
}

/** The HTTP status and Fabric CA's code of a refusal; throws when nothing was refused. */
export async function refusalOf(asked: Promise<unknown>): Promise<readonly (number | undefined)[]> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof CaRefused) return [error.status, error.code];
    throw error;
  }
  throw new Error('It was not refused.');
}

/** What the caller could not prove, and what the caller may not do. */
export const notAuthenticated = [401, 20] as const;
export const notAuthorised = [403, 71] as const;
