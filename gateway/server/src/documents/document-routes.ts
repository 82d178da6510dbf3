import { documentKind, type DocumentName } from '@argosy/domain/documents';
import type { Step } from '@argosy/domain/shared/document';
import { z } from 'zod';
import { recordBodySchema } from '../http/record-body.js';

/** One act as it is asked for over REST. */
export interface ActRoute {
  readonly summary: string;
  /** The chaincode's command; what the address says of it is left out of the body. */
  readonly command: z.ZodObject;
  readonly example: object;
  /** The kind whose act it is, where another document's address is the natural place to ask for it. */
  readonly kind?: DocumentName;
}

/** What REST makes of one kind of document; routes, answers and documentation follow from it. */
export interface DocumentEntry {
  readonly kind: DocumentName;
  /** The channel that they are on; every one, of the register. Then the address names it: /v1/channels/:channel/members. */
  readonly channel: 'trade' | 'border' | 'every';
  /** The address of all of them: /v1/credits. */
  readonly base: string;
  /** As a heading: Credits. */
  readonly title: string;
  readonly description: string;
  /** What a document is called by, in the order of its key; the names are those of the commands' members. */
  readonly parameters: Readonly<Record<string, z.ZodType<string | number>>>;
  /** What of its key no command says, since it follows from the caller or the deal. */
  readonly ownParameters?: Readonly<Record<string, z.ZodType<string>>>;
  /** The parts of its key where a channel has one such document: its address is the base, and there is no list. */
  readonly onlyParts?: readonly string[];
  /** By the name of the act in the document's table. The first creates the document, which its body names; for the others
   *  the address does. */
  readonly acts: Readonly<Record<string, ActRoute>>;
  /** A record in an answer. */
  readonly example: object;
}

/** An entry with what follows from it. */
export interface DocumentRoutes extends DocumentEntry {
  /** The kind as a name: Credit. */
  readonly name: string;
  readonly body: z.ZodObject;
  readonly statuses: readonly [string, ...string[]];
  readonly actions: readonly [string, ...string[]];
}

export function documentRoutes(entry: DocumentEntry): DocumentRoutes {
  const { kind, description, example } = entry;
  const { schema, statuses, steps } = documentKind(kind);
  const name = kind.charAt(0).toUpperCase() + kind.slice(1);
  const body = recordBodySchema(schema);
  if (!(body instanceof z.ZodObject)) throw new TypeError(`A ${kind} is no object`);
  return {
    ...entry,
    name,
    body: body.meta({ id: name, description, examples: [example] }),
    statuses: atLeastOne(statuses),
    actions: atLeastOne(Object.keys(steps)),
  };
}

/** The step of an act in its document's table. */
export function stepOf(kind: DocumentName, action: string): Step {
  const step = documentKind(kind).steps[action];
  if (step === undefined) throw new TypeError(`A ${kind} has no act ${action}`);
  return step;
}

function atLeastOne(texts: readonly string[]): readonly [string, ...string[]] {
  const [first, ...others] = texts;
  if (first === undefined) throw new TypeError('There is none');
  return [first, ...others];
}
