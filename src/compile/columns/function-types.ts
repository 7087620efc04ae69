import { columnFamilies, type ColumnFamily } from '../../model/columns.ts';

/** What the type of a call follows from. */
export type FunctionType =
  | { readonly kind: 'family'; readonly family: ColumnFamily }
  /** The common family of the arguments from this one on. */
  | { readonly kind: 'common'; readonly from: number }
  /** The family of this argument, where it is one of these. */
  | { readonly kind: 'argument'; readonly index: number; readonly families?: readonly ColumnFamily[] }
  /** `family`, unless this argument (the first) is known to be none of `families`. */
  | {
      readonly kind: 'unless';
      readonly index?: number;
      readonly families: readonly ColumnFamily[];
      readonly family: ColumnFamily;
    }
  /** A string where an argument is one. */
  | { readonly kind: 'text' };

const families: { readonly [family in ColumnFamily]?: string } = {
  number:
    'count countif count_if count_big approx_distinct approx_count_distinct length len char_length character_length octet_length ' +
    'byte_length bit_length sqrt cbrt exp ln log log10 log2 power pow sign degrees radians sin cos tan asin acos atan atan2 pi ' +
    'row_number rank dense_rank ntile percent_rank cume_dist datediff date_diff timestampdiff timestamp_diff datetime_diff ' +
    'time_diff timediff months_between date_part datepart year month day hour minute second quarter week weekofyear week_of_year ' +
    'dayofweek dayofmonth dayofyear day_of_week day_of_month day_of_year dayofweekiso dayofweek_iso day_of_week_iso weekiso ' +
    'yearofweek yearofweekiso to_number try_to_number to_decimal try_to_decimal to_numeric try_to_numeric to_double try_to_double ' +
    'unix_timestamp unix_seconds unix_millis unix_micros unix_date ascii unicode strpos position instr charindex locate ' +
    'stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp random rand div0 div0null zeroifnull ' +
    'safe_divide regexp_count regexp_instr array_length array_size cardinality size json_array_length jsonb_array_length ' +
    'levenshtein editdistance bit_count grouping grouping_id farm_fingerprint width_bucket ratio_to_report regr_slope factorial ' +
    'haversine seq1 seq2 seq4 seq8 crc32 xxhash64 st_distance st_area st_length epoch epoch_ms countdistinct',
  string:
    'upper lower ucase lcase initcap string_agg listagg group_concat to_char to_varchar format_date format_timestamp format_datetime ' +
    'format_time date_format strftime monthname dayname to_json_string to_hex md5_hex sha1_hex sha2_hex hex typeof split_part ' +
    'concat_ws chr soundex regexp_substr json_extract_path_text get_json_object uuid_string to_base64 array_to_string array_join ' +
    'datename base64_encode hex_encode pg_typeof quote_literal quote_ident generate_uuid current_database current_schema ' +
    'current_role current_warehouse current_account translate strip_null_value_text parse_url substring_index url_decode space',
  boolean:
    'exists starts_with startswith starts_with ends_with endswith regexp_like regexp_i_like rlike regexp_contains bool_and bool_or ' +
    'every logical_and logical_or boolor_agg booland_agg boolxor_agg is_null_value is_nan isnan is_inf to_boolean try_to_boolean ' +
    'array_contains list_contains json_exists is_integer is_array is_object equal_null isnumeric st_contains st_intersects st_within',
  date: 'current_date to_date try_to_date date_from_parts datefromparts make_date parse_date date_from_unix_date',
  timestamp:
    'current_timestamp now getdate getutcdate sysdatetime localtimestamp systimestamp statement_timestamp transaction_timestamp ' +
    'clock_timestamp to_timestamp try_to_timestamp to_timestamp_ntz to_timestamp_ltz to_timestamp_tz try_to_timestamp_ntz ' +
    'try_to_timestamp_ltz try_to_timestamp_tz timestamp_seconds timestamp_millis timestamp_micros parse_timestamp parse_datetime ' +
    'from_utc_timestamp to_utc_timestamp timestamp_ntz_from_parts timestamp_from_parts timestamp_tz_from_parts ' +
    'timestamp_ltz_from_parts make_timestamp current_datetime timestamp_add timestamp_sub datetime_add datetime_sub ' +
    'timestamp_trunc datetime_trunc current_timestamp_l_t_z',
  time: 'current_time localtime to_time try_to_time time_from_parts parse_time',
  json: 'parse_json try_parse_json to_variant to_jsonb json_build_object jsonb_build_object json_agg jsonb_agg row_to_json json_parse',
  array: 'array_agg collect_list collect_set array array_construct split array_distinct array_cat generate_array',
  uuid: 'gen_random_uuid',
};

const numeric: FunctionType = { kind: 'unless', families: ['number', 'boolean'], family: 'number' };
const sameAsFirst: FunctionType = { kind: 'argument', index: 0 };
const firstString: FunctionType = { kind: 'argument', index: 0, families: ['string', 'bytes'] };
const firstNumber: FunctionType = { kind: 'argument', index: 0, families: ['number'] };

const others: { readonly [name: string]: FunctionType } = {
  ...each('sum', { kind: 'unless', families: ['number', 'boolean', 'string', 'json'], family: 'number' }),
  ...each('avg median approx_percentile', numeric),
  ...each(
    'min max any_value lag lead first_value last_value nth_value first last mode nullif max_by min_by arg_max arg_min',
    sameAsFirst,
  ),
  ...each('coalesce ifnull nvl greatest least', { kind: 'common', from: 0 }),
  ...each(
    'trim ltrim rtrim btrim replace substring substr left right lpad rpad regexp_replace reverse repeat',
    firstString,
  ),
  ...each('abs round floor ceil ceiling trunc truncate mod', firstNumber),
  concat: { kind: 'text' },
  ...each('generate_series range', { kind: 'argument', index: 0, families: ['number', 'timestamp'] }),
};

