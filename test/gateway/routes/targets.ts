import type { StaffRole } from '@argosy/domain/shared/staff-roles';
import { collection, documents, publicRoutes, type Who } from './classes.js';
import { isOn, type OrganisationName } from './organisations.js';

/** What an address names, as its caller sees it. */
export type Ids = 'there' | 'another organisation’s' | 'of a channel not joined' | 'unknown';
export type Answer = 200 | readonly [status: number, code: string];

/** One request that an organisation could make by a route, and what whoever is let in there is answered. */
export interface Target {
  readonly ids: Ids;
  readonly url: string;
  /** Only staff with one of these roles gets that far. */
  readonly staff?: readonly StaffRole[];
  readonly answer: Answer;
}

export interface OperationName {
  readonly id: string;
  readonly transaction: string;
}

/** Things of which each organisation has its own. */
export interface Kept {
  readonly operations: ReadonlyMap<OrganisationName, OperationName>;
  /** The hash of the terms that stand in the collection. */
  readonly terms: string;
}

type TargetsOf = (organisation: OrganisationName, kept: Kept) => readonly Target[];

const notJoined = [403, 'CHANNEL_NOT_JOINED'] as const;
// Whoever gets this far would have the ledger decide.
const wouldWrite = [400, 'IDEMPOTENCY_KEY_MISSING'] as const;

/** The requests by a route, as its class has them; undefined for a route that is in no class. */
export function targetsBy(method: string, path: string): TargetsOf | undefined {
  return ofRest[`${method} ${path}`] ?? byDocument(method, path);
}

/** All routes that are in a class. */
export function classifiedRoutes(): readonly string[] {
  const ofDocuments = Object.entries(documents).flatMap(
    ([base, { name, make, actName, acts = {} }]) => [
      `GET ${base}`,
      `GET ${base}/${name}`,
      ...(make === undefined ? [] : [`POST ${base}`]),
      ...Object.keys(acts).map((act) => `POST ${base}/${actName?.[0] ?? name}/actions/${act}`),
    ],
  );
  return [...Object.keys(ofRest), ...ofDocuments];
}

function byDocument(method: string, path: string): TargetsOf | undefined {
  for (const [base, of] of Object.entries(documents)) {
    if (path === base) {
      const staff = method === 'GET' ? undefined : of.make?.[0];
      return onChannels(of.channel, [{ ids: 'there', url: base, ...read(method, staff) }]);
    }
    if (path === `${base}/${of.name}` && method === 'GET') {
      return onChannels(of.channel, [
        { ids: 'there', url: `${base}/${of.known}`, answer: 200 },
        { ids: 'unknown', url: `${base}/${of.unknown}`, answer: [404, 'RECORD_NOT_FOUND'] },
      ]);
    }
    const act = actIn(path, `${base}/${of.actName?.[0] ?? of.name}`, of.acts);
    if (act !== undefined && method === 'POST') {
      const known = `${base}/${of.actName?.[1] ?? of.known}/actions/${act.action}`;
      return onChannels(of.channel, [{ ids: 'there', url: known, ...read('POST', act.who[0]) }]);
    }
  }
  return undefined;
}

function actIn(path: string, base: string, acts: Readonly<Record<string, Who>> = {}) {
  for (const [action, who] of Object.entries(acts)) {
    if (path === `${base}/actions/${action}`) return { action, who };
  }
  return undefined;
}

function read(method: string, staff?: readonly StaffRole[]): Pick<Target, 'answer' | 'staff'> {
  if (method === 'GET') return { answer: 200 };
  return { answer: wouldWrite, ...(staff === undefined ? {} : { staff }) };
}

/** The same on the channel of a document, or on each one there is and one that there is not. */
function onChannels(channel: string, targets: readonly Target[]): TargetsOf {
  const channels = channel === 'every' ? ['trade', 'border', 'consortium', 'nowhere'] : [channel];
  return (organisation) =>
    channels.flatMap((name) =>
      targets.map(({ url, ...target }): Target => {
        const named = url.replace('{channel}', name);
        if (isOn(organisation, name)) return { url: named, ...target };
        return { ids: 'of a channel not joined', url: named, answer: notJoined };
      }),
    );
}

const onTrade = (...targets: readonly Target[]): TargetsOf => onChannels('trade', targets);

function ofOperation(addressOf: (operation: OperationName) => string): TargetsOf {
  const missing = [404, 'OPERATION_NOT_FOUND'] as const;
  const nobodys = { id: `op_${'0'.repeat(26)}`, transaction: '0'.repeat(64) };
  return (organisation, { operations }) => [
    ...[...operations].map(([owner, operation]): Target => {
      const url = addressOf(operation);
      if (owner === organisation) return { ids: 'there', url, answer: 200 };
      return { ids: 'another organisation’s', url, answer: missing };
    }),
    { ids: 'unknown', url: addressOf(nobodys), answer: missing },
  ];
}

const confidential = '/v1/channels/{channel}/confidential-terms';

const ofRest: Readonly<Record<string, TargetsOf>> = {
  ...Object.fromEntries(
    publicRoutes.map((url) => [`GET ${url}`, () => [{ ids: 'there', url, answer: 200 } as const]]),
  ),
  'GET /v1/me': () => [{ ids: 'there', url: '/v1/me', answer: 200 }],
  'GET /v1/channels/{channel}/roster': onChannels('every', [
    { ids: 'there', url: '/v1/channels/{channel}/roster', answer: 200 },
  ]),
  'GET /v1/deals': onTrade({ ids: 'there', url: '/v1/deals', answer: 200 }),
  'GET /v1/deals/{credit}': onTrade(
    { ids: 'there', url: '/v1/deals/LC-2027-0001', answer: 200 },
    { ids: 'unknown', url: '/v1/deals/NONE-1', answer: [404, 'RECORD_NOT_FOUND'] },
  ),
  'GET /v1/operations/{id}': ofOperation(({ id }) => `/v1/operations/${id}`),
  'GET /v1/transactions/{transactionId}/operation': ofOperation(
    ({ transaction }) => `/v1/transactions/${transaction}/operation`,
  ),
  // A stream has no end: what whoever is let in is told here is that this place is none.
  'GET /v1/events': (organisation) => [
    { ids: 'there', url: '/v1/events?after=nowhere', answer: [400, 'REQUEST_INVALID'] },
    ...['trade', 'border', 'nowhere']
      .filter((channel) => !isOn(organisation, channel))
      .flatMap((channel) => [`channel=${channel}`, `after=${channel}:1.0`])
      .map((query): Target => {
        const url = `/v1/events?${query}`;
        return { ids: 'of a channel not joined', url, answer: notJoined };
      }),
  ],
  [`POST ${confidential}`]: onChannels('every', [
    { ids: 'there', url: confidential, answer: wouldWrite, staff: collection.record },
  ]),
  [`GET ${confidential}/{collection}/{sha256}`]: (organisation, kept) => {
    const isMember = collection.members.some((it) => it === organisation);
    const at = (hash: string): string => `${confidential}/${collection.name}/${hash}`;
    const refused = [403, 'COLLECTION_NOT_JOINED'] as const;
    const missing = isMember ? ([404, 'CONFIDENTIAL_MISSING'] as const) : refused;
    const own = onTrade(
      isMember
        ? { ids: 'there', url: at(kept.terms), answer: 200 }
        : { ids: 'another organisation’s', url: at(kept.terms), answer: refused },
      { ids: 'unknown', url: at('0'.repeat(64)), answer: missing },
    );
    return own(organisation, kept).map((it) => ({
      ...it,
      url: it.url.replace('{channel}', 'trade'),
    }));
  },
};
