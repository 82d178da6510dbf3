import type { OrganisationAccess } from '../access/organisation-access.js';
import type { Problem } from '../http/problem.js';
import { Address, html } from './html.js';
import { page, signInAddress, type Heading } from './layout.js';

/** Under a plain name of the machine: which organisations are served, and where. */
export function directoryPage(heading: Heading, accesses: readonly OrganisationAccess[]): string {
  return page({
    heading,
    title: 'Organisations',
    body: html`<p>
        This gateway serves several organisations. Each has an address of its own, people of its
        own, and sees the channels that it is on.
      </p>
      <table role="table">
        <caption>
          Organisations and their addresses
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            ${['Organisation', 'Member', 'Channels', 'Address'].map(
              (title) => html`<th role="columnheader" scope="col">${title}</th>`,
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${accesses.map(
            ({ organisation: { name, msp, channels }, origin }) =>
              html`<tr role="row">
                <th role="rowheader" scope="row" data-title="Organisation">${name}</th>
                <td role="cell" data-title="Member">${msp}</td>
                <td role="cell" data-title="Channels">${[...channels.keys()].join(', ')}</td>
                <td role="cell" data-title="Address">
                  <a href="${Address.origin(origin.href)}">${origin.href}</a>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>`,
  });
}

/** Whoever comes to an organisation's address without being signed in. */
export function welcomePage(heading: Heading): string {
  return page({
    heading,
    title: 'Welcome',
    body: html`<p>
        Sign in to see the deals of ${heading.organisation}, as they are on the ledger.
      </p>
      <p><a class="button" href="${signInAddress('/')}">Sign in</a></p>`,
  });
}

/** For an organisation that is on no channel with credits. */
export function noDealsPage(heading: Heading, channels: readonly string[]): string {
  return page({
    heading,
    title: 'Deals',
    body: html`<p>
      A deal is that of a credit. Credits are on the channel trade, and ${heading.organisation} is
      not on it: it is on ${channels.join(', ')}. What is there can be read through the
      <a href="/docs">interface for programs</a>.
    </p>`,
  });
}

/** Why a page cannot be shown. */
export function problemPage(heading: Heading, { title, detail, code, requestId }: Problem): string {
  return page({
    heading,
    title,
    body: html`<p>${detail}</p>
      <p>Code ${code}, request ${requestId}.</p>
      <p><a href="/">To the beginning</a></p>`,
  });
}
