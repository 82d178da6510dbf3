import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTopology } from '@argosy/operator/topology/read';
import { parseDeal } from 'argosy/deal/read';
import type { ReadDeal } from 'argosy/deal/read';
import { sampleSurroundings } from 'argosy/deal/samples';
import { topologyFile } from 'argosy/places';

const folder = join(import.meta.dirname, '../../deals');

/** The deals of this repository. */
export const samples = readdirSync(folder).sort();

export const topology = readTopology(topologyFile);

const texts = new Map(samples.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

/** A deal of this repository, read on some day. */
export const sampleOn = (file: string, day: string): ReadDeal =>
  parseDeal(texts.get(file) ?? '', file, sampleSurroundings(topology.organisations, day));
