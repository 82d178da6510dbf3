import type { About } from '../http/ports.js';
import { Address, html, type Content, type Html } from './html.js';

/** Who looks at a page. */
export interface Reader {
  readonly organisation: string;
  readonly name: string;
  readonly role: string;
}

/** What the header of a page says. */
export interface Heading {
  readonly about: About;
  /** Whose origin it is; none where no organisation is asked. */
  readonly organisation: string | undefined;
  readonly reader?: Reader;
}

export interface PageContent {
  readonly heading?: Heading;
  readonly title: string;
  readonly body: Content;
  /** Whether it follows the ledger while it is open. */
  readonly isLive?: boolean;
}

/** A page for people. It is whole without scripts, and loads nothing from elsewhere. */
export function page({ heading, title, body, isLive = false }: PageContent): string {
  const names = [title, heading?.organisation, 'Argosy'].filter((it) => it !== undefined);
  return `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${names.join(' · ')}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/page.css" />
        ${isLive ? html`<script type="module" src="/assets/live.js"></script>` : undefined}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        ${heading === undefined ? undefined : header(heading)}
        <main id="main" tabindex="-1">
          <h1>${title}</h1>
          ${isLive ? html`<p id="live" class="live" role="status" aria-live="polite">As of the loading of this page.</p>` : undefined}
          ${body}
        </main>
        <footer><p>All times are UTC, as the transactions on the ledger claim them.</p></footer>
      </body>
    </html> `.text
  }`;
}

function header({ about, organisation, reader }: Heading): Html {
  return html`<header class="top">
    <p class="brand">
      <a href="/">Argosy</a
      >${organisation === undefined ? undefined : html` <span>${organisation}</span>`}
    </p>
    <p class="engine">Network: ${about.engine}</p>
    <nav aria-label="Main">
      <ul>
        ${organisation === undefined ? undefined : html`<li><a href="/">Deals</a></li>`}
        <li><a href="/docs">Interface for programs</a></li>
      </ul>
    </nav>
    ${reader === undefined ? undefined : signedIn(reader)}
  </header>`;
}

function signedIn({ name, role }: Reader): Html {
  return html`<form class="reader" method="post" action="/sign-out">
    <p>Signed in as <strong>${name}</strong> (${role})</p>
    <button>Sign out</button>
  </form>`;
}

/** Where one signs in, and comes back to a page. */
export function signInAddress(back: string): Address {
  return Address.path(['sign-in'], { return_to: back });
}
