import { moneyText } from '@argosy/domain/shared/money';
import type { DealView } from '../deals/deal-view.js';
import { documentList } from './documents.js';
import { html } from './html.js';
import { page, type Heading } from './layout.js';
import { timelineTable } from './timeline.js';
import { turnList } from './turns.js';
import { labelOf, statusInWords } from './values.js';

/** One deal: whose turn it is, what happened, and its documents. */
export function dealPage(heading: Heading, deal: DealView): string {
  const { credit, status, amount, parties, turns, timeline } = deal;
  return page({
    heading,
    title: `Deal ${credit}`,
    isLive: true,
    body: html`<section aria-labelledby="about" data-part="about">
        <h2 id="about">At a glance</h2>
        <dl class="glance">
          <div>
            <dt>Credit</dt>
            <dd><span class="status">${statusInWords(status)}</span></dd>
          </div>
          <div>
            <dt>Amount</dt>
            <dd>${moneyText(amount)}</dd>
          </div>
          ${parties.map(
            ({ role, name, msp }) =>
              html`<div>
                <dt>${labelOf(role)}</dt>
                <dd>${name} (${msp})</dd>
              </div>`,
          )}
        </dl>
      </section>
      <section aria-labelledby="turn" data-part="turn">
        <h2 id="turn">Whose turn it is</h2>
        ${turnList(turns)}
      </section>
      <section aria-labelledby="timeline" data-part="timeline">
        <h2 id="timeline">Timeline</h2>
        ${timelineTable(timeline)}
      </section>
      <section aria-labelledby="documents" data-part="documents">
        <h2 id="documents">Documents</h2>
        <p>
          Everything that the records of the channels you are on tie to this credit. Amounts and
          dates are as the records have them; what is confidential is not shown here.
        </p>
        ${documentList(deal)}
      </section>`,
  });
}