function each(names: string, type: FunctionType): { readonly [name: string]: FunctionType } {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]));
}

const known = new Map<string, FunctionType>([
  ...columnFamilies.flatMap((family) =>
    (families[family] ?? '').split(' ').map((name): [string, FunctionType] => [name, { kind: 'family', family }]),
  ),
  ...Object.entries(others),
]);

const string: FunctionType = { kind: 'family', family: 'string' };
const timestamp: FunctionType = { kind: 'family', family: 'timestamp' };
const date: FunctionType = { kind: 'family', family: 'date' };
const hashesGiveText = each('md5 sha1 sha sha2 sha256', string);
const hashesGiveBytes = each('md5 sha1 sha256 sha512', { kind: 'family', family: 'bytes' });
const dayFunctions = each('add_months last_day next_day date_add date_sub', date);

/** What one dialect makes of a name that others read in another way; undefined takes the name out. */
const ofDialect: { readonly [dialect: string]: { readonly [name: string]: FunctionType | undefined } } = {
  snowflake: {
    ...hashesGiveText,
    ...each('last_day next_day previous_day', date),
    ...each('dateadd timestampadd', { kind: 'argument', index: 2, families: ['timestamp'] }),
    date_trunc: { kind: 'argument', index: 1, families: ['date', 'timestamp'] },
    convert_timezone: timestamp,
    sysdate: timestamp,
    hash: { kind: 'family', family: 'number' },
    array_agg: { kind: 'family', family: 'array' },
    split: { kind: 'family', family: 'array' },
    ...each('date', date),
  },
  bigquery: {
    ...hashesGiveBytes,
    ...each('date date_add date_sub', date),
    ...each('timestamp datetime', timestamp),
    date_trunc: { kind: 'argument', index: 0, families: ['date', 'timestamp'] },
    last_day: date,
    json_value: string,
    json_extract_scalar: string,
    regexp_extract: firstString,
    to_json: { kind: 'family', family: 'json' },
    generate_date_array: { kind: 'family', family: 'array' },
    strpos: { kind: 'family', family: 'number' },
    format: string,
    length: { kind: 'family', family: 'number' },
    string,
  },
  postgres: {
    age: { kind: 'family', family: 'interval' },
    md5: string,
    date_trunc: timestamp,
    json_extract_scalar: string,
    to_json: { kind: 'family', family: 'json' },
    sha256: { kind: 'family', family: 'bytes' },
    date,
    random: { kind: 'family', family: 'number' },
  },
  redshift: {
    ...hashesGiveText,
    date_trunc: timestamp,
    ...each('sysdate add_months convert_timezone', timestamp),
    last_day: date,
    dateadd: timestamp,
  },
  databricks: {
    ...hashesGiveText,
    ...dayFunctions,
    date_trunc: timestamp,
    date,
    timestamp,
    uuid: string,
    to_json: string,
    from_unixtime: string,
    concat: { kind: 'text' },
    ...each('generate_series range', { kind: 'argument', index: 0, families: ['number', 'timestamp'] }),
  },
  spark: {
    ...hashesGiveText,
    ...dayFunctions,
    date_trunc: timestamp,
    date,
    timestamp,
    uuid: string,
    to_json: string,
    from_unixtime: string,
  },
  duckdb: {
    ...hashesGiveText,
    last_day: date,
    encode: { kind: 'family', family: 'bytes' },
    age: { kind: 'family', family: 'interval' },
    ...each('string_split str_split regexp_split_to_array list_value range', { kind: 'family', family: 'array' }),
    ...each('struct struct_pack row named_struct', { kind: 'family', family: 'struct' }),
    date_trunc: { kind: 'unless', index: 1, families: ['date', 'timestamp'], family: 'timestamp' },
    json_extract_scalar: string,
    to_json: { kind: 'family', family: 'json' },
    uuid: { kind: 'family', family: 'uuid' },
    regexp_extract: string,
    make_timestamp: timestamp,
    strptime: timestamp,
    ...each('hash strlen', { kind: 'family', family: 'number' }),
    ...each('list array_agg', { kind: 'family', family: 'array' }),
    date,
    size: undefined,
    random: { kind: 'family', family: 'number' },
  },
  trino: {
    ...hashesGiveBytes,
    json_extract_scalar: string,
    date,
    date_trunc: { kind: 'argument', index: 1, families: ['date', 'timestamp'] },
    from_unixtime: timestamp,
  },
  athena: { ...hashesGiveBytes, json_extract_scalar: string, date, from_unixtime: timestamp },
  tsql: {
    dateadd: { kind: 'argument', index: 2, families: ['timestamp', 'date'] },
    left: string,
    right: string,
    isnull: { kind: 'common', from: 0 },
    eomonth: date,
    log: undefined,
    str: string,
    format: string,
    stuff: string,
  },
  mysql: { date, md5: string, ...each('sha1 sha sha2', string), last_day: date, left: string, right: string },
  clickhouse: {},
};

/** What tells the type of a call of a function; undefined where the name is not known to mean one thing. */
export function functionType(name: string, dialect: string): FunctionType | undefined {
  const own = Object.hasOwn(ofDialect, dialect) ? ofDialect[dialect] : undefined;
  if (own !== undefined && Object.hasOwn(own, name)) return own[name];
  return known.get(name);
}
