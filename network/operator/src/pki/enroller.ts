import { setTimeout as delay } from 'node:timers/promises';
import { MembershipClient } from '../membership/client.js';
import type { MembershipOptions } from '../membership/client.js';
import type { Enrolment } from '../membership/check-enrolment.js';
import type { Credentials } from '../membership/credentials.js';
import { CaOutcomeUnknown, CaUnreachable } from '../membership/errors.js';
import type { KeyRequest } from '../membership/key-request.js';
import type { CertificatePlan } from './plan.js';

const mostTries = 5;
const betweenTries = 100;

/** Asks one authority for certificates. Each call is safe to repeat, also after one without an answer. */
export class Enroller {
  readonly #client: MembershipClient;

  constructor(options: MembershipOptions) {
    this.#client = new MembershipClient(options);
  }

  /** The authority's own certificate, in PEM. */
  async chainPem(): Promise<string> {
    return (await retried(() => this.#client.information())).chainPem;
  }

  /** Enrol an identity that the authority knows, with a key made before if there is one. */
  enrol(
    plan: CertificatePlan,
    { secret, request }: { readonly secret: string; readonly request: KeyRequest | undefined },
  ): Promise<Enrolment> {
    const wish = { ...wishOf(plan), ...(request === undefined ? {} : { request }) };
    return retried(() => this.#client.enrol({ id: plan.id, secret }, wish));
  }

  /** Enrol an identity once more, by the certificate that it has. */
  renew(plan: CertificatePlan, { certificatePem, keyPem }: Credentials): Promise<Enrolment> {
    const caller = { id: plan.id, certificatePem, keyPem };
    return retried(() => this.#client.reenrol(caller, wishOf(plan)));
  }
}

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
