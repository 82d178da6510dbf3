import type { Person } from '../access/people.js';
import type { Sessions } from '../access/sessions.js';
import type { Organisation } from '../organisation/organisation.js';

/** Everything the app needs from outside; the server and the tests build the same app from it. */
export interface AppPorts {
  readonly organisations: readonly Organisation[];
  readonly sessions: Sessions;
  readonly about: About;
  /** Whether people may sign in without a password. */
  readonly isSandbox: boolean;
  /** Pino options, or false for no log. */
  readonly logger: false | LogSettings;
  readonly heartbeatMilliseconds: number;
}

export interface LogSettings {
  readonly level: string;
  /** Where the lines go; standard output where it is left out. */
  readonly stream?: { write(line: string): void };
}

export interface About {
  readonly version: string;
  readonly engine: string;
}

/** Who makes a request, and for which organisation. It comes from the token, never from the request's content. */
export interface Caller {
  readonly person: Person;
  readonly organisation: Organisation;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

/** Everybody who can sign in, by id. */
export function callersOf(organisations: readonly Organisation[]): ReadonlyMap<string, Caller> {
  const callers = new Map<string, Caller>();
  for (const organisation of organisations) {
    for (const person of organisation.people) {
      if (callers.has(person.id)) throw new Error(`Two people have the id ${person.id}.`);
      callers.set(person.id, { person, organisation });
    }
  }
  return callers;
}
