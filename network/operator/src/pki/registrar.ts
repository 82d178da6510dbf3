import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { MembershipClient } from '../membership/client.js';
import type { Enrolment } from '../membership/check-enrolment.js';
import { CaOutcomeUnknown, CaRefused, CaUnreachable } from '../membership/errors.js';
import type { Connection } from '../membership/transport.js';
import type { CertificatePlan } from './plan.js';

/** Fabric CA's code for a name that is registered already. */
const alreadyRegistered = 74;
const mostTries = 5;
const betweenTries = 100;

/** The first registrar of one authority: it makes identities known, and sees to it that each gets its certificate. */
export class Registrar {
  readonly #client: MembershipClient;
  readonly #own: Enrolment;

  private constructor(client: MembershipClient, own: Enrolment) {
    this.#client = client;
    this.#own = own;
  }

  static async signOn(
    connection: Connection & { readonly caName: string },
    secret: string,
  ): Promise<Registrar> {
    const client = new MembershipClient(connection);
    const own = await retried(() => client.enrol({ id: registrarName, secret }));
    return new Registrar(client, own);
  }

  /** The authority's own certificate, in PEM. */
  get chainPem(): string {
    return this.#own.chainPem;
  }

  /** Enrol an identity, whether it is known already or not. Safe to repeat, also after a call without an answer. */
  enrol(plan: CertificatePlan): Promise<Enrolment> {
    return retried(async () => {
      const secret = await this.#secretFor(plan);
      return this.#client.enrol({ id: plan.id, secret }, wishOf(plan));
    });
  }

  /** Enrol an identity once more, by the certificate that it has. */
  renew(
    plan: CertificatePlan,
    { certificatePem, keyPem }: { readonly certificatePem: string; readonly keyPem: string },
  ): Promise<Enrolment> {
    const caller = { id: plan.id, certificatePem, keyPem };
    return retried(() => this.#client.reenrol(caller, wishOf(plan)));
  }

  /** Whoever is known already gets another secret: the one before was used, or nobody has it any more. */
  async #secretFor({ id, type, attributes }: CertificatePlan): Promise<string> {
    const given = Object.entries(attributes).map(([name, value]) => ({ name, value, ecert: true }));
    try {
      return await this.#client.register(this.#own, { id, type, attributes: given });
    } catch (failure) {
      if (!(failure instanceof CaRefused) || failure.code !== alreadyRegistered) throw failure;
      const secret = newSecret();
      await this.#client.modifyIdentity(this.#own, id, { secret, type, attributes: given });
      return secret;
    }
  }
}

/** The name of each authority's first registrar. */
export const registrarName = 'registrar';

/** A secret that nobody has to remember. */
export const newSecret = (): string => randomBytes(24).toString('base64url');

const wishOf = ({ hosts }: Pick<CertificatePlan, 'hosts'>) =>
  hosts.length === 0 ? {} : { profile: 'tls', hosts };

/** An authority may be busy, or be started again. */
async function retried<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (failure) {
      const isPassing = failure instanceof CaUnreachable || failure instanceof CaOutcomeUnknown;
      if (!isPassing || tries === mostTries) throw failure;
      await delay(betweenTries * tries);
    }
  }
}
