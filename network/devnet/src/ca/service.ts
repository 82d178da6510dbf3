import {
  addAffiliation,
  getAffiliation,
  listAffiliations,
  removeAffiliation,
  renameAffiliation,
} from './affiliations.js';
import { targetBody, tryReadBody } from './bodies.js';
import type { Ca, Call } from './ca.js';
import { listCertificates } from './certificates.js';
import { generateCrl } from './crl.js';
import { enrol, reenrol } from './enrolment.js';
import {
  addIdentity,
  getIdentity,
  listIdentities,
  modifyIdentity,
  removeIdentity,
} from './identities.js';
import { describeCa } from './information.js';
import { CaRefusal, caCodes, failed } from './refusal.js';
import { register } from './registration.js';
import { revoke } from './revocation.js';

type Handler = (ca: Ca, call: Call) => unknown;
type Route = { readonly handler: Handler; readonly status?: number };

const information: Route = { handler: describeCa };
const idemix: Route = {
  handler: () => {
    throw failed('This development CA does not offer Identity Mixer.');
  },
};

/** Path below the prefix, then method; `{}` is one part of the path. */
const routes = new Map<string, Readonly<Record<string, Route>>>(
  Object.entries({
    cainfo: { GET: information, POST: information, HEAD: information },
    enroll: { POST: { handler: enrol, status: 201 } },
    reenroll: { POST: { handler: reenrol, status: 201 } },
    register: { POST: { handler: register, status: 201 } },
    revoke: { POST: { handler: revoke } },
    gencrl: { POST: { handler: generateCrl } },
    identities: { GET: { handler: listIdentities }, POST: { handler: addIdentity, status: 201 } },
    'identities/{}': {
      GET: { handler: getIdentity },
      PUT: { handler: modifyIdentity },
      DELETE: { handler: removeIdentity },
    },
    affiliations: {
      GET: { handler: listAffiliations },
      POST: { handler: addAffiliation, status: 201 },
    },
    'affiliations/{}': {
      GET: { handler: getAffiliation },
      PUT: { handler: renameAffiliation },
      DELETE: { handler: removeAffiliation },
    },
    certificates: { GET: { handler: listCertificates }, DELETE: { handler: listCertificates } },
    'idemix/credential': { POST: idemix },
    'idemix/cri': { POST: idemix },
  }),
);

export type CaRequest = Pick<Call, 'method' | 'uri' | 'body' | 'authorization'>;
export type CaAnswer = { readonly status: number; readonly body: unknown };

/** The CAs behind one address: the first answers where a request names none. */
export class CaService {
  readonly #cas: ReadonlyMap<string, Ca>;
  readonly #first: Ca;

  constructor(first: Ca, ...others: readonly Ca[]) {
    this.#first = first;
    this.#cas = new Map([first, ...others].map((ca) => [ca.name, ca]));
  }

  /** The answer as Fabric CA wraps it; undefined where the path is none of its own.
   *  A request is carried out in one go, so that each sees all that the one before has changed. */
  async answer(request: CaRequest): Promise<CaAnswer | undefined> {
    const found = findRoute(request.uri);
    if (found === undefined) return undefined;
    const call = { ...request, subject: found.subject, query: found.query };
    try {
      const { methods } = found;
      const route = Object.hasOwn(methods, call.method) ? methods[call.method] : undefined;
      if (route === undefined)
        throw new CaRefusal(405, 'methodNotAllowed', `Method ${call.method} is not allowed`);
      const ca = this.#target(call);
      const result = route.handler(ca, call);
      // Others may go on meanwhile, and are not answered before this is kept either.
      await ca.registry.settled();
      return { status: route.status ?? 200, body: wrap(result, []) };
    } catch (error) {
      const { status, code, message } = asRefusal(error);
      return { status, body: wrap('', [{ code, message }]) };
    }
  }

  #target(call: Call): Ca {
    const asked = call.query.get('ca') ?? '';
    const name = asked === '' ? (tryReadBody(targetBody, call)?.caname ?? '') : asked;
    const ca = name === '' ? this.#first : this.#cas.get(name);
    if (ca === undefined) throw new CaRefusal(404, 'caNotFound', `CA '${name}' does not exist`);
    return ca;
  }
}

type Told = { readonly code: number; readonly message: string };

const wrap = (result: unknown, errors: readonly Told[]): unknown => ({
  result,
  errors,
  messages: [],
  success: errors.length === 0,
});

function asRefusal(error: unknown): Told & { readonly status: number } {
  if (error instanceof CaRefusal) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, code: caCodes.unknown, message };
}

type Found = {
  readonly methods: Readonly<Record<string, Route>>;
  readonly subject: string;
  readonly query: URLSearchParams;
};

function findRoute(uri: string): Found | undefined {
  const [path = '', query = ''] = uri.split(/\?(.*)/s);
  const name = path.replace(/^\/(api\/v1\/)?/, '');
  const [, collection = '', item = ''] = /^([^/]+)\/([^/]+)$/.exec(name) ?? [];
  const methods = routes.get(name) ?? routes.get(`${collection}/{}`);
  const subject = decode(item);
  if (methods === undefined || subject === undefined) return undefined;
  return { methods, subject, query: new URLSearchParams(query) };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
