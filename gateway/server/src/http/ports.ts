import type { OrganisationAccess } from '../access/organisation-access.js';
import type { Organisation } from '../organisation/organisation.js';

/** Everything the app needs from outside; the server and the tests build the same app from it. */
export interface AppPorts {
  readonly organisations: readonly Organisation[];
  /** One for each organisation: who is let in at its origin. */
  readonly accesses: readonly OrganisationAccess[];
  readonly about: About;
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
