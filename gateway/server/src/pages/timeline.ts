import type { EventView } from '../deals/deal-view.js';
import { documentWords } from '../deals/words.js';
import { anchorOf, nameOf } from './anchors.js';
import { Address, html, type Html } from './html.js';
import { placeEntries, proofOf } from './proof.js';
import { statusInWords, timeOf } from './values.js';

/** What happened in a deal, the newest first. */
export function timelineTable(timeline: readonly EventView[]): Html {
  return html`<table role="table">
    <caption>
      What happened, the newest first
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${['When', 'What', 'Document', 'By', 'Status after it', 'Where'].map(
          (title) => html`<th role="columnheader" scope="col">${title}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${timeline.toReversed().map(row)}
    </tbody>
  </table>`;
}

function row(event: EventView): Html {
  const { document, parts, time, what, by, status, channel, version } = event;
  const name = nameOf(parts);
  const subject = `${what}, ${documentWords[document]} ${name}, version ${version}`;
  return html`<tr role="row" data-event="${eventKey(event)}" data-words="${eventInWords(event)}">
    <td role="cell" data-title="When">${timeOf(time)}</td>
    <td role="cell" data-title="What">${what}</td>
    <td role="cell" data-title="Document">
      <a href="${Address.place(anchorOf(document, parts))}">${documentWords[document]} ${name}</a>
    </td>
    <td role="cell" data-title="By">${by}</td>
    <td role="cell" data-title="Status after it">${statusInWords(status)}</td>
    <td role="cell" data-title="Where">${channel} ${proofOf(subject, placeEntries(event))}</td>
  </tr>`;
}

/** What tells one event from all others. */
export function eventKey({ channel, block, index, document, parts, version }: EventView): string {
  return [channel, block, index, document, ...parts, version].join(' ');
}

/** An event as it is announced to who listens to the page. */
export function eventInWords({ what, document, parts, by }: EventView): string {
  return `${what}: ${documentWords[document]} ${nameOf(parts)}, by ${by}`;
}
