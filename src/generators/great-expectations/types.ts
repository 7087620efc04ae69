import type { LogicalType, Property } from '../../model/contract.ts';

/** What columns of a logical type are called by SQLAlchemy's dialects, Spark and pandas; GX skips names that its engine does not know. */
const typeNames: { readonly [type in LogicalType]?: string } = {
  string: 'VARCHAR CHAR NVARCHAR NCHAR TEXT STRING CLOB UUID String StringType VarcharType CharType',
  integer:
    'INTEGER BIGINT SMALLINT TINYINT INT INT64 NUMERIC DECIMAL NUMBER Integer BigInteger ByteType ShortType IntegerType LongType int8 int16 int32 int64 Int64Dtype',
  number:
    'NUMERIC DECIMAL NUMBER BIGNUMERIC FLOAT FLOAT64 REAL DOUBLE DOUBLE_PRECISION INTEGER BIGINT SMALLINT TINYINT INT INT64 Numeric Float Integer DecimalType DoubleType FloatType ByteType ShortType IntegerType LongType float32 float64 int8 int16 int32 int64 Int64Dtype',
  boolean: 'BOOLEAN BOOL BIT TINYINT Boolean BooleanType bool BooleanDtype',
  date: 'DATE Date DateType',
  timestamp:
    'TIMESTAMP DATETIME DATETIME2 DATETIMEOFFSET TIMESTAMP_NTZ TIMESTAMP_LTZ TIMESTAMP_TZ TIMESTAMPTZ DateTime TimestampType TimestampNTZType datetime64[s] datetime64[ms] datetime64[us] datetime64[ns] DatetimeTZDtype',
};

/**
 * The names that the type of a column may have: those of its logical type, and its own physical type. Undefined where no logical type
 * is said, or one that engines do not agree on (objects, arrays, maps, vectors, times).
 */
export function typeList({ logicalType, physicalType }: Property): readonly string[] | undefined {
  const written = physicalType?.value ?? '';
  // Whatever it means, what is kept as text is a text.
  const type = logicalType !== undefined && /char|text|string/i.test(written) ? 'string' : logicalType?.value;
  const names = type === undefined ? undefined : typeNames[type]?.split(' ');
  const own = /^\w+/.exec(written)?.[0].toUpperCase();
  return names === undefined || own === undefined || names.includes(own) ? names : [...names, own];
}
