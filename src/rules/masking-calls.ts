/** What is left of a value after the calls around it. */
export type Effect =
  /** It can still be read. */
  | { readonly kind: 'open' }
  /** Something approved changed it, or what is left does not tell it. */
  | { readonly kind: 'closed' }
  /** `call` is of unknown effect. */
  | { readonly kind: 'doubt'; readonly call: string };

/** The macros that a library approves for masking, in lower case. */
export type ApprovedMacros = ReadonlySet<string>;

const open: Effect = { kind: 'open' };
const closed: Effect = { kind: 'closed' };

/**
 * What calls (the outermost first, see `ColumnOrigin.calls`) leave of a value. Formatting, taking parts, choosing and packing leave
 * it readable, whatever macro does it; hashing, encrypting and approved macros close it, as long as nothing undoes that.
 */
export function effectOf(calls: readonly string[], approved: ApprovedMacros): Effect {
  let walk: Walk = { effect: open, isPart: false, isChoice: false };
  for (const call of calls.toReversed()) walk = after(walk, call.toLowerCase(), approved);
  return walk.effect;
}

/** Whether calls leave only a part of a value. */
export function takesPart(calls: readonly string[]): boolean {
  return calls.some((call) => parts.has(lastName(call)));
}

/** Whether a macro is approved: the library says that it masks, or its name says that it hashes. */
export function isApproved(macro: string, approved: ApprovedMacros): boolean {
  const name = macro.toLowerCase();
  return approved.has(name) || approved.has(lastName(name)) || hashes(name);
}

/** A way outwards through calls. */
interface Walk {
  readonly effect: Effect;
  readonly isPart: boolean;
  readonly isChoice: boolean;
}

function after(walk: Walk, call: string, approved: ApprovedMacros): Walk {
  const { effect } = walk;
  if (call.startsWith('macro:')) return { ...walk, effect: afterMacro(walk, call.slice('macro:'.length), approved) };
  const name = lastName(call);
  if (undoes(name)) return { ...walk, effect: open };
  if (effect.kind === 'closed') return walk;
  if (hashes(name) || tellsLittle.has(name)) return { ...walk, effect: closed };
  if (parts.has(name)) return { ...walk, isPart: true };
  if (choices.has(name)) return { ...walk, isChoice: true };
  if (formats.has(name) || !/[a-z]/.test(name)) return walk;
  return effect.kind === 'doubt' ? walk : { ...walk, effect: { kind: 'doubt', call } };
}

/** An approved macro counts only where it changes the value; one that may hand it on as it is proves nothing. */
function afterMacro({ effect, isPart, isChoice }: Walk, macro: string, approved: ApprovedMacros): Effect {
  if (!isApproved(macro, approved)) return effect;
  if (effect.kind !== 'open' || isPart) return closed;
  return isChoice ? { kind: 'doubt', call: macro } : open;
}

function lastName(call: string): string {
  return call.slice(call.lastIndexOf('.') + 1);
}

function hashes(name: string): boolean {
  return (
    /surrogate_key|md5|sha[-_]?\d|hash|hmac|fingerprint|encrypt|tokeni[sz]e/.test(name) ||
    ['sha', 'crypt', 'digest', 'crc32'].includes(name)
  );
}

function undoes(name: string): boolean {
  return /decrypt|detokeni[sz]e|unhash|unmask/.test(name);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

/** What hands on one of several values, one of which may be masked. */
const choices = words('case if iff iif decode nvl2 ifnull nvl isnull coalesce nullif choose greatest least zeroifnull');

/** Functions and constructs whose result still tells the value. */
const formats = words(`
  upper lower initcap trim ltrim rtrim btrim cast try_cast safe_cast convert try_convert to_char to_varchar to_text string
  to_string varchar char text max min any_value first_value last_value nth_value first last lag lead max_by min_by argmax
  argmin arg_max arg_min mode concat concat_ws replace translate array_agg string_agg listagg group_concat unaccent normalize
  lpad rpad arbitrary reverse format printf base64 base64_encode to_base64 base64_decode_string from_base64 unbase64 encode
  decode_hex hex hex_encode hex_decode_string to_hex from_hex unhex to_utf8 from_utf8 url_encode urlencode quote_ident
  quote_literal quote collate array array_construct array_append array_prepend array_cat array_concat array_distinct
  array_sort array_to_string array_join array_unique_agg list list_value struct struct_pack named_struct row tuple map
  object object_construct object_construct_keep_null object_agg json_build_object jsonb_build_object json_build_array
  jsonb_build_array json_agg jsonb_agg json_object_agg jsonb_object_agg json_group_array json_object json_array to_json
  to_jsonb row_to_json to_json_string to_variant to_object to_array parse_json try_parse_json json_parse collect_list
  collect_set json_extract json_extract_path_text json_extract_string json_extract_scalar json_extract_path json_value
  json_query get get_path get_json_object jsonb_extract_path_text element_at array_first array_last list_extract
  struct_extract unnest flatten explode explode_outer posexplode lateral_flatten strtok_to_array string_to_array over
  distinct filter within_group unpivot pivot value literal paren to_number to_decimal to_date try_to_date date to_timestamp
  to_timestamp_ntz timestamp datetime dateadd date_add date_sub add_months adddate abs round ceil ceiling floor trunc
  parse_date parse_timestamp format_date format_timestamp strftime date_format inverse repeat space_trim collapse
  star columns alias annotated subquery scalar_subquery quantile_disc percentile_disc identity bit_cast cast_to
`);

/** Functions that take a part: a part of personal data is personal too. */
const parts = words(`
  left right substr substring substringindex mid split split_part split_to_array regexp_substr regexp_extract
  regexp_extract_all substring_index strtok slice overlay insert stuff string_split regexp_split_to_array
`);

/** Functions whose result is about the value and does not give it: sizes, counts, positions, sums, parts of a date, answers. */
const tellsLittle = words(`
  count count_if countif count_distinct approx_count_distinct approx_distinct hll length len char_length character_length
  octet_length bit_length byte_length datalength array_length array_size array_count cardinality json_array_length size
  sum avg average mean median stddev stddev_pop stddev_samp variance var_pop var_samp percentile_cont approx_percentile
  approx_quantiles quantile quantile_cont corr regexp_like regexp_contains regexp_matches regexp_count regexp_instr rlike
  and or xor interval contains contains_substr startswith starts_with endswith ends_with position strpos instr charindex locate array_contains
  array_position in between like ilike not exists is_null isnan is_valid equal_null bool_or bool_and booland_agg boolor_agg
  logical_or logical_and every any_match typeof pg_typeof system$typeof row_number rank dense_rank ntile percent_rank cume_dist
  editdistance levenshtein jarowinkler_similarity extract date_part datepart year month quarter day dayofmonth dayofweek
  dayofyear week weekofyear hour minute second date_trunc datetime_trunc timestamp_trunc trunc_date last_day datediff
  date_diff timestampdiff timestamp_diff months_between age grouping sign width_bucket
`);
