import { Address, html } from '../../pages/html.js';
import { page } from '../../pages/layout.js';
import type { Actor } from '../actors.js';

export interface Choice {
  readonly organisation: string;
  readonly people: readonly Actor[];
  /** What asks to act for whoever is chosen. */
  readonly client: string;
  /** Where the choice goes: a path of this origin, by its parts. */
  readonly action: readonly string[];
}

/** Whom one can sign in as. */
export function choicePage({ organisation, people, client, action }: Choice): string {
  return page({
    title: `Sign in at ${organisation}`,
    body: html`<p>
        This is a sandbox: no password is asked for. <strong>${client}</strong> will act for whom
        you choose.
      </p>
      <form method="post" action="${Address.path(action)}">
        ${people.map(
          ({ id, name, role }) =>
            html`<p><button name="person" value="${id}">${name} (${role})</button></p> `,
        )}
        <p><button name="person" value="">Nobody: go back</button></p>
      </form>`,
  });
}

/** Why the issuer does not go on. */
export function errorPage(code: string, description: string | undefined): string {
  return page({
    title: 'Signing in did not work',
    body: html`<p>${description ?? 'The request cannot be answered.'} (${code})</p>
      <p><a href="/sign-in">Begin again</a></p>`,
  });
}
