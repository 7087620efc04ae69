/**
 * Whether a text can stand in parentheses as one query that only reads: it starts with `select` or `with`, its own parentheses are
 * balanced and never close ours, and it has no `;`, comment, dollar quote, backslash (which some warehouses take for an escape in
 * quotes) or word that writes.
 */
export function isSingleQuery(query: string): boolean {
  if (!/^(select|with)\b/i.test(query) || /;|--|\/\*|#|\$\$|\$\w+\$|\\/.test(query)) return false;
  let depth = 0;
  for (let at = 0; at < query.length; at++) {
    const sign = query[at] ?? '';
    if (`'"\``.includes(sign)) {
      at = query.indexOf(sign, at + 1);
      if (at === -1) return false;
    } else if (sign === '(') depth++;
    else if (sign === ')' && --depth < 0) return false;
  }
  return (
    depth === 0 && !/\b(insert|update|delete|merge|drop|alter|create|truncate|grant|call|copy|into)\b/i.test(query)
  );
}
