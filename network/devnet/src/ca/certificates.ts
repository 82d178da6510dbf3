import type { Ca, Call } from './ca.js';
import { readTime } from './go-values.js';
import { readFlag } from './query.js';
import { attributeOf } from './records.js';
import type { CertificateRecord } from './records.js';
import { CaRefusal, failed, notAuthorised } from './refusal.js';
import { isWithin } from './registry.js';
import { isTrue } from './rights.js';
import { authenticateToken } from './token.js';

/** The certificates of the caller's affiliation that the query's filters leave. */
export function listCertificates(ca: Ca, call: Call): unknown {
  const { identity: caller } = authenticateToken(ca, call);
  const isRegistrar = attributeOf(caller, 'hf.Registrar.Roles') !== undefined;
  if (!isRegistrar && !isTrue(caller, 'hf.Revoker')) throw notAuthorised();
  if (call.method === 'DELETE') throw failed('DELETE Not Implemented');
  const passes = readFilter(call.query, ca.surroundings.now());
  const certs = ca.registry
    .certificates()
    .filter((it) => isSeenFrom(ca, it, caller.affiliation) && passes(it))
    .map(({ pem }) => ({ PEM: pem }));
  return { certs, caname: call.query.get('ca') ?? '' };
}

/** From the root even the certificates of removed identities are seen. */
function isSeenFrom(ca: Ca, { id }: CertificateRecord, affiliation: string): boolean {
  if (affiliation === '') return true;
  const owner = ca.registry.identity(id);
  return owner !== undefined && isWithin(owner.affiliation, affiliation);
}

type Filter = (certificate: CertificateRecord) => boolean;

function readFilter(query: URLSearchParams, nowMs: number): Filter {
  try {
    const filters = [
      ...plainFilters(query),
      expiryFilter(query, nowMs),
      revokedFilter(query, nowMs),
    ];
    return (it) => filters.every((passes) => passes(it));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CaRefusal(400, 'certificateFilter', `Invalid Request: ${why}`);
  }
}

function plainFilters(query: URLSearchParams): Filter[] {
  const hexadecimal = (name: string): string =>
    (query.get(name) ?? '').toLowerCase().replace(/^0+/, '');
  const wanted = {
    id: query.get('id') ?? '',
    serial: hexadecimal('serial'),
    aki: hexadecimal('aki'),
  };
  return (['id', 'serial', 'aki'] as const).map(
    (name) => (it) => wanted[name] === '' || it[name] === wanted[name],
  );
}

function expiryFilter(query: URLSearchParams, nowMs: number): Filter {
  const period = readPeriod(query, 'expired', nowMs);
  if (!readFlag(query, 'notexpired'))
    return ({ notAfterMs }) =>
      notAfterMs >= (period.start ?? -Infinity) && notAfterMs <= (period.end ?? Infinity);
  if (period.start !== undefined || period.end !== undefined)
    throw new Error("Can't specify expiration time filter and the 'notexpired' filter");
  return ({ notAfterMs }) => notAfterMs >= nowMs;
}

function revokedFilter(query: URLSearchParams, nowMs: number): Filter {
  const { start, end } = readPeriod(query, 'revoked', nowMs);
  const hasPeriod = start !== undefined || end !== undefined;
  if (readFlag(query, 'notrevoked')) {
    if (hasPeriod)
      throw new Error("Can't specify revocation time filter and the 'notrevoked' filter");
    return ({ revoked }) => revoked === undefined;
  }
  if (!hasPeriod) return () => true;
  return ({ revoked }) =>
    revoked !== undefined &&
    revoked.atMs >= (start ?? -Infinity) &&
    revoked.atMs <= (end ?? Infinity);
}

type Period = { readonly start: number | undefined; readonly end: number | undefined };

function readPeriod(query: URLSearchParams, name: string, nowMs: number): Period {
  const read = (end: string): number | undefined => {
    const text = query.get(`${name}_${end}`) ?? '';
    return text === '' ? undefined : readTime(text, nowMs);
  };
  return { start: read('start'), end: read('end') };
}
