import type { EventView } from '../deals/deal-view.js';
import type { Hash } from './facts.js';
import { html, type Html } from './html.js';

/** What nobody needs to read who does not check it: behind a disclosure. */
export function proofOf(subject: string, entries: readonly Hash[]): Html {
  return html`<details data-key="${`proof ${subject}`}">
    <summary>Proof<span class="unseen"> of ${subject}</span></summary>
    <dl class="proof">
      ${entries.map(
        ({ label, hash }) =>
          html`<div>
            <dt>${label}</dt>
            <dd><code>${hash}</code></dd>
          </div>`,
      )}
    </dl>
  </details>`;
}

/** Where an event stands on its ledger. */
export function placeEntries({ channel, block, transactionId, byMsp }: EventView): readonly Hash[] {
  return [
    { label: 'Channel', hash: channel },
    { label: 'Block', hash: String(block) },
    { label: 'Transaction', hash: transactionId },
    { label: 'Sent by', hash: byMsp },
  ];
}
