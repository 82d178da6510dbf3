import type { TurnView } from '../deals/deal-view.js';
import { documentWords, inWords } from '../deals/words.js';
import { servedDocuments } from '../documents/all.js';
import { nameOf } from './anchors.js';
import { html, type Html } from './html.js';

const acts: ReadonlyMap<string, string> = new Map(
  servedDocuments.flatMap(({ kind, acts }) =>
    Object.entries(acts).map(([action, act]) => [`${act.kind ?? kind} ${action}`, act.summary]),
  ),
);

/** An act as people call it. */
export function actInWords(kind: string, action: string): string {
  return acts.get(`${kind} ${action}`) ?? inWords(action);
}

/** Who has to do what for a deal to go on. */
export function turnInWords({
  kind,
  action,
  document,
  parts,
  members,
  isYours,
  until,
}: TurnView): Html {
  const names = members.map(({ name }) => name).join(' or ');
  const who = isYours ? html`<strong>You (${names})</strong>` : names;
  return html`${who}: ${actInWords(kind, action)}
    <span class="about">(${documentWords[document]} ${nameOf(parts)})</span>${
      until === undefined ? undefined : html`, until ${until}`
    }`;
}

/** The turns of a deal as a list. */
export function turnList(turns: readonly TurnView[]): Html {
  if (turns.length === 0) return html`<p>Nobody has to do anything now.</p>`;
  return html`<ul class="turns">
    ${turns.map((turn) => html`<li>${turnInWords(turn)}</li>`)}
  </ul>`;
}
