/** Placeholders for the object of an sql rule, as ODCS and its tools write them. */
export const objectPlaceholder = /\$?\{\s*(?:object|table|model)\s*\}/gi;

/** Placeholders for the property of an sql rule. */
export const columnPlaceholder = /\$?\{\s*(?:property|column|field)\s*\}/gi;
