/** 125000.00 as 125,000.00. */
export const grouped = (decimal: string): string => decimal.replace(/\B(?=(\d{3})+(?=\.|$))/g, ',');
