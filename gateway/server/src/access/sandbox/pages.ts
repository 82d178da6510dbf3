import { escaped, page } from '../../http/page.js';
import type { Actor } from '../actors.js';

export interface Choice {
  readonly organisation: string;
  readonly people: readonly Actor[];
  /** What asks to act for whoever is chosen. */
  readonly client: string;
  /** Where the choice goes. */
  readonly action: string;
}

/** Whom one can sign in as. */
export function choicePage({ organisation, people, client, action }: Choice): string {
  const buttons = people.map(
    ({ id, name, role }) =>
      `<p><button name="person" value="${escaped(id)}">${escaped(name)} (${escaped(role)})</button></p>`,
  );
  return page(
    `Sign in at ${organisation}`,
    `<p>This is a sandbox: no password is asked for. <strong>${escaped(client)}</strong> will act for whom you choose.</p>
<form method="post" action="${escaped(action)}">
${buttons.join('\n')}
<p><button name="person" value="">Nobody: go back</button></p>
</form>`,
  );
}

/** Why the issuer does not go on. */
export function errorPage(code: string, description: string | undefined): string {
  return page(
    'Signing in did not work',
    `<p>${escaped(description ?? 'The request cannot be answered.')} (${escaped(code)})</p>
<p><a href="/sign-in">Begin again</a></p>`,
  );
}
