import { organisationUrl } from '../../gateway/local-http.js';
import { Session } from '../../gateway/rest.js';
import type { Cast, PartyName } from '../parties.js';

/** The people of a deal, each signed in at their own organisation's gateway when they first act. */
export class Sessions {
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(
    private readonly gateway: string,
    private readonly cast: Cast,
  ) {}

  /** Of a person of the organisation that has a part; of the first, unless told. */
  of(party: PartyName, id?: string): Promise<Session> {
    const organisation = this.cast[party];
    const person = id ?? organisation.people[0]?.id ?? '';
    const known = this.#sessions.get(person);
    if (known !== undefined) return known;
    const session = Session.signIn(organisationUrl(this.gateway, organisation.name), person);
    this.#sessions.set(person, session);
    return session;
  }
}
