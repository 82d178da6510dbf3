import type { FastifyRequest } from 'fastify';
import type { OrganisationAccess } from '../access/organisation-access.js';
import { ProblemError } from './problem.js';

const plainNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Which organisation a request is for: its header Host says. */
export class Hosts {
  readonly #byHost: ReadonlyMap<string, OrganisationAccess>;

  constructor(readonly accesses: readonly OrganisationAccess[]) {
    this.#byHost = new Map(accesses.map((access) => [access.origin.host, access]));
    if (this.#byHost.size < accesses.length) {
      throw new Error('Two organisations have one origin.');
    }
  }

  /** The organisation that a request names; undefined for the plain names of this machine, which name none. A web page elsewhere can
   *  make a name of its own point here, and is answered nothing. Refuses: HOST_UNKNOWN. */
  accessOf(request: FastifyRequest): OrganisationAccess | undefined {
    const host = request.host.toLowerCase();
    const access = this.#byHost.get(host);
    if (access === undefined && !plainNames.has(host.replace(/:[0-9]{1,5}$/, ''))) {
      throw new ProblemError('HOST_UNKNOWN');
    }
    return access;
  }

  /** Where each organisation is to be asked. Refuses: always. */
  refuseUnnamed(): never {
    const origins = this.accesses.map(
      ({ organisation, origin }) => `${organisation.name} at ${origin.href}`,
    );
    const detail = `Each organisation has an address of its own; ask ${origins.join(', ')}.`;
    throw new ProblemError('ORGANISATION_NOT_NAMED', { detail });
  }
}
