import { moneyText } from '@argosy/domain/shared/money';
import type { DealSummary } from '../deals/deal-view.js';
import { Address, html, type Content, type Html } from './html.js';
import { page, type Heading } from './layout.js';
import { eventInWords, eventKey } from './timeline.js';
import { turnList } from './turns.js';
import { statusInWords, timeOf } from './values.js';

export interface DealsPage {
  readonly deals: readonly DealSummary[];
  /** Where the next page begins, if there is one. */
  readonly nextCursor: string | undefined;
}

/** The deals that an organisation can read, the newest first. */
export function dealsPage(heading: Heading, { deals, nextCursor }: DealsPage): string {
  return page({
    heading,
    title: 'Deals',
    isLive: true,
    body: html`<section aria-label="Deals" data-part="deals">
      ${deals.length === 0 ? html`<p>There is no deal yet.</p>` : table(deals)}
      ${nextCursor === undefined ? undefined : html`<p><a href="${Address.path([''], { cursor: nextCursor })}">Older deals</a></p>`}
    </section>`,
  });
}

function table(deals: readonly DealSummary[]): Html {
  return html`<table role="table">
    <caption>
      Credits, the newest first
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${['Deal', 'Amount', 'From and to', 'Credit', 'Newest event', 'Whose turn it is'].map(
          (title) => html`<th role="columnheader" scope="col">${title}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${deals.map(row)}
    </tbody>
  </table>`;
}

function row({ credit, amount, parties, status, newest, turns }: DealSummary): Html {
  const called = (role: string): string => parties.find((it) => it.role === role)?.name ?? '';
  const marks =
    newest === undefined
      ? [credit, credit]
      : [eventKey(newest), `${credit}: ${eventInWords(newest)}`];
  return html`<tr role="row" data-event="${marks[0]}" data-words="${marks[1]}">
    <th role="rowheader" scope="row" data-title="Deal">
      <a href="${Address.path(['deals', credit])}">${credit}</a>
    </th>
    <td role="cell" data-title="Amount">${moneyText(amount)}</td>
    <td role="cell" data-title="From and to">${called('beneficiary')} to ${called('applicant')}</td>
    <td role="cell" data-title="Credit"><span class="status">${statusInWords(status)}</span></td>
    <td role="cell" data-title="Newest event">${newestInWords(newest)}</td>
    <td role="cell" data-title="Whose turn it is">${turnList(turns)}</td>
  </tr>`;
}

function newestInWords(newest: DealSummary['newest']): Content {
  if (newest === undefined) return undefined;
  return html`${newest.what}, by ${newest.by}<br />${timeOf(newest.time)}`;
}
