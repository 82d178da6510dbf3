import { codeSchema } from './code-list.js';

/** Units of measure by their common codes (UN/ECE Recommendation 20): those of goods in trade. */
export const units = {
  // Count.
  C62: 'one',
  H87: 'piece',
  NAR: 'number of articles',
  NMP: 'number of packs',
  NIU: 'number of international units',
  PR: 'pair',
  SET: 'set',
  DZN: 'dozen',
  DPC: 'dozen pieces',
  GRO: 'gross',
  CEN: 'hundred',
  MIL: 'thousand',
  // Mass.
  MGM: 'milligram',
  GRM: 'gram',
  KGM: 'kilogram',
  DTN: 'decitonne',
  TNE: 'tonne',
  KTN: 'kilotonne',
  CTM: 'metric carat',
  ONZ: 'ounce',
  APZ: 'troy ounce',
  LBR: 'pound',
  STN: 'short ton',
  LTN: 'long ton',
  // Volume.
  MLT: 'millilitre',
  LTR: 'litre',
  HLT: 'hectolitre',
  CMQ: 'cubic centimetre',
  DMQ: 'cubic decimetre',
  MTQ: 'cubic metre',
  INQ: 'cubic inch',
  FTQ: 'cubic foot',
  YDQ: 'cubic yard',
  GLL: 'gallon (US)',
  GLI: 'gallon (UK)',
  BLL: 'barrel (US)',
  LPA: 'litre of pure alcohol',
  BFT: 'board foot',
  WCD: 'cord',
  // Length and area.
  MMT: 'millimetre',
  CMT: 'centimetre',
  MTR: 'metre',
  KMT: 'kilometre',
  INH: 'inch',
  FOT: 'foot',
  YRD: 'yard',
  CMK: 'square centimetre',
  MTK: 'square metre',
  FTK: 'square foot',
  YDK: 'square yard',
  // Energy.
  KWH: 'kilowatt hour',
  MWH: 'megawatt hour',
  GWH: 'gigawatt hour',
  BTU: 'British thermal unit',
  // What a substance holds.
  KNI: 'kilogram of nitrogen',
  KPP: 'kilogram of phosphorus pentoxide',
  KPH: 'kilogram of potassium hydroxide',
  KSD: 'kilogram of substance 90 % dry',
} as const;

export type Unit = keyof typeof units;

export const unitSchema = codeSchema(units, {
  error: 'must be a unit (UN/ECE Recommendation 20) that the network accepts, such as KGM',
  description: 'Unit of measure, UN/ECE Recommendation 20',
});
