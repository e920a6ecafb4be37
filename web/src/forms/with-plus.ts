/** A number that begins with `00`, as it is dialled in most countries, in the form that the API takes. */
export const withPlus = (number: string): string => number.trim().replace(/^0\s*0\s*(?=[1-9(])/, '+');
