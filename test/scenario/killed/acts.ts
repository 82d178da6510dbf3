import { applyForLicenceExample, inspectionExample } from '@argosy/gateway/http/border-examples';
import { sampleApplication } from '../../support/sample-application.js';

export const channels = ['trade', 'border'] as const;
export type ChannelName = (typeof channels)[number];

/** A request that somebody makes at their organisation's gateway. */
export interface Act {
  readonly channel: ChannelName;
  readonly organisation: 'Importer' | 'Exporter' | 'ExportControl';
  readonly person: string;
  readonly path: string;
  readonly body: object;
}

/** Whom the acts are done by. */
export const actors: Readonly<Record<Act['organisation'], string>> = {
  Importer: 'ines',
  Exporter: 'omar',
  ExportControl: 'lucia',
};

export const mspOf = (organisation: Act['organisation']): string => `${organisation}MSP`;

/** What makes a document of this reference: a credit, or a licence. */
export function creation(channel: ChannelName, reference: string): Act {
  const trade = {
    ...at('Importer', '/v1/credits'),
    body: sampleApplication(reference, today()),
  };
  const border = {
    ...at('Exporter', '/v1/licences'),
    body: { ...applyForLicenceExample, reference },
  };
  return { channel, ...(channel === 'trade' ? trade : border) };
}

/** What changes such a document, once. */
export function change(channel: ChannelName, reference: string): Act {
  const trade = { ...at('Importer', `/v1/credits/${reference}/actions/withdraw`), body: {} };
  const border = {
    ...at('ExportControl', `/v1/licences/${reference}/actions/inspect`),
    body: { inspection: { ...inspectionExample, date: today() } },
  };
  return { channel, ...(channel === 'trade' ? trade : border) };
}

type By = Pick<Act, 'organisation' | 'person' | 'path'>;

const at = (organisation: Act['organisation'], path: string): By => ({
  organisation,
  person: actors[organisation],
  path,
});

const today = (): string => new Date().toISOString().slice(0, 10);
