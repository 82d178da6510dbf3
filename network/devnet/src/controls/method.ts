/** By which method a control is asked for over HTTP. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
