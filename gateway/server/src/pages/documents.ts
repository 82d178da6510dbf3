import type { Possibility } from '@argosy/domain/possible-actions';
import type { DealView, DocumentView, EventView } from '../deals/deal-view.js';
import { documentWords } from '../deals/words.js';
import { anchorOf, nameOf } from './anchors.js';
import { factsOf, hashesOf } from './facts.js';
import { html, type Content, type Html } from './html.js';
import { placeEntries, proofOf } from './proof.js';
import { actInWords } from './turns.js';
import { labelOf, statusInWords, timeOf } from './values.js';

/** The documents of a deal, each with what it says and what may be done with it. */
export function documentList({ documents, timeline }: DealView): Html {
  return html`${documents.map((document) => article(document, timeline))}`;
}

function article(view: DocumentView, timeline: readonly EventView[]): Html {
  const { document, parts, record, channel, actions } = view;
  const title = `${documentWords[document]} ${nameOf(parts)}`;
  const anchor = anchorOf(document, parts);
  const own = timeline.filter((event) => anchorOf(event.document, event.parts) === anchor);
  const newest = own.at(-1);
  const places = newest === undefined ? [] : placeEntries(newest);
  return html`<article id="${anchor}" class="document">
    <h3>${title}</h3>
    <p>
      <span class="status">${statusInWords(record.status)}</span>, last changed
      ${timeOf(record.latestTime)}, on the channel ${channel}${linkInWords(view)}
    </p>
    <details data-key="${`facts ${anchor}`}">
      <summary>What it says<span class="unseen"> (${title})</span></summary>
      ${factsOf(record)}
    </details>
    ${possibleList(document, actions)} ${otherList(title, document, actions)}
    ${proofOf(title, [...places, ...hashesOf(record)])}
  </article>`;
}

function linkInWords({ link, document, parts }: DocumentView): Content {
  if (link === undefined) return '.';
  const member = link.member.split('.').map(labelOf).join(', ');
  const isOwn = anchorOf(link.document, link.parts) === anchorOf(document, parts);
  const source = isOwn ? 'this' : `${documentWords[link.document]} ${nameOf(link.parts)}`;
  return `. It is part of the deal by what ${source} says: ${member}.`;
}

function possibleList(kind: string, actions: readonly Possibility[]): Content {
  const possible = actions.filter((it) => it.possible);
  if (possible.length === 0) return undefined;
  const words = possible.map(({ action }) => actInWords(kind, action));
  return html`<p class="possible">You may now:</p>
    <ul class="possible">
      ${words.map((it) => html`<li>${it}</li>`)}
    </ul>`;
}

function otherList(title: string, kind: string, actions: readonly Possibility[]): Content {
  const others = actions.filter((it) => !it.possible);
  if (others.length === 0) return undefined;
  return html`<details data-key="${`not ${title}`}">
    <summary>What you may not do now, and why<span class="unseen"> (${title})</span></summary>
    <dl>
      ${others.map(
        ({ action, why }) =>
          html`<div>
            <dt>${actInWords(kind, action)}</dt>
            <dd>${why}</dd>
          </div>`,
      )}
    </dl>
  </details>`;
}
