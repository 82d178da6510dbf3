import { confidants, readers } from '@argosy/domain/shared/staff';
import { servedDocuments } from '@argosy/gateway/documents/all';
import { credits } from '@argosy/gateway/documents/credits';
import { stepOf } from '@argosy/gateway/documents/document-routes';
import { buildApp } from '@argosy/gateway/http/app';
import { dealsTitle } from '@argosy/gateway/routes/deals';
import { page, table } from './page.ts';

/** Every operation of the gateway, from the description that it serves itself. */
export async function apiPage(): Promise<string> {
  const { tags, operations } = await description();
  return page('The interface of a gateway', [
    'What a gateway answers, and to whom. Each organisation has an address of its own; a running gateway has the whole description, with the form and an example of each body and answer, at `/docs` and `/openapi.json`. [Using the API](guides/using-the-api.md) is the way in; [errors](errors.md) has the refusals of the ledger.',
    '**Who may** are the staff roles of the caller, of whichever party of the document; which party it has to be, in which status of the document, is in [the lives of the documents](lifecycle.md). **Channel** is where the document is; whoever is not on it is refused with `CHANNEL_NOT_JOINED`, for reads and writes alike. The terms in a private collection are for its members alone: [who sees what](who-sees-what.md).',
    ...tags.flatMap(({ name, description: about }) => [
      `## ${name}`,
      about,
      table(
        ['method', 'path', 'what', 'who may', 'channel'],
        operations.filter(({ tags: own }) => own.includes(name)).map(row),
      ),
    ]),
  ]);
}

/** What is read here of the description that a gateway serves. */
interface Served {
  readonly tags: readonly Tag[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

interface Tag {
  readonly name: string;
  readonly description: string;
}

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly object[];
}

interface Operation extends Described {
  readonly method: string;
  readonly path: string;
}

interface Description {
  readonly tags: readonly Tag[];
  readonly operations: readonly Operation[];
}

/** As a gateway that serves nobody describes itself: the routes are the same for everybody, and need no database. */
async function description(): Promise<Description> {
  const app = await buildApp({
    organisations: [],
    accesses: [],
    about: { version: '', engine: '' },
    logger: false,
    heartbeatMilliseconds: 1_000,
  });
  const { tags, paths } = (await app.inject('/openapi.json')).json<Served>();
  await app.close();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, it]) => ({ ...it, method: method.toUpperCase(), path })),
  );
  return { tags, operations };
}

function row(operation: Operation): string[] {
  const { method, path, summary } = operation;
  return [method, `\`${path}\``, summary, staffOf(operation), channelOf(operation)];
}

const acts = new Map(
  servedDocuments.flatMap(({ acts, kind, name }) =>
    Object.entries(acts).map(([action, act]) => [
      `${action}${name}`,
      stepOf(act.kind ?? kind, action).staff,
    ]),
  ),
);
const ofConfidentialTerms = new Map([
  ['recordConfidentialTerms', confidants],
  ['getConfidentialTerms', readers],
]);

function staffOf({ operationId, method, security }: Operation): string {
  const staff = acts.get(operationId) ?? ofConfidentialTerms.get(operationId);
  if (staff !== undefined) return staff.join(', ');
  if (method !== 'GET') throw new Error(`No table says who may ${operationId}`);
  return security === undefined ? 'anybody' : 'any staff';
}

/** Where what an operation is about stands, by its heading; deals are found by their credit. */
function channelOf({ path, tags: [title] }: Operation): string {
  if (path.includes('{channel}')) return 'the one named';
  const documents = servedDocuments.find((it) => it.title === title);
  if (documents !== undefined) return documents.channel;
  if (title === dealsTitle) return `${credits.channel}, and all others of the caller's`;
  if (title === 'Events') return "all of the caller's";
  return 'none';
}
