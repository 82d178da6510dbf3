import type { DocumentName } from '@argosy/domain/documents';
import { servedDocuments } from '@argosy/gateway/documents/all';
import type { DocumentRoutes } from '@argosy/gateway/documents/document-routes';
import type { Secret } from '../command.js';

/** Where an act is asked for over REST, and what is sent there. */
export interface ActAddress {
  readonly routes: DocumentRoutes;
  readonly path: string;
  readonly body: object;
}

/** The address of an act on a document, as the gateway makes it from the same table: what the address says is left out of the body. */
export function addressOf(
  document: DocumentName,
  action: string,
  command: Readonly<Record<string, unknown>>,
): ActAddress {
  const routes = routesOf(document, action);
  const isCreation = Object.keys(routes.acts)[0] === action;
  if (isCreation) return { routes, path: routes.base, body: command };
  const names = Object.keys(routes.parameters);
  const body = Object.fromEntries(
    Object.entries(command).filter(([name]) => !names.includes(name)),
  );
  const parts = names.map((name) => encodeURIComponent(String(command[name])));
  return { routes, path: [routes.base, ...parts, 'actions', action].join('/'), body };
}

/** The address of a document's page, and the channel on which it is. */
export function pageOf(
  document: DocumentName,
  parts: readonly string[],
): { readonly path: string; readonly channel: string } {
  const routes = servedDocuments.find(({ kind }) => kind === document);
  if (routes === undefined) throw notServed(document);
  const { base, channel } = routes;
  return { path: [base, ...parts.map((part) => encodeURIComponent(part))].join('/'), channel };
}

/** Where terms are put into a private collection, which the document of an act then names by their hash. */
export const confidentialAddress = (
  { routes }: Pick<ActAddress, 'routes'>,
  { collection, terms }: Secret,
): Omit<ActAddress, 'routes'> => ({
  path: `/v1/channels/${routes.channel}/confidential-terms`,
  body: { collection, terms },
});

function routesOf(document: DocumentName, action: string): DocumentRoutes {
  const routes = servedDocuments.find(({ kind, acts }) => {
    const act = acts[action];
    return act !== undefined && (act.kind ?? kind) === document;
  });
  if (routes === undefined) throw notServed(`${document} with the act ${action}`);
  return routes;
}

const notServed = (what: string): Error => new Error(`The gateway serves no ${what}`);
